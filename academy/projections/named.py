"""Questions about an id: is it somebody, and where? For whoever must decide on forgetting them."""

from academy.projections.tables import Row, Tables

ABOUT_A_PERSON = (
    "person_versions", "marks", "lessons", "tries", "scores", "handed_in", "requirements", "plans",
    "certificates",
)  # fmt: skip

_THINGS = (
    ("workshops", "workshop"),
    ("sessions", "session"),
    ("certificates", "certificate"),
    ("tries", "attempt"),
    ("plans", "plan"),
    ("links", "link"),
    ("workshop_links", "link"),
)


def is_named(tables: Tables, person: str) -> bool:
    """Whether somebody of this id was registered, or is the person of anything recorded."""
    return any(
        tables.value(f"SELECT 1 FROM {table} WHERE person = ? LIMIT 1", (person,)) is not None
        for table in ABOUT_A_PERSON
    )


def shares_workshop(tables: Tables, person: str, device: str) -> bool:
    """Whether a device takes part in a workshop in which this person is named."""
    return any(
        tables.value(
            f"SELECT 1 FROM takes_part p JOIN {table} t ON t.workshop = p.workshop"
            " WHERE p.device = ? AND t.person = ? LIMIT 1",
            (device, person),
        )
        is not None
        for table in ABOUT_A_PERSON
    )


def is_thing(tables: Tables, id: str) -> bool:
    """Whether an id stands for a workshop, a session, a certificate, a try or a link."""
    return any(
        tables.value(f"SELECT 1 FROM {table} WHERE {key} = ?", (id,)) is not None
        for table, key in _THINGS
    )


def registrations(tables: Tables, person: str) -> list[Row]:
    """Under which aliases, and in which workshops, somebody is registered."""
    return tables.rows(
        "SELECT p.person, p.alias, w.title, w.starts FROM people p LEFT JOIN workshops w"
        " USING (workshop) WHERE p.person = ? ORDER BY w.starts, p.alias",
        (person,),
    )

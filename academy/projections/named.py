"""Questions about an id: is it somebody, and where? For whoever must decide on forgetting them."""

from academy.projections import schema
from academy.projections.numbers import number
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
        tables.value(f"SELECT 1 FROM {table} WHERE {_is('person', table)} LIMIT 1", (person,))
        is not None
        for table in ABOUT_A_PERSON
    )


def shares_workshop(tables: Tables, person: str, device: str) -> bool:
    """Whether a device takes part in a workshop in which this person is named."""
    return any(
        tables.value(
            f"SELECT 1 FROM takes_part p JOIN {table} t ON t.workshop = p.workshop"
            f" WHERE p.device = ? AND {_is('person', table)} LIMIT 1",
            (device, person),
        )
        is not None
        for table in ABOUT_A_PERSON
    )


def is_thing(tables: Tables, id: str) -> bool:
    """Whether an id stands for a workshop, a session, a certificate, a try or a link."""
    return any(
        tables.value(f"SELECT 1 FROM {table} WHERE {_is(key, table)}", (id,)) is not None
        for table, key in _THINGS
    )


def _is(column: str, table: str) -> str:
    """SQL: whether a row's id is the one asked for, by its number where rows are found by that."""
    return f"number = {number('?')}" if schema.NUMBERS.get(table) == column else f"{column} = ?"


def registrations(tables: Tables, person: str) -> list[Row]:
    """Under which aliases, and in which workshops, somebody is registered."""
    return tables.rows(
        "SELECT p.person, p.alias, w.title, w.starts FROM people p LEFT JOIN workshops w"
        f" USING (workshop) WHERE p.number = {number('?')} ORDER BY w.starts, p.alias",
        (person,),
    )

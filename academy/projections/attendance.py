"""Questions about who was there."""

from academy.projections import schema, workshops
from academy.projections.tables import Row, Tables


def states(tables: Tables, workshop: str) -> dict[tuple[str, str], Row]:
    """What holds for now in a workshop: (person, session) to a row with `state`, `conflict`.

    A pair that isn't there is not recorded, which is not absent.
    """
    return {
        (row["person"], row["session"]): row
        for row in tables.rows("SELECT * FROM attendance WHERE workshop = ?", (workshop,))
    }


def session_states(tables: Tables, session: str) -> dict[str, str]:
    """What holds for now in one session: person to state."""
    # The plus has SQLite go by the session, not through all marks of the workshop.
    sql = "SELECT person, state FROM attendance WHERE session = ? AND +workshop = ?"
    where = (session, _workshop_of(tables, session))
    return {row["person"]: row["state"] for row in tables.rows(sql, where)}


def of_person(tables: Tables, workshop: str, person: str) -> dict[str, str]:
    """What holds for now for one person in a workshop: session to state."""
    return {
        row["session"]: row["state"]
        for row in tables.rows(
            "SELECT session, state FROM attendance WHERE person = ? AND workshop = ?",
            (person, workshop),
        )
    }


def trail(tables: Tables, session: str, person: str) -> list[Row]:
    """Every mark ever made for a person in a session, first to last; `standing` says which hold."""
    return tables.rows(
        "SELECT m.*, lower(hex(m.entry)) AS entry, lower(hex(m.device)) AS device,"
        f" NOT {schema.REPLACED_MARK} AS standing"
        " FROM marks m WHERE session = ? AND person = ? AND workshop = ?"
        " ORDER BY clock, m.device, m.entry",
        (session, person, _workshop_of(tables, session)),
    )


def conflicts(tables: Tables) -> list[Row]:
    """Where marks that nobody replaced disagree: a person decides each."""
    return tables.rows(
        "SELECT a.*, p.alias, p.team, s.title AS session_title, s.day, s.half,"
        " (SELECT group_concat(DISTINCT m.state) FROM current_marks m"
        "  WHERE m.session = a.session AND m.person = a.person"
        "  AND m.workshop = a.workshop) AS states"
        " FROM attendance a JOIN people p ON p.person = a.person AND p.workshop = a.workshop"
        " JOIN planned_sessions s ON s.session = a.session AND s.workshop = a.workshop"
        " WHERE a.conflict ORDER BY s.day, s.half, p.alias"
    )


def last_at(tables: Tables, device: str) -> str | None:
    """The latest time, as claimed, of a mark made on a device; None before the first."""
    raw = bytes.fromhex(device)
    found: str | None = tables.value("SELECT max(at) FROM marks WHERE device = ?", (raw,))
    return found


def _workshop_of(tables: Tables, session: str) -> str | None:
    """The workshop a session belongs to: marks that another claims are none of it."""
    row = workshops.session(tables, session)
    return row["workshop"] if row else None

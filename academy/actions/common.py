"""What several verbs need: a fresh id, the minute, and the rows they may not do without."""

from collections.abc import Collection, Iterator
from uuid import uuid4

from academy import rules
from academy.errors import AcademyError
from academy.projections import Row, Tables, people, workshops
from academy.store import Store


def fresh() -> str:
    """A random id: UUID4 in 32 hex digits. It tells nothing of when or where it was made."""
    return uuid4().hex


def minute(store: Store) -> str:
    """What the clock claims now, in UTC, to the minute: within the years that an event may claim.

    A laptop whose clock has lost its mind goes on recording.
    """
    store.clock.note()
    now = store.now()
    return now.replace(year=min(max(now.year, 1904), 2096)).strftime("%Y-%m-%dT%H:%M")


def need_workshop(tables: Tables, workshop: str) -> Row:
    """The workshop's row, or AcademyError("workshop_unknown")."""
    row = tables.row("SELECT * FROM workshops WHERE workshop = ?", (workshop,))
    if row is None:
        raise AcademyError("workshop_unknown")
    return row


def need_session(tables: Tables, session: str) -> Row:
    """The session's row; AcademyError: "session_unknown", "session_cancelled"."""
    row = workshops.session(tables, session)
    if row is None:
        raise AcademyError("session_unknown")
    if row["cancelled"]:
        raise AcademyError("session_cancelled")
    return row


def need_person(tables: Tables, person: str, workshop: str) -> Row:
    """The person in the workshop, by any of their ids, or AcademyError("person_unknown")."""
    row = people.person(tables, person, workshop)
    if row is None:
        raise AcademyError("person_unknown")
    return row


def place(known: Row, workshop: str) -> tuple[str, str]:
    """Under which of a person's registrations to record what concerns a workshop: (person,
    workshop). The one made in it, where there is one, so that it stays should a link be undone.
    """
    own = (one for one in known["places"] if one[1] == workshop)
    return next(own, known["places"][0])  # type: ignore[no-any-return]


def in_parts(entries: Collection[str]) -> Iterator[tuple[str, ...]]:
    """The entries that something takes the place of, as many at a time as one body can name."""
    ordered = sorted(entries)
    for start in range(0, len(ordered), rules.MOST_NAMED):
        yield tuple(ordered[start : start + rules.MOST_NAMED])

"""Attendance: a mark for the first time, and its correction with a reason."""

from collections.abc import Mapping

from academy import events, rules
from academy.actions.common import in_parts, minute, need_person, need_session
from academy.errors import AcademyError
from academy.projections import Row, Tables
from academy.store import Store


def mark_attendance(store: Store, *, session: str, states: Mapping[str, str], way: str) -> int:
    """Record people's states in a session, by person id; return how many were new.

    Marking the same state again changes nothing. A different state over one that stands is
    refused (AcademyError "mark_stands", with `alias`): that is a correction and wants a reason.
    All are recorded, or none.
    """
    return take_attendance(store, session=session, fresh=states, way=way)


def take_attendance(
    store: Store,
    *,
    session: str,
    fresh: Mapping[str, str],
    changed: Mapping[str, str] | None = None,
    way: str,
    reason: str = "",
) -> int:
    """Record a whole session: marks for the first time, and corrections for one reason.

    Both map person ids to states; all are recorded, or none. Returns how many marks were new.
    Raises as `mark_attendance` and `correct_mark` do.
    """
    at = minute(store)
    rules.one_of("way", way, rules.WAYS)
    why = rules.text("reason", reason) if changed else ""
    new = 0

    def decide(tables: Tables) -> list[events.Event]:
        nonlocal new
        row = need_session(tables, session)
        marked = _marked(tables, row, fresh, way, at)
        new = len(marked)
        corrected = [
            event
            for person, state in (changed or {}).items()
            for event in _corrected(tables, row, person, state, why, at)
        ]
        return [*marked, *corrected]

    store.record(decide)
    return new


def correct_mark(store: Store, *, session: str, person: str, state: str, reason: str) -> None:
    """Put another state in the place of the marks that stand. They stay visible, with the reason.

    This is also how a conflict between two laptops is decided: it replaces all marks that stand.
    Raises AcademyError: "nothing_to_correct" where nothing is recorded, "reason" missing.
    """
    why, at = rules.text("reason", reason), minute(store)

    def decide(tables: Tables) -> list[events.Event]:
        return _corrected(tables, need_session(tables, session), person, state, why, at)

    store.record(decide)


def _marked(
    tables: Tables, row: Row, states: Mapping[str, str], way: str, at: str
) -> list[events.Event]:
    recorded: list[events.Event] = []
    for person, state in states.items():
        rules.one_of("state", state, rules.STATES)
        known = need_person(tables, person, row["workshop"])
        current = _current(tables, row, person)
        if state in current.values():
            continue
        if current:
            raise AcademyError("mark_stands", alias=known["alias"])
        recorded.append(
            events.AttendanceMarked(
                workshop=row["workshop"],
                session=row["session"],
                person=person,
                state=state,
                way=way,
                at=at,
            )
        )
    return recorded


def _corrected(
    tables: Tables, row: Row, person: str, state: str, why: str, at: str
) -> list[events.Event]:
    rules.one_of("state", state, rules.STATES)
    need_person(tables, person, row["workshop"])
    current = _current(tables, row, person)
    if not current:
        raise AcademyError("nothing_to_correct")
    if set(current.values()) == {state}:
        return []
    return [
        events.AttendanceCorrected(
            workshop=row["workshop"],
            session=row["session"],
            person=person,
            state=state,
            reason=why,
            replaces=replaced,
            at=at,
        )
        for replaced in in_parts(current)
    ]


def _current(tables: Tables, session: Row, person: str) -> dict[str, str]:
    """The marks that nobody replaced: entry id to state."""
    return {
        row["entry"]: row["state"]
        for row in tables.rows(
            "SELECT lower(hex(entry)) AS entry, state FROM current_marks"
            " WHERE session = ? AND person = ? AND workshop = ?",
            (session["session"], person, session["workshop"]),
        )
    }

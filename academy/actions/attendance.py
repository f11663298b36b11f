"""Attendance: a mark for the first time, and its correction with a reason."""

from collections.abc import Mapping

from academy import events, rules
from academy.actions.common import in_parts, minute, need_person, need_session
from academy.errors import AcademyError
from academy.projections import Row, Tables, same, workshops
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


Standing = dict[tuple[str, str, str], dict[str, str]]
"""The marks that nobody replaced, as (workshop, session, person) to entry id to state."""


def _marked(
    tables: Tables, row: Row, states: Mapping[str, str], way: str, at: str
) -> list[events.Event]:
    recorded: list[events.Event] = []
    twins = workshops.twins_beside(tables, row)
    for person, state in states.items():
        rules.one_of("state", state, rules.STATES)
        known = need_person(tables, person, row["workshop"])
        current = _states(_current(tables, twins, person))
        if state in current:
            continue
        if current:
            raise AcademyError("mark_stands", alias=known["alias"])
        workshop, session, own = _place(row, twins, known)
        recorded.append(
            events.AttendanceMarked(
                workshop=workshop, session=session, person=own, state=state, way=way, at=at
            )
        )
    return recorded


def _place(row: Row, twins: list[tuple[str, str]], known: Row) -> tuple[str, str, str]:
    """Where to record a mark: under the registration that belongs to a session's own workshop."""
    asked = (row["workshop"], row["session"])
    for workshop, session in (asked, *twins):
        for person, registered_in in known["places"]:
            if registered_in == workshop:
                return workshop, session, person
    return *asked, known["person"]


def _corrected(
    tables: Tables, row: Row, person: str, state: str, why: str, at: str
) -> list[events.Event]:
    rules.one_of("state", state, rules.STATES)
    need_person(tables, person, row["workshop"])
    current = _current(tables, workshops.twins_beside(tables, row), person)
    if not current:
        raise AcademyError("nothing_to_correct")
    return [
        events.AttendanceCorrected(
            workshop=workshop,
            session=session,
            person=own,
            state=state,
            reason=why,
            replaces=replaced,
            at=at,
        )
        for (workshop, session, own), marks in current.items()
        if set(marks.values()) != {state}
        for replaced in in_parts(marks)
    ]


def _current(tables: Tables, twins: list[tuple[str, str]], person: str) -> Standing:
    """What stands for a person in a session, wherever and under whichever id it lies."""
    ids = same.ids_of(tables, person)
    theirs = f"person IN ({', '.join('?' * len(ids))})"
    found: Standing = {}
    for workshop, session in twins:
        for row in tables.rows(
            "SELECT lower(hex(entry)) AS entry, person, state FROM current_marks"  # noqa: S608 - only placeholders
            f" WHERE session = ? AND workshop = ? AND {theirs}",
            (session, workshop, *ids),
        ):
            at = (workshop, session, row["person"])
            found.setdefault(at, {})[row["entry"]] = row["state"]
    return found


def _states(current: Standing) -> set[str]:
    return {state for marks in current.values() for state in marks.values()}

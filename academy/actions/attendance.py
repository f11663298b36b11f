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
    at = minute(store)
    rules.one_of("way", way, rules.WAYS)

    def decide(tables: Tables) -> list[events.Event]:
        row = need_session(tables, session)
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
                    session=session,
                    person=person,
                    state=state,
                    way=way,
                    at=at,
                )
            )
        return recorded

    return len(store.record(decide))


def correct_mark(store: Store, *, session: str, person: str, state: str, reason: str) -> None:
    """Put another state in the place of the marks that stand. They stay visible, with the reason.

    This is also how a conflict between two laptops is decided: it replaces all marks that stand.
    Raises AcademyError: "nothing_to_correct" where nothing is recorded, "reason" missing.
    """
    why, at = rules.text("reason", reason), minute(store)
    rules.one_of("state", state, rules.STATES)

    def decide(tables: Tables) -> list[events.Event]:
        row = need_session(tables, session)
        need_person(tables, person, row["workshop"])
        current = _current(tables, row, person)
        if not current:
            raise AcademyError("nothing_to_correct")
        if set(current.values()) == {state}:
            return []
        return [
            events.AttendanceCorrected(
                workshop=row["workshop"],
                session=session,
                person=person,
                state=state,
                reason=why,
                replaces=replaced,
                at=at,
            )
            for replaced in in_parts(current)
        ]

    store.record(decide)


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

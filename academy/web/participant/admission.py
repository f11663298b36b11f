"""What the code on the projector opens, remembered for a while.

Codes turn every minute; typing an alias, or finding one's PIN, takes longer. So a code is checked
when it is scanned or typed, and what it opened stays open for this phone for a quarter of an hour,
as long as the trainer hasn't closed it.
"""

import time
from typing import Final

from flask import request, session

from academy import actions
from academy.errors import AcademyError
from academy.projections import Row, workshops
from academy.web.participant.common import open_session, store, tables, visitor
from academy.web.shared.app import house

STANDS: Final = 15 * 60
"""Seconds for which a phone need not show the code again. On the monotonic clock."""

DOOR: Final = "door:"


def take(code: str) -> str:
    """Check a code and remember what it opens: a session's id, or a door.

    Raises AcademyError: "code_wrong", "too_many_guesses" (per person, or per phone before).
    """
    if (held := session.get("admission")) and held["code"] == code and (found := current()):
        return found
    row, guesses = visitor(), house().guesses
    who = f"code:{row['person'] if row else request.remote_addr}"
    guesses.reserve(who)
    subject = house().codes.subject(code)
    guesses.give_back(who)
    session["admission"] = {"subject": subject, "code": code, "until": time.monotonic() + STANDS}
    return subject


def current() -> str | None:
    """What a code opened for this phone and is open still, or None."""
    held = session.get("admission")
    if not held or not 0 <= held["until"] - time.monotonic() <= STANDS:
        return None
    subject: str = held["subject"]
    return subject if house().codes.is_open(subject) else None


def be_there(person: str, subject: str) -> None:
    """Mark a person present where a code says, and let the code go.

    Raises AcademyError: "code_wrong" where no attendance is being taken, "already_marked",
    "person_unknown" for somebody of another workshop.
    """
    row = session_of(subject)
    if row is None:
        raise AcademyError("code_wrong")
    try:
        actions.mark_attendance(
            store(), session=row["session"], states={person: "present"}, way="code"
        )
    except AcademyError as refused:
        if refused.code == "mark_stands":
            raise AcademyError("already_marked") from refused
        raise
    session.pop("admission", None)
    session["here"] = row["session"]


def workshop_of(subject: str) -> str | None:
    """The workshop behind a door or a session; None when it isn't on this laptop."""
    if subject.startswith(DOOR):
        found = workshops.workshop(tables(), subject.removeprefix(DOOR))
    else:
        found = workshops.session(tables(), subject)
    return found["workshop"] if found else None


def session_of(subject: str) -> Row | None:
    """The session to be present in: the code's own, or the one that is open behind a door."""
    if subject.startswith(DOOR):
        return open_session(subject.removeprefix(DOOR))
    return workshops.session(tables(), subject)

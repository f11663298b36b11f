"""What the code on the projector opens, remembered for a while.

Codes turn every minute; typing an alias, or finding one's PIN, takes longer. So a code is checked
when it is scanned or typed, and what it opened stays open for this phone for a quarter of an hour,
as long as the trainer hasn't closed it. The phone keeps that itself, signed: strangers who scan a
thousand times cost this laptop nothing.
"""

import hashlib
import time
from typing import Final, NamedTuple, cast

from flask import Response, after_this_request, g, request, session

from academy import actions
from academy.errors import AcademyError
from academy.projections import Row, workshops
from academy.web.participant.common import open_session, store, tables, visitor
from academy.web.shared import signed
from academy.web.shared.app import house

STANDS: Final = 15 * 60
"""Seconds for which a phone need not show the code again. On the monotonic clock."""

DOOR: Final = "door:"
COOKIE: Final = "a"


class Admission(NamedTuple):
    """A session or a door that is open to this phone, how it was opened, and since when."""

    subject: str
    way: str
    """"scan" or "type"."""
    since: float
    code: str
    """A hash of the code, by which the same address opened again is known."""


def scan(secret: str) -> Admission:
    """Check what a QR code held. Raises AcademyError("code_wrong")."""
    held = current()
    if held is not None and held.code == _hashed(secret):
        return held
    return _keep(house().codes.scanned(secret), "scan", secret)


def type_in(digits: str) -> Admission:
    """Check what was typed. Raises AcademyError: "code_wrong", "typing_stopped" for everybody,
    "too_many_guesses" for one signed-in person.
    """
    row, guesses = visitor(), house().guesses
    who = f"code:{row['person']}" if row else ""
    if who:
        guesses.reserve(who)
    subject = house().codes.typed(digits, signed_in=row is not None)
    if who:
        guesses.give_back(who)
    return _keep(subject, "type", digits)


def current() -> Admission | None:
    """What a code opened for this phone and is open still, or None."""
    if "admission" not in g:
        value = signed.unseal(house(), COOKIE, request.cookies.get(COOKIE, ""))
        g.admission = Admission(*value) if value else None
    held = cast("Admission | None", g.admission)
    if held is None or not 0 <= time.monotonic() - held.since <= STANDS:
        return None
    return held if house().codes.is_open(held.subject) else None


def let_go() -> None:
    """The code has served, or the phone changes hands."""
    g.admission = None
    if COOKIE in request.cookies:
        after_this_request(_forget)


def be_there(person: str, held: Admission) -> None:
    """Mark a person present where a code says, and let the code go.

    A door's digits are for joining alone: who guessed them must not be in a session by it. Raises
    AcademyError: "code_wrong" where no attendance is being taken, "already_marked",
    "person_unknown" for somebody of another workshop.
    """
    row = session_of(held) if house().codes.is_open(held.subject) else None
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
    let_go()
    session["here"] = row["session"]


def workshop_of(held: Admission) -> str | None:
    """The workshop behind a door or a session; None when it isn't on this laptop."""
    if held.subject.startswith(DOOR):
        found = workshops.workshop(tables(), held.subject.removeprefix(DOOR))
    else:
        found = workshops.session(tables(), held.subject)
    return found["workshop"] if found else None


def session_of(held: Admission) -> Row | None:
    """The session to be present in: the code's own, or the one that is open behind a door."""
    if not held.subject.startswith(DOOR):
        return workshops.session(tables(), held.subject)
    return open_session(held.subject.removeprefix(DOOR)) if held.way == "scan" else None


def _keep(subject: str, way: str, code: str) -> Admission:
    held = g.admission = Admission(subject, way, time.monotonic(), _hashed(code))
    sealed = signed.seal(house(), COOKIE, list(held))

    @after_this_request
    def tell(response: Response) -> Response:
        # Lax: the phone's camera opens the address from outside, and the cookie must come along
        # with the page that follows.
        response.set_cookie(COOKIE, sealed, max_age=STANDS, httponly=True, samesite="Lax", path="/")
        return response

    return held


def _forget(response: Response) -> Response:
    response.delete_cookie(COOKIE, path="/")
    return response


def _hashed(code: str) -> str:
    return hashlib.sha256(code.encode("utf-8", "replace")).hexdigest()[:16]

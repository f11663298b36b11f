"""What the participants' rooms share: who is asking, what time it is in the room, what is open."""

from typing import TYPE_CHECKING, Any, Final, cast

from flask import current_app, g, request, session

from academy.errors import AcademyError
from academy.projections import Row, Tables, people, same, workshops
from academy.web.participant.reading.kept import kept
from academy.web.shared import known, wall
from academy.web.shared.app import house
from academy.web.shared.asking import once_each
from academy.web.shared.security import SAFE
from academy.web.shared.sessions import ServerSession, ServerSessions

if TYPE_CHECKING:
    from academy.store import Store

PHONE: Final = "k"
"""The cookie by which a phone that proved a PIN is known again."""


def store() -> "Store":
    """The open store. Raises AcademyError("store_locked")."""
    return house().need_store()


def tables() -> Tables:
    """This thread's view of the tables; of a page that is only shown, each question asked once."""
    found: Tables | None = g.get("asked")
    if found is None:
        found = store().tables()
        if request.method in SAFE:
            found = g.asked = once_each(found, store().concerns)
    return found


def visitor() -> Row | None:
    """The registration of whoever is signed in, or None. Looked up once per request.

    Somebody who was erased meanwhile, or isn't known any more, is signed out by the way.
    """
    if "visitor" not in g:
        g.visitor = _visitor()
    return cast("Row | None", g.visitor)


def _visitor() -> Row | None:
    if house().store is None or "person" not in session:
        return None
    row = people.person(tables(), session["person"], session["workshop"])
    if row is None or session["person"] not in row["registrations"]:
        session.clear()
        return None
    return {**row, "signed_in_as": session["person"]}


def concerned() -> tuple[str, ...]:
    """Whoever is signed in, by all ids, and the workshop: of what these pages are made."""
    row = visitor()
    if row is None:
        return ()
    known = {*row["registrations"], *same.ids_of(tables(), row["person"])}
    return (*known, *same.parts(tables(), row["workshop"]))


def need_visitor() -> Row:
    """Whoever is signed in. Raises AcademyError("sign_in_first")."""
    row = visitor()
    if row is None:
        raise AcademyError("sign_in_first")
    return row


def sign_in(person: str, workshop: str) -> str:
    """Go on as this person, under a new session number. This phone is known from now on,
    by what is returned.
    """
    session.clear()
    cast("ServerSession", session).renew()
    session.update({"person": person, "workshop": workshop})
    g.pop("visitor", None)
    return known.remember(PHONE, store(), person)


def end_sessions(*ids: str) -> None:
    """End every session of a person, under whichever of their ids, this one too."""
    cast("ServerSessions", current_app.session_interface).end_person(*ids)
    session.clear()
    cast("ServerSession", session).renew()
    g.pop("visitor", None)


def moment() -> tuple[str, int]:
    """Today's date and the hour, in the room's own time and by the date the trainer confirmed."""
    found: tuple[str, int] | None = g.get("moment")
    if found is None:
        now = wall.now()
        found = g.moment = now.date().isoformat(), now.hour
    return found


def open_session(workshop: str) -> Row | None:
    """The session of a workshop whose code is being shown, or None."""
    codes = house().codes
    for row in workshops.week(tables(), workshop):
        if codes.is_open(row["session"]):
            return row
    return None


def context() -> dict[str, Any]:
    """What every page shows: whether somebody is signed in."""
    return {"visitor": visitor(), "kept": kept}

"""What happens at the phones that a trainer answers with one press: who tried, who asks, who waits.

Shown on Today and on People. Everything here lies in this laptop's memory.
"""

from typing import Final

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from academy import actions
from academy.languages.i18n import ngettext
from academy.projections import Row, attendance, people, workshops
from academy.web.shared.app import house
from academy.web.staff import common, forms

bp = Blueprint("room", __name__)

WORTH_TELLING: Final = 5
"""Fewer wrong PINs than this are slips."""
MOST_TOLD: Final = 20


@bp.post("/room/let-in")
def let_in() -> Response:
    """Let in everybody who was seen waiting; each phone goes on by itself."""
    workshop = common.need_workshop()["workshop"]
    count = house().newcomers.let_in(workshop, request.form.get("until", 0, int))
    flash(ngettext("%(num)s person may come in.", "%(num)s people may come in.", count))
    return _back()


@bp.post("/room/away")
def turn_away() -> Response:
    """Send away everybody who was seen waiting. Nothing of them is kept."""
    workshop = common.need_workshop()["workshop"]
    count = house().newcomers.turn_away(workshop, request.form.get("until", 0, int))
    flash(ngettext("%(num)s person was sent away.", "%(num)s people were sent away.", count))
    return _back()


@bp.post("/room/tries")
def tries() -> Response:
    """The trainer has read that somebody tried."""
    for person in request.form.getlist("person"):
        house().guesses.forget(person)
    return _back()


@bp.post("/room/typing")
def typing() -> Response:
    """Let people type digits again, once."""
    forms.codes().go_on(request.form.get("subject", ""))
    return _back()


@bp.post("/room/present")
def present() -> Response:
    """Mark those present by hand who asked and couldn't by code. One who is gone stops nobody."""
    session, asked = request.form.get("session", ""), request.form.getlist("person")
    row = forms.need_session(common.tables(), session)
    recorded = attendance.session_states(common.tables(), session)
    states = {
        found["person"]: "present"
        for found in people.some(common.tables(), row["workshop"], asked)
        if found["person"] not in recorded
    }
    marked = actions.mark_attendance(common.store(), session=session, states=states, way="grid")
    house().hands.down(session, asked)
    flash(ngettext("%(num)s mark is recorded.", "%(num)s marks are recorded.", marked))
    return _back()


@bp.post("/room/not-present")
def not_present() -> Response:
    """Leave those who asked as they are."""
    house().hands.down(request.form.get("session", ""), request.form.getlist("person"))
    return _back()


def told(workshop: str) -> Row:
    """What the pages say of the room: tries, hands, and codes that nobody may type any more."""
    tables = common.tables()
    open_now = [row for row in workshops.week(tables, workshop)
                if forms.codes().is_open(row["session"])]  # fmt: skip
    counts = {p: n for p, n in house().guesses.told().items() if n >= WORTH_TELLING}
    most = sorted(counts, key=lambda person: -counts[person])
    tried = people.some(tables, workshop, most)[:MOST_TOLD] if most else []
    return {
        "waiting": house().newcomers.waiting(workshop),
        "tried": [(row, counts[row["person"]]) for row in tried],
        "hands": [(row, found) for row in open_now if (found := _asking(row))],
        "stopped": [
            (subject, name, forms.codes().may_go_on(subject))
            for subject, name in [
                *((row["session"], row) for row in open_now),
                (forms.door_subject(workshop), None),
            ]
            if forms.codes().typing_stopped(subject)
        ],
    }


def _asking(row: Row) -> list[Row]:
    """The people who ask to be marked present in a session."""
    asked = house().hands.of(row["session"])
    return people.some(common.tables(), row["workshop"], asked) if asked else []


def _back() -> Response:
    at = "people.index" if request.form.get("at") == "people" else "today.index"
    return redirect(url_for(at), 303)

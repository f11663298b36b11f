"""Coming back in without a PIN, by a way that the trainer made for one person, once."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from academy.errors import AcademyError
from academy.projections import people
from academy.web.participant.common import sign_in, store, tables
from academy.web.participant.entry import admission
from academy.web.participant.entry.join import mark_if_open
from academy.web.shared.app import house

bp = Blueprint("way_in", __name__)


@bp.get("/in/<token>")
def ask(token: str) -> str:
    """Whose way this is, and a button. Looking uses nothing up: cameras and browsers look ahead."""
    store()
    found = house().ways_in.look(token)
    row = people.person(tables(), *found) if found else None
    if row is None:
        raise AcademyError("way_in_closed")
    return render_template("entry/way_in.html", alias=row["alias"], way=token)


@bp.post("/in")
def go() -> Response:
    """Sign in, and close the way."""
    store()
    found = house().ways_in.use(request.form.get("way", ""))
    if found is None or people.person(tables(), *found) is None:
        raise AcademyError("way_in_closed")
    person, workshop = found
    held = admission.current()
    sign_in(person, workshop)
    house().guesses.forget(person)
    if held is not None and admission.workshop_of(held) == workshop:
        mark_if_open(person, held)
    return redirect("/", 303)

"""Coming in: joining under an alias, the card with the PIN, signing in again, signing out."""

from contextlib import suppress

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from academy import actions
from academy.door import access
from academy.errors import AcademyError
from academy.languages import i18n
from academy.projections import people, workshops
from academy.web.participant.common import PHONE, sign_in, store, tables, visitor
from academy.web.participant.entry import admission, newcomer
from academy.web.participant.entry.admission import Admission
from academy.web.shared import known, sentences
from academy.web.shared.app import house

bp = Blueprint("join", __name__)

Page = tuple[str, int]


@bp.get("/join")
def form() -> Page:
    """The form: a code, unless one was scanned, and an alias."""
    store()
    return join_page()


@bp.get("/join/<secret>")
def scanned(secret: str) -> Page | Response:
    """The form, opened by the QR code on the projector. Digits are not taken here."""
    store()
    try:
        held = admission.scan(secret)
    except AcademyError as refused:
        return join_page(refused)
    row = visitor()
    if row is not None and _takes_part(row["person"], held):
        return redirect(url_for("presence.form"), 303)
    return join_page()


@bp.post("/join")
def join() -> Page | Response:
    """Register, give a PIN, and mark present if attendance is being taken.

    Who comes beyond the pace of the room waits for a press, and so does who can only type while
    digits are not taken.
    """
    try:
        return _join()
    except AcademyError as refused:
        return join_page(refused)


def _join() -> Response:
    values, place = _typed(), newcomer.of_this_phone()
    if place is not None and place.let_in:
        return _come_in(place.workshop, values, place.admission)
    try:
        typed = request.form.get("code", "").strip()
        held = admission.type_in(typed) if typed else admission.current()
    except AcademyError as refused:
        if refused.code != "typing_stopped":
            raise
        return newcomer.wait(values, newcomer.only_workshop(), None)
    if held is None:
        raise AcademyError("field_missing", field="code")
    workshop = admission.workshop_of(held)
    if workshop is None:
        raise AcademyError("workshop_unknown")
    arriving, phone = house().newcomers, known.token(PHONE)
    if not arriving.may_come(phone):
        return newcomer.wait(values, workshop, held if held.way == "scan" else None)
    try:
        return _come_in(workshop, values, held)
    except AcademyError:
        arriving.did_not_come(phone)
        raise


def _come_in(workshop: str, values: dict[str, str], held: Admission | None) -> Response:
    """Register somebody, sign them in on this phone, and lead to the card."""
    person, pin = actions.join_workshop(store(), workshop=workshop, **values)
    newcomer.done()
    strange = not known.token(PHONE)
    token = sign_in(person, workshop)
    if strange:
        house().newcomers.came(token)
    session["pin"] = pin
    if held is not None:
        mark_if_open(person, held)
    return redirect(url_for("join.card"), 303)


@bp.get("/wait")
def wait() -> Page | Response | str:
    """Asked again by itself every few seconds, until the trainer has pressed."""
    store()
    place = newcomer.of_this_phone()
    if place is None:
        newcomer.done()
        return render_template("entry/wait.html", waits=False)
    if not place.let_in:
        return render_template("entry/wait.html", waits=True)
    try:
        return _come_in(place.workshop, dict(place.values), place.admission)
    except AcademyError as refused:  # the alias was taken meanwhile: they stay let in
        return join_page(refused)


def _typed() -> dict[str, str]:
    asked = {name: request.form.get(name, "") for name in ("organisation", "country", "team")}
    language = request.form.get("language", "")
    spoken = language if language in i18n.languages() else i18n.current()
    return {"alias": request.form.get("alias", ""), "language": spoken, **asked}


def mark_if_open(person: str, held: Admission) -> None:
    """Mark present in the session that is open, if one is. Coming in stands where that fails."""
    with suppress(AcademyError):
        admission.be_there(person, held)


def join_page(refused: AcademyError | None = None) -> Page:
    """The joining form with what was typed, and with the sentence of a refusal."""
    held = admission.current()
    workshop = admission.workshop_of(held) if held else None
    place = newcomer.of_this_phone()
    if place is not None and place.let_in:
        workshop, held = place.workshop, place.admission
    page = render_template(
        "entry/join.html",
        said=sentences.sentence(refused) if refused else "",
        taken=refused is not None and refused.code == "alias_taken",
        typed=request.form,
        workshop=workshops.workshop(tables(), workshop) if workshop else None,
        open=admission.session_of(held) if held else None,
        teams=people.teams(tables(), workshop) if workshop else [],
        countries=[("", "—"), *i18n.countries(i18n.current())],
    )
    return page, sentences.status(refused) if refused else 200


@bp.get("/card")
def card() -> str | Response:
    """Alias and PIN, to be kept by a screenshot. The PIN is gone with the next page."""
    row = visitor()
    if row is None:
        return redirect(url_for("join.sign_in_form"), 303)
    here = workshops.session(tables(), session["here"]) if "here" in session else None
    return render_template("entry/card.html", pin=session.get("pin", ""), session_here=here)


@bp.get("/sign-in")
def sign_in_form() -> Page:
    """The form: alias and PIN."""
    store()
    return _sign_in_page()


@bp.post("/sign-in")
def enter() -> Page | Response:
    """Check alias and PIN. An alias that nobody has gets the same answer, after the same time."""
    alias, pin = request.form.get("alias", ""), request.form.get("pin", "")
    try:
        if not pin.strip():  # came over from the joining form, where the alias was taken
            return _sign_in_page()
        person, workshop = access.sign_in(store(), house().guesses, alias, pin, known.token(PHONE))
    except AcademyError as refused:
        return _sign_in_page(refused)
    sign_in(person, workshop)
    held = admission.current()
    if held is None or not _takes_part(person, held):
        return redirect("/", 303)
    mark_if_open(person, held)
    return redirect(url_for("presence.done"), 303)


def _takes_part(person: str, held: Admission) -> bool:
    """Whether somebody is registered where a code leads, under whichever of their ids."""
    workshop = admission.workshop_of(held)
    return workshop is not None and people.person(tables(), person, workshop) is not None


def _sign_in_page(refused: AcademyError | None = None) -> Page:
    held = admission.current()
    page = render_template(
        "entry/sign_in.html",
        said=sentences.sentence(refused) if refused else "",
        alias=request.form.get("alias", ""),
        open=admission.session_of(held) if held else None,
    )
    return page, sentences.status(refused) if refused else 200


@bp.post("/sign-out")
def sign_out() -> Response:
    """Forget on this phone who is signed in."""
    session.clear()
    admission.let_go()
    return redirect("/", 303)

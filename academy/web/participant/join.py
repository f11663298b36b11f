"""Coming in: joining under an alias, the card with the PIN, signing in again, signing out."""

from contextlib import suppress
from itertools import islice

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from academy import access, actions, i18n
from academy.errors import AcademyError
from academy.projections import Row, people, workshops
from academy.web.participant import admission
from academy.web.participant.common import (
    sign_in,
    store,
    tables,
    visitor,
)
from academy.web.shared import sentences
from academy.web.shared.app import chosen_locale, house

bp = Blueprint("join", __name__)

Page = tuple[str, int]

MOST_CANDIDATES = 6
"""How many registrations of this laptop a PIN is tried with: an alias in several workshops, and two
people under one alias."""


@bp.get("/join")
def form() -> Page:
    """The form: a code, unless one was scanned, and an alias."""
    store()
    return join_page()


@bp.get("/join/<code>")
def scanned(code: str) -> Page | Response:
    """The form, opened by the QR code on the projector."""
    store()
    try:
        subject = admission.take(code)
    except AcademyError as refused:
        return join_page(refused)
    row = visitor()
    if row is not None and _takes_part(row["person"], subject):
        return redirect(url_for("presence.form"), 303)
    return join_page()


@bp.post("/join")
def join() -> Page | Response:
    """Register, give a PIN, and mark present if attendance is being taken."""
    try:
        typed = request.form.get("code", "").strip()
        subject = admission.take(typed) if typed else admission.current()
        if subject is None:
            raise AcademyError("field_missing", field="code")  # noqa: TRY301
        workshop = admission.workshop_of(subject)
        if workshop is None:
            raise AcademyError("workshop_unknown")  # noqa: TRY301
        person, pin = actions.join_workshop(store(), workshop=workshop, **_typed())
    except AcademyError as refused:
        return join_page(refused)
    sign_in(person, workshop)
    session["pin"] = pin
    mark_if_open(person, subject)
    return redirect(url_for("join.card"), 303)


def _typed() -> dict[str, str]:
    asked = {name: request.form.get(name, "") for name in ("organisation", "country", "team")}
    language = request.form.get("language", "")
    known = language if language in i18n.LOCALES else chosen_locale()
    return {"alias": request.form.get("alias", ""), "language": known, **asked}


def mark_if_open(person: str, subject: str) -> None:
    """Mark present in the session that is open, if one is. Coming in stands where that fails."""
    with suppress(AcademyError):
        admission.be_there(person, subject)


def join_page(refused: AcademyError | None = None) -> Page:
    """The joining form with what was typed, and with the sentence of a refusal."""
    subject = admission.current()
    workshop = admission.workshop_of(subject) if subject else None
    page = render_template(
        "participant/join.html",
        said=sentences.sentence(refused) if refused else "",
        taken=refused is not None and refused.code == "alias_taken",
        typed=request.form,
        workshop=workshops.workshop(tables(), workshop) if workshop else None,
        open=admission.session_of(subject) if subject else None,
        teams=people.teams(tables(), workshop) if workshop else [],
        countries=[("", "—"), *i18n.countries(chosen_locale())],
    )
    return page, sentences.status(refused) if refused else 200


@bp.get("/card")
def card() -> str | Response:
    """Alias and PIN, to be kept by a screenshot. The PIN is gone with the next page."""
    row = visitor()
    if row is None:
        return redirect(url_for("join.sign_in_form"), 303)
    here = workshops.session(tables(), session["here"]) if "here" in session else None
    return render_template("participant/card.html", pin=session.get("pin", ""), session_here=here)


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
        person, workshop = _proved(alias, pin)
    except AcademyError as refused:
        return _sign_in_page(refused)
    sign_in(person, workshop)
    subject = admission.current()
    if subject is None or not _takes_part(person, subject):
        return redirect("/", 303)
    mark_if_open(person, subject)
    return redirect(url_for("presence.done"), 303)


def _takes_part(person: str, subject: str) -> bool:
    """Whether somebody is registered where a code leads, under whichever of their ids."""
    workshop = admission.workshop_of(subject)
    return workshop is not None and people.person(tables(), person, workshop) is not None


def _proved(alias: str, pin: str) -> tuple[str, str]:
    """Whose alias and PIN these are: in the latest workshop first. Raises as `check_pin` does."""
    refused = AcademyError("pin_wrong")
    known = _known_as(alias)
    for row in known:
        try:
            person = access.check_pin(store(), house().guesses, row["person"], pin)
        except AcademyError as wrong:
            refused = wrong
        else:
            return person, row["workshop"]
    if not known:
        access.check_pin(store(), house().guesses, None, pin)
    raise refused


def _known_as(alias: str) -> list[Row]:
    found = (
        row
        for workshop in workshops.all_workshops(tables())
        for row in people.all_by_alias(tables(), workshop["workshop"], alias)
    )
    return list(islice(found, MOST_CANDIDATES))


def _sign_in_page(refused: AcademyError | None = None) -> Page:
    subject = admission.current()
    page = render_template(
        "participant/sign_in.html",
        said=sentences.sentence(refused) if refused else "",
        alias=request.form.get("alias", ""),
        open=admission.session_of(subject) if subject else None,
    )
    return page, sentences.status(refused) if refused else 200


@bp.post("/sign-out")
def sign_out() -> Response:
    """Forget on this phone who is signed in."""
    session.clear()
    return redirect("/", 303)

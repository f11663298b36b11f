"""Before the first page: setting up, unlocking, locking the screen, and which day it is."""

import hmac
from datetime import datetime, time
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from academy import passphrases, rules
from academy.door import access
from academy.errors import AcademyError
from academy.languages.i18n import gettext as _
from academy.projections import Row
from academy.text import digits
from academy.web.shared import known, wall
from academy.web.shared.app import house
from academy.web.shared.paths import local_path
from academy.web.shared.sessions import ServerSession
from academy.web.staff.forms import Answer, again

bp = Blueprint("setup", __name__)

TIME: Final = ("today", "hour", "assumed")
BROWSER: Final = "b"
"""The cookie of a browser that proved the passphrase before, and whom it is known as."""


@bp.route("/setup", methods=["GET", "POST"])
def create() -> str | Response | Answer:
    """Make the store under a first passphrase, offered as five random words."""
    if house().is_set_up:
        return redirect(url_for(".unlock"))
    if request.method == "GET":
        offered = passphrases.offer()
        return render_template(
            "entry/setup_create.html", passphrase=offered, paper="", **_proposed()
        )
    form, shown = request.form, _as_typed()
    passphrase = form.get("passphrase", "")
    try:
        told = _told(shown)
        if not form.get("paper"):
            raise AcademyError("not_on_paper")  # noqa: TRY301
        house().set_up(passphrase)
    except AcademyError as refused:
        return again(
            "entry/setup_create.html", refused, passphrase=passphrase, paper=form.get("paper", ""),
            **shown,
        )  # fmt: skip
    _believe(told)
    _sign_in()
    return redirect(url_for("report.index" if house().config.central else "workshops.new"), 303)


@bp.route("/unlock", methods=["GET", "POST"])
def unlock() -> str | Response | Answer:
    """Open the store with a passphrase, or prove it at a locked screen."""
    if not house().is_set_up:
        return redirect(url_for(".create"))
    back = local_path(request.values.get("back", ""))
    if request.method == "GET":
        return render_template("entry/setup_unlock.html", back=back, **_proposed())
    shown = _as_typed()
    try:
        told = _told(shown)
        _prove(request.form.get("passphrase", ""))
    except AcademyError as refused:
        return again("entry/setup_unlock.html", refused, back=back, **shown)
    _believe(told)
    _sign_in()
    return redirect(back, 303)


@bp.route("/day", methods=["GET", "POST"])
def day() -> str | Response | Answer:
    """Ask which day and hour it is: for laptops whose clock lost it."""
    back = local_path(request.values.get("back", ""))
    if request.method == "GET":
        return render_template("entry/setup_day.html", back=back, **_proposed())
    shown = _as_typed()
    try:
        told = _told(shown)
    except AcademyError as refused:
        return again("entry/setup_day.html", refused, back=back, **shown)
    _believe(told)
    flash(_("The date is set."))
    return redirect(back, 303)


@bp.get("/enter/<token>")
def enter(token: str) -> Response:
    """The demo's way in: a link the terminal shows, good for one visit."""
    kept, asked = house().entry_token, token.encode()
    if not house().config.demo or not kept or not hmac.compare_digest(kept.encode(), asked):
        raise AcademyError("not_found")
    house().entry_token = None
    _sign_in()
    return redirect("/", 303)


@bp.post("/lock")
def lock() -> Response:
    """Lock the screen. The store stays open, so that the class goes on."""
    session.clear()
    return redirect(url_for(".unlock"), 303)


def _prove(passphrase: str) -> None:
    """Unlock, strange browsers at a walking pace. Raises AcademyError: "store_busy" …"""
    store, browser = house().store, known.token(BROWSER)
    proved = bool(browser) and store is not None and access.is_known(store, browser, BROWSER)
    with house().screen.turn(browser if proved else ""):
        known.remember(BROWSER, house().unlock(passphrase), BROWSER)


def _sign_in() -> None:
    if isinstance(session, ServerSession):  # pragma: no branch - it always is, behind a proxy
        session.renew()
    session["staff"] = True


def _proposed() -> Row:
    """Day and hour by this device, in the room's own time, and whether somebody should look."""
    proposal = house().clock.propose()
    now = house().clock.shown(proposal.now)
    day, hour = now.date().isoformat(), now.strftime("%H:%M")
    return {"today": day, "hour": hour, "assumed": f"{day}T{hour}", "doubtful": proposal.doubtful}


def _as_typed() -> Row:
    """What came back of it. `assumed` is what was filled in when the page was made."""
    found = {**_proposed(), **{name: request.form[name] for name in TIME if name in request.form}}
    return {**found, "doubtful": _is_changed(found)}


def _is_changed(shown: Row) -> bool:
    return bool(f"{shown['today']}T{shown['hour']}" != shown["assumed"])


def _told(shown: Row) -> datetime | None:
    """What the trainer says it is; None where they left it as it was filled in.

    Raises AcademyError: "date_wrong", "time_wrong".
    """
    day, hour = rules.day("day", shown["today"]), _hour(shown["hour"])
    if not _is_changed(shown):
        return None
    return house().clock.read(datetime.fromisoformat(f"{day}T{hour}"))


def _hour(typed: str) -> str:
    try:
        return time.fromisoformat(digits.western(typed.strip())).strftime("%H:%M")
    except ValueError:
        raise AcademyError("time_wrong", value=typed[:40]) from None


def _believe(told: datetime | None) -> None:
    """From now on it is what the trainer says; or what stood there, and they let it stand."""
    clock = house().clock
    if told is None:
        clock.settle()
    else:
        clock.tell(told)
    wall.now()  # an hour that was typed is the hour at the place, whatever zone the laptop has

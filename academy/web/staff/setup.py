"""Before the first page: setting up, unlocking, locking the screen, and which day it is."""

import hmac
from datetime import UTC, date, datetime
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from academy import access, passphrases, rules
from academy.errors import AcademyError
from academy.i18n import gettext as _
from academy.projections import attendance
from academy.web.shared import known
from academy.web.shared.app import house
from academy.web.shared.paths import local_path
from academy.web.shared.sessions import ServerSession
from academy.web.staff import common
from academy.web.staff.forms import Answer, again

bp = Blueprint("setup", __name__)

BUILT: Final = "2026-01-01"
"""No clock that is right shows an earlier day than the year this was written in."""
BROWSER: Final = "b"
"""The cookie of a browser that proved the passphrase before, and whom it is known as."""


@bp.route("/setup", methods=["GET", "POST"])
def create() -> str | Response | Answer:
    """Make the store under a first passphrase, offered as five random words."""
    if house().is_set_up:
        return redirect(url_for(".unlock"))
    clock = _clock()
    if request.method == "GET":
        offered = passphrases.offer()
        return render_template(
            "setup/create.html", passphrase=offered, today=clock, doubtful=clock < BUILT, paper=""
        )
    form = request.form
    passphrase, today = form.get("passphrase", ""), form.get("today", "")
    try:
        day = rules.day("day", today)
        if not form.get("paper"):
            raise AcademyError("not_on_paper")  # noqa: TRY301
        house().set_up(passphrase)
    except AcademyError as refused:
        return again(
            "setup/create.html", refused, passphrase=passphrase, today=today, doubtful=True,
            paper=form.get("paper", ""),
        )  # fmt: skip
    _take_day(day, clock)
    _sign_in()
    return redirect(url_for("report.index" if house().config.central else "workshops.new"), 303)


@bp.route("/unlock", methods=["GET", "POST"])
def unlock() -> str | Response | Answer:
    """Open the store with a passphrase, or prove it at a locked screen."""
    if not house().is_set_up:
        return redirect(url_for(".create"))
    clock = _clock()
    back = local_path(request.values.get("back", ""))
    if request.method == "GET":
        doubtful = clock < max(BUILT, _last_written())
        return render_template(
            "setup/unlock.html", back=back, today=clock, assumed=clock, doubtful=doubtful
        )
    today, assumed = request.form.get("today", clock), request.form.get("assumed", clock)
    try:
        day = rules.day("day", today)
        _prove(request.form.get("passphrase", ""))
    except AcademyError as refused:
        return again(
            "setup/unlock.html", refused, back=back, today=today, assumed=assumed,
            doubtful=today != assumed,
        )  # fmt: skip
    _take_day(day, assumed)
    _sign_in()
    if common.today() < max(BUILT, _last_marked()):
        return redirect(url_for(".day", back=back), 303)
    return redirect(back, 303)


@bp.route("/day", methods=["GET", "POST"])
def day() -> str | Response | Answer:
    """Ask which day it is: for laptops whose clock lost it."""
    back = local_path(request.values.get("back", ""))
    told = {"back": back, "last": _last_marked()}
    if request.method == "GET":
        return render_template("setup/day.html", today=common.today(), **told)
    today = request.form.get("today", "")
    try:
        common.store().confirm_today(rules.day("day", today))
    except AcademyError as refused:
        return again("setup/day.html", refused, today=today, **told)
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


def _take_day(told: str, assumed: str) -> None:
    """Believe the trainer where they changed the date that was filled in; else nothing changes."""
    if told != assumed:
        common.store().confirm_today(told)


def _clock() -> str:
    """The day by this device, with what its trainer said of it once the store is open."""
    if house().store is not None:
        return common.today()
    return datetime.now().astimezone().date().isoformat()


def _last_written() -> str:
    """The day the store was last written to: known before it is open."""
    days = [
        date.fromtimestamp(file.stat().st_mtime).isoformat()  # noqa: DTZ012 - the room's own day
        for file in house().config.folder.glob("store.db*")
    ]
    return max(days, default="")


def _last_marked() -> str:
    """The day of this device's latest mark, in the room's own time."""
    at = attendance.last_at(common.tables(), common.store().key.device)
    if at is None:
        return ""
    return datetime.fromisoformat(at).replace(tzinfo=UTC).astimezone().date().isoformat()

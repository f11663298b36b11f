"""The devices the central copy knows: six words to compare, accept, refuse, revoke.

Also what it holds of laptops without counting it, and the erasures they ask for: an organiser
decides about each laptop with one press.

Also which workshops a laptop takes part in: it receives the plan and the roster of those, and of
no others.
"""

from collections.abc import Callable
from typing import Final

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from academy import actions, exchanging
from academy.errors import AcademyError
from academy.languages.i18n import gettext as _
from academy.projections import workshops
from academy.web.shared import sentences
from academy.web.shared.app import house
from academy.web.staff import common

bp = Blueprint("devices", __name__)

SHOWN: Final = 10
"""Of the laptops that wait, and of those whose entries others brought: that may be thousands. The
one that is meant is found by its words.
"""

LISTED: Final = 20
"""Laptops on one page: each has a form with the workshops it may take part in."""

TO_JOIN: Final = 100
"""Workshops that a laptop can be let take part in: those that start last."""


@bp.before_request
def at_the_central_copy() -> None:
    """A laptop lets nobody in; it has only the Sync page."""
    if not house().config.central:
        abort(404)


@bp.get("/devices")
def index() -> str:
    """Who waits, who is in, who was put out."""
    return _page()


@bp.post("/devices/accept")
def accept() -> Response | tuple[str, int]:
    """Let a laptop in under a name, once its six words were compared."""

    def change(device: str) -> str:
        name = request.form.get("name", "")
        try:
            exchanging.accept(common.store(), device, name)
        except AcademyError as refused:
            # Others may have taken its place while the words were compared; it gets in.
            if refused.code != "device_unknown" or "words" not in request.form:
                raise
            return _let_in(request.form["words"], name)
        return _is_in(name)

    return _done(change)


def _let_in(words: str, name: str) -> str:
    if exchanging.let_in(common.store(), words, name):
        return _is_in(name)
    return _("“%(name)s” gets in at its next exchange: sync once more there.", name=name.strip())


def _is_in(name: str) -> str:
    return _("“%(name)s” is in. From its next exchange its entries are taken.", name=name.strip())


@bp.post("/devices/let-in")
def let_in() -> Response | tuple[str, int]:
    """Let in the laptop whose six words somebody reads out, now or when it comes."""

    def change(_device: str) -> str:
        return _let_in(request.form.get("words", ""), request.form.get("name", ""))

    return _done(change)


@bp.post("/devices/no-longer-expect")
def no_longer_expect() -> Response | tuple[str, int]:
    """Forget six words that were typed in."""

    def change(_device: str) -> str:
        exchanging.no_longer_expect(common.store(), request.form.get("words", ""))
        return _("Forgotten. Nobody gets in by these words.")

    return _done(change)


@bp.post("/devices/refuse")
def refuse() -> Response | tuple[str, int]:
    """Turn away a laptop that waits."""

    def change(device: str) -> str:
        exchanging.refuse(common.store(), device)
        return _("Turned away. Nothing of it was taken.")

    return _done(change)


@bp.post("/devices/revoke")
def revoke() -> Response | tuple[str, int]:
    """Take nothing more from a laptop."""

    def change(device: str) -> str:
        exchanging.revoke(common.store(), device)
        return _("Nothing more is taken from it. What it sent before stays.")

    return _done(change)


@bp.post("/devices/take-in")
def take_in() -> Response | tuple[str, int]:
    """Let count what has come so far of a laptop that isn't accepted."""

    def change(device: str) -> str:
        exchanging.take_in(common.store(), device)
        return _("Taken in. What comes after it waits again.")

    return _done(change)


@bp.post("/devices/leave-out")
def leave_out() -> Response | tuple[str, int]:
    """Let it not count, be it that it was taken in before; or all that waits of strangers."""

    def change(device: str) -> str:
        if request.form.get("all") == "yes":
            exchanging.leave_out_strangers(common.store())
        else:
            exchanging.leave_out(common.store(), device)
        return _("Left out. It is kept, and doesn’t count.")

    return _done(change)


@bp.post("/devices/erase")
def erase() -> Response | tuple[str, int]:
    """Erase the people a laptop asks to have erased, or those refused to it before."""

    def change(device: str) -> str:
        exchanging.carry_out(
            common.store(),
            device,
            request.form.get("shown", 0, type=int),
            refused=request.form.get("refused") == "yes",
        )
        return _("Erased. Other copies follow at their next sync.")

    return _done(change)


@bp.post("/devices/keep")
def keep() -> Response | tuple[str, int]:
    """Erase nobody of those a laptop asks to have erased."""

    def change(device: str) -> str:
        exchanging.refuse_erasures(common.store(), device, request.form.get("shown", 0, type=int))
        return _("Nobody was erased.")

    return _done(change)


@bp.post("/devices/assign")
def assign() -> Response | tuple[str, int]:
    """Let a laptop take part in a workshop: at its next exchange it receives plan and roster."""

    def change(device: str) -> str:
        if all(known.peer.device != device for known in exchanging.known_devices(common.store())):
            raise AcademyError("device_unknown")
        actions.assign_device(common.store(), request.form.get("workshop", ""), device)
        return _("At its next exchange that laptop receives the plan and the people.")

    return _done(change)


def _done(change: Callable[[str], str]) -> Response | tuple[str, int]:
    try:
        flash(change(request.form.get("device", "")))
    except AcademyError as refused:
        return _page(refused), sentences.status(refused)
    return redirect(url_for(".index", page=request.form.get("page")), 303)


def _page(refused: AcademyError | None = None) -> str:
    known, held = exchanging.known_devices(common.store()), exchanging.held(common.store())
    waiting = [one for one in known if one.peer.state == "waiting"]
    met = {one.peer.device for one in known}
    strangers = [one for device, one in held.items() if device not in met]
    strangers.sort(key=lambda one: not one.open)
    met_before = [one for one in known if one.peer.state != "waiting"]
    # By name, but first those of which something is to be decided.
    met_before.sort(key=lambda one: not (one.peer.device in held and held[one.peer.device].open))
    page = common.paged(met_before, LISTED)
    tables = common.tables()
    return render_template(
        "keeping/devices.html",
        waiting=waiting[:SHOWN],
        more=len(waiting[SHOWN:]),
        expected=exchanging.expected(common.store()),
        page=page,
        workshops_of={
            one.peer.device: workshops.of_device(tables, one.peer.device) for one in page.rows
        },
        held=held,
        strangers=strangers[:SHOWN],
        hidden=len(strangers[SHOWN:]),
        every=workshops.last(tables, TO_JOIN),
        not_understood=exchanging.not_understood(common.store()),
        typed=request.form,
        said=sentences.sentence(refused) if refused else None,
    )

"""The devices the central copy knows: six words to compare, accept, refuse, revoke.

Also which workshops a laptop takes part in: it receives the plan and the roster of those, and of
no others.
"""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from academy import actions, exchanging
from academy.errors import AcademyError
from academy.i18n import gettext as _
from academy.projections import workshops
from academy.web.shared import sentences
from academy.web.shared.app import house
from academy.web.staff import common

bp = Blueprint("devices", __name__)

SHOWN = 10
"""Of the laptops that wait. Where more do, the one that is meant is found by its words."""


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
    return redirect(url_for(".index"), 303)


def _page(refused: AcademyError | None = None) -> str:
    known = exchanging.known_devices(common.store())
    waiting = [one for one in known if one.peer.state == "waiting"]
    tables = common.tables()
    return render_template(
        "devices/index.html",
        waiting=waiting[:SHOWN],
        more=len(waiting[SHOWN:]),
        expected=exchanging.expected(common.store()),
        devices=[one for one in known if one.peer.state != "waiting"],
        workshops_of={
            one.peer.device: workshops.of_device(tables, one.peer.device) for one in known
        },
        every=workshops.all_workshops(tables),
        not_understood=exchanging.not_understood(common.store()),
        typed=request.form,
        said=sentences.sentence(refused) if refused else None,
    )

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
        exchanging.accept(common.store(), device, name)
        return _(
            "“%(name)s” is in. From its next exchange its entries are taken.", name=name.strip()
        )

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
    tables = common.tables()
    return render_template(
        "devices/index.html",
        waiting=[one for one in known if one.peer.state == "waiting"],
        devices=[one for one in known if one.peer.state != "waiting"],
        workshops_of={
            one.peer.device: workshops.of_device(tables, one.peer.device) for one in known
        },
        every=workshops.all_workshops(tables),
        not_understood=exchanging.not_understood(common.store()),
        typed=request.form,
        said=sentences.sentence(refused) if refused else None,
    )

"""Backups: onto a stick from the settings, and from a stick before anything is set up."""

from datetime import UTC, datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from academy import exchanging
from academy.errors import AcademyError
from academy.languages.i18n import gettext as _
from academy.projections import Row
from academy.store import backups
from academy.web.shared.app import house
from academy.web.staff import common
from academy.web.staff.forms import Answer, again
from sync.keys import words

bp = Blueprint("backups", __name__)


@bp.get("/backup")
def index() -> str:
    """What a backup is, and the form that makes one."""
    return render_template("keeping/backups_make.html", **_shown())


@bp.post("/backup")
def make() -> Response | Answer:
    """Write a backup onto a stick. The passphrase is asked for: only it will open the file."""
    try:
        place = exchanging.folder(request.form.get("place", ""))
        path = backups.write(common.store(), request.form.get("passphrase", ""), place)
    except AcademyError as refused:
        return again("keeping/backups_make.html", refused, **_shown())
    size = (path.stat().st_size + 1023) // 1024
    flash(_("The backup is on the stick, as “%(file)s”, %(size)s kB.", file=path.name, size=size))
    return redirect(url_for(".index"), 303)


@bp.get("/restore")
def begin() -> Response | str:
    """Where is the backup? Only where nothing is set up yet."""
    if house().is_set_up:
        return redirect(url_for("setup.unlock"), 303)
    return render_template("keeping/backups_restore.html", **_restoring())


@bp.post("/restore/look")
def look() -> Response | str | Answer:
    """The backups on a stick; nothing is restored."""
    if house().is_set_up:
        return redirect(url_for("setup.unlock"), 303)
    try:
        found = _found(request.form.get("place", ""))
    except AcademyError as refused:
        return again("keeping/backups_restore.html", refused, **_restoring())
    return render_template("keeping/backups_restore.html", **_restoring(found))


@bp.post("/restore")
def restore() -> Response | Answer:
    """Make a store of a backup, and ask for its passphrase once more as after every start."""
    if house().is_set_up:
        return redirect(url_for("setup.unlock"), 303)
    form = request.form
    try:
        place = exchanging.folder(form.get("place", ""))
        path = next(
            (one for one in backups.on_a_stick(place) if one.name == form.get("file")), None
        )
        if path is None:
            raise AcademyError("backup_damaged")  # noqa: TRY301
        restored = backups.restore(path, form.get("passphrase", ""), house().config.folder)
        six = " ".join(words(restored.key.device))
        restored.close()
    except AcademyError as refused:
        found = _there(form.get("place", ""))
        return again("keeping/backups_restore.html", refused, **_restoring(found))
    flash(_("Everything is restored. This is another device now, with other six words: %(words)s."
            " The organiser lets it in by these before it exchanges.", words=six))  # fmt: skip
    return redirect(url_for("setup.unlock"), 303)


def _shown() -> Row:
    return {"sticks": [str(path) for path in exchanging.sticks()], "typed": request.form}


def _restoring(found: list[Row] | None = None) -> Row:
    return {**_shown(), "found": found}


def _there(place: str) -> list[Row] | None:
    try:
        return _found(place)
    except AcademyError:
        return None


def _found(place: str) -> list[Row]:
    """What lies on a stick: each file, its size, the day it was written by that laptop's clock."""
    files = backups.on_a_stick(exchanging.folder(place))
    told = [(path.name, path.stat()) for path in files]
    return [
        {"file": name, "size": (one.st_size + 1023) // 1024,
         "day": datetime.fromtimestamp(one.st_mtime, UTC).date().isoformat()}
        for name, one in told
    ]  # fmt: skip

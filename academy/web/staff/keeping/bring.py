"""Bring something new: a newer program from a stick, looked at, tried, used, taken back.

Courses come by the same stick; they are looked at in their own room.
"""

import threading
from pathlib import Path
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from academy import __released__, __version__, exchanging, updates
from academy.courses.own import carried as packs
from academy.errors import AcademyError
from academy.languages.i18n import gettext as _
from academy.projections import Row
from academy.updates import carried, makers, taking
from academy.updates.places import Places
from academy.web.shared import sentences
from academy.web.staff import common
from academy.web.staff.forms import Answer, again
from sync import keys

bp = Blueprint("bring", __name__)

LOOK_AGAIN = 4
"""Seconds after which the page that waits for a trial looks again."""


class _Trial:
    """The one trial of this process: it may take minutes, and no page waits for it."""

    def __init__(self) -> None:
        self.thread: threading.Thread | None = None
        self.refused: AcademyError | None = None

    @property
    def goes_on(self) -> bool:
        return self.thread is not None and self.thread.is_alive()

    def begin(self) -> None:
        if not self.goes_on:
            self.refused = None
            self.thread = threading.Thread(target=self._run, args=(Places(),), daemon=True)
            self.thread.start()

    def _run(self, places: Places) -> None:
        try:
            updates.attempt(places)
        except AcademyError as refused:
            self.refused = refused


TRIAL = _Trial()


@bp.get("/bring")
def index() -> Response:
    """What runs, what is here, and the form that looks on a stick."""
    shown = _shown()
    waits = shown["ready"] is not None and not shown["tried"]
    refused = TRIAL.refused if waits and not shown["goes_on"] else None
    said = sentences.sentence(refused) if refused else None
    page = make_response(render_template("keeping/bring.html", said=said, **shown))
    if shown["goes_on"]:
        page.headers["Refresh"] = str(LOOK_AGAIN)
    return page


@bp.post("/bring/look")
def look() -> str | Answer:
    """The programs on a stick, and whether there are courses. Nothing is taken."""
    try:
        place = exchanging.folder(request.form.get("place", ""))
    except AcademyError as refused:
        return again("keeping/bring.html", refused, **_shown())
    return render_template("keeping/bring_look.html", **_found(place))


@bp.post("/bring/take")
def take() -> Response | Answer:
    """Put a program that was looked at beside this one; a stranger's once its words were typed."""
    form = request.form
    try:
        place = exchanging.folder(form.get("place", ""))
        path, places = place / Path(form.get("file", "")).name, Places()
        head = updates.look(places, path).head
        if head.digest != form.get("digest"):  # else a stick could show one and hand over another
            raise AcademyError("changed_since")  # noqa: TRY301
        makers.need(common.store(), head.key, form.get("words", ""))
        updates.take(places, path, head.digest)
        TRIAL.refused = None
    except AcademyError as refused:
        return again("keeping/bring.html", refused, **_shown())
    flash(_("It is here. Try it before you use it."))
    return _home()


@bp.post("/bring/try")
def attempt() -> Response | Answer:
    """Start what was brought once, beside this one. The page looks again until that has ended."""
    try:
        taking.ready(Places())
    except AcademyError as refused:
        return again("keeping/bring.html", refused, **_shown())
    TRIAL.begin()
    return _home()


@bp.post("/bring/use")
def use() -> Response | Answer:
    """Use what was tried from the next start on."""
    try:
        updates.use(Places())
    except AcademyError as refused:
        return again("keeping/bring.html", refused, **_shown())
    return _home()


@bp.post("/bring/back")
def back() -> Response | Answer:
    """Use the one before again, from the next start on."""
    try:
        updates.take_back(Places())
    except AcademyError as refused:
        return again("keeping/bring.html", refused, **_shown())
    flash(_("It is taken back."))
    return _home()


@bp.post("/bring/forget")
def forget() -> Response:
    """Take no more programs of a key."""
    makers.forget(common.store(), request.form.get("key", ""))
    flash(_("Saved."))
    return _home()


def _home() -> Response:
    return redirect(url_for(".index"), 303)


def _shown() -> Row:
    goes_on = TRIAL.goes_on  # asked first: a trial that ends meanwhile is told at the next look
    places = Places()
    state = places.state()
    ready = places.head(state.ready) if state.ready else None
    return {
        "sticks": [str(path) for path in exchanging.sticks()],
        "typed": request.form,
        "version": __version__,
        "released": __released__[:10],
        "goes_on": goes_on,
        "ready": ready,
        "tried": state.tried,
        "one_way": ready is not None and ready.form > places.form(places.running),
        "next": places.version(state.use) if state.use != places.running else None,
        "former": places.version(state.former) if state.use else None,
        "keys": [(key, keys.words(key)) for key in makers.learnt(common.store())],
    }


def _found(place: Path) -> Row:
    return {
        "place": str(place),
        "found": [_looked_at(path) for path in carried.on_a_stick(place)],
        "courses": len(packs.on_a_stick(place)),
        "version": __version__,
    }


def _looked_at(path: Path) -> dict[str, Any]:
    """A file on the stick: what it offers, or why it can't be taken."""
    try:
        offer = updates.look(Places(), path)
    except AcademyError as refused:
        return {"file": path.name, "refused": sentences.sentence(refused)}
    known = offer.head.key in makers.known(common.store())
    return {
        "file": path.name, "offer": offer, "day": offer.head.released[:10],
        "words": keys.words(offer.head.key) if known else None,
    }  # fmt: skip

"""A manual that becomes a course: shown first, then made as it was shown.

What was read lies in this process's memory till somebody presses the button, or goes away: no
browser sends the same file twice by itself, and nothing of it is on the disk before.
"""

import secrets
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from flask import current_app, flash, redirect, request, session, url_for
from werkzeug.wrappers import Response

from academy import manuals
from academy.courses import Course, pictures
from academy.courses.own import manual
from academy.courses.own.manual import Told
from academy.errors import AcademyError
from academy.languages.i18n import gettext as _
from academy.languages.i18n import lazy_gettext
from academy.manuals import Manual
from academy.web.shared import security, sentences
from academy.web.shared.app import house
from academy.web.staff.library.own.bench import read_language
from academy.web.staff.library.own.blueprint import bp, page
from academy.web.staff.library.own.index import shelf

AGE: Final = 10 * 60
MOST: Final = 3
"""Seconds for which a manual waits to be made, and how many of them wait at once."""
LEFT_OUT: Final = {
    "names": lazy_gettext("who wrote it, when and where, as the file notes it"),
    "changes": lazy_gettext("who changed what: changes are taken as accepted"),
    "comments": lazy_gettext("comments"),
    "hidden": lazy_gettext("hidden text"),
    "macros": lazy_gettext("macros"),
    "objects": lazy_gettext("embedded objects"),
    "elsewhere": lazy_gettext("pictures that would be fetched from elsewhere"),
    "pictures": lazy_gettext("pictures that are neither PNG nor JPEG, or larger than 512 kB"),
}
Answer = Response | str | tuple[str, int]


@dataclass(frozen=True)
class Waiting:
    """A manual that was read, and what somebody said about it."""

    read: Manual
    told: Told
    until: float


class Kept:
    """Manuals that wait, by tokens; the oldest goes first."""

    def __init__(self) -> None:
        self._found: OrderedDict[str, Waiting] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, read: Manual, told: Told) -> str:
        """Keep a manual; its token."""
        token = secrets.token_urlsafe(16)
        with self._lock:
            self._found[token] = Waiting(read, told, time.monotonic() + AGE)
            while len(self._found) > MOST:
                self._found.popitem(last=False)
        return token

    def take(self, token: str) -> Waiting:
        """Hand a manual out, once. Raises AcademyError("page_gone")."""
        with self._lock:
            found = self._found.pop(token, None)
        if found is None or found.until <= time.monotonic():
            raise AcademyError("page_gone")
        return found

    def clear(self) -> None:
        """Drop everything: the house is locked."""
        with self._lock:
            self._found.clear()


@bp.url_value_preprocessor
def take_more(endpoint: str | None, _values: object) -> None:
    """Let a trainer send a whole manual; before anything looks into the form."""
    if endpoint == f"{bp.name}.a_manual" and session.get("staff"):
        request.max_content_length = manuals.LARGEST + security.LARGEST_REQUEST


@bp.post("/manual")
def a_manual() -> Answer:
    """Show what would become of a manual. Nothing is written."""
    form = request.form
    try:
        read = _read()
        told = Told(read_language(form.get("language", "")), form.get("licence", ""),
                    form.get("by", ""), form.get("title", ""))  # fmt: skip
        course = manual.look(house().packs.own, read.text, told, read.pictures)
    except AcademyError as refused:
        return shelf(refused), sentences.status(refused)
    return page(
        "manual", course=course, token_of=_kept().put(read, told), read=read,
        left_out=[LEFT_OUT[one] for one in read.left_out], rows=_rows(course),
    )  # fmt: skip


@bp.post("/made")
def made() -> Answer:
    """Make a course of a manual that was shown."""
    try:
        found = _kept().take(request.form.get("manual", ""))
        course = manual.bring(house().packs.own, found.read.text, found.told, found.read.pictures)
    except AcademyError as refused:
        return shelf(refused), sentences.status(refused)
    house().packs.look_again()
    flash(_("Saved."))
    return redirect(url_for(".language", course=course.id, language=course.original), 303)


def _read() -> Manual:
    sent = request.files.get("file")
    data = sent.read() if sent else b""
    if manuals.is_one(data):
        return manuals.read(data, pictures.LARGEST)
    if len(data) > security.LARGEST_REQUEST:  # as much as any other text; a DOCX has pictures
        raise AcademyError("manual_too_large")
    return Manual(manual.read(data), {}, (), 0)


def _rows(course: Course) -> list[tuple[str, list[str], int]]:
    """Each lesson: its title, its sections, and how long it takes to read."""
    return [
        (one.title, [part.title for part in one.sections], one.minutes.reading)
        for one in course.lessons
    ]


def _kept() -> Kept:
    found = current_app.extensions.get("manuals")
    if not isinstance(found, Kept):
        found = current_app.extensions["manuals"] = Kept()
        house().on_lock(found.clear)
    return found

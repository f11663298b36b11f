"""The blueprint of the network's own courses, and what its pages share."""

from collections.abc import Mapping
from typing import Final

from flask import Blueprint, render_template

from academy.courses import locale_of
from academy.courses.own import Work, work
from academy.errors import AcademyError
from academy.languages import i18n
from academy.languages.i18n import lazy_gettext as _
from academy.web.shared import sentences
from academy.web.shared.app import house
from academy.web.staff.library.own import named

bp = Blueprint("own", __name__, url_prefix="/courses/own")

STATES: Final[Mapping[str, object]] = {
    "original": _("as the original"),
    "own": _("adapted"),
    "moved": _("the original has moved on"),
    "whole": _("translated"),
    "stale": _("older than its original"),
    "unknown": _("nobody noted from what it was translated"),
    "missing": _("missing"),
    "removed": _("left out"),
}
ASK: Final = frozenset({"moved", "stale", "missing"})
"""States in which there is something to do."""


def at_work(course: str) -> Work:
    """A course on the bench. Raises AcademyError("course_unknown")."""
    shelf = house().packs
    return work(shelf.own, shelf.shipped, shelf.library(), course)


def spoken(language: str) -> dict[str, str]:
    """A language of a pack: its code, its name for the reader, its direction."""
    locale = locale_of(language)
    return {
        "code": language,
        "name": i18n.language_name(locale, i18n.current()),
        "dir": i18n.direction(locale),
    }


def page(template: str, refused: AcademyError | None = None, **values: object) -> str:
    """A page of this room, with the sentence of a refusal, and with the line where that is."""
    line = refused.details.get("text_line") if refused else None
    return render_template(
        f"library/own/{template}.html",
        said=sentences.sentence(refused) if refused else None,
        said_line=line,
        states=STATES,
        ask=ASK,
        spoken=spoken,
        called=named.title,
        sort=named.kind,
        **values,
    )

"""The courses on this laptop: languages, state of the translations, how far the class is."""

from dataclasses import dataclass
from itertools import groupby
from typing import Final

from flask import Blueprint, render_template

from academy import papers
from academy.courses import Course, Lesson, Status, guides_there, locale_of
from academy.courses import status as states
from academy.errors import AcademyError
from academy.languages import i18n
from academy.languages.i18n import lazy_gettext as _
from academy.projections import learning, people
from academy.web.shared.app import house
from academy.web.staff import common, forms

bp = Blueprint("courses", __name__)

STATE_NAMES: Final = {
    "whole": _("read by somebody from the community"),
    "draft": _("draft: nobody from the community has read it"),
    "stale": _("older than its original"),
    "missing": _("not translated"),
}
"""Best first, as the legend has them."""


@dataclass(frozen=True)
class Language:
    """How far a course is in one language, in lessons."""

    code: str
    name: str
    translated: int
    stale: int
    unread: int
    """Translated, but not yet read by a community speaker."""


@bp.get("/courses")
def index() -> str:
    """Every course, with numbers of the class and never names."""
    workshop = common.current_workshop()
    key = workshop["workshop"] if workshop else ""
    class_size = len(people.people(common.tables(), key))
    locale = i18n.current()
    return render_template(
        "library/courses.html",
        rows=[
            (
                course.in_language(locale),
                [_language(course, code, locale) for code in _order(course)],
                guides_there(house().packs.home_of(course.id), course),
            )
            for course in house().library.courses
        ],
        totals=learning.totals(common.tables(), key),
        class_size=class_size,
        open_at=forms.participants_door(),
        broken=len(house().library.broken),
        papers=house().model_papers is not None,
    )


@bp.get("/courses/status")
def status() -> str:
    """How far every course is in every language, for whoever translates."""
    found = states(house().library, i18n.LOCALES)
    found += papers.status(house().model_papers, i18n.LOCALES)
    broken = [*map(_told, house().library.broken)]
    return render_template(
        "library/courses_status.html",
        courses=[(title, list(rows)) for title, rows in groupby(found, _original_title)],
        states=STATE_NAMES,
        problems=[*broken, *map(str, house().inserts.problems)],
    )


def _original_title(one: Status) -> str:
    course = house().library.course(one.course)
    library = house().model_papers
    if course is None and library is not None:
        return library.front(i18n.current()).title
    return course.in_language(i18n.current()).title if course else one.title


def _told(error: Exception) -> str:
    """What `academy courses check` tells an author of a broken pack."""
    details = error.details if isinstance(error, AcademyError) else {}
    return "{file}:{line}: Error: {problem}".format(**details) if details else str(error)


def _order(course: Course) -> list[str]:
    return [course.original, *(code for code in course.languages if code != course.original)]


def _language(course: Course, code: str, locale: str) -> Language:
    own = [lesson for lesson in course.in_language(code).lessons if lesson.is_in(code)]
    return Language(
        code=code,
        name=i18n.language_name(locale_of(code), locale),
        translated=len(own),
        stale=_count(own, "stale"),
        unread=len(own) - _count(own, "reviewed"),
    )


def _count(lessons: list[Lesson], fact: str) -> int:
    return sum(bool(getattr(lesson, fact)) for lesson in lessons)

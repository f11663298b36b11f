"""The courses on this laptop: languages, state of the translations, how far the class is."""

from dataclasses import dataclass

from flask import Blueprint, render_template

from academy import i18n
from academy.courses import Course, Lesson, guides_there, locale_of
from academy.projections import learning, people
from academy.web.shared.app import house
from academy.web.staff import common, forms

bp = Blueprint("courses", __name__)


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
        "courses/index.html",
        rows=[
            (
                course.in_language(locale),
                [_language(course, code, locale) for code in _order(course)],
                guides_there(house().config.courses, course),
            )
            for course in house().library.courses
        ],
        totals=learning.totals(common.tables(), key),
        class_size=class_size,
        open_at=forms.participants_door(),
        broken=len(house().library.broken),
    )


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

"""Templates for books and pages, filled with a course."""

import functools
from collections.abc import Callable
from pathlib import Path

import jinja2
from markupsafe import Markup

from academy.courses import Course, Lesson, dates
from academy.courses.away import Elsewhere
from academy.courses.away import html as away
from academy.courses.away import text as away_text
from academy.courses.markdown import Place
from academy.printing.lessons import direction, neutral_title
from academy.printing.questions import asked
from academy.printing.words import Words
from sync import harmless

HERE = Path(__file__).with_name("templates")


def fill(
    template: str,
    course: Course,
    words: Words,
    elsewhere: Callable[[Lesson | None], Elsewhere],
    **facts: object,
) -> str:
    """Fill a template. `elsewhere` says where things are, seen from a lesson or from none."""

    def inside(source: str, lesson: Lesson | None = None) -> Markup:
        return Markup(away(source, course, elsewhere(lesson)))  # noqa: S704 - made safe before

    def text(source: str, place: Place, lesson: Lesson | None = None) -> Markup:
        return Markup(away_text(source, place, course, elsewhere(lesson)))  # noqa: S704 - the same

    return _templates().get_template(template).render(
        _=words.gettext,
        ngettext=words.ngettext,
        words=words,
        course=course,
        title=neutral_title(course, words),
        month=lambda date: dates.shown(date, words.month),
        inside=inside,
        text=text,
        asked=asked,
        direction=direction,
        **facts,
    )  # fmt: skip


@functools.cache
def style(name: str) -> str:
    """A style sheet of this room."""
    return (HERE / name).read_text(encoding="utf-8").strip()


@functools.cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=harmless.shown,
    )

"""Courses on paper: a lesson to hand out, a whole course as a booklet.

A handout is one sheet, both sides, wherever its words fit at a size that can be read (`SIZES`,
tried by `pdf.render`). A booklet has a title, its contents with page numbers, and the answers at
its end; the facilitators' has them beside the questions instead, with what is said to each choice.
Nothing on them says who they were made for, where, or when.
"""

import contextlib
import re
import unicodedata
from collections.abc import Mapping
from html import escape
from types import MappingProxyType
from typing import Final, Literal
from xml.parsers import expat

from markupsafe import Markup

from academy.courses import Course, Guide, Lesson, dates
from academy.courses.away import Drawn, Elsewhere, address
from academy.courses.away import html as away
from academy.courses.away import text as away_text
from academy.courses.figures import Figure
from academy.courses.languages import TRADITIONAL, is_rtl
from academy.courses.markdown import Place
from academy.printing import document, glyphs
from academy.printing.questions import asked
from academy.printing.words import Words

SIZES: Final = (8.0, 8.25, 8.5, 8.75, 9.0, 9.25, 9.5, 9.75, 10.0, 10.25, 10.5)
"""Points. Below the first a lesson takes a second sheet, and larger letters again."""

NO_GUIDES: Final[Mapping[str, Guide]] = MappingProxyType({})
_TAG: Final = re.compile(rb"""<((?:[\w-]+:)?)svg\b(?:[^>"'/]|"[^"]*"|'[^']*')*>""")


def handout(course: Course, lesson: Lesson, *, words: Words, pictures: Drawn) -> str:
    """One lesson with its questions, for learners, as a document."""
    inside = _part("handout.html", course, words, pictures, 66, lesson=lesson)
    title = words.gettext("Lesson %(number)s", number=lesson.number)
    return document.whole([inside], words=words, title=title)


def booklet(
    course: Course,
    *,
    words: Words,
    pictures: Drawn,
    facilitators: bool = False,
    guides: Mapping[str, Guide] = NO_GUIDES,
) -> str:
    """A course as a document; `guides` to its lessons and activities, by id, are facilitators'."""
    inside = _part(
        "booklet.html", course, words, pictures, 100, facilitators=facilitators, guides=guides
    )
    return document.whole([inside], words=words, title=neutral_title(course, words))


def neutral_title(course: Course, words: Words) -> str:
    """What a course is called where others look: on a shelf of books, in a list of open files."""
    return f"{words.gettext('Course')} {course.id[:1].upper()}"


def direction(text: str) -> Literal["ltr", "rtl"]:
    """Which way a text runs, by its first letter: WeasyPrint knows no `auto`."""
    ways = map(unicodedata.bidirectional, text)
    return "ltr" if next((way for way in ways if way in {"L", "R", "AL"}), "L") == "L" else "rtl"


def _part(
    template: str, course: Course, words: Words, pictures: Drawn, width: float, **facts: object
) -> Markup:
    """Fill a template; figures are so many mm wide."""

    def inside(source: str, lesson: Lesson | None = None) -> Markup:
        there = _paper(pictures, lesson, width)
        return Markup(away(source, course, there))  # noqa: S704 - made safe before

    def text(source: str, place: Place, lesson: Lesson | None = None) -> Markup:
        there = _paper(pictures, lesson, width)
        return Markup(away_text(source, place, course, there))  # noqa: S704 - the same

    filled = document.part(
        template,
        words,
        course=course,
        inside=inside,
        text=text,
        asked=asked,
        direction=direction,
        month=lambda date: dates.shown(date, words.month),
        **facts,
    )
    return _printable(filled, words) if course.language == TRADITIONAL else filled


def _printable(filled: Markup, words: Words) -> Markup:
    """A part in Traditional characters; what would be boxes stands as it was written, and a line
    below says so.
    """
    found = glyphs.standing_in(filled)
    if not found:
        return filled
    said = words.gettext(
        "Printed in Simplified form, for want of a font: %(characters)s",
        characters=" ".join(found.values()),
    )
    plain = filled.translate({ord(one): other for one, other in found.items()})
    return plain + Markup('<p class="told">{}</p>').format(said)


def _paper(pictures: Drawn, lesson: Lesson | None, width: float) -> Elsewhere:
    """On paper nothing leads anywhere by itself; ids of several lessons must not meet."""
    own = lesson.slug if lesson else ""

    def picture(name: str) -> str | None:
        found = pictures(name)
        return address(found[0], _in_our_letters(*found)) if found else None

    return Elsewhere(
        lambda _lesson, _section: None, picture, lambda one: _figure(one, width),
        lambda id: f"{own}.{id}",
    )  # fmt: skip


def _figure(one: Figure, width: float) -> str:
    """A picture with its words, or what it says where nothing can be drawn."""
    shown = one.laid_out(width) or escape(one.alternative)
    way = "rtl" if is_rtl(one.language) else "ltr"
    spoken = f'lang="{one.language}" dir="{way}"'
    return f"<figure {spoken}>{shown}<figcaption>{escape(one.title)}</figcaption></figure>"


def _in_our_letters(type: str, data: bytes) -> bytes:
    """A drawing whose words are set in the fonts of this house, and so alike on every laptop."""
    if type != "image/svg+xml":
        return data
    families = ",".join(f"'{one}'" for one in glyphs.TEXT.families.split(","))
    root = _TAG.match(data, _root_of(data))
    if root is None:
        return data
    style = b"<%sstyle>*{font-family:%s !important}</%sstyle>"
    return data[: root.end()] + style % (root[1], families.encode(), root[1]) + data[root.end() :]


def _root_of(drawing: bytes) -> int:
    """Where the first element of a drawing begins; a comment before it may look like one."""
    found: list[int] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda *_: found.append(parser.CurrentByteIndex)
    with contextlib.suppress(expat.ExpatError):
        parser.Parse(drawing, True)  # noqa: FBT003 - it takes no names
    return found[0] if found else 0

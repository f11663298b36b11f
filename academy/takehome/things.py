"""What can be taken home of a course, and how each thing is made.

handout     one lesson on a sheet                   PDF
booklet     the course with answers at its end      PDF
teaching    the same for facilitators               PDF, never offered to a phone
book        the course for a reading app            EPUB
page        the course in one file for a browser    HTML
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from academy.courses import Course, Library, guide
from academy.courses.away import Drawn, drawn
from academy.courses.guides import ids as guide_ids
from academy.courses.pack import Desk
from academy.errors import AcademyError
from academy.printing import lessons, missing, press
from academy.printing.missing import Missing, Text
from academy.printing.ruler import Ruler
from academy.printing.words import Words
from academy.takehome import book, page

Kind = Literal["handout", "booklet", "teaching", "book", "page"]
Speak = Callable[[str], Words]
"""A language as packs name it → its words."""
Home = Path | Callable[[str], Desk]
"""Where guides are read: a folder of packs, or a course's id → the desk it lies on."""

KINDS: Final[dict[Kind, tuple[str, str]]] = {
    "handout": ("application/pdf", "pdf"),
    "booklet": ("application/pdf", "pdf"),
    "teaching": ("application/pdf", "pdf"),
    "book": ("application/epub+zip", "epub"),
    "page": ("text/html", "html"),
}
"""The content type of each kind, and how its file's name ends."""


@dataclass(frozen=True)
class Thing:
    """One thing to take home, in the language of a version of its course."""

    kind: Kind
    course: str
    language: str
    lesson: str = ""
    """The slug of a handout's lesson."""

    @property
    def type(self) -> str:
        """Its content type."""
        return KINDS[self.kind][0]

    @property
    def ending(self) -> str:
        """How its file's name ends."""
        return KINDS[self.kind][1]

    @property
    def is_paper(self) -> bool:
        """Whether it is made by the press, which takes seconds and needs Pango."""
        return self.type == "application/pdf"


def everything(course: Course, *, teaching: bool = False) -> dict[str, Thing]:
    """All that can be taken home of one version of a course, by a name for addresses and files.

    With `teaching` the facilitators' booklet too.
    """
    kinds: tuple[Kind, ...] = ("booklet", "teaching", "book", "page")
    found = {
        str(kind): Thing(kind, course.id, course.language)
        for kind in kinds
        if teaching or kind != "teaching"
    }
    for one in course.lessons:
        found[f"handout-{one.number}"] = Thing("handout", course.id, course.language, one.slug)
    return found


def make(thing: Thing, library: Library, speak: Speak, home: Home) -> bytes:
    """Make a thing; `home` says where guides lie.

    Raises AcademyError: "course_unknown", "lesson_unknown", "paper_failed", "course_invalid".
    """
    course, words, pictures = _given(thing, library, speak)
    if thing.kind == "book":
        return book.make(course, words, pictures)
    if thing.kind == "page":
        return page.make(course, words, pictures)
    return press.pdf(_paper(thing, library, speak, home), lessons.SIZES if thing.lesson else ())


def boxes(thing: Thing, library: Library, speak: Speak, home: Home, by: Ruler) -> list[Missing]:
    """The characters of a paper that would come out as boxes; its drawings' words are asked too."""
    course, words, _pictures = _given(thing, library, speak)
    seen = set(_paper(thing, library, speak, home)) | _drawn_words(course, library)
    return missing.find([Text("course", "".join(sorted(seen)), words.language)], by)


def _drawn_words(course: Course, library: Library) -> set[str]:
    every = [one for (id, _name), one in library.pictures.items() if id == course.id]
    found: set[str] = set()
    for one in every:
        if one.type == "image/svg+xml":
            found |= set((one.read() or b"").decode("utf-8", "ignore"))
    return found


def _paper(thing: Thing, library: Library, speak: Speak, home: Home) -> str:
    course, words, pictures = _given(thing, library, speak)
    if thing.kind == "handout":
        lesson = course.lesson(thing.lesson)
        if lesson is None:
            raise AcademyError("lesson_unknown")
        return lessons.handout(course, lesson, words=words, pictures=pictures)
    if thing.kind == "booklet":
        return lessons.booklet(course, words=words, pictures=pictures)
    desk = home if isinstance(home, Path) else home(course.id)
    guides = {id: one for id in guide_ids(course) if (one := guide(desk, course, id))}
    return lessons.booklet(course, words=words, pictures=pictures, facilitators=True, guides=guides)


def _given(thing: Thing, library: Library, speak: Speak) -> tuple[Course, Words, Drawn]:
    found = library.course(thing.course)
    if found is None:
        raise AcademyError("course_unknown")
    course = found.in_language(thing.language)
    return course, speak(course.language), drawn(library, course.id)

"""How far each course is in each language: what a translator, and who gives her work, look at."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Final

from academy.courses import citations
from academy.courses.languages import pack_language
from academy.courses.model import Course, Lesson, Library, Quiz, Section
from academy.courses.reader import parts

STATES: Final = ("missing", "stale", "draft", "whole")
"""Worst first. *Missing*: not in this language. *Stale*: something in it is older than its
original, or left out. *Draft*: nobody of the community has read it. *Whole*: somebody has.
"""

_WORD = re.compile("[\u2e80-\u9fff\uf900-\ufaff]|[^\\W_\u2e80-\u9fff\uf900-\ufaff]+(?:['’·-]\\w+)*")

_SIGNS = re.compile(
    r"\]\([^)]*\)|\{#[\w-]+\}|^[ \t]*(?::{3,}[ \t]*[\w-]*|[-*] \[[ x]\]|\d+[.)] )", re.MULTILINE
)
"""What in Markdown is no word, though it has letters. To make a page of each text, as for readers,
would take two seconds for all of ours; and leave out the answers, which are translated as well."""


@dataclass(frozen=True)
class Status:
    """One course in one language."""

    course: str
    language: str
    title: str
    """In this language, where it has a title."""
    original: bool
    """Whether this is the language that the others are measured against."""
    lessons: tuple[str, ...]
    """The state of each lesson, in their order."""
    edited: int
    """How many an editor has read who did not write them; nobody of the community, that is."""
    words: int
    """Words of all texts and questions; of Chinese, characters."""
    figures: int
    questions: int
    minutes: int
    """To read all of it once."""

    @property
    def state(self) -> str:
        """The state of the whole: that of its worst lesson."""
        return next((one for one in STATES if one in self.lessons), STATES[0])

    def count(self, state: str) -> int:
        """How many lessons are in this state."""
        return self.lessons.count(state)

    def as_json(self) -> dict[str, object]:
        """Everything, as data."""
        counts = {state: self.count(state) for state in STATES}
        return {**asdict(self), "lessons": list(self.lessons), "state": self.state, **counts}


def status(library: Library, locales: Iterable[str] = ()) -> list[Status]:
    """Return every course in every language that any course or `locales` has, originals first."""
    languages = dict.fromkeys([*library.languages, *map(pack_language, locales)])
    return [
        _of(course, language)
        for course in library.courses
        for language in dict.fromkeys((course.original, *languages))
    ]


def _of(course: Course, language: str) -> Status:
    version = course.versions.get(language)
    own = [one for one in version.lessons if one.language == language] if version else []
    texts = list(chain.from_iterable(map(_texts, own)))
    return Status(
        course=course.id,
        language=language,
        title=(version or course).title,
        original=language == course.original,
        lessons=tuple(_state(one, version) for one in course.lessons),
        edited=sum(bool(one.edited) for one in own),
        words=sum(words_in(_SIGNS.sub(" ", citations.without(text))) for text in texts),
        figures=sum(text.count("![") for text in texts),
        questions=sum(len(one.quiz.questions) for one in own if one.quiz),
        minutes=sum(one.minutes.reading for one in own),
    )


def words_in(text: str) -> int:
    """The words of a plain text; of Chinese, its characters."""
    return len(_WORD.findall(text))


def _state(original: Lesson, version: Course | None) -> str:
    lesson = version.lesson(original.slug) if version else None
    if version is None or lesson is None or lesson.language != version.language:
        return "missing"
    if lesson.stale or parts(original).keys() - parts(lesson).keys():
        return "stale"
    return "whole" if lesson.reviewed else "draft"


def _texts(lesson: Lesson) -> Iterator[str]:
    yield f"{lesson.title}\n\n{lesson.summary}"
    for part in parts(lesson).values():
        yield from _of_part(part)


def _of_part(part: Section | Quiz) -> Iterator[str]:
    yield part.title
    yield part.source

"""A course as whoever adapts or translates it has it before them: part by part, what the original
says, what it said when one's own was made from it, and what one's own says.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from academy.courses import markdown
from academy.courses.model import Course, Lesson, Library
from academy.courses.own import blocks, words
from academy.courses.own.blocks import Page
from academy.courses.own.composing import ADAPTED, SOURCES, Layered
from academy.courses.own.overlay import Overlay
from academy.courses.own.shelving import Own
from academy.courses.own.words import Words
from academy.courses.pack import WELCOME_FILE, Desk
from academy.courses.problems import refuse
from academy.errors import AcademyError

DRAFTS: Final = "drafts"
"""The folder of lessons in a new language that are not whole yet, and not read by anybody."""
State = Literal["original", "own", "moved", "whole", "stale", "unknown", "missing"]
"""Of one's own words: as the original has them, adapted, adapted from what has moved on; as a
translation: whole, older than its source, nobody knows of which source, not there yet.
"""


@dataclass(frozen=True)
class Piece:
    """One part of a lesson in one language."""

    id: str
    here: Words | None
    """What readers of this language see, or a draft of it; None while it is missing."""
    below: Words | None
    """What the pack that is adapted has in this language."""
    below_then: Words | None
    """The same when it was adapted; None when it can't be had."""
    source: Words | None
    """What is translated; None in the original's language."""
    source_then: Words | None
    """The same when it was translated; None when it can't be had."""
    adapted: bool
    moved: bool
    """Adapted from something that the original no longer says."""
    stale: bool | None
    """Translated from something else than `source`; None when nobody said from what."""

    @property
    def state(self) -> State:
        """How it stands, in one word."""
        if self.here is None:
            return "missing"
        if self.moved:
            return "moved"
        if self.source is not None:
            return "unknown" if self.stale is None else "stale" if self.stale else "whole"
        return "own" if self.adapted else "original"


@dataclass(frozen=True)
class Work:
    """One course on the bench."""

    own: Own
    original: Course
    """As it is without an overlay."""
    course: Course
    """As readers see it."""
    overlay: Overlay | None
    whole: bool
    """The course is the network's own: what is saved is saved into it."""

    @cached_property
    def folder(self) -> str:
        """The pack of one's own that changes go to."""
        if self.whole:
            return self.course.id
        return self.overlay.id if self.overlay else f"{self.course.id}-own"

    @cached_property
    def mine(self) -> Desk:
        """A desk for the network's own folder as it lies there."""
        return self.own.desk()

    @cached_property
    def below(self) -> Desk:
        """A desk for the course as it was made."""
        return self.own.home_of(self.course.id)

    @cached_property
    def seen(self) -> Desk:
        """A desk for the course as readers see it."""
        return self._layered() or self.below

    def _layered(self) -> Layered | None:
        return self.own.layered(self.overlay, self.original) if self.overlay else None

    def lesson(self, slug: str) -> Lesson:
        """A lesson in the original's language. Raises AcademyError("lesson_unknown")."""
        found = self.course.versions[self.course.original].lesson(slug)
        if found is None:
            raise AcademyError("lesson_unknown")
        return found

    def file(self, language: str, slug: str) -> str:
        """Where a lesson lies, below a pack's folder."""
        return f"{language}/{self.lesson(slug).number:02}-{slug}.md"

    def page(self, desk: Desk, pack: str, file: str, *, in_parts: bool = True) -> Page | None:
        """A page as it lies on a desk; None if there is none."""
        text = desk.text(f"{pack}/{file}")
        return None if text is None else blocks.read(text, file, refuse, in_parts=in_parts)

    def read_as(self, language: str, slug: str) -> Page | None:
        """A lesson as readers of a language see it; None where they see the original."""
        return self.page(self.seen, self.course.id, self.file(language, slug))

    def draft(self, language: str, slug: str) -> Page | None:
        """A lesson that isn't whole yet."""
        return self.page(self.mine, self.folder, f"{DRAFTS}/{self.file(language, slug)}")

    def own_page(self, language: str, slug: str) -> Page | None:
        """What one's own pack has of a lesson, drafts apart."""
        return self.page(self.mine, self.folder, self.file(language, slug))

    def below_page(self, language: str, slug: str) -> Page | None:
        """A lesson of the pack that is adapted; None in a pack that is one's own as a whole."""
        lesson = self.original.lesson(slug)
        if self.whole or lesson is None:
            return None
        return self.page(self.below, self.course.id, f"{language}/{lesson.number:02}-{slug}.md")

    def welcome(self, language: str) -> Page | None:
        """The page of words of welcome as readers see it."""
        file = f"{language}/{WELCOME_FILE}"
        return self.page(self.seen, self.course.id, file, in_parts=False)

    def recalled(self, hash: str) -> Words | None:
        """What a part was made from, as it was kept then."""
        text = self.mine.text(f"{self.folder}/{words.ORIGINALS}/{hash}.md") if hash else None
        return words.recalled(text, hash)

    def need(self, language: str) -> None:
        """Raise AcademyError("language_not_begun") for one in which the course has no title."""
        if language not in self.course.versions:
            raise AcademyError("language_not_begun")

    def is_translated(self, language: str) -> bool:
        """Whether this language has a source that it is measured against."""
        return language != self.course.original

    def pieces(self, language: str, slug: str) -> list[Piece]:
        """Every part of a lesson, in the order of the original.

        Raises AcademyError("lesson_unknown").
        """
        source = self.read_as(self.course.original, slug)
        shown = self.draft(language, slug) or self.read_as(language, slug)
        mine = self.draft(language, slug) or self.own_page(language, slug) or Page()
        below = words.all_of(self.below_page(language, slug))
        here, there = words.all_of(shown), words.all_of(source)
        sources = there if self.is_translated(language) else {}
        then = words.mapping(mine, ADAPTED)
        made_from = words.mapping(shown, SOURCES) if shown else {}
        adapted = words.all_of(mine).keys() if not self.whole else frozenset()
        return [
            self._piece(
                id, here.get(id), below.get(id), sources.get(id),
                then.get(id, ""), made_from.get(id), adapted=id in adapted and bool(below),
            )
            for id in [*there, *(id for id in here if id not in there)]
        ]  # fmt: skip

    def _piece(
        self, id: str, here: Words | None, below: Words | None, source: Words | None,
        then: str, made_from: str | None, *, adapted: bool,
    ) -> Piece:  # fmt: skip
        return Piece(
            id=id,
            here=here,
            below=below,
            below_then=self.recalled(then) if adapted else None,
            source=source,
            source_then=self.recalled(made_from or ""),
            adapted=adapted,
            moved=adapted and bool(then) and (below is None or below.hash != then),
            stale=None if made_from is None or source is None else made_from != source.hash,
        )

    def html(self, said: Words, language: str, course: Course | None = None) -> str:
        """Words as a page shows them; of questions, what is written."""
        return markdown.blocks(said.text, (course or self.course).in_language(language).place)

    def piece(self, language: str, slug: str, id: str) -> Piece:
        """One part. Raises AcademyError: "lesson_unknown", "language_not_begun",
        "section_unknown".
        """
        self.need(language)
        found = next((one for one in self.pieces(language, slug) if one.id == id), None)
        if found is None:
            raise AcademyError("section_unknown")
        return found


def work(own: Own, shipped: Library, library: Library, course: str) -> Work:
    """A course on the bench. Raises AcademyError("course_unknown")."""
    seen = library.course(course)
    if seen is None:
        raise AcademyError("course_unknown")
    overlay = own.overlay_of(course) if seen.lineage else None
    made = shipped.course(course)
    original = made or (own.whole(course) if overlay else seen)
    return Work(own, original or seen, seen, overlay, whole=made is None and overlay is None)

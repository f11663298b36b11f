"""A course as whoever adapts or translates it has it before them: part by part, what the original
says, what it said when one's own was made from it, and what one's own says.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from academy.courses import guides, inside, markdown, structure
from academy.courses.model import Course, Lesson, Library
from academy.courses.own import besides, blocks, labels, places, words
from academy.courses.own.blocks import Page
from academy.courses.own.composing import ADAPTED, SOURCES, Layered
from academy.courses.own.home import Own
from academy.courses.own.overlay import SLUG, Overlay
from academy.courses.own.pieces import Piece
from academy.courses.own.places import Place
from academy.courses.own.words import Words
from academy.courses.pack import WELCOME_FILE, Desk
from academy.courses.problems import refuse
from academy.errors import AcademyError
from academy.rules.assessment import FORMS

DRAFTS: Final = "drafts"
"""The folder of lessons in a new language that are not whole yet, and not read by anybody."""


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

    def file(self, language: str, place: str) -> str:
        """Where a place lies, below a pack's folder. Raises AcademyError("lesson_unknown")."""
        return self.place(place).file(self.course, language)

    def place(self, id: str) -> Place:
        """A lesson, or another place of this course. Raises AcademyError("lesson_unknown")."""
        found = places.of(id)
        known = {
            "lesson": self._slugs, "guide": guides.ids(self.course), "sheet": self.sheets,
            "form": FORMS,
        }  # fmt: skip
        if found.name not in known.get(found.kind, [""]):
            raise AcademyError("lesson_unknown")
        return found

    @property
    def _slugs(self) -> list[str]:
        return [one.slug for one in self.course.versions[self.course.original].lessons]

    @cached_property
    def sheets(self) -> list[str]:
        """The worksheets of the course, by their ids."""
        base = self.below.folder / self.course.id / places.SHEETS
        if not base.is_dir() or inside.is_link(base):
            return []
        found = (places.at(f"{places.SHEETS}/{path.name}") for path in base.glob("*.yaml"))
        return sorted({one[0].name for one in found if one is not None})

    @cached_property
    def beside(self) -> list[str]:
        """The places of the course that are no lessons: every guide, what else has words."""
        listed = [
            *(f"guide.{one}" for one in guides.ids(self.course)),
            *(f"sheet.{one}" for one in self.sheets),
            *("all.figures", "all.glossary"),
            *(f"form.{one}" for one in FORMS),
            "all.evaluation",
        ]
        return [
            one
            for one in listed
            if one.startswith("guide.") or self.read_as(self.course.original, one) is not None
        ]

    def places(self, language: str) -> list[str]:
        """Every place of the course that has words in this language to change or to translate, the
        lessons first.
        """
        return [*self._slugs, *(one for one in self.beside if self.is_open(language, one))]

    def is_open(self, language: str, place: str) -> bool:
        """Whether a network may say anything here. What is asked of a week it can translate alone,
        into a language that has nothing of it.
        """
        if not self.place(place).is_weeks:
            return True
        return self.is_translated(language) and self.below_page(language, place) is None

    def called(self, language: str, place: str) -> tuple[str, ...]:
        """The keys above a place that are words too. A glossary that all courses share has its
        title already.
        """
        kind = self.place(place).kind
        if kind == "glossary" and self.below_page(language, place) is None:
            return ("title",)
        return ("title", "summary") if kind == "lesson" else ()

    def page(self, desk: Desk, pack: str, file: str, *, in_parts: bool = True) -> Page | None:
        """A page as it lies on a desk; None if there is none."""
        text = desk.text(f"{pack}/{file}")
        return None if text is None else blocks.read(text, file, refuse, in_parts=in_parts)

    def read_as(self, language: str, place: str) -> Page | None:
        """A place as readers of a language see it; None where they see the original."""
        found = self.place(place)
        if found.is_common:
            below, mine = self.below_page(language, place), self.own_page(language, place)
            both = below and mine and found.kind == "glossary"
            return blocks.merged(below, mine) if both and below and mine else below or mine
        return besides.page(self.seen, found, f"{self.course.id}/{self.file(language, place)}")

    def draft(self, language: str, place: str) -> Page | None:
        """A lesson that isn't whole yet."""
        file = f"{self.folder}/{DRAFTS}/{self.file(language, place)}"
        return besides.page(self.mine, self.place(place), file)

    def shown(self, language: str, place: str) -> Page | None:
        """A place as whoever translates it has it: a draft, else as readers see it."""
        return self.draft(language, place) or self.read_as(language, place)

    def own_page(self, language: str, place: str) -> Page | None:
        """What one's own pack has of a lesson, drafts apart."""
        file = f"{self.folder}/{self.file(language, place)}"
        return besides.page(self.mine, self.place(place), file)

    def below_page(self, language: str, place: str) -> Page | None:
        """A lesson of the pack that is adapted; None in a pack that is one's own as a whole."""
        found = self.place(place)
        if found.is_common:
            shared = Desk(self.own.courses, refuse)
            return besides.page(shared, found, found.file(self.course, language))
        if self.whole or (found.kind == "lesson" and self.original.lesson(place) is None):
            return None
        file = f"{self.course.id}/{found.file(self.original, language)}"
        return besides.page(self.below, found, file)

    def welcome(self, language: str) -> Page | None:
        """The page of words of welcome as readers see it."""
        file = f"{language}/{WELCOME_FILE}"
        return self.page(self.seen, self.course.id, file, in_parts=False)

    def titles(self, language: str) -> dict[str, str]:
        """What activities are called in this language, by their ids; without those that nobody
        has translated.
        """
        version = self.course.versions.get(language)
        listed = version.activities if version else ()
        return {one.id: one.title for one in listed if one.language == language}

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

    def pieces(self, language: str, place: str) -> list[Piece]:
        """Every part of a lesson or another place, in the order of the original.

        Raises AcademyError("lesson_unknown").
        """
        source = self.read_as(self.course.original, place)
        shown = self.shown(language, place)
        mine = self.draft(language, place) or self.own_page(language, place) or Page()
        below = words.all_of(self.below_page(language, place))
        here, there = words.all_of(shown), words.all_of(source)
        sources = there if self.is_translated(language) else {}
        then = words.mapping(mine, ADAPTED)
        made_from = words.mapping(shown, SOURCES) if shown else {}
        if not self.place(place).in_parts:
            made_from = labels.made_from(shown or Page(), mine, there)
        shares = self.place(place).kind == "glossary"
        adapted = words.all_of(mine).keys() if shares or not self.whole else frozenset()
        found = [
            self._piece(
                id, here.get(id), below.get(id), sources.get(id),
                then.get(id, ""), made_from.get(id), adapted=id in adapted and bool(below),
            )
            for id in dict.fromkeys([*self.wanted(place), *there, *here])
            if not shares or id != structure.LEAD  # whose glossary it is, all courses say
        ]  # fmt: skip
        return self._with_removed(found, place, words.all_of(mine), below)

    def wanted(self, place: str) -> list[str]:
        """The parts without which a place is not whole: the original's, and all of a guide."""
        if self.place(place).kind == "guide":
            return [*guides.SECTIONS]
        found = [*words.all_of(self.read_as(self.course.original, place))]
        return [one for one in found if one != structure.LEAD or place != "all.glossary"]

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
            moved=adapted and besides.has_moved(below, then),
            stale=None if made_from is None or source is None else made_from != source.hash,
        )

    def _with_removed(
        self, found: list[Piece], place: str,
        mine: dict[str, Words], below: dict[str, Words],
    ) -> list[Piece]:  # fmt: skip
        """The parts with those that are left out where they were."""
        removed = self.overlay.removed_of(place) if self.overlay else {}
        first = words.all_of(self.below_page(self.course.original, place)) if removed else {}
        for id, then in removed.items():
            now = first.get(id)
            piece = Piece(
                id=id, here=mine.get(id), below=below.get(id) or now,
                below_then=self.recalled(then), source=None, source_then=None, adapted=False,
                moved=besides.has_moved(now, then), stale=None, removed=True,
            )  # fmt: skip
            before = [*first][: [*first].index(id)] if now else []
            ids = [one.id for one in found]
            at = max((ids.index(one) + 1 for one in before if one in ids), default=len(found))
            found.insert(at, piece)
        return found

    def html(self, said: Words, language: str, course: Course | None = None) -> str:
        """Words as a page shows them; of questions, what is written."""
        return markdown.blocks(said.text, (course or self.course).in_language(language).place)

    def piece(self, language: str, slug: str, id: str) -> Piece:
        """One part. Raises AcademyError: "lesson_unknown", "language_not_begun",
        "section_unknown".
        """
        self.need(language)
        found = next((one for one in self.pieces(language, slug) if one.id == id), None)
        if found is None and slug == "all.glossary" and SLUG.fullmatch(id):
            return self._piece(id, None, None, None, "", None, adapted=False)  # a new term
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

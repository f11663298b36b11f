"""A course read through an overlay: each file of the original with what the overlay puts in place.

The reader is not told: it asks its desk for a file and gets the text of both as one. So an adapted
course obeys every rule that any course does, whatever a section may hold one day.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from academy.courses import dates, facts, reviews, structure
from academy.courses.model import Course
from academy.courses.own import blocks, labels, places, words, works
from academy.courses.own.blocks import Line, Page
from academy.courses.own.home import OWN
from academy.courses.own.overlay import CHANGES, Overlay
from academy.courses.pack import FACTS_FILE, Desk
from academy.courses.pictures import Picture
from academy.courses.problems import Problem

ADAPTED: Final = "adapted"
"""The key under which a page of an overlay remembers which original each part was made from."""
WHOLE: Final = "whole"
"""True where a page takes the original's place as a whole."""
SOURCES: Final = "sources"


@dataclass
class Layered(Desk):
    """A desk on which an overlay lies over the pack that it adapts."""

    own: Desk = field(kw_only=True)
    below: Desk = field(kw_only=True)
    overlay: Overlay = field(kw_only=True)
    original: Course = field(kw_only=True)
    commons: Path = field(kw_only=True)
    """Where that lies which all courses share, the glossary."""
    origins: dict[str, list[Line]] = field(default_factory=dict, kw_only=True)
    """The lines of every page that was put together."""
    adapted: dict[tuple[str, str, str], str] = field(default_factory=dict, kw_only=True)
    """Language, lesson and part → the `source_hash` of the original it was made from."""
    renamed: dict[tuple[str, str, str], str] = field(default_factory=dict, kw_only=True)
    """Lesson, section and its hash in the original → its hash since it got a work that it points
    at: so no translation of it looks older than it is."""

    def __post_init__(self) -> None:
        """Tell of mistakes where they stand."""
        self._report, self.report = self.report, self._tell

    def text(self, file: str) -> str | None:
        """A file of the course, put together."""
        course, _, rest = file.partition("/")
        if course != self.overlay.adapts:
            return self.below.text(file)
        below = self.below.text(f"{course}/{self._place_below(rest)}")
        above = self.own.text(f"{self.overlay.id}/{rest}")
        if rest == FACTS_FILE:
            return self._facts(file, below or "", above or "")
        if rest.startswith(f"{places.SHEETS}/"):
            return self._sheet(rest, below, above)
        alone = above is None and (below is None or not self._touches(rest))
        if alone or not rest.endswith(".md"):
            return below if above is None else above
        return self._page(file, rest, below, above or "")

    def read(self, file: str, most: int) -> bytes:
        """A file that isn't put together, such as a drawing: the overlay's, else the original's."""
        course, _, rest = file.partition("/")
        try:
            return self.own.read(f"{self.overlay.id}/{rest}", most)
        except FileNotFoundError:
            return self.below.read(f"{course}/{rest}", most)

    def is_there(self, file: str) -> bool:
        """Whether either has it."""
        _course, _, rest = file.partition("/")
        return self.own.is_there(f"{self.overlay.id}/{rest}") or self.below.is_there(
            f"{self.overlay.adapts}/{self._place_below(rest)}"
        )

    def pictures(self, course: str) -> dict[tuple[str, str], Picture]:
        """The original's pictures, and the overlay's own."""
        own = self.own.pictures(self.overlay.id).items()
        return {**self.below.pictures(course), **{(course, name): one for (_, name), one in own}}

    def _place_below(self, rest: str) -> str:
        """Where the original has a file: an overlay may have its lessons in another order."""
        found = places.at(rest)
        return found[0].file(self.original, found[1]) if found else rest

    def _touches(self, rest: str) -> bool:
        """Whether the overlay changes a page of the original without having one itself."""
        found = places.at(rest)
        if found is None or found[0].kind != "lesson":
            return False
        slug = found[0].name
        return bool(self._removed(slug)) or any(one == slug for one, _part, _then in self.renamed)

    def _removed(self, lesson: str) -> Mapping[str, str]:
        return self.overlay.removed_of(lesson)

    def _sheet(self, rest: str, below: str | None, above: str | None) -> str | None:
        """The words of a worksheet; what it asks and calculates is the original's alone."""
        found = places.at(rest)
        if found is None or above is None:
            return below
        course = self.overlay.adapts
        first = found[0].file(self.original, self.original.original)
        return labels.composed(below, above, self.below.text(f"{course}/{first}"))

    # pages

    def _page(self, file: str, rest: str, below: str | None, above: str) -> str | None:
        place = self._told_as(rest)
        found = places.at(rest)
        in_parts = found is not None
        own = blocks.read(above, place, self._report, in_parts=in_parts)
        values = facts.split(above, place, self._report)[0] if above.startswith("---") else None
        whole = below is None or (values is not None and values.truth(WHOLE))
        if below is not None:
            self._remember(rest, own, values)
        if whole or below is None:
            front = {k: v for k, v in own.front.items() if k not in (ADAPTED, WHOLE)}
            page = Page(front, dict(own.parts))
            return self._kept(file, page) if self._leave_out(page, rest) else None
        original = blocks.read(below, file, self._report, in_parts=in_parts)
        page = blocks.merged(original, own, without=(ADAPTED, WHOLE, SOURCES))
        if any(map(blocks.said, own.parts.values())):
            for key in set(reviews.KEYS) - own.front.keys():
                page.front.pop(key, None)  # who read the original didn't read this
        self._sources(page, original, below, values)
        return self._kept(file, page) if self._leave_out(page, rest, original) else None

    def _leave_out(self, page: Page, rest: str, original: Page | None = None) -> bool:
        """Take the sections out that the network leaves out; the works they name stay. False where
        nothing is left of a translation: readers see the original.
        """
        found = places.at(rest)
        if found is None or found[0].kind != "lesson":
            return True
        slug, is_first = found[0].name, found[1] == self.original.original
        if removed := self._removed(slug):
            blocks.leave_out(page, removed, (SOURCES, dates.KEY))
            if not page.parts.keys() - {structure.LEAD, structure.QUIZ}:
                if is_first:
                    self._report_empty(slug)
                return is_first
        before = words.all_of(page)
        changed = works.keep(page, original) if original else set()
        if is_first:
            after = words.all_of(page)
            self.renamed |= {(slug, id, before[id].hash): after[id].hash for id in changed}
        else:
            self._rename(page, slug)
        return True

    def _report_empty(self, slug: str) -> None:
        problem = f"A lesson keeps at least one section, and “{slug}” would have none."
        self._report(Problem(self._told_as(FACTS_FILE), self.overlay.removed_line, problem))

    def _rename(self, page: Page, slug: str) -> None:
        known = words.mapping(page, SOURCES) if SOURCES in page.front and self.renamed else {}
        new = {id: self.renamed.get((slug, id, then), then) for id, then in known.items()}
        if new != known:
            first = page.front[SOURCES][0]
            page.front[SOURCES] = [first._replace(text=one) for one in facts.write(SOURCES, new)]

    def _sources(self, page: Page, original: Page, below: str, values: facts.Facts | None) -> None:
        """Which originals a page was translated from: the overlay's word counts for its parts."""
        more = values.mapping(SOURCES) if values is not None else {}
        if values is None or not more:
            return
        known = facts.split(below, "", self._report)[0] if original.front else None
        written = facts.write(SOURCES, {**(known.mapping(SOURCES) if known else {}), **more})
        line = Line("", values.file, values.lines.get(SOURCES, 1))
        page.front[SOURCES] = [line._replace(text=one) for one in written]

    def _remember(self, rest: str, own: Page, values: facts.Facts | None) -> None:
        found = places.at(rest)
        then = values.mapping(ADAPTED) if values is not None else {}
        for id, block in own.parts.items():
            lesson = found is not None and found[0].kind == "lesson"
            if found and lesson and (id != structure.LEAD or blocks.said(block)):
                self.adapted[found[1], found[0].id, id] = then.get(id, "")

    def _facts(self, file: str, below: str, above: str) -> str:
        """The original's course.yaml with the few things in it that an overlay may change."""
        own = blocks.keys(_numbered(above, self._told_as(FACTS_FILE)))
        page = blocks.keys(_numbered(below, file))
        page |= {key: own[key] for key in CHANGES if key in own}
        languages = [one for one in self.overlay.languages if one not in self.original.languages]
        if languages:
            listed = ", ".join([*self._languages_below(below), *languages])
            where = own["languages"][0]
            page["languages"] = [where._replace(text=f"languages: [{listed}]")]
        lines = [line for block in page.values() for line in block]
        self.origins[file] = lines
        return "\n".join(line.text for line in lines)

    def _languages_below(self, below: str) -> tuple[str, ...]:
        return facts.read(below, FACTS_FILE, self._report).texts("languages")

    def _kept(self, file: str, page: Page) -> str:
        self.origins[file] = page.lines()
        return "\n".join(line.text for line in self.origins[file])

    # mistakes

    def _told_as(self, rest: str) -> str:
        return f"{OWN}/{self.overlay.id}/{rest}"

    def _tell(self, problem: Problem) -> None:
        self._report(self.where(problem))

    def where(self, problem: Problem) -> Problem:
        """A problem of the page put together, at the line of the file it comes from."""
        lines = self.origins.get(problem.file, [])
        line = lines[problem.line - 1] if 0 < problem.line <= len(lines) else None
        if line is not None and line.file.startswith(f"{OWN}/"):
            return replace(problem, file=line.file, line=max(line.number, 1))
        if line is not None:
            problem = replace(problem, line=max(line.number, 1))
        beside = f"/{places.SHEETS}/" in problem.file  # no word of ours can break a worksheet
        if problem.severity == "warning" or problem.file.startswith(f"{OWN}/") or beside:
            return problem
        said = f"With this, {problem.file}:{problem.line} has a mistake: {problem.problem}"
        return Problem(self._told_as(FACTS_FILE), 1, said)


def _numbered(text: str, file: str) -> list[Line]:
    return [Line(one, file, number) for number, one in enumerate(text.split("\n"), 1)]

"""A course read through an overlay: each file of the original with what the overlay puts in place.

The reader is not told: it asks its desk for a file and gets the text of both as one. So an adapted
course obeys every rule that any course does, whatever a section may hold one day.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from academy.courses import facts, reviews, structure
from academy.courses.model import Course
from academy.courses.own import blocks
from academy.courses.own.blocks import Line, Page
from academy.courses.own.overlay import CHANGES, Overlay
from academy.courses.pack import FACTS_FILE, Desk
from academy.courses.pictures import Picture
from academy.courses.problems import Problem

ADAPTED: Final = "adapted"
"""The key under which a page of an overlay remembers which original each part was made from."""
WHOLE: Final = "whole"
"""True where a page takes the original's place as a whole."""
OWN: Final = "own"
"""What stands before the path of a file in the folder of one's own, wherever that lies."""
SOURCES: Final = "sources"
_LESSON = re.compile(r"(\d\d)-([a-z0-9-]+)\.md")
_IN_PARTS = re.compile(r"(?:\d\d-[a-z0-9-]+|figures)\.md")


@dataclass
class Layered(Desk):
    """A desk on which an overlay lies over the pack that it adapts."""

    own: Desk = field(kw_only=True)
    below: Desk = field(kw_only=True)
    overlay: Overlay = field(kw_only=True)
    original: Course = field(kw_only=True)
    origins: dict[str, list[Line]] = field(default_factory=dict, kw_only=True)
    """The lines of every page that was put together."""
    adapted: dict[tuple[str, str, str], str] = field(default_factory=dict, kw_only=True)
    """Language, lesson and part → the `source_hash` of the original it was made from."""

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
        if above is None or not rest.endswith(".md"):
            return below if above is None else above
        return self._page(file, rest, below, above)

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
        language, _, name = rest.partition("/")
        found = _LESSON.fullmatch(name)
        lesson = self.original.lesson(found[2]) if found else None
        return f"{language}/{lesson.number:02}-{lesson.slug}.md" if lesson else rest

    # pages

    def _page(self, file: str, rest: str, below: str | None, above: str) -> str:
        place = self._told_as(rest)
        in_parts = _IN_PARTS.fullmatch(rest.rpartition("/")[2]) is not None
        own = blocks.read(above, place, self._report, in_parts=in_parts)
        values = facts.split(above, place, self._report)[0] if above.startswith("---") else None
        whole = below is None or (values is not None and values.truth(WHOLE))
        if below is not None:
            self._remember(rest, own, values)
        if whole or below is None:
            front = {k: v for k, v in own.front.items() if k not in (ADAPTED, WHOLE)}
            return self._kept(file, Page(front, own.parts))
        original = blocks.read(below, file, self._report, in_parts=in_parts)
        page = blocks.merged(original, own, without=(ADAPTED, WHOLE, SOURCES))
        if any(map(blocks.said, own.parts.values())):
            for key in set(reviews.KEYS) - own.front.keys():
                page.front.pop(key, None)  # who read the original didn't read this
        self._sources(page, original, below, values)
        return self._kept(file, page)

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
        language, _, name = rest.partition("/")
        found = _LESSON.fullmatch(name)
        then = values.mapping(ADAPTED) if values is not None else {}
        for id, block in own.parts.items():
            if found and (id != structure.LEAD or blocks.said(block)):
                self.adapted[language, found[2], id] = then.get(id, "")

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
        if problem.severity == "warning" or problem.file.startswith(f"{OWN}/"):
            return problem
        said = f"With this, {problem.file}:{problem.line} has a mistake: {problem.problem}"
        return Problem(self._told_as(FACTS_FILE), 1, said)


def _numbered(text: str, file: str) -> list[Line]:
    return [Line(one, file, number) for number, one in enumerate(text.split("\n"), 1)]

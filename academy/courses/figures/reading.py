"""Reads figures.md, and the drawings it names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from academy.courses import facts, pictures, structure
from academy.courses.figures import Figure, canvas
from academy.courses.figures.canvas import Canvas, FlawError
from academy.courses.inside import UnfitError
from academy.courses.markdown import Place, plain_inline
from academy.courses.pack import Desk
from academy.courses.problems import Problem, Report
from academy.courses.structure import Part, hashed

FIGURES_FILE = "figures.md"
MOST = 60
LONGEST = 150
"""Signs in one place of a picture. The longest of ours has 60."""
_WORDS = re.compile(r"- ([a-z0-9]+(?:-[a-z0-9]+)*): +(.*\S)\s*")
_MORE = re.compile(r"\s+(\S.*?)\s*")
NONE: Mapping[str, Figure] = MappingProxyType({})


@dataclass(frozen=True)
class Figures:
    """The pictures of a course in one language."""

    own: Mapping[str, Figure]
    """Those that figures.md of this language has."""
    shown: Mapping[str, Figure]
    """Those that its pages show: the original's where this language's is not whole."""


def read_figures(
    desk: Desk, course: str, language: str, originals: Mapping[str, Figure] | None
) -> Figures:
    """Read the pictures of a course in one language; `originals` are those of its original."""
    file = f"{course}/{language}/{FIGURES_FILE}"
    text = desk.text(file)
    if text is None:
        return Figures(NONE, originals or NONE)
    found, body, first_line = _split(text, file, desk.report)
    sources = found.mapping("sources")
    reader = _Reader(desk, file, Place(course, language, desk.base), originals, sources)
    lead, *parts = structure.sections(body, first_line, file, desk.report)
    if lead.source.strip():
        desk.report(Problem(file, first_line, "Every picture begins with “## Title {#name}”."))
    own = {part.id: reader.figure(part) for part in parts[:MOST]}
    if len(parts) > MOST:
        desk.report(Problem(file, parts[MOST].line, f"A course has at most {MOST} pictures."))
    whole = {name: one for name, one in own.items() if one.whole or originals is None}
    shown = MappingProxyType({**(originals or NONE), **whole})
    return Figures(MappingProxyType(own), shown)


def _split(text: str, file: str, report: Report) -> tuple[facts.Facts, list[str], int]:
    """Front matter, lines and the number of the first; an original need have none."""
    if not text.startswith("---"):
        return facts.read("", file, report), text.split("\n"), 1
    found, body, first_line = facts.split(text, file, report)
    found.know_only(["sources"])
    return found, body, first_line


def drawing(desk: Desk, course: str, name: str) -> Canvas:
    """Read `media/<name>.svg`. Raises FlawError, UnfitError, FileNotFoundError."""
    place = f"{course}/{pictures.FOLDER}/{name}.svg"
    return canvas.read(desk.read(place, pictures.LARGEST))


@dataclass(frozen=True)
class _Reader:
    desk: Desk
    file: str
    place: Place
    originals: Mapping[str, Figure] | None
    sources: Mapping[str, str]

    def figure(self, part: Part) -> Figure:
        words, lines, said = self._words(part)
        original = self.originals.get(part.id) if self.originals is not None else None
        then = self.sources.get(part.id)
        now = hashed(original.title, original.source) if original else None
        return Figure(
            name=part.id,
            title=plain_inline(part.title),
            language=self.place.language,
            stale=None not in {then, now} and then != now,
            words=MappingProxyType(words),
            place=self.place,
            said="\n".join(said).strip(),
            source=part.source,
            file=self.file,
            line=part.line,
            lines=MappingProxyType(lines),
            then=then,
            canvas=original.canvas if original else self._canvas(part.id),
        )

    def _canvas(self, name: str) -> Canvas | None:
        """The drawing, or None: what is wrong with it is for `check` to name."""
        try:
            return drawing(self.desk, self.place.course, name)
        except (FlawError, UnfitError, FileNotFoundError):
            return None

    def _words(self, part: Part) -> tuple[dict[str, str], dict[str, int], list[str]]:
        words: dict[str, str] = {}
        lines: dict[str, int] = {}
        said: list[str] = []
        key = ""
        for number, line in enumerate(part.lines, part.line + 1):
            found, more = _WORDS.fullmatch(line), _MORE.fullmatch(line)
            if found:
                key = found[1]
                if key in words:
                    self._complain(number, f"“{key}” stands here twice.")
                words[key], lines[key] = found[2], number
            elif key and more:
                words[key] += f" {more[1]}"
            elif key and line.strip():
                self._complain(number, "After the words stands nothing but “- key: words”.")
            else:
                said.append(line)
        for one in [one for one, text in words.items() if len(text) > LONGEST]:
            self._complain(lines[one], f"“{one}” has more than {LONGEST} signs; no place has room.")
            words[one] = words[one][:LONGEST]
        return words, lines, said

    def _complain(self, line: int, problem: str) -> None:
        self.desk.report(Problem(self.file, line, problem))

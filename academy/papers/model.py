"""What a library of papers holds once it is read: papers, their parts, and blocks of words.

Text is kept as these few shapes, not as HTML: page, PDF and DOCX are each written from them, so
that none can say something else, or hold a tag that somebody wrote.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeVar, cast

from academy.courses import traditional
from academy.courses.languages import SIMPLIFIED, TRADITIONAL, pack_language
from academy.courses.reviews import Review

_T = TypeVar("_T", "Front", "Paper")

FOLDER: Final = "papers"
"""Below the courses folder; also what the commands about courses call it."""

WORDS: Final = (
    *("choose", "lawyer", "note", "record", "source", "ours"),
    *("title", "by", "version", "as_of", "licence", "earlier", "may"),
    *("adopted_on", "adopted_by", "changes", "teaches", "review"),
)
"""The words that stand beside a paper, in its own language."""

Kind = Literal["print", "text"]
KINDS: Final[dict[Kind, tuple[str, str]]] = {
    "print": ("application/pdf", "pdf"),
    "text": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
    ),
}
"""The content type of each kind of file, and how its name ends."""


@dataclass(frozen=True)
class Run:
    """Words set in one way."""

    text: str
    bold: bool = False
    italic: bool = False
    blank: bool = False
    """A blank to fill in; its brackets are part of the text."""


Line = tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    """One paragraph."""

    line: Line


@dataclass(frozen=True)
class Listed:
    """A list of one level."""

    items: tuple[Line, ...]
    ordered: bool


@dataclass(frozen=True)
class Table:
    """A table; its first row are the headings."""

    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True)
class Box:
    """A choice, or a word to whoever adapts the paper."""

    name: str
    """One of `BOXES`."""
    blocks: "tuple[Block, ...]"


Block = Paragraph | Listed | Table | Box
BOXES: Final = ("choose", "lawyer", "note")


@dataclass(frozen=True)
class Part:
    """A section of a paper, or the text before the first."""

    id: str
    title: str
    """Empty for the lead."""
    blocks: tuple[Block, ...]
    stale: bool
    """The original has changed since this translation was made from it."""
    source: str = field(repr=False)
    line: int = field(repr=False)


@dataclass(frozen=True)
class Source:
    """A work that a paper was adapted from."""

    title: str
    by: str = ""
    version: str = ""
    licence: str = ""

    def __str__(self) -> str:
        return " · ".join(filter(None, (self.title, self.by, self.version, self.licence)))


@dataclass(frozen=True)
class Paper:
    """One paper in one language."""

    id: str
    language: str
    title: str
    summary: str
    version: str
    as_of: str
    """The month up to which it was checked, `YYYY-MM`."""
    licence: str
    by: str
    goes_with: str
    """The lesson to it, `course/lesson`, or ""."""
    adapted_from: tuple[Source, ...]
    reviewed: Review | None
    """A community speaker has read it; None for a draft."""
    edited: str
    parts: tuple[Part, ...]
    """The lead first, if there is one."""
    file: str = field(repr=False)
    sources: Mapping[str, str] = field(repr=False, hash=False)

    @property
    def stale(self) -> bool:
        """Something in this translation is older than its original."""
        return any(part.stale for part in self.parts)


@dataclass(frozen=True)
class Front:
    """What the library is called in one language, and the words beside its papers."""

    language: str
    title: str
    summary: str
    lead: Part
    words: Mapping[str, str] = field(hash=False)
    stale_words: bool
    file: str = field(repr=False)
    sources: Mapping[str, str] = field(repr=False, hash=False)


@dataclass(frozen=True)
class Papers:
    """The library. What is missing in a language is there in the original."""

    original: str
    ids: tuple[str, ...]
    languages: tuple[str, ...]
    """Original first."""
    fronts: Mapping[str, Front] = field(repr=False)
    versions: Mapping[str, Mapping[str, Paper]] = field(repr=False)
    """Language → id → paper, only what is written in that language."""
    _over: dict[str, Front | Paper] = field(default_factory=dict, repr=False, compare=False)
    """What was made over into Traditional characters, by the file it was made from."""

    def front(self, locale: str) -> Front:
        """The library's own words, for `fr` or `zh_Hans`."""
        found = self.fronts.get(pack_language(locale))
        if found is None and pack_language(locale) == TRADITIONAL and SIMPLIFIED in self.fronts:
            found = self._traditional(self.fronts[SIMPLIFIED])
        return found or self.fronts[self.original]

    def paper(self, id: str, locale: str) -> Paper | None:
        """A paper in this language, else in the original; None where there is none."""
        found = self.versions.get(pack_language(locale), {}).get(id)
        if found is None and pack_language(locale) == TRADITIONAL:
            simplified = self.versions.get(SIMPLIFIED, {}).get(id)
            found = self._traditional(simplified) if simplified else None
        return found or self.versions[self.original].get(id)

    def _traditional(self, thing: _T) -> _T:
        if thing.file not in self._over:
            self._over[thing.file] = traditional.made(thing)
        return cast("_T", self._over[thing.file])

    def all_in(self, locale: str) -> list[Paper]:
        """Every paper, in order."""
        found = (self.paper(id, locale) for id in self.ids)
        return [one for one in found if one is not None]

    def languages_of(self, id: str) -> list[str]:
        """The languages that a paper is written in."""
        return [one for one in self.languages if id in self.versions.get(one, {})]


@dataclass(frozen=True)
class File:
    """A paper as a file to keep. It lies on the shelf beside what is made of courses."""

    kind: Kind
    paper: str
    language: str

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
        """Whether the press makes it."""
        return self.kind == "print"

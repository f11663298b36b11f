"""Reads the library: `load` for the program, `read_all` for whoever wants every problem."""

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar

from academy.courses import facts as facts_
from academy.courses import reviews, structure
from academy.courses.facts import Facts
from academy.courses.markdown import plain_inline
from academy.courses.pack import Desk
from academy.courses.problems import Problem, refuse
from academy.courses.terms import QUOTES
from academy.errors import AcademyError
from academy.papers import blocks
from academy.papers.model import FOLDER, WORDS, Front, Paper, Papers, Part, Source

FACTS: Final = f"{FOLDER}/papers.yaml"
FRONT: Final = "papers.md"
MOST: Final = 100

_T = TypeVar("_T")
_log = logging.getLogger(__name__)

_ID: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Z][A-Za-z]+)?")
_MONTH: Final = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_VERSION: Final = re.compile(r"\d+(?:\.\d+){0,2}")
_LESSON: Final = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")
_EVERYWHERE: Final = ("title", "summary", "version", *reviews.KEYS, QUOTES)
_ONCE: Final = ("as_of", "goes_with", "adapted_from")
"""What only the original says."""


def load(folder: Path, *, leave_out_broken: bool = False) -> Papers | None:
    """Read the library; None where a folder of courses has none.

    Raises AcademyError `course_invalid`. With `leave_out_broken` each paper is read when somebody
    asks for it, and one that is broken is as if nobody had written it; so is the whole library,
    where what holds for all of it can't be read.
    """
    desk = Desk(folder, refuse)
    return _sound(lambda: read_all(desk, later=True)) if leave_out_broken else read_all(desk)


class _Later(Mapping[str, Paper]):
    """The papers of one language, each read when it is first asked for."""

    def __init__(self, ids: tuple[str, ...], read: Callable[[str], Paper | None]) -> None:
        self._ids, self._read = ids, read
        self._found: dict[str, Paper | None] = {}

    def __getitem__(self, id: str) -> Paper:
        if id in self._ids and id not in self._found:
            self._found[id] = _sound(lambda: self._read(id))
        found = self._found.get(id)
        if found is None:
            raise KeyError(id)
        return found

    def __iter__(self) -> Iterator[str]:
        return (id for id in self._ids if id in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _sound(read: Callable[[], _T | None]) -> _T | None:
    """What is read, or None where it is broken."""
    try:
        return read()
    except AcademyError as error:
        _log.error("%s:%s can't be read.", error.details.get("file"), error.details.get("line"))
        return None


def read_all(desk: Desk, *, later: bool = False) -> Papers | None:
    """Read it with a desk of one's own, which is told of every problem.

    With `later` papers are read when somebody asks for them, as `load` says.
    """
    text = desk.text(FACTS)
    if text is None:
        return None
    facts = facts_.read(text, FACTS, desk.report)
    shelf = _shelf(facts)
    reader = _Reader(desk, shelf)
    front = reader.front(shelf.original, None)
    if front is None:
        file = f"{FOLDER}/{shelf.original}/{FRONT}"
        desk.report(Problem(file, 1, "This file is missing; the original language needs it."))
        return None
    first = reader.papers(shelf.original, {}, later=later)
    fronts, versions = {shelf.original: front}, {shelf.original: first}
    for language in shelf.languages:
        if language != shelf.original:
            own = reader.front_beside(language, front, later=later)
            fronts |= {language: own} if own else {}
            versions[language] = reader.papers(language, first, later=later)
    order = tuple(dict.fromkeys((shelf.original, *shelf.languages)))
    return Papers(shelf.original, shelf.ids, order, fronts, versions)


@dataclass(frozen=True)
class _Shelf:
    """What papers.yaml says."""

    by: str
    licence: str
    original: str
    languages: tuple[str, ...]
    ids: tuple[str, ...]


def _shelf(facts: Facts) -> _Shelf:
    facts.know_only(["id", "by", "licence", "original", "languages", "papers"])
    if facts.text("id") != FOLDER:
        facts.complain("id", f"The id is that of the folder, “{FOLDER}”.")
    languages, ids = facts.texts("languages"), facts.texts("papers")
    for key, said, rule in (("languages", languages, _LANGUAGE), ("papers", ids, _ID)):
        for one in said:
            if not rule.fullmatch(one):
                facts.complain(key, f"“{one[:40]}” is not written as “{key}” are.")
        if len(set(said)) < len(said):
            facts.complain(key, f"Something in “{key}” stands there twice.")
    if len(ids) > MOST:
        facts.complain("papers", f"There are more than {MOST} papers.")
    if "papers" in ids:
        facts.complain("papers", f"“papers” is no paper: {FRONT} holds the library's own words.")
    original = facts.text("original")
    if original not in languages:
        facts.complain("original", "The original language is not among the languages.")
    sound = tuple(one for one in languages if _LANGUAGE.fullmatch(one))
    papers = tuple(one for one in dict.fromkeys(ids[:MOST]) if _ID.fullmatch(one))
    original = original if _LANGUAGE.fullmatch(original) else "en"
    return _Shelf(facts.text("by"), facts.text("licence"), original, sound, papers)


@dataclass(frozen=True)
class _Reader:
    desk: Desk
    shelf: _Shelf

    def front(self, language: str, original: Front | None) -> Front | None:
        """The library's words in one language; None where there are none."""
        file = f"{FOLDER}/{language}/{FRONT}"
        text = self.desk.text(file)
        if text is None:
            if original is not None:
                problem = f"This language has no {FRONT} yet."
                self.desk.report(Problem(file, 1, problem, "warning"))
            return None
        facts, body, first = facts_.split(text, file, self.desk.report)
        once = ["sources"] if original else []
        facts.know_only(["title", "summary", "words", *reviews.KEYS, QUOTES, *once])
        reviews.read(facts)
        made_from = facts.mapping("sources")
        lead, *rest = structure.sections(body, first, file, self.desk.report)
        for part in rest:
            problem = f"{FRONT} has a text without sections."
            self.desk.report(Problem(file, part.line, problem))
        there = hashes_of_front(original) if original else {}
        words = self._words(facts, original)
        return Front(
            language, facts.text("title"), facts.text("summary"),
            self._part(lead, file, made_from, there), MappingProxyType(words),
            _is_stale(made_from.get("words"), there.get("words")), file,
            MappingProxyType(made_from),
        )  # fmt: skip

    def _words(self, facts: Facts, original: Front | None) -> dict[str, str]:
        """All words; what one language lacks is said in the original's."""
        said = facts.mapping("words")
        for key in WORDS:
            if not said.get(key, "").strip():
                facts.complain("words", f"“words” has nothing for “{key}”.")
        for key in said.keys() - set(WORDS):
            facts.complain("words", f"“{key}” means nothing here and is not read.", "warning")
        others = original.words if original else {}
        return {key: said.get(key, "").strip() or others.get(key, key) for key in WORDS}

    def front_beside(self, language: str, original: Front, *, later: bool) -> Front | None:
        """The words of a translation; with `later`, broken ones are none."""
        if later:
            return _sound(lambda: self.front(language, original))
        return self.front(language, original)

    def papers(
        self, language: str, originals: Mapping[str, Paper], *, later: bool
    ) -> Mapping[str, Paper]:
        """What there is in one language, by id."""
        if later:
            return _Later(self.shelf.ids, lambda id: self._paper(id, language, originals.get(id)))
        every = {id: self._paper(id, language, originals.get(id)) for id in self.shelf.ids}
        return {id: one for id, one in every.items() if one is not None}

    def _paper(self, id: str, language: str, original: Paper | None) -> Paper | None:
        file = f"{FOLDER}/{language}/{id}.md"
        text = self.desk.text(file)
        first_hand = language == self.shelf.original
        if text is None:
            if first_hand:
                problem = "This paper is listed in papers.yaml but missing."
                self.desk.report(Problem(file, 1, problem))
            else:
                problem = "This paper isn't translated yet."
                self.desk.report(Problem(file, 1, problem, "warning"))
            return None
        facts, body, first = facts_.split(text, file, self.desk.report)
        facts.know_only([*_EVERYWHERE, *(_ONCE if first_hand else ("sources",))])
        made_from = facts.mapping("sources")
        lead, *rest = structure.sections(body, first, file, self.desk.report)
        if not rest:
            self.desk.report(Problem(file, first, "A paper has sections, “## … {#id}”."))
        there = hashes(original) if original else {}
        given = [lead, *rest] if lead.source.strip() else rest
        parts = tuple(self._part(one, file, made_from, there) for one in given)
        one = Paper(
            id, language, facts.text("title"), facts.text("summary"), _version(facts), "",
            self.shelf.licence, self.shelf.by, "", (), reviews.read(facts), reviews.edited(facts),
            parts, file, MappingProxyType(made_from),
        )  # fmt: skip
        if first_hand:
            as_of, goes_with = _month(facts), _lesson(facts)
            return replace(one, as_of=as_of, goes_with=goes_with, adapted_from=_sources(facts))
        if original is None:
            return one
        return replace(
            one, as_of=original.as_of, goes_with=original.goes_with,
            adapted_from=original.adapted_from,
        )  # fmt: skip

    def _part(
        self, part: structure.Part, file: str, then: Mapping[str, str], there: Mapping[str, str]
    ) -> Part:
        source = "\n".join(part.lines).rstrip()
        found = blocks.read(source, part.line + 1, file, self.desk.report)
        if part.id != structure.LEAD and not found:
            self.desk.report(Problem(file, part.line, f"The section “{part.id}” is empty."))
        title = plain_inline(part.title)
        if "[" in title or "]" in title:
            self.desk.report(Problem(file, part.line, "A blank stands in the text, not above it."))
        stale = _is_stale(then.get(part.id), there.get(part.id))
        return Part(part.id, title, found, stale, source, part.line)


def _is_stale(then: str | None, now: str | None) -> bool:
    return then is not None and now is not None and then != now


def hashes(paper: Paper) -> dict[str, str]:
    """The hash of each part, by id: what a translation remembers of it."""
    return {part.id: structure.hashed(part.title, part.source) for part in paper.parts}


def hashes_of_front(front: Front) -> dict[str, str]:
    """The same of the library's own words."""
    return {
        "lead": structure.hashed("", front.lead.source),
        "words": structure.hashed_words(front.words),
    }


def _version(facts: Facts) -> str:
    said = facts.text("version")
    if said and not _VERSION.fullmatch(said):
        facts.complain("version", "“version” is a number such as “1.0”, in quotes.")
    return said


def _month(facts: Facts) -> str:
    said = facts.text("as_of")
    if said and not _MONTH.fullmatch(said):
        facts.complain("as_of", "“as_of” must be a month such as “2026-11”, in quotes.")
        return ""
    return said


def _lesson(facts: Facts) -> str:
    said = facts.optional("goes_with") or ""
    if said and not _LESSON.fullmatch(said):
        facts.complain("goes_with", "“goes_with” names a lesson: “course/lesson”.")
        return ""
    return said


def _sources(facts: Facts) -> tuple[Source, ...]:
    found = []
    for entry in facts.mappings("adapted_from"):
        said = {key: value for key, value in entry.items() if isinstance(value, str)}
        if "title" not in said or len(said) < len(entry):
            facts.complain("adapted_from", "“adapted_from” needs a title, and text in quotes.")
        keys = ("title", "by", "version", "licence")
        found.append(Source(*(said.get(key, "") for key in keys)))
    return tuple(found)

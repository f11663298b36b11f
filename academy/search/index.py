"""The index as the rest of the house knows it: refresh it at start, then ask."""

import logging
import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise
from pathlib import Path

from whoosh.query import Query

from academy.courses import Library, pack_language, traditional
from academy.courses.languages import MADE_FROM
from academy.errors import AcademyError
from academy.search.asking import LONGEST, Words, documents
from academy.search.building import (
    Shelf,
    build,
    folder_for,
    is_whole,
    open_shelves,
    take_shipped,
    tidy,
)
from academy.search.passages import Passage, passage
from academy.search.schema import Found
from academy.search.vocabulary import correct

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Hit:
    """One section that answers a query."""

    course: str
    lesson: str
    section: str
    """Empty if it is the lesson as a whole. A word of the glossary lies in no lesson."""
    course_title: str
    lesson_title: str
    section_title: str
    """Empty if it is the lesson as a whole."""
    passage: Passage
    """Pieces of plain text, to be escaped by the page, each with whether to mark it."""
    language: str
    """The language of the text, which is not the visitor's where a translation is missing."""

    @property
    def path(self) -> str:
        """Where it is, below the address of the courses."""
        return "/".join(filter(None, (self.course, self.lesson))) + "/"


@dataclass(frozen=True)
class Results:
    """The answer to a query."""

    hits: tuple[Hit, ...] = ()
    correction: str | None = None
    """The query as it was probably meant, if nothing has all of its words."""
    total: int = 0
    """How many there are in all; `hits` are the best of them."""
    instead: str | None = None
    """The language of all hits, where there were none in the visitor's own."""


@dataclass(frozen=True)
class _Opened:
    library: Library
    path: Path
    shelves: dict[str, Shelf]
    whole: bool = True
    """Whether every language is there."""
    orders: dict[str, list[Shelf]] = field(default_factory=dict)
    """By the visitor's language, what `_in_order` has found."""


class Index:
    """A full-text index of the courses, kept in `folder`. Safe to use from many threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opened: _Opened | None = None
        self._refreshing = threading.RLock()
        self.why_not: AcademyError | None = None
        """Why nothing is answered, where the last refresh has failed and there is no older one."""

    @property
    def ready(self) -> bool:
        """Whether queries can be answered yet, in one language at least."""
        return self._opened is not None

    def ready_in(self, language: str) -> bool:
        """Whether queries of who reads `language` (a locale or a pack's) can be answered yet."""
        opened = self._opened
        if opened is None or opened.whole:
            return opened is not None
        there = {*opened.library.languages, *opened.library.glossaries}
        needed = there.intersection(_needed(opened.library, pack_language(language)))
        return needed <= opened.shelves.keys()

    def refresh(
        self, library: Library, build_first: Callable[[Path], None] = lambda _folder: None
    ) -> None:
        """Make queries answer from `library`; returns at once if they do already.

        Opens the index that lies in the folder or came with the program, or builds it (some
        milliseconds a section); where there is none, `build_first` may put it there (`child`), and
        call `look` for each language that is there. Queries meanwhile are answered from the old
        one. Raises AcademyError `search_unavailable` if it can't be built or written.
        """
        with self._refreshing:
            path = folder_for(self._folder, library)
            opened = self._opened
            if opened is None or opened.path != path or not opened.whole:
                with suppress(OSError):  # is told by what builds it
                    if not is_whole(path):
                        take_shipped(self._folder, library)
                if not is_whole(path):
                    build_first(self._folder)
                try:
                    self._opened = _Opened(library, path, self._shelves(path, library))
                except AcademyError as refused:
                    self.why_not = refused if opened is None else None
                    raise
                self.why_not = None
                tidy(self._folder, path)  # not before: the old one has answered until now

    def look(self, library: Library) -> None:
        """Where there is no older index, answer from what there is of one that isn't whole yet."""
        with self._refreshing:
            path = folder_for(self._folder, library)
            if self._opened is None or (self._opened.path == path and not self._opened.whole):
                had = self._opened.shelves if self._opened else {}
                with suppress(Exception):  # whatever is damaged is told by `refresh`
                    self._opened = _Opened(library, path, open_shelves(path, had), whole=False)

    def query(self, text: str, language: str, limit: int = 10) -> Results:
        """Return what answers `text` for a visitor who reads `language` (a locale or a pack's).

        Texts in that language come first, then originals that nobody has translated into it. If
        there are none, texts in another language that has the words.
        Never raises for anything typed; empty before the first refresh. Raises AcademyError
        `search_unavailable` if the index is damaged and can't be built again.
        """
        opened = self._opened
        while opened is not None:
            try:
                return _answer(opened, text, _read_by(opened, language), limit)
            except Exception:  # noqa: BLE001 - a damaged file leads to any exception at all
                if self._opened is opened:
                    _log.warning("The search index is damaged and is built again.", exc_info=True)
                    break
                opened = self._opened  # the files of the one before may go at any time
        if opened is None:
            return Results()
        opened = self._replace(opened)
        return _answer(opened, text, _read_by(opened, language), limit)

    def close(self) -> None:
        """Let go of the files; queries are empty until the next refresh."""
        with self._refreshing:
            opened, self._opened = self._opened, None
            for shelf in opened.shelves.values() if opened else ():
                shelf.close()

    def _replace(self, damaged: _Opened) -> _Opened:
        with self._refreshing:
            if self._opened is damaged or self._opened is None:
                shutil.rmtree(damaged.path, ignore_errors=True)
                self._opened = None
                shelves = self._shelves(damaged.path, damaged.library)
                self._opened = _Opened(damaged.library, damaged.path, shelves)
            return self._opened

    def _shelves(self, path: Path, library: Library) -> dict[str, Shelf]:
        opened = self._opened
        had = opened.shelves if opened is not None and opened.path == path else {}
        if is_whole(path):
            try:
                return open_shelves(path, had)
            except Exception:  # noqa: BLE001 - see query
                _log.warning("The search index can't be opened and is built again.", exc_info=True)
                shutil.rmtree(path, ignore_errors=True)
                had = {}
        try:
            build(self._folder, library)
            return open_shelves(path, had)
        except OSError as error:
            raise AcademyError("search_unavailable", reason=error.strerror) from error
        except Exception as broken:  # a new Python may break what is from 2016 in any way
            _log.warning("The search index can't be built.", exc_info=True)
            raise AcademyError("search_unavailable", reason=type(broken).__name__) from broken


def _read_by(opened: _Opened, locale: str) -> str:
    """Return the language of the courses that readers of `locale` read: zh-SG reads zh-Hans."""
    wanted = pack_language(locale)
    if MADE_FROM.get(wanted) in opened.shelves:
        return wanted
    akin = (one for one in opened.shelves if one.partition("-")[0] == wanted.partition("-")[0])
    return wanted if wanted in opened.shelves else next(akin, wanted)


def _answer(opened: _Opened, text: str, language: str, limit: int) -> Results:
    text = text[:LONGEST]
    own = _in_order(opened, language)
    others = [shelf for shelf in opened.shelves.values() if shelf not in own]
    found = _gather(own, text, language, limit, strict=True)
    # A word that nobody here writes is first looked for where somebody does.
    if not found.total and not any(_writes(shelf, text) for shelf in own):
        found = _elsewhere(others, text, limit, strict=True)
    if not found.total:
        loose = _gather(own, text, language, limit, strict=False)
        found = replace(loose, correction=correct(text, [shelf.vocabulary for shelf in own]))
        if found == Results():
            found = _elsewhere(others, text, limit, strict=False)
    spoken = {hit.language for hit in found.hits}
    foreign = len(spoken) == 1 and language not in spoken
    return replace(found, instead=spoken.pop()) if foreign else found


def _writes(shelf: Shelf, text: str) -> bool:
    return Words.cut(text, shelf.vocabulary).written(shelf.vocabulary)


def _elsewhere(shelves: list[Shelf], text: str, limit: int, *, strict: bool) -> Results:
    """Return what the language answers that has most to say: a mix would help nobody."""
    found = [
        _gather([one], text, one.language, limit, strict=strict)
        for one in shelves
        if _writes(one, text)
    ]
    return max(found, key=lambda results: results.total, default=Results())


def _in_order(opened: _Opened, language: str) -> list[Shelf]:
    """Return the visitor's language first, then those that stand in where it is missing."""
    if language in opened.orders:
        return opened.orders[language]
    source = MADE_FROM.get(language, language)
    needed = _needed(opened.library, language)
    found = [opened.shelves[one] for one in needed if one in opened.shelves]
    if source in opened.shelves:  # not whatever somebody may ask in
        opened.orders[language] = found
    return found


def _needed(library: Library, language: str) -> list[str]:
    """Return a reader's language, and those of the lessons that stand in where it is missing."""
    source = MADE_FROM.get(language, language)
    lessons = (
        lesson for course in library.courses for lesson in course.in_language(source).lessons
    )
    return list(dict.fromkeys((language, source, *(lesson.language for lesson in lessons))))


def _gather(shelves: list[Shelf], text: str, language: str, limit: int, *, strict: bool) -> Results:
    hits: list[Hit] = []
    total = 0
    for shelf in shelves:
        words = Words.cut(text, shelf.vocabulary)
        if not words:
            continue
        query: Query = words.strict() if strict else words.loose()
        found, count = documents(shelf, query, limit, language)
        wanted = words.wanted(strict=strict)
        more = [_hit(one, passage(one.text, wanted), shelf) for one in found[: limit - len(hits)]]
        hits += map(_made_over, more) if MADE_FROM.get(language) == shelf.language else more
        total += count
    return Results(tuple(hits), None, total)


def _made_over(hit: Hit) -> Hit:
    """A hit in Traditional characters. Its passage is made over as a whole, as the page it leads to
    is: which sign stands for another may depend on the next one, behind the end of a mark.
    """
    said = traditional.made("".join(piece for piece, _ in hit.passage))
    ends = [0, *accumulate(len(piece) for piece, _ in hit.passage)]
    passage = traditional.made(hit.passage)
    if len(said) == ends[-1]:
        marks = (marked for _, marked in hit.passage)
        passage = tuple((said[a:b], one) for (a, b), one in zip(pairwise(ends), marks, strict=True))
    return replace(traditional.made(replace(hit, passage=())), passage=passage)


def _hit(found: Found, passage: Passage, shelf: Shelf) -> Hit:
    return Hit(
        course=found.course,
        lesson=found.lesson,
        section=found.section,
        course_title=found.course_title,
        lesson_title=found.lesson_title,
        section_title=found.section_title,
        passage=passage,
        language=shelf.language,
    )

"""A course in one language as a folder of Markdown, in a zip file: for editors and Weblate.

    garden/en/01-soil.md            what is translated, to read
    garden/es/01-soil.md            what it becomes; drafts too
    garden/worksheets/beds.es.yaml  as of every other place that has words (see `places`)

What comes back is read from memory: a name says which place, nothing is unpacked anywhere.
"""

import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Final

from academy.courses import inside, strays
from academy.courses.own import blocks, bringing, keeping, places, words
from academy.courses.own.bench import Work
from academy.courses.own.bringing import Brought, Refused
from academy.courses.own.composing import SOURCES
from academy.courses.own.words import Words
from academy.courses.pack import WELCOME_FILE
from academy.courses.problems import Problem, refuse
from academy.errors import AcademyError
from sync import harmless

LARGEST: Final = 8 * 2**20
"""Bytes of all pages of one language together, unpacked."""
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError),
    ValueError,
)
"""What the library raises for a damaged file, whichever part of it is damaged."""
WELCOME: Final = "course"
"""How the course's own page is called among the places; no lesson is."""


def zipped(work: Work, language: str) -> bytes:
    """The pages of a course in its original language and in another."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in dict.fromkeys((work.course.original, language)):
            for file, text in _pages(work, one).items():
                entry = zipfile.ZipInfo(f"{work.course.id}/{file}")  # of 1980: says nothing of when
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, text)
    return written.getvalue()


def opened(data: bytes, language: str) -> dict[str, str]:
    """The pages of a language in a zip file, by the id of their place.

    Raises AcademyError "file_unreadable", `course_invalid` for a page that none can be.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            listed = archive.infolist()
            if len(listed) > strays.MOST:
                raise AcademyError("file_unreadable")
            found = {place: one for one in listed if (place := _place(one.filename, language))}
            if sum(one.file_size for one in found.values()) > LARGEST:
                raise AcademyError("too_large")
            return {place: _text(archive, one) for place, one in found.items()}
    except _BROKEN as error:
        raise AcademyError("file_unreadable") from error


def bring(at_work: Callable[[], Work], language: str, pages: Mapping[str, str]) -> Brought:
    """Save the pages that came back, place by place; what has a mistake stays as it is.

    Raises AcademyError as `keeping.save_welcome`, and `course_invalid`.
    """
    result = Brought()
    if WELCOME in pages:
        _bring_welcome(at_work(), language, pages[WELCOME], result)
    at_hand = at_work()
    at_hand.need(language)
    for place, text in sorted(pages.items()):
        if place in at_hand.places(language):
            _bring_place(at_hand, language, place, text, result)
        elif place != WELCOME:
            result.incomplete.append(place)
    return result


def _place(name: str, language: str) -> str | None:
    """The place that an entry is in this language, below whatever folders; None for any other."""
    steps = name.split("/")
    if steps[-2:] == [language, WELCOME_FILE]:
        return WELCOME
    for deep in (2, 3):  # a lesson, a guide
        found = places.at("/".join(steps[-deep:]))
        if found and found[1] == language:
            return found[0].id
    return None


def _pages(work: Work, language: str) -> dict[str, str]:
    found = {}
    welcome = work.welcome(language)
    if welcome:
        found[f"{language}/{WELCOME_FILE}"] = words.written(welcome)
    for place in work.places(language):
        page = work.shown(language, place)
        if page:
            found[work.file(language, place)] = work.place(place).written(page)
    return found


def _text(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    """One page. What its entry says of its size is not believed."""
    name = harmless.line(entry.filename)
    with archive.open(entry) as opened:
        data = opened.read(inside.LARGEST + 1)
    if len(data) > inside.LARGEST:
        refuse(Problem(name, 1, f"This is larger than {inside.LARGEST // 2**10} kB."))
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        refuse(Problem(name, line, "This isn't UTF-8; save the file as UTF-8."))
        raise
    for number, line_ in enumerate(text.split("\n"), 1):
        if harmless.shown(line_) != line_:
            problem = "Here is a sign that nobody sees: a control, or a change of direction."
            refuse(Problem(name, number, problem))
    return text


def _bring_welcome(work: Work, language: str, text: str, result: Brought) -> None:
    page = blocks.read(text, WELCOME_FILE, refuse, in_parts=False)
    there = work.welcome(language)
    if there is not None and words.written(there) == words.written(page):
        return
    said = words.all_of(page)
    keeping.save_welcome(
        work, language, words.value(page, "title"), words.value(page, "summary"),
        words.values(page, "objectives"), said["lead"].text if "lead" in said else "",
        words.mapping(page, keeping.ACTIVITIES),
    )  # fmt: skip
    result.saved += 1


def _bring_place(work: Work, language: str, place: str, text: str, result: Brought) -> None:
    try:
        page = work.place(place).read(text, work.file(language, place), refuse)
        pieces = {one.id: one for one in work.pieces(language, place)}
        there, sent = words.all_of(work.shown(language, place)), words.all_of(page)
        sources = words.mapping(page, SOURCES)
        called = {key: words.value(page, key) for key in work.called(language, place)}
    except AcademyError as error:
        result.refused.append(Refused(place, error))
        return
    changed = {id: one for id, one in sent.items() if one != there.get(id)}
    result.incomplete += [f"{place}/{id}" for id in changed if id not in pieces]
    said = {id: one for id, one in changed.items() if id in pieces}
    made_from: dict[str, Words | str] = {id: sources[id] for id in said if id in sources}
    bringing.save(work, language, place, said, made_from, called, result)

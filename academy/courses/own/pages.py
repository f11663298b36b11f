"""A course in one language as a folder of Markdown, in a zip file: for editors and Weblate.

    garden/en/01-soil.md     what is translated, to read
    garden/es/01-soil.md     what it becomes; drafts too

What comes back is read from memory: a name says which lesson, nothing is unpacked anywhere.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Final

from academy.courses import inside, strays
from academy.courses.own import blocks, keeping, words
from academy.courses.own.bench import Work
from academy.courses.own.blocks import Page
from academy.courses.own.composing import SOURCES
from academy.courses.own.rows import Brought
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
_PAGE: Final = re.compile(r"(?:.*/)?([A-Za-z-]+)/(\d\d-([a-z0-9-]+)|course)\.md")


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
    """The pages of a language in a zip file, by the name of their file.

    Raises AcademyError "file_unreadable", `course_invalid` for a page that none can be.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            listed = archive.infolist()
            if len(listed) > strays.MOST:
                raise AcademyError("file_unreadable")
            found = [one for one in listed if (at := _PAGE.fullmatch(one.filename))
                     and at[1] == language]  # fmt: skip
            if sum(one.file_size for one in found) > LARGEST:
                raise AcademyError("too_large")
            return {one.filename.rpartition("/")[2]: _text(archive, one) for one in found}
    except _BROKEN as error:
        raise AcademyError("file_unreadable") from error


def bring(at_work: Callable[[], Work], language: str, pages: Mapping[str, str]) -> Brought:
    """Save the pages that came back, lesson by lesson; one with a mistake stays as it is.

    Raises AcademyError as `keeping.save_welcome`, and `course_invalid`.
    """
    result = Brought()
    if WELCOME_FILE in pages:
        _bring_welcome(at_work(), language, pages[WELCOME_FILE], result)
    at_hand = at_work()
    at_hand.need(language)
    for file, text in sorted(pages.items()):
        found = _PAGE.fullmatch(f"{language}/{file}")
        if file == WELCOME_FILE or found is None:
            continue
        if at_hand.course.lesson(found[3]) is None:
            result.incomplete.append(file)
            continue
        try:
            _bring_lesson(at_hand, language, found[3], blocks.read(text, file, refuse), result)
        except AcademyError as error:
            result.refused.append((file, error))
    return result


def _pages(work: Work, language: str) -> dict[str, str]:
    found = {}
    welcome = work.welcome(language)
    if welcome:
        found[f"{language}/{WELCOME_FILE}"] = words.written(welcome)
    for lesson in work.course.versions[work.course.original].lessons:
        page = work.draft(language, lesson.slug) or work.read_as(language, lesson.slug)
        if page:
            found[work.file(language, lesson.slug)] = words.written(page)
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
    )  # fmt: skip
    result.saved += 1


def _bring_lesson(work: Work, language: str, slug: str, page: Page, result: Brought) -> None:
    pieces = {one.id: one for one in work.pieces(language, slug)}
    there = work.draft(language, slug) or work.read_as(language, slug)
    said = {id: one for id, one in words.all_of(page).items()
            if id in pieces and one != pieces[id].here}  # fmt: skip
    result.incomplete += [f"{slug}/{id}" for id in words.all_of(page) if id not in pieces]
    sources = words.mapping(page, SOURCES)
    made_from: dict[str, Words | str] = {id: sources[id] for id in said if id in sources}
    title, summary = (
        one if (one := words.value(page, key)) != words.value(there, key) else ""
        for key in ("title", "summary")
    )
    if said or title or summary:
        keeping.save_all(work, language, slug, said, made_from, title, summary)
        result.saved += len(said) + bool(title or summary)

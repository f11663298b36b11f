"""Saves what somebody adapted or translated: into the overlay, stamped, with what it was made from.

A change is refused when somebody else has saved the same part meanwhile, or when the course could
not be read with it; then nothing is written. Each save makes the overlay's version grow.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from academy.courses import reviews
from academy.courses.model import Course
from academy.courses.own import blocks, labels, leaving, trying, words
from academy.courses.own.bench import DRAFTS, Work
from academy.courses.own.blocks import Page
from academy.courses.own.changing import Change
from academy.courses.own.composing import ADAPTED, SOURCES, WHOLE
from academy.courses.own.pieces import Piece
from academy.courses.own.places import Place
from academy.courses.own.words import Words
from academy.courses.pack import WELCOME_FILE
from academy.errors import AcademyError

ACTIVITIES: Final = "activities"
LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:-[A-Z][A-Za-z]{1,10})?")
_NOT_COPIED: Final = {
    True: frozenset({"title", "summary", SOURCES, *reviews.KEYS, ADAPTED, WHOLE}),
    False: frozenset({labels.SOURCE, SOURCES, *reviews.KEYS, ADAPTED, WHOLE}),
}
"""What a translation doesn't have from its original: of a lesson, and of anything else."""


def save(
    work: Work, language: str, slug: str, id: str, said: Words, *, was: str | None = None
) -> None:
    """Save one part. `was` is the hash of what stood there when the page was opened.

    Raises AcademyError: "changed_since", "field_missing", `course_invalid` with `file`, `line`,
    `problem`, and `text_line` where it is in the text; "store_readonly", "disk_full".
    """
    with trying.ONE_AT_A_TIME:
        piece = work.piece(language, slug, id)
        if was is not None and was != (piece.here.hash if piece.here else ""):
            raise AcademyError("changed_since")
        change, file, page = _saved(work, language, slug, {id: said}, {})
        _try(work, change, file, slug, page, [id])
        trying.apply(work.own, work.folder, change.files)


def save_all(
    work: Work, language: str, slug: str, said: Mapping[str, Words],
    made_from: Mapping[str, Words | str], title: str = "", summary: str = "",
) -> None:  # fmt: skip
    """Save several parts of a lesson and its title, all or none, as a translator sent them.

    `made_from` says of parts from which words they were made, or under which hash these are known;
    of the others it is what the original says now. Raises as `save`, with `part` for the part.
    """
    with trying.ONE_AT_A_TIME:
        change, file, page = _saved(work, language, slug, said, made_from, title, summary)
        _try(work, change, file, slug, page, list(said))
        trying.apply(work.own, work.folder, change.files)


def preview(work: Work, language: str, slug: str, id: str, said: Words) -> Course:
    """The course as it would be with this part. Raises as `save`."""
    with trying.ONE_AT_A_TIME:
        change, file, page = _saved(work, language, slug, {id: said}, {})
        return _try(work, change, file, slug, page, [id])


def keep(work: Work, language: str, slug: str, id: str) -> None:
    """Let one's own words stand, or the section left out: the original as it is now was looked at.

    Raises as `save`.
    """
    piece = work.piece(language, slug, id)
    if piece.removed:
        leaving.keep_out(work, slug, id)
        return
    if piece.here is None:
        raise AcademyError("section_unknown")
    save(work, language, slug, id, piece.here, was=piece.here.hash)


def take(work: Work, language: str, slug: str, id: str) -> None:
    """Let the original's words stand again, in place of one's own. Raises as `save`."""
    file, page = work.file(language, slug), work.own_page(language, slug)
    if page is None or id not in page.parts or not work.piece(language, slug, id).adapted:
        raise AcademyError("section_unknown")
    with trying.ONE_AT_A_TIME:
        change = Change(work)
        page.parts.pop(id)
        for key in (ADAPTED, SOURCES):
            left = {k: v for k, v in words.mapping(page, key).items() if k != id}
            words.set_mapping(page, key, left)
        empty = not page.front and not words.all_of(page)
        change.files[file] = None if empty else work.place(slug).written(page)
        change.facts()
        trying.tried(work, change.files)
        trying.apply(work.own, work.folder, change.files)


def save_title(work: Work, language: str, slug: str, title: str, summary: str) -> None:
    """Save how a lesson is called and what it is about. Raises as `save`."""
    _need(title=title, summary=summary)
    work.need(language)
    if work.place(slug).kind != "lesson":
        raise AcademyError("lesson_unknown")
    with trying.ONE_AT_A_TIME:
        change = Change(work)
        drafted, file, page = _target(work, language, slug)
        words.set_text(page, "title", title)
        words.set_text(page, "summary", summary)
        file = _placed(change, file, page, slug) if drafted else file
        change.files[file] = words.written(page)
        change.facts()
        if not file.startswith(DRAFTS):
            trying.tried(work, change.files)
        trying.apply(work.own, work.folder, change.files)


def save_welcome(
    work: Work, language: str, title: str, summary: str, objectives: Iterable[str], text: str,
    activities: Mapping[str, str] = MappingProxyType({}),
) -> None:  # fmt: skip
    """Save a course's title, summary, objectives and words of welcome, and what `activities` are
    called, by their ids; begins a language. An activity without a name here has the original's.

    Raises as `save`, and AcademyError("choice_unknown") for what is no language.
    """
    if not LANGUAGE.fullmatch(language):
        raise AcademyError("choice_unknown", field="language", value=language)
    listed = [one for one in objectives if one.strip()]
    _need(title=title, summary=summary, objectives="".join(listed))
    with trying.ONE_AT_A_TIME:
        change, file = Change(work), f"{language}/{WELCOME_FILE}"
        page = work.page(work.mine, work.folder, file, in_parts=False) or Page()
        words.set_text(page, "title", title)
        words.set_text(page, "summary", summary)
        words.set_texts(page, "objectives", listed)
        _call(work, page, language, activities)
        _unread(page)
        page.parts["lead"] = Words("", _plain(text)).block("lead")
        change.files[file] = words.written(page)
        change.facts(None if language in work.course.languages else language)
        trying.tried(work, change.files, lambda found, _line: found == file)
        trying.apply(work.own, work.folder, change.files)


def call(work: Work, by: str) -> None:
    """Say whose the adaptation is. Raises as `save`."""
    with trying.ONE_AT_A_TIME:
        change = Change(work)
        change.facts(by=by)
        trying.tried(work, change.files)
        trying.apply(work.own, work.folder, change.files)


def _call(work: Work, page: Page, language: str, activities: Mapping[str, str]) -> None:
    """Name the activities; where nobody names one otherwise, their names stay the original's."""
    known, before = {one.id for one in work.course.activities}, work.titles(language)
    named = before | {id: one.strip() for id, one in activities.items() if id in known}
    if language == work.course.original:
        for one in named.values():
            _need(activity=one)
    if named != before or ACTIVITIES in page.front:
        words.set_map_of_texts(page, ACTIVITIES, {id: one for id, one in named.items() if one})


def _unread(page: Page) -> None:
    """Whoever has read it has not read what it says now."""
    for key in reviews.KEYS:
        page.front.pop(key, None)


def _saved(
    work: Work, language: str, slug: str, said: Mapping[str, Words],
    made_from: Mapping[str, Words | str], title: str = "", summary: str = "",
) -> tuple[Change, str, Page]:  # fmt: skip
    work.need(language)
    if not work.is_open(language, slug):
        raise AcademyError("lesson_unknown")
    pieces = {one.id: one for one in work.pieces(language, slug)}
    change = Change(work)
    drafted, file, page = _target(work, language, slug)
    for id, typed in said.items():
        piece = pieces.get(id) or work.piece(language, slug, id)
        try:
            plain = _judged(work.place(slug), piece, typed)
        except AcademyError as error:
            raise AcademyError(error.code, **{**error.details, "part": id}) from error
        page.parts[id] = plain.block(id)
        _stamp(change, page, piece, made_from.get(id))
    for key, value in (("title", title), ("summary", summary)):
        if value:
            words.set_text(page, key, value)
    _unread(page)
    _ordered(page, list(pieces))
    if work.place(slug).is_weeks:  # a question that nobody asks any more would be one too many
        page.parts = {id: one for id, one in page.parts.items() if id in work.wanted(slug)}
    file = _placed(change, file, page, slug) if drafted else file
    change.files[file] = work.place(slug).written(page)
    change.facts()
    return change, file, page


def _judged(place: Place, piece: Piece, typed: Words) -> Words:
    """What was typed, as it is written. Raises AcademyError as `save`."""
    said = Words(_plain(typed.title), _plain(typed.text))
    if not place.in_parts:
        said = Words("", " ".join(said.text.split()))
        if place.kind == "sheet":
            labels.judge(said, piece.below or piece.source)
    elif piece.id != "lead":
        _need(title=said.title)
    _need(text=said.text)
    return said


def _stamp(change: Change, page: Page, piece: Piece, made_from: Words | str | None) -> None:
    """Remember what a part was made from, and keep it."""
    source = made_from if isinstance(made_from, Words) else piece.source
    for key, kept in ((SOURCES, source), (ADAPTED, piece.below)):
        hash = change.keep(kept, piece.id)
        if key == SOURCES and piece.source and isinstance(made_from, str) and made_from:
            hash = made_from
        if hash and (key == ADAPTED or piece.source):
            words.set_mapping(page, key, {**words.mapping(page, key), piece.id: hash})


def _target(work: Work, language: str, slug: str) -> tuple[bool, str, Page]:
    """Where a lesson's changes go, whether that is a draft, and what is there."""
    file = work.file(language, slug)
    page = work.own_page(language, slug)
    begun = work.is_translated(language) or work.place(slug).kind == "guide"
    if page is None and begun and work.below_page(language, slug) is None:
        return True, file, work.draft(language, slug) or Page()
    return False, file, page or Page()


def _placed(change: Change, file: str, page: Page, slug: str) -> str:
    """Where something new is written: among the drafts until it is whole, then where it is read."""
    work = change.work
    source = work.read_as(work.course.original, slug) or Page()
    place, first = work.place(slug), source.front if source else {}
    called = place.kind != "lesson" or {"title", "summary"} <= page.front.keys()
    if not called or not set(work.wanted(slug)) <= words.all_of(page).keys():
        return f"{DRAFTS}/{file}"
    for key, block in first.items():
        if key not in _NOT_COPIED[place.kind == "lesson"]:
            page.front.setdefault(key, block)
    change.files[f"{DRAFTS}/{file}"] = None
    return file


def _try(work: Work, change: Change, file: str, slug: str, page: Page, ids: list[str]) -> Course:
    """The course with a change; a mistake says in which line of which text it is."""
    files, checked, shown = dict(change.files), file, page
    if file.startswith(f"{DRAFTS}/") and not work.read_as(work.course.original, slug):
        return trying.tried(work, files)  # of a guide that the original hasn't
    if file.startswith(f"{DRAFTS}/"):
        checked, shown = file.removeprefix(f"{DRAFTS}/"), _filled(work, slug, page)
        files[checked] = work.place(slug).written(shown)
    every = _is_whole(work, file, slug, page)
    try:
        return trying.tried(
            work,
            files,
            lambda found, line: found == checked and (every or bool(_in_text(shown, ids, line))),
        )
    except AcademyError as error:
        if error.code != "course_invalid":
            raise
        part, line = _in_text(shown, ids, int(str(error.details["line"]))) or ("", 0)
        told = {**error.details, "part": part, "text_line": line}
        raise AcademyError("course_invalid", **told) from error


def _is_whole(work: Work, file: str, slug: str, page: Page) -> bool:
    """Whether any mistake in a file is one too many: of a week a language is whole or is not."""
    is_read = work.place(slug).is_weeks and not file.startswith(f"{DRAFTS}/")
    return is_read and set(work.wanted(slug)) <= words.all_of(page).keys()


def _in_text(page: Page, ids: list[str], line: int) -> tuple[str, int] | None:
    """The part in which a line of a page stands, and the line in its text, 0 for the heading; None
    where that is in none of these parts. What is wrong elsewhere was so before.
    """
    parts = list(page.parts.items())
    for at, (id, _block) in enumerate(parts):
        before = len(Page(page.front, dict(parts[:at])).lines())
        after = len(Page(page.front, dict(parts[: at + 1])).lines())
        if id in ids and before < line <= after:
            return id, max(0, line - before - (1 if id == "lead" else 2))
    return None


def _filled(work: Work, slug: str, page: Page) -> Page:
    """A draft with the original's words wherever it has none, so that it can be tried."""
    return blocks.merged(work.read_as(work.course.original, slug) or Page(), page)


def _ordered(page: Page, ids: list[str]) -> None:
    known = [id for id in ids if id in page.parts]
    page.parts = {id: page.parts[id] for id in dict.fromkeys((*known, *page.parts))}


def _plain(text: str) -> str:
    """What was typed, as a file has it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip("\n")


def _need(**fields: str) -> None:
    for name, value in fields.items():
        if not value.strip():
            raise AcademyError("field_missing", field=name)

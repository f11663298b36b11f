"""A course in one language as rows for a translator's own tools: a source, what it becomes, and
where it belongs.

A part is cut where its Markdown has empty lines, and put together again with them, so that a tool
shows paragraphs and remembers those it has seen. What comes back says from which words it was made:
where the original has moved on meanwhile, the part is saved and is stale, as it should be.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from academy.courses import structure
from academy.courses.own import keeping
from academy.courses.own.bench import Work
from academy.courses.own.pieces import Piece
from academy.courses.own.words import Words, all_of, value
from academy.errors import AcademyError

WELCOME: Final = "course"
TITLE: Final = "title"
SUMMARY: Final = "summary"
HEADING: Final = "heading"
OBJECTIVES: Final = "objectives"


class Row(NamedTuple):
    """One thing to translate. `said` is empty while nobody has."""

    context: str
    source: str
    said: str
    note: str = ""


@dataclass
class Brought:
    """What came of rows that were brought back."""

    saved: int = 0
    incomplete: list[str] = field(default_factory=list)
    """Parts that something is missing of, as lesson/part: nothing of them was saved."""
    refused: list[tuple[str, AcademyError]] = field(default_factory=list)
    """Lessons with a mistake: nothing of them was saved."""


def rows(work: Work, language: str) -> list[Row]:
    """Everything of a course to translate into a language, in the order of the course."""
    source = work.course.versions[work.course.original]
    there = work.course.versions.get(language)
    found = [
        Row(f"{WELCOME}/{TITLE}", source.title, there.title if there else ""),
        Row(f"{WELCOME}/{SUMMARY}", source.summary, there.summary if there else ""),
    ]
    own = there.objectives if there and len(there.objectives) == len(source.objectives) else ()
    found += [
        Row(f"{WELCOME}/{OBJECTIVES}/{at}", one, own[at] if own else "")
        for at, one in enumerate(source.objectives)
    ]
    first, second = (_welcome(work, one) for one in (source.language, language))
    found += _cut(f"{WELCOME}/text", first, second if there else "")
    for lesson in source.lessons:
        shown = work.draft(language, lesson.slug) or work.read_as(language, lesson.slug)
        found.append(Row(f"{lesson.slug}/{TITLE}", lesson.title, value(shown, TITLE)))
        found.append(Row(f"{lesson.slug}/{SUMMARY}", lesson.summary, value(shown, SUMMARY)))
        for piece in work.pieces(language, lesson.slug):
            found += _of_piece(lesson.slug, piece)
    return found


def bring(at_work: Callable[[], Work], language: str, brought: Iterable[Row]) -> Brought:
    """Save what came back, lesson by lesson; what is not whole or has a mistake stays as it is.

    `at_work` gives the course as it is now. Raises AcademyError as `keeping.save_welcome` where
    the course itself can't be saved.
    """
    by_place: dict[str, list[Row]] = {}
    for row in brought:
        by_place.setdefault(row.context.partition("/")[0], []).append(row)
    result = Brought()
    _bring_welcome(at_work(), language, by_place.pop(WELCOME, []), result)
    at_hand = at_work()
    at_hand.need(language)
    for slug, listed in by_place.items():
        if at_hand.course.lesson(slug) is None:
            result.incomplete.append(slug)
            continue
        try:
            _bring_lesson(at_hand, language, slug, listed, result)
        except AcademyError as error:
            result.refused.append((slug, error))
    return result


def _of_piece(slug: str, piece: Piece) -> list[Row]:
    if piece.source is None:
        return []
    here = piece.here or Words("", "")
    note = "The original has changed since this was translated." if piece.stale else ""
    place = f"{slug}/{piece.id}"
    found = _cut(place, piece.source.text, here.text, note)
    if piece.source.title:
        found.insert(0, Row(f"{place}/{HEADING}", piece.source.title, here.title, note))
    return found


def _cut(place: str, source: str, said: str, note: str = "") -> list[Row]:
    """A text in paragraphs; in one piece where source and translation have not as many."""
    first, second = paragraphs(source), paragraphs(said)
    if second and len(first) != len(second):
        return [Row(f"{place}/whole", source, said, note)] if source.strip() else []
    return [
        Row(f"{place}/{at}", one, second[at] if second else "", note)
        for at, one in enumerate(first)
    ]


def paragraphs(text: str) -> list[str]:
    """A text cut at its empty lines, those of a block of code apart."""
    found: list[list[str]] = [[]]
    for _at, line, is_markdown in structure.outside_code(text.split("\n")):
        if is_markdown and not line.strip():
            found.append([])
        else:
            found[-1].append(line)
    return ["\n".join(one) for one in found if one]


def _bring_welcome(work: Work, language: str, listed: list[Row], result: Brought) -> None:
    said = {row.context: row.said for row in listed}
    title, summary = said.get(f"{WELCOME}/{TITLE}", ""), said.get(f"{WELCOME}/{SUMMARY}", "")
    place = f"{WELCOME}/{OBJECTIVES}/"
    objectives = [row.said for row in listed if row.context.startswith(place)]
    text = _joined([row for row in listed if row.context.startswith(f"{WELCOME}/text/")])
    there = work.course.versions.get(language)
    now = (there.title, there.summary, list(there.objectives)) if there else None
    if not title or not summary or not objectives or not all(objectives):
        if listed and not there:
            result.incomplete.append(WELCOME)
        return
    kept = _welcome(work, language) if there else ""
    if now != (title, summary, objectives) or (text is not None and text != kept):
        body = kept if text is None else text
        keeping.save_welcome(work, language, title, summary, objectives, body)
        result.saved += 1


def _bring_lesson(work: Work, language: str, slug: str, listed: list[Row], result: Brought) -> None:
    pieces = {one.id: one for one in work.pieces(language, slug)}
    said: dict[str, Words] = {}
    made_from: dict[str, Words | str] = {}
    for id, parts in _by_part(listed).items():
        if id in {TITLE, SUMMARY}:
            continue
        words = _words(parts, said=True)
        if id not in pieces or words is None:
            result.incomplete += [f"{slug}/{id}"] if any(row.said for row in parts) else []
            continue
        source = _words(parts, said=False)
        if words != pieces[id].here or _looked_at(pieces[id], source):
            said[id] = words
            if source is not None:
                made_from[id] = source
    shown = work.draft(language, slug) or work.read_as(language, slug)
    front = {row.context: row.said for row in listed}
    title, summary = (
        one if (one := front.get(f"{slug}/{key}", "")) != value(shown, key) else ""
        for key in (TITLE, SUMMARY)
    )
    if said or title or summary:
        keeping.save_all(work, language, slug, said, made_from, title, summary)
        result.saved += len(said) + bool(title or summary)


def _looked_at(piece: Piece, source: Words | None) -> bool:
    """Whether somebody says of what was stale that it is right as it is."""
    return bool(piece.stale) and source is not None and source == piece.source


def _by_part(listed: Iterable[Row]) -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in listed:
        found.setdefault(row.context.split("/")[1] if "/" in row.context else "", []).append(row)
    return found


def _words(parts: list[Row], *, said: bool) -> Words | None:
    """A part put together from what it was cut into; None while something of it is missing."""
    heading = next((row for row in parts if row.context.endswith(f"/{HEADING}")), None)
    body = _joined([row for row in parts if row is not heading], said=said)
    title = (heading.said if said else heading.source) if heading else ""
    if body is None or (heading is not None and not title.strip()):
        return None
    return Words(title.strip(), body)


def _joined(parts: list[Row], *, said: bool = True) -> str | None:
    texts = [(row.said if said else row.source).strip("\n") for row in parts]
    return "\n\n".join(texts) if texts and all(one.strip() for one in texts) else None


def _welcome(work: Work, language: str) -> str:
    found = all_of(work.welcome(language))
    return found["lead"].text if "lead" in found else ""

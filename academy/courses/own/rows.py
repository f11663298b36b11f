"""A course in one language as rows for a translator's own tools: a source, what it becomes, and
where it belongs.

    course/title             how the course is called; its summary, objectives, words of welcome
    course/activities/walk   how an activity is called
    soil/title               a lesson's title; its summary
    soil/training/heading    a part of a lesson, or of another place
    soil/training/0          its first paragraph

A part is cut where its Markdown has empty lines, and put together again with them, so that a tool
shows paragraphs and remembers those it has seen. What comes back says from which words it was made:
where the original has moved on meanwhile, the part is saved and is stale, as it should be.
"""

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from academy.courses import structure
from academy.courses.own import bringing, keeping
from academy.courses.own.bench import Work
from academy.courses.own.bringing import Brought
from academy.courses.own.pieces import Piece
from academy.courses.own.words import Words, all_of, value

WELCOME: Final = "course"
TITLE: Final = "title"
SUMMARY: Final = "summary"
HEADING: Final = "heading"
OBJECTIVES: Final = "objectives"
ACTIVITIES: Final = keeping.ACTIVITIES


class Row(NamedTuple):
    """One thing to translate. `said` is empty while nobody has."""

    context: str
    source: str
    said: str
    note: str = ""


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
    titles = work.titles(language)
    found += [
        Row(f"{WELCOME}/{ACTIVITIES}/{one.id}", one.title, titles.get(one.id, ""))
        for one in source.activities
    ]
    first, second = (_welcome(work, one) for one in (source.language, language))
    found += _cut(f"{WELCOME}/text", first, second if there else "")
    for place in work.places(language):
        original, shown = work.read_as(source.language, place), work.shown(language, place)
        for key in work.called(language, place):
            if said := value(original, key):
                found.append(Row(f"{place}/{key}", said, value(shown, key)))
        for piece in work.pieces(language, place):
            found += _of_piece(place, piece)
    return found


def bring(at_work: Callable[[], Work], language: str, brought: Iterable[Row]) -> Brought:
    """Save what came back, place by place; what is not whole or has a mistake stays as it is.

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
    for place, listed in by_place.items():
        if place in at_hand.places(language):
            _bring_place(at_hand, language, place, listed, result)
        else:
            result.incomplete.append(place)
    return result


def _of_piece(place: str, piece: Piece) -> list[Row]:
    if piece.source is None:
        return []
    here = piece.here or Words("", "")
    note = "The original has changed since this was translated." if piece.stale else ""
    place = f"{place}/{piece.id}"
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
    place = f"{WELCOME}/{ACTIVITIES}/"
    before = work.titles(language)
    called = before | {row.context.removeprefix(place): row.said for row in listed
                       if row.context.startswith(place) and row.said}  # fmt: skip
    there = work.course.versions.get(language)
    now = (there.title, there.summary, list(there.objectives), before) if there else None
    if not title or not summary or not objectives or not all(objectives):
        if listed and not there:
            result.incomplete.append(WELCOME)
        return
    kept = _welcome(work, language) if there else ""
    if now != (title, summary, objectives, called) or (text is not None and text != kept):
        body = kept if text is None else text
        keeping.save_welcome(work, language, title, summary, objectives, body, called)
        result.saved += 1


def _bring_place(work: Work, language: str, place: str, listed: list[Row], result: Brought) -> None:
    pieces = {one.id: one for one in work.pieces(language, place)}
    said: dict[str, Words] = {}
    made_from: dict[str, Words | str] = {}
    called, by_part = _by_part(listed)
    for id, parts in by_part.items():
        words = _words(parts, said=True)
        if id not in pieces or words is None:
            result.incomplete += [f"{place}/{id}"] if any(row.said for row in parts) else []
            continue
        source = _words(parts, said=False)
        if words != pieces[id].here or _looked_at(pieces[id], source):
            said[id] = words
            if source is not None:
                made_from[id] = source
    known = work.called(language, place)
    result.incomplete += [f"{place}/{key}" for key in called if called[key] and key not in known]
    bringing.save(work, language, place, said, made_from, called, result)


def _looked_at(piece: Piece, source: Words | None) -> bool:
    """Whether somebody says of what was stale that it is right as it is."""
    return bool(piece.stale) and source is not None and source == piece.source


def _by_part(listed: Iterable[Row]) -> tuple[dict[str, str], dict[str, list[Row]]]:
    """What stands above a place, by key; the rows of its parts, by their ids."""
    called: dict[str, str] = {}
    found: dict[str, list[Row]] = {}
    for row in listed:
        _place, part, *rest = [*row.context.split("/"), ""][:3]
        if any(rest):
            found.setdefault(part, []).append(row)
        else:
            called[part] = row.said
    return called, found


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

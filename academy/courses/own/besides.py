"""What an overlay has beside its lessons: guides, words of pictures and worksheets, terms.

These are read when somebody asks for them, long after the courses. So they are looked through when
an overlay is put on the shelf: what can't be read leaves it out, as anything else does, and each
part is held against the original that it was made from.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from academy.courses import glossary, guides, inside, structure, week
from academy.courses.model import Course, Library
from academy.courses.own import places, words
from academy.courses.own.blocks import Page
from academy.courses.own.composing import ADAPTED, Layered
from academy.courses.own.places import Place
from academy.courses.own.words import Words
from academy.courses.pack import Desk
from academy.courses.problems import Problem
from academy.courses.terms import Glossary


def files(desk: Desk, pack: str) -> Iterator[tuple[Place, str, str]]:
    """Every file of a pack that is such a place: the place, its language, the file in the pack."""
    base = desk.folder / pack
    if inside.is_link(base):
        return
    deep = (f"*/{guides.FOLDER}/*.md", f"{week.FOLDER}/*/*.*")
    for path in [one for glob in ("*/*.*", *deep) for one in sorted(base.glob(glob))]:
        file = path.relative_to(base).as_posix()
        found = places.at(file)
        if found is not None and found[0].kind != "lesson":
            yield *found, file


def page(desk: Desk, place: Place, file: str) -> Page | None:
    """Such a file as a page in parts; None where there is none."""
    text = desk.text(file)
    return None if text is None else place.read(text, file, desk.report)


def below(desk: Layered, place: Place, language: str) -> Page | None:
    """What the course as it was made has there, or what all courses share."""
    if place.kind == "glossary":
        return page(
            Desk(desk.commons, desk.below.report), place, place.file(desk.original, language)
        )
    return page(desk.below, place, f"{desk.overlay.adapts}/{place.file(desk.original, language)}")


def states(desk: Layered) -> Mapping[tuple[str, str, str], bool]:
    """Language, place and part that the overlay has → whether its original has moved on since."""
    found: dict[tuple[str, str, str], bool] = {}
    for place, language, file in files(desk.own, desk.overlay.id):
        mine = page(desk.own, place, f"{desk.overlay.id}/{file}")
        if mine is None or place.is_weeks:
            continue
        then = words.mapping(mine, ADAPTED)
        now = words.all_of(below(desk, place, language))
        for id in words.all_of(mine):
            if id != structure.LEAD:
                found[language, place.id, id] = has_moved(now.get(id), then.get(id, ""))
    return found


def has_moved(now: Words | None, then: str) -> bool:
    """Whether what something was made from, by its hash, says something else now or is gone."""
    return bool(then) and (now is None or now.hash != then)


def read(desk: Layered, course: Course) -> None:
    """Read what is read when somebody asks for it; what is wrong in it goes to `desk.report`."""
    for place, language, file in files(desk.own, desk.overlay.id):
        version = course.versions.get(language)
        if place.kind == "guide" and version is not None and place.name in guides.ids(course):
            guides.read(desk, version, place.name, None)
        elif place.kind == "guide" or version is None:
            name = f"{desk.overlay.id}/{file}"
            problem = "The course has no such lesson, activity or language; this is not read."
            desk.own.report(Problem(name, 1, problem, "warning"))


def with_terms(library: Library, desk: Desk, pack: str) -> dict[str, Glossary]:
    """The glossaries with the terms of a pack in them: in place of the others', else at the end."""
    found = dict(library.glossaries)
    for place, language, _file in files(desk, pack):
        own = glossary.read(desk, language, pack) if place.kind == "glossary" else None
        there = found.get(language)
        if own is not None and there is not None:
            found[language] = _joined(there, own)
        elif own is not None and own.title:  # a few terms don't take the place of another language
            found[language] = own
    return found


def wrong_terms(own: Desk, pack: str, language: str, commons: Desk) -> Iterator[Problem]:
    """What is wrong in the terms that a pack has, or between them and those all courses share."""
    found: list[Problem] = []
    mine = glossary.read(replace(own, report=found.append), language, pack)
    there = glossary.read(replace(commons, report=lambda _problem: None), language)
    yield from found
    if mine is None:
        return
    both = _joined(there, mine) if there else mine
    for term, other, problem in glossary.contradictions(both.terms):
        one = term if term in mine.terms else other
        if one in mine.terms:
            yield Problem(mine.file, one.line, problem)


def _joined(one: Glossary, own: Glossary) -> Glossary:
    terms = {term.id: term for term in (*one.terms, *own.terms)}
    return Glossary(one.language, one.title, one.lead, tuple(terms.values()), one.file)

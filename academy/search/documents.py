"""What there is to find in a language, lesson by lesson, each known by what it is made of.

Whoever has kept what was made of the same lesson needn't make it again: turning Markdown into words
takes longer than looking whether it is the same Markdown.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from academy.courses import GLOSSARY, Course, Lesson, Library, Section
from academy.courses.languages import SIMPLIFIED, TRADITIONAL
from academy.search.schema import Found

ALL = "all"
"""In `not_for`: a translation never stands in for another language."""


@dataclass(frozen=True)
class Part:
    """What is indexed or left as a whole: a lesson, or a glossary."""

    key: str
    """Another one wherever its documents would be others."""
    not_for: tuple[str, ...]
    """For each document, for whom it doesn't stand in."""
    make: Callable[[], Iterable[Found]]
    """Its documents, in order."""


def parts(library: Library, language: str) -> Iterator[Part]:
    """Yield everything whose text is in `language`."""
    glossary = library.glossaries.get(language)
    if glossary is not None:
        yield _of_glossary(library, language)
    for course in library.courses:
        version = course.versions.get(language)
        for lesson in version.lessons if version is not None else ():
            if lesson.language == language:
                not_for = _translations(course, lesson) if language == course.original else ALL
                if _is_told_anew(course.versions, language, lesson.slug):
                    not_for += f" {TRADITIONAL}"
                yield _of_lesson(version or course, lesson, not_for)


def _of_glossary(library: Library, language: str) -> Part:
    """The words of a glossary; those of the language that stands in, for who has none."""
    glossary, marks, found = library.glossaries[language], [], []
    for term in glossary.terms:
        told = [one.language for one in library.glossaries.values() if one.term(term.id)]
        not_for = " ".join(told) if library.stands_in(language) else ALL
        if language == SIMPLIFIED and TRADITIONAL in told:
            not_for += f" {TRADITIONAL}"
        text = _single_spaced(f"{' · '.join(term.forms)}. {term.text}")
        found.append(Found(GLOSSARY, "", term.id, glossary.title, "", term.title, text))
        marks.append(not_for)
    return Part(_key(found), tuple(marks), lambda: found)


def _is_told_anew(versions: Mapping[str, Course], language: str, slug: str) -> bool:
    """Whether readers of Traditional characters, for whom this would be made over, have a lesson
    that somebody wrote in them.
    """
    own = versions.get(TRADITIONAL) if language == SIMPLIFIED else None
    found = own.lesson(slug) if own is not None else None
    return found is not None and found.is_in(TRADITIONAL)


def _translations(course: Course, lesson: Lesson) -> str:
    """Return the languages in which this lesson need not be found in its original language."""
    others = (version.lesson(lesson.slug) for version in course.versions.values())
    return " ".join(other.language for other in others if other and other != lesson)


def _of_lesson(course: Course, lesson: Lesson, not_for: str) -> Part:
    sections = [one for one in (lesson.lead, *lesson.sections) if one is not None]
    key = _key(
        [course.id, lesson.slug, course.title, lesson.title, lesson.summary, lesson.lead is None]
        + [(one.id, one.title, one.source, _words_of_figures(one)) for one in sections]
    )
    marks = (not_for,) * (1 + len(lesson.sections))
    return Part(key, marks, lambda: _documents(course, lesson))


def _words_of_figures(section: Section) -> list[tuple[str, str]]:
    """What the pictures say that may stand in a section."""
    figures = section.place.figures.items()
    return [(name, figure.text) for name, figure in figures if name in section.source]


def _documents(course: Course, lesson: Lesson) -> Iterator[Found]:
    titles = (course.title, lesson.title)
    lead = lesson.lead.text if lesson.lead else ""
    about = _single_spaced(f"{lesson.summary} {lead}")
    yield Found(course.id, lesson.slug, "", *titles, "", about)
    for section in lesson.sections:
        text = _single_spaced(section.text)
        yield Found(course.id, lesson.slug, section.id, *titles, section.title, text)


def _key(what: object) -> str:
    return hashlib.sha256(repr(what).encode("utf-8", "backslashreplace")).hexdigest()[:32]


def _single_spaced(text: str) -> str:
    return " ".join(text.split())

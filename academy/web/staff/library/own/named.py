"""How the places of a course are called on these pages, and which parts have moved on."""

import re
from dataclasses import dataclass
from typing import Final

from academy.courses import Course
from academy.courses.own import Work, places
from academy.courses.own.words import Words, all_of
from academy.errors import AcademyError
from academy.languages.i18n import gettext as _

_FORMS: Final = re.compile(r"(?:also|not|unless|marked):|\s*$")


@dataclass(frozen=True)
class Moved:
    """A part whose original says something else since it was adapted, or left out."""

    language: str
    place: str
    part: str
    title: str
    """Of the place, and of the part where it has one."""


def title(at_hand: Work, place: str) -> str:
    """What a place is called: in the course's own language where that has a name for it."""
    found = at_hand.place(place)
    source = at_hand.course.versions[at_hand.course.original]
    if found.kind == "figures":
        return _("Words of the pictures")
    if found.kind == "glossary":
        return _("Words that are explained")
    if found.kind == "evaluation":
        return _("Evaluation")
    if found.kind == "form":
        return _("Form %(letter)s", letter=found.name.upper())
    if found.kind == "sheet":
        words = all_of(at_hand.read_as(source.language, place))
        return words["title"].text if "title" in words else found.name
    taught = source.lesson(found.name) or source.activity(found.name)
    return taught.title if taught else found.name


def kind(place: str) -> str:
    """What sort of thing a place is, in a word; nothing for a lesson."""
    named = {"guide": _("Guide"), "sheet": _("Worksheet"), "form": _("Before and after")}
    return named.get(places.of(place).kind, "")


def meaning(said: Words) -> Words:
    """What a term means, without its other forms and the words to avoid: a list is looked at by
    whoever passes by.
    """
    lines = said.text.split("\n")
    first = next((at for at, line in enumerate(lines) if not _FORMS.match(line)), len(lines))
    return Words(said.title, "\n".join(lines[first:]).strip("\n"))


def moved(at_hand: Work, course: Course) -> list[Moved]:
    """Every part of a course that has moved on."""
    lineage = course.lineage
    if lineage is None:
        return []
    every = [place for place, has in lineage.parts.items() if has]
    every += [(course.original, *place) for place, has in lineage.removed.items() if has]
    return [_named(at_hand, *one) for one in every]


def _named(at_hand: Work, language: str, place: str, part: str) -> Moved:
    version = at_hand.course.versions.get(language)
    lesson = version.lesson(place) if version else None
    first = at_hand.original.in_language(language).lesson(place)  # what is left out is only there
    section = (lesson.section(part) if lesson else None) or (first.section(part) if first else None)
    try:
        called = lesson.title if lesson else title(at_hand, place)
    except AcademyError:  # a guide to a lesson that is no longer there
        called = place
    told = [called, section.title if section else part if "." in place else ""]
    return Moved(language, place, part, ": ".join(filter(None, told)))

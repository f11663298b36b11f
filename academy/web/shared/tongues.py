"""The languages as a visitor chooses among them: a few in the menu, all on a page of their own.

Beside those that pages speak, a course may be in any. A menu stands on every page and is sent with
it, so it names those only while they are few.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from academy.courses import Library, pack_language
from academy.languages import i18n, locales

FEW: Final = 4


@dataclass(frozen=True)
class Tongue:
    """A language, and how much can be read in it."""

    code: str
    name: str
    """As its own readers call it."""
    courses: int
    pages: float
    """How much of the pages, 0 to 1."""


def offered(reads: i18n.Reading, taught: Collection[str]) -> dict[str, str]:
    """The languages of the menu: those of the pages, the visitor's own, of the others a few."""
    spoken = i18n.languages()
    others = [one for one in taught if one not in spoken]
    if len(others) > FEW:
        others = [one for one in others if one == reads.courses]
    return spoken | {one: i18n.own_name(one) for one in others}


def more(taught: Collection[str]) -> bool:
    """Whether some language is there in part only, so that there is something to tell."""
    return bool(taught or locales.OVER.begun)


def every(library: Library, taught: Collection[str]) -> list[Tongue]:
    """Every language that something can be read in: those of the pages, then by name."""
    begun = locales.OVER.begun
    others = {one for one in (*taught, *begun) if one not in i18n.NAMES}
    rows = [_tongue(one, library, 1.0) for one in i18n.NAMES]
    rest = [_tongue(one, library, begun.get(one, 0.0)) for one in others]
    return rows + sorted(rest, key=lambda one: (one.name.casefold(), one.code))


def _tongue(code: str, library: Library, pages: float) -> Tongue:
    in_it = {pack_language(code), pack_language(locales.CONVERTED.get(code, code))}
    count = sum(not in_it.isdisjoint(course.languages) for course in library.courses)
    return Tongue(code, i18n.own_name(code), count, pages)

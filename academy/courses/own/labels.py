"""The words of a worksheet in an overlay: those of some keys, in place of the original's.

    worksheets/budget.en.yaml

    adapted:
      lines-rent: "0123456789ab"
    lines-rent: 'The hall and its keys'

What a worksheet asks and calculates stays the original's, and so do its keys: a word for a key that
it no longer has, or that names other values in braces, waits on the bench, and the original's is
shown. So no update of the program can break a worksheet by what a network calls its columns.
"""

import re
from collections.abc import Mapping
from typing import Final

from academy.courses import facts as facts_
from academy.courses import structure
from academy.courses.own import words
from academy.courses.own.blocks import Line, Page
from academy.courses.own.words import Words
from academy.courses.problems import Report
from academy.errors import AcademyError

SOURCE: Final = "source"
LONGEST: Final = 240
"""As `academy.worksheets` has it."""
_MAPS: Final = ("adapted", "sources")
_VALUE: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_OLDER: Final = "000000000000"
"""A `source` that no original has: something in it was translated from other words."""


def read(text: str, file: str, report: Report) -> Page:
    """The words of a worksheet as a page whose parts have no heading."""
    found = facts_.read(text, file, report)
    page = Page()
    for key, value in found.values.items():
        if key in _MAPS:
            words.set_mapping(page, key, found.mapping(key))
        elif key == SOURCE:
            words.set_text(page, key, found.text(key))
        elif isinstance(value, str):
            block = Words("", value).block(key)
            page.parts[key] = [Line(one.text, file, found.lines.get(key, 1)) for one in block]
        else:
            found.complain(key, f"“{key}” must be text; put it in quotes.")
    return page


def written(page: Page) -> str:
    """The file that such a page is."""
    front = [line.text for block in page.front.values() for line in block]
    said = (f"{key}: {words.quoted(one.text)}" for key, one in words.all_of(page).items())
    return "\n".join([*front, *said, ""])


def composed(below: str | None, above: str | None, original: str | None) -> str | None:
    """The words of a worksheet in one language, put together; None where that is not whole.

    `below` is what the pack has in this language, `original` what it has in its first.
    """
    if above is None or original is None:
        return below
    own = read(above, "", _nobody)
    first = words.all_of(read(original, "", _nobody))
    there = words.all_of(read(below, "", _nobody)) if below is not None else first
    said = {
        id: one for id, one in words.all_of(own).items() if id in there and fits(one, there[id])
    }
    if below is not None:
        return _with(below, said)
    if said.keys() != first.keys():
        return None
    sources = words.mapping(own, "sources")
    older = any(sources.get(id, one.hash) != one.hash for id, one in first.items())
    page = Page({}, {id: one.block(id) for id, one in said.items()})
    if older:
        words.set_text(page, SOURCE, _OLDER)
    return written(page)


def made_from(page: Page, own: Page, original: Mapping[str, Words]) -> dict[str, str]:
    """From which words each was translated: as one's own notes it, or as the whole file does.

    A file notes one state of all its words; where that is an older one, nobody knows of which.
    """
    found = words.mapping(own, "sources")
    now = structure.hashed_words({id: one.text for id, one in original.items()})
    if words.value(page, SOURCE) == now:
        found = {id: one.hash for id, one in original.items()} | found
    return found


def judge(said: Words, instead_of: Words | None) -> None:
    """Raise AcademyError `label_long`, `label_values` for what can't stand in a worksheet."""
    if len(said.text) > LONGEST:
        raise AcademyError("label_long", most=LONGEST)
    if instead_of is not None and not fits(said, instead_of):
        values = ", ".join(f"{{{one}}}" for one in sorted(_values(instead_of)))
        raise AcademyError("label_values", values=values or "–")


def fits(said: Words, instead_of: Words) -> bool:
    """Whether words name the same values in braces as those whose place they take."""
    return len(said.text) <= LONGEST and _values(said) == _values(instead_of)


def _values(said: Words) -> set[str]:
    return set(_VALUE.findall(said.text))


def _with(below: str, said: Mapping[str, Words]) -> str:
    """A file with other words for some keys; its lines stay where they are as far as they can."""
    page = read(below, "", _nobody)
    page.parts |= {id: one.block(id) for id, one in said.items()}
    return written(page)


def _nobody(_problem: object) -> None:
    """What is wrong with a file is told where it is read."""

"""Where a claim comes from: a mark in the text, and the work with its page or section.

    SWIT says that outreach workers are paid.[^swit-3]

    [^swit-3]: SWIT, 2013, chapter 3

The work stands on one line, in the section that says it first; other sections of the lesson may
point at it too. A work that nothing points at is what the whole section rests on. Ids are the same
in every language. Pages number the marks in their order and list the works below the lesson.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from academy.courses import structure

ANCHOR: Final = "from_"
"""Before the number, in the id of a listed work. No section's id has an underscore."""

_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_WORK = re.compile(rf"\[\^({_ID})\]:[ \t]*(.*)")
# A run of spaces is looked at from its beginning only, or a long one would take for ever.
_MARK = re.compile(rf"(?:(?<![ \t])[ \t]+)?\[\^({_ID})\](?!:)")


@dataclass(frozen=True)
class Citation:
    """A work that a lesson rests on, with its page or section."""

    id: str
    number: int
    """From 1, in the order in which the lesson first points at them."""
    html: str
    """Inline HTML that is safe to show."""


def works(source: str) -> Iterator[tuple[int, str, str]]:
    """Yield the index of the line, the id and the text of every work that `source` names."""
    for at, line, is_markdown in structure.outside_code(source.split("\n")):
        found = _WORK.fullmatch(line.rstrip()) if is_markdown else None
        if found is not None:
            yield at, found[1], found[2]


def marks(source: str) -> Iterator[tuple[int, str]]:
    """Yield the index of the line and the id for every mark in `source`."""
    for at, line, is_markdown in structure.outside_code(source.split("\n")):
        if is_markdown:
            yield from ((at, found[1]) for found in _MARK.finditer(line))


def numbered(sources: Iterable[str]) -> dict[str, int]:
    """Number the works of a lesson, whose parts are `sources`: those pointed at come first."""
    told = [source for source in sources if "[^" in source]
    named = dict.fromkeys(id for source in told for _, id, _ in works(source))
    used = dict.fromkeys(id for source in told for _, id in marks(source) if id in named)
    return {id: number for number, id in enumerate({**used, **named}, 1)}


def linked(source: str, numbers: Mapping[str, int]) -> str:
    """Return Markdown in which every mark is a link to its work, and the works are gone."""

    def link(found: re.Match[str]) -> str:
        number = numbers.get(found[1])
        return f"[{number}](#{ANCHOR}{number})" if number else ""

    return _changed(source, link)


def without(source: str) -> str:
    """Return Markdown without marks and works, as it is searched and read aloud."""
    return _changed(source, lambda _: "")


def _changed(source: str, mark: Callable[[re.Match[str]], str]) -> str:
    if "[^" not in source:
        return source
    lines = []
    for _, line, is_markdown in structure.outside_code(source.split("\n")):
        is_work = is_markdown and _WORK.fullmatch(line.rstrip())
        # Emptied, not taken out: whoever tells an author about a line counts them all.
        lines.append("" if is_work else _MARK.sub(mark, line) if is_markdown else line)
    return "\n".join(lines)

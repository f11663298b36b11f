"""A page taken apart into what can be changed by itself, and put together again.

What stands inside a part is nobody's business here: a page is the keys of its front matter and the
parts below it, each a run of lines that remember which file they come from. So a mistake in a page
made of two files is named where somebody can mend it.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from academy.courses import structure
from academy.courses.problems import Report

_KEY = re.compile(r"([A-Za-z_][\w-]*)\s*:")
_ENTRY = re.compile(r"[ ]+([\w-]+)\s*:")
_FENCE = "---"


class Line(NamedTuple):
    """One line, and where it stands."""

    text: str
    file: str
    number: int


@dataclass
class Page:
    """A text file of a pack: keys of its front matter, parts of its body."""

    front: dict[str, list[Line]] = field(default_factory=dict)
    parts: dict[str, list[Line]] = field(default_factory=dict)
    """By id, each with its heading; `lead` comes first."""

    def lines(self) -> list[Line]:
        """The whole page."""
        front = [line for block in self.front.values() for line in block]
        body = [line for block in self.parts.values() for line in _ended(block)]
        first = (front or body or [Line("", "", 0)])[0]
        fence = Line(_FENCE, first.file, 1)
        return [fence, *front, fence, *body]


def read(text: str, file: str, report: Report, *, in_parts: bool = True) -> Page:
    """Take a page apart. Ids that can't be are told to `report`, with their lines.

    Not `in_parts`, its body is one thing.
    """
    lines = [Line(one, file, number) for number, one in enumerate(text.split("\n"), 1)]
    end = _end_of_front(lines)
    body = lines[end + 1 :] if end else lines
    front = keys(lines[1:end] if end else [])
    if not in_parts or not body:
        return Page(front, {structure.LEAD: body})
    found = structure.sections([one.text for one in body], body[0].number, file, report)
    starts = [part.line - body[0].number for part in found[1:]]
    ranges = zip([0, *starts], [*starts, len(body)], strict=True)
    parts = {part.id: body[a:b] for part, (a, b) in zip(found, ranges, strict=True)}
    return Page(front, parts)


def keys(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """Lines of YAML by the key they belong to; what stands above the first goes by ""."""
    found: dict[str, list[Line]] = {}
    key = ""
    for line in lines:
        named = _KEY.match(line.text)
        key = named[1] if named else key
        found.setdefault(key, []).append(line)
    return found


def merged(below: Page, above: Page, *, without: Collection[str] = ()) -> Page:
    """The page `below`, with every key and every part that `above` has in place of its own.

    A part that only `above` has comes after the one it follows there, else at the end.
    """
    front = {**below.front, **{k: v for k, v in above.front.items() if k not in without}}
    parts = dict(below.parts)
    before = ""
    for id, block in above.parts.items():
        if id == structure.LEAD and not said(block):
            continue
        if id not in parts:
            parts = _with(parts, id, block, before)
        parts[id] = block
        before = id
    return Page(front, parts)


def leave_out(page: Page, ids: Collection[str], keys: Collection[str]) -> None:
    """Take parts out of a page, and what these keys of its front matter say of them."""
    for id in ids:
        page.parts.pop(id, None)
    for key in page.front.keys() & set(keys):
        page.front[key] = [line for line in page.front[key] if not _names(line.text, ids)]


def _names(line: str, ids: Collection[str]) -> bool:
    found = _ENTRY.match(line)
    return found is not None and found[1] in ids


def said(block: Iterable[Line]) -> bool:
    """Whether there is anything but empty lines."""
    return any(line.text.strip() for line in block)


def _with(
    parts: dict[str, list[Line]], id: str, block: list[Line], before: str
) -> dict[str, list[Line]]:
    ids = list(parts)
    end = ids.index(structure.QUIZ) if structure.QUIZ in parts else len(ids)
    ids.insert(ids.index(before) + 1 if before in parts else end, id)
    return {one: parts.get(one, block) for one in ids}


def _end_of_front(lines: list[Line]) -> int:
    """The index of the line that closes the front matter; 0 where there is none."""
    if lines[0].text.rstrip() != _FENCE:
        return 0
    return next((at for at, one in enumerate(lines) if at and one.text.rstrip() == _FENCE), 0)


def _ended(block: list[Line]) -> list[Line]:
    """A part with an empty line behind it, so that the next one's heading is one."""
    if not block or not block[-1].text.strip():
        return block
    return [*block, Line("", block[-1].file, block[-1].number)]

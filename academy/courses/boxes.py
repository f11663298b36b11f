"""The boxes of a lesson: which there are, which may stand in which, where they open and close.

    :::try
    Share 10.00 among three donors.

    :::alone
    Write down each step.
    :::

    :::together
    One reckons, one checks.
    :::

    :::answer
    3.34, 3.33, 3.33.
    :::
    :::

Every box opens with `:::name` and closes with `:::`, the inner ones too. The Markdown parser wants
an outer fence to be longer than what stands in it; `levelled` sees to that, so no author has to
count colons.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from academy.courses import structure

OUTER: Final = ("try", "case", "note", "changed", "next")
INNER: Final = {"alone": ("try",), "together": ("try",), "answer": ("try", "case")}
"""What only stands inside another box, and in which."""
BOXES: Final = (*OUTER, *INNER)
VARIANTS: Final = ("alone", "together")

_FENCE: Final = re.compile(r"^( {0,3})(:{3,})([ \t]*)([^\s:]*)(.*)$")
_DEEPEST: Final = 4
"""What lies deeper is left as it is written: it is a mistake, and no text may grow by it."""


@dataclass
class Box:
    """A box where it stands: the lines of its two fences, counted from 0."""

    name: str
    inside: "Box | None"
    opens: int
    closes: int | None = None
    boxes: "list[Box]" = field(default_factory=list)

    @property
    def path(self) -> str:
        """Its name behind that of the box it stands in: `try`, `try/answer`."""
        return f"{self.inside.name}/{self.name}" if self.inside else self.name


def read(source: str) -> tuple[list[Box], list[int]]:
    """Every box in the order they open, and the lines that close what was never opened."""
    found: list[Box] = []
    stray: list[int] = []
    open_: Box | None = None
    for at, line, is_markdown in structure.outside_code(source.split("\n")):
        fence = _FENCE.match(line) if is_markdown else None
        if fence is None:
            continue
        if fence[4]:
            box = Box(fence[4], open_, at)
            if open_ is not None:
                open_.boxes.append(box)
            found.append(box)
            open_ = box
        elif open_ is None:
            stray.append(at)
        else:
            open_.closes, open_ = at, open_.inside
    return found, stray


def levelled(source: str) -> str:
    """The source with fences as long as the parser wants them, each on the line where it was."""
    if ":::" not in source:
        return source
    lines = source.split("\n")
    for box in read(source)[0]:
        length = 3 + _height(box, _DEEPEST)
        for at in (box.opens, box.closes):
            fence = _FENCE.match(lines[at]) if at is not None else None
            if at is not None and fence is not None:
                lines[at] = f"{fence[1]}{':' * length}{fence[3]}{fence[4]}{fence[5]}"
    return "\n".join(lines)


def _height(box: Box, deepest: int) -> int:
    if not box.boxes or not deepest:
        return 0
    return 1 + max(_height(one, deepest - 1) for one in box.boxes)


def paths(source: str) -> list[str]:
    """The boxes of a text in their order, which every language shares."""
    return [box.path for box in read(source)[0]]


def problems(source: str) -> Iterator[tuple[int, str]]:
    """What is wrong with the boxes of a text: the line, counted from 0, and a sentence."""
    found, stray = read(source)
    for at in stray:
        yield at, "This “:::” closes a box that was never opened."
    for box in found:
        yield from _judge(box)


def _judge(box: Box) -> Iterator[tuple[int, str]]:
    outer = box.inside.name if box.inside else ""
    glued = next((one for one in BOXES if box.name.startswith(one)), "")
    if box.name not in BOXES and glued:
        title = box.name.removeprefix(glued)
        yield box.opens, f"A space parts a box from its title: “:::{glued} {title}”."
    elif box.name not in BOXES:
        yield box.opens, f"There is no box “{box.name}”; there are {', '.join(BOXES)}."
    elif outer and outer not in INNER.get(box.name, ()):
        problem = f"A box “{box.name}” can't stand inside “{outer}”; close that first with “:::”."
        yield box.opens, problem
    elif box.name in INNER and not outer:
        where = " or ".join(f"“{one}”" for one in INNER[box.name])
        yield box.opens, f"A box “{box.name}” stands inside {where}."
    names = [one.name for one in box.boxes]
    for here, other in (VARIANTS, VARIANTS[::-1]):
        if here in names and other not in names:
            yield box.opens, f"This task has “{here}” without “{other}”; write both or neither."
    for name in INNER:
        if names.count(name) > 1:
            yield box.opens, f"“{name}” stands twice in this box."
    if box.closes is None:
        yield box.opens, "This box is not closed; end it with a line “:::”."

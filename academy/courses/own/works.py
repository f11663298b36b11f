"""Keeps the works that a lesson rests on when the section that names one is left out or rewritten.

A work is named once and pointed at as often as one likes. Where the section with its name goes,
the line goes on to the first section that still points at it.
"""

from collections.abc import Iterable

from academy.courses import citations, structure
from academy.courses.own.blocks import Line, Page


def keep(page: Page, original: Page) -> set[str]:
    """Bring the works along that `page` points at and only `original` names; the parts changed."""
    named = {id for block in page.parts.values() for _, id, _ in citations.works(_text(block))}
    changed = set()
    for block in original.parts.values():
        for at, id, _ in citations.works(_text(block)):
            part = None if id in named else _first_to_point_at(page, id)
            if part is not None:
                page.parts[part] = [*_ended(page.parts[part]), block[at]]
                changed.add(part)
                named.add(id)
    return changed


def _first_to_point_at(page: Page, work: str) -> str | None:
    return next(
        (
            id
            for id, block in page.parts.items()
            if id != structure.QUIZ and any(one == work for _, one in citations.marks(_text(block)))
        ),
        None,
    )


def _ended(block: list[Line]) -> list[Line]:
    last = block[-1]
    return block if not last.text.strip() else [*block, Line("", last.file, last.number)]


def _text(block: Iterable[Line]) -> str:
    return "\n".join(line.text for line in block)

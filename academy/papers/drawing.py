"""Papers → HTML, for pages and for the press. Every word of it is escaped here."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

from academy.papers.model import Block, Box, Line, Listed, Paragraph, Run, Table

CLASSES: Final = {"choose": "try", "lawyer": "case", "note": "note"}
"""How a box looks, named as the boxes of lessons are: nothing is added to what a phone loads."""


def html(blocks: Iterable[Block], words: Mapping[str, str]) -> str:
    """The blocks as HTML that is safe; `words` are those beside the papers."""
    return "\n".join(_block(one, words) for one in blocks)


def _block(one: Block, words: Mapping[str, str]) -> str:
    if isinstance(one, Paragraph):
        return f"<p>{_line(one.line)}</p>"
    if isinstance(one, Listed):
        name = "ol" if one.ordered else "ul"
        return f"<{name}>{''.join(f'<li>{_line(item)}</li>' for item in one.items)}</{name}>"
    if isinstance(one, Table):
        return _table(one)
    return _box(one, words)


def _table(one: Table) -> str:
    head, *rows = one.rows or ((),)
    above = "".join(f'<th scope="col">{_line(cell)}</th>' for cell in head)
    below = "".join(
        f"<tr>{''.join(f'<td>{_line(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    inside = f"<table><thead><tr>{above}</tr></thead><tbody>{below}</tbody></table>"
    return f'<div class="table" tabindex="0">{inside}</div>'


def _box(one: Box, words: Mapping[str, str]) -> str:
    label = f'<p class="label">{escape(words[one.name])}</p>'
    return f'<aside class="{CLASSES[one.name]}">{label}{html(one.blocks, words)}</aside>'


def _line(line: Line) -> str:
    return "".join(map(_run, line))


def _run(one: Run) -> str:
    said = escape(one.text)
    if one.blank:
        said = f'<span class="blank">{said}</span>'
    if one.italic:
        said = f"<em>{said}</em>"
    return f"<strong>{said}</strong>" if one.bold else said

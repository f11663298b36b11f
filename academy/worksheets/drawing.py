"""Pictures of what was typed, as SVG that only draws: no script, no style, no colour needed.

A picture names rows by their number; what the numbers are stands beside it as text (`told`), which
is also the alternative for whoever doesn't see it. All it says is digits and signs, so it is the
same picture in every language and on paper.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape

from academy.courses.languages import is_rtl
from academy.worksheets.model import Column, Picture, Table, Words
from academy.worksheets.typed import Value
from academy.worksheets.working import Worked

Show = Callable[[Column, Value], str]
"""A value as a reader writes it."""

_CELL, _LEFT, _TOP = 56, 44, 8
_WIDE, _BAR, _ROW = 300, 14, 44
_LINE, _FIGURES = 24, 100
"""How high a row of levels is, and how wide the figures beside them."""


@dataclass(frozen=True)
class Drawn:
    """A picture: its title, its SVG, and the same in lines of text."""

    title: str
    svg: str
    told: tuple[str, ...]


def drawn(worked: Worked, words: Words, picture: Picture, show: Show) -> Drawn:
    """A picture of a sheet."""
    table = worked.worksheet.table(picture.table)
    ids = filter(None, (picture.first, picture.second))
    columns = [_column(worked, picture, id) for id in ids]
    assert table is not None  # noqa: S101 - the reader made sure
    rows = _Rows(worked, words, table, picture)
    told = tuple(rows.told(columns, show))
    title = words[f"picture-{picture.id}"]
    said = escape(". ".join((title, *told)), quote=True)
    if picture.kind == "levels":
        return Drawn(title, _levels(rows, columns[0], said, show), told)
    if picture.kind == "grid":
        mirrored = is_rtl(words.language)
        return Drawn(title, _grid(rows, columns[0], columns[1], said, mirrored=mirrored), told)
    return Drawn(title, _bars(rows, columns[0], columns[1], said), told)


def _column(worked: Worked, picture: Picture, id: str) -> Column:
    found = worked.worksheet.column(f"{picture.table}.{id}")
    assert found is not None, id  # noqa: S101 - the reader made sure
    return found


class _Rows:
    """The rows of a picture's table that have something to show."""

    def __init__(self, worked: Worked, words: Words, table: Table, picture: Picture) -> None:
        self._worked = worked
        self._words = words
        self._table = table
        self._label = table.column(picture.label) if picture.label else None

    def values(self, *columns: Column) -> Iterator[tuple[int, list[Fraction | None]]]:
        """The number of each row and its values."""
        for number, row in enumerate(self._worked.entered.of(self._table), 1):
            found = [self._worked.value(column, {self._table.id: row}) for column in columns]
            yield number, [one if isinstance(one, Fraction) else None for one in found]

    def told(self, columns: Sequence[Column], show: Show) -> Iterator[str]:
        """Each row in words."""
        rows = self._worked.entered.of(self._table)
        for (number, values), row in zip(self.values(*columns), rows, strict=True):
            if not any(one is not None for one in values):
                continue
            said = ", ".join(
                f"{self._words.of(column)} {show(column, value) or '–'}"
                for column, value in zip(columns, values, strict=True)
            )
            yield f"{number} {self._name(row)}: {said}"

    def _name(self, row: str) -> str:
        if self._label is None:
            return self._words.row(self._table, row)
        return str(self._worked.value(self._label, {self._table.id: row}) or "–")


def _svg(width: int, height: int, said: str, inside: list[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img"'
        f' aria-label="{said}" direction="ltr" fill="none" stroke="currentColor"'
        f' font-size="14" font-family="inherit">{"".join(inside)}</svg>'
    )


def _text(
    x: float, y: float, said: str, *, strong: bool = False, small: bool = False, at: str = "middle"
) -> str:
    look = ' font-weight="700"' if strong else ""
    look += ' font-size="11"' if small else ""
    return (
        f'<text x="{x:g}" y="{y:g}" text-anchor="{at}" fill="currentColor" stroke="none"'
        f"{look}>{escape(said)}</text>"
    )


def _signed(value: int, least: int) -> str:
    return f"{value:+d}".replace("-", "−") if least < 0 and value else str(value)


def _grid(rows: _Rows, first: Column, second: Column, said: str, *, mirrored: bool) -> str:
    """Rows placed in squares: the way people read by the first column, upwards by the second."""
    across = range(first.least or 0, (first.most or 0) + 1)[:11]
    up = range(second.least or 0, (second.most or 0) + 1)[:11]
    held: dict[tuple[int, int], list[int]] = {}
    for number, values in rows.values(first, second):
        if None not in values:
            placed = [int(one or 0) for one in values]
            held.setdefault((placed[0], placed[1]), []).append(number)
    width, height = _LEFT + _CELL * len(across) + 4, _TOP + _CELL * len(up) + 36
    inside = []

    def at(x: float) -> float:
        return width - x if mirrored else x

    for column, x in enumerate(across):
        middle = at(_LEFT + _CELL * (column + 0.5))
        left = int(middle - _CELL / 2)
        for line, y in enumerate(reversed(up)):
            top = _TOP + _CELL * line
            inside.append(_square(left, top, _weight(x, y, across, up)))
            inside += _numbers(left, top, held.get((x, y), []))
        inside.append(_text(middle, height - 20, _signed(x, across[0])))
    for line, y in enumerate(reversed(up)):
        inside.append(_text(at(_LEFT - 12), _TOP + _CELL * (line + 0.5) + 5, _signed(y, up[0])))
    arrow = "←" if mirrored else "→"
    inside.append(_text(at(_LEFT + _CELL * len(across) / 2), height - 2, arrow, strong=True))
    inside.append(_text(at(12), _TOP + _CELL * len(up) / 2, "↑", strong=True))
    return _svg(width, height, said, inside)


def _weight(x: int, y: int, across: range, up: range) -> float:
    """How dark a square is: by its product, where both count from one (likelihood and harm)."""
    if across[0] < 1 or up[0] < 1:
        return 0.0
    return round(0.4 * (x * y) / (across[-1] * up[-1]), 2)


def _square(left: int, top: int, weight: float) -> str:
    return (
        f'<rect x="{left}" y="{top}" width="{_CELL}" height="{_CELL}" fill="currentColor"'
        f' fill-opacity="{weight:g}" stroke-opacity="0.6"/>'
    )


def _numbers(left: int, top: int, numbers: list[int]) -> Iterator[str]:
    """Up to nine row numbers within a square; a sign where there are more."""
    shown = [*map(str, numbers[:8]), *(["+"] if len(numbers) > 8 else [])]  # noqa: PLR2004
    columns = 1 if len(shown) == 1 else 2 if len(shown) < 5 else 3  # noqa: PLR2004
    lines = -(-len(shown) // columns)
    for at, said in enumerate(shown):
        line, column = divmod(at, columns)
        x = left + _CELL * (column + 0.5) / columns
        y = top + _CELL * (line + 0.5) / lines + 5
        yield _text(x, y, said, strong=True)


def _bars(rows: _Rows, first: Column, second: Column, said: str) -> str:
    """Two bars for each row, out of a hundred: the first open, the second full."""
    inside, at = [], _TOP
    for number, values in rows.values(first, second):
        inside.append(_text(12, at + _BAR + 5, str(number), strong=True))
        for line, value in enumerate(values):
            top = at + line * (_BAR + 2)
            inside += _bar(top, value, full=line == 1)
        at += _ROW
    return _svg(_WIDE + 90, at, said, inside)


def _bar(top: int, value: Fraction | None, *, full: bool) -> Iterator[str]:
    if value is None:
        yield _text(40, top + _BAR - 2, "–", small=True)
        return
    long = max(1.0, float(value) * _WIDE / 100)
    fill = ' fill="currentColor"' if full else ' stroke-dasharray="4 2"'
    yield f'<rect x="30" y="{top}" width="{long:g}" height="{_BAR}"{fill}/>'
    yield _text(30 + long + 26, top + _BAR - 2, f"{float(value):.0f} %", small=True)


def _levels(rows: _Rows, column: Column, said: str, show: Show) -> str:
    """A bar for each row: full to the right of nothing, open to the left of it."""
    levels = [(n, value) for n, (value,) in rows.values(column) if value is not None]
    known = [0.0, *(float(value) for _number, value in levels)]
    unit = _WIDE / ((max(known) - min(known)) or 1)
    nothing = 30 - min(known) * unit
    bottom = _TOP + _LINE * len(levels)
    inside = [f'<path d="M{nothing:.1f} {_TOP - 4}V{bottom}"/>']
    for line, (number, value) in enumerate(levels):
        top = _TOP + _LINE * line
        inside.append(_text(12, top + _BAR - 2, str(number), strong=True))
        inside.append(_level(nothing, top, float(value) * unit))
        right, figure = 30 + _WIDE + _FIGURES, show(column, value)
        inside.append(_text(right, top + _BAR - 2, figure, strong=value < 0, at="end"))
    return _svg(34 + _WIDE + _FIGURES, bottom + 4, said, inside)


def _level(nothing: float, top: int, long: float) -> str:
    left, fill = min(nothing, nothing + long), ' fill="currentColor" fill-opacity="0.6"'
    look = fill if long >= 0 else ' stroke-dasharray="4 2"'
    return f'<rect x="{left:.1f}" y="{top}" width="{abs(long):.1f}" height="{_BAR}"{look}/>'

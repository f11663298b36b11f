"""What was typed into a cell → its value, or what is wrong with it. What was typed is kept."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from academy.text import digits, numbers, signs
from academy.worksheets.model import LARGEST, LONGEST, Column, Place, Table, Worksheet

Value = Fraction | str | tuple[int, ...] | None
"""A number (of a date: its day), a text, a list of rows; None for an empty cell."""

_DAY_ONE: Final = date(1899, 12, 30)
"""As spreadsheets count days."""
_DAY: Final = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_ROWS: Final = re.compile(r"[\s,;،、，；]+")


class UnfitError(Exception):
    """The text is no value of its column. `code` says why: a word for the doors' sentences."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Entered:
    """What a sheet holds: its rows in order, by table, and what was typed, by place."""

    rows: dict[str, tuple[str, ...]] = field(default_factory=dict)
    texts: dict[Place, str] = field(default_factory=dict)

    def of(self, table: Table) -> tuple[str, ...]:
        """The rows of a table, by id."""
        return table.fixed or self.rows.get(table.id, ())


def blank(worksheet: Worksheet) -> Entered:
    """An empty sheet with as many rows as paper has."""
    counts = {one.id: one.blank for one in worksheet.tables if not one.fixed}
    return Entered({id: tuple(map(str, range(1, n + 1))) for id, n in counts.items()})


def value(column: Column, text: str) -> Value:
    """The value of what was typed. Raises UnfitError."""
    text = signs.clean(text)
    if not text:
        return None
    if len(text) > LONGEST.get(column.kind, LONGEST["text"]):
        raise UnfitError("too_long")
    if column.is_number:
        return _number(column, text)
    if column.kind == "date":
        return _date(text)
    if column.kind == "choice":
        if text not in column.scale:
            raise UnfitError("choice")
        return text
    return _rows(text) if column.kind == "list" else text


def settled(column: Column, text: str, language: str) -> str:
    """What is kept of a text: itself, in one line, without what nobody sees.

    A number that readers of other languages would take for another one is kept as it was meant,
    and a date as every phone writes it.
    """
    text = signs.clean(text)
    if column.kind == "date" and text:
        try:
            return day_of(_date(text)).isoformat()
        except UnfitError:
            return text
    if not column.is_number or not numbers.is_ambiguous(text):
        return text
    meant = numbers.read(text, language)
    return text if meant is None else f"{meant.normalize():f}"


def day_of(number: Fraction) -> date:
    """The day of a date's number."""
    return _DAY_ONE + timedelta(days=int(number))


def _number(column: Column, text: str) -> Fraction:
    read = numbers.read(text)
    if read is None:
        raise UnfitError("number")
    if abs(read) >= LARGEST:
        raise UnfitError("too_large")
    if read != round(read, column.decimals):
        raise UnfitError("decimals" if column.decimals else "whole")
    if column.least is not None and read < column.least:
        raise UnfitError("least")
    if column.most is not None and read > Decimal(column.most):
        raise UnfitError("most")
    return Fraction(read)


def _date(text: str) -> Fraction:
    found = _DAY.fullmatch(digits.western(text))
    try:
        day = date(*map(int, found.groups())) if found else None
    except ValueError:
        day = None
    if day is None or not 1900 < day.year < 2200:  # noqa: PLR2004 - where spreadsheets agree
        raise UnfitError("date")
    return Fraction((day - _DAY_ONE).days)


def _rows(text: str) -> tuple[int, ...]:
    parts = [one for one in _ROWS.split(digits.western(text)) if one]
    if not all(one.isascii() and one.isdigit() and len(one) <= 4 for one in parts):  # noqa: PLR2004
        raise UnfitError("list")
    return tuple(sorted({int(one) for one in parts}))

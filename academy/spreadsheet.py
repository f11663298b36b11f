"""Tables as an XLSX workbook, made in memory: what was counted touches no disk on its way out.

A text is a text: nothing that somebody typed becomes a formula, a link or a number. A date is a
date and a number a number, so that a spreadsheet can sort and add them up in any language.
"""

import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, NamedTuple


class Percent(NamedTuple):
    """A whole number of hundredths."""

    hundredths: int


class Formula(NamedTuple):
    """A live formula of our own making, and what it comes to, for who doesn't calculate.

    One that is `wide` comes to a text that may run over the cells beside it.
    """

    formula: str
    comes_to: float | str
    look: str = ""
    wide: bool = False


class Amount(NamedTuple):
    """A number and how it is written; one that people type stands in a frame."""

    number: float | None
    look: str


class Told(NamedTuple):
    """A text with a look; one that is `wide` may run over the cells beside it."""

    text: str
    look: str = ""
    wide: bool = False


Cell = str | int | date | datetime | Percent | Formula | Amount | Told | None

_LONGEST_NAME: Final = 31
_LONGEST_CHOICE: Final = 255
_FORBIDDEN: Final = str.maketrans("[]:*?/\\", "       ")
_NARROWEST, _WIDEST = 8, 60
_FORMATS: Final = {
    "date": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "percent": "0%", "money": "#,##0.00",
    "hundredths": "0.00", "plain": "General", "whole": "0", "text": "@",
}  # fmt: skip
TYPED: Final = "typed "
"""Before a look: this cell is for typing."""


@dataclass(frozen=True)
class Sheet:
    """One table: its name, its headings (which may be none) and its rows.

    `choices` are what may be chosen in a cell, by row and column of the page.
    """

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    choices: Mapping[tuple[int, int], Sequence[str]] = field(default_factory=dict)


def workbook(sheets: Sequence[Sheet], *, right_to_left: bool, created: datetime) -> bytes:
    """The bytes of a workbook with one sheet a table, the same for the same tables.

    Headings stay in sight while the rows are scrolled, and columns are as wide as what they hold.
    """
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": created})
        looks = {name: book.add_format({"num_format": form}) for name, form in _FORMATS.items()}
        looks["heading"] = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        looks["strong"] = book.add_format({"bold": True})
        looks[""] = None
        for name, form in _FORMATS.items():
            looks[TYPED + name] = book.add_format(
                {"num_format": form, "border": 1, "text_wrap": name == "text", "valign": "top"}
            )
        for name, sheet in zip(_names(sheets), sheets, strict=True):
            _write(book.add_worksheet(name), sheet, looks, right_to_left=right_to_left)
    return out.getvalue()


def _names(sheets: Sequence[Sheet]) -> list[str]:
    """What the sheets are called: no two alike, without the signs that a name may not have."""
    names: list[str] = []
    for number, sheet in enumerate(sheets, 1):
        name = " ".join(sheet.name.translate(_FORBIDDEN).split()).strip("'")[:_LONGEST_NAME].strip()
        taken = {one.casefold() for one in names} | {"history", ""}
        names.append(name if name.casefold() not in taken else f"{name[:27]} {number}".strip())
    return names


def _write(page: Any, sheet: Sheet, looks: dict[str, Any], *, right_to_left: bool) -> None:  # noqa: ANN401
    if right_to_left:
        page.right_to_left()
    first = 1 if sheet.headings else 0
    for column, heading in enumerate(sheet.headings):
        page.write_string(0, column, heading, looks["heading"])
    for number, row in enumerate(sheet.rows, first):
        for column, cell in enumerate(row):
            _write_cell(page, number, column, cell, looks)
    for (at, across), offered in sheet.choices.items():
        if sum(map(len, offered)) + len(offered) <= _LONGEST_CHOICE and not any(
            "," in one for one in offered
        ):
            rule = {"validate": "list", "source": list(offered), "error_type": "warning"}
            page.data_validation(at, across, at, across, rule)
    if first:
        page.freeze_panes(1, 0)
    for column, width in enumerate(_widths(sheet)):
        page.set_column(column, column, width)


def _write_cell(page: Any, row: int, column: int, cell: Cell, looks: dict[str, Any]) -> None:  # noqa: ANN401
    match cell:
        case None:
            pass
        case Percent(hundredths):
            page.write_number(row, column, hundredths / 100, looks["percent"])
        case Formula(formula, comes_to, look):
            page.write_formula(row, column, formula, looks[look], comes_to)
        case Amount(None, look):
            page.write_blank(row, column, None, looks[look])
        case Amount(number, look):
            page.write_number(row, column, number, looks[look])
        case Told(text, look):
            page.write_string(row, column, text, looks[look])
        case datetime():
            page.write_datetime(row, column, cell, looks["moment"])
        case date():
            page.write_datetime(row, column, cell, looks["date"])
        case int():
            page.write_number(row, column, cell)
        case _:
            page.write_string(row, column, cell)


def _widths(sheet: Sheet) -> list[int]:
    """How wide each column is, in the widths of a digit; a Chinese character takes two."""
    columns = max([len(sheet.headings), *map(len, sheet.rows)], default=0)
    widths = [_NARROWEST] * columns
    for column, heading in enumerate(sheet.headings):
        # A heading may take two lines, so only its longest word counts in full.
        longest = max((_width(word) for word in heading.split()), default=0)
        widths[column] = max(widths[column], longest, _width(heading) // 2)
    for row in sheet.rows:
        for column, cell in enumerate(row):
            widths[column] = max(widths[column], _width(_shown(cell)))
    return [min(width + 2, _WIDEST) for width in widths]


def _shown(cell: Cell) -> str:  # noqa: PLR0911 - one for each kind of cell
    match cell:
        case None:
            return ""
        case Percent(hundredths):
            return f"{hundredths}%"
        case Told(text, _look, wide):
            return "" if wide else text
        case Formula(wide=True):
            return ""
        case Formula(_formula, comes_to):
            return comes_to if isinstance(comes_to, str) else f"{comes_to:,.2f}"
        case Amount(number, _look):
            return "" if number is None else f"{number:,.2f}"
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
        case _:
            return str(cell)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)

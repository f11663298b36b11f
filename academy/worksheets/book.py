"""A worksheet as a spreadsheet with live formulas, blank or filled in; and as CSV.

What people typed is written as text, number or date and never as a formula. A formula carries what
it comes to, for programs that only show; a program that calculates finds the same.
"""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final

from academy.spreadsheet import TYPED, Amount, Cell, Formula, Told
from academy.spreadsheet import Sheet as Page
from academy.spreadsheet import workbook as bound
from academy.worksheets import formulas
from academy.worksheets.exact import Row
from academy.worksheets.formulas import Formulas
from academy.worksheets.layout import LABEL, Layout, Spot
from academy.worksheets.model import Check, Column, Place, Table, Words, Worksheet
from academy.worksheets.shares import rounded
from academy.worksheets.typed import Entered, Value, day_of
from academy.worksheets.wording import fill, parts
from academy.worksheets.working import Found, Worked

Say = Callable[[str], str]
"""The interface's own few words, by code: "result", "check", "unread"."""

_LOOKS: Final = {
    "money": "money", "percent": "hundredths", "rate": "plain", "whole": "whole",
    "number": "plain", "date": "date",
}  # fmt: skip
_SPARE: Final = 5
"""Empty rows after the filled ones, with their formulas."""
_ESCAPED: Final = "=+-@\t\r\n＝＋－＠"
"""What a spreadsheet takes for the beginning of a formula in a CSV file."""


def with_spare_rows(worksheet: Worksheet, entered: Entered) -> Entered:
    """The sheet with empty rows behind the filled ones, as many as paper has and a few at least."""
    return _with_rows(
        worksheet,
        entered,
        {one.id: max(one.blank, len(entered.of(one)) + _SPARE * (not one.across))
         for one in worksheet.tables},
    )  # fmt: skip


def with_a_row(worksheet: Worksheet, entered: Entered) -> Entered:
    """The sheet with one row at least in every table: without it there is nothing to lay out."""
    return _with_rows(worksheet, entered, {one.id: 1 for one in worksheet.tables})


def _with_rows(worksheet: Worksheet, entered: Entered, wanted: dict[str, int]) -> Entered:
    rows = {}
    for one in worksheet.tables:
        held = entered.of(one)
        fresh = max((int(row) for row in held if row.isdigit()), default=0)
        added = range(1, max(wanted[one.id], 1) - len(held) + 1)
        rows[one.id] = (*held, *(str(fresh + n) for n in added))
    return Entered(
        {id: ids for id, ids in rows.items() if not _fixed(worksheet, id)}, entered.texts
    )


def _fixed(worksheet: Worksheet, id: str) -> bool:
    found = worksheet.table(id)
    return found is not None and bool(found.fixed)


def workbook(
    worked: Worked, words: Words, say: Say, *, right_to_left: bool, created: datetime
) -> bytes:
    """The bytes of an XLSX workbook."""
    page = Page(words["title"], (), table(worked, words, say), choices(worked, words))
    return bound([page], right_to_left=right_to_left, created=created)


def csv_text(worked: Worked, words: Words, say: Say, separator: str) -> str:
    """The same cells as CSV, with what the formulas come to; no cell begins like a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    decimal = "," if separator == ";" else "."
    for row in table(worked, words, say):
        writer.writerow(_flat(cell, decimal) for cell in row)
    return out.getvalue()


def choices(worked: Worked, words: Words) -> dict[Spot, list[str]]:
    """What may be chosen in the cells of choices, and in those of a few whole numbers."""
    at = Layout(worked.worksheet, worked.entered, words)
    return {
        at.spot(column, row): offered
        for column in worked.worksheet.columns
        if column.typed and (offered := _offered(column, at))
        for row in worked.rows_of(column)
    }


def _offered(column: Column, at: Layout) -> list[str]:
    if column.kind == "choice":
        return [at.option(column, one) for one in column.scale]
    least, most = column.least, column.most
    if column.kind != "whole" or least is None or most is None or most - least > 10:  # noqa: PLR2004
        return []
    return [str(one) for one in range(least, most + 1)]


def table(worked: Worked, words: Words, say: Say) -> list[list[Cell]]:
    """Every cell, row by row."""
    cells = dict(_Book(worked, words, say).cells())
    height = 1 + max(row for row, _ in cells)
    width = 1 + max(column for _, column in cells)
    return [[cells.get((row, column)) for column in range(width)] for row in range(height)]


Placed = tuple[Spot, Cell]


class _Book:
    def __init__(self, worked: Worked, words: Words, say: Say) -> None:
        self._worked = worked
        self._sheet = worked.worksheet
        self._words = words
        self._say = say
        self._at = Layout(worked.worksheet, worked.entered, words)

    def cells(self) -> Iterator[Placed]:
        """Everything, by where it lies."""
        yield (0, LABEL), Told(self._words["title"], "strong", wide=True)
        yield (1, LABEL), Told(self._words["summary"], wide=True)
        for column in self._sheet.columns:
            for row in self._worked.rows_of(column):
                yield self._at.spot(column, row), self._cell(column, row)
        for column in self._sheet.fields:
            yield (self._at.spot(column, {})[0], LABEL), Told(self._words.of(column))
        if any(not column.typed for column in self._sheet.fields):
            yield (self._at.totals, LABEL), Told(self._say("result"), "strong")
        for one in self._sheet.tables:
            yield from self._headings(one)
            yield from self._row_checks(one)
        yield from self._below()

    def _headings(self, table: Table) -> Iterator[Placed]:
        top = self._at.heads[table.id]
        yield (top, LABEL), Told(self._words[table.id], "strong", wide=True)
        for number, row in enumerate(self._worked.entered.of(table), 1):
            spot = self._at.number_spot(table.id, row)
            yield spot, Amount(number, "whole")
            if table.fixed:
                yield (spot[0], LABEL), Told(self._words.row(table, row))
        if table.across:
            for line, column in enumerate(table.columns, top + 2):
                yield (line, LABEL), Told(self._words.of(column))
            return
        for (column, other), across in self._at.columns(table).items():
            yield (top + 1, across), Told(self._heading(column, other), "heading")

    def _heading(self, column: Column, other: str) -> str:
        """A column's heading; of one that comes several times, with the row it is for."""
        if not other:
            return self._words.of(column)
        table = self._sheet.table(column.each)
        assert table is not None  # noqa: S101 - the reader made sure
        name = self._worked.value(table.title_column, {table.id: other})
        number = self._worked.entered.of(table).index(other) + 1
        return f"{self._words.of(column)} · {name or number}"

    def _cell(self, column: Column, row: Row) -> Cell:
        found = self._worked.value(column, row)
        look = _LOOKS.get(column.kind, "text")
        if column.formula is not None:
            shown = self._shown(column, found)
            made = Formulas(self._at, row, column).cell(column)
            return Formula(made, "" if shown is None else shown, "" if look == "text" else look)
        look = look if column.given else TYPED + look
        shown = self._shown(column, found)
        return Told(shown, look) if isinstance(shown, str) else Amount(shown, look)

    def _shown(self, column: Column, found: Value) -> str | float | None:
        if isinstance(found, tuple):
            return ",".join(map(str, found))
        if isinstance(found, str):
            if found.isdigit() and column.kind == "choice":
                return float(found)
            return self._at.option(column, found) if column.kind == "choice" else found
        return None if found is None else float(found)

    # What is wrong

    def _row_checks(self, table: Table) -> Iterator[Placed]:
        checks = [one for one in self._sheet.checks if one.table == table.id]
        if not checks:
            return
        found = {(one.check.id, one.row): one for one in self._worked.found()}
        for row in self._worked.entered.of(table):
            said = [
                found_words(one, self._words)
                for check in checks
                if (one := found.get((check.id, row)))
            ]
            made = "&".join(self._formula(check, {table.id: row}) for check in checks)
            filled = ",".join(self._at.typed_cells(table, row))
            formula = f'=IF(COUNTA({filled})=0,"",TRIM({made}))'
            yield self._at.check_spot(table, row), Formula(formula, " ".join(said))
        if table.across:
            head = (self._at.check_spot(table, row)[0], LABEL)
        else:
            head = (self._at.heads[table.id] + 1, self._at.check_spot(table, row)[1])
        yield head, Told(self._say("check"), "heading")

    def _formula(self, check: Check, row: Row) -> str:
        """Its sentence where it is wrong, its values written as the spreadsheet's country does."""
        made = Formulas(self._at, row)
        said = [
            formulas.text(words) if words else self._value(made, check, name)
            for name, words in parts(self._words[f"check-{check.id}"])
        ]
        sentence = "&".join([*said, '" "'])
        return f'IFERROR(IF({made.of(check.wrong)},{sentence},""),"")'

    @staticmethod
    def _value(made: Formulas, check: Check, name: str) -> str:
        node, decimals = check.says[name]
        return made.of(node) if decimals < 0 else f"FIXED({made.of(node)},{decimals})"

    def _below(self) -> Iterator[Placed]:
        """What is wrong with the sheet as a whole, and what of it can't be read."""
        at = self._at.bottom
        found = {one.check.id: one for one in self._worked.found() if not one.check.table}
        for check in self._sheet.checks:
            if not check.table:
                said = found_words(found[check.id], self._words) if check.id in found else ""
                made = f"=TRIM({self._formula(check, {})})"
                yield (at, LABEL), Formula(made, said, wide=True)
                at += 1
        for place in self._worked.unfit:
            told = f"{self._name(place)}: {self._worked.entered.texts.get(place, '')}"
            yield (at, LABEL), Told(self._say("unread"), "heading")
            yield (at, LABEL + 1), Told(told, wide=True)
            at += 1

    def _name(self, place: Place) -> str:
        column = self._sheet.column_at(place)
        steps = place.split(".")
        row = f" {steps[1]}" if len(steps) > 1 else ""
        return f"{self._words.of(column)}{row}" if column else place


def found_words(found: Found, words: Words) -> str:
    """A check's sentence in plain figures: what its formula comes to in an English spreadsheet."""
    values = {name: plain(value, decimals) for name, (value, decimals) in found.says.items()}
    return fill(words[f"check-{found.check.id}"], values)


def plain(value: Value, decimals: int) -> str:
    """A value as text: a number with its thousands parted, as FIXED writes it in English."""
    if isinstance(value, Fraction):
        return f"{Decimal(rounded(value, decimals)).scaleb(-decimals):,.{decimals}f}"
    return "" if value is None else str(value)


def _flat(cell: Cell, decimal: str) -> str:
    match cell:
        case Told(text) | Formula(_, str(text)):
            return "'" + text if text.startswith(tuple(_ESCAPED)) else text
        case Amount(number, look) | Formula(_, number, look) if isinstance(number, float | int):
            if look.endswith("date"):
                return day_of(Fraction(number)).isoformat()
            return f"{number:.6f}".rstrip("0").rstrip(".").replace(".", decimal)
    return ""

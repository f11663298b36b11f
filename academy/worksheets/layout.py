"""Where everything lies on a spreadsheet: fields, then each table, what is calculated, checks.

Rows of a table go down; those of a table `across` go to the right, since other tables have a column
for each of them. So what is gathered of rows is always one stretch of cells.
"""

from dataclasses import dataclass, field
from itertools import groupby

from academy.worksheets.exact import Row
from academy.worksheets.model import Column, Table, Words, Worksheet
from academy.worksheets.typed import Entered

LABEL, FIRST = 1, 2
"""The column of labels, behind that of numbers, and the first behind it."""

Spot = tuple[int, int]
"""Row and column, from 0."""


def address(spot: Spot) -> str:
    """`C5` for (4, 2)."""
    row, column = spot
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def stretch(first: Spot, last: Spot) -> str:
    """`C5:C9`; of one cell too, since what is gathered must be a stretch."""
    return f"{address(first)}:{address(last)}"


@dataclass
class Layout:
    """A worksheet with these rows, laid out in these words."""

    worksheet: Worksheet
    entered: Entered
    words: Words
    heads: dict[str, int] = field(default_factory=dict)
    """The row of each table's title."""
    bottom: int = 0
    """The first row below everything."""
    totals: int = 0
    """The row above what the fields calculate."""
    _spots: dict[str, Spot] = field(default_factory=dict)

    def __post_init__(self) -> None:
        at = 3
        for column in self.worksheet.fields:
            if column.typed:
                self._spots[column.id] = (at, FIRST)
                at += 1
        for table in self.worksheet.tables:
            at += 1
            self.heads[table.id] = at
            at = self._across(table, at) if table.across else self._down(table, at)
        self.totals = at + 1
        at += 2
        for column in self.worksheet.fields:
            if not column.typed:
                self._spots[column.id] = (at, FIRST)
                at += 1
        self.bottom = at + 1

    def _across(self, table: Table, at: int) -> int:
        """A line for each column of the table, from the line below its title; one for checks."""
        for line, column in enumerate(table.columns, at + 2):
            for number, row in enumerate(self.entered.of(table)):
                self._spots[column.place(row)] = (line, FIRST + number)
        return at + 3 + len(table.columns)

    def _down(self, table: Table, at: int) -> int:
        """A line for each row of the table, below its title and headings."""
        for line, row in enumerate(self.entered.of(table), at + 2):
            for (column, other), across in self.columns(table).items():
                self._spots[column.place(row, other)] = (line, across)
        return at + 2 + len(self.entered.of(table))

    def columns(self, table: Table) -> dict[tuple[Column, str], int]:
        """Where the columns of a table lie, each with the row of the other table that it is for."""
        found: list[tuple[Column, str]] = []
        for column in table.columns:
            others = self.entered.of(self._table(column.each)) if column.each else ("",)
            found += [(column, other) for other in others]
        first = FIRST if table.fixed else LABEL
        return {one: first + at for at, one in enumerate(found)}

    def check_spot(self, table: Table, row: str) -> Spot:
        """Where it is said what is wrong in a row."""
        number = self.entered.of(table).index(row)
        if table.across:
            return self.heads[table.id] + 2 + len(table.columns), FIRST + number
        width = max(self.columns(table).values())
        return self.heads[table.id] + 2 + number, width + 1

    def spot(self, column: Column, row: Row) -> Spot:
        """Where a cell lies."""
        return self._spots[column.place(row.get(column.table, ""), row.get(column.each, ""))]

    def _table(self, id: str) -> Table:
        found = self.worksheet.table(id)
        assert found is not None, id  # noqa: S101 - the reader made sure
        return found

    # What formulas ask (`formulas.Grid`)

    def at(self, column: Column, row: Row) -> str:
        """The address of one cell."""
        return address(self.spot(column, row))

    def all(self, column: Column, row: Row) -> str:
        """The addresses of the cells of those rows that `row` doesn't settle."""
        ends = []
        for end in (0, -1):
            here = dict(row)
            for table in column.dims:
                here.setdefault(table, self.entered.of(self._table(table))[end])
            ends.append(self.spot(column, here))
        return stretch(ends[0], ends[1])

    def before(self, column: Column, row: Row, table: str, *, with_it: bool) -> str:
        """The addresses from the first row of a table up to the one before, or up to this one."""
        rows = self.entered.of(self._table(table))
        last = rows.index(row[table]) + (0 if with_it else -1)
        if last < 0:
            return ""
        ends = [self.spot(column, {**row, table: rows[at]}) for at in (0, last)]
        return stretch(ends[0], ends[1])

    def number(self, table: str, row: Row) -> str:
        """The address or addresses of the numbers of a table's rows."""
        rows = self.entered.of(self._table(table))
        if table in row:
            return address(self.number_spot(table, row[table]))
        return stretch(self.number_spot(table, rows[0]), self.number_spot(table, rows[-1]))

    def number_spot(self, table: str, row: str) -> Spot:
        """Where the number of a row stands."""
        number = self.entered.of(self._table(table)).index(row)
        if self._table(table).across:
            return self.heads[table] + 1, FIRST + number
        return self.heads[table] + 2 + number, 0

    def option(self, column: Column, option: str) -> str:
        """What a choice's option is called."""
        return option if option.isdigit() else self.words.option(column, option)

    def typed_cells(self, table: Table, row: str) -> list[str]:
        """The addresses of what people type in a row, in stretches."""
        spots = [
            self._spots[column.place(row, other)]
            for (column, other) in self._places(table)
            if column.typed
        ]
        line = 0 if table.across else 1
        runs = groupby(enumerate(sorted(spots)), lambda found: found[1][line] - found[0])
        return [stretch(run[0][1], run[-1][1]) for _, part in runs if (run := list(part))]

    def _places(self, table: Table) -> list[tuple[Column, str]]:
        if table.across:
            return [(column, "") for column in table.columns]
        return list(self.columns(table))

"""A sheet worked out: the value of every cell, exactly, and what its checks have to say.

Money is whole cents, shares go by largest remainder, nothing is ever a binary number. An empty cell
counts as nothing in a sum, as it does in a spreadsheet; what divides by nothing is empty itself.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

from academy.worksheets.exact import Row, Sum
from academy.worksheets.model import LARGEST, Check, Column, Place, Table, Worksheet
from academy.worksheets.shares import rounded
from academy.worksheets.typed import Entered, UnfitError, Value, value


@dataclass(frozen=True)
class Found:
    """A check that found something: in which row, beside which place, with which values."""

    check: Check
    row: str
    place: Place
    says: Mapping[str, tuple[Value, int]]


@dataclass
class Worked:
    """A sheet worked out. Ask it for values; it works out what is asked for, once."""

    worksheet: Worksheet
    entered: Entered
    unfit: dict[Place, str] = field(default_factory=dict)
    """What can't be read, and why (`typed.UnfitError`)."""
    _values: dict[Place, Value] = field(default_factory=dict)
    _found: list[Found] | None = None

    def __post_init__(self) -> None:
        self._columns = {column.key: column for column in self.worksheet.columns}
        for column in self._columns.values():
            for row in self.rows_of(column):
                self.value(column, row)

    def rows_of(self, column: Column) -> Iterator[Row]:
        """Every cell of a column: the rows that settle it."""
        yield from self.rows(column.dims)

    def rows(self, dims: tuple[str, ...]) -> Iterator[Row]:
        """Every way to settle the rows of these tables."""
        tables = [self._table(id) for id in dims]
        for ids in product(*(self.entered.of(table) for table in tables)):
            yield dict(zip(dims, ids, strict=True))

    def number(self, table: str, row: Row) -> int:
        """The number of the row that is meant, from 1."""
        return self.entered.of(self._table(table)).index(row[table]) + 1

    def rows_before(self, table: str, row: Row) -> tuple[str, ...]:
        """The rows of a table up to the one that is meant."""
        return self.entered.of(self._table(table))[: self.number(table, row)]

    def _table(self, id: str) -> Table:
        found = self.worksheet.table(id)
        assert found is not None, id  # noqa: S101 - the reader made sure
        return found

    def place(self, column: Column, row: Row) -> Place:
        """Where a cell is."""
        return column.place(row.get(column.table, ""), row.get(column.each, ""))

    def value(self, column: Column, row: Row) -> Value:
        """The value of a cell."""
        place = self.place(column, row)
        if place not in self._values:
            self._values[place] = self._worked_out(self._columns[column.key], row, place)
        return self._values[place]

    def _worked_out(self, column: Column, row: Row, place: Place) -> Value:
        try:
            if column.formula is not None:
                found = self._calculated(column, row)
            elif column.given:
                table = self._table(column.table)
                found = value(column, column.given[table.fixed.index(row[column.table])])
            else:
                found = value(column, self.entered.texts.get(place, ""))
        except UnfitError as wrong:
            self.unfit[place] = wrong.code
            return None
        return found

    def _calculated(self, column: Column, row: Row) -> Value:
        assert column.formula is not None  # noqa: S101
        found = Sum(self, row, column).said(column.formula)
        if not isinstance(found, Fraction):
            return found
        if abs(found) >= LARGEST:
            raise UnfitError("too_large")
        return Fraction(rounded(found, column.decimals), 10**column.decimals)

    def is_empty(self, table: Table, row: str) -> bool:
        """Whether nothing was typed into a row."""
        start = f"{table.id}.{row}."
        return not any(text and at.startswith(start) for at, text in self.entered.texts.items())

    def found(self) -> list[Found]:
        """What the checks found, in the order of the worksheet; found out once."""
        if self._found is None:
            checks = self.worksheet.checks
            self._found = [one for check in checks for one in self._checked(check)]
        return self._found

    def _checked(self, check: Check) -> Iterator[Found]:
        dims = (check.table,) if check.table else ()
        for row in self.rows(dims):
            if check.table and self.is_empty(self._table(check.table), row[check.table]):
                continue
            work = Sum(self, row)
            if not work.holds(check.wrong):
                continue
            says = {name: (work.said(node), n) for name, (node, n) in check.says.items()}
            at = row.get(check.table, "")
            column = self.worksheet.column(f"{check.table}.{check.at}" if check.table else check.at)
            place = column.place(at) if column else check.table
            yield Found(check, at, place, says)

    @property
    def stopped(self) -> bool:
        """Whether something is wrong that must be right before anybody hands it in."""
        return bool(self.unfit) or any(one.check.stops for one in self.found())

"""The first reading of an expression: what it comes to, in exact numbers.

Money is whole cents, shares go by largest remainder, nothing is ever a binary number. The other
reading is in `formulas`; what one can do, the other can.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final, Protocol

from academy.worksheets.language import Both, Call, Minus, Node, Not, Number, Text
from academy.worksheets.meaning import Cell, RowNumber, gathered
from academy.worksheets.model import Column
from academy.worksheets.shares import rounded, shared
from academy.worksheets.typed import Value

Row = Mapping[str, str]
"""Which row of which table is meant."""
Result = Value | bool

_COMPARED: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_CALCULATED: Final[Mapping[str, Callable[[Fraction, Fraction], Fraction]]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
}  # fmt: skip


class BlankError(Exception):
    """The cell stays empty: something was divided by nothing."""


class Sheet(Protocol):
    """What an expression looks at."""

    def value(self, column: Column, row: Row) -> Value:
        """The value of a cell."""

    def number(self, table: str, row: Row) -> int:
        """The number of the row that is meant, from 1."""

    def rows(self, dims: tuple[str, ...]) -> Iterator[Row]:
        """Every way to settle the rows of these tables."""

    def rows_before(self, table: str, row: Row) -> tuple[str, ...]:
        """The rows of a table up to the one that is meant."""


class Sum:
    """Expressions where these rows are settled; shares are in units of `column`."""

    def __init__(self, sheet: Sheet, row: Row, column: Column | None = None) -> None:
        self._sheet = sheet
        self._row = row
        self._column = column

    def holds(self, node: Node) -> bool:
        """Whether a condition is true; one that can't be worked out isn't."""
        try:
            return self.of(node) is True
        except BlankError:
            return False

    def said(self, node: Node) -> Value:
        """A value; None where there is none."""
        try:
            found = self.of(node)
        except BlankError:
            return None
        return None if isinstance(found, bool) else found

    def of(self, node: Node) -> Result:
        """What the expression comes to. Raises BlankError."""
        match node:
            case Number(value) | Text(value):
                return value
            case Call(name, arguments):
                found: Result = getattr(self, f"_{name}")(*arguments)
                return found
            case Both(sign, left, right):
                return self._both(sign, left, right)
            case Cell() | RowNumber():
                return self._looked_up(node)
            case Not(of):
                return self.of(of) is not True
        return -self._amount(node.of) if isinstance(node, Minus) else None

    def _looked_up(self, node: Cell | RowNumber) -> Value:
        if isinstance(node, RowNumber):
            return Fraction(self._sheet.number(node.table, self._row))
        found = self._sheet.value(node.column, self._row)
        if found is not None:
            return found
        # An empty cell, where something is compared or calculated with it.
        return Fraction(0) if node.column.is_number or node.column.kind == "date" else ""

    def _amount(self, node: Node) -> Fraction:
        """A number to calculate with. What couldn't be calculated empties what rests on it."""
        if isinstance(node, Cell) and node.column.calculated:
            found: Result = self._sheet.value(node.column, self._row)
        else:
            found = self.of(node)
        if not isinstance(found, Fraction):
            raise BlankError
        return found

    def _both(self, sign: str, left: Node, right: Node) -> Result:
        if sign == "and":
            return self.of(left) is True and self.of(right) is True
        if sign == "or":
            return self.of(left) is True or self.of(right) is True
        if sign in _COMPARED:
            return _COMPARED[sign](self._side(left), self._side(right))
        a, b = self._amount(left), self._amount(right)
        if sign == "/" and not b:
            raise BlankError
        return _CALCULATED[sign](a, b)

    def _side(self, node: Node) -> Result:
        """One side of a comparison: an empty cell counts as nothing there."""
        found = self.of(node)
        if found is None:
            raise BlankError
        return found

    # The functions

    def _if(self, condition: Node, yes: Node, no: Node) -> Result:
        return self.of(yes if self.of(condition) is True else no)

    def _round(self, node: Node, places: Number) -> Value:
        decimals = int(places.value)
        return Fraction(rounded(self._amount(node), decimals), 10**decimals)

    def _up(self, node: Node) -> Value:
        return Fraction(-(-self._amount(node) // 1))

    def _down(self, node: Node) -> Value:
        return Fraction(self._amount(node) // 1)

    def _min(self, a: Node, b: Node) -> Value:
        return min(self._amount(a), self._amount(b))

    def _max(self, a: Node, b: Node) -> Value:
        return max(self._amount(a), self._amount(b))

    def _filled(self, cell: Cell) -> bool:
        return self._sheet.value(cell.column, self._row) is not None

    def _answered(self, cell: Cell) -> bool:
        return _scored(self._sheet.value(cell.column, self._row)) is not None

    def _listed(self, number: Node, cell: Cell) -> bool:
        rows = self._sheet.value(cell.column, self._row)
        return isinstance(rows, tuple) and self._amount(number) in rows

    def _sum(self, cell: Cell, condition: Node | None = None) -> Value:
        return self._added(cell, self._each(cell, *([condition] if condition else [])), condition)

    def _all(self, cell: Cell) -> Value:
        return self._added(cell, self._each(cell), None)

    def _lowest(self, cell: Cell) -> Value:
        found = [_scored(self._sheet.value(cell.column, row)) for row in self._each(cell)]
        if not (numbers := [one for one in found if one is not None]):
            raise BlankError
        return min(numbers)

    def _added(self, cell: Cell, rows: Iterator[Row], condition: Node | None) -> Fraction:
        total = Fraction(0)
        for row in rows:
            if condition is None or Sum(self._sheet, row).of(condition) is True:
                total += _scored(self._sheet.value(cell.column, row)) or 0
        return total

    def _count(self, condition: Node) -> Value:
        rows = self._each(condition)
        return Fraction(sum(Sum(self._sheet, row).of(condition) is True for row in rows))

    def _each(self, *nodes: Node) -> Iterator[Row]:
        """Every row that isn't settled, together with those that are."""
        free = dict.fromkeys(table for node in nodes for table in gathered(node))
        for row in self._sheet.rows(tuple(free)):
            yield {**self._row, **row}

    def _upto(self, cell: Cell) -> Value:
        column = cell.column
        before = self._sheet.rows_before(column.table, self._row)
        found = (self._sheet.value(column, {column.table: row}) for row in before)
        return sum((_scored(one) or Fraction(0) for one in found), Fraction(0))

    def _share(self, pot: Node, weights: Cell, whole: Node) -> Value:
        parts, _rest = self._parts(pot, weights, whole)
        return parts[self._sheet.number(weights.column.dims[-1], self._row) - 1]

    def _rest(self, pot: Node, weights: Cell, whole: Node) -> Value:
        return self._parts(pot, weights, whole)[1]

    def _parts(self, pot: Node, weights: Cell, whole: Node) -> tuple[list[Fraction], Fraction]:
        """What each gets, and the rest, in whole units of this column."""
        unit = 10 ** (self._column.decimals if self._column else 2)
        scale = 10**weights.column.decimals
        rows = self._sheet.rows(weights.column.dims[-1:])
        found = (self._sheet.value(weights.column, {**self._row, **row}) for row in rows)
        weighed = [int((_scored(one) or 0) * scale) for one in found]
        total = int(self._amount(whole) * scale)
        units = rounded(self._amount(pot) * unit)
        if total <= 0 or units < 0 or any(one < 0 for one in weighed):
            raise BlankError
        parts, rest = shared(units, weighed, total)
        return [Fraction(part, unit) for part in parts], Fraction(rest, unit)


def _scored(found: Value) -> Fraction | None:
    """A value as something to add up: a number, or an option that is one."""
    if isinstance(found, str) and found.isascii() and found.isdigit():
        return Fraction(found)
    return found if isinstance(found, Fraction) else None

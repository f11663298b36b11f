"""The second reading of an expression: a live formula for a spreadsheet.

It comes to the same as `exact`, though a spreadsheet counts in binary: every result is rounded to
its column's decimals, shares are counted in whole units, and numbers stay small enough that fifteen
digits hold them (`model.LARGEST`). A test has a spreadsheet work out every sheet and compares.
"""

from fractions import Fraction
from typing import Final, Protocol

from academy.worksheets.exact import Row
from academy.worksheets.language import Both, Call, Minus, Node, Not, Nothing, Number, Text
from academy.worksheets.meaning import Cell, RowNumber, gathered
from academy.worksheets.model import Column

_SIGNS: Final = {"!=": "<>"}
_COMPARED: Final = {"<", "<=", ">", ">=", "=", "!="}
LONGEST_TEXT: Final = 250
"""Signs of a text within a formula."""


class Grid(Protocol):
    """Where cells lie in the spreadsheet."""

    def at(self, column: Column, row: Row) -> str:
        """The address of one cell."""

    def all(self, column: Column, row: Row) -> str:
        """The addresses of the cells of those rows that `row` doesn't settle."""

    def before(self, column: Column, row: Row, table: str, *, with_it: bool) -> str:
        """The addresses from the first row of a table up to the one before, or up to this one."""

    def number(self, table: str, row: Row) -> str:
        """The address or addresses of the numbers of a table's rows."""

    def option(self, column: Column, option: str) -> str:
        """What a choice's option is called."""


def text(said: str) -> str:
    """A text as a formula holds it."""
    parts = [said[at : at + LONGEST_TEXT] for at in range(0, len(said), LONGEST_TEXT)] or [""]
    return "&".join('"' + part.replace('"', '""') + '"' for part in parts)


class Formulas:
    """Expressions as formulas, where these rows are settled."""

    def __init__(self, grid: Grid, row: Row, column: Column | None = None) -> None:
        self._grid = grid
        self._row = row
        self._column = column

    def cell(self, column: Column) -> str:
        """The formula of a calculated cell."""
        assert column.formula is not None  # noqa: S101
        made = self._rounded(column.formula, column)
        return f'=IFERROR({made},"")' if column.hollow else f"={made}"

    def _rounded(self, node: Node, column: Column) -> str:
        """A result in the decimals of its column, on each way that it may take."""
        if isinstance(node, Call) and node.function == "if":
            condition, yes, no = node.arguments
            ways = (self._rounded(yes, column), self._rounded(no, column))
            return f"IF({self.of(condition)},{','.join(ways)})"
        if isinstance(node, Text):
            return text(self._grid.option(column, node.value))
        made = self.of(node)
        exact = isinstance(node, Nothing) or _is_apportioned(node)
        return made if exact or not column.is_number else f"ROUND({made},{column.decimals})"

    def of(self, node: Node) -> str:  # noqa: PLR0911 - one for each kind of part
        """The formula of an expression, without its sign of equality."""
        match node:
            case Number(value):
                return _plain(value)
            case Text(value):
                return text(value)
            case Call(name, arguments):
                made: str = getattr(self, f"_{name}")(*arguments)
                return made
            case Both(sign, left, right):
                return self._both(sign, left, right)
            case Cell() | RowNumber():
                return self._looked_up(node)
            case Not(of):
                made = self.of(of)
                return f"(1-({made}))" if any(gathered(of)) else f"NOT({made})"
        return f"(-{self.of(node.of)})" if isinstance(node, Minus) else '""'

    def _looked_up(self, node: Cell | RowNumber) -> str:
        if isinstance(node, RowNumber):
            return self._grid.number(node.table, {} if node.free else self._row)
        if node.free:
            return self._grid.all(node.column, self._rows_but(node.free))
        return self._grid.at(node.column, self._row)

    def _rows_but(self, free: tuple[str, ...]) -> Row:
        return {table: row for table, row in self._row.items() if table not in free}

    def _both(self, sign: str, left: Node, right: Node) -> str:
        many = any(gathered(left)) or any(gathered(right))
        a, b = self._side(left, right, sign), self._side(right, left, sign)
        if sign == "and":
            return f"({a})*({b})" if many else f"AND({a},{b})"
        if sign == "or":
            return f"(({a})+({b})>0)" if many else f"OR({a},{b})"
        if sign in {"*", "/", "-"} and isinstance(right, Both):
            b = f"({b})"
        if sign in {"*", "/"} and isinstance(left, Both):
            a = f"({a})"
        return f"{a}{_SIGNS.get(sign, sign)}{b}"

    def _side(self, node: Node, other: Node, sign: str) -> str:
        """One side of a sign; of a choice's option, its word."""
        if isinstance(node, Text) and isinstance(other, Cell) and other.column.kind == "choice":
            found = self._grid.option(other.column, node.value)
            return found if found.isdigit() else text(found)
        made = self.of(node)
        # Compared, an empty cell counts as nothing; the text in its place would be the greatest.
        if isinstance(node, Cell) and not node.free and sign in _COMPARED:
            return f"N({made})" if node.column.calculated and node.column.is_number else made
        return made

    # The functions

    def _if(self, condition: Node, yes: Node, no: Node) -> str:
        return f"IF({self.of(condition)},{self.of(yes)},{self.of(no)})"

    def _round(self, node: Node, places: Number) -> str:
        return f"ROUND({self.of(node)},{_plain(places.value)})"

    def _up(self, node: Node) -> str:
        return f"(-INT(-ROUND({self.of(node)},9)))"

    def _down(self, node: Node) -> str:
        return f"INT(ROUND({self.of(node)},9))"

    def _min(self, a: Node, b: Node) -> str:
        return f"MIN({self.of(a)},{self.of(b)})"

    def _max(self, a: Node, b: Node) -> str:
        return f"MAX({self.of(a)},{self.of(b)})"

    def _filled(self, cell: Cell) -> str:
        return f'({self._bare(cell)}<>"")'

    def _answered(self, cell: Cell) -> str:
        return f"ISNUMBER({self._bare(cell)})"

    def _bare(self, cell: Cell) -> str:
        """The address or addresses alone."""
        if cell.free:
            return self._grid.all(cell.column, self._rows_but(cell.free))
        return self._grid.at(cell.column, self._row)

    def _listed(self, number: Node, cell: Cell) -> str:
        rows = f'","&SUBSTITUTE({self._bare(cell)}," ","")&","'
        return f'ISNUMBER(SEARCH(","&{self.of(number)}&",",{rows}))'

    def _sum(self, cell: Cell, condition: Node | None = None) -> str:
        if condition is None:
            return f"SUM({self._bare(cell)})"
        return f"SUMPRODUCT(1*({self.of(condition)}),{self._bare(cell)})"

    def _all(self, cell: Cell) -> str:
        return f"SUM({self._bare(cell)})"

    def _lowest(self, cell: Cell) -> str:
        # Of no numbers at all MIN would come to 0; divided by nothing, the cell stays empty.
        return f"(MIN({self._bare(cell)})/(COUNT({self._bare(cell)})>0))"

    def _count(self, condition: Node) -> str:
        return f"SUMPRODUCT(1*({self.of(condition)}))"

    def _upto(self, cell: Cell) -> str:
        column = cell.column
        return f"SUM({self._grid.before(column, self._row, column.table, with_it=True)})"

    def _share(self, pot: Node, weights: Cell, whole: Node) -> str:
        found = _Apportioned(self, pot, weights, whole)
        here = {**self._row}
        weight = found.scaled(self._grid.at(weights.column, here))
        mine = found.remainder(weight)
        table = weights.column.dims[-1]
        before = self._grid.before(weights.column, here, table, with_it=False)
        ahead = [f"SUMPRODUCT(1*({found.remainders}>{mine}))", f"({found.rest_remainder}>{mine})"]
        if before:
            ahead.append(f"SUMPRODUCT(1*({found.remainder(found.scaled(before))}={mine}))")
        return found.part(weight, "+".join(ahead))

    def _rest(self, pot: Node, weights: Cell, whole: Node) -> str:
        found = _Apportioned(self, pot, weights, whole)
        ahead = f"SUMPRODUCT(1*({found.remainders}>={found.rest_remainder}))"
        return found.part(found.rest, ahead)

    def units(self, node: Node, decimals: int) -> str:
        """A number in whole units of its last decimal."""
        if isinstance(node, Number):
            return _plain(Fraction(round(node.value * 10**decimals)))
        return f"ROUND({self.of(node)}*{10**decimals},0)"

    def weights(self, cell: Cell) -> str:
        """The addresses of all weights among which this row's pot is shared."""
        table = cell.column.dims[-1]
        return self._grid.all(cell.column, self._rows_but((table,)))

    @property
    def decimals(self) -> int:
        """The decimals of the column that is calculated."""
        return self._column.decimals if self._column else 2


class _Apportioned:
    """The parts of a formula for shares by largest remainder (`shares.shared`)."""

    def __init__(self, within: Formulas, pot: Node, weights: Cell, whole: Node) -> None:
        self._scale = 10**weights.column.decimals
        self._unit = 10**within.decimals
        self._pot = within.units(pot, within.decimals)
        self._whole = within.units(whole, weights.column.decimals)
        self._cells = within.weights(weights)
        everyone = self.scaled(self._cells)
        # Multiplied by weights of thirteen digits, a pot of 100.00 % would be too large for a
        # spreadsheet: so it is divided as by hand, in two steps of a hundred.
        units = int(pot.value * self._unit) if isinstance(pot, Number) else 0
        self._steps = (100, units // 100) if units and units % 100 == 0 else None
        # Any other pot is shared out in whole wholes first: what is left can be multiplied.
        self._left = f"MOD({self._pot},{self._whole})"
        self.rest = f"MAX(0,{self._whole}-SUMPRODUCT({everyone}))"
        self.remainders = self.remainder(everyone)
        self.rest_remainder = self.remainder(self.rest)
        self._over = f"ROUND((SUMPRODUCT({self.remainders})+{self.rest_remainder})/{self._whole},0)"

    def scaled(self, cells: str) -> str:
        """Weights as whole numbers."""
        return f"ROUND({cells}*{self._scale},0)" if self._scale > 1 else f"({cells}*1)"

    def remainder(self, weights: str) -> str:
        """What is left of the exact share of these weights."""
        if self._steps:
            first, second = self._steps
            return f"MOD({second}*MOD({first}*{weights},{self._whole}),{self._whole})"
        return f"MOD({self._left}*{weights},{self._whole})"

    def part(self, weight: str, ahead: str) -> str:
        """The share of a weight: its floor, and one more where few enough stand ahead of it."""
        floor = self._floor(weight)
        share = f"({floor}+({ahead}<{self._over}))/{self._unit}"
        return f'IF(OR({self._whole}<=0,{self._pot}<0,MIN({self._cells})<0),"",{share})'

    def _floor(self, weight: str) -> str:
        if self._steps:
            first, second = self._steps
            rest = f"MOD({first}*{weight},{self._whole})"
            return (
                f"INT({first}*{weight}/{self._whole})*{second}+INT({second}*{rest}/{self._whole})"
            )
        return f"INT({self._pot}/{self._whole})*{weight}+INT({self._left}*{weight}/{self._whole})"


def _is_apportioned(node: Node) -> bool:
    return isinstance(node, Call) and node.function in {"share", "rest"}


def _plain(value: Fraction) -> str:
    """A number as a formula holds it, in decimals."""
    whole, part = divmod(value, 1)
    return str(whole) if not part else f"{float(value):.6f}".rstrip("0")

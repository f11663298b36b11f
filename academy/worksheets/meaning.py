"""What the names in an expression mean: checked once, when a pack is read.

In a row, its own columns go by their name; every other column is written with its table. A column
whose row isn't said stands for all its rows, and may only stand where rows are gathered: in `sum`,
`all`, `lowest`, `count`, `upto`, `share` and `rest`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from academy.worksheets.language import (
    COMPARISONS,
    Both,
    Call,
    Minus,
    MistakeError,
    Name,
    Node,
    Not,
    Nothing,
    Number,
    Text,
)
from academy.worksheets.model import Column

ROW: Final = "no"
"""The number of the row, from 1: `no` in the row itself, `lines.no` of each row elsewhere."""

GATHERING: Final = {"sum", "all", "lowest", "count", "upto", "share", "rest"}
_EVERYTHING: Final = {"all", "lowest"}
"""They gather this row too, and those beside it."""
_ONE: Final = ("all", "lowest", "count", "upto", "up", "down", "filled", "answered")
_TWO: Final = ("round", "min", "max", "listed")
_THREE: Final = ("share", "rest", "if")
_ARGUMENTS: Final = {
    "sum": (1, 2),
    **dict.fromkeys(_ONE, (1, 1)),
    **dict.fromkeys(_TWO, (2, 2)),
    **dict.fromkeys(_THREE, (3, 3)),
}
_IN_GATHERED: Final = {"filled", "answered", "listed"}
"""What may be asked of every row at once; a spreadsheet can't do more."""


_PLAIN: Final[dict[type, str]] = {Number: "number", Text: "text", Nothing: "nothing"}


@dataclass(frozen=True)
class Scope:
    """From where an expression looks: its own table and column, and the rows that are settled."""

    find: Callable[[str], Column | None]
    table: str = ""
    bound: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cell(Node):
    """A column, found. `free` are the tables whose row isn't settled where it stands."""

    column: Column
    free: tuple[str, ...] = ()


@dataclass(frozen=True)
class RowNumber(Node):
    """The number of a row, from 1."""

    table: str
    free: tuple[str, ...] = ()


def settle(node: Node, scope: Scope, wanted: str) -> Node:
    """The expression with its names found, when it makes `wanted`: number, text or truth.

    Raises MistakeError.
    """
    settled, made = _Settling(scope).visit(node)
    if made not in {wanted, "nothing"}:
        raise MistakeError(f"This makes a {made}, and a {wanted} is needed here.")
    return settled


def need_options(column: Column, node: Node) -> None:
    """Raise MistakeError where a choice would come to an option that it hasn't."""
    if isinstance(node, Text):
        _need_option(column, node.value)
    elif isinstance(node, Call) and node.function == "if":
        for one in node.arguments[1:]:
            need_options(column, one)


def _need_option(column: Column, text: str) -> None:
    if column.kind == "choice" and text not in column.scale:
        raise MistakeError(f"“{text}” is no option of “{column.key}”.")


def cells(node: Node) -> Iterator[Cell]:
    """Every cell that an expression looks at."""
    if isinstance(node, Cell):
        yield node
    for inner in _inside(node):
        yield from cells(inner)


def gathered(node: Node) -> Iterator[str]:
    """The tables whose rows an expression leaves open."""
    if isinstance(node, Cell | RowNumber):
        yield from node.free
    for inner in _inside(node):
        yield from gathered(inner)


def hollow(formulas: Mapping[str, Node]) -> set[str]:
    """The columns that may be empty: they divide, say `nothing`, or calculate with such a one."""
    found: set[str] = set()
    while more := {key for key, node in formulas.items() if may_fail(node, found)} - found:
        found |= more
    return found


def may_fail(node: Node, empty: Collection[str]) -> bool:
    """Whether an expression can come to nothing, where these columns can."""
    match node:
        case Nothing() | Call("share" | "rest" | "lowest"):
            return True
        case Both("/", _, Number(value)) if value:
            pass  # by a number that is written there
        case Both("/"):
            return True
    if isinstance(node, Cell) and not node.free and node.column.key in empty:
        return True
    return any(may_fail(one, empty) for one in _inside(node))


def weights(node: Node) -> set[str]:
    """The columns by which an expression shares something out."""
    found = set().union(*map(weights, _inside(node)))
    if isinstance(node, Call) and node.function in {"share", "rest"}:
        found |= {cell.column.key for cell in cells(node.arguments[1])}
    return found


def _inside(node: Node) -> Iterable[Node]:
    if isinstance(node, Call):
        return node.arguments
    if isinstance(node, Both):
        return (node.left, node.right)
    return (node.of,) if isinstance(node, Not | Minus) else ()


_Made = tuple[Node, str]


class _Settling:
    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._gathering = False
        self._everything = False

    def visit(self, node: Node) -> _Made:
        """The expression with its names found, and what it makes."""
        match node:
            case Name(name):
                return self._name(name)
            case Not(of):
                return Not(self._need(of, "truth")), "truth"
            case Minus(of):
                return Minus(self._need(of, "number")), "number"
            case Both():
                return self._both(node)
            case Call():
                return self._call(node)
        return node, _PLAIN[type(node)]

    def _need(self, node: Node, wanted: str) -> Node:
        settled, made = self.visit(node)
        if made != wanted:
            raise MistakeError(f"Here is a {made} where a {wanted} is needed.")
        return settled

    def _name(self, name: str) -> _Made:
        table, _, id = name.rpartition(".")
        table = table or self._scope.table
        if id == ROW and table:
            return RowNumber(table, self._free((table,))), "number"
        column = self._scope.find(f"{table}.{id}" if table else id)
        if column is None and "." not in name:
            column = self._scope.find(id)
        if column is None:
            raise MistakeError(f"There is no “{name}”.")
        made = "number" if column.is_number or column.kind == "date" else "text"
        found = Cell(column, self._free(column.dims))
        return found, made

    def _free(self, dims: tuple[str, ...]) -> tuple[str, ...]:
        bound = () if self._everything else self._scope.bound
        free = tuple(one for one in dims if one not in bound)
        if free and not self._gathering:
            raise MistakeError(f"Which row of “{free[0]}” is meant? Gather them, as with sum(…).")
        return free

    def _both(self, node: Both) -> _Made:
        if node.sign in {"and", "or"}:
            sides = [self._need(side, "truth") for side in (node.left, node.right)]
            return Both(node.sign, *sides), "truth"
        if node.sign not in COMPARISONS:
            if self._gathering:
                raise MistakeError("Calculate in a column of its own, and gather that.")
            sides = [self._need(side, "number") for side in (node.left, node.right)]
            return Both(node.sign, *sides), "number"
        left, made = self.visit(node.left)
        right, other = self.visit(node.right)
        if made != other or made not in {"number", "text"}:
            raise MistakeError(f"A {made} can't be compared with a {other}.")
        if made == "text" and node.sign not in {"=", "!="}:
            raise MistakeError("Texts are the same or not; none is greater.")
        for cell, text in ((left, right), (right, left)):
            if isinstance(cell, Cell) and isinstance(text, Text):
                _need_option(cell.column, text.value)
        return Both(node.sign, left, right), "truth"

    def _call(self, node: Call) -> _Made:
        name, count = node.function, len(node.arguments)
        least, most = _ARGUMENTS.get(name, (0, -1))
        if most < 0:
            raise MistakeError(f"There is no “{name}(…)”.")
        if not least <= count <= most:
            raise MistakeError(f"“{name}(…)” takes {most} things, not {count}.")
        if self._gathering and name not in _IN_GATHERED:
            raise MistakeError(f"“{name}(…)” can't be asked of many rows at once.")
        if name in GATHERING:
            return self._gathered(node)
        return getattr(self, f"_{name}", self._plain)(node)

    def _plain(self, node: Call) -> _Made:
        """Numbers in, a number out: up, down, min, max."""
        return Call(node.function, tuple(self._need(a, "number") for a in node.arguments)), "number"

    def _round(self, node: Call) -> _Made:
        value, places = node.arguments
        if not isinstance(places, Number) or places.value not in range(7):
            raise MistakeError("“round(…)” needs a number of decimals from 0 to 6.")
        return Call("round", (self._need(value, "number"), places)), "number"

    def _if(self, node: Call) -> _Made:
        condition = self._need(node.arguments[0], "truth")
        yes, made = self.visit(node.arguments[1])
        no, other = self.visit(node.arguments[2])
        kinds = {made, other} - {"nothing"}
        if len(kinds) > 1:
            raise MistakeError(f"“if(…)” makes a {made} or a {other}; it must make one of them.")
        return Call("if", (condition, yes, no)), (kinds or {"nothing"}).pop()

    def _filled(self, node: Call) -> _Made:
        return Call(node.function, (self._cell(node.arguments[0]),)), "truth"

    _answered = _filled

    def _listed(self, node: Call) -> _Made:
        number, rows = node.arguments
        found = self._cell(rows)
        if found.column.kind != "list":
            raise MistakeError("The second of “listed(…)” must be a column of the kind “list”.")
        return Call("listed", (self._need(number, "number"), found)), "truth"

    def _cell(self, node: Node) -> Cell:
        found, _made = self.visit(node)
        if not isinstance(found, Cell):
            raise MistakeError("Here must be the name of a column.")
        return found

    def _gathered(self, node: Call) -> _Made:
        name = node.function
        if name == "upto":
            return self._upto(node)
        if name in {"share", "rest"}:
            return self._apportioned(node)
        self._gathering, self._everything = True, name in _EVERYTHING
        if name == "count":
            arguments: tuple[Node, ...] = (self._need(node.arguments[0], "truth"),)
        else:
            column = self._number_cell(node.arguments[0])
            arguments = (column, *(self._need(one, "truth") for one in node.arguments[1:]))
        self._gathering = self._everything = False
        if not any(True for one in arguments for _table in gathered(one)):
            raise MistakeError(f"“{name}(…)” has no rows to gather here.")
        return Call(name, arguments), "number"

    def _number_cell(self, node: Node) -> Cell:
        found = self._cell(node)
        if not found.column.is_number and not _scores(found.column):
            raise MistakeError(f"“{found.column.key}” holds no numbers.")
        return found

    def _upto(self, node: Call) -> _Made:
        """The sum of a column from the first row up to this one."""
        found = self._number_cell(node.arguments[0])
        if found.column.dims != self._scope.bound or len(found.column.dims) != 1:
            raise MistakeError("“upto(…)” needs a number column of the row's own table.")
        return Call("upto", (found,)), "number"

    def _apportioned(self, node: Call) -> _Made:
        pot, weights, whole = node.arguments
        if not self._scope.bound:
            raise MistakeError(f"“{node.function}(…)” belongs in a table.")
        self._gathering = True
        column = self._number_cell(weights)
        self._gathering = False
        inner = self._scope.bound[-1:] if node.function == "share" else column.free
        if column.column.dims[-1:] != inner or len(inner) != 1:
            raise MistakeError("The second must be a column of the rows among which is shared.")
        settled = (self._need(pot, "number"), column, self._need(whole, "number"))
        return Call(node.function, settled), "number"


def _scores(column: Column) -> bool:
    """Whether some options of a choice are numbers, so that they can be added up."""
    return column.kind == "choice" and any(one.isdigit() for one in column.scale)

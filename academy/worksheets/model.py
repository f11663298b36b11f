"""What a worksheet is: fields, tables, calculations, checks, pictures, and its words by language.

A *place* is one cell, written `organisation` (a field), `lines.3.total` (row 3 of a table) or
`lines.3.share.2` (row 3 of one table, for row 2 of another).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from academy.courses import traditional
from academy.courses.languages import SIMPLIFIED, TRADITIONAL, pack_language
from academy.worksheets.language import Node

DECIMALS: Final = {"money": 2, "percent": 2, "rate": 6, "whole": 0, "number": 4}
"""Kinds that are numbers, and the decimals that each keeps."""
KINDS: Final = (*DECIMALS, "text", "long", "date", "choice", "list")
"""`list` is a list of row numbers. What is `long` may take several lines."""
LARGEST: Final = 10**11
"""Numbers lie below it: then a spreadsheet, which counts in binary, comes to the same cents."""
LONGEST: Final = {"text": 200, "long": 1000}
"""Signs that a cell takes; what isn't named here takes as many as a text."""

Place = str


@dataclass(frozen=True)
class Column:
    """A column of a table, or a field of the sheet (`table` is "")."""

    id: str
    kind: str
    table: str = ""
    each: str = ""
    """The table for each of whose rows this column comes once."""
    scale: tuple[str, ...] = ()
    """The options of a choice."""
    scale_id: str = ""
    given: tuple[str, ...] = ()
    """What the rows of a fixed table hold, where nobody types it."""
    calculated: bool = False
    formula: Node | None = field(default=None, compare=False)
    hollow: bool = field(default=False, compare=False)
    """What it calculates may come to nothing, and the cell stays empty."""
    least: int | None = None
    most: int | None = None
    line: int = field(default=1, compare=False)

    @property
    def key(self) -> str:
        """`total` of a field, `lines.total` of a column."""
        return f"{self.table}.{self.id}" if self.table else self.id

    @property
    def dims(self) -> tuple[str, ...]:
        """The tables whose rows say which of this column's cells is meant."""
        return tuple(filter(None, (self.table, self.each)))

    @property
    def is_number(self) -> bool:
        """Whether it holds numbers."""
        return self.kind in DECIMALS

    @property
    def decimals(self) -> int:
        """How many decimals it keeps."""
        return DECIMALS.get(self.kind, 0)

    @property
    def typed(self) -> bool:
        """Whether people type it."""
        return not self.calculated and not self.given

    def place(self, row: str = "", other: str = "") -> Place:
        """The cell of this column in a row, for a row of the other table."""
        return ".".join(filter(None, (self.table, row, self.id, other)))


@dataclass(frozen=True)
class Table:
    """Rows of columns. `fixed` names the rows where they are given; else rows can be added."""

    id: str
    columns: tuple[Column, ...]
    fixed: tuple[str, ...] = ()
    across: bool = False
    """Its rows are drawn as columns, since other tables have a column for each of them."""
    blank: int = 5
    """Empty rows on paper and in a new workbook."""
    most: int = 40
    together: int = 1
    """Rows filled in on one page."""
    start: int = 0
    """Rows a new sheet begins with."""

    def column(self, id: str) -> Column | None:
        """The column of an id, or None."""
        return next((one for one in self.columns if one.id == id), None)

    @property
    def title_column(self) -> Column:
        """What a row is called by."""
        return next((one for one in self.columns if one.kind in {"text", "long"}), self.columns[0])


@dataclass(frozen=True)
class Check:
    """`wrong` is true where something is wrong; `says` are the values that its words mention."""

    id: str
    table: str
    at: str
    """The column beside which it is said; "" for the sheet as a whole."""
    wrong: Node = field(compare=False)
    says: Mapping[str, tuple[Node, int]] = field(compare=False)
    """Name → expression and the decimals it is shown with."""
    stops: bool = False
    """Nothing is handed in while this is wrong."""
    line: int = 1


@dataclass(frozen=True)
class Picture:
    """`kind` is "grid" (rows placed by two columns), "bars" (two columns compared) or "levels" (one
    column above and below nothing; its `second` is "").
    """

    id: str
    kind: str
    table: str
    first: str
    second: str
    label: str


@dataclass(frozen=True)
class Words:
    """What a worksheet says in one language."""

    language: str
    said: Mapping[str, str]
    stale: bool = False
    """The original has changed since this was translated."""

    def __getitem__(self, key: str) -> str:
        return self.said[key]

    def of(self, column: Column) -> str:
        """A column's heading."""
        return self.said[key_of(column)]

    def hint(self, column: Column) -> str:
        """What stands below the heading, or ""."""
        return self.said.get(f"{key_of(column)}-hint", "")

    def option(self, column: Column, option: str) -> str:
        """An option's word; a number is its own word."""
        return self.said.get(f"{column.scale_id}-{option}", option)

    def row(self, table: Table, row: str) -> str:
        """What a fixed row is called; "" for one that was added."""
        return self.said.get(f"{table.id}-row-{row}", "")


def key_of(column: Column) -> str:
    """Under which key the words of a column stand."""
    return f"{column.table}-{column.id}" if column.table else column.id


@dataclass(frozen=True)
class Worksheet:
    """A form that calculates."""

    course: str
    id: str
    fields: tuple[Column, ...]
    tables: tuple[Table, ...]
    checks: tuple[Check, ...]
    pictures: tuple[Picture, ...]
    original: str
    team: bool
    """It may be a team's, and be handed in."""
    plan: bool
    """Handed in it is the team plan, which a certificate asks for."""
    words: Mapping[str, Words] = field(repr=False, compare=False)

    def table(self, id: str) -> Table | None:
        """The table of an id, or None."""
        return next((one for one in self.tables if one.id == id), None)

    def column(self, key: str) -> Column | None:
        """The column of a key such as `lines.total`, or the field `total`."""
        table, _, id = key.rpartition(".")
        if not table:
            return next((one for one in self.fields if one.id == id), None)
        found = self.table(table)
        return found.column(id) if found else None

    @property
    def columns(self) -> Iterator[Column]:
        """Every field and column."""
        yield from self.fields
        for table in self.tables:
            yield from table.columns

    def in_language(self, language: str) -> Words:
        """The words in this language, else in the original."""
        wanted, first = pack_language(language), self.words[self.original]
        found = self.words.get(wanted)
        return found or (self._traditional if wanted == TRADITIONAL else None) or first

    @cached_property
    def _traditional(self) -> Words | None:
        simplified = self.words.get(SIMPLIFIED)
        return traditional.made(simplified) if simplified is not None else None

    def column_at(self, place: Place) -> Column | None:
        """The column that a place lies in; None where there is no such place."""
        parts = place.split(".")
        if len(parts) == 1:
            return self.column(parts[0])
        column = self.column(f"{parts[0]}.{parts[2]}") if len(parts) in {3, 4} else None
        return column if column and bool(column.each) == (len(parts) == 4) else None  # noqa: PLR2004

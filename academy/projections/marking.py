"""Marks on their way into rows: numbers stand for their ids, and what differs is noted."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Final

from academy.projections import schema
from academy.projections.numbers import numbered
from academy.projections.rows import Mark
from academy.projections.tables import Tables
from sync.inserting import insert

Row = tuple[Any, ...]

_FEW: Final = 20
_INSERT: Final = "INSERT INTO mark_rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_BEGUN: Final = "SELECT 1 FROM mark_rows WHERE workshop = ? AND session = ? LIMIT 1"
# ?1 to ?5 are the first columns of a row.
_CELL: Final = "SELECT 1 FROM mark_rows WHERE workshop = ?2 AND session = ?3 AND person = ?4"
_KNOWN: Final = f"""SELECT
    EXISTS ({_CELL} AND state = ?5 AND substr(entry, 1, 4) = substr(?1, 1, 4) AND entry = ?1),
    EXISTS ({_CELL} AND state < ?5) OR EXISTS ({_CELL} AND state > ?5)"""
# Of a cell's marks that nobody replaced, whether any two differ.
_DIFFER: Final = f"""SELECT ifnull(min(m.rank) < max(m.rank), 0) FROM marks m
    WHERE m.workshop = ? AND m.session = ? AND m.person = ? AND NOT {schema.REPLACED_MARK}"""
_OPEN: Final = """INSERT INTO differing (workshop, session, person) VALUES (?, ?, ?)
    ON CONFLICT DO NOTHING"""
_CLOSE: Final = "DELETE FROM differing WHERE workshop = ? AND session = ? AND person = ?"

Cell = tuple[str, str, str]
"""A workshop, a session and a person."""


def write(tables: Tables, marks: Sequence[Mark], corrected: Collection[Cell] = ()) -> None:
    """Write the rows of marks, each once, and in which cells two that stand differ by them, or not
    any more: `corrected` are those in which some were replaced.

    Of many, what comes of sessions that have no mark yet is compared with itself alone, and most of
    a merge is; the rest with what is there, row by row.
    """
    cells = set(corrected)
    if marks:
        number = numbered(tables, {id for one in marks for id in (*one[1:4], one.device)})
        rows: dict[bytes, Row] = {
            entry: (entry, number[workshop], number[session], number[person], *said, number[of], at)
            for entry, workshop, session, person, *said, of, at in marks
        }
        named = {rows[one.entry][1:4]: (one.workshop, one.session, one.person) for one in marks}
        cells |= {named[cell] for cell in _written(tables, list(rows.values()))}
    differing(tables, cells)


def differing(tables: Tables, cells: Collection[Cell]) -> None:
    """See of some cells whether marks that stand differ."""
    for cell in cells:
        found = tables.value(_DIFFER, cell)
        tables.connection.execute(_OPEN if found else _CLOSE, cell)


def _written(tables: Tables, later: list[Row]) -> Iterator[Row]:
    """Write rows; yield the cells of those from which another differs."""
    first: list[Row] = []
    if len(later) > _FEW:
        begun = _begun(tables, later)
        first = [row for row in later if row[1:3] not in begun]
        later = [row for row in later if row[1:3] in begun]
        insert(tables.connection, "mark_rows", first)
    yield from _differing(first)
    yield from _write_each(tables, later)


def _begun(tables: Tables, rows: Iterable[Row]) -> set[Row]:
    """The (workshop, session) of rows that have marks already."""
    asked = {row[1:3] for row in rows}
    return {one for one in asked if tables.connection.execute(_BEGUN, one).fetchone()}


def _write_each(tables: Tables, rows: Iterable[Row]) -> Iterator[Row]:
    """Write the rows that aren't there; yield the cells of those from which another differs."""
    for row in rows:
        known, differs = tables.connection.execute(_KNOWN, row[:5]).fetchone()
        if not known:
            tables.connection.execute(_INSERT, row)
        if differs:
            yield row[1:4]


def _differing(rows: Iterable[Row]) -> list[Row]:
    """The cells of rows that differ from an earlier one of their cell."""
    state: dict[Row, object] = {}
    return [row[1:4] for row in rows if state.setdefault(row[1:4], row[4]) != row[4]]

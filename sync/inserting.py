"""Many rows into one table of SQLite's: some dozens with each statement.

A row by itself costs the driver and the database as much for being asked as for being written. And
while a statement runs, other threads may: a statement for each row lets them in too briefly to be
of use.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any, Final

_TOGETHER: Final = 64


def insert(connection: Any, table: str, rows: Sequence[Sequence[object]]) -> None:  # noqa: ANN401
    """Insert rows that name every column, in their order."""
    if not rows:
        return
    width, whole = len(rows[0]), len(rows) - len(rows) % _TOGETHER
    for start in range(0, whole, _TOGETHER):
        values = list(chain.from_iterable(rows[start : start + _TOGETHER]))
        connection.execute(_statement(table, width, _TOGETHER), values)
    connection.executemany(_statement(table, width, 1), rows[whole:])


@cache
def _statement(table: str, width: int, count: int) -> str:
    row = f"({', '.join('?' * width)})"
    return f"INSERT INTO {table} VALUES {', '.join([row] * count)}"  # noqa: S608 – our tables

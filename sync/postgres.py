"""The same log on PostgreSQL, for a central copy that has outgrown one machine.

Only what PostgreSQL says differently is here; `tests/sync/test_log_contract.py` holds both to one
promise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sync.log import Log
from sync.tables import Tables

_WRITERS = 0x61636164656D79  # the name of the advisory lock that writers take turns on
_MAKERS = _WRITERS + 1


class PostgresTables(Tables):
    """The log's statements as PostgreSQL wants them."""

    types = {"integer": "BIGINT", "blob": "BYTEA"}  # noqa: RUF012 – a constant
    contains = "strpos(b.body, ?) > 0"

    def run(self, sql: str, values: Sequence[object] = ()) -> Any:  # noqa: ANN401
        """Execute one statement and return its cursor."""
        return self.connection.execute(sql.replace("?", "%s"), values)

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Execute one statement for every row, in one pipeline."""
        with self.connection.cursor() as cursor:
            cursor.executemany(sql.replace("?", "%s"), rows)

    def create(self) -> None:
        """Make the tables that are missing; two processes may start at once."""
        with self.connection.transaction():
            self.run("SELECT pg_advisory_xact_lock(?)", (_MAKERS,))
            super().create()

    def lock(self) -> None:
        """Let one writer at a time number entries, so that positions become visible in order."""
        self.run("SELECT pg_advisory_xact_lock(?)", (_WRITERS,))


class PostgresLog(Log):
    """A log on a psycopg 3 connection in autocommit mode; the caller owns the transaction."""

    _tables = PostgresTables

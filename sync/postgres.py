"""The same log on PostgreSQL, for a central copy that has outgrown one machine.

Only what PostgreSQL says differently is here; `tests/sync/test_log_contract.py` holds both to one
promise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from sync.log import Log
from sync.tables import Tables

Error = psycopg.Error
Connection = psycopg.Connection[Any]

_WRITERS = 0x61636164656D79  # the name of the advisory lock that writers take turns on
_MAKERS = _WRITERS + 1

# What holds unless the address says otherwise, in libpq's words: silence is noticed in a minute.
_DEFAULTS = {
    "connect_timeout": 5,
    "keepalives_idle": 20,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
    "application_name": "academy",
}
# A process that hangs in the middle of a change must not keep the others out for ever, and what is
# said to be kept must be on the server's disk.
_SETTINGS = """SELECT set_config('default_transaction_isolation', 'read committed', false),
    set_config('lock_timeout', '10s', false),
    set_config('idle_in_transaction_session_timeout', '60s', false),
    set_config('synchronous_commit',
        coalesce(nullif(current_setting('synchronous_commit'), 'off'), 'on'), false)"""


def connect(address: str) -> Connection:
    """Return a connection as the log wants it: autocommit, UTF-8, and never waiting for ever.

    It must lead to the server itself, not to a pooler that hands each transaction another session.
    Raises Error.
    """
    given = conninfo_to_dict(address)
    defaults: dict[str, Any] = {k: v for k, v in _DEFAULTS.items() if k not in given}
    connection = psycopg.connect(address, autocommit=True, client_encoding="utf8", **defaults)
    try:
        connection.execute(_SETTINGS)
    except Error:
        connection.close()
        raise
    return connection


def trouble(error: Error) -> str:
    """Return what is wrong, in a word: "busy", "full" or "unreachable"."""
    if isinstance(error, psycopg.errors.LockNotAvailable | psycopg.errors.DeadlockDetected):
        return "busy"
    return "full" if isinstance(error, psycopg.errors.DiskFull) else "unreachable"


class PostgresTables(Tables):
    """The log's statements as PostgreSQL wants them."""

    types = {"integer": "BIGINT", "blob": "BYTEA"}  # noqa: RUF012 – a constant
    contains = "(position(?::bytea IN b.body) > 0 OR position(?::bytea IN b.body) > 0)"

    def run(self, sql: str, values: Sequence[object] = ()) -> Any:  # noqa: ANN401
        """Execute one statement and return its cursor."""
        return self.connection.execute(sql.replace("?", "%s"), values)

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Execute one statement for every row, in one pipeline."""
        with self.connection.cursor() as cursor:
            cursor.executemany(sql.replace("?", "%s"), rows)

    def insert(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        """Insert many rows that name every column of a table."""
        if rows:
            values = ", ".join("?" * len(rows[0]))
            self.run_many(f"INSERT INTO {table} VALUES ({values})", rows)  # noqa: S608 – ours

    def create(self) -> None:
        """Make the tables that are missing; two processes may start at once."""
        with self.connection.transaction():
            self.run("SELECT pg_advisory_xact_lock(?)", (_MAKERS,))
            super().create()

    def exists(self, table: str) -> bool:
        """Say whether there is a table of this name."""
        return self.one("SELECT to_regclass(?)", table) is not None

    def lock(self) -> None:
        """Let one writer at a time number entries, so that positions become visible in order."""
        self.run("SELECT pg_advisory_xact_lock(?)", (_WRITERS,))


class PostgresLog(Log):
    """A log on a psycopg 3 connection in autocommit mode; the caller owns the transaction.

    A transaction that writes must be READ COMMITTED, as `connect` has it: what it reads after
    `lock` has to include what the writer before it committed.
    """

    _tables = PostgresTables

"""A log whose tables are of an older form moves into those of this one, when it is opened.

Nothing of it is judged again: the rows stay what they were, under the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Protocol

from sync.packing import Packing


class Tables(Protocol):
    """The tables, as far as this room knows them."""

    def run(self, sql: str, values: Sequence[object] = ()) -> Any:  # noqa: ANN401
        """Execute one statement and return its cursor."""

    def exists(self, table: str) -> bool:
        """Say whether there is a table of this name."""

    def add_bodies(self, rows: list[tuple[object, ...]]) -> None:
        """Store (position, entry, salt, packed body)."""


_MOVED: Final = ("log_aside", "log_signed", "log_tips", "log_bodies", "log_entries")
"""Children first, as they have to be dropped."""

_INDEXES: Final = ("log_entries_lacking", "log_aside_open")
"""What the new tables have under the same name."""

_ENTRIES: Final = """INSERT INTO log_entries SELECT number, id, device, seq,
    (SELECT COUNT(*) FROM older_entries o
        WHERE o.device = e.device AND o.seq = e.seq AND o.number < e.number),
    clock, kind, commitment, parent, body FROM older_entries e ORDER BY number"""


def put_aside(tables: Tables) -> None:
    """Rename the tables that change, so that new ones can be made."""
    tables.run("DROP TABLE IF EXISTS log_topics")  # made anew by its own version
    if tables.exists("log_versions"):
        tables.run("DELETE FROM log_versions")
    for index in _INDEXES:
        tables.run(f"DROP INDEX IF EXISTS {index}")
    for name in _MOVED:
        if tables.exists(name):
            tables.run(f"ALTER TABLE {name} RENAME TO {_older(name)}")


def take_over(tables: Tables) -> None:
    """Fill the new tables from the old ones, and drop these."""
    tables.run(_ENTRIES)
    _take_bodies(tables)
    for name in ("log_tips", "log_signed", "log_aside"):
        if tables.exists(_older(name)):
            tables.run(f"INSERT INTO {name} SELECT * FROM {_older(name)}")  # noqa: S608 – ours
    for name in _MOVED:
        tables.run(f"DROP TABLE IF EXISTS {_older(name)}")


def _take_bodies(tables: Tables) -> None:
    sql = (
        "SELECT position, entry, salt, body FROM older_bodies WHERE position > ? ORDER BY position"
    )
    last, pack = 0, Packing().pack
    while rows := tables.run(f"{sql} LIMIT 2000", (last,)).fetchall():
        tables.add_bodies([(place, entry, salt, pack(body)) for place, entry, salt, body in rows])
        last = rows[-1][0]


def _older(name: str) -> str:
    return name.replace("log_", "older_")

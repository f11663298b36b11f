"""Taking out of the tables whatever came from a body that names somebody who is erased.

The log drops those bodies, wherever in them the id stands, so a folding after it makes nothing of
them; the tables must not keep more than that, in whatever order things came.
"""

import json
from collections.abc import Collection, Iterator

from academy.projections import schema
from academy.projections.tables import Tables
from academy.projections.versions import Touched
from sync.entries import ERASED, Entry, erases, mentioned

_FEW = 20_000
"""Characters of bodies up to which asking for what they name is quicker than reading all ids."""


_DIFFERS_NO_MORE = """DELETE FROM differing WHERE NOT (
    SELECT ifnull(min(m.rank) < max(m.rank), 0) FROM marks m WHERE m.workshop = differing.workshop
    AND m.person = differing.person AND m.session = differing.session)"""


def newly_erased(entries: Collection[Entry]) -> set[str]:
    """Whom these entries erase."""
    return {subject for e in entries if e.kind == ERASED and (subject := erases(e))}


def without_the_erased(
    tables: Tables, entries: Collection[Entry], erased_now: Collection[str]
) -> Iterator[tuple[Entry, str]]:
    """The entries that have a body, each with it, but for those that name somebody erased.

    A log hands out no such body; a folding doesn't rest on that.
    """
    gone = _erased_before(tables, entries).union(erased_now)
    for entry in entries:
        if entry.body is None:
            continue
        if gone and entry.kind != ERASED and not gone.isdisjoint(mentioned(entry.body)):
            continue
        yield entry, entry.body


def _erased_before(tables: Tables, entries: Collection[Entry]) -> set[str]:
    if tables.value("SELECT 1 FROM erased LIMIT 1") is None:
        return set()
    if sum(len(entry.body or "") for entry in entries) > _FEW:
        found = tables.connection.execute("SELECT subject FROM erased")
    else:
        named = set().union(*(mentioned(entry.body or "") for entry in entries))
        sql = "SELECT subject FROM erased WHERE subject IN (SELECT value FROM json_each(?))"
        found = tables.connection.execute(sql, (json.dumps(list(named)),))
    return {subject for (subject,) in found}


def forget(tables: Tables, subjects: Collection[str]) -> Touched:
    """Take out every row of every entry that names one of `subjects`; return what that touches."""
    asked = {"gone": json.dumps(sorted(subjects))}
    named = {
        entry
        for table, owner in schema.OWNERS.items()
        if (names := _names_one(table))
        for (entry,) in tables.connection.execute(
            f"SELECT {owner} FROM {table} WHERE {names}", asked
        )
    }
    entries = sorted(named | _forget_marks(tables, subjects, named))
    touched = {
        of: set(_where_in(tables, f"SELECT {of} FROM {versions} WHERE entry IN", entries))
        for of, (_current, versions, _key) in schema.VERSIONED.items()
    }
    for table, owner in schema.OWNERS.items():
        list(_where_in(tables, f"DELETE FROM {table} WHERE {owner} IN", entries))
    for table in schema.IDS.keys() - schema.OWNERS.keys():
        if names := _names_one(table):
            tables.connection.execute(f"DELETE FROM {table} WHERE {names}", asked)
    tables.connection.execute(_DIFFERS_NO_MORE)
    return touched


def _forget_marks(
    tables: Tables, subjects: Collection[str], entries: Collection[bytes]
) -> set[bytes]:
    """Take out the marks of these entries and those that name one of `subjects`; return whose."""
    numbers = _in_json(tables, "SELECT number FROM ids WHERE id", subjects)
    asked = {
        "numbers": json.dumps(numbers),
        "entries": json.dumps([entry.hex() for entry in entries]),
    }
    found = tables.connection.execute(
        "SELECT rowid, entry FROM mark_rows WHERE"
        + " OR ".join(
            f" {column} IN (SELECT value FROM json_each(:numbers))"
            for column in ("workshop", "session", "person")
        )
        + (" OR lower(hex(entry)) IN (SELECT value FROM json_each(:entries))" if entries else ""),
        asked,
    ).fetchall()
    tables.connection.executemany("DELETE FROM mark_rows WHERE rowid = ?", [(n,) for n, _ in found])
    _in_json(tables, "DELETE FROM ids WHERE id", subjects)
    return {entry for _, entry in found}


def _in_json(tables: Tables, sql: str, values: Collection[str]) -> list[int]:
    asked = (json.dumps(sorted(values)),)
    found = tables.connection.execute(f"{sql} IN (SELECT value FROM json_each(?))", asked)
    return [number for (number,) in found.fetchall()]


def _names_one(table: str) -> str:
    """SQL: whether a row's entry names one of `:gone`, as far as this table tells."""
    conditions = [f"{c} IN (SELECT value FROM json_each(:gone))" for c in schema.IDS.get(table, ())]
    if table in schema.LONG_IDS:
        text = schema.LONG_IDS[table]
        conditions.append(
            f"EXISTS (SELECT 1 FROM json_each(:gone) g WHERE instr({text}, g.value) > 0)"
        )
    return " OR ".join(conditions)


def _where_in(tables: Tables, sql: str, entries: list[bytes]) -> Iterator[str]:
    for start in range(0, len(entries), 500):
        some = entries[start : start + 500]
        for row in tables.connection.execute(f"{sql} ({', '.join('?' * len(some))})", some):
            yield row[0]

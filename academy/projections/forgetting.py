"""Taking out of the tables whatever came from a body that names somebody who is erased.

The log drops those bodies, wherever in them the id stands, so a folding after it makes nothing of
them; the tables must not keep more than that, in whatever order things came.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Final

from academy.projections import marking, schema, tallies
from academy.projections.tables import Tables
from academy.projections.versions import Touched
from sync.entries import ERASED, Entry, erases, mentioned

_FEW = 20_000
"""Characters of bodies up to which asking for what they name is quicker than reading all ids."""


_RETURNING = {
    name: "RETURNING workshop"
    for name, (columns, _key) in schema.TABLES.items()
    if "workshop" in columns
}


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
    found = Found()
    for table, sql in NAMING.items():
        found.add(table, tables.connection.execute(sql, asked))
    marked, workshops = _forget_marks(tables, subjects, found.entries)
    found.entries |= marked
    found.workshops |= workshops
    # What was replaced by one of them stands again, and may differ from another that does.
    cells = set(_of(tables, "SELECT workshop, session, person FROM", "replaced_marks", found))
    touched: dict[str, set[tuple[str, ...]]] = {
        of: set(_of(tables, f"SELECT {', '.join(key)} FROM", versions, found))
        for of, (_current, versions, key) in schema.VERSIONED.items()
    }
    for table in schema.OWNERS:
        gone = _of(tables, "DELETE FROM", table, found, _RETURNING.get(table, ""))
        workshops.update(workshop for (workshop,) in gone)
    for table in schema.IDS.keys() - schema.OWNERS.keys():
        if names := _names_one(table):
            sql = f"DELETE FROM {table} WHERE {names} {_RETURNING.get(table, '')}"
            workshops.update(one for (one,) in tables.connection.execute(sql, asked).fetchall())
    still = tables.connection.execute(_STILL, (json.dumps(sorted(workshops)),)).fetchall()
    marking.differing(tables, cells.union(still))
    tallies.let_go(tables, workshops)
    return touched


class Found:
    """The entries that name somebody who is erased, and the workshops that they are of."""

    def __init__(self) -> None:
        self.entries: set[bytes] = set()
        self.workshops: set[str] = set()
        self.anywhere = False
        """Whether some were found by what they replace, which doesn't tell of which workshop."""

    def add(self, table: str, rows: Iterable[tuple[bytes, str]]) -> None:
        """Take in rows as `NAMING` gives them."""
        for entry, workshop in rows:
            self.entries.add(entry)
            self.workshops.add(workshop)
            self.anywhere = self.anywhere or table == "replaced"


def _of(
    tables: Tables, begin: str, table: str, found: Found, then: str = ""
) -> Iterator[tuple[Any, ...]]:
    """What a statement gives of the rows of a table that belong to what was found."""
    owner, values = schema.OWNERS[table], []
    within = table in BY_WORKSHOP and not found.anywhere
    where = "workshop IN (SELECT value FROM json_each(?)) AND " if within else ""
    if within:
        values = [json.dumps(sorted(found.workshops))]
    sql = f"{begin} {table} WHERE {where}{owner} IN"
    return _where_in(tables, sql, sorted(found.entries), then, values)


_STILL: Final = """SELECT workshop, session, person FROM differing
    WHERE workshop IN (SELECT value FROM json_each(?))"""
_MARKS_OF: Final = (
    "SELECT rowid FROM mark_rows WHERE person IN (SELECT value FROM json_each(:numbers))",
    "SELECT rowid FROM mark_rows WHERE workshop IN (SELECT value FROM json_each(:numbers))",
    # No index begins with the session: each workshop there is, one step apart, is asked for it.
    """WITH RECURSIVE places (workshop) AS (SELECT min(workshop) FROM mark_rows UNION ALL
        SELECT (SELECT min(m.workshop) FROM mark_rows m WHERE m.workshop > p.workshop)
        FROM places p WHERE p.workshop IS NOT NULL)
    SELECT m.rowid FROM places p CROSS JOIN mark_rows m ON m.workshop = p.workshop
        AND m.session IN (SELECT value FROM json_each(:numbers))""",
)
_CORRECTIONS: Final = """SELECT m.rowid FROM replaced_marks c CROSS JOIN ids w ON w.id = c.workshop
    CROSS JOIN ids s ON s.id = c.session CROSS JOIN ids p ON p.id = c.person
    CROSS JOIN mark_rows m ON m.workshop = w.number AND m.session = s.number
        AND m.person = p.number AND m.entry = c.by_entry
    WHERE c.by_entry IN"""


def _forget_marks(
    tables: Tables, subjects: Collection[str], entries: Collection[bytes]
) -> tuple[set[bytes], set[str]]:
    """Take out the marks of these entries and those that name one of `subjects`; return whose, and
    of which workshops.

    An entry that is a mark and names somebody elsewhere than in its cell is a correction: it names
    what it replaces.
    """
    numbers = _in_json(tables, "SELECT number FROM ids WHERE id", subjects)
    asked = {"numbers": json.dumps(numbers)}
    rows = {row for sql in _MARKS_OF for (row,) in tables.connection.execute(sql, asked).fetchall()}
    rows.update(row for (row,) in _where_in(tables, _CORRECTIONS, sorted(entries)))
    gone = (json.dumps(sorted(rows)),)
    found = tables.connection.execute(
        "SELECT r.entry, w.id FROM mark_rows r JOIN ids w ON w.number = r.workshop"
        " WHERE r.rowid IN (SELECT value FROM json_each(?))",
        gone,
    ).fetchall()
    sql = "DELETE FROM mark_rows WHERE rowid IN (SELECT value FROM json_each(?))"
    tables.connection.execute(sql, gone)
    _in_json(tables, "DELETE FROM ids WHERE id", subjects)
    return {entry for entry, _ in found}, {workshop for _, workshop in found}


def _in_json(tables: Tables, sql: str, values: Collection[str]) -> list[int]:
    asked = (json.dumps(sorted(values)),)
    found = tables.connection.execute(f"{sql} IN (SELECT value FROM json_each(?))", asked)
    return [number for (number,) in found.fetchall()]


_NUMBERS: Final = "SELECT number FROM ids WHERE id IN (SELECT value FROM json_each(:gone))"
_BY_NUMBER: Final = {
    ("person_versions", "person"): f"number IN ({_NUMBERS})",
    # Where there is a version of a session, one of them holds.
    ("session_versions", "session"): "(workshop, session) IN"
    f" (SELECT workshop, session FROM sessions WHERE number IN ({_NUMBERS}))",
}
"""SQL, by table and column: what finds rows by an id that no index of them begins with."""


def _names_one(table: str) -> str:
    """SQL: whether a row's entry names one of `:gone`, as far as this table tells."""
    conditions = [
        _BY_NUMBER.get((table, column), f"{column} IN (SELECT value FROM json_each(:gone))")
        for column in schema.IDS.get(table, ())
    ]
    if table in schema.LONG_IDS:
        text = schema.LONG_IDS[table]
        conditions.append(
            f"EXISTS (SELECT 1 FROM json_each(:gone) g WHERE instr({text}, g.value) > 0)"
        )
    return " OR ".join(conditions)


def _naming(table: str) -> str:
    """SQL: the entries whose rows in a table name one of `:gone`, each with its workshop."""
    workshop = "workshop" if "workshop" in schema.TABLES[table][0] else "''"
    return f"SELECT {schema.OWNERS[table]}, {workshop} FROM {table} WHERE {_names_one(table)}"


NAMING: Final = {table: _naming(table) for table in schema.OWNERS if _names_one(table)}

BY_WORKSHOP: Final = frozenset({"session_versions", "person_versions", "recorded_in"})
"""Tables that are asked by the workshop: no index of theirs begins with the entry."""


def _where_in(
    tables: Tables, sql: str, entries: list[bytes], then: str = "", values: Sequence[object] = ()
) -> Iterator[tuple[Any, ...]]:
    for start in range(0, len(entries), 500):
        some = entries[start : start + 500]
        yield from tables.connection.execute(
            f"{sql} ({', '.join('?' * len(some))}) {then}", [*values, *some]
        ).fetchall()

"""From entries to rows, in any order of arrival, with the same result.

Rows are gathered per statement and written with one `executemany` each, because a merge of ten
thousand entries should not cost ten thousand round trips.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from academy import events, rules
from academy.projections import schema, withdrawing
from academy.projections.tables import Tables
from sync.entries import Entry

Rows = dict[str, list[tuple[object, ...]]]
Fold = Callable[["_Batch", Entry, dict[str, Any]], None]


def _insert(table: str, *, latest: bool = False, keep: str = "") -> str:
    """An INSERT for all columns of a table. `latest`: the later stamp wins over the row there;
    `keep`: the row with the lesser value in that column wins.
    """
    columns, key = schema.TABLES[table]
    named = ", ".join(f'"{name}"' for name in columns)
    sql = f"INSERT INTO {table} ({named}) VALUES ({', '.join('?' * len(columns))})"
    keys = (key,) if isinstance(key, str) else key
    if not (latest or keep):
        return f"{sql} ON CONFLICT DO NOTHING"
    changes = ", ".join(f'"{n}" = excluded."{n}"' for n in columns if n not in keys)
    won = f"excluded.stamp > {table}.stamp" if latest else f"excluded.{keep} < {table}.{keep}"
    return f"{sql} ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {changes} WHERE {won}"


STATEMENTS = {
    name: _insert(
        name,
        latest=name in {"workshops", "sessions", "people"},
        keep={"tries": "entry", "certificates": "stamp"}.get(name, ""),
    )
    for name in schema.TABLES
}


class _Batch:
    """The rows that a run of entries comes to."""

    def __init__(self) -> None:
        self.rows: Rows = {}
        self.takes_part: set[tuple[str, str]] = set()

    def add(self, table: str, *values: object) -> None:
        """One row for a table, its values in the order of the columns."""
        self.rows.setdefault(table, []).append(values)


def stamp(entry: Entry) -> str:
    """The entry's place in the order (clock, device, seq), as text that sorts that way.

    The id's beginning tells the two branches of a fork apart.
    """
    return f"{entry.clock:016d}{entry.device[:16]}{entry.seq:010d}{entry.id[:8]}"


def _workshop(batch: _Batch, entry: Entry, v: dict[str, Any]) -> None:
    batch.add(
        "workshops",
        v["workshop"],
        v["title"],
        v["level"],
        v["country"],
        v["starts"],
        v["ends"],
        json.dumps(v["languages"]),
        json.dumps(v["courses"]),
        stamp(entry),
    )


def _assigned(batch: _Batch, _entry: Entry, v: dict[str, Any]) -> None:
    batch.takes_part.add((v["workshop"], v["device"]))


def _session(batch: _Batch, entry: Entry, v: dict[str, Any]) -> None:
    batch.add(
        "sessions",
        v["session"],
        v["workshop"],
        v["title"],
        v["day"],
        v["half"],
        int(v["countable"]),
        stamp(entry),
    )


def _cancelled(batch: _Batch, _entry: Entry, v: dict[str, Any]) -> None:
    batch.add("cancelled", v["session"], v["reason"])


def _person(batch: _Batch, entry: Entry, v: dict[str, Any]) -> None:
    batch.add(
        "people",
        v["person"],
        v["workshop"],
        v["alias"],
        rules.compared(v["alias"]),
        v["organisation"],
        rules.organisation(v["organisation"]),
        v["country"],
        v["language"],
        v["team"],
        v["role"],
        stamp(entry),
    )


def _raw(id: object) -> bytes:
    """An entry's id, or a device, in half the room that its hex digits take."""
    try:
        return bytes.fromhex(str(id))
    except ValueError:
        return b""


def _mark(batch: _Batch, entry: Entry, v: dict[str, Any], way: str, reason: str) -> None:
    batch.add(
        "marks",
        _raw(entry.id),
        v["workshop"],
        v["session"],
        v["person"],
        v["state"],
        way,
        reason,
        v["at"],
        _raw(entry.device),
        entry.clock,
    )


def _marked(batch: _Batch, entry: Entry, v: dict[str, Any]) -> None:
    _mark(batch, entry, v, v["way"], "")


def _corrected(batch: _Batch, entry: Entry, v: dict[str, Any]) -> None:
    _mark(batch, entry, v, "correction", v["reason"])
    _replaced(batch, entry, v)


def _replaced(batch: _Batch, entry: Entry, v: dict[str, Any]) -> None:
    for old in v["replaces"]:
        batch.add("replaced", _raw(old), _raw(entry.id))


def _finished(batch: _Batch, _entry: Entry, v: dict[str, Any]) -> None:
    batch.add("lessons", v["person"], v["workshop"], v["course"], v["lesson"])


def _answered(batch: _Batch, entry: Entry, v: dict[str, Any]) -> None:
    batch.add(
        "tries",
        v["attempt"],
        v["workshop"],
        v["person"],
        v["course"],
        v["lesson"],
        v["correct"],
        v["of"],
        _raw(entry.id),
    )


def _met(batch: _Batch, entry: Entry, v: dict[str, Any]) -> None:
    whose = (v["person"], v["team"])
    batch.add("requirements", _raw(entry.id), v["workshop"], v["requirement"], *whose)


def _issued(batch: _Batch, entry: Entry, v: dict[str, Any]) -> None:
    batch.add(
        "certificates",
        v["certificate"],
        v["workshop"],
        v["person"],
        v["type"],
        v["title"],
        v["month"],
        stamp(entry),
    )


def _straight(table: str, *names: str) -> Fold:
    """The fold of a kind whose values are the row."""

    def fold_row(batch: _Batch, _entry: Entry, v: dict[str, Any]) -> None:
        batch.add(table, *(v[name] for name in names))

    return fold_row


FOLDS: dict[str, Fold] = {
    "workshop.planned": _workshop,
    "workshop.revised": _workshop,
    "workshop.assigned": _assigned,
    "session.planned": _session,
    "session.revised": _session,
    "session.cancelled": _cancelled,
    "person.registered": _person,
    "person.revised": _person,
    "person.withdrawn": _straight("withdrawn", "person", "workshop"),
    "attendance.marked": _marked,
    "attendance.corrected": _corrected,
    "lesson.finished": _finished,
    "quiz.answered": _answered,
    "requirement.met": _met,
    "requirement.withdrawn": _replaced,
    "certificate.issued": _issued,
    "certificate.revoked": _straight("revoked", "certificate"),
    "person.linked": _straight("links", "link", "a", "b"),
    "person.unlinked": _straight("unlinked", "link"),
    "person.distinct": _straight("distinct_people", "a", "b"),
    "organisation.linked": _straight("organisation_links", "link", "a", "b"),
    "organisation.unlinked": _straight("unlinked", "link"),
    "subject.erased": _straight("erased", "subject"),
}


def fold(tables: Tables, entries: Iterable[Entry]) -> None:
    """Fold entries into the tables, inside the caller's transaction.

    Entries without a body (withheld, erased) and kinds this version doesn't know leave no row.
    """
    batch, touched = _Batch(), set()
    for entry in entries:
        handler = FOLDS.get(entry.kind)
        if handler is None or entry.body is None:
            continue
        values = events.fields_of(entry.kind, entry.body)
        if values is None:
            continue
        handler(batch, entry, values)
        # What names a person may be erased one day, and then nothing may be left that a folding
        # after it would not make; laptops take part by planning or by being assigned.
        if "workshop" in values and "person" not in values:
            batch.takes_part.add((values["workshop"], entry.device))
        elif "workshop" in values:
            touched.add((values["person"], values["workshop"]))
    if batch.takes_part:
        batch.rows["takes_part"] = list(batch.takes_part)
    for table, rows in batch.rows.items():
        tables.connection.executemany(STATEMENTS[table], rows)
    _forget(tables)
    withdrawing.leave_out(tables, touched)


def _forget(tables: Tables) -> None:
    """Take out again whatever is about somebody erased, however it came in."""
    if tables.value("SELECT 1 FROM erased LIMIT 1") is None:
        return
    tables.connection.execute(
        "DELETE FROM replaced WHERE by_entry IN"
        " (SELECT entry FROM marks WHERE person IN (SELECT subject FROM erased))"
    )
    for table in schema.ABOUT_A_PERSON:
        tables.connection.execute(
            f"DELETE FROM {table} WHERE person IN (SELECT subject FROM erased)"
        )
    for table in ("links", "distinct_people"):
        tables.connection.execute(
            f"DELETE FROM {table} WHERE a IN (SELECT subject FROM erased)"
            " OR b IN (SELECT subject FROM erased)"
        )


def rebuild(tables: Tables, entries: Iterable[Entry], *, batch: int = 5000) -> None:
    """Throw the tables away and fold the whole log again, inside the caller's transaction."""
    schema.drop(tables)
    schema.create(tables)
    fold_many(tables, entries, batch=batch)


def fold_many(tables: Tables, entries: Iterable[Entry], *, batch: int = 5000) -> None:
    """Fold as many entries as there are, a batch of them in memory at a time."""
    run: list[Entry] = []
    for entry in entries:
        run.append(entry)
        if len(run) >= batch:
            fold(tables, run)
            run = []
    fold(tables, run)


def digest(tables: Tables) -> str:
    """SHA-256 over every row of every table in a fixed order: equal digests are equal tables."""
    told = hashlib.sha256()
    for name, (columns, _key) in schema.TABLES.items():
        named = ", ".join(f'"{column}"' for column in columns)
        told.update(name.encode())
        for row in tables.connection.execute(f"SELECT {named} FROM {name} ORDER BY {named}"):
            told.update(json.dumps(row, ensure_ascii=False, default=bytes.hex).encode())
    return told.hexdigest()

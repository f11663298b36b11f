"""From entries to rows, in any order of arrival, with the same result.

The fold is total: there is no body that stops it. What a body says is decoded by what its kind
declares; what doesn't fit is left out and counted (`not_understood`), and folded by itself once a
newer version of this program understands it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping

from academy.projections import forgetting, marking, same, schema, tallies, versions
from academy.projections.numbers import number, numbered
from academy.projections.rows import Batch
from academy.projections.tables import Tables
from sync.entries import Entry

Suspects = Mapping[str, int]
"""From which place on in its chain a device's clock is not believed (`sync.log.Log.suspects`)."""


def _insert(table: str) -> str:
    """An INSERT for all columns of a table. What is there already came from the same entry."""
    columns, _key = schema.TABLES[table]
    named = ", ".join(f'"{name}"' for name in columns)
    values = ", ".join(_value(table, name) for name in columns)
    return f"INSERT INTO {table} ({named}) VALUES ({values}) ON CONFLICT DO NOTHING"


def _value(table: str, column: str) -> str:
    """SQL: the value of a column, by the place of what a row says; a number is looked up."""
    said = [name for name in schema.TABLES[table][0] if name != "number"]
    if column == "number":
        return number(_value(table, schema.NUMBERS[table]))
    return f"?{said.index(column) + 1}"


STATEMENTS = {name: _insert(name) for name in schema.TABLES.keys() - schema.NUMBERED}
DIGESTED = {
    **{
        name: tuple(column for column in columns if column != "number")
        for name, (columns, _key) in schema.TABLES.items()
        if name not in schema.NUMBERED | schema.KEPT
    },
    "marks": schema.MARK,
}


def fold(tables: Tables, entries: Iterable[Entry], suspects: Suspects | None = None) -> None:
    """Fold entries into the tables, inside the caller's transaction.

    Entries without a body (withheld, erased) leave no row. `suspects` are all there are by now;
    without them, those of the last folding stay.
    """
    said = _fold(tables, list(entries), suspects)
    if said is not None:
        same.settle(tables, said)


def _fold(tables: Tables, entries: list[Entry], suspects: Suspects | None) -> set[str] | None:
    """Fold entries; return the ids that were said to be two, or not any more, and None where
    nothing was said from which it follows which are one.
    """
    erased = forgetting.newly_erased(entries)
    batch = Batch()
    for entry, body in forgetting.without_the_erased(tables, entries, erased):
        batch.add(entry, body)
    numbered(tables, {id for of in ("person", "session") for id, _workshop in batch.touched[of]})
    for table, rows in batch.rows.items():
        tables.connection.executemany(STATEMENTS[table], rows)
    corrected = {row[2:] for row in batch.rows.get("replaced_marks", ())}
    marking.write(tables, batch.marks, corrected)  # type: ignore[arg-type]
    touched: list[versions.Touched] = [batch.touched]
    if erased:
        touched.append(forgetting.forget(tables, erased))
    tallies.let_go(tables, batch.workshops)
    if suspects is not None and (doubted := versions.doubt(tables, suspects)):
        touched.append(doubted)
        tallies.let_go_of_all(tables)
    versions.choose(
        tables,
        {of: {key for part in touched for key in part.get(of, ())} for of in schema.VERSIONED},
    )
    if not erased and same.SAID_IN.isdisjoint(batch.rows):
        return None
    return {id for table in same.APART for _entry, *ids in batch.rows[table] for id in ids}  # type: ignore[misc]


def rebuild(
    tables: Tables, entries: Iterable[Entry], suspects: Suspects, *, batch: int = 5000
) -> None:
    """Throw the tables away and fold the whole log again, inside the caller's transaction."""
    schema.drop(tables)
    schema.create(tables)
    fold_many(tables, entries, suspects, batch=batch)


def fold_many(
    tables: Tables, entries: Iterable[Entry], suspects: Suspects, *, batch: int = 5000
) -> None:
    """Fold as many entries as there are, a batch of them in memory at a time.

    Which ids are one is found once, at the end, since that looks at all that was said of it.
    """
    run: list[Entry] = []
    said: set[str] | None = None
    for entry in entries:
        run.append(entry)
        if len(run) >= batch:
            said = _both(said, _fold(tables, run, suspects))
            run = []
    said = _both(said, _fold(tables, run, suspects))
    if said is not None:
        same.settle(tables, said)


def _both(one: set[str] | None, other: set[str] | None) -> set[str] | None:
    return one if other is None else other if one is None else one | other


def digest(tables: Tables) -> str:
    """SHA-256 over every row of every table in a fixed order: equal digests are equal tables."""
    told = hashlib.sha256()
    for name, columns in DIGESTED.items():
        named = ", ".join(f'"{column}"' for column in columns)
        told.update(name.encode())
        for row in tables.connection.execute(f"SELECT {named} FROM {name} ORDER BY {named}"):
            told.update(json.dumps(row, ensure_ascii=False, default=bytes.hex).encode())
    return told.hexdigest()

"""Every statement that touches the log's tables, whose shape `shape.py` says.

One dialect, SQLite's; `postgres.py` changes the few places where PostgreSQL differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sync import inserting, upgrading
from sync.entries import ERASED, GENESIS, Entry, Head, header
from sync.errors import LogError
from sync.merge import Held
from sync.packing import Packing, unpack
from sync.shape import FORM, SCHEMA

CHUNK = 2_000

# What counts has no row there, or was taken in; the number is `aside.TAKEN`.
_COUNTS = "NOT EXISTS (SELECT 1 FROM log_aside a WHERE a.entry = e.number AND a.standing < 2)"
_ENTRY = """SELECT {0}, e.id, d.device, e.seq, e.clock, k.kind, e.commitment, p.id, b.salt, b.body
    FROM log_entries e JOIN log_devices d ON d.number = e.device
    JOIN log_kinds k ON k.number = e.kind
    LEFT JOIN log_entries p ON p.number = e.parent
    LEFT JOIN log_bodies b ON b.position = e.body """
_IN_CHAIN = """SELECT e.number, e.id, e.seq, e.clock, e.kind, e.commitment, e.parent, b.salt, b.body
    FROM log_entries e LEFT JOIN log_bodies b ON b.position = e.body
    WHERE e.device = ? AND e.seq BETWEEN ? AND ? ORDER BY e.seq, e.number"""
_COUNTED_IN_CHAIN = _IN_CHAIN.replace("b.position = e.body", f"b.position = e.body AND {_COUNTS}")
_BARE_IN_CHAIN = _IN_CHAIN.replace("b.salt, b.body", "NULL, NULL").replace(
    "LEFT JOIN log_bodies b ON b.position = e.body", ""
)
_BY_PLACE = _ENTRY.format("e.number") + "WHERE e.device = ? AND e.seq = ? AND e.id = ?"
_BY_NUMBER = _ENTRY.format("e.number") + "WHERE e.number = ?"
_ARRIVED = _ENTRY.format("b.position").replace("LEFT JOIN log_bodies b ON b.position = e.body", "")
_ARRIVED = _ARRIVED.replace(
    "FROM log_entries e",
    "FROM log_bodies b JOIN log_entries e ON e.number = b.entry",
) + (f"WHERE b.position > ? AND {_COUNTS} ORDER BY b.position LIMIT ?")
_ADD_ENTRY = "INSERT INTO log_entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ADD_BODY = "INSERT INTO log_bodies VALUES (?, ?, ?, ?)"
_LOOKED_THROUGH = "SELECT b.entry FROM log_bodies b WHERE {} ORDER BY b.position"
_WITH_BODY = _ENTRY.format("b.position").replace("LEFT JOIN log_bodies b", "JOIN log_bodies b")


class Tip(NamedTuple):
    """The end of one branch, as the tables know it."""

    number: int
    seq: int
    id: str
    clock: int


class Tables:
    """Statements on one connection. Nothing here begins, commits or rolls back."""

    types = {"integer": "INTEGER", "blob": "BLOB"}  # noqa: RUF012 – a constant, replaced by the child
    contains = "(instr(b.body, ?) > 0 OR instr(b.body, ?) > 0)"

    def __init__(self, connection: Any) -> None:  # noqa: ANN401 – three drivers, one DB-API
        self.connection = connection

    def run(self, sql: str, values: Sequence[object] = ()) -> Any:  # noqa: ANN401
        """Execute one statement and return its cursor."""
        return self.connection.execute(sql, values)

    def run_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Execute one statement for every row."""
        self.connection.executemany(sql, rows)

    def insert(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        """Insert many rows that name every column of a table."""
        inserting.insert(self.connection, table, rows)

    def create(self) -> None:
        """Make the tables that are missing; bring those of an older form into this one.

        Raises LogError("form_newer") for what a newer version has written, and leaves it alone.
        """
        written = self.version("log") if self.exists("log_versions") else 0
        if written > FORM:
            raise LogError("form_newer", form=written)
        if written == FORM:
            return
        older = self.exists("log_entries")
        if older:
            upgrading.put_aside(self)
        for statement in SCHEMA:
            self.run(statement.format(**self.types))
        if older:
            upgrading.take_over(self)
        self.set_version("log", FORM)

    def exists(self, table: str) -> bool:
        """Say whether there is a table of this name."""
        sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
        return self.one(sql, table) is not None

    def lock(self) -> None:
        """Keep other writers out until the transaction ends; SQLite's one writer needs nothing."""

    def one(self, sql: str, *values: object) -> Any:  # noqa: ANN401
        """Return the first column of the first row, or None."""
        row = self.run(sql, values).fetchone()
        return None if row is None else row[0]

    def version(self, what: str) -> int:
        """Return by which version something was made that is made anew by another; 0 for none."""
        return self.one("SELECT version FROM log_versions WHERE what = ?", what) or 0

    def set_version(self, what: str, version: int) -> None:
        """Say by which version it was made."""
        self.run("DELETE FROM log_versions WHERE what = ?", (what,))
        self.run("INSERT INTO log_versions VALUES (?, ?)", (what, version))

    def device(self, device: str, *, add: bool = False) -> int | None:
        """Return the small number of `device`, adding it when asked."""
        return self._small("log_devices", "device", bytes.fromhex(device), add=add)

    def kind(self, kind: str) -> int:
        """Return the small number of `kind`, adding it when new."""
        number = self._small("log_kinds", "kind", kind, add=True)
        return number or 0

    def last(self, table: str, column: str) -> int:
        """Return the largest number in use."""
        return self.one(f"SELECT MAX({column}) FROM {table}") or 0  # noqa: S608 – both are ours

    def tips(self) -> Iterator[tuple[str, Head]]:
        """Yield the end of every branch, longest first within a device."""
        rows = self.run(
            """SELECT d.device, e.seq, e.id FROM log_tips t
            JOIN log_entries e ON e.number = t.entry JOIN log_devices d ON d.number = t.device
            ORDER BY d.device, e.seq DESC, e.id""",
        )
        for device, seq, id in rows:
            yield device.hex(), Head(seq, id.hex())

    def tips_of(self, device: int | None) -> list[Tip]:
        """Return the ends of one device's branches, longest first."""
        rows = self.run(
            """SELECT e.number, e.seq, e.id, e.clock FROM log_tips t
            JOIN log_entries e ON e.number = t.entry WHERE t.device = ?
            ORDER BY e.seq DESC, e.id""",
            (device,),
        )
        return [Tip(number, seq, id.hex(), clock) for number, seq, id, clock in rows]

    def clock(self) -> int:
        """Return the largest clock seen; clocks rise along a chain, so the tips know."""
        sql = "SELECT MAX(e.clock) FROM log_tips t JOIN log_entries e ON e.number = t.entry"
        return self.one(sql) or 0

    def held(self, device: int | None, low: int, high: int) -> dict[str, tuple[int, Held]]:
        """Return what is held of one device between two places: id to its number and standing."""
        rows = self.run(
            """SELECT id, number, seq, clock, body FROM log_entries
            WHERE device = ? AND seq BETWEEN ? AND ?""",
            (device, low, high),
        )
        return {
            id.hex(): (number, Held(seq, clock, body is None))
            for id, number, seq, clock, body in rows
        }

    def add_entry(
        self, row: tuple[object, ...], body: tuple[object, ...], before: int | None
    ) -> None:
        """Store one entry with its body, and make it the tip in the place of the one before."""
        self.run(_ADD_ENTRY, row)
        self.run(_ADD_BODY, body)
        if before is None:
            self.run("INSERT INTO log_tips VALUES (?, ?)", (row[2], row[0]))
        else:
            sql = "UPDATE log_tips SET entry = ? WHERE device = ? AND entry = ?"
            self.run(sql, (row[0], row[2], before))

    def add_entries(self, rows: list[tuple[object, ...]], bodies: list[tuple[object, ...]]) -> None:
        """Store rows of log_entries and of log_bodies, in that order."""
        self.insert("log_entries", rows)
        self.add_bodies(bodies)

    def add_bodies(self, rows: list[tuple[object, ...]]) -> None:
        """Store (position, entry, salt, packed body)."""
        self.insert("log_bodies", rows)

    def settle(self, rows: list[tuple[int, int]]) -> None:
        """Say for (body, entry) where the entry's body now is, 0 for erased."""
        self.run_many("UPDATE log_entries SET body = ? WHERE number = ?", rows)

    def move_tips(self, device: int, old: set[int], new: set[int]) -> None:
        """Replace the ends of one device's branches."""
        gone = [(device, entry) for entry in old - new]
        self.run_many("DELETE FROM log_tips WHERE device = ? AND entry = ?", gone)
        self.run_many("INSERT INTO log_tips VALUES (?, ?)", [(device, n) for n in new - old])

    def chain(
        self, device: int | None, low: int, high: int, *, aside: bool = True, bare: bool = False
    ) -> Iterator[tuple[int, Entry]]:
        """Yield a device's entries between two places, a chunk in memory at a time.

        Without `aside`, what doesn't count here comes without its body; `bare`, everything.
        """
        sql = _BARE_IN_CHAIN if bare else _IN_CHAIN if aside else _COUNTED_IN_CHAIN
        writer = self.one("SELECT device FROM log_devices WHERE number = ?", device)
        for start in range(low, high + 1, CHUNK):
            stop = min(high, start + CHUNK - 1)
            rows = self.run(sql, (device, start, stop)).fetchall()
            yield from self._linked(writer.hex(), rows) if rows else ()

    def _linked(self, device: str, rows: list[Sequence[Any]]) -> Iterator[tuple[int, Entry]]:
        """Yield the entries of a chain's rows. What is before one nearly always stands before it,
        and one chain is of few kinds: neither is joined to each row.
        """
        ids: dict[int, str] = {}
        kinds: dict[int, str] = {}
        unpack = Packing().unpack
        for number, id, seq, clock, sort, commitment, parent, salt, body in rows:
            kind = kinds.get(sort)
            if kind is None:
                kind = kinds[sort] = self.one("SELECT kind FROM log_kinds WHERE number = ?", sort)
            prev = GENESIS if parent is None else ids.get(parent) or self._id(parent)
            ids[number], said = id.hex(), commitment.hex()
            line = header(device, seq, clock, kind, said, prev)
            text = None if body is None else unpack(body)
            yield number, Entry(ids[number], line, device, seq, clock, kind, said, prev, salt, text)

    def _id(self, number: int) -> str:
        found: bytes = self.one("SELECT id FROM log_entries WHERE number = ?", number)
        return found.hex()

    def by_place(self, device: str, head: Head) -> tuple[int, Entry] | None:
        """Return the entry of a device in a place with an id, and its number."""
        values = (self.device(device), head.seq, bytes.fromhex(head.id))
        row = self.run(_BY_PLACE, values).fetchone()
        return None if row is None else (row[0], _entry(row))

    def number(self, device: int | None, head: Head) -> int | None:
        """Return the number of that entry."""
        sql = "SELECT number FROM log_entries WHERE device = ? AND seq = ? AND id = ?"
        found: int | None = self.one(sql, device, head.seq, bytes.fromhex(head.id))
        return found

    def by_number(self, number: int) -> Entry:
        """Return the entry with this number."""
        return _entry(self.run(_BY_NUMBER, (number,)).fetchone())

    def arrived(self, after: int) -> list[tuple[int, Entry]]:
        """Return the next chunk of entries whose bodies came to count after a position."""
        rows = self.run(_ARRIVED, (after, CHUNK)).fetchall()
        unpack = Packing().unpack
        return [(row[0], _entry(row, unpack)) for row in rows]

    def family(self, device: int | None) -> dict[int, tuple[int, int | None, str]]:
        """Return every entry of a (forked) device: number to seq, parent and id."""
        sql = "SELECT number, seq, parent, id FROM log_entries WHERE device = ?"
        return {n: (seq, parent, id.hex()) for n, seq, parent, id in self.run(sql, (device,))}

    def lacking(self) -> Iterator[tuple[str, int]]:
        """Yield device and place of every entry whose body is withheld, in order."""
        rows = self.run(
            """SELECT d.device, e.seq FROM log_entries e JOIN log_devices d ON d.number = e.device
            WHERE e.body IS NULL ORDER BY e.device, e.seq""",
        )
        for device, seq in rows:
            yield device.hex(), seq

    def lacks(self, device: int) -> bool:
        """Say whether any body of one device is withheld."""
        sql = "SELECT 1 FROM log_entries WHERE device = ? AND body IS NULL LIMIT 1"
        return self.one(sql, device) is not None

    def signed(self, device: int | None, low: int, high: int) -> dict[str, bytes]:
        """Return the signed heads held of one device between two places: id to signature."""
        rows = self.run(
            """SELECT e.id, s.signature FROM log_entries e JOIN log_signed s ON s.entry = e.number
            WHERE e.device = ? AND e.seq BETWEEN ? AND ?""",
            (device, low, high),
        )
        return {id.hex(): signature for id, signature in rows}

    def erased(self) -> set[str]:
        """Return every subject that is gone."""
        return {subject.hex() for (subject,) in self.run("SELECT subject FROM log_erased")}

    def is_erased(self, subject: str) -> bool:
        """Say whether `subject` is gone."""
        sql = "SELECT 1 FROM log_erased WHERE subject = ?"
        return self.one(sql, bytes.fromhex(subject)) is not None

    def mentioning(self, subject: str, *, aside: bool = False) -> list[tuple[int, Entry]]:
        """Return place and entry of every body that mentions `subject`, erasures left out."""
        # Bodies alone are looked through, each once; a row of the entries is read for those found.
        looked = _LOOKED_THROUGH.format(self.contains)
        numbers = self.run(looked, (bytes.fromhex(subject), subject.encode())).fetchall()
        sql = f"{_WITH_BODY} WHERE e.number = ? AND k.kind <> ? {'' if aside else f'AND {_COUNTS}'}"
        rows = (self.run(sql, (*number, ERASED)).fetchone() for number in numbers)
        # Sixteen bytes in a row may also be the end of one id and the beginning of the next.
        found = [(row[0], _entry(row)) for row in rows if row is not None]
        return [(place, entry) for place, entry in found if subject in (entry.body or "")]

    def move_bodies(self, numbers: Iterable[int]) -> None:
        """Let the bodies of these entries arrive once more, as the last."""
        places = [
            (self.one("SELECT body FROM log_entries WHERE number = ? AND body > 0", n), n)
            for n in numbers
        ]
        last = self.last("log_bodies", "position")
        moved = [(old, n) for old, n in sorted((old or 0, n) for old, n in places) if old]
        steps = [(last + step, *one) for step, one in enumerate(moved, 1)]
        sql = "UPDATE log_bodies SET position = ? WHERE position = ?"
        self.run_many(sql, [(new, old) for new, old, _ in steps])
        self.settle([(new, number) for new, _, number in steps])

    def forget(self, subject: str) -> list[Entry]:
        """Remember that `subject` is gone, drop every body that mentions it, and return those."""
        self.run(
            "INSERT INTO log_erased VALUES (?) ON CONFLICT DO NOTHING",
            (bytes.fromhex(subject),),
        )
        found = self.mentioning(subject, aside=True)
        places = [(place,) for place, _ in found]
        sql = """UPDATE log_entries SET body = 0
            WHERE number = (SELECT entry FROM log_bodies WHERE position = ?)"""
        self.run_many(sql, places)
        self.run_many("DELETE FROM log_bodies WHERE position = ?", places)
        return [entry for _, entry in found]

    def _small(self, table: str, column: str, value: object, *, add: bool) -> int | None:
        number: int | None = self.one(
            f"SELECT number FROM {table} WHERE {column} = ?",  # noqa: S608 – both are ours
            value,
        )
        if number is None and add:
            number = self.last(table, "number") + 1
            sql = f"INSERT INTO {table} (number, {column}) VALUES (?, ?)"  # noqa: S608
            self.run(sql, (number, value))
        return number


def _entry(row: Sequence[Any], unpack: Callable[[bytes], str] = unpack) -> Entry:
    _, id, device, seq, clock, kind, commitment, prev, salt, body = row
    device, commitment = device.hex(), commitment.hex()
    prev = GENESIS if prev is None else prev.hex()
    line = header(device, seq, clock, kind, commitment, prev)
    text = None if body is None else unpack(body)
    return Entry(id.hex(), line, device, seq, clock, kind, commitment, prev, salt, text)

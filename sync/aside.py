"""What a log keeps and passes on without letting it count: rows beside the entries.

An entry is *aside* because nobody here answers for its writer, or because it is an erasure that was
not carried out. It waits, was left out, or was taken in, and then it counts; the row of one that
was taken in stays, so that the decision can be undone. What has no row counts.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from sync.entries import ERASED, Entry, Head, erases
from sync.tables import Tables

WAITING, LEFT_OUT, TAKEN = range(3)

WRITER = "writer"
"""Why: the writer's key is not accepted, or no longer."""
UNJUDGED = "unjudged"
"""Why: an erasure that nobody has judged yet. Further reasons are the owner's own words."""
DECIDED = "decided"
"""Why an erasure was carried out all the same: a person decided so."""


class Group(NamedTuple):
    """Entries of one writer that share their standing, why, and who brought them."""

    device: str
    standing: int
    why: str
    via: str | None
    entries: int  # of those whose body is here
    came: int  # when the last of them came, in seconds


class Pending(NamedTuple):
    """An erasure that is not carried out: its entry, why, and its standing."""

    entry: Entry
    why: str
    standing: int


class Row(NamedTuple):
    """What the row of an erasure says of it."""

    number: int
    device: str
    subject: str
    why: str
    standing: int


class Aside:
    """The rows of one log. Decisions about them are taken in `counting.py`."""

    def __init__(self, tables: Tables) -> None:
        """Use a log's own tables."""
        self._tables = tables

    def put(self, rows: Iterable[tuple[int, Entry, str]], via: str | None) -> None:
        """Set entries aside: (number, entry, why), brought by the device `via`."""
        now, brought = int(time.time()), None if via is None else bytes.fromhex(via)
        self._tables.run_many(
            "INSERT INTO log_aside VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (number, self._tables.device(e.device), WAITING, why, _subject(e), brought, now)
                for number, e, why in rows
            ],
        )

    def name(self, number: int, entry: Entry) -> None:
        """Note whom an erasure means whose body has come late."""
        sql = "UPDATE log_aside SET subject = ? WHERE entry = ?"
        self._tables.run(sql, (_subject(entry), number))

    def drop(self, numbers: Iterable[int]) -> None:
        """Forget that these entries were ever aside."""
        self._tables.run_many("DELETE FROM log_aside WHERE entry = ?", [(n,) for n in numbers])

    def settle(self, rows: Iterable[tuple[int, int, str]]) -> None:
        """Say for (number, standing, why) how an entry now stands."""
        sql = "UPDATE log_aside SET standing = ?, why = ? WHERE entry = ?"
        self._tables.run_many(sql, [(standing, why, number) for number, standing, why in rows])

    def open(self, numbers: Iterable[int]) -> set[int]:
        """Return those of these entries that don't count."""
        sql = "SELECT 1 FROM log_aside WHERE entry = ? AND standing < ?"
        return {n for n in numbers if self._tables.one(sql, n, TAKEN)}

    def holds(self, entry: Entry) -> bool:
        """Say whether an entry is here that doesn't count."""
        number = self._tables.number(self._tables.device(entry.device), Head(entry.seq, entry.id))
        return number is not None and bool(self.open([number]))

    def first(self, device: int | None) -> int | None:
        """Return the place of the first entry of a chain that doesn't count."""
        found: int | None = self._tables.one(
            """SELECT MIN(e.seq) FROM log_aside a JOIN log_entries e ON e.number = a.entry
            WHERE a.device = ? AND a.standing < 2""",
            device,
        )
        return found

    def writers(self, *, left_out: bool = False) -> set[str]:
        """Return the writers of whom something waits because of who they are, or was left out."""
        rows = self._tables.run(
            """SELECT DISTINCT d.device FROM log_aside a JOIN log_devices d ON d.number = a.device
            WHERE a.standing < 2 AND a.standing <= ? AND a.why = ?""",
            (LEFT_OUT if left_out else WAITING, WRITER),
        )
        return {device.hex() for (device,) in rows.fetchall()}

    def of(self, device: str, standings: Iterable[int]) -> list[tuple[int, bool]]:
        """Return what is aside of one writer for who it is: number, and whether it is an erasure.

        Of erasures, only those that nobody has looked at as such.
        """
        rows = self._tables.run(
            """SELECT a.entry, k.kind, a.standing FROM log_aside a
            JOIN log_entries e ON e.number = a.entry JOIN log_kinds k ON k.number = e.kind
            WHERE a.device = ? AND a.why = ? ORDER BY a.entry""",
            (self._tables.device(device), WRITER),
        )
        wanted = set(standings)
        return [(n, kind == ERASED) for n, kind, standing in rows.fetchall() if standing in wanted]

    def erasures(
        self, wanted: Callable[[Row], bool] = lambda _: True, *, refused: bool = True
    ) -> list[tuple[int, Pending]]:
        """Return the erasures that are not carried out, though their writers are accepted, and are
        `wanted`; without `refused`, only those that wait.
        """
        rows = self._tables.run(
            """SELECT a.entry, d.device, a.subject, a.why, a.standing FROM log_aside a
            JOIN log_devices d ON d.number = a.device
            WHERE a.standing < 2 AND a.standing <= ? AND a.subject IS NOT NULL AND a.why <> ?
            ORDER BY a.entry""",
            (LEFT_OUT if refused else WAITING, WRITER),
        ).fetchall()
        found = (Row(n, device.hex(), subject.hex(), *rest) for n, device, subject, *rest in rows)
        return [
            (one.number, Pending(self._tables.by_number(one.number), one.why, one.standing))
            for one in found
            if wanted(one)
        ]

    def carried_since(self, device: str, since: int) -> int:
        """Return how many erasures of one writer were carried out without anybody deciding."""
        sql = """SELECT COUNT(*) FROM log_aside WHERE device = ? AND standing = ?
            AND subject IS NOT NULL AND why <> ? AND came > ?"""
        values = (self._tables.device(device), TAKEN, DECIDED, since)
        return self._tables.one(sql, *values) or 0

    def groups(self) -> Iterator[Group]:
        """Yield everything aside in groups, for people to look at; what was carried out is not."""
        rows = self._tables.run(
            """SELECT d.device, a.standing, a.why, a.via, COUNT(*), MAX(a.came) FROM log_aside a
            JOIN log_entries e ON e.number = a.entry JOIN log_devices d ON d.number = a.device
            WHERE e.body > 0 AND NOT (a.subject IS NOT NULL AND a.standing = ?)
            GROUP BY d.device, a.standing, a.why, a.via ORDER BY d.device, a.standing, a.why""",
            (TAKEN,),
        )
        for device, standing, why, via, count, came in rows.fetchall():
            yield Group(device.hex(), standing, why, via and via.hex(), count, came)

    def withdrawn(self) -> int:
        """Return how often something has ceased to count: then tables are folded from the start."""
        return self._tables.one("SELECT MAX(times) FROM log_withdrawn") or 0

    def withdraw(self) -> None:
        """Note that something has ceased to count."""
        times = self.withdrawn() + 1
        self._tables.run("DELETE FROM log_withdrawn")
        self._tables.run("INSERT INTO log_withdrawn VALUES (?)", (times,))

    def reasons(self) -> dict[str, str]:
        """Return why each entry doesn't count that doesn't."""
        rows = self._tables.run(
            """SELECT e.id, a.why FROM log_aside a JOIN log_entries e ON e.number = a.entry
            WHERE a.standing < 2"""
        )
        return {id.hex(): why for id, why in rows.fetchall()}

    def copy(self, other: Tables) -> None:
        """Take over how everything stood in another log whose entries are all here."""
        rows = other.run(
            """SELECT d.device, e.seq, e.id, a.standing, a.why, a.subject, a.via, a.came
            FROM log_aside a
            JOIN log_entries e ON e.number = a.entry JOIN log_devices d ON d.number = a.device"""
        ).fetchall()
        for device, seq, id, *said in rows:
            writer = self._tables.device(device.hex())
            number = self._tables.number(writer, Head(seq, id.hex()))
            if number is not None:
                self.drop([number])
                sql = "INSERT INTO log_aside VALUES (?, ?, ?, ?, ?, ?, ?)"
                self._tables.run(sql, (number, writer, *said))


def _subject(entry: Entry) -> bytes | None:
    subject = erases(entry)
    return None if subject is None else bytes.fromhex(subject)

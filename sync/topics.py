"""What chains are about: where in them a reader with a limit finds something to read.

Asking every entry of every chain at every exchange would make central slower with every entry. So
an owner whose readers have limits says what an entry is about (`Log.topics_of`), and a small table
says in which blocks of which chain something is about it that counts here and has its body: written
as it comes to count, looked through again when it ceases to or is erased. A limit then carries the
attribute `topics`, all that it lets be read; without one, chains are read through (`scope.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final

from sync.entries import ERASED, Entry
from sync.tables import Tables

EVERYONE = ""
"""The topic of what whoever has any limit may read; of erasures always."""

BLOCK: Final = 256
"""Places of a chain that share a row for each topic."""

TopicsOf = Callable[[Entry], Collection[str]]
"""What an entry with a body is about. It may be read where one of these may."""


class Topics:
    """The table of one log."""

    def __init__(self, tables: Tables) -> None:
        """Use a log's own tables."""
        self._tables = tables
        self._noted: set[tuple[str, str, int]] = set()

    def let_go(self) -> None:
        """Keep nothing in mind of what was noted."""
        self._noted.clear()

    def are_of(self, version: int) -> bool:
        """Say whether the table was made by this version of the owner's word for it."""
        return self._tables.version("topics") == version

    def note(self, entries: Iterable[Entry], topics_of: TopicsOf, *, keep: bool = False) -> None:
        """Note what entries are about that count from now on; `keep` in mind what was noted."""
        found = {
            (topic, entry.device, entry.seq // BLOCK)
            for entry in entries
            if entry.body is not None
            for topic in _topics(entry, topics_of)
        }
        fresh = found - self._noted
        numbers = {device: self._tables.device(device) for _, device, _ in fresh}
        for topic, device, block in fresh:
            sql = "INSERT INTO log_topics VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
            self._tables.run(sql, (topic, numbers[device], block))
        if keep:
            self._noted |= fresh

    def weigh(self, gone: Iterable[Entry], topics_of: TopicsOf) -> None:
        """Take out what chains hold nothing of any more, now that these bodies are gone."""
        lost: dict[tuple[int, int], set[str]] = defaultdict(set)
        for entry in gone:
            number = self._tables.device(entry.device)
            if number is not None and entry.body is not None:
                lost[number, entry.seq // BLOCK].update(_topics(entry, topics_of))
        for (number, block), topics in lost.items():
            self._keep_only_held(number, block, topics, topics_of)

    def make_anew(self, entries: Iterable[Entry], topics_of: TopicsOf, version: int) -> None:
        """Fill the table from all that counts."""
        self._tables.run("DELETE FROM log_topics")
        self.note(entries, topics_of)
        self._tables.set_version("topics", version)

    def chains(self, topics: Collection[str]) -> set[str]:
        """Return the devices whose chains hold something about one of these."""
        sql = """SELECT DISTINCT d.device FROM log_topics t
            JOIN log_devices d ON d.number = t.device WHERE t.topic = ?"""
        return {
            device.hex()
            for topic in {*topics, EVERYONE}
            for (device,) in self._tables.run(sql, (topic,)).fetchall()
        }

    def places(
        self, device: int, topics: Collection[str], low: int, high: int
    ) -> Iterator[tuple[int, int]]:
        """Yield the stretches between two places of a chain in which something may be about one of
        these, both ends included.
        """
        sql = (
            "SELECT block FROM log_topics WHERE topic = ? AND device = ? AND block BETWEEN ? AND ?"
        )
        ends = (low // BLOCK, high // BLOCK)
        found = {
            block
            for topic in {*topics, EVERYONE}
            for (block,) in self._tables.run(sql, (topic, device, *ends)).fetchall()
        }
        for block in sorted(found):
            yield max(low, block * BLOCK), min(high, (block + 1) * BLOCK - 1)

    def _keep_only_held(
        self, device: int, block: int, topics: set[str], topics_of: TopicsOf
    ) -> None:
        start = block * BLOCK
        for _, entry in self._tables.chain(device, start, start + BLOCK - 1, aside=False):
            if entry.body is not None:
                topics = topics.difference(_topics(entry, topics_of))
                if not topics:
                    return
        self._tables.run_many(
            "DELETE FROM log_topics WHERE topic = ? AND device = ? AND block = ?",
            [(topic, device, block) for topic in topics],
        )


def _topics(entry: Entry, topics_of: TopicsOf) -> Collection[str]:
    return (EVERYONE,) if entry.kind == ERASED else topics_of(entry)

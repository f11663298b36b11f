"""What a merge writes hardly grows with what is there: counted in pages, since each is sealed."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from academy import projections
from academy.projections import Tables
from academy.store import database
from sync.entries import Entry
from tests.academy.test_projections_order import Chain

PEOPLE, SESSIONS = 40, 10
FRAME = 4096 + 24
"""Bytes of a page in the write-ahead log, with what is said of it."""


@pytest.fixture
def tables(tmp_path: Path) -> Iterator[Tables]:
    connection = database.connect(tmp_path / "store.db", bytes(32), create=True)
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    tables = Tables(connection)
    projections.create(tables)
    yield tables
    connection.close()


def week(device: Chain, dice: random.Random) -> list[Entry]:
    """A workshop as it comes: planned, and people registered under names of their own."""
    workshop, *ids = (dice.randbytes(16).hex() for _ in range(1 + SESSIONS + PEOPLE))
    said: list[tuple[str, dict[str, str]]] = [("workshop.planned", {})]
    said += [("session.planned", {"session": id}) for id in ids[:SESSIONS]]
    said += [
        ("person.registered", {"person": id, "alias": dice.randbytes(4).hex()})
        for id in ids[SESSIONS:]
    ]
    return [device.say(kind, 0, workshop=workshop, **change) for kind, change in said]


def written(tables: Tables, tmp_path: Path, told: list[Entry]) -> int:
    """How many pages folding these changes."""
    tables.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    tables.connection.execute("BEGIN")
    projections.fold(tables, told)
    tables.connection.execute("COMMIT")
    return (tmp_path / "store.db-wal").stat().st_size // FRAME


def test_only_ids_and_names_are_looked_for_among_everybody_s(tables: Tables, tmp_path: Path):
    dice = random.Random(1)
    devices = [Chain() for _ in range(5)]
    written(tables, tmp_path, [e for n in range(150) for e in week(devices[n % 5], dice)])
    ids, names, beside = PEOPLE + SESSIONS + 1, 2 * PEOPLE, 60
    pages = [written(tables, tmp_path, week(device, dice)) for device in devices]
    # The middle one: now and then pages are full, and each becomes two.
    assert sorted(pages)[2] < ids + names + beside, pages

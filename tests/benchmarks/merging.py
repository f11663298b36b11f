"""Merging a laptop's log into central: records per second, bytes on the wire and on the disk.

The reference is what the same machine does at best: the same number of rows of the same size put
into a plain SQLite file in one transaction; for a body, `json.loads`, which looks at no value.
"""

import json
import random
import sqlite3
import time
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from academy import actions, events, rules
from academy.projections import workshops
from academy.store import Store, opening
from sync import central, replica
from tests.meeting import meet

PASSPHRASE = "river lamp stone cloud seven"
RECORDS = 20_000


def main() -> None:
    with TemporaryDirectory() as folder:
        laptop = opening.create(Path(folder) / "laptop", PASSPHRASE)
        centre = opening.create(Path(folder) / "central", PASSPHRASE)
        meet(laptop, centre)
        fill(laptop)
        given = replica.give(laptop, centre.key.device, have(centre))
        entries = given.entries
        started, spent = time.perf_counter(), time.process_time()
        answer = central.receive(centre, given.data)
        took, spent = time.perf_counter() - started, time.process_time() - spent
        replica.take(laptop, answer)
        reference = plain(Path(folder) / "plain.db", entries)
        print(
            f"{'verify + append + fold':42}{entries / took:9,.0f} /s, {entries / spent:,.0f} by"
            f" CPU  (goal 30,000; plain SQLite rows {reference:,.0f} /s,"
            f" ratio {entries / spent / reference:.2f})"
        )
        print(f"{'on the wire':42}{len(given.data) / entries:9.1f} bytes a record  (goal 25)")
        centre.tables().connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = (centre.folder / "store.db").stat().st_size
        print(f"{'on the disk':42}{size / entries:9.1f} bytes a record  (goal 400)")
        reading(centre)
        exchange_nothing(laptop, centre)
        flat(laptop, centre)
        laptop.close()
        centre.close()


def have(store: Store):
    with store.reading() as (log, _peers):
        return log.have()


def fill(store: Store) -> None:
    """Marks, mostly: what a log is made of."""
    dice = random.Random(1)
    at = "2017-04-24T09:00"
    workshop = actions.plan_workshop(
        store,
        title="Week",
        level="regional",
        country="KE",
        starts="2017-04-24",
        ends="2017-04-28",
        shape=rules.shape("five"),
    )
    people = actions.register_list(
        store, workshop=workshop, rows=[{"alias": f"Alias {n}"} for n in range(40)]
    )
    people += [dice.randbytes(16).hex() for _ in range(RECORDS // 10 - 40)]  # not here yet
    sessions = [s["session"] for s in workshops.sessions(store.tables(), workshop)]

    def marks(_tables) -> Iterator[events.Event]:
        for start in range(0, len(people), 40):  # as classes of forty are marked
            for session, person in product(sessions, people[start : start + 40]):
                state = dice.choice(rules.STATES)
                yield events.AttendanceMarked(workshop, session, person, state, "grid", at)

    store.record(marks)


def plain(path: Path, rows: int) -> float:
    """Rows per second of CPU, of about an entry's size, into plain SQLite."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (id BLOB PRIMARY KEY, a TEXT, b TEXT)")
    dice = random.Random(2)
    values = [(dice.randbytes(32), "x" * 120, "y" * 180) for _ in range(rows)]
    started = time.process_time()
    with connection:
        connection.executemany("INSERT INTO t VALUES (?, ?, ?)", values)
    return rows / (time.process_time() - started)


def reading(store: Store) -> None:
    """Microseconds in which a body becomes an event, every value of it judged."""
    with store.reading() as (log, _peers):
        bodies = [(entry.kind, entry.body or "") for _, entry in log.arrivals()]

    def microseconds(look: Callable[[str, str], object]) -> float:
        started = time.process_time()
        for kind, body in bodies:
            look(kind, body)
        return (time.process_time() - started) / len(bodies) * 1e6

    looks = (events.read, lambda _kind, body: json.loads(body))
    rounds = [[microseconds(look) for look in looks] for _ in range(7)]
    took, reference = (min(found) for found in zip(*rounds, strict=True))
    print(
        f"{'a body read and judged':42}{took:9.2f} µs"
        f"  (json.loads alone {reference:.2f} µs, ratio {took / reference:.2f})"
    )


def exchange_nothing(laptop: Store, centre: Store) -> None:
    """A whole exchange with nothing new, both sides, without the network between."""
    taken = []
    for _ in range(10):
        started = time.perf_counter()
        given = replica.give(laptop, centre.key.device, have(centre))
        replica.take(laptop, central.receive(centre, given.data))
        taken.append(time.perf_counter() - started)
    print(f"{'exchange with nothing new':42}{sorted(taken)[5] * 1000:9.1f} ms  (goal 50)")


def flat(laptop: Store, centre: Store) -> None:
    """Memory while a bundle is merged."""
    fill(laptop)
    given = replica.give(laptop, centre.key.device, have(centre))
    tracemalloc.start()
    central.receive(centre, given.data)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    print(f"{'memory while merging':42}{peak:9.1f} MB for {given.entries:,} records")


if __name__ == "__main__":
    main()

"""Merging a laptop's log into central: records per second, bytes on the wire and on the disk.

The reference is what the same machine does at best: the same number of rows of the same size put
into a plain SQLite file in one transaction; for a body, `json.loads`, which looks at no value.

One core does 52,000 a second at the machine's best, 32,000 to 42,000 as others left it; before, in
the same minutes, 40,000 and 27,000 to 29,000. With all that is given back, a record of a bundle of
20,000 takes 38 µs: 6.5 to unpack, derive, hash and verify it, 6 to decide and pack what is stored
and 3 to store it, 11 to read it as an event and fold it, 3 to commit, 8 for the answer.

Two cores do no more than one, and that is where we stop. With two bundles in hand, one merged while
the other was verified, 0.97 to 0.99 cores were busy where both were free, and a record took as
long. What runs without Python's lock (SQLite's steps, the cipher, zlib, hashes of large pieces) is
about a third, in pieces of microseconds, and the thread that let go waits for the other after each.
So one at a time it stays, with the memory of one. Nor does a process of its own that verifies pay:
it would take 5.5 µs of 19 over, and handing entries on costs 1.2 there and 1.3 to 1.6 here. That is
reckoned to 65,000 a second, for one more place in which what came lies open.
"""

import json
import random
import sqlite3
import time
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from academy import actions, events, rules
from academy.projections import workshops
from academy.store import Store, opening
from sync import central, replica
from tests.benchmarks.region import pace
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
        best, before = min(pace() for _ in range(50)), pace()
        started, spent = time.perf_counter(), time.process_time()
        answer = central.receive(centre, given.data)
        took, spent = time.perf_counter() - started, time.process_time() - spent
        slower = max(1.0, (before + pace()) / 2 / best)
        replica.take(laptop, answer)
        reference = plain(Path(folder) / "plain.db", entries)
        print(
            f"{'verify + append + fold':42}{entries / took:9,.0f} /s, {entries / spent:,.0f} by"
            f" CPU, {entries / spent * slower:,.0f} at the machine's best  (goal 30,000; plain"
            f" SQLite rows {reference:,.0f} /s, ratio {entries / spent / reference:.2f})"
        )
        together(Path(folder), laptop)
        print(f"{'on the wire':42}{len(given.data) / entries:9.1f} bytes a record  (goal 25)")
        centre.tables().connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = (centre.folder / "store.db").stat().st_size
        print(f"{'on the disk':42}{size / entries:9.1f} bytes a record  (goal 400)")
        reading(centre)
        exchange_nothing(laptop, centre)
        flat(laptop, centre)
        laptop.close()
        centre.close()


def together(folder: Path, laptop: Store) -> None:
    """Two laptops that come at once, by the clock, beside the same two in turn."""
    other = opening.create(folder / "other", PASSPHRASE)
    fill(other)
    found = {}
    for how in ("in turn", "at once"):
        centre = opening.create(folder / how, PASSPHRASE)
        for one in (laptop, other):
            meet(one, centre)
        given = [replica.give(one, centre.key.device, have(centre)) for one in (laptop, other)]
        started, spent = time.perf_counter(), time.process_time()
        with ThreadPoolExecutor(2 if how == "at once" else 1) as threads:
            list(threads.map(lambda one, to=centre: central.receive(to, one.data), given))
        took, spent = time.perf_counter() - started, time.process_time() - spent
        found[how] = (sum(one.entries for one in given) / took, spent / took)
        centre.close()
    other.close()
    (once, cores), (turn, core) = found["at once"], found["in turn"]
    print(
        f"{'two laptops at once':42}{once:9,.0f} /s by the clock on {cores:.2f} cores"
        f"  ({turn:,.0f} in turn on {core:.2f}; goal 50,000)"
    )


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

"""Fifty who save at once, without HTTP: whole changes a second, on the disk before each answer.

Beside it what the same machine does at best: an empty change handed to the writer and back, and raw
SQLite with the same promises, a commit each. CPU microseconds a change tell more than the clock.

A whole action is some fifteen statements and takes 250 µs of the processor in a group of 32: about
150 in SQLite (50 to decide, 65 to write, 22 for its share of the commit), the rest in Python. To
hand it over and back takes 22 more. So the goal is one core's work, as far as the disk keeps up: a
group of fifty waits once for it, as raw SQLite does for each row.
"""

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from academy import actions, events, rules
from academy.projections import workshops
from academy.store import Store, opening
from tests.benchmarks.serving import one_by_one

PASSPHRASE = "river lamp stone cloud seven"
WRITERS, EACH = 50, 40
AT = "2017-04-24T09:00"


def main() -> None:
    with TemporaryDirectory() as folder:
        store = opening.create(Path(folder) / "laptop", PASSPHRASE)
        workshop = actions.plan_workshop(
            store, title="Week", level="regional", country="KE", starts="2017-04-24",
            ends="2017-04-28", shape=rules.shape("five"),
        )  # fmt: skip
        rows = [{"alias": f"Alias {n}"} for n in range(WRITERS * EACH // 5)]
        people = actions.register_list(store, workshop=workshop, rows=rows)
        sessions = [row["session"] for row in workshops.sessions(store.tables(), workshop)]
        cells = [(session, person) for session in sessions for person in people]

        def mark(cell: Sequence[str]) -> None:
            session, person = cell
            marked = events.AttendanceMarked(workshop, session, person, "present", "code", AT)
            store.record(lambda _tables: [marked])

        def mark_as_a_page_does(cell: Sequence[str]) -> None:
            session, person = cell
            actions.mark_attendance(store, session=session, states={person: "late"}, way="code")

        many = WRITERS * EACH
        plain = one_by_one(Path(folder) / "plain.db")
        print(f"{'raw SQLite, a commit each':42}{plain:9,.0f} /s")
        told("empty, to the writer and back", lambda _cell: empty(store), cells[:many])
        told("an event recorded", mark, cells[:many])
        told("a whole action", mark_as_a_page_does, cells[many:])
        store.close()


def empty(store: Store) -> None:
    store.noting(lambda _tables: None)


def told(name: str, change: Callable[[Sequence[str]], None], cells: list[tuple[str, str]]) -> None:
    waited: list[float] = []

    def save(own: list[tuple[str, str]]) -> None:
        for cell in own:
            started = time.perf_counter()
            change(cell)
            waited.append(time.perf_counter() - started)

    # A pool would hand over each cell by itself, at twice what the writer's own handing over takes.
    threads = [
        threading.Thread(target=save, args=(cells[number::WRITERS],)) for number in range(WRITERS)
    ]
    started, spent = time.perf_counter(), time.process_time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took, spent = time.perf_counter() - started, time.process_time() - spent
    p99 = sorted(waited)[len(waited) * 99 // 100]
    print(
        f"{name:42}{len(cells) / took:9,.0f} /s  {spent / len(cells) * 1e6:5.0f} µs of CPU,"
        f" p99 {p99 * 1000:.0f} ms  (goal 3,000 actions, 100 ms)"
    )


if __name__ == "__main__":
    main()

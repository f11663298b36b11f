"""Every page of the desk and of central, in a store that many workshops have filled.

    python -m tests.benchmarks.grown [workshops [people [marks]]] [--keep FOLDER]

The tables are folded from made-up entries, without a log of them: what the fold writes is what
pages ask, but nothing was signed or exchanged, so that pages about devices show few. The goals are
0.3 s for a page and 0.2 s for the report, at 5,000 workshops, 100,000 registrations and 3 million
marks; CPU seconds in this process, the least of three, since a first one warms the pages of the
file. The reference is a form of the same door, which asks nothing. With `--keep` the store stays in
a folder, to be measured again without the minutes that filling it takes.

Where we stop: a first report counts each workshop once, some milliseconds for each, and later ones
only what has changed since. Ten years at once still look at each of 100,000 people: 0.15 s to read
them by number and have each once at every level, and 0.12 for doubles, of which half is one index
that says who shares a name, how it is written and of which country they are. That was 0.6 s with
ids of 32 letters, and rows from nearly all pages of the table. Until something changes a report is
not counted again, so that its workbook and its tables cost nothing; here something changes before
each page. A year takes 0.1 s, of which doubles are most. Whom one looks for is found in 0.1 s, by
reading all registrations once; the page around it, with what is to be decided, is the other 0.2.
Names that are merely near are looked for among the last 2,000 registrations, since each takes a
dozen keys, and only where there are not a hundred likelier ones to show.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from flask.testing import FlaskClient

from academy import events, projections, rules
from academy.config import Config
from academy.data import data_folder
from academy.printing import codes
from academy.projections import people, workshops
from academy.store import Store
from academy.web.shared.house import House
from academy.web.staff import create_app
from sync.entries import Entry
from tests.academy.web.test_hostile_bodies import pages
from tests.benchmarks.desk import NAMES, Written

WORKSHOPS, PEOPLE, MARKS = 5_000, 100_000, 3_000_000
PASSPHRASE = "river lamp stone cloud seven"
TIMES = 3
TOGETHER = 20_000
MOST = 0.3
FIND = "/same/find"
APART = ("/courses/", "/own", "/sentences", "/static", "/papers", "/take-home", "/guides")
"""Pages that show courses and papers alone, whatever the store holds."""
TEN_YEARS = "/report?from=2016-01-01&to=2026-12-31"
BESIDES = (TEN_YEARS, f"{FIND}heron 12", f"{FIND}Kenya")
"""What is asked of pages beside opening each."""


class Grown(Written):
    """Weeks in which each cell is marked once, one in 500 by two who differ, and half of those
    decided; most earn a certificate; one in 30 was registered before under the same alias.
    """

    def __init__(self, people: int) -> None:
        super().__init__()
        self.known: list[tuple[str, str, str]] = []
        self.people = people

    def weeks(self, count: int, marks: int) -> Iterator[Entry]:
        last = date(2026, 11, 20)
        for number in range(count):
            first = last - timedelta(days=7 + (count - number) * 3_600 // count)
            yield from self._week(number, first, self.people // count, marks // count)

    def _week(self, number: int, first: date, people: int, marks: int) -> Iterator[Entry]:
        workshop, at = self.id(), f"{first}T09:00"
        level, country = self.dice.choice(rules.LEVELS), self.dice.choice(("KE", "UG", "FR", "TH"))
        sessions = [self.id() for _ in range(max(1, marks // max(1, people)))]
        days = (first.isoformat(), (first + timedelta(days=len(sessions) // 3)).isoformat())
        yield self.entry(
            events.WorkshopPlanned(workshop, f"Week {number}", level, country, *days, (), (), at)
        )
        for place, session in enumerate(sessions):
            day, half = first + timedelta(days=place // 3), rules.HALVES[place % 3]
            yield self.entry(
                events.SessionPlanned(
                    session,
                    workshop,
                    "Half-day",
                    day.isoformat(),
                    half,
                    countable=True,
                    at=at,
                )
            )
        everybody = [self.id() for _ in range(people)]
        for person in everybody:
            yield from self._register(person, workshop, country, at)
        for session in sessions:
            for person in everybody:
                yield from self._mark(workshop, session, person, at)
        for person in everybody:
            yield from self._earn(workshop, person, first, at)

    def _register(self, person: str, workshop: str, country: str, at: str) -> Iterator[Entry]:
        alias = f"{self.dice.choice(NAMES)} {self.dice.choice(NAMES)} {self.dice.randrange(9_000)}"
        ring = f"Ring {self.dice.randrange(2_000)}"
        if self.known and self.dice.random() < 1 / 30:
            before, alias, ring = self.dice.choice(self.known)
            if self.dice.random() < 1 / 2:
                yield self.entry(
                    events.PersonLinked(self.id(), min(before, person), max(before, person), at)
                )
        self.known.append((person, alias, ring))
        yield self.entry(
            events.PersonRegistered(
                person, workshop, alias, ring, country, "", "North", "participant", at
            )
        )

    def _mark(self, workshop: str, session: str, person: str, at: str) -> Iterator[Entry]:
        state = self.dice.choice(("present", "present", "present", "late", "absent"))
        made = self.entry(events.AttendanceMarked(workshop, session, person, state, "grid", at))
        yield made
        if self.dice.random() < 1 / 500:
            other = "absent" if state == "present" else "present"
            second = self.entry(
                events.AttendanceMarked(workshop, session, person, other, "code", at)
            )
            yield second
            if self.dice.random() < 9 / 10:
                yield self.entry(
                    events.AttendanceCorrected(
                        workshop, session, person, other, "Seen there", (made.id, second.id), at
                    )
                )

    def _earn(self, workshop: str, person: str, first: date, at: str) -> Iterator[Entry]:
        for test, correct in (("pre", 4), ("post", 8)):
            yield self.entry(
                events.TestTaken(workshop, person, test, "a", correct, 10, False, at)  # noqa: FBT003
            )
        yield self.entry(events.EvaluationHandedIn(workshop, person))
        if self.dice.random() < 2 / 3:
            month = first.isoformat()[:7]
            code, kind = codes.new(), "attendance"
            yield self.entry(
                events.CertificateIssued(code, workshop, person, kind, "Week", month, at)
            )


def fill(store: Store, count: int, everybody: int, marks: int) -> None:
    written = Grown(everybody)
    entries = written.weeks(count, marks)
    started = time.process_time()
    while some := list(islice(entries, TOGETHER)):
        store.noting(lambda tables, some=some: projections.fold(tables, some))  # type: ignore[misc]
    spent = (time.process_time() - started) / written.seq * 1e6
    print(f"{'folding, the entries made up included':42}{spent:9.1f} µs a record", flush=True)


@contextmanager
def house_of(folder: Path, *, central: bool) -> Iterator[House]:
    house = House(Config(folder, data_folder("courses"), central=central))
    if house.is_set_up:
        house.unlock(PASSPHRASE)
    else:
        house.set_up(PASSPHRASE)
    try:
        yield house
    finally:
        house.lock()


def took(client: FlaskClient, path: str, store: Store) -> tuple[float, int, int]:
    """The least seconds of the processor that a page takes, its status and its bytes; each time
    after a change that concerns everybody, so that nothing is held from the time before. What is
    looked for stands behind the path of `FIND`.
    """
    found = []
    for _ in range(TIMES):
        store.set_setting("measured", path)
        started = time.process_time()
        sent = path.removeprefix(FIND)
        answer = client.get(path) if sent == path else client.post(FIND, data={"find": sent})
        found.append(time.process_time() - started)
        size, status = len(answer.data), answer.status_code
        answer.close()
    return min(found), status, size


def walk(app: Flask, store: Store, *, slow_only: bool) -> None:
    """Time every page of one door, the slowest first."""
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    with client.session_transaction() as browser:
        browser["staff"] = True
    tables = store.tables()
    workshop = str(tables.value("SELECT max(workshop) FROM workshops ORDER BY starts DESC"))
    week, everybody = workshops.week(tables, workshop), people.people(tables, workshop)
    store.set_setting("workshop", workshop)
    ids = {
        "workshop": [workshop], "session": [week[0]["session"]], "code": ["fr"], "id": ["plan"],
        "person": [everybody[0]["person"]], "kind": ["xlsx"],
    }  # fmt: skip
    bare, *_ = took(client, "/workshops/new", store)
    found = []
    for path in dict.fromkeys([*pages(app, ids), *BESIDES]):
        if not path.startswith(APART):
            seconds, status, size = took(client, path, store)
            most = 0.2 if path.startswith("/report") and path != TEN_YEARS else MOST
            found.append((seconds, most, path, status, size))
    for seconds, most, path, status, size in sorted(found, reverse=True):
        if not slow_only or seconds > most / 4:
            said = "" if seconds <= most else "  TOO SLOW"
            print(f"{path[:60]:62}{seconds:8.3f} s  {size / 1000:7.0f} kB  {status}{said}")
    slow = sum(seconds > most for seconds, most, *_ in found)
    print(f"{len(found)} pages, {slow} above the goal; a form of the same door {bare:.3f} s")


def main() -> None:
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    count, everybody, marks = (*numbers, *(WORKSHOPS, PEOPLE, MARKS)[len(numbers) :])
    print(f"{count:,} workshops, {everybody:,} registrations, {marks:,} marks")
    with TemporaryDirectory() as temporary:
        kept = "--keep" in sys.argv
        folder = Path(sys.argv[sys.argv.index("--keep") + 1] if kept else temporary) / "store"
        filled = folder.exists()
        for central in (True, False):
            with house_of(folder, central=central) as house:
                store = house.need_store()
                if not filled:
                    fill(store, count, everybody, marks)
                    filled = True
                print(f"-- {'the central copy' if central else 'the desk of a laptop'}")
                walk(create_app(house), store, slow_only="--all" not in sys.argv)


if __name__ == "__main__":
    main()

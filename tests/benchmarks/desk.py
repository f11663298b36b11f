"""What an organiser's desk asks, of so many workshops: the report, what waits, who may be who.

    python -m tests.benchmarks.desk [workshops [people [marks]]]

The tables are folded from made-up entries, without a log. The goals are 0.2 s for the report of
some 120 workshops, and 0.3 s for any page at 5,000 workshops, 100,000 people and 3 million marks;
the reference is reading all marks of the same tables once, as SQLite does it at best. CPU seconds.

Measured, in times of that reference (0.33 s of 3 million marks): the report of everything 1.2 where
it was 4.2, of one year 0.7, somebody looked for 0.3 where it was 3.9, somebody erased 0.2. Names
here are worse than life: everybody shares theirs with five others. Where one in six does
(`tests.benchmarks.grown`) the report is 0.8.

Where we stop: a first report counts each workshop once, 4 ms for each, and keeps what it counted
with the workshop (`projections.tallies`). Each later one reads what was kept and has everybody once
at each level, which can't be added up: half of what it takes. The other half is whether two of them
share a name, read from one index; kept in memory it would be nothing, but names are not. A search
reads all registrations once. An erasure still reads all scores and certificates: an index by person
would cost each of them more than it ever saves. Reading the bodies of the log for it takes longer
than all the tables do; that is how an id is found wherever in a body it stands.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from academy import events, persons, projections, reports, rules
from academy.projections import Tables, attendance, people, tallies, workshops
from academy.store import database
from sync.entries import Entry

WORKSHOPS, PEOPLE, MARKS = 120, 2_000, 19_253
SESSIONS = 10
NAMES = ("Heron", "Ivy", "Stone", "Weaver", "Olive", "Acacia", "Kestrel", "Juniper")


class Written:
    """Entries of one device as a fold needs them: nothing is hashed."""

    def __init__(self) -> None:
        self.dice = random.Random(1)
        self.device, self.seq = self.id(32), 0

    def id(self, size: int = 16) -> str:
        return self.dice.randbytes(size).hex()

    def entry(self, event: events.Event) -> Entry:
        self.seq += 1
        kind, body = events.write(event)
        return Entry(
            self.id(32), "", self.device, self.seq, self.seq, kind, "", "", b"", body
        )  # fmt: skip

    def week(self, number: int, people: int, marks: int) -> Iterator[Entry]:
        """A workshop in one month of ten years, with people and marks, two thirds there."""
        month = f"{2017 + number % 10}-{1 + number % 12:02}"
        workshop, level = self.id(), self.dice.choice(rules.LEVELS)
        days, at = (f"{month}-04", f"{month}-08"), f"{month}-04T09:00"
        title = f"Week {number}"
        yield self.entry(events.WorkshopPlanned(workshop, title, level, "KE", *days, (), (), at))
        sessions = [self.id() for _ in range(max(SESSIONS, -(-marks // max(1, people))))]
        for session in sessions:
            planned = events.SessionPlanned(session, workshop, "Half-day", days[0], "am", True, at)  # noqa: FBT003
            yield self.entry(planned)
        everybody = [self.id() for _ in range(people)]
        for person in everybody:
            alias = f"{self.dice.choice(NAMES)} {self.dice.randrange(people * 100)}"
            ring = f"Ring {self.dice.randrange(40)}"
            yield self.entry(
                events.PersonRegistered(
                    person, workshop, alias, ring, "KE", "", "North", "participant", at
                )
            )
        cells = [(session, person) for session in sessions for person in everybody]
        for place in range(marks):
            session, person = cells[place % len(cells)]
            state = self.dice.choice(rules.STATES[:3])
            marked = events.AttendanceMarked(workshop, session, person, state, "grid", at)
            yield self.entry(marked)


def filled(path: Path, count: int, everybody: int, marks: int) -> Tables:
    written = Written()
    tables = Tables(database.connect(path, b"k" * 32, create=True))
    projections.create(tables)
    tables.connection.execute("BEGIN")
    weeks = (written.week(n, everybody // count, marks // count) for n in range(count))
    started = time.process_time()
    projections.fold_many(tables, (entry for week in weeks for entry in week), {})
    tables.connection.execute("COMMIT")
    spent = (time.process_time() - started) / written.seq * 1e6
    print(f"{'folding, the entries made up included':42}{spent:9.1f} µs a record")
    return tables


def seconds(ask: Callable[[], object], times: int = 2) -> float:
    """The better of two, as the first warms the pages."""
    took = []
    for _ in range(times):
        started = time.process_time()
        ask()
        took.append(time.process_time() - started)
    return min(took)


def erase(tables: Tables, person: str) -> None:
    """Fold that somebody is erased, and take it back."""
    tables.connection.execute("BEGIN")
    projections.fold(tables, [Written().entry(events.SubjectErased(person))])
    tables.connection.execute("ROLLBACK")


def main() -> None:
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    count, everybody, marks = (*numbers, *(WORKSHOPS, PEOPLE, MARKS)[len(numbers) :])
    print(f"{count:,} workshops, {everybody:,} people, {marks:,} marks")
    with TemporaryDirectory() as folder:
        tables = filled(Path(folder) / "desk.db", count, everybody, marks)
        every = workshops.all_workshops(tables)
        workshop = every[0]["workshop"]
        person = people.people(tables, workshop)[0]["person"]
        reference = seconds(lambda: tables.value("SELECT sum(state) FROM mark_rows"))
        print(f"{'reference: all marks read once':42}{reference * 1000:9.1f} ms")

        def keep(told: Mapping[str, str]) -> None:
            tables.connection.execute("BEGIN")
            tallies.keep(tables, told, reports.COUNTED_BY)
            tables.connection.execute("COMMIT")

        def report(starts: str, ends: str) -> reports.Report:
            return reports.report(tables, starts, ends, as_of="2027-01-01T09:00", keep=keep)

        first = seconds(lambda: report("2017-01-01", "2026-12-31"), 1)
        print(f"{'report of everything, all counted anew':42}{first * 1000:9.1f} ms")
        for name, ask in (
            ("report of everything", lambda: report("2017-01-01", "2026-12-31")),
            ("report of one year", lambda: report("2020-01-01", "2020-12-31")),
            ("what waits for a decision", lambda: attendance.conflicts(tables)),
            ("list of workshops", lambda: workshops.all_workshops(tables)),
            ("who may be who", lambda: persons.proposals(tables)),
            ("somebody looked for", lambda: persons.find(tables, "heron 12")),
            ("plans that may be one", lambda: persons.workshops_alike(every)),
            ("organisations", lambda: people.organisation_names(tables)),
            ("one workshop's sessions, with marks", lambda: workshops.sessions(tables, workshop)),
            ("somebody erased", lambda: erase(tables, person)),
            ("a phone's week", lambda: attendance.of_person(tables, workshop, person)),
        ):
            took = seconds(ask)
            print(f"{name:42}{took * 1000:9.1f} ms  (of the reference {took / reference:.2f})")
        tables.connection.close()


if __name__ == "__main__":
    main()

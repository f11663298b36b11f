"""A region: so many laptops, each with so many entries, exchange with one central copy in turn.

    python -m tests.benchmarks.region [laptops [entries each [entries a bundle]]] [--postgres]

What counts is whether a record costs at the end what it cost at the beginning. Each laptop takes
part in the first workshop of the one before it, so central also gives, and withholds. Only its side
is timed, in CPU seconds of its process, since the laptops are made up as they come: a key, a chain
of entries, the bundles of them. With `--postgres` the log lies on a server, started for this.

Others use the machine too, so beside each figure stands what it comes to at the machine's best: a
calculation that is always the same is timed before each exchange.

The goal is 60 µs a record at any size. Of a thousand laptops, six million entries cost 58, 60, 61,
62, 62 and 53 at the machine's best, a million after the other (76 to 94 as others left it: 53 is
too good to be true); before, 65 in the first, 72 in the sixth and 73 to 76 in the last three of
ten. Forty laptops cost 42, before 55 in the same minutes. Of the ten million before: 462 bytes a
record, 19 ms for the first exchange after a start, 201 MB with the laptops, 14 s to open, since the
seal of every page is looked at. With the log on PostgreSQL, without what the server spends, 67 to
20,000 entries, before 73; to a million that was 76 to 88.

Where a record's time goes, with a thousand laptops and 500 an exchange: 8.5 µs to unseal, unpack,
derive, hash and verify it; 5 to decide and pack what is stored, 3.5 to store it; 16 to read it as
an event and fold it, 3 of them for names and 4 for marks; 12 to commit, which is 9 with forty
laptops; 10 to choose, read, pack and seal what is given back, as much as came; 4 to begin each of
these, looking who asks and what it may read.

What grew was pages: each person came into five indexes under random ids, and in a large file every
one of them is a page of its own, 14 µs to decipher and 25 to seal, write and bring back from the
write-ahead log. Keys now begin with the workshop, so that 45 people share a page, and what goes
bare is read bare. Two indexes have to be random: one finds an id among all, one a name. Each person
is a page in both, which in a small file several share: that is the growth left, half of the 314
pages that an exchange changes among 200,000 people, and it ends where none do. No narrower key
saves a page, nor does a smaller index beside the large one, which must be brought in one day.

What the driver of the database spent was as much as the cipher's: 2 µs for every blob, looking for
an adapter that nobody has; a statement understood anew for each name, since its LIMIT was a value;
a statement for each row. And who is trusted was read of all, 0.8 ms of each exchange among a
thousand laptops.

Tried, and left: pages of 1, 2 or 8 kB (58, 54 and 60 µs where 4 kB cost 53, at 300,000 entries);
HMAC-SHA256 under each page instead of SHA512 (51, but no older program opens such a file); 192 MB
of pages kept instead of 64 (within the noise, among 800,000 people); an index of names without the
workshop (8 pages less, but one person registered a thousand times is sorted for each), a checkpoint
every 4,000 pages instead of every 1,000 (within the noise, and a longer wait on a slow card),
packing bodies piece by piece (slower), and one key for a name and how it is looked up (it brought
names together that nobody takes for one).
"""

import hashlib
import json
import random
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from academy import events, rules
from academy.store import Store, opening
from sync import bundle, central, entries
from sync.entries import GENESIS, Entry, Have, Head
from sync.keys import DeviceKey

PASSPHRASE = "river lamp stone cloud seven"
LAPTOPS, EACH, TOGETHER = 40, 1_000, 500
AT = "2017-04-24T09:00"
PEOPLE, SESSIONS = 45, 10
SAMPLE = json.dumps({"at": AT, "ids": [f"{n:032x}" for n in range(8)]}).encode()


@dataclass
class Laptop:
    """What a laptop of the region is to central: its key, its chain and what it was given."""

    dice: random.Random
    key: DeviceKey = field(default_factory=DeviceKey.generate)
    seq: int = 0
    prev: str = GENESIS
    tips: dict[str, tuple[Head, ...]] = field(default_factory=dict)
    lacks: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    beside: list[str] = field(default_factory=list)
    """The devices that take part in its first workshop."""
    happened: Iterator[events.Event] = field(init=False)

    def __post_init__(self) -> None:
        self.happened = weeks(self.dice, self.beside)

    def write(self, records: int) -> list[Entry]:
        """The next entries of its chain."""
        return [self._next() for _ in range(records)]

    def _next(self) -> Entry:
        kind, body = events.write(next(self.happened))
        self.seq += 1
        made = entries.make(self.key.device, self.seq, self.seq, kind, self.prev, body)
        self.prev = made.id
        self.tips[self.key.device] = (Head(self.seq, made.id),)
        return made

    def pack(self, recipient: str, new: list[Entry]) -> bytes:
        have = Have(self.tips, self.lacks)
        return bundle.pack(self.key, recipient, have, new, turn=self.seq)

    def hear(self, answer: bytes) -> int:
        """Take central's answer in: the tips of what it gave; return how many entries."""
        opened = bundle.unpack(self.key, answer)
        for entry in opened.entries:
            self.tips[entry.device] = (Head(entry.seq, entry.id),)
            if entry.body is None:
                self._lack(self.lacks.setdefault(entry.device, []), entry.seq)
        return len(opened.entries)

    def _lack(self, ranges: list[tuple[int, int]], seq: int) -> None:
        if ranges and ranges[-1][1] == seq - 1:
            ranges[-1] = (ranges[-1][0], seq)
        else:
            ranges.append((seq, seq))


def weeks(dice: random.Random, beside: list[str]) -> Iterator[events.Event]:
    """Workshops without end: planned, people registered, marks, as they come in a week. Those in
    `beside` take part in the first.
    """
    for number in count():
        workshop, *sessions = (dice.randbytes(16).hex() for _ in range(SESSIONS + 1))
        days = ("2017-04-24", "2017-04-28")
        yield events.WorkshopPlanned(workshop, "Week", "regional", "KE", *days, (), (), AT)
        for session in sessions:
            yield events.SessionPlanned(session, workshop, "Half-day", days[0], "am", True, AT)  # noqa: FBT003
        for device in beside if number == 0 else ():
            yield events.WorkshopAssigned(workshop, device, AT)
        people = [dice.randbytes(16).hex() for _ in range(PEOPLE)]
        for place, person in enumerate(people):
            alias = f"Alias {place}"
            yield events.PersonRegistered(
                person, workshop, alias, "Ring", "KE", "", "North", "participant", AT
            )
        for session in sessions:
            for person in people:
                state = dice.choice(rules.STATES)
                yield events.AttendanceMarked(workshop, session, person, state, "grid", AT)


def let_in(centre: Store, laptops: list[Laptop]) -> None:
    def change(_log: Any, peers: Any) -> None:
        for laptop in laptops:
            peers.meet(laptop.key.device, "", "device")
            peers.trust(laptop.key.device)

    centre.writing(change)


def exchange(centre: Store, laptop: Laptop, records: int) -> tuple[float, int]:
    """One exchange: central's CPU seconds, and how many entries it gave."""
    data = laptop.pack(centre.key.device, laptop.write(records))
    started = time.process_time()
    answer = central.receive(centre, data)
    took = time.process_time() - started
    return took, laptop.hear(answer)


def pace() -> float:
    """CPU seconds of what is always the same: how fast the machine is just now, for others use it
    too.
    """
    started = time.process_time()
    for _ in range(100):
        json.loads(SAMPLE)
        hashlib.sha256(SAMPLE).hexdigest()
    return time.process_time() - started


def region(centre: Store, laptops: list[Laptop], each: int, together: int) -> None:
    """Everybody brings everything, in turns of `together`; what a record cost by tenths."""
    turns = [laptop for _ in range(max(1, each // together)) for laptop in laptops]
    tenth = max(1, len(turns) // 10)
    spent, records, given, total = 0.0, 0, 0, 0
    paces: list[float] = []
    best = min(pace() for _ in range(50))
    for number, laptop in enumerate(turns, 1):
        paces.append(pace())
        took, gave = exchange(centre, laptop, together)
        spent, records, given = spent + took, records + together, given + gave
        total += together
        if number % tenth == 0:
            best = min(best, *paces)
            slower = sum(paces) / len(paces) / best
            print(
                f"{'at ' + format(total, ',') + ' entries':42}{spent / records * 1e6:9.1f} µs a"
                f" record, {spent / (records / together) * 1000:.0f} ms an exchange"
                f" ({given:,} given back); at the machine's best, {slower:.2f} times as fast,"
                f" {spent / records / slower * 1e6:.1f} µs",
                flush=True,
            )
            spent, records, given = 0.0, 0, 0
            paces.clear()


def main() -> None:
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    many, each, together = (*numbers, *(LAPTOPS, EACH, TOGETHER)[len(numbers) :])
    if "--postgres" not in sys.argv:
        run(many, each, together, None)
        return
    from tests.postgres import fresh, running

    with running() as server:
        run(many, each, together, fresh(server))


def run(many: int, each: int, together: int, url: str | None) -> None:
    where = "the log on PostgreSQL" if url else "the log in the file"
    print(f"{many:,} laptops × {each:,} entries, {together:,} an exchange, {where}")
    with TemporaryDirectory() as folder:
        centre = opening.create(Path(folder) / "central", PASSPHRASE, url)
        laptops = [Laptop(random.Random(number)) for number in range(many)]
        for one, other in pairwise(laptops):
            one.beside.append(other.key.device)  # so that central also gives, and withholds
        let_in(centre, laptops)
        started = time.process_time()
        region(centre, laptops, each, together)
        print(f"{'all of it, laptops made up included':42}{time.process_time() - started:9.0f} s")
        nothing = min(exchange(centre, laptop, 0)[0] for laptop in laptops[:10])
        print(f"{'exchange with nothing new':42}{nothing * 1000:9.1f} ms")
        centre.tables().connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        centre.close()
        size = (Path(folder) / "central" / "store.db").stat().st_size
        print(f"{'on the disk':42}{size / (many * each):9.1f} bytes a record")
        started = time.process_time()
        centre = opening.unlock(Path(folder) / "central", PASSPHRASE)
        print(f"{'opening':42}{time.process_time() - started:9.2f} s")
        for name in ("first exchange after central starts", "second"):
            took, _ = exchange(centre, laptops[0 if name == "second" else -1], 100)
            print(f"{name:42}{took * 1000:9.0f} ms for 100 entries")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{'memory, laptops included':42}{peak:9.0f} MB at most")
        centre.close()


if __name__ == "__main__":
    main()

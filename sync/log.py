"""The log on SQLite: append, merge, what another device lacks, erase, verify.

A log reads and writes through the connection it is given and never begins or commits: whoever owns
the transaction decides what is durable. Nothing is cached, so a rollback leaves nothing ahead of
the tables.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from sync import ending, entries, storing
from sync.aside import Aside
from sync.counting import Counting, Doubt
from sync.ending import End
from sync.entries import ERASED, GENESIS, MAX_NUMBER, MAX_STEP, Entry, Have, Head
from sync.errors import LogError
from sync.keys import DeviceKey
from sync.merge import Held, decide
from sync.stretches import Stretch, stretches
from sync.tables import Tables
from sync.topics import Topics

MayRead = Callable[[Entry], bool]
_NEAR = 100


class Merged(NamedTuple):
    """What a merge changed. Entries stand in log order; a body that may not be stored is None."""

    new: list[Entry]
    late: list[Entry]
    held: int
    forks: set[str]
    erased: set[str]
    counts: list[Entry]  # of `new` and `late`, what counts here
    aside: int = 0  # how many of them came with a body and don't


class Log(Counting):
    """All entries a device holds. Only ever grows; what of it counts is said in `counting.py`."""

    _tables: type[Tables] = Tables
    keeps_end = False
    """Whether its owner says `let_go` when a transaction begins and when anything is undone."""
    _end: End | None = None

    def __init__(self, connection: Any, key: DeviceKey, *, made: bool = False) -> None:  # noqa: ANN401
        """Open the log on `connection`, making its tables unless they are known to be `made`."""
        self.key = key
        self.tables = self._tables(connection)
        if not made:
            self.tables.create()
        self.aside = Aside(self.tables)
        self.topics = Topics(self.tables)

    # -- writing ------------------------------------------------------------------------------

    def append(self, kind: str, body: str) -> Entry:
        """Add an event of this device and return its entry.

        Raises LogError: kind_reserved, subject_erased, clock_exhausted; ChainError: body_malformed.
        """
        if kind == ERASED:
            raise LogError("kind_reserved", kind=kind)
        self.tables.lock()
        end = self._end or ending.find(self.tables, self.key.device)
        named = entries.mentioned(body) if end.erasures else set()
        if len(named) > _NEAR:  # a long run of digits: one read of all is quicker than many of one
            gone = not named.isdisjoint(self.erased())
        else:
            gone = any(map(self.tables.is_erased, named))
        if gone:
            raise LogError("subject_erased")
        entry = self._append(end, kind, body)
        self._end = end if self.keeps_end else None
        self._count([entry])
        return entry

    def erase(self, subject: str) -> Entry:
        """Add the entry that erases `subject`; drop every body that mentions it, now and later."""
        body = entries.erasure(subject)
        self.tables.lock()
        self.let_go()
        entry = self._append(ending.find(self.tables, self.key.device), ERASED, body)
        self._count([entry])
        self._forget([subject])
        return entry

    def merge(
        self,
        came: Iterable[Entry],
        *,
        checked: bool = False,
        doubt: Doubt | None = None,
        via: str | None = None,
    ) -> Merged:
        """Store what is new in `came` and say what that was; twice changes nothing.

        `checked` says that every entry has been through `entries.check` (unpacking a bundle does
        the same). What `doubt` finds a reason against doesn't count yet; `via` is the device that
        brought it. Without it all counts. Raises ChainError: gap, clock_backwards, or what
        `entries.check` raises; the caller then rolls back.
        """
        came = list(came)
        if not checked:
            for entry in came:
                entries.check(entry)
        self.tables.lock()
        self.let_go()
        held, numbers = self._around(came)
        erased = self.erased()
        decision = decide(held, came, erased, lambda entry: not (doubt and doubt(entry)))
        storing.store(self.tables, decision, numbers, held)
        counts = self._set_aside(decision, numbers, doubt, via)
        if decision.suspects:
            storing.suspect(self.tables, decision.suspects)
            self._suspected()
        self._count(counts)
        self._forget(decision.erased)
        return Merged(*decision[:4], decision.erased, counts)

    def keep_heads(self, signed: Iterable[tuple[str, Head, bytes]]) -> None:
        """Keep signatures (device, head, signature) that `entries.check_head` has passed."""
        for device, head, signature in signed:
            number = self.tables.number(self.tables.device(device), head)
            if number is not None:
                sql = "INSERT INTO log_signed VALUES (?, ?) ON CONFLICT DO NOTHING"
                self.tables.run(sql, (number, signature))

    def renew(self, key: DeviceKey) -> None:
        """Go on under a new key; the old chain is signed to its end and stays as a stranger's."""
        for tip in self.tables.tips_of(self.tables.device(self.key.device)):
            head = Head(tip.seq, tip.id)
            self.keep_heads([(self.key.device, head, entries.sign_head(self.key, head))])
        self.key = key
        self.let_go()

    def let_go(self) -> None:
        """Keep nothing in mind of what the tables say: they may say something else now."""
        self._end = None
        self.topics.let_go()

    # -- reading ------------------------------------------------------------------------------

    def heads(self) -> dict[str, Head]:
        """Return the newest entry of every device; of a forked one, of its longest branch."""
        return Have(self.tips(), {}).heads

    def tips(self, of: Collection[str] | None = None) -> dict[str, tuple[Head, ...]]:
        """Return the end of every branch of every device, or `of` some devices."""
        if of is not None:
            numbers = {device: self.tables.device(device) for device in sorted(of)}
            each = {device: self.tables.tips_of(number) for device, number in numbers.items()}
            return {d: tuple(Head(t.seq, t.id) for t in tips) for d, tips in each.items() if tips}
        found: dict[str, list[Head]] = defaultdict(list)
        for device, head in self.tables.tips():
            found[device].append(head)
        return {device: tuple(heads) for device, heads in found.items()}

    def have(self, of: Collection[str] | None = None) -> Have:
        """Return what this device tells another that it holds, of all devices or `of` some."""
        lacks: dict[str, list[tuple[int, int]]] = {}
        for device, group in groupby(self.tables.lacking(), key=lambda row: row[0]):
            if of is not None and device not in of:
                continue
            ranges: list[tuple[int, int]] = []
            for _, seq in group:
                if ranges and seq <= ranges[-1][1] + 1:
                    ranges[-1] = (ranges[-1][0], seq)
                else:
                    ranges.append((seq, seq))
            lacks[device] = ranges
        return Have(self.tips(of), lacks)

    def missing(self, have: Have, of: Collection[str] | None = None) -> list[Stretch]:
        """Return the stretches of chain that the holder of `have` lacks, of all devices or `of`
        some; O(devices) when none.
        """
        return stretches(self.tables, self.tips(of), have.tips)

    def since(self, heads: Mapping[str, Head], may_read: MayRead | None = None) -> Iterator[Entry]:
        """Yield the entries that the holder of `heads` lacks, each device in order.

        An entry that `may_read` refuses comes without its body and salt. Erasures are never
        refused.
        """
        for stretch in self.missing(Have.of(heads)):
            for entry in self.read(stretch):
                yield withhold(entry, may_read)

    def read(self, stretch: Stretch, *, aside: bool = True, bare: bool = False) -> Iterator[Entry]:
        """Yield the entries of one stretch in order; what doesn't count bare, without `aside`; with
        `bare`, all.
        """
        chain = self.tables.chain(stretch.number, stretch.low, stretch.high, aside=aside, bare=bare)
        for number, entry in chain:
            if stretch.only is None or number in stretch.only:
                yield entry

    def arrivals(self, after: int = 0) -> Iterator[tuple[int, Entry]]:
        """Yield (position, entry) of what counts, in the order in which it came to, after one."""
        while chunk := self.tables.arrived(after):
            yield from chunk
            after = chunk[-1][0]

    def get(self, device: str, head: Head) -> Entry | None:
        """Return the entry of a device in this place and with this id, or None."""
        found = self.tables.by_place(device, head)
        return None if found is None else found[1]

    def erased(self) -> set[str]:
        """Return every subject that was erased."""
        return self.tables.erased()

    def forked(self) -> set[str]:
        """Return the devices that have two entries in one place."""
        return {device for device, tips in self.tips().items() if len(tips) > 1}

    def suspects(self) -> dict[str, int]:
        """Return the devices whose clock jumped further than an honest one can, and where first.

        From that place on, no clock of theirs is worth anything. Of a forked device that holds for
        all branches, since whoever holds the key could have made either.
        """
        rows = self.tables.run("SELECT device, suspect FROM log_devices WHERE suspect > 0")
        return {device.hex(): seq for device, seq in rows}

    def count(self) -> int:
        """Return the number of entries held."""
        return self.tables.last("log_entries", "number")

    def verify(self) -> None:
        """Check everything there is to check, entry by entry.

        Raises ChainError as `entries.check` does, LogError: parent_wrong, tips_wrong,
        erased_present, body_lost.
        """
        erased = self.erased()
        for device in self.tips():
            self._verify_chain(device, erased)
        stray = self.tables.one(
            """SELECT COUNT(*) FROM log_bodies b LEFT JOIN log_entries e
            ON e.number = b.entry AND e.body = b.position WHERE e.number IS NULL""",
        )
        lost = self.tables.one(
            """SELECT COUNT(*) FROM log_entries e LEFT JOIN log_bodies b ON b.position = e.body
            WHERE e.body > 0 AND b.position IS NULL""",
        )
        if stray or lost:
            raise LogError("body_lost", count=stray + lost)

    # -- inside -------------------------------------------------------------------------------

    def _append(self, end: End, kind: str, body: str) -> Entry:
        tip = end.tip
        before = tip.clock if tip else 0
        clock = min(end.clock + 1, before + MAX_STEP)
        if clock > MAX_NUMBER or (tip and tip.seq >= MAX_NUMBER):
            raise LogError("clock_exhausted")
        seq, prev = (tip.seq + 1, tip.id) if tip else (1, GENESIS)
        entry = entries.make(self.key.device, seq, clock, kind, prev, body)
        ending.append(self.tables, end, entry)
        return entry

    def _around(self, came: list[Entry]) -> tuple[dict[str, dict[str, Held]], dict[str, int]]:
        places: dict[str, set[int]] = defaultdict(set)
        for entry in came:
            places[entry.device].add(entry.seq)
        held: dict[str, dict[str, Held]] = defaultdict(dict)
        numbers: dict[str, int] = {}
        for device, seqs in places.items():
            small = self.tables.device(device)
            for low, high in _spans(sorted(seqs)):
                for id, (number, known) in self.tables.held(small, low - 1, high).items():
                    held[device][id] = known
                    numbers[id] = number
        return held, numbers

    def _verify_chain(self, device: str, erased: set[str]) -> None:
        number = self.tables.device(device)
        family = self.tables.family(number)
        ends = set(family) - {parent for _, parent, _ in family.values()}
        if ends != {tip.number for tip in self.tables.tips_of(number)}:
            raise LogError("tips_wrong", device=device)
        longest = max(seq for seq, _, _ in family.values())
        for place, entry in self.tables.chain(number, 1, longest):
            entries.check(entry)
            parent = family[place][1]
            if (family[parent][0] if parent in family else 0) != entry.seq - 1:
                raise LogError("parent_wrong", device=device, seq=entry.seq)
            text = entry.body if entry.kind != ERASED else None
            if text is not None and not entries.mentioned(text).isdisjoint(erased):
                raise LogError("erased_present", device=device, seq=entry.seq)


def _spans(seqs: list[int]) -> Iterator[tuple[int, int]]:
    # A late body far back must not make the log read all that lies between.
    low = high = seqs[0]
    for seq in seqs:
        if seq - high > _NEAR:
            yield low, high
            low = seq
        high = seq
    yield low, high


def withhold(entry: Entry, may_read: MayRead | None) -> Entry:
    """Return `entry` as the reader may have it; an erasure is for everyone."""
    if may_read is None or entry.body is None or entry.kind == ERASED or may_read(entry):
        return entry
    return entry._replace(salt=None, body=None)


def needs_new_key(log: Log, have: Have) -> bool:
    """Say whether a trusted device holds entries of this log's own key that this log does not.

    Then this copy was restored or cloned, and goes on under a new key (`Log.renew`). `have` must
    come from a device that is trusted.
    """
    own = log.key.device
    return any(log.get(own, head) is None for head in have.tips.get(own, ()))

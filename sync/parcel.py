"""Choosing what goes into a bundle: what the other lacks, may read and can verify, to a limit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sync.entries import ERASED, Entry, Have
from sync.log import Log, MayRead, withhold
from sync.payload import MAX_ENTRIES
from sync.scope import concerns, known, places
from sync.stretches import Stretch

MAX_BYTES = 32 << 20
_ENVELOPE = 48  # bytes of an entry beside its body, at most, before packing
_LATE = 400  # the same for a late body, which travels with its header


@dataclass
class Parcel:
    """Entries for one device; `more` says that the limit cut it short."""

    max_entries: int = MAX_ENTRIES
    max_bytes: int = MAX_BYTES
    entries: list[Entry] = field(default_factory=list)
    late: list[Entry] = field(default_factory=list)
    signed: dict[str, bytes] = field(default_factory=dict)
    more: bool = False
    size: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing was chosen yet."""
        return not self.entries and not self.late

    def fits(self, count: int, size: int) -> bool:
        """Say whether so much more stays within the limits."""
        held = len(self.entries) + len(self.late)
        return held + count <= self.max_entries and self.size + size <= self.max_bytes


def choose(
    log: Log,
    recipient: str,
    have: Have,
    may_read: MayRead | None = None,
    *,
    aside: bool = False,
    max_entries: int = MAX_ENTRIES,
    max_bytes: int = MAX_BYTES,
) -> Parcel:
    """Return what the holder of `have` lacks and may read.

    What doesn't count here goes bare, so that chains stay whole; with `aside`, which is for the
    copy that judges for itself, it goes with its body.

    A reader with a limit gets only chains with something for it, and its own. A run of another
    device's chain ends where that device signed it. One such run goes even when it is over the
    limit alone.
    """
    parcel = Parcel(max_entries, max_bytes)
    chains = known(log, recipient, have, may_read)
    asked = may_read if chains is None else None
    for stretch in log.missing(have, chains):
        stranger = stretch.device != recipient and stretch.device not in have.tips
        if asked is not None and stranger and not concerns(log, stretch, asked):
            continue
        if not _add(parcel, log, stretch, may_read, aside=aside):
            parcel.more = True
            return parcel
    for entry in _late_bodies(log, have, may_read, aside=aside):
        size = len((entry.body or "").encode()) + _LATE
        if not parcel.fits(1, size):
            parcel.more = True
            break
        parcel.late.append(entry)
        parcel.size += size
    return parcel


def _add(
    parcel: Parcel, log: Log, stretch: Stretch, may_read: MayRead | None, *, aside: bool
) -> bool:
    own = stretch.device == log.key.device
    signed = {} if own else log.tables.signed(stretch.number, stretch.low, stretch.high)
    run: list[Entry] = []
    size = 0
    for given in _readable(log, stretch, may_read, aside=aside):
        run.append(given)
        size += len((given.body or "").encode()) + _ENVELOPE
        if not parcel.fits(len(run), size) and not parcel.empty:
            return False
        if own or given.id in signed:
            if not own:
                parcel.signed[given.id] = signed[given.id]
            parcel.entries += run
            parcel.size += size
            run, size = [], 0
    return True


def _readable(
    log: Log, stretch: Stretch, may_read: MayRead | None, *, aside: bool
) -> Iterator[Entry]:
    """Yield the entries of a stretch as the reader may have them. Bodies are read only where in it
    something may be read: most of what goes to a reader with a limit goes bare.
    """
    low, high = stretch.low, stretch.high
    found = [(low, high)] if aside else list(places(log, stretch.number, low, high, may_read))
    for start, end in found:
        yield from log.read(stretch._replace(low=low, high=start - 1), bare=True)
        for entry in log.read(stretch._replace(low=start, high=end), aside=aside):
            yield withhold(entry, may_read)
        low = end + 1
    yield from log.read(stretch._replace(low=low), bare=True)


def _late_bodies(log: Log, have: Have, may_read: MayRead | None, *, aside: bool) -> Iterator[Entry]:
    for device, ranges in have.lacks.items():
        number = log.tables.device(device)
        if number is None:
            continue
        end = max((tip.seq for tip in log.tables.tips_of(number)), default=0)
        for low, high in ranges:
            for stretch in places(log, number, low, min(high, end), may_read):
                for _, entry in log.tables.chain(number, *stretch, aside=aside):
                    if entry.body is not None and (
                        may_read is None or entry.kind == ERASED or may_read(entry)
                    ):
                        yield entry

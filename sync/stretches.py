"""What another device lacks: the stretches of chain between what it has and what is held here.

Decided from tips alone, so that with nothing new the cost is the number of devices, not of entries.
Only a forked device is walked entry by entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sync.entries import Head
from sync.tables import Tables, Tip


class Stretch(NamedTuple):
    """A run of one chain, both ends included; `only` picks one branch of a forked device."""

    device: str
    number: int
    low: int
    high: int
    only: frozenset[int] | None


def stretches(
    tables: Tables,
    ours: Mapping[str, tuple[Head, ...]],
    theirs: Mapping[str, tuple[Head, ...]],
) -> list[Stretch]:
    """Return what the holder of `theirs` lacks of `ours`, device by device."""
    found: list[Stretch] = []
    for device, tips in ours.items():
        said = theirs.get(device, ())
        if set(said) != set(tips):
            found.extend(_of_device(tables, device, said))
    return found


def _of_device(tables: Tables, device: str, said: tuple[Head, ...]) -> Iterator[Stretch]:
    number = tables.device(device)
    if number is None:
        return
    tips = tables.tips_of(number)
    known = [place for head in said for place in _held(tables, number, head)]
    if len(tips) > 1:
        yield from _of_forked(tables, device, number, tips, known)
        return
    end = tips[0].seq
    reached = max((place for _, place in known), default=0)
    # An unknown tip beyond our end may simply be ahead of us; one before it is another branch.
    ahead = bool(said) and not known and all(head.seq > end for head in said)
    if reached < end and not ahead:
        yield Stretch(device, number, reached + 1, end, None)


def _of_forked(
    tables: Tables,
    device: str,
    number: int,
    tips: list[Tip],
    known: list[tuple[int, int]],
) -> Iterator[Stretch]:
    family = tables.family(number)
    theirs: set[int] = set()
    for entry, _ in known:
        theirs.update(_walk(family, entry, theirs))
    for tip in tips:
        branch = _walk(family, tip.number, theirs)
        if branch:
            low = min(family[entry][0] for entry in branch)
            yield Stretch(device, number, low, tip.seq, frozenset(branch))
        theirs |= branch


def _walk(
    family: Mapping[int, tuple[int, int | None, str]],
    start: int,
    stop: set[int],
) -> set[int]:
    walked: set[int] = set()
    place: int | None = start
    while place is not None and place not in stop:
        walked.add(place)
        place = family[place][1]
    return walked


def _held(tables: Tables, number: int, head: Head) -> list[tuple[int, int]]:
    found = tables.number(number, head)
    return [] if found is None else [(found, head.seq)]

"""Pure decision: what I hold and what came make new, already held, late, missing, forked.

No database here. The log asks, gets an answer, and stores it; every order of asking ends the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from operator import itemgetter
from typing import NamedTuple

from sync.entries import ERASED, GENESIS, MAX_STEP, Entry, erases, in_order, mentioned
from sync.errors import ChainError

_CHAIN_ORDER = itemgetter(2, 3)


class Held(NamedTuple):
    """What the log knows of an entry it holds: its place, clock, and whether it lacks the body."""

    seq: int
    clock: int
    lacking: bool


class Decision(NamedTuple):
    """What to store: `new` and `late` in log order, bodies of erased subjects already taken out."""

    new: list[Entry]
    late: list[Entry]
    held: int
    forks: set[str]
    suspects: dict[str, int]  # device: the first place where its clock jumped too far
    erased: set[str]  # subjects erased by what came
    stripped: set[str]  # entries that came with a body which may not be stored


def decide(
    held: Mapping[str, Mapping[str, Held]],
    came: Iterable[Entry],
    erased: AbstractSet[str] = frozenset(),
    counts: Callable[[Entry], bool] = lambda _: True,
) -> Decision:
    """Judge `came` against `held`.

    `held` names, for each device in `came`, every entry held from one place before the first that
    came to the last. `erased` are the subjects whose bodies are never stored; an erasure in `came`
    adds its own only where it `counts`. Raises ChainError: gap (an entry before it is in neither),
    clock_backwards.
    """
    wanted: dict[str, Entry] = {}
    late: dict[str, Entry] = {}
    places: dict[tuple[str, int], str] = {
        (device, known.seq): id for device, ids in held.items() for id, known in ids.items()
    }
    already = 0
    forks: set[str] = set()
    suspects: dict[str, int] = {}
    nothing: dict[str, Held] = {}
    for entry in sorted(came, key=_CHAIN_ORDER):
        known = held.get(entry.device, nothing).get(entry.id)
        if known is not None:
            if known.lacking and entry.body is not None and entry.id not in late:
                late[entry.id] = entry
            else:
                already += 1
            continue
        twin = wanted.get(entry.id)
        if twin is not None:
            already += 1
            if twin.body is None:
                wanted[entry.id] = entry
            continue
        if entry.clock - _clock_before(entry, held, wanted) > MAX_STEP:
            suspects.setdefault(entry.device, entry.seq)  # they come in the order of the chain
        place = (entry.device, entry.seq)
        if places.setdefault(place, entry.id) != entry.id:
            forks.add(entry.device)
        wanted[entry.id] = entry
    arrived = [*wanted.values(), *late.values()]
    erasures = [entry for entry in arrived if entry.kind == ERASED and counts(entry)]
    gone = {subject for entry in erasures if (subject := erases(entry))}
    never = gone | erased
    stripped = {entry.id for entry in arrived if _mentions(entry, never)} if never else set()
    return Decision(
        _without(stripped, in_order(wanted.values())),
        _without(stripped, in_order(late.values())),
        already,
        forks,
        suspects,
        gone - erased,
        stripped,
    )


def _mentions(entry: Entry, never: AbstractSet[str]) -> bool:
    if entry.body is None or entry.kind == ERASED:
        return False
    return not mentioned(entry.body).isdisjoint(never)


def _without(stripped: AbstractSet[str], came: list[Entry]) -> list[Entry]:
    if not stripped:
        return came
    return [e._replace(salt=None, body=None) if e.id in stripped else e for e in came]


def _clock_before(
    entry: Entry,
    held: Mapping[str, Mapping[str, Held]],
    wanted: Mapping[str, Entry],
) -> int:
    if entry.prev == GENESIS:
        return 0
    came = wanted.get(entry.prev)
    before: Held | Entry | None = came
    if came is None:
        before = held.get(entry.device, {}).get(entry.prev)
    elif came.device != entry.device:
        before = None
    if before is None or before.seq != entry.seq - 1:
        raise ChainError("gap", device=entry.device, seq=entry.seq)
    if entry.clock <= before.clock:
        raise ChainError("clock_backwards", device=entry.device, seq=entry.seq)
    return before.clock

"""What was decided about entries goes into the tables, in numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from sync.entries import Entry
from sync.merge import Decision, Held
from sync.packing import Packing
from sync.tables import Tables

Row = tuple[object, ...]


def store(
    tables: Tables,
    decision: Decision,
    numbers: dict[str, int],
    held: Mapping[str, Mapping[str, Held]],
) -> None:
    """Store what is new and what came late; `numbers`, those of what is held, gets the new ones."""
    number = tables.last("log_entries", "number")
    position = tables.last("log_bodies", "position")
    devices = {d: tables.device(d, add=True) or 0 for d in {e.device for e in decision.new}}
    kinds = {kind: tables.kind(kind) for kind in {e.kind for e in decision.new}}
    rows: list[Row] = []
    bodies: list[Row] = []
    added: dict[str, set[int]] = defaultdict(set)
    parents: dict[str, set[int]] = defaultdict(set)
    twins = _twins(decision, held)
    pack = Packing().pack
    for id, _, device, seq, clock, kind, commitment, prev, salt, body in decision.new:
        number += 1
        numbers[id] = number
        place: int | None = 0 if id in decision.stripped else None
        if body is not None:
            position += 1
            place = position
            bodies.append((position, number, salt, pack(body)))
        twin = 0
        if device in decision.forks:
            twin = twins[device, seq]
            twins[device, seq] += 1
        parent = numbers[prev] if seq > 1 else None
        if parent:
            parents[device].add(parent)
        added[device].add(number)
        rows.append((
            number, bytes.fromhex(id), devices[device], seq, twin, clock, kinds[kind],
            bytes.fromhex(commitment), parent, place,
        ))  # fmt: skip
    tables.add_entries(rows, bodies)
    for device, fresh in added.items():
        old = {tip.number for tip in tables.tips_of(devices[device])}
        tables.move_tips(devices[device], old, (old | fresh) - parents[device])
    _store_late(tables, decision.late, numbers, position)


def suspect(tables: Tables, places: Mapping[str, int]) -> None:
    """Note from which place on a device's clock is not believed, unless it was an earlier one."""
    for device, seq in places.items():
        sql = """UPDATE log_devices SET suspect = ?
            WHERE device = ? AND (suspect = 0 OR suspect > ?)"""
        tables.run(sql, (seq, bytes.fromhex(device), seq))


def _twins(decision: Decision, held: Mapping[str, Mapping[str, Held]]) -> Counter[tuple[str, int]]:
    """How many entries stand already in each place of the devices that have forked."""
    return Counter(
        (device, known.seq) for device in decision.forks for known in held.get(device, {}).values()
    )


def _store_late(tables: Tables, late: list[Entry], numbers: dict[str, int], position: int) -> None:
    places: list[tuple[int, int]] = []
    bodies: list[Row] = []
    pack = Packing().pack
    for entry in late:
        number, place = numbers[entry.id], 0
        if entry.body is not None:
            position += 1
            place = position
            bodies.append((position, number, entry.salt, pack(entry.body)))
        places.append((place, number))
    tables.add_bodies(bodies)
    tables.settle(places)

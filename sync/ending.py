"""Where a device's own chain goes on: asked once, and kept while nobody else can have written.

Appending asks seven questions for one row, always the same. Whoever commits many changes together
may keep the answers for the length of the transaction (`Log.keeps_end`), and says when it begins
and when anything of it is undone (`Log.let_go`). Without that they are asked for every entry.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sync.entries import Entry
from sync.packing import pack
from sync.tables import Tables, Tip


@dataclass
class End:
    """The end of one device's longest branch, and the last numbers in use."""

    device: int
    tip: Tip | None
    clock: int  # the largest of any device
    number: int
    position: int
    erasures: bool  # whether anybody was ever erased
    kinds: dict[str, int] = field(default_factory=dict)


def find(tables: Tables, device: str) -> End:
    """Look where the chain of `device` ends."""
    number = tables.device(device, add=True) or 0
    return End(
        number,
        next(iter(tables.tips_of(number)), None),
        tables.clock(),
        tables.last("log_entries", "number"),
        tables.last("log_bodies", "position"),
        tables.one("SELECT 1 FROM log_erased LIMIT 1") is not None,
    )


def append(tables: Tables, end: End, entry: Entry) -> None:
    """Store an entry that follows an end with its body, and move the end on to it."""
    if entry.kind not in end.kinds:
        end.kinds[entry.kind] = tables.kind(entry.kind)
    before = end.tip.number if end.tip else None
    end.number, end.position = end.number + 1, end.position + 1
    tables.add_entry(
        (
            end.number, bytes.fromhex(entry.id), end.device, entry.seq, 0, entry.clock,
            end.kinds[entry.kind], bytes.fromhex(entry.commitment), before, end.position,
        ),
        (end.position, end.number, entry.salt, pack(entry.body or "")),
        before,
    )  # fmt: skip
    end.tip = Tip(end.number, entry.seq, entry.id, entry.clock)
    end.clock = max(end.clock, entry.clock)

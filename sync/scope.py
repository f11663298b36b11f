"""What concerns a reader with a limit: chains in which one entry may be read, and where in them."""

from __future__ import annotations

from collections.abc import Iterator

from sync.entries import ERASED, Have
from sync.log import Log, MayRead
from sync.stretches import Stretch


def known(log: Log, recipient: str, have: Have, may_read: MayRead | None) -> set[str] | None:
    """Return the devices whose chains go to the holder of `have`; None where each is to be asked.

    Its own, those it has something of, and those that hold something about what it may read.
    """
    topics = getattr(may_read, "topics", None)
    if may_read is None or topics is None:
        return None
    return {recipient, *have.tips} | log.topics.chains(topics)


def places(
    log: Log, device: int, low: int, high: int, may_read: MayRead | None
) -> Iterator[tuple[int, int]]:
    """Yield the stretches between two places of a chain that may hold something to read."""
    topics = getattr(may_read, "topics", None)
    if may_read is None or topics is None:
        yield low, high
    else:
        yield from log.topics.places(device, topics, low, high)


def concerns(log: Log, stretch: Stretch, may_read: MayRead) -> bool:
    """Say whether anything in a whole chain, given as a stretch from its start, may be read.

    Reads it through: for a log whose owner names no topics.
    """
    return any(
        entry.body is not None and (entry.kind == ERASED or may_read(entry))
        for entry in log.read(stretch, aside=False)
    )

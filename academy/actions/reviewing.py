"""What was decided together about who is whom, so that it can be undone together.

This copy notes only where in its own log such a review stands, and how many groups were decided:
no id of anybody. Whoever was erased since is in no entry any more, so nothing brings them back.
"""

from dataclasses import dataclass
from typing import Final

from academy import events
from academy.projections import Tables
from academy.store import Store
from sync.entries import Entry

MOST: Final = 50
"""Reviews that are remembered; those before them are undone decision by decision."""

_NOTED: Final = "reviews"


@dataclass(frozen=True)
class Review:
    """Decisions recorded together, `at` a minute in UTC: what of them still holds."""

    key: str
    at: str
    groups: int
    links: tuple[str, ...]
    apart: tuple[tuple[str, str], ...]


def note(store: Store, entries: list[Entry], *, groups: int, at: str) -> None:
    """Remember what was just recorded as one review."""
    if not entries:
        return
    first, last = entries[0], entries[-1]
    noted = [*store.setting(_NOTED, []), [first.device, first.seq, last.seq, groups, at]]
    store.set_setting(_NOTED, noted[-MOST:])


def last_review(store: Store) -> Review | None:
    """The last review of which anything holds; None where there is none."""
    for device, low, high, groups, at in reversed(store.setting(_NOTED, [])):
        links, apart = _holding(store.tables(), _recorded(store, device, low, high))
        if links or apart:
            return Review(f"{device[:16]}-{low}", at, groups, links, apart)
    return None


def _recorded(store: Store, device: str, low: int, high: int) -> list[events.Event]:
    with store.reading() as (log, _peers):
        chain = log.tables.chain(log.tables.device(device), low, high)
        entries = [entry for _number, entry in chain]
    found = (events.read(entry.kind, entry.body or "") for entry in entries)
    return [event for event in found if event is not None]


def _holding(
    tables: Tables, recorded: list[events.Event]
) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    links = (one.link for one in recorded if isinstance(one, events.PersonLinked))
    pairs = ((one.a, one.b) for one in recorded if isinstance(one, events.PersonDistinct))
    return (
        tuple(one for one in links if _is(tables, "live_links WHERE link = ?", one)),
        tuple(pair for pair in pairs if _is(tables, "live_distinct WHERE a = ? AND b = ?", *pair)),
    )


def _is(tables: Tables, where: str, *values: str) -> bool:
    return tables.value(f"SELECT 1 FROM {where}", values) is not None  # noqa: S608 - constants

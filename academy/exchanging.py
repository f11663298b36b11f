"""Devices and what passes between them, for the pages and the command alike.

Joining a central copy, exchanging by address or by stick, who is known and who waits, and the
report with its list of those who have not reported.
"""

from academy import reports
from academy.projections import Row
from academy.store import Store
from sync import keys
from sync.peers import Peer


def report(store: Store, starts: str, ends: str) -> reports.Report:
    """The figures of a period as this copy can give them now, and whose entries may be missing.

    Raises AcademyError as `reports.report` does.
    """
    return reports.report(
        store.tables(), starts, ends,
        as_of=as_of(store), devices=_silent_since(store, ends.strip()),
    )  # fmt: skip


def as_of(store: Store) -> str:
    """The minute up to which this copy can speak, in UTC by its own clock."""
    return store.now().strftime("%Y-%m-%dT%H:%M")


def _silent_since(store: Store, day: str) -> list[Row]:
    """The laptops that have not been heard of after a day: what they hold of it isn't here yet."""
    with store.reading() as (_log, peers):
        laptops = peers.all(state="trusted", role="device")
    return [
        {"name": name_of(peer), "last_exchange": peer.last_exchange}
        for peer in laptops
        if (peer.last_exchange or "")[:10] <= day
    ]


def name_of(peer: Peer) -> str:
    """What a device is called: its name, else the first two of its six words."""
    return peer.name or " ".join(keys.words(peer.device)[:2])


def device_names(store: Store) -> dict[str, str]:
    """The name of every device this copy has met, by device."""
    with store.reading() as (_log, peers):
        return {peer.device: name_of(peer) for peer in peers.all()}

"""Whom the central copy lets in, and whom it puts out again."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from academy import rules
from academy.errors import AcademyError
from academy.exchanging.names import name_of
from academy.store import Store
from sync import keys
from sync.log import Log
from sync.peers import Peer, Peers


@dataclass(frozen=True)
class Known:
    """A device as the organiser sees it: `entries` of its own are held here."""

    peer: Peer
    name: str
    words: list[str]
    entries: int
    forked: bool


def known_devices(store: Store) -> list[Known]:
    """Every laptop that has asked to come in, or was let in, or put out again."""
    with store.reading() as (log, peers):
        heads, forked = log.heads(), log.forked().union(log.suspects())
        return [
            Known(
                peer=peer,
                name=name_of(peer),
                words=keys.words(peer.device),
                entries=heads[peer.device].seq if peer.device in heads else 0,
                forked=peer.device in forked,
            )
            for peer in peers.all(role="device")
        ]


def accept(store: Store, device: str, name: str) -> None:
    """Let a laptop in, or in again, under a name the organiser gives it.

    Raises AcademyError: "device_unknown", "field_missing".
    """
    called = rules.text("device_name", name)
    _of_device(
        store, device, lambda peers, peer: peers.put(replace(peer, name=called, state="trusted"))
    )


def refuse(store: Store, device: str) -> None:
    """Turn away a laptop that waits. It may ask again."""

    def change(peers: Peers, peer: Peer) -> None:
        if peer.state != "waiting":
            raise AcademyError("changed_since")
        peers.forget(device)

    _of_device(store, device, change)


def revoke(store: Store, device: str) -> None:
    """Take nothing more from a laptop; what it sent stays. `accept` lets it in again."""
    _of_device(store, device, lambda peers, _peer: peers.revoke(device))


def _of_device(store: Store, device: str, change: Callable[[Peers, Peer], object]) -> None:
    def checked(_log: Log, peers: Peers) -> None:
        peer = peers.get(device)
        if peer is None or peer.role != "device":
            raise AcademyError("device_unknown")
        change(peers, peer)

    store.writing(checked)

"""Whom the central copy lets in, and whom it puts out again."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from academy import rules
from academy.errors import AcademyError
from academy.exchanging.names import names_of, not_taken, own_name
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
        names = names_of(peers.all())
        return [
            Known(
                peer=peer,
                name=names[peer.device],
                words=keys.words(peer.device),
                entries=heads[peer.device].seq if peer.device in heads else 0,
                forked=peer.device in forked,
            )
            for peer in peers.all(role="device")
        ]


def accept(store: Store, device: str, name: str) -> None:
    """Let a laptop in, or in again, under a name the organiser gives it.

    From now on its entries count, and those that others have brought already. Raises
    AcademyError: "device_unknown", "device_named", "field_missing".
    """
    called, own = rules.text("device_name", name), own_name(store)

    def change(log: Log, peers: Peers) -> None:
        peer = peers.get(device)
        if peer is None and device in log.aside.writers(left_out=True):
            peer = Peer(device)  # it has not come itself; others have brought what it wrote
        if peer is None or peer.role != "device":
            raise AcademyError("device_unknown")
        not_taken(peers, called, own=own, device=device)
        peers.put(replace(peer, name=called, state="trusted"))

    store.writing(change)


def let_in(store: Store, words: str, name: str) -> bool:
    """Let in the laptop with these six words, as its trainer reads them out, under a name.

    True when it was waiting and is in; False when it isn't here: then it gets in when it comes. So
    it needs no place among those who wait, however many strangers ask. Raises AcademyError:
    "words_mistyped", "device_named", "field_missing".
    """
    typed = keys.read_words(words)
    if typed is None:
        raise AcademyError("words_mistyped")
    called, own = rules.text("device_name", name), own_name(store)

    def change(_log: Log, peers: Peers) -> Peer | None:
        laptops = (peer.device for peer in peers.all(role="device"))
        met = next((device for device in laptops if keys.words(device) == typed), "")
        not_taken(peers, called, own=own, device=met, words=" ".join(typed))
        return peers.expect(typed, called)

    return store.writing(change) is not None


def expected(store: Store) -> list[tuple[list[str], str]]:
    """Whose six words were typed in and who has not come yet, with the names they will have."""
    with store.reading() as (_log, peers):
        return peers.expected()


def no_longer_expect(store: Store, words: str) -> None:
    """Let nobody in for these words any more."""
    typed = keys.read_words(words) or []
    store.writing(lambda _log, peers: peers.no_longer_expect(typed))


def refuse(store: Store, device: str) -> None:
    """Turn away a laptop that waits. It may ask again."""

    def change(peers: Peers, peer: Peer) -> None:
        if peer.state != "waiting":
            raise AcademyError("changed_since")
        peers.forget(device)

    _of_device(store, device, change)


def revoke(store: Store, device: str) -> None:
    """Take nothing more from a laptop, and let nothing count that it writes from now on, whoever
    brings it; what it sent stays. `accept` lets it in again.
    """
    _of_device(store, device, lambda peers, _peer: peers.revoke(device))


def _of_device(store: Store, device: str, change: Callable[[Peers, Peer], object]) -> None:
    def checked(_log: Log, peers: Peers) -> None:
        peer = peers.get(device)
        if peer is None or peer.role != "device":
            raise AcademyError("device_unknown")
        change(peers, peer)

    store.writing(checked)

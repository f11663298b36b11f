"""What devices are called: a name somebody gave them, else words of their key.

What a device calls itself is nobody's name for it: before it is trusted it has none, only words.
"""

from academy import rules
from academy.projections import unknown
from academy.store import Store
from sync import harmless, keys
from sync.peers import Peer


def name_of(peer: Peer) -> str:
    """What a device is called: its name once it was trusted, else two of its six words."""
    name = "" if peer.state == "waiting" else harmless.line(peer.name)
    return name or " ".join(keys.words(peer.device)[:2])


def device_names(store: Store) -> dict[str, str]:
    """The name of every device this copy has met, by device."""
    with store.reading() as (_log, peers):
        return {peer.device: name_of(peer) for peer in peers.all()}


def trusted_name(store: Store, device: str) -> str | None:
    """What a device that is trusted here is called; None for any other."""
    with store.reading() as (_log, peers):
        peer = peers.get(device)
    return name_of(peer) if peer is not None and peer.state == "trusted" else None


def not_understood(store: Store) -> list[tuple[str, int]]:
    """How many entries this copy keeps but doesn't understand: the name of whose they are, a count.

    One of a device it has not met goes by two of its words, as in `name_of`.
    """
    names = device_names(store)
    return [
        (names.get(device) or " ".join(keys.words(device)[:2]), entries)
        for device, entries in unknown.by_device(store.tables()).items()
    ]


def own_name(store: Store) -> str:
    """What this device calls itself to others; "" until somebody says."""
    return str(store.setting("device_name") or "")


def call_yourself(store: Store, name: str) -> None:
    """Choose what this device calls itself: it travels in the open, so it should be neutral."""
    store.set_setting("device_name", rules.text("device_name", name, required=False))

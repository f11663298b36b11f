"""What devices are called: a name somebody gave them, else words of their key.

What a device calls itself is nobody's name for it: before it is trusted it has none, only words.
Two devices never get one name here; two that come with one are told apart by words.
"""

from collections import Counter
from collections.abc import Iterable

from academy import rules
from academy.errors import AcademyError
from academy.projections import unknown
from academy.store import Store
from academy.text import looks
from sync import harmless, keys
from sync.peers import Peer, Peers


def name_of(peer: Peer) -> str:
    """What a device is called: its name once it was trusted, else two of its six words."""
    name = "" if peer.state == "waiting" else harmless.line(peer.name)
    return name or " ".join(keys.words(peer.device)[:2])


def names_of(peers: Iterable[Peer]) -> dict[str, str]:
    """The names of devices, by device: two that would be called the same have two words beside."""
    named = {peer.device: name_of(peer) for peer in peers}
    often = Counter(map(looks.compared, named.values()))
    return {
        device: f"{name} ({' '.join(keys.words(device)[:2])})"
        if often[looks.compared(name)] > 1
        else name
        for device, name in named.items()
    }


def device_names(store: Store) -> dict[str, str]:
    """The name of every device this copy has met, by device."""
    with store.reading() as (_log, peers):
        return names_of(peers.all())


def trusted_name(store: Store, device: str) -> str | None:
    """What a device that is trusted here is called; None for any other."""
    with store.reading() as (_log, peers):
        peer, known = peers.get(device), peers.all()
    trusted = peer is not None and peer.state == "trusted"
    return names_of(known)[device] if trusted else None


def not_taken(peers: Peers, name: str, *, own: str, device: str = "", words: str = "") -> None:
    """Refuse a name that looks like another device's here, or like that of one that is expected.

    `own` is what this copy calls itself; `device` or `words` are whose name it shall be. Raises
    AcademyError("device_named").
    """
    named = [peer.name for peer in peers.all() if _is_named(peer) and peer.device != device]
    mine = words or (" ".join(keys.words(device)) if device else "")
    named += [known for said, known in peers.expected() if " ".join(said) != mine]
    if looks.compared(name) in {looks.compared(known) for known in (*named, own) if known}:
        raise AcademyError("device_named", name=name)


def _is_named(peer: Peer) -> bool:
    return peer.state != "waiting" and bool(peer.name)


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
    """Choose what this device calls itself: it travels in the open, so it should be neutral.

    Raises AcademyError: "device_named", and as `rules.text` does.
    """
    called = rules.text("device_name", name, required=False)
    with store.reading() as (_log, peers):
        not_taken(peers, called, own="")
    store.set_setting("device_name", called)

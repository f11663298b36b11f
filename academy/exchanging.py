"""Devices and what passes between them, for the pages and the command alike.

Joining a central copy, exchanging by address or by folder, whom the central copy lets in, and the
report with its list of those who have not reported. Everything that is said here of another device
comes from what it signed: only a receipt counts as arrived.
"""

import hashlib
import os
import re
import string
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from academy import reports, rules
from academy.errors import AcademyError
from academy.projections import Row
from academy.store import Store
from sync import cards, files, keys
from sync.exchange import Outcome, with_address, with_folder
from sync.log import Log
from sync.peers import Peer, Peers

OUTBOX: Final = "outbox"
_ADDRESS = re.compile(
    r"(https?://)?(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:[0-9]{1,5})?(/[\w./~-]*)?", re.IGNORECASE
)


# The report


def report(store: Store, starts: str, ends: str) -> reports.Report:
    """The figures of a period as this copy can give them now, and whose entries may be missing.

    Raises AcademyError as `reports.report` does.
    """
    return reports.report(
        store.tables(),
        starts,
        ends,
        as_of=as_of(store),
        devices=_silent_since(store, ends.strip()),
    )


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


# Names


def name_of(peer: Peer) -> str:
    """What a device is called: its name, else the first two of its six words."""
    return peer.name or " ".join(keys.words(peer.device)[:2])


def device_names(store: Store) -> dict[str, str]:
    """The name of every device this copy has met, by device."""
    with store.reading() as (_log, peers):
        return {peer.device: name_of(peer) for peer in peers.all()}


def own_name(store: Store) -> str:
    """What this device calls itself to others; "" until somebody says."""
    return str(store.setting("device_name") or "")


def call_yourself(store: Store, name: str) -> None:
    """Choose what this device calls itself: it travels in the open, so it should be neutral."""
    store.set_setting("device_name", rules.text("device_name", name, required=False))


# A laptop and its central copy


@dataclass(frozen=True)
class Standing:
    """How this laptop stands with central: `central` is the copy it has joined, if any.

    `met` are central copies whose six words nobody has compared yet. `entries` is how many this
    laptop holds, `not_sent` how many of them no receipt covers.
    """

    words: list[str]
    central: Peer | None
    met: list[Peer]
    entries: int
    not_sent: int


def standing(store: Store) -> Standing:
    """How this laptop stands with central. Says "arrived" only of what central signed it holds."""
    with store.reading() as (log, peers):
        joined = peers.all(state="trusted", role="central")
        central = joined[-1] if joined else None
        return Standing(
            words=keys.words(log.key.device),
            central=central,
            met=peers.all(state="waiting", role="central"),
            entries=sum(head.seq for head in log.heads().values()),
            not_sent=_not_sent(log, central),
        )


def _not_sent(log: Log, central: Peer | None) -> int:
    """How many entries no receipt covers. A branch that central lacks is at least one."""
    receipted = central.receipted if central else {}
    count = 0
    for device, tips in log.tips().items():
        arrived = receipted.get(device, ())
        beyond = max(tip.seq for tip in tips) - max((tip.seq for tip in arrived), default=0)
        unknown = len(set(tips) - set(arrived)) if beyond <= 0 and len(tips) > 1 else 0
        count += max(beyond, unknown)
    return count


def join(store: Store, device: str, words: str) -> Peer:
    """Trust a central copy that was met, once its six words were compared.

    `words` are those that were compared: the ones on the screen, or as somebody typed them. Raises
    AcademyError: "device_unknown", "words_wrong".
    """

    def change(_log: Log, peers: Peers) -> Peer:
        peer = peers.get(device)
        if peer is None or peer.role != "central":
            raise AcademyError("device_unknown")
        if words.casefold().split() != keys.words(device):
            raise AcademyError("words_wrong")
        return peers.trust(device)

    return store.writing(change)


def leave(store: Store, device: str) -> None:
    """Forget a central copy: nothing more is sent to it. What it holds stays there."""
    store.writing(lambda _log, peers: peers.forget(device))


def exchange(store: Store, place: str, *, role: str = "device") -> list[Outcome]:
    """Exchange with a central copy's address, or with a folder such as a stick.

    Doing it twice changes nothing. A copy that turns out to be restored from a backup, or cloned,
    goes on under a new key at once (`restored` in the outcome says so). Raises
    AcademyError: "place_missing", "address_wrong", "folder_missing".
    """
    outcomes = _exchange(store, place.strip(), role)
    if any(outcome.restored for outcome in outcomes):
        store.new_key()
    return outcomes


def _exchange(store: Store, place: str, role: str) -> list[Outcome]:
    name = own_name(store)
    if is_folder(place):
        return with_folder(store, _folder(place), name=name, role=role)
    return [with_address(store, address(place), name=name, outbox=store.folder / OUTBOX)]


def is_folder(place: str) -> bool:
    """Whether somebody means a folder of this machine rather than an address."""
    return bool(re.match(r"[/~.\\]|[A-Za-z]:[\\/]?", place)) and not re.match(r"[a-z]+://", place)


def address(text: str) -> str:
    """The address somebody means; http unless they say otherwise. The bundles bring their own seal.

    Raises AcademyError: "place_missing", "address_wrong".
    """
    if not text.strip():
        raise AcademyError("place_missing")
    found = _ADDRESS.fullmatch(text.strip())
    if found is None:
        raise AcademyError("address_wrong")
    return text.strip() if found[1] else f"http://{text.strip()}"


def sticks() -> list[Path]:
    """Where sticks are plugged in on this machine, to be offered rather than typed."""
    if sys.platform == "win32":
        drives = (Path(f"{letter}:\\") for letter in string.ascii_uppercase[3:])
        return [drive for drive in drives if drive.exists()]
    roots = (("/media", "*/*"), ("/run/media", "*/*"), ("/Volumes", "*"))
    found = [path for root, pattern in roots for path in sorted(Path(root).glob(pattern))]
    return [path for path in found if os.path.ismount(path) and not path.is_symlink()]


def write_card(store: Store, place: str, *, role: str) -> Path:
    """Write this device's card into a folder: how it introduces itself. No secret is in it.

    Raises AcademyError: "folder_missing", "folder_unwritable".
    """
    target = _folder(place)
    text = cards.write(store.key, own_name(store), role)
    path = target / f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.card"
    try:
        files.write(path, text.encode())
    except OSError as error:
        raise AcademyError("folder_unwritable") from error
    return path


def _folder(place: str) -> Path:
    path = Path(place.strip()).expanduser()
    try:
        found = bool(place.strip()) and path.is_dir()
    except OSError:
        found = False
    if not found:
        raise AcademyError("folder_missing")
    return path


# Whom the central copy lets in


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
        heads, forked = log.heads(), log.forked() | log.suspects()
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

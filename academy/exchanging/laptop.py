"""A laptop and its central copy: joining, standing, exchanging.

Only what central signed counts as arrived.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from academy.courses.own.passing import Passing
from academy.errors import AcademyError
from academy.exchanging import packs, places
from academy.exchanging.names import own_name
from academy.store import Store
from sync import cards, files, keys
from sync.exchange import Outcome, with_address, with_folder
from sync.log import Log
from sync.peers import Peer, Peers

OUTBOX: Final = "outbox"


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
    """Forget a central copy: nothing more is sent to it. What it holds stays there.

    Raises AcademyError("device_unknown").
    """

    def change(_log: Log, peers: Peers) -> None:
        peer = peers.get(device)
        if peer is None or peer.role != "central":
            raise AcademyError("device_unknown")
        peers.forget(device)

    store.writing(change)


def exchange(
    store: Store, place: str, *, role: str = "device", passing: Passing | None = None
) -> list[Outcome]:
    """Exchange with a central copy's address, or with a folder such as a stick; courses that are
    passed on, in `passing`, go along.

    Doing it twice changes nothing. A copy that turns out to be restored from a backup, or cloned,
    goes on under a new key at once (`restored` in the outcome says so). Raises
    AcademyError: "place_missing", "address_wrong", "folder_missing".
    """
    outcomes = _exchange(store, place.strip(), role)
    if passing is not None:
        outcomes += packs.go_along(store, place.strip(), outcomes, passing)
    if any(outcome.restored for outcome in outcomes):
        store.new_key()
    return outcomes


def _exchange(store: Store, place: str, role: str) -> list[Outcome]:
    name = own_name(store)
    if places.is_folder(place):
        return with_folder(store, places.folder(place), name=name, role=role)
    return [with_address(store, places.address(place), name=name, outbox=store.folder / OUTBOX)]


def write_card(store: Store, place: str, *, role: str) -> Path:
    """Write this device's card into a folder: how it introduces itself. No secret is in it.

    Raises AcademyError: "folder_missing", "folder_unwritable".
    """
    target = places.folder(place)
    text = cards.write(store.key, own_name(store), role)
    path = target / f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.card"
    try:
        files.write(path, text.encode(), shared=True)
    except OSError as error:
        raise AcademyError("folder_unwritable") from error
    return path

"""One side of an exchange: take a bundle in, and make one to give.

Both are the same for a laptop and for central, for a stick and for an address. A `Replica` is
whoever owns the store: it opens consistent reads and makes each change durable.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from sync import bundle
from sync.bundle import Opened
from sync.collecting import without_collecting
from sync.counting import Doubts
from sync.entries import Entry, Have, Head
from sync.errors import BundleError, ChainError, ExchangeError
from sync.keys import DeviceKey
from sync.log import Log, MayRead, Merged, needs_new_key
from sync.parcel import Parcel, choose
from sync.payload import MAX_ENTRIES
from sync.peers import Peer, Peers

T = TypeVar("T")


class Replica(Protocol):
    """Whoever owns a log and its peers."""

    @property
    def key(self) -> DeviceKey:
        """The key this device goes by."""

    def reading(self) -> AbstractContextManager[tuple[Log, Peers]]:
        """Open a consistent read."""

    def writing(self, change: Callable[[Log, Peers], T]) -> T:
        """Run `change` in one durable transaction; when it raises, nothing of it remains."""

    def may_read(self, device: str) -> Callable[[Entry], bool] | None:
        """Return what `device` may read; None for everything."""


@dataclass(frozen=True)
class Taken:
    """What became of a bundle that came."""

    sender: str
    bundle: str
    have: Have
    more: bool = False
    merged: Merged | None = None  # None when a gap kept everything out
    answers: str | None = None
    carried: int = 0  # how many entries and late bodies were in it
    receipted: str | None = None  # the id of a bundle of ours that it acknowledges
    restored: bool = False


@dataclass(frozen=True)
class Given:
    """A bundle ready to go."""

    data: bytes
    id: str
    entries: int
    late: int
    more: bool


def admit(replica: Replica, envelope: bundle.Envelope) -> Peer:
    """Return the trusted sender of a bundle, noting a stranger as waiting.

    Raises ExchangeError: device_waiting, device_revoked, too_many_waiting.
    """
    with replica.reading() as (_, peers):
        peer = peers.get(envelope.sender)
    if peer is None:
        peer = replica.writing(
            lambda _, peers: peers.meet(envelope.sender, envelope.name, "device")
        )
    check_trusted(peer)
    return peer


def check_trusted(peer: Peer) -> None:
    """Raise ExchangeError device_waiting or device_revoked unless `peer` is trusted."""
    if peer.state != "trusted":
        raise ExchangeError("device_revoked" if peer.state == "revoked" else "device_waiting")


def take(replica: Replica, data: bytes, *, sender: str | None = None) -> Taken:
    """Verify a bundle in full, then import it in one transaction.

    A gap imports nothing but what the sender says it holds, so that the next bundle can close it.
    Raises BundleError, ChainError, ExchangeError; then nothing was imported.
    """
    envelope = bundle.look(replica.key, data)
    if sender is not None and envelope.sender != sender:
        raise BundleError("sender_wrong")
    peer = admit(replica, envelope)
    with without_collecting():
        opened = envelope.open()
        try:
            return replica.writing(lambda log, peers: _import(log, peers, peer.device, opened))
        except ChainError as error:
            if error.code != "gap":
                raise
        return replica.writing(lambda log, peers: _note(log, peers, peer.device, opened, None))


def try_out(log: Log, peers: Peers, opened: Opened) -> Taken:
    """Import a bundle as `take` does, inside a transaction whose owner undoes it.

    Raises ChainError, ExchangeError.
    """
    try:
        return _import(log, peers, opened.sender, opened)
    except ChainError as error:
        if error.code != "gap":
            raise
    return _note(log, peers, opened.sender, opened, None)


def due(
    replica: Replica,
    log: Log,
    peers: Peers,
    device: str,
    have: Have,
    *,
    max_entries: int = MAX_ENTRIES,
) -> Parcel:
    """Return what `device` lacks and may have: of what doesn't count here, central the bodies."""
    return _due(log, peers, device, have, replica.may_read(device), max_entries=max_entries)


def _due(
    log: Log,
    peers: Peers,
    device: str,
    have: Have,
    may_read: MayRead | None,
    *,
    max_entries: int,
) -> Parcel:
    peer = peers.get(device)
    aside = peer is not None and peer.role == "central"
    return choose(log, device, have, may_read, aside=aside, max_entries=max_entries)


def give(
    replica: Replica,
    device: str,
    have: Have,
    *,
    taken: Taken | None = None,
    name: str = "",
    max_entries: int = MAX_ENTRIES,
) -> Given:
    """Make a bundle for `device` of what the holder of `have` lacks; with a receipt for `taken`."""
    id = secrets.token_hex(16)
    with replica.reading() as (log, peers):
        may_read = replica.may_read(device)
        parcel = _due(log, peers, device, have, may_read, max_entries=max_entries)
        held = log.have(_shared(may_read, device, have, parcel))
        receipt = None
        if taken is not None and taken.merged is not None:
            receipt = bundle.make_receipt(replica.key, device, taken.bundle, held)
        data = bundle.pack(
            replica.key,
            device,
            held,
            parcel.entries,
            late=parcel.late,
            signed=parcel.signed.items(),
            receipt=receipt,
            answers=taken.bundle if taken else None,
            turn=log.count(),
            more=parcel.more,
            name=name,
            id=id,
        )
    return Given(data, id, len(parcel.entries), len(parcel.late), parcel.more)


def _shared(may_read: MayRead | None, device: str, have: Have, parcel: Parcel) -> set[str] | None:
    """Of which devices the holder of `have` is told what is held here; None for all.

    Who has a limit hears of those it knows: whom else a region holds is nobody's to find on it.
    """
    if may_read is None:
        return None
    return {device, *have.tips, *(entry.device for entry in parcel.entries)}


def _import(log: Log, peers: Peers, device: str, opened: Opened) -> Taken:
    restored = _restored(log, peers, device, opened.have)  # asked before the merge answers it
    late = [e for e in opened.late if log.get(e.device, Head(e.seq, e.id)) is not None]
    peer = _trusted(peers, device)
    accepted = peers.trusted()
    doubts = Doubts(log.key.device, accepted, central=peer.role == "central")
    merged = log.merge([*opened.entries, *late], checked=True, doubt=doubts, via=device)
    signed = dict(opened.signed)
    ends = (entry for entry in opened.entries if entry.id in signed)
    log.keep_heads((end.device, Head(end.seq, end.id), signed[end.id]) for end in ends)
    erased = merged.erased | log.settle(accepted, merged.counts)
    counted = {entry.id for entry in merged.counts}
    came = (entry for entry in [*merged.new, *merged.late] if entry.body is not None)
    doubted = [entry for entry in came if entry.id not in counted]
    merged = merged._replace(erased=erased, aside=sum(map(log.aside.holds, doubted)))
    return replace(_note(log, peers, device, opened, merged), restored=restored)


def _trusted(peers: Peers, device: str) -> Peer:
    """Look once more, inside the transaction: the sender may have been revoked meanwhile."""
    peer = peers.get(device)
    if peer is None:
        raise ExchangeError("device_unknown")
    check_trusted(peer)
    return peer


def _restored(log: Log, peers: Peers, device: str, have: Have) -> bool:
    peer = peers.get(device)
    return peer is not None and peer.role == "central" and needs_new_key(log, have)


def _note(log: Log, peers: Peers, device: str, opened: Opened, merged: Merged | None) -> Taken:
    peer = _trusted(peers, device)
    fresh = opened.answers is not None and opened.answers == peer.sent
    peers.note_heard(device, opened.have, bundle=opened.id, turn=opened.turn, fresh=fresh)
    if opened.receipt is not None and (fresh or opened.turn >= peer.turn):
        peers.note_receipt(device, opened.receipt)
    restored = _restored(log, peers, device, opened.have)
    receipted = None if opened.receipt is None else opened.receipt.bundle
    carried = len(opened.entries) + len(opened.late)
    return Taken(
        device, opened.id, opened.have, opened.more, merged,
        opened.answers, carried, receipted, restored,
    )  # fmt: skip

"""One exchange with an address: until neither side lacks anything that the other may give.

Every round starts from what central says in that moment, never from a remembered mark alone. A
large bundle waits in the outbox until its answer has come, so that a cut line costs the rest, not
the whole.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from sync import files
from sync.bundle import MAX_SEALED, file_name
from sync.client import SMALL, Address
from sync.entries import Have
from sync.errors import SyncError
from sync.log import Log
from sync.outcome import Outcome
from sync.payload import MAX_ENTRIES
from sync.peers import Peers
from sync.replica import Replica, Taken, due, give, take

_IDLE = 3


def with_address(
    replica: Replica,
    address: str,
    *,
    name: str = "",
    outbox: Path | None = None,
    timeout: float = 30,
    max_entries: int = MAX_ENTRIES,
) -> Outcome:
    """Exchange everything with the central at `address` and return what it came to.

    Nothing is raised for the other side or the line: the outcome's code says it ("unreachable",
    "timeout", "bad_answer", "confirm_central", "device_waiting", …). What was receipted before
    stays so.
    """
    total = Outcome(source=address)
    try:
        other = Address(address, timeout)
        card = other.card()
        peer = replica.writing(
            lambda _, peers: peers.meet(card.device, card.name, "central", address),
        )
        total = replace(total, device=peer.device)
        if peer.state == "waiting":
            return replace(total, code="confirm_central", card=card)
        if peer.state == "revoked" or peer.role != "central":
            code = "device_revoked" if peer.state == "revoked" else "not_central"
            return replace(total, code=code)
        box = Outbox(outbox, peer.device)
        for data in box.waiting():
            total = _add(
                total,
                take(replica, other.send(data, replica.key, peer.device), sender=peer.device),
                0,
            )
            box.drop(data)
        return _until_quiet(replica, _Line(other, box, name, max_entries), peer.device, total)
    except SyncError as error:
        return replace(total, code=error.code, details=error.details)


class Outbox:
    """Where large bundles for one device wait to be answered; nowhere without a folder."""

    def __init__(self, folder: Path | None, device: str) -> None:
        """Keep the bundles for `device` in a folder of their own under `folder`."""
        self._folder = folder / hashlib.sha256(device.encode()).hexdigest()[:16] if folder else None

    def keep(self, data: bytes) -> None:
        """Keep a large bundle; a small one is as quickly made again."""
        if self._folder is not None and len(data) > SMALL:
            self._folder.mkdir(parents=True, exist_ok=True)
            files.write(self._folder / file_name(data), data)

    def waiting(self) -> list[bytes]:
        """Return the bundles that were never answered, dropping what is not whole."""
        found = []
        for path in sorted(self._folder.glob("[0-9a-f]*")) if self._folder else ():
            data = path.read_bytes() if path.stat().st_size <= MAX_SEALED else b""
            if file_name(data) == path.name:
                found.append(data)
            else:
                path.unlink()
        return found

    def drop(self, data: bytes) -> None:
        """Forget a bundle that was answered."""
        if self._folder is not None:
            (self._folder / file_name(data)).unlink(missing_ok=True)


class _Line(NamedTuple):
    other: Address
    box: Outbox
    name: str
    max_entries: int


def _until_quiet(replica: Replica, line: _Line, device: str, total: Outcome) -> Outcome:
    idle = 0
    while idle < _IDLE:
        with replica.reading() as (_, peers):
            peer = peers.get(device)
        have = peer.have if peer else Have({}, {})
        given = give(replica, device, have, name=line.name, max_entries=line.max_entries)
        replica.writing(partial(_note_sent, device, given.id))
        line.box.keep(given.data)
        answer = line.other.send(given.data, replica.key, device)
        taken = take(replica, answer, sender=device)
        line.box.drop(given.data)
        before, total = total, _add(total, taken, given.entries + given.late)
        if not given.more and not taken.more and not _lacks(replica, device, taken.have):
            return total
        moved = (total.came, total.late, total.sent) != (before.came, before.late, before.sent)
        idle = 0 if moved and total.receipt else idle + 1
    return replace(total, code="no_progress")


def _note_sent(device: str, bundle: str, _: Log, peers: Peers) -> None:
    peers.note_sent(device, bundle)


def _lacks(replica: Replica, device: str, have: Have) -> bool:
    with replica.reading() as (log, peers):
        return not due(replica, log, peers, device, have, max_entries=1).empty


def _add(total: Outcome, taken: Taken, sent: int) -> Outcome:
    one = Outcome.of(taken)
    return replace(
        total,
        came=total.came + one.came,
        late=total.late + one.late,
        aside=total.aside + one.aside,
        sent=total.sent + sent,
        receipt=one.receipt,
        restored=total.restored or one.restored,
        forks=total.forks | one.forks,
        erased=total.erased | one.erased,
    )

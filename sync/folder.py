"""One exchange with a folder, such as a USB stick: take what is for me, leave what is not.

Bundles are files named by 16 hexadecimal characters, cards the same with ".card". No other file is
ever touched, and no link, pipe or folder that has such a name. A file that cannot be read is one
outcome that names it; the walk goes on. Of very many, the first are named and the rest counted.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from sync import bundle, cards, files
from sync.bundle import MAX_SEALED, file_name
from sync.cards import MAX_CARD, Card
from sync.entries import Have
from sync.errors import BundleError, SyncError
from sync.log import Log
from sync.outcome import Outcome
from sync.peers import Carried, Peer, Peers
from sync.replica import Replica, Taken, due, give, take

MAX_FILES = 10_000
MAX_NAMED = 20
_BUNDLE = re.compile(r"[0-9a-f]{16}")
_CARD = re.compile(r"[0-9a-f]{16}\.card")
_BAD = {
    *("card_malformed", "card_invalid", "damaged", "too_large", "signature_invalid"),
    "version_unknown",
}


def with_folder(
    replica: Replica,
    folder: Path,
    *,
    name: str = "",
    role: str = "device",
) -> list[Outcome]:
    """Read every card and bundle in `folder`, then write what the others are due.

    `name` and `role` ("central" or "device") are how this device introduces itself. Raises nothing
    for what lies in the folder: each file, and each peer written to, has its outcome.
    """
    try:
        outcomes, ready = found(replica, folder)
        came, taken = _take_all(replica, ready)
    except OSError:
        return [Outcome("folder_unreadable")]
    outcomes = in_short([*outcomes, *came])
    try:
        _clear(replica, folder, taken)
        _introduce(replica, folder, name, role)
        with replica.reading() as (_, peers):
            trusted = peers.all(state="trusted")
        for peer in trusted:
            outcomes += _write(replica, folder, peer, taken.get(peer.device), name)
    except OSError:
        outcomes.append(Outcome("folder_unwritable"))
    return outcomes


def found(replica: Replica, folder: Path) -> tuple[list[Outcome], list[Path]]:
    """Meet whoever left a card in `folder`, and find the bundles for this device, in their order.

    An outcome for each card that asks a person and each file that cannot be read. Raises OSError.
    """
    full, paths = _listed(folder)
    outcomes = _meet(replica, [path for path in paths if path.suffix])
    unread, ready = _for_me(replica, [path for path in paths if not path.suffix])
    return [*full, *outcomes, *unread], ready


def _listed(folder: Path) -> tuple[list[Outcome], list[Path]]:
    """What may be ours in a folder, in order, and an outcome when there is more than is looked at.

    Names alone; what lies behind them is looked at when it is read.
    """
    with os.scandir(folder) as entries:
        named = (e for e in entries if _BUNDLE.fullmatch(e.name) or _CARD.fullmatch(e.name))
        files = (folder / e.name for e in named if _is_file(e))
        paths = list(islice(files, MAX_FILES + 1))
    full = [Outcome("folder_too_full", details={"most": MAX_FILES})] * (len(paths) > MAX_FILES)
    return full, sorted(paths[:MAX_FILES])


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file(follow_symlinks=False)
    except OSError:
        return False


def in_short(outcomes: list[Outcome]) -> list[Outcome]:
    """The first files that cannot be read, by name; of the rest how many, so that a page can be."""
    bad = [outcome for outcome in outcomes if outcome.source and outcome.code in _BAD]
    if len(bad) <= MAX_NAMED:
        return outcomes
    unnamed = {id(outcome) for outcome in bad[MAX_NAMED:]}
    kept = [outcome for outcome in outcomes if id(outcome) not in unnamed]
    return [*kept, Outcome("more_unreadable", details={"count": len(unnamed)})]


def _meet(replica: Replica, paths: list[Path]) -> list[Outcome]:
    outcomes = []
    for path in paths:
        try:
            card = cards.read(files.read(path, MAX_CARD))
            if card.device != replica.key.device:
                outcomes += _greet(replica, card, path.name)
        except SyncError as error:
            outcomes.append(Outcome(error.code, path.name, details=error.details))
        except OSError:
            outcomes.append(Outcome("damaged", path.name))
    return outcomes


def _greet(replica: Replica, card: Card, source: str) -> list[Outcome]:
    with replica.reading() as (_, peers):
        known = peers.get(card.device)
    if known is None:
        known = replica.writing(lambda _, peers: peers.meet(card.device, card.name, card.role))
    if known.state != "waiting":
        return []
    code = "confirm_central" if card.role == "central" else "device_waiting"
    return [Outcome(code, source, card.device, card=card)]


def _for_me(replica: Replica, paths: list[Path]) -> tuple[list[Outcome], list[Path]]:
    outcomes: list[Outcome] = []
    ready: list[tuple[int, str, Path]] = []
    for path in paths:
        try:
            data = read(path)
            ready.append((bundle.look(replica.key, data).turn, path.name, path))
        except BundleError as error:
            # What is for others is whole under its own name; what is half is not.
            if error.code != "not_for_me":
                outcomes.append(Outcome(error.code, path.name))
            elif file_name(data) != path.name:
                outcomes.append(Outcome("damaged", path.name))
        except OSError:
            outcomes.append(Outcome("damaged", path.name))
    return outcomes, [path for _, _, path in sorted(ready)]


def _take_all(replica: Replica, ready: list[Path]) -> tuple[list[Outcome], dict[str, Taken]]:
    taken: dict[str, Taken] = {}
    return [_take(replica, path, taken) for path in ready], taken


def _take(replica: Replica, path: Path, taken: dict[str, Taken]) -> Outcome:
    try:
        one = take(replica, read(path))
    except SyncError as error:
        return Outcome(error.code, path.name, details=error.details)
    except OSError:
        return Outcome("damaged", path.name)
    before = taken.get(one.sender)
    if before is not None and before.merged is not None and one.carried == 0 and before.carried:
        one = replace(one, bundle=before.bundle, carried=before.carried)
    taken[one.sender] = one
    if _consumed(replica, one):
        with contextlib.suppress(OSError):  # a stick that may not be written to is still read
            path.unlink()
    return Outcome.of(one, path.name)


def _consumed(replica: Replica, one: Taken) -> bool:
    """Say whether nobody needs this file again: it came from central, or only says thanks."""
    with replica.reading() as (_, peers):
        sender = peers.get(one.sender)
    from_central = sender is not None and sender.role == "central"
    thanks = one.answers is not None and one.carried == 0
    return one.merged is not None and (from_central or thanks)


def _clear(replica: Replica, folder: Path, taken: dict[str, Taken]) -> None:
    for device, one in taken.items():
        if one.receipted is None:
            continue
        with replica.reading() as (_, peers):
            carried = peers.carried(device)
        place = next((n for n, c in enumerate(carried) if c.bundle == one.receipted), -1)
        done = carried[: place + 1]
        for old in done:
            (folder / old.name).unlink(missing_ok=True)
        if done:
            replica.writing(partial(_put_down, done))


def _put_down(done: list[Carried], _: Log, peers: Peers) -> None:
    for old in done:
        peers.put_down(old)


def _introduce(replica: Replica, folder: Path, name: str, role: str) -> None:
    with replica.reading() as (_, peers):
        knows_central = bool(peers.all(role="central"))
    if role == "device" and knows_central:
        return  # it introduces itself inside a sealed bundle instead
    text = cards.write(replica.key, name, role).encode()
    path = folder / f"{hashlib.sha256(text).hexdigest()[:16]}.card"
    if not path.exists():
        files.write(path, text, shared=True)


def _write(
    replica: Replica,
    folder: Path,
    peer: Peer,
    taken: Taken | None,
    name: str,
) -> list[Outcome]:
    have = taken.have if taken else peer.have
    with replica.reading() as (log, peers):
        owed = taken is not None and (taken.carried > 0 or taken.merged is None)
        if not owed and peer.answered is not None and not _wants(replica, log, peers, peer, have):
            return []
        standing = _standing(log, peer, have, taken if owed else None)
        carried = peers.carried(peer.device)
    if any(c.standing == standing and (folder / c.name).exists() for c in carried):
        return []
    given = give(replica, peer.device, have, taken=taken, name=name)
    path = folder / file_name(given.data)
    files.write(path, given.data, shared=True)
    note = Carried(path.name, peer.device, given.id, standing)
    replica.writing(lambda _, peers: _note(peers, note))
    sent = given.entries + given.late
    return [Outcome(source=path.name, device=peer.device, sent=sent, more=given.more)]


def _note(peers: Peers, carried: Carried) -> None:
    peers.carry(carried)
    peers.note_sent(carried.device, carried.bundle)


def _wants(replica: Replica, log: Log, peers: Peers, peer: Peer, have: Have) -> bool:
    return not due(replica, log, peers, peer.device, have, max_entries=1).empty


def _standing(log: Log, peer: Peer, have: Have, taken: Taken | None) -> str:
    bodies = log.tables.last("log_bodies", "position")  # one may come late, or count late
    told = taken.bundle if taken else None
    parts = [log.tips(), bodies, have.tips, have.lacks, told, peer.device]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def read(path: Path) -> bytes:
    """Return a bundle's bytes; raises BundleError("too_large"), OSError."""
    data = files.read(path, MAX_SEALED)
    if len(data) > MAX_SEALED:
        raise BundleError("too_large")
    return data

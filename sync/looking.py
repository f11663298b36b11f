"""Looking into a folder, such as a USB stick, before anything that lies there is taken in.

What a bundle would bring is seen by importing it and undoing that: nobody guesses. Whoever is not
trusted is noted as waiting, as in an exchange, and nothing of its payload is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from sync import bundle, folder
from sync.bundle import MAX_SEALED, Opened
from sync.collecting import without_collecting
from sync.errors import SyncError
from sync.log import Log
from sync.outcome import Outcome
from sync.peers import Peers
from sync.replica import Replica, Taken, admit, try_out

T = TypeVar("T")


class Rehearsing(Replica, Protocol):
    """A replica that can undo a change once somebody has seen what came of it."""

    def rehearsing(self, change: Callable[[Log, Peers], T]) -> T:
        """Run `change` in a transaction and undo it, whatever it returns."""


@dataclass
class Look:
    """What lies in a folder for this device.

    `outcomes` are cards that ask a person and files that cannot be taken; `strangers` those whose
    bundles wait until people have compared six words. `mark` stands for exactly these bundles, so
    that others are not taken in unseen.
    """

    outcomes: list[Outcome] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    mark: str = ""


def look(replica: Rehearsing, place: Path, tell: Callable[[Taken], None]) -> Look:
    """Look into a folder; nothing is taken, written or cleared away.

    `tell` is told of each bundle what it would come to, once that is undone; it keeps no entries,
    however many bundles somebody has put there.
    """
    found = Look()
    try:
        outcomes, ready = folder.found(replica, place)
        marks: list[bytes] = []
        for group in _groups(ready):
            opened = [one for path in group if (one := _opened(replica, path, outcomes, marks))]
            with without_collecting():
                for taken in replica.rehearsing(_trying(opened, outcomes)):
                    tell(taken)
    except OSError:
        return Look([Outcome("folder_unreadable")])
    waiting = [one.device for one in outcomes if one.code == "device_waiting" and one.device]
    found.strangers = list(dict.fromkeys(waiting))
    found.outcomes = folder.in_short(outcomes)
    found.mark = _mark(marks)
    return found


def marked(replica: Replica, place: Path) -> str:
    """Return the `mark` of what lies in a folder now; nothing is tried out."""
    try:
        _, ready = folder.found(replica, place)
        return _mark([hashlib.sha256(folder.read(path)).digest() for path in ready])
    except (OSError, SyncError):
        return ""


def _mark(marks: list[bytes]) -> str:
    return hashlib.sha256(b"".join(marks)).hexdigest()


def _groups(ready: list[Path]) -> Iterator[list[Path]]:
    """As many together as one bundle may be large: what several bring is then counted once."""
    group: list[Path] = []
    size = 0
    for path in ready:
        more = path.stat().st_size
        if group and size + more > MAX_SEALED:
            yield group
            group, size = [], 0
        group.append(path)
        size += more
    if group:
        yield group


def _opened(
    replica: Replica, path: Path, outcomes: list[Outcome], marks: list[bytes]
) -> Opened | None:
    sender = None
    try:
        data = folder.read(path)
        envelope = bundle.look(replica.key, data)
        marks.append(hashlib.sha256(data).digest())
        sender = envelope.sender
        admit(replica, envelope)
        return envelope.open()
    except SyncError as error:
        outcomes.append(Outcome(error.code, path.name, sender, details=error.details))
    except OSError:
        outcomes.append(Outcome("damaged", path.name))
    return None


def _trying(opened: list[Opened], outcomes: list[Outcome]) -> Callable[[Log, Peers], list[Taken]]:
    def change(log: Log, peers: Peers) -> list[Taken]:
        taken = []
        for one in opened:
            try:
                taken.append(try_out(log, peers, one))
            except SyncError as error:
                outcomes.append(Outcome(error.code, device=one.sender, details=error.details))
        return taken

    return change

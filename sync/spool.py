"""Half-received bundles at central: sealed bytes of devices that are known here, and of no others.

A sender first announces, signed, what will come; a stranger is told to wait and not one byte of
theirs is kept. Each trusted device has at most two places, the older of which goes when it needs
a third. What is under way is known in memory, so a part costs the same however many there are; the
folder is looked through once, at the start.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sync import parts
from sync.bundle import MAX_SEALED
from sync.central import receive
from sync.errors import ExchangeError, SyncError
from sync.parts import Announcement
from sync.replica import Replica, check_trusted

STALE = 14 * 24 * 3600  # seconds by the clock that nobody sets
IDLE = 600
PLACES = 2
_MINE = os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


@dataclass
class _Place:
    """One bundle under way. Whose it is, is not known of what an earlier start left."""

    slot: str
    size: int
    offset: int = 0
    device: str | None = None
    sha256: str = ""
    touched: float = field(default_factory=time.monotonic)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Spool:
    """A folder of half-received bundles, each under its slot."""

    def __init__(self, folder: Path, *, quota: int = 512 << 20) -> None:
        """Keep parts in `folder`, never more than `quota` bytes in all."""
        self._folder = folder
        self._quota = quota
        self._lock = threading.Lock()
        self._places: OrderedDict[str, _Place] = OrderedDict()  # the one touched longest ago first
        self._reserved = 0
        self._find()

    def announce(self, replica: Replica, data: bytes) -> tuple[str, int]:
        """Give a place to what a trusted device announced: its slot, and how much is here already.

        A stranger is noted as waiting. Raises ExchangeError: announcement_malformed, too_large,
        device_waiting, device_revoked, quota_full.
        """
        said = parts.read(replica.key, data)
        with replica.reading() as (_, peers):
            peer = peers.get(said.device)
        if peer is None:
            peer = replica.writing(lambda _, peers: peers.meet(said.device, "", "device"))
        check_trusted(peer)
        with self._lock:
            place = self._places.get(said.slot) or self._new(said)
            if place.device != said.device:  # left by an earlier start
                place = self._take_over(place, said)
            self._touch(place)
        return place.slot, place.offset

    def put(self, slot: str, offset: int, part: bytes) -> int:
        """Store the next part of an announced bundle and return the new offset.

        Raises ExchangeError: part_unknown, part_out_of_order (details: offset), part_too_large,
        part_unsigned, too_large.
        """
        with self._held(slot) as place:
            if offset != place.offset:
                raise ExchangeError("part_out_of_order", offset=place.offset)
            data = parts.check(str(place.device), slot, offset, part)
            if offset + len(data) > place.size:
                raise ExchangeError("too_large", limit=place.size)
            self._append(place, data)
            with self._lock:
                if self._places.get(slot) is not place:  # it had to make room meanwhile
                    self._path(slot).unlink(missing_ok=True)
                    raise ExchangeError("part_unknown")
                self._touch(place)
            return place.offset

    def commit(self, replica: Replica, slot: str, *, own_name: str = "") -> bytes:
        """Import a whole bundle and return the answer; raises as `receive`, and part_unknown.

        What can't be taken is forgotten, and begins anew.
        """
        with self._held(slot) as place:
            try:
                data = self._path(slot).read_bytes() if place.offset else b""
                if hashlib.sha256(data).hexdigest() != place.sha256:
                    raise ExchangeError("damaged")
                answer = receive(replica, data, name=own_name, sender=place.device)
            except (SyncError, FileNotFoundError) as error:
                self._forget(place)
                raise error if isinstance(error, SyncError) else ExchangeError("damaged") from error
            self._forget(place)
            return answer

    def need(self, slot: str) -> _Place:
        """Return the place of a bundle that was announced; raises ExchangeError("part_unknown")."""
        with self._lock:
            place = self._places.get(slot)
        if place is None or place.device is None:
            raise ExchangeError("part_unknown")
        return place

    @contextlib.contextmanager
    def _held(self, slot: str) -> Iterator[_Place]:
        """Have a place to oneself. Whoever waited for it looks whether it is still there."""
        with self.need(slot).lock:
            yield self.need(slot)

    def _append(self, place: _Place, data: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        opened = os.open(self._path(place.slot), _MINE, 0o600)
        with open(opened, "wb") as file:  # noqa: PTH123 - opened already, for nobody else to read
            file.truncate(place.offset)  # what a full disk left of the last try
            file.seek(place.offset)
            file.write(data)
            file.flush()
            os.fsync(opened)
        place.offset += len(data)

    def _new(self, said: Announcement) -> _Place:
        mine = [place for place in self._places.values() if place.device == said.device]
        if len(mine) >= PLACES:
            self._drop(mine[0])
        self._make_room(said.size)
        place = _Place(said.slot, said.size, 0, said.device, said.sha256)
        self._places[said.slot] = place
        self._reserved += said.size
        return place

    def _take_over(self, place: _Place, said: Announcement) -> _Place:
        if place.offset > said.size:
            self._drop(place)
            return self._new(said)
        self._reserved += said.size - place.size
        place.device, place.size, place.sha256 = said.device, said.size, said.sha256
        return place

    def _make_room(self, size: int) -> None:
        """Drop what is stale, then what nobody goes on with, then second places; oldest first."""
        now = time.monotonic()
        for place in list(self._places.values()):
            idle = now - place.touched
            if idle > STALE or (self._reserved + size > self._quota and idle > IDLE):
                self._drop(place)
        seen: set[str | None] = set()
        for place in reversed(list(self._places.values())):
            if self._reserved + size <= self._quota:
                return
            if place.device in seen:
                self._drop(place)
            seen.add(place.device)
        if self._reserved + size > self._quota:
            raise ExchangeError("quota_full")

    def _touch(self, place: _Place) -> None:
        place.touched = time.monotonic()
        if place.slot in self._places:
            self._places.move_to_end(place.slot)

    def _forget(self, place: _Place) -> None:
        with self._lock:
            self._drop(place)

    def _drop(self, place: _Place) -> None:
        if self._places.get(place.slot) is place:
            del self._places[place.slot]
            self._reserved -= place.size
            with contextlib.suppress(
                OSError
            ):  # on Windows while it is read: the next start finds it
                self._path(place.slot).unlink(missing_ok=True)

    def _find(self) -> None:
        """Take up what an earlier start left, oldest first; nothing else may lie here."""
        found = []
        with contextlib.suppress(OSError), os.scandir(self._folder) as files:
            for file in files:
                with contextlib.suppress(OSError):
                    status = file.stat(follow_symlinks=False)
                    ours = parts.is_slot(file.name) and file.is_file(follow_symlinks=False)
                    if ours and 0 < status.st_size <= MAX_SEALED:
                        found.append((status.st_mtime, file.name, status.st_size))
                    elif not file.is_dir(follow_symlinks=False):
                        os.unlink(file.path)  # noqa: PTH108 - a link as well
        for _, slot, size in sorted(found):
            self._places[slot] = _Place(slot, size, size)
            self._reserved += size
        for place in list(self._places.values()):
            if self._reserved > self._quota:
                self._drop(place)

    def _path(self, slot: str) -> Path:
        return self._folder / slot

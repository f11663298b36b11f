"""The answering side, independent of any web framework: a bundle comes and is answered.

Large bundles come in parts through a `Spool`, which holds sealed bytes only and can be resumed.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
from pathlib import Path

from sync import cards
from sync.bundle import MAX_SEALED, file_name
from sync.errors import ExchangeError
from sync.replica import Replica, give, take

MAX_PART = 256 << 10
STALE = 14 * 24 * 3600
_NAME = re.compile(r"[0-9a-f]{16}")

STATUS = {
    "device_waiting": 202,
    "device_revoked": 403,
    "too_many_waiting": 503,
    "too_large": 413,
    "part_too_large": 413,
    "quota_full": 507,
    "part_out_of_order": 409,
    "part_unknown": 404,
}


def status(code: str) -> int:
    """Return the HTTP status for an error's code; what is not listed is the sender's fault: 400."""
    return STATUS.get(code, 400)


def card(replica: Replica, name: str = "", role: str = "central") -> str:
    """Return this device's card as JSON text: {device, name, role, words, signature}."""
    return cards.write(replica.key, name, role)


def receive(replica: Replica, data: bytes, *, name: str = "") -> bytes:
    """Import a bundle; return the sealed answer: receipt, what is held here, what the sender lacks.

    The receipt is made after the commit. When something before the bundle is missing there is no
    receipt, and the sender learns what to send. Raises SyncError with the codes of `take`; `status`
    maps them.
    """
    taken = take(replica, data)
    return give(replica, taken.sender, taken.have, taken=taken, name=name).data


class Spool:
    """A folder of half-received bundles, each under the 16 characters its sender named it by."""

    def __init__(self, folder: Path, *, quota: int = 512 << 20) -> None:
        """Keep parts in `folder`, at most `quota` bytes in all."""
        self._folder = folder
        self._quota = quota

    def offset(self, name: str) -> int:
        """Return how many bytes of a bundle are here; raises ExchangeError("name_malformed")."""
        try:
            return self._path(name).stat().st_size
        except FileNotFoundError:
            return 0

    def put(self, name: str, offset: int, data: bytes) -> int:
        """Store the next part and return the new offset.

        Raises ExchangeError: name_malformed, part_too_large, part_out_of_order (details: offset),
        too_large, quota_full.
        """
        path, held = self._path(name), self.offset(name)
        if len(data) > MAX_PART:
            raise ExchangeError("part_too_large", limit=MAX_PART)
        if offset != held:
            raise ExchangeError("part_out_of_order", offset=held)
        if held + len(data) > MAX_SEALED:
            raise ExchangeError("too_large", limit=MAX_SEALED)
        self._folder.mkdir(parents=True, exist_ok=True)
        if self._used() + len(data) > self._quota:
            raise ExchangeError("quota_full")
        with path.open("ab") as file:
            if file.tell() != offset:  # another sender of the same part was quicker
                raise ExchangeError("part_out_of_order", offset=file.tell())
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        return offset + len(data)

    def read(self, name: str) -> bytes:
        """Return a whole bundle; raises ExchangeError: part_unknown, damaged (it starts anew)."""
        path = self._path(name)
        try:
            data = path.read_bytes()
        except FileNotFoundError as error:
            raise ExchangeError("part_unknown") from error
        if file_name(data) != name:
            path.unlink(missing_ok=True)
            raise ExchangeError("damaged")
        return data

    def drop(self, name: str) -> None:
        """Forget a bundle that was answered."""
        self._path(name).unlink(missing_ok=True)

    def commit(self, replica: Replica, name: str, *, own_name: str = "") -> bytes:
        """Import a whole bundle and return the answer; raises as `read` and `receive`."""
        answer = receive(replica, self.read(name), name=own_name)
        self.drop(name)
        return answer

    def _used(self) -> int:
        total = 0
        for path in self._folder.iterdir():
            if not _NAME.fullmatch(path.name):
                continue
            with contextlib.suppress(FileNotFoundError):  # answered and dropped meanwhile
                found = path.stat()
                total += found.st_size
                if abs(time.time() - found.st_mtime) > STALE:
                    path.unlink()
                    total -= found.st_size
        return total

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ExchangeError("name_malformed")
        return self._folder / name

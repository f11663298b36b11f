"""How often a thing may be tried: a few times at once, then one at a time. In fixed memory.

Whoever wants to fill a table of names types a million names. So nothing is kept per name: a name
falls on one slot in each of two rows, by a hash with this process's own key, and a slot holds one
moment. A name must wait only while both of its slots are full, which names that somebody invents
cannot bring about for a name they don't choose. Nothing is ever forgotten to make room.

Each slot is a leaky bucket: `most` at once, and in all `seconds` the same number again.
"""

import hashlib
import mmap
import secrets
import threading
import time
from collections.abc import Callable
from typing import Final

SLOTS: Final = 2**15
"""Per row: half a megabyte for both, once so many have come."""


class Pace:
    """`most` tries at once, and `most` more spread over `seconds`. Several threads use it."""

    def __init__(
        self,
        most: int,
        seconds: float,
        clock: Callable[[], float] = time.monotonic,
        *,
        slots: int = SLOTS,
    ) -> None:
        self._step = seconds / most
        self._room = (most - 1) * self._step
        self._clock = clock
        self._slots = slots
        self._key = secrets.token_bytes(16)
        self._lock = threading.Lock()
        # Pages that nobody has written on take no room: an idle laptop has 6 MB of these.
        self._full = memoryview(mmap.mmap(-1, 8 * 2 * slots)).cast("d")

    def take(self, name: str) -> float:
        """Count a try before it is looked at. 0.0, or the seconds to wait; then nothing counted."""
        now, at = self._clock(), self._at(name)
        with self._lock:
            wait = min(self._full[slot] for slot in at) - now - self._room
            if wait > 0:
                return wait
            for slot in at:
                self._full[slot] = max(self._full[slot], now) + self._step
        return 0.0

    def give_back(self, name: str) -> None:
        """Take one try back that was counted: it was a right one, or was never looked at."""
        with self._lock:
            for slot in self._at(name):
                self._full[slot] -= self._step

    def _at(self, name: str) -> tuple[int, int]:
        told = hashlib.blake2b(name.encode("utf-8", "replace"), key=self._key, digest_size=16)
        one, other = told.digest()[:8], told.digest()[8:]
        return (
            int.from_bytes(one, "big") % self._slots,
            self._slots + int.from_bytes(other, "big") % self._slots,
        )

"""What the C library keeps of a process's memory, where it is glibc; elsewhere nothing is done.

For threads that want memory at the same moment it makes up to eight arenas a processor, and what is
free in one is of no use to another. Ours want it one after the other, as the interpreter has it: so
two arenas are enough. And what a full room leaves free in the middle of them is given back only by
whoever asks for it. Together they are some 15 of the 130 MB that a full room took.
"""

import contextlib
import os
import time
from typing import Any, Final

_ARENA_MAX: Final = -8
"""As malloc.h has it."""
ARENAS: Final = 2
MUCH: Final = 2.0
"""Seconds of the processor after which it is worth 2 to 9 ms to give back what is free."""
LITTLE: Final = 0.5
"""The same, once it is calm."""
CALM: Final = 0.05
"""Seconds of the processor since the last look, half a second ago."""


def share() -> None:
    """Have all threads share two arenas: those that begin from now on."""
    if (library := _glibc()) is not None:
        library.mallopt(_ARENA_MAX, ARENAS)


class Spare:
    """Gives back what is free, now and then; nothing while there is nothing to do."""

    def __init__(self) -> None:
        self._library = _glibc()
        self._given = self._seen = time.process_time()

    def look(self) -> bool:
        """Give it back, if there was enough to do since the last time; whether it was."""
        now = time.process_time()
        calm, self._seen = now - self._seen < CALM, now
        if now - self._given < (LITTLE if calm else MUCH):
            return False
        self._given = now
        if self._library is not None:
            self._library.malloc_trim(0)
        return True


def _glibc() -> Any:  # noqa: ANN401 - the C library itself
    # No other library knows the name, musl neither.
    if "CS_GNU_LIBC_VERSION" not in getattr(os, "confstr_names", ()):
        return None
    with contextlib.suppress(ImportError, OSError):
        import ctypes  # 3 ms that nobody else needs

        return ctypes.CDLL(None)
    return None

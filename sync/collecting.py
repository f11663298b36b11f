"""Taking many entries in without Python looking for rings among them again and again.

Entries are tuples of text and numbers: they hold no rings, and go when nobody names them any more.
Tens of thousands at once make the collector walk all of them, and all else the program holds, time
after time and in vain: a seventh of what a merge costs. Whatever rings others make meanwhile wait
for the end of it, a second or two.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let the collector rest, and wake it again if it was awake."""
    awake = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if awake:
            gc.enable()

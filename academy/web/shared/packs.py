"""The courses of a running house: those that came with it, and the network's own, seen anew when
something in their folder changed. Looking costs one look at a few names, every few seconds at most.
"""

import contextlib
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from academy.courses import Library
from academy.courses.own import Own, seen
from academy.courses.pack import Desk

EVERY: Final = 2.0
"""Seconds between two looks into the folder."""


class Packs:
    """Hands out the library. Used from many threads; one of them reads, the others go on."""

    def __init__(
        self, shipped: Library, own: Own, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.shipped, self.own = shipped, own
        self._clock, self._reading = clock, threading.Lock()
        self._told: Callable[[Library], None] = lambda _library: None
        if own.folder.is_dir():
            from academy.courses.own.trying import sweep  # with all of the bench

            sweep(own)
        self._seen = seen(own.folder)
        self._library = self._with_own()
        self._looked = clock()

    @property
    def folder(self) -> Path:
        """Where the network's own courses lie."""
        return self.own.folder

    def home_of(self, course: str) -> Desk:
        """Where a course lies as readers see it, the network's own over it: guides and worksheets
        are read from there when they are asked for.
        """
        overlay, below = self.own.overlay_of(course), self.own.home_of(course)
        found = self._library.course(course)
        if overlay is None or found is None or found.lineage is None:
            return below
        original = self.shipped.course(course) or self.own.whole(course)
        return self.own.layered(overlay, original) if original else below

    def adapted(self) -> list[str]:
        """The courses over which something of the network's own lies."""
        return [one.id for one in self._library.courses if one.lineage]

    def on_change(self, told: Callable[[Library], None]) -> None:
        """Have `told` called with each library that takes the place of one before."""
        self._told = told

    def library(self) -> Library:
        """The courses, read again when the folder looks different from before."""
        if self._clock() - self._looked >= EVERY and self._reading.acquire(blocking=False):
            try:
                with contextlib.suppress(OSError):  # somebody writes there; the next look tells
                    self._look()
            finally:
                self._reading.release()
        return self._library

    def look_again(self) -> Library:
        """The courses after a change that was made here."""
        with self._reading:
            self._look()
        return self._library

    def replace(self, library: Library) -> None:
        """Hand out this library from now on, until something changes."""
        self.shipped = self._library = library
        self._told(library)

    def _look(self) -> None:
        self._looked = self._clock()
        found = seen(self.own.folder)
        if found == self._seen:
            return
        self._library, self._seen = self._with_own(), found
        self._told(self._library)

    def _with_own(self) -> Library:
        if not self.own.folder.is_dir():
            return self.shipped
        from academy.courses.own import with_own  # most laptops have none

        return with_own(self.shipped, self.own)

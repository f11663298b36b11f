"""Each thing to take home is made once, one at a time, and kept while the program runs.

Twenty phones that ask for the same booklet wait for one. Books and pages take a moment and are made
where they are asked for; papers are made in the background, in the order they were asked for, and
whoever waits is told so. Everything here is public text in bounded memory, on no disk.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final, Literal, Protocol

from academy.courses import Library
from academy.errors import AcademyError
from academy.printing import pango, pdf
from academy.printing.missing import Missing
from academy.printing.ruler import Ruler
from academy.takehome.things import Home, Speak, Thing, boxes, make

MOST_BYTES: Final = 24 * 2**20
"""All that our courses have, five times over."""
MOST_WAITING: Final = 40
AGAIN: Final = 30
"""Seconds after which something that failed may be tried once more."""

State = Literal["here", "making", "failed", "none"]


class Wanted(Protocol):
    """What a shelf can hold: a thing of a course, or of whatever else is made like it."""

    @property
    def is_paper(self) -> bool:
        """Whether the press makes it."""

    def __hash__(self) -> int: ...


class Shelf:
    """What was made, what is being made. Safe to use from many threads."""

    def __init__(
        self,
        library: Library,
        speak: Speak,
        home: Home,
        make: Callable[[Any, Library, Speak, Home], bytes] = make,
        most: int = MOST_BYTES,
    ) -> None:
        self._library, self._speak, self._home = library, speak, home
        self._make, self._most = make, most
        self._made: OrderedDict[Wanted, bytes] = OrderedDict()
        self._waiting: list[Wanted] = []
        self._failed: dict[Wanted, float] = {}
        self._boxes: dict[tuple[str, str], list[Missing]] = {}
        self._lock = threading.Lock()
        self._turns = {is_paper: threading.Lock() for is_paper in (True, False)}
        self._working = False

    def find(self, thing: Wanted) -> bytes | None:
        """A thing that is here."""
        with self._lock:
            if thing in self._made:
                self._made.move_to_end(thing)
            return self._made.get(thing)

    def state(self, thing: Wanted) -> State:
        """Whether a thing is here, being made or waiting, failed a moment ago, or none of it."""
        with self._lock:
            if thing in self._made:
                return "here"
            if thing in self._waiting:
                return "making"
            return "failed" if self._has_failed(thing) else "none"

    def get(self, thing: Wanted) -> bytes:
        """A thing, made now if it has to be. Raises what `make` raises."""
        found = self.find(thing)
        if found is None:
            with self._turns[thing.is_paper]:
                found = self.find(thing)
                if found is None:
                    found = self._make(thing, self._library, self._speak, self._home)
                    self._keep(thing, found)
        return found

    def ask(self, thing: Wanted) -> None:
        """Have a thing made in the background. Raises AcademyError("press_busy")."""
        with self._lock:
            if thing in self._made or thing in self._waiting or self._has_failed(thing):
                return
            if len(self._waiting) >= MOST_WAITING:
                raise AcademyError("press_busy")
            self._waiting.append(thing)
            if self._working:
                return
            self._working = True
        threading.Thread(target=self._work, name="press", daemon=True).start()

    def can_print(self) -> bool:
        """Whether papers can be made on this laptop at all."""
        return pdf.available()

    def boxes(self, course: str, language: str, by: Ruler | None = None) -> list[Missing]:
        """What no font here has of a course. Papers of it would have boxes, so there are none."""
        key = (course, language)
        if key not in self._boxes:
            ruler = by or pango.ruler(browser=not pdf.available())
            thing = Thing("teaching", course, language)  # it says all that the others say
            self._boxes[key] = boxes(thing, self._library, self._speak, self._home, ruler)
        return self._boxes[key]

    def _has_failed(self, thing: Wanted) -> bool:
        if time.monotonic() - self._failed.get(thing, -AGAIN) >= AGAIN:
            self._failed.pop(thing, None)
        return thing in self._failed

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    self._working = False
                    return
                thing = self._waiting[0]
            failed = False
            try:
                self.get(thing)
            except Exception:  # noqa: BLE001 - whatever it was, the next in the line is not to wait
                failed = True
            with self._lock:
                self._waiting.remove(thing)
                if failed:
                    self._failed[thing] = time.monotonic()

    def _keep(self, thing: Wanted, data: bytes) -> None:
        with self._lock:
            self._made[thing] = data
            while sum(map(len, self._made.values())) > self._most and len(self._made) > 1:
                self._made.popitem(last=False)

"""What time it is in the room, on laptops that live in 1970 and 2036.

The trainer's word counts. What they say, or leave standing on the unlock page, is an *anchor*: from
then on a steady clock carries it, one that nothing sets and that goes on while the laptop sleeps,
so that the system's clock may be put right in the middle of a morning and nobody is marked twice.

Between two runs there is only the system's clock. So the folder remembers, in clear because it is
needed before the store is open, the last moment that was believed and how far the system's clock
was off then. The next run proposes whichever of the two readings, the clock's own or the corrected
one, goes on from that moment; where neither does, or there was a jump, somebody is asked.
"""

import json
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from academy import folder
from academy.errors import AcademyError

FILE: Final = "clock.json"
BUILT: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""No clock that is right shows an earlier moment than the year this was written in."""
LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)

JUMP: Final = timedelta(days=31)
"""How long nobody may have used a laptop without being asked whether its clock is right."""
SLACK: Final = timedelta(minutes=10)
"""How far two readings may lie apart and still be one: pages are looked at before they are sent."""


@dataclass(frozen=True)
class Proposal:
    """The time to go on with, and whether somebody should look at it first."""

    now: datetime
    doubtful: bool


class Clock:
    """One running copy's time. Several threads may ask."""

    def __init__(
        self,
        place: Path,
        *,
        system: Callable[[], datetime] | None = None,
        steady: Callable[[], float] | None = None,
    ) -> None:
        """Read what the folder `place` remembers; what can't be read is as good as nothing."""
        self._path = place / FILE
        self._system = system or _system
        self._steady = steady or _steady
        self._last, self._off = _remembered(self._path)
        self._noted = self._last
        self._anchor: tuple[datetime, float] | None = None

    def propose(self) -> Proposal:
        """What to show before anybody has said anything."""
        if self._anchor is not None:
            return Proposal(self.now(), doubtful=False)
        own = self._system()
        if self._last is None:
            return Proposal(own, doubtful=not BUILT <= own < LATEST)
        for reading in (own, _added(own, self._off)):
            if reading is not None and self._last - SLACK <= reading <= self._last + JUMP:
                return Proposal(reading, doubtful=False)
        return Proposal(max(own, self._last), doubtful=True)

    def now(self) -> datetime:
        """The time in UTC: what was told, carried on; before that, the proposal."""
        if self._anchor is None:
            return self.propose().now
        told, at = self._anchor
        return told + timedelta(seconds=self._steady() - at)

    def tell(self, told: datetime) -> None:
        """Take somebody's word for the time, whatever was believed before."""
        self._anchor = (told.astimezone(UTC), self._steady())
        self._off = self._anchor[0] - self._system()
        self._note(self._anchor[0])

    def settle(self) -> None:
        """Nobody objected to the proposal: go on with it."""
        self.tell(self.propose().now)

    def note(self) -> None:
        """Remember that it is now, if the last time is a while ago: called with every record."""
        now = self.now()
        if self._anchor is not None and (self._noted is None or now - self._noted > SLACK):
            self._note(now)

    def _note(self, now: datetime) -> None:
        self._noted = now
        seconds = int(self._off.total_seconds())
        kept = {"last": now.strftime("%Y-%m-%dT%H:%M"), "off": seconds}
        # A full disk says so where something is saved; the time is asked again.
        with suppress(AcademyError):
            folder.write(self._path, json.dumps(kept).encode())


def _remembered(path: Path) -> tuple[datetime | None, timedelta]:
    try:
        kept = json.loads(path.read_text("utf-8"))
        last = datetime.strptime(kept["last"], "%Y-%m-%dT%H:%M").replace(tzinfo=UTC)
        return last, timedelta(seconds=int(kept["off"]))
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None, timedelta()


def _added(moment: datetime, off: timedelta) -> datetime | None:
    try:
        return moment + off
    except OverflowError:
        return None


def _system() -> datetime:
    return datetime.now(UTC)


def _steady() -> float:
    """Seconds on a clock that nobody sets and that doesn't stop while the laptop sleeps."""
    # Linux stops its monotonic clock in sleep, as Python does on a Mac; Windows lets it go on.
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()

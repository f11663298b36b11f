"""What time it is in the room, on laptops that live in 1970 and 2036.

The trainer's word counts. What they say, or leave standing on the unlock page, is an *anchor*: from
then on a steady clock carries it, one that nothing sets and that goes on while the laptop sleeps,
so that the system's clock may be put right in the middle of a morning and nobody is marked twice.

Between two runs there is only the system's clock. So the folder remembers, in clear because it is
needed before the store is open, the last moment that was believed and how far the system's clock
was off then. The next run proposes whichever of the two readings, the clock's own or the corrected
one, goes on from that moment; where neither does, or there was a jump, somebody is asked.

People speak of the hour on the wall, which is that of a *place*: the laptop's own until somebody
says otherwise (`move`). An hour that somebody typed stays on the wall when the place turns out to
be another; an hour that nobody touched is the system's, and is shown as it is there. The folder
remembers how far the place was from UTC, and not its name.
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
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
        self._last, self._off, self._place = _remembered(self._path)
        self._noted = self._last
        self._anchor: tuple[datetime, float] | None = None
        self._typed = False
        self._moving = threading.Lock()

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
        self._typed = True
        self._go_on_from(told)

    def settle(self) -> None:
        """Nobody objected to the proposal: go on with it."""
        self._go_on_from(self.propose().now)

    def _go_on_from(self, moment: datetime) -> None:
        self._anchor = (moment.astimezone(UTC), self._steady())
        self._off = self._anchor[0] - self._system()
        self._note(self._anchor[0])

    def shown(self, moment: datetime) -> datetime:
        """A moment as clocks on the wall show it in this place."""
        return moment.astimezone(self._place)

    def local(self) -> datetime:
        """What the clock on the wall shows now."""
        return self.shown(self.now())

    def read(self, wall: datetime) -> datetime:
        """The moment at which clocks in this place show `wall`, which has no zone."""
        return wall.astimezone() if self._place is None else wall.replace(tzinfo=self._place)

    def move(self, place: tzinfo | None) -> None:
        """From now on the wall is in this place; None is wherever the laptop believes to be."""
        with self._moving:
            if place == self._place:
                return
            wall = self.local().replace(tzinfo=None)
            self._place = place
            if self._typed:
                self._go_on_from(self.read(wall))
            elif self._anchor is not None:
                self._note(self.now())

    def note(self) -> None:
        """Remember that it is now, if the last time is a while ago: called with every record."""
        now = self.now()
        if self._anchor is not None and (self._noted is None or now - self._noted > SLACK):
            self._note(now)

    def _note(self, now: datetime) -> None:
        self._noted = now
        seconds = int(self._off.total_seconds())
        kept = {"last": now.strftime("%Y-%m-%dT%H:%M"), "off": seconds}
        if self._place is not None:
            ahead = now.astimezone(self._place).utcoffset() or timedelta()
            kept["ahead"] = int(ahead.total_seconds())
        # A full disk says so where something is saved; the time is asked again.
        with suppress(AcademyError):
            folder.write(self._path, json.dumps(kept).encode())


def _remembered(path: Path) -> tuple[datetime | None, timedelta, tzinfo | None]:
    """The last moment believed, how far the system's clock was off, the place's distance to UTC."""
    try:
        kept = json.loads(path.read_text("utf-8"))
        last = datetime.strptime(kept["last"], "%Y-%m-%dT%H:%M").replace(tzinfo=UTC)
        ahead = timedelta(seconds=int(kept["ahead"])) if "ahead" in kept else None
        place = None if ahead is None else timezone(ahead)
        return last, timedelta(seconds=int(kept["off"])), place
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None, timedelta(), None


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

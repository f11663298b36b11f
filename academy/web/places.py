"""Who gives up a place at a door when places run short, and who has had one for too long.

A room of phones may share one address (a hotspot, a router between two networks), so an address has
no fixed share: two hundred phones behind one must be served. Instead the door takes everybody in,
and when it is full it closes what helps nobody: first requests that don't come to an end, then
answers that nobody fetches, then connections that only wait for another request, which a browser
opens again unseen. Among those of a kind, an address that holds more than half of all gives first,
and then who has held longest; who asks honestly has held for a moment only, however many addresses
somebody else has. A request that is being answered is never given up.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

GRACE: Final = 2.0
"""Seconds in which an honest phone on poor Wi-Fi has sent its request."""
STALL: Final = 5.0
"""Seconds without a byte fetched, after which an answer counts as not wanted."""
HEAD: Final = 10.0
"""Seconds for the first lines of a request, from the first byte or from connecting."""
BODY: Final = 30.0
"""Seconds for the rest of it, and one more for each `SLOWEST` bytes that came."""
SLOWEST: Final = 1000
FETCH: Final = 20.0
"""Seconds without a byte fetched, after which an answer is given up."""
IDLE: Final = 60.0
"""Seconds without a request."""


class Doing(IntEnum):
    """What a connection is there for; the least is given up first."""

    DRAWLING = 0
    """Its request doesn't come to an end."""
    IGNORING = 1
    """It doesn't fetch its answer."""
    WAITING = 2
    """For the next request."""
    BUSY = 3
    """Asking, or fetching."""
    ANSWERED = 4
    """Somebody works for it right now: never given up."""


@dataclass(frozen=True)
class Place:
    """One connection, as it is now."""

    address: str
    working: bool = False
    """An answer is being made."""
    asking: float | None = None
    """Seconds since its unfinished request began."""
    head_done: bool = False
    body: int = 0
    """Bytes of the request's body that came."""
    pending: int = 0
    """Bytes of answers to be fetched."""
    still: float = 0.0
    """Seconds since anything moved."""

    @property
    def doing(self) -> Doing:
        """What it is there for."""
        if self.pending:
            return Doing.IGNORING if self.still > STALL else Doing.BUSY
        if self.working:
            return Doing.ANSWERED
        if self.asking is None:
            return Doing.WAITING
        return Doing.DRAWLING if self.asking > GRACE else Doing.BUSY

    @property
    def overdue(self) -> bool:
        """Whether it has had its place for too long, however many are free."""
        if self.pending:
            return self.still > FETCH
        if self.working:
            return False
        if self.asking is None:
            return self.still > IDLE
        return self.asking > (BODY + self.body / SLOWEST if self.head_done else HEAD)


def to_give_up(places: Iterable[tuple[int, Place]], wanted: int) -> list[int]:
    """Which of these, by their numbers, give up their places so that `wanted` become free."""
    held = list(places)
    of_address = Counter(place.address for _, place in held)

    def first(one: tuple[int, Place]) -> tuple[int, int, float]:
        place = one[1]
        of_it = of_address[place.address]
        since = place.still if place.asking is None else place.asking
        return place.doing, -of_it if of_it > len(held) / 2 else 0, -since

    may = sorted((one for one in held if one[1].doing is not Doing.ANSWERED), key=first)
    return [number for number, _ in may[:wanted]]

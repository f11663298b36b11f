"""What waits for a trainer's press: in this laptop's memory only, bounded, never in the log.

Nothing here decides anything; it remembers who asked, so that one press can answer.
"""

import secrets
import threading
import time
from collections.abc import Callable
from typing import Final

SIGNS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
WAY_LASTS: Final = 10 * 60
"""Seconds for which a way in stands open."""
MOST_WAYS: Final = 200


class WaysIn:
    """Ways in without a PIN that a trainer made: each for one person, once, for ten minutes.

    Ten signs of 31 are 49 bits: whoever tries 5,000 a second at 200 open ways finds one with a
    chance of 1 in a million.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._open: dict[str, tuple[float, str, str]] = {}

    def make(self, person: str, workshop: str) -> str:
        """A fresh way in; the person's earlier one closes."""
        token = "".join(secrets.choice(SIGNS) for _ in range(10))
        self.close(person)
        with self._lock:
            while len(self._open) >= MOST_WAYS:
                del self._open[next(iter(self._open))]
            self._open[token] = (self._clock() + WAY_LASTS, person, workshop)
        return f"{token[:5]}-{token[5:]}"

    def look(self, typed: str) -> tuple[str, str] | None:
        """Whose way in this is, (person, workshop); None for one that isn't open."""
        with self._lock:
            found = self._open.get(_plain(typed))
        return found[1:] if found and found[0] > self._clock() else None

    def use(self, typed: str) -> tuple[str, str] | None:
        """As `look`, and it is closed behind whoever goes in."""
        found = self.look(typed)
        with self._lock:
            return found if self._open.pop(_plain(typed), None) else None

    def close(self, person: str) -> None:
        """The person has another way in, or is gone."""
        with self._lock:
            for token in [t for t, (_, whose, _w) in self._open.items() if whose == person]:
                del self._open[token]


class Hands:
    """Signed-in people who want to be marked present and can't be by code, by session."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._up: dict[str, dict[str, None]] = {}

    def up(self, session: str, person: str) -> None:
        """Remember who asks. As many as there are people: nobody else can be signed in."""
        with self._lock:
            self._up.setdefault(session, {})[person] = None

    def of(self, session: str) -> list[str]:
        """Who asks, in the order of asking."""
        with self._lock:
            return list(self._up.get(session, ()))

    def down(self, session: str, people: list[str]) -> None:
        """They were answered."""
        with self._lock:
            for person in people:
                self._up.get(session, {}).pop(person, None)


def _plain(typed: str) -> str:
    return typed.strip().lower().replace("-", "").replace(" ", "")

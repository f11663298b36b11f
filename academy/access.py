"""How a participant proves to be the same person again: an alias and a 6-digit PIN.

Guessing is limited per person and in all, on the monotonic clock, because a laptop's wall clock
jumps. A locked-out person locks out nobody else, and a trainer gives a new PIN at once.
"""

import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import cache
from typing import Final

from academy.errors import AcademyError
from academy.projections import Tables
from academy.store import Store, slots

SHORT_WINDOW: Final = (5, 5 * 60)
LONG_WINDOW: Final = (60, 8 * 3600)
TOTAL_WINDOW: Final = (300, 5 * 60)
"""At most so many wrong guesses in so many seconds: per person, per person, for all together."""


def new_pin(store: Store, person: str, *others: str) -> str:
    """Give a person a fresh PIN and return it: the only time it is ever seen.

    The PINs of their `others` ids, if they have several registrations, end here too.
    """
    pin, kept = make_pin()

    def change(tables: Tables) -> None:
        keep_pin(tables, person, kept)
        for other in others:
            if other != person:
                tables.connection.execute("DELETE FROM pins WHERE person = ?", (other,))

    store.noting(change)
    return pin


def make_pin() -> tuple[str, str]:
    """Return a PIN and what is kept of it. Made before the writer's turn: hashing takes long."""
    pin = f"{secrets.randbelow(10**6):06d}"
    return pin, slots.pin_hash(pin)


def keep_pin(tables: Tables, person: str, kept: str) -> None:
    """Put a PIN in the place of the person's old one, inside a transaction of the writer."""
    tables.connection.execute(
        "INSERT INTO pins (person, hash) VALUES (?, ?)"
        " ON CONFLICT (person) DO UPDATE SET hash = excluded.hash",
        (person, kept),
    )


class Guesses:
    """Counts wrong guesses. One for the whole participants' app; several threads use it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._wrong: dict[str, deque[float]] = {}

    def allow(self, person: str) -> None:
        """Raise AcademyError("too_many_guesses", minutes=…) while a person, or all, must wait."""
        now = self._clock()
        with self._lock:
            for who, windows in ((person, (SHORT_WINDOW, LONG_WINDOW)), ("", (TOTAL_WINDOW,))):
                for most, seconds in windows:
                    recent = [t for t in self._wrong.get(who, ()) if now - t < seconds]
                    if len(recent) >= most:
                        minutes = int((recent[-most] + seconds - now) // 60) + 1
                        raise AcademyError("too_many_guesses", minutes=minutes)

    def wrong(self, person: str) -> None:
        """Remember a wrong guess."""
        with self._lock:
            for who, most in ((person, LONG_WINDOW[0]), ("", TOTAL_WINDOW[0])):
                self._wrong.setdefault(who, deque(maxlen=most)).append(self._clock())

    def forget(self, person: str) -> None:
        """A right guess, or a new PIN from the trainer: the person starts afresh."""
        with self._lock:
            self._wrong.pop(person, None)


def check_pin(store: Store, guesses: Guesses, person: str | None, pin: str) -> str:
    """The person's id when the PIN is right. `person` is None for an alias nobody has.

    Raises AcademyError: "pin_wrong" (the same, after the same time, for an unknown alias),
    "too_many_guesses".
    """
    who = person or "unknown"
    guesses.allow(who)
    kept = store.tables().value("SELECT hash FROM pins WHERE person = ?", (who,))
    digits = "".join(sign for sign in pin if sign.isdigit())
    if not slots.pin_matches(kept or _nobodys_pin(), digits) or kept is None or person is None:
        guesses.wrong(who)
        raise AcademyError("pin_wrong")
    guesses.forget(who)
    return person


@cache
def _nobodys_pin() -> str:
    """What an unknown alias is compared with, so that its answer takes as long as any other."""
    return slots.pin_hash(secrets.token_hex(16))

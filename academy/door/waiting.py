"""What waits for a trainer's press: in this laptop's memory only, bounded, never in the log.

Nothing here decides anything; it remembers who asked, so that one press can answer.
"""

import itertools
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from academy.door.pace import Pace
from academy.errors import AcademyError

SIGNS: Final = "23456789abcdefghjkmnpqrstuvwxyz"
WAY_LASTS: Final = 10 * 60
"""Seconds for which a way in stands open."""
MOST_WAYS: Final = 200

ROOM_PACE: Final = (200, 3600)
"""Newcomers at once, and as many again in so many seconds."""
PHONE_PACE: Final = (1, 10 * 60)
MOST_SCANNED: Final = 400
"""Newcomers who wait and had scanned the code in the room."""
MOST_TYPED: Final = 100
"""Newcomers who wait and only typed: anybody on the Wi-Fi may, so they have places of their own."""
WAIT_LASTS: Final = 3600


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


@dataclass
class Newcomer:
    """Somebody who typed an alias and waits for a press."""

    number: int
    workshop: str
    values: Mapping[str, str]
    """What was typed, as a registration takes it."""
    admission: Any
    """What their phone scanned; None for who only typed, and then nobody is marked present."""
    let_in: bool = False
    since: float = field(default=0.0)


class Newcomers:
    """Who may come in at once by the door, and who waits for a press.

    A full room of 200 joins within a minute and nobody presses anything; after those, 200 more may
    come within the hour. One phone joins once in ten minutes. Beyond either a newcomer waits here,
    outside the log, and the first who wait are never put out by those who come after them.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._phone = Pace(*PHONE_PACE, clock)
        self._room = Pace(*ROOM_PACE, clock, slots=1)
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._here: dict[str, Newcomer] = {}

    def may_come(self, phone: str) -> bool:
        """Whether this phone joins at once; then that is counted. `phone` is "" for a new one."""
        if phone and self._phone.take(phone):
            return False
        if self._room.take(""):
            if phone:
                self._phone.give_back(phone)
            return False
        return True

    def did_not_come(self, phone: str) -> None:
        """The joining was refused: nobody came."""
        self._room.give_back("")
        if phone:
            self._phone.give_back(phone)

    def came(self, phone: str) -> None:
        """A phone that nobody knew has joined: it has had its turn."""
        self._phone.take(phone)

    def wait(
        self,
        token: str,
        workshop: str,
        values: Mapping[str, str],
        admission: Any = None,  # noqa: ANN401
    ) -> str:
        """Let somebody wait, in the place their phone has already; return its token.

        Raises AcademyError("room_full") where too many wait already.
        """
        with self._lock:
            self._sweep()
            held = self._here.get(token)
            if held is not None:
                if not held.let_in:
                    held.workshop = workshop
                held.values, held.admission = values, admission or held.admission
                return token
            most = MOST_SCANNED if admission else MOST_TYPED
            alike = sum(bool(one.admission) == bool(admission) for one in self._here.values())
            if alike >= most:
                raise AcademyError("room_full")
            token = secrets.token_urlsafe(16)
            self._here[token] = Newcomer(
                next(self._numbers), workshop, values, admission, since=self._clock()
            )
            return token

    def find(self, token: str) -> Newcomer | None:
        """Who waits, or was let in and hasn't come yet; None for who was turned away."""
        with self._lock:
            return self._here.get(token)

    def done(self, token: str) -> None:
        """They came in, or went away."""
        with self._lock:
            self._here.pop(token, None)

    def waiting(self, workshop: str) -> list[Newcomer]:
        """Who waits for a press, first to last."""
        with self._lock:
            self._sweep()
            return [o for o in self._here.values() if o.workshop == workshop and not o.let_in]

    def let_in(self, workshop: str, until: int) -> int:
        """Let in whoever the trainer saw waiting: up to the number `until`. Returns how many.

        Each is registered when their phone asks next, so that it can show them their card.
        """
        with self._lock:
            chosen = self._seen(workshop, until)
            for token in chosen:
                self._here[token].let_in = True
                self._here[token].since = self._clock()
            return len(chosen)

    def turn_away(self, workshop: str, until: int) -> int:
        """Send away whoever the trainer saw waiting. Returns how many."""
        with self._lock:
            chosen = self._seen(workshop, until)
            for token in chosen:
                del self._here[token]
            return len(chosen)

    def _seen(self, workshop: str, until: int) -> list[str]:
        return [
            token
            for token, one in self._here.items()
            if one.workshop == workshop and not one.let_in and one.number <= until
        ]

    def _sweep(self) -> None:
        """Whoever has waited for an hour, or doesn't come for as long, has gone."""
        late = self._clock() - WAIT_LASTS
        for token in [token for token, one in self._here.items() if one.since < late]:
            del self._here[token]


def _plain(typed: str) -> str:
    return typed.strip().lower().replace("-", "").replace(" ", "")

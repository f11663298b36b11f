"""What the projector shows: who is in the room can read it, and nobody else.

A session or a door that is open shows two things, both changing every minute, and the ones before
are still taken, because somebody is always typing while they turn:

- a *secret* of 96 random bits, in the address that the QR code holds. Nobody guesses it, so
  scanning is never limited;
- six *digits* for those who can't scan. They can be guessed at, so wrong digits are counted.

Whoever is outside the room may use any number of phones, addresses, cookies and days; so the count
is the session's own, and when it is used up nobody types for this session any more (scanning goes
on, and the trainer marks by hand whoever asks). Of one session two codes hold at a time, hence

    (MOST_STRANGE + PRESSES * MORE + MOST_SIGNED_IN) tries * 2 / 10**6 = 0.0008

is the chance that anybody outside gets marked present in it, below 1 in 1,000. Those who are signed
in have a count apart, so that strangers can't use it up. A door's digits only let people join.

Everything lives in memory only and on the monotonic clock: a restart makes new codes, and a wall
clock that jumps makes no difference. No two subjects show the same digits while either holds, and
digits that held a while ago are a slow typist's, not a guess.
"""

import hmac
import secrets
import threading
import time
import unicodedata
from collections.abc import Callable
from typing import Final, NamedTuple

from academy.errors import AcademyError

TURN: Final = 60
"""Seconds for which a code is shown."""
REMEMBERED: Final = 10
"""Turns for which digits are remembered, so that they are neither given again nor a guess."""

DIGITS: Final = 6
MOST_STRANGE: Final = 100
"""Wrong digits of people who aren't signed in, per session or door."""
MOST_SIGNED_IN: Final = 200
MORE: Final = 100
"""What a trainer's press allows anew, to either."""
PRESSES: Final = 1


class Shown(NamedTuple):
    """What the wall shows of a subject in this minute."""

    digits: str
    secret: str


class OpenCodes:
    """The sessions whose attendance is being taken, and the workshops whose door is open."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._open: set[str] = set()
        self._given: dict[tuple[str, int], Shown] = {}
        self._wrong: dict[tuple[str, bool], int] = {}
        self._pressed: dict[str, int] = {}

    def open(self, subject: str, *, anew: bool = False) -> None:
        """Start showing codes for a session or a workshop's door. Twice is once.

        `anew`: what was typed wrongly before is forgotten. For doors only: a session's count is for
        as long as there is the session.
        """
        with self._lock:
            if anew and subject not in self._open:
                self._pressed.pop(subject, None)
                for signed_in in (False, True):
                    self._wrong.pop((subject, signed_in), None)
            self._open.add(subject)

    def close(self, subject: str) -> None:
        """Stop taking the subject's codes at once."""
        with self._lock:
            self._open.discard(subject)

    def is_open(self, subject: str) -> bool:
        """Whether the subject's code is being shown."""
        with self._lock:
            return subject in self._open

    def subjects(self) -> list[str]:
        """What is open now."""
        with self._lock:
            return sorted(self._open)

    def shown(self, subject: str) -> Shown:
        """The digits and the secret of now. Raises AcademyError("code_not_open")."""
        step = int(self._clock() // TURN)
        with self._lock:
            if subject not in self._open:
                raise AcademyError("code_not_open")
            found = self._given.get((subject, step))
            if found is None:
                found = self._given[subject, step] = self._fresh(step)
            return found

    def scanned(self, secret: str) -> str:
        """Whose QR code this secret is from. Raises AcademyError("code_wrong")."""
        with self._lock:
            for subject, shown in self._holding():
                if hmac.compare_digest(shown.secret.encode(), secret.encode()):
                    return subject
        raise AcademyError("code_wrong")

    def typed(self, text: str, *, signed_in: bool) -> str:
        """Whose digits were typed; any script's will do. A wrong try is counted, all in one step.

        Raises AcademyError: "code_wrong", "typing_stopped" where the tries are used up.
        """
        digits = "".join(str(unicodedata.digit(s)) for s in text if unicodedata.digit(s, -1) >= 0)
        with self._lock:
            looked_at = [one for one in self._open if self._left(one, signed_in=signed_in) > 0]
            if self._open and not looked_at:
                raise AcademyError("typing_stopped")
            for subject, shown in self._holding():
                if subject in looked_at and hmac.compare_digest(shown.digits, digits):
                    return subject
            if len(digits) == DIGITS and all(digits != old.digits for old in self._given.values()):
                for subject in looked_at:
                    self._wrong[subject, signed_in] = self._wrong.get((subject, signed_in), 0) + 1
        raise AcademyError("code_wrong")

    def typing_stopped(self, subject: str) -> bool:
        """Whether somebody's digits are not looked at any more for an open subject."""
        with self._lock:
            return subject in self._open and not all(
                self._left(subject, signed_in=signed_in) for signed_in in (False, True)
            )

    def may_go_on(self, subject: str) -> bool:
        """Whether a press may let people type again."""
        with self._lock:
            return self._pressed.get(subject, 0) < PRESSES

    def go_on(self, subject: str) -> None:
        """Let people type again: MORE tries, as often as PRESSES says; after that, nothing."""
        with self._lock:
            if self._pressed.get(subject, 0) < PRESSES:
                self._pressed[subject] = self._pressed.get(subject, 0) + 1

    def _left(self, subject: str, *, signed_in: bool) -> int:
        """How many more wrong digits are looked at. Of a press, each kind has a half."""
        most = MOST_SIGNED_IN if signed_in else MOST_STRANGE
        most += self._pressed.get(subject, 0) * MORE // 2
        return max(0, most - self._wrong.get((subject, signed_in), 0))

    def _holding(self) -> list[tuple[str, Shown]]:
        """What is taken now: of every open subject this turn's codes and the turn's before."""
        step = int(self._clock() // TURN)
        return [
            (subject, self._given[subject, at])
            for subject in self._open
            for at in (step, step - 1)
            if (subject, at) in self._given
        ]

    def _fresh(self, step: int) -> Shown:
        """Codes like none that hold, or held a while ago."""
        for key in [key for key in self._given if key[1] < step - REMEMBERED]:
            del self._given[key]
        used = {shown.digits for shown in self._given.values()}
        while (digits := f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}") in used:
            pass
        return Shown(digits, secrets.token_urlsafe(12))

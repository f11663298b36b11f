"""The short codes on the projector: who is in the room can read them, and nobody else.

A code is four digits that change every minute; the one before is still taken, because somebody is
always typing while it turns. It lives in memory only and on the monotonic clock: a restart makes
new codes, and a wall clock that jumps makes no difference.
"""

import hashlib
import hmac
import secrets
import threading
import time
import unicodedata
from collections.abc import Callable
from typing import Final

from academy.errors import AcademyError

TURN: Final = 60
"""Seconds for which a code is shown."""


class OpenCodes:
    """The sessions whose attendance is being taken, and the workshops whose door is open."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._secret = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._open: dict[str, float] = {}

    def open(self, subject: str) -> None:
        """Start showing a code for a session or a workshop's door. Twice is once."""
        with self._lock:
            self._open.setdefault(subject, self._clock())

    def close(self, subject: str) -> None:
        """Stop taking the subject's codes at once."""
        with self._lock:
            self._open.pop(subject, None)

    def is_open(self, subject: str) -> bool:
        """Whether the subject's code is being shown."""
        with self._lock:
            return subject in self._open

    def code(self, subject: str) -> str:
        """The four digits to show now. Raises AcademyError("code_not_open")."""
        if not self.is_open(subject):
            raise AcademyError("code_not_open")
        return self._digits(subject, int(self._clock() // TURN))

    def subject(self, typed: str) -> str:
        """Whose code was typed. Raises AcademyError("code_wrong"); any script's digits will do."""
        digits = "".join(str(unicodedata.digit(s)) for s in typed if unicodedata.digit(s, -1) >= 0)
        step = int(self._clock() // TURN)
        with self._lock:
            subjects = list(self._open)
        for subject in subjects:
            for at in (step, step - 1):
                if hmac.compare_digest(self._digits(subject, at), digits):
                    return subject
        raise AcademyError("code_wrong")

    def _digits(self, subject: str, step: int) -> str:
        told = hmac.digest(self._secret, f"{subject}/{step}".encode(), hashlib.sha256)
        return f"{int.from_bytes(told[:8], 'big') % 10_000:04d}"

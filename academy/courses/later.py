"""What is read at the start as it lies there, and made something of when somebody asks for it.

A first page needs the courses in one language; making all of them into lessons would keep it
waiting. Their bytes are read nevertheless, and first: so the fingerprint is that of every file.
Only a digest of each is held, for all of them are 4 MB that most laptops never need: a file that is
another one by the time it is asked for is never mixed in, and the original stands in for it.
"""

import hashlib
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from academy.courses.inside import UnfitError
from academy.courses.pack import Desk
from academy.errors import AcademyError

_T = TypeVar("_T")
_log = logging.getLogger(__name__)


@dataclass
class HeldDesk(Desk):
    """A desk that knows what it has read, and reads nothing else under the same name."""

    held: dict[str, str] = field(default_factory=dict)
    """The digest of each file."""

    def take_up(self, files: Iterable[str]) -> None:
        """Read these files, as far as they are there. What is wrong with one is told later."""
        for file in files:
            try:
                self._seen(file, self._bytes(file))
            except (FileNotFoundError, UnfitError):
                continue

    def is_there(self, file: str) -> bool:
        """Whether there is a file that `text` would read."""
        return file in self.held or super().is_there(file)

    def _bytes(self, file: str) -> bytes:
        held = self.held.get(file)
        try:
            data = super()._bytes(file)
        except FileNotFoundError:
            if held is None:
                raise
            data = b""
        if held is not None and held != _digest(data):
            raise UnfitError("This has changed since the start; start the program again.")
        return data

    def _seen(self, file: str, data: bytes) -> None:
        self.held[file] = _digest(data)
        super()._seen(file, data)


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


class Later(Mapping[str, _T]):
    """Things by language, made when they are first asked for, all but the first.

    One that turns out to be broken is as if nobody had written it: the first stands in for it.
    """

    def __init__(self, make: Callable[[str, _T], _T | None]) -> None:
        """`make` is given the language, and the first."""
        self._make = make
        self._made: dict[str, _T | None] = {}
        self._making = threading.RLock()

    def begin(self, name: str, first: _T, others: Iterable[str]) -> None:
        """Take in the first, and what else there will be. To be called once, before any look."""
        self._first = first
        self._made = {name: first, **dict.fromkeys(others)}

    def __getitem__(self, name: str) -> _T:
        found = self._made[name]
        if found is not None:
            return found
        with self._making:
            found = self._made[name]
            if found is None:
                found = self._made[name] = self._sound(name) or self._first
            return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)

    def __contains__(self, name: object) -> bool:
        return name in self._made

    def _sound(self, name: str) -> _T | None:
        try:
            return self._make(name, self._first)
        except AcademyError as error:
            place = f"{error.details.get('file')}:{error.details.get('line')}"
            _log.error("%s can't be read: the original stands in.", place)
            return None

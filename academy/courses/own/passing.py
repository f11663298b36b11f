"""Packs that pass along with each exchange: what is passed on from here, and what came.

    .passing/<pack>.<digest>.pack   the signed file as it was when somebody said “pass it on”
    .came/<sender>/<name>.pack       what came, until somebody takes it in or leaves it
    .came/answered.json              the digests of those: they are not fetched again

Both are no packs (their names begin with a dot), so nothing that only came is ever read as a
course: it is shown first, and taken in by somebody, as from a stick.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, NamedTuple

from academy import folder as folders
from academy.courses.own import carried
from academy.courses.own.carried import Carried
from academy.courses.own.home import Own
from academy.errors import AcademyError
from sync import files as plain_files
from sync import strict
from sync.errors import ExchangeError
from sync.keys import DeviceKey
from sync.letters import MOST_DATA
from sync.passing import MOST_FILES, Listed, Want

PASSING: Final = ".passing"
CAME: Final = ".came"
ANSWERED: Final = "answered.json"
MOST_SENDERS: Final = 200
MOST_CAME: Final = 256 * 2**20
"""Of all senders together: a laptop's disk is small, and what came waits for somebody."""
_REMEMBERED: Final = 1_000
_HALF: Final = ".part"
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_BEGUN: Final = re.compile(r"([a-z0-9-]{1,100})\.([0-9a-f]{64})\.pack")


class _Begun(NamedTuple):
    """A file that is passed on, as its name says."""

    path: Path
    id: str
    digest: str


@dataclass(frozen=True)
class Passing:
    """The files that devices pass on, in the network's own folder: a `sync.passing.Shelf`."""

    own: Own

    def begin(self, key: DeviceKey, id: str) -> None:
        """Pass a pack on with each exchange from now on, as it is now.

        Raises AcademyError as `carried.pack`, "too_many_passed", "store_readonly", "disk_full".
        """
        others = [one for one in self._begun() if one.id != id]
        if len(others) >= MOST_FILES:
            raise AcademyError("too_many_passed", most=MOST_FILES)
        data = carried.pack(key, self.own, id)
        name = f"{id}.{hashlib.sha256(data).hexdigest()}.pack"
        self.end(id)
        folders.write(folders.make(self.own.folder / PASSING) / name, data)

    def end(self, id: str) -> None:
        """Pass a pack on no more. What others have of it stays theirs."""
        for one in self._begun():
            if one.id == id:
                one.path.unlink(missing_ok=True)

    def begun(self) -> dict[str, bool]:
        """The packs that are passed on, and whether each is still the pack as it is here."""
        return {one.id: self._as_here(one) for one in self._begun()}

    def passed(self) -> list[Listed]:
        """What is passed on from here."""
        return [Listed(one.digest, one.path.stat().st_size) for one in self._begun()]

    def files(self) -> list[Path]:
        """The files that are passed on from here."""
        return [one.path for one in self._begun()]

    def piece(self, digest: str, offset: int) -> bytes:
        """The next bytes of a file that is passed on. Raises ExchangeError("not_here")."""
        for one in self._begun():
            if one.digest == digest and 0 <= offset < one.path.stat().st_size:
                with one.path.open("rb") as file:
                    file.seek(offset)
                    return file.read(MOST_DATA)
        raise ExchangeError("not_here")

    def wanted(self, sender: str, listed: Iterable[Listed]) -> list[Want]:
        """What is lacking here of a sender's files. What came of others that it passes on no more
        is dropped: a newer version stands in the list instead.
        """
        offered = {one.digest: one for one in listed}
        place, answered = self._from(sender), self._answered()
        wants = {digest: 0 for digest in offered if digest not in answered}
        for path in sorted(place.glob("*")) if place.is_dir() else ():
            digest = next((one for one in offered if path.name.startswith(one[:16])), None)
            if digest is None or digest not in wants:
                path.unlink(missing_ok=True)
            elif path.suffix == _HALF:
                wants[digest] = min(path.stat().st_size, offered[digest].size - 1)
            else:
                del wants[digest]
        return [Want(digest, offset) for digest, offset in wants.items()]

    def put(self, sender: str, listed: Listed, offset: int, data: bytes) -> int:
        """Keep bytes that came; how many are here now. A file whose last byte came is looked at: a
        damaged or unsigned one is dropped.

        Raises ExchangeError: "part_out_of_order", "quota_full", "damaged".
        """
        if listed.digest in self._answered():
            return listed.size
        place = self._from(sender)
        half = place / f"{listed.digest[:16]}{_HALF}"
        here = half.stat().st_size if half.is_file() else 0
        if offset > here or offset + len(data) > listed.size:
            raise ExchangeError("part_out_of_order")
        self._need_room(place, half, offset + len(data))
        with _opened(half) as file:
            file.seek(offset)
            file.truncate()
            file.write(data)
        if offset + len(data) == listed.size:
            self._whole(half, listed.digest)
        return offset + len(data)

    def keep(self, sender: str, data: bytes) -> bool:
        """Keep a whole file that came otherwise, as on a stick; False when it was here already, or
        was taken or left before. Raises ExchangeError as `put`.
        """
        digest = hashlib.sha256(data).hexdigest()
        there = self._from(sender) / f"{digest[:16]}.pack"
        if digest in self._answered() or there.is_file():
            return False
        self.put(sender, Listed(digest, len(data)), 0, data)
        return True

    def came(self) -> list[Path]:
        """The whole files that wait for somebody to look at them."""
        found = sorted(self.own.folder.joinpath(CAME).glob("*/*.pack"))
        return [path for path in found if carried.NAME.fullmatch(path.name)]

    def answer(self, digest: str) -> None:
        """Somebody took in what came, or left it: it goes, and is not fetched again."""
        if not _DIGEST.fullmatch(digest):
            return
        place = folders.make(self.own.folder / CAME)
        remembered = [*self._answered(), digest][-_REMEMBERED:]
        folders.write(place / ANSWERED, json.dumps(remembered).encode())
        for path in place.glob(f"*/{digest[:16]}.pack"):
            path.unlink(missing_ok=True)

    def _whole(self, half: Path, digest: str) -> None:
        data = half.read_bytes()
        found = _sound(data, digest)
        if found is None:
            half.unlink()
            raise ExchangeError("damaged")
        half.replace(half.with_suffix(".pack"))
        if any(_holds(self.own, id, found) for id in self.own.ids()):
            self.answer(digest)

    def _need_room(self, place: Path, file: Path, size: int) -> None:
        """Raise ExchangeError("quota_full") unless a file may grow to this size: asked for every
        piece, for what was begun small may grow.
        """
        others = [one for one in self.own.folder.joinpath(CAME).glob("*/*") if one != file]
        senders = {one.parent for one in others}
        full = sum(one.parent == place for one in others) >= MOST_FILES
        crowded = place not in senders and len(senders) >= MOST_SENDERS
        if full or crowded or size + sum(one.stat().st_size for one in others) > MOST_CAME:
            raise ExchangeError("quota_full")
        folders.make(place)

    def _from(self, sender: str) -> Path:
        named = hashlib.sha256(b"academy-came/1" + sender.encode()).hexdigest()[:16]
        return self.own.folder / CAME / named

    def _begun(self) -> list[_Begun]:
        found = sorted(self.own.folder.joinpath(PASSING).glob("*.pack"))
        named = ((path, _BEGUN.fullmatch(path.name)) for path in found)
        return [_Begun(path, *name.groups()) for path, name in named if name]

    def _as_here(self, one: _Begun) -> bool:
        with suppress(AcademyError, OSError):
            return _holds(self.own, one.id, carried.unpack(one.path.read_bytes()))
        return False

    def _answered(self) -> list[str]:
        with suppress(OSError, ValueError, TypeError):
            text = plain_files.read(self.own.folder / CAME / ANSWERED, 100 * _REMEMBERED)
            found = strict.read(text, most=100 * _REMEMBERED, parts=2 * _REMEMBERED, depth=1)
            return [str(one) for one in found]
        return []


def _sound(data: bytes, digest: str) -> Carried | None:
    """What a file is that came whole; None when it was damaged, or nobody signed it."""
    if hashlib.sha256(data).hexdigest() != digest:
        return None
    try:
        return carried.unpack(data)
    except AcademyError:
        return None


def _holds(own: Own, id: str, found: Carried) -> bool:
    """Whether a pack in the folder is to the byte what came."""
    try:
        return carried.files(own, id) == found.files
    except AcademyError:
        return False


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    """A file that is there already, or a new one for this account alone."""
    with suppress(FileExistsError):
        folders.new_file(path)
    with path.open("r+b") as file:
        yield file

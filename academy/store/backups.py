r"""A backup: one file that only a passphrase of the store opens, and that becomes a store again.

    slots line ‖ "\n" ‖ header (24 bytes) ‖ sealed pieces

    slots     what `slots.json` says: a fresh key for each passphrase, which it alone unseals
    pieces    secretstream (XChaCha20-Poly1305) of the index line and the files, one after another,
              1 MiB each; the last says that it is the last
    index     [["store.db",409600],["courses/garden-own/course.yaml",186], …]

The store lies in it as it is on the disk, under the store's own key, and is read while others go on
writing: what is in it is the store at one moment. What a network made itself goes along: its
courses, sentences and inserts. A restored copy is another device: it has a new key from the start,
so that two copies of one never write under one name. Erased people whom an old backup still has go
again at the next exchange, which knows of their erasure.
"""

import json
import os
import re
import secrets
import shutil
from collections.abc import Mapping
from contextlib import closing
from errno import ENOSPC
from hashlib import sha256
from pathlib import Path
from typing import IO, Final

from nacl import bindings
from nacl.exceptions import CryptoError

from academy import folder as private
from academy.errors import AcademyError
from academy.store import database, local, opening, slots
from academy.store.store import Store
from sync import strict

END: Final = ".copy"
NAME: Final = re.compile(r"[0-9a-f]{16}\.copy")
MOST_SHOWN: Final = 20
PIECE: Final = 2**20
LARGEST_SLOTS: Final = 2**16
LARGEST_INDEX: Final = 2**21
MOST_FILES: Final = 20_000
BESIDE: Final = ("courses", "translations", "inserts")
"""What a network keeps beside the store, in folders of the data folder."""
_HALF: Final = "backup.new"
_ADDED: Final = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_HEADER: Final = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_MORE: Final = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_LAST: Final = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
_push = bindings.crypto_secretstream_xchacha20poly1305_push
_pull = bindings.crypto_secretstream_xchacha20poly1305_pull
_STEP: Final = re.compile(r"[A-Za-z0-9._-]{1,100}")


def write(store: Store, passphrase: str, place: Path) -> Path:
    """Write a backup into a folder, such as a stick; where it lies now. The passphrase is asked for
    so that nobody makes one that they can't open.

    Raises AcademyError: "passphrase_wrong", "backup_elsewhere" where the log lies on a server,
    "folder_unwritable", "disk_full".
    """
    key = slots.unlock(store.folder, passphrase)
    if local.log_url(store.tables()) is not None:
        raise AcademyError("backup_elsewhere")
    path = place / f"{secrets.token_hex(8)}{END}"
    half, aside = store.folder / _HALF, path.with_name(f".{path.name}.part")
    _remove(half)
    try:
        _snapshot(store.folder / database.FILE, half, key)
        with aside.open("xb") as file:
            file.write((store.folder / slots.FILE).read_bytes().replace(b"\n", b" ") + b"\n")
            _seal(file, _key(key), {database.FILE: half, **_beside(store.folder)})
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        full = error.errno == ENOSPC
        raise AcademyError("disk_full" if full else "folder_unwritable") from error
    finally:
        _remove(half)
    return path


def restore(file: Path, passphrase: str, folder: Path) -> Store:
    """Make a store of a backup in a folder where none is, and open it under a new device key.

    Nothing of it is there unless all of it is. Raises AcademyError: "already_set_up",
    "passphrase_wrong", "backup_damaged", "disk_full".
    """
    private.make(folder)
    if slots.exists(folder):
        raise AcademyError("already_set_up")
    aside = private.make(folder / f".restoring-{secrets.token_hex(4)}")
    try:
        with file.open("rb") as data:
            private.write(aside / slots.FILE, _line(data))
            key = _key(slots.unlock(aside, passphrase))
            names = _unpack(_Reader(data, key), aside)
        for name in (*names, slots.FILE):  # the slots last: from then on the folder is set up
            private.make((folder / name).parent)
            (aside / name).replace(folder / name)
    except (OSError, ValueError, RuntimeError, CryptoError) as error:
        raise AcademyError("backup_damaged") from error
    except AcademyError as refused:
        damaged = refused.code in {"store_unreadable", "folder_empty"}
        raise AcademyError("backup_damaged") if damaged else refused from refused
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    opened = opening.unlock(folder, passphrase)
    opened.new_key()
    return opened


def on_a_stick(place: Path) -> list[Path]:
    """The backups in a folder, the newest first."""
    try:
        found = [path for path in place.iterdir() if NAME.fullmatch(path.name)]
        return sorted(found, key=lambda path: -path.stat().st_mtime)[:MOST_SHOWN]
    except OSError:
        return []


def _key(key: bytes) -> bytes:
    return sha256(b"academy-backup/1" + key).digest()


def _snapshot(source: Path, target: Path, key: bytes) -> None:
    """The store at one moment, under its own key, while others go on writing."""
    with (
        closing(database.connect(source, key)) as there,
        closing(database.connect(target, key, create=True)) as here,
    ):
        there.backup(here)
        database.empty_wal(here)
        here.execute("PRAGMA journal_mode = DELETE")


def _beside(folder: Path) -> dict[str, Path]:
    """What a network keeps beside the store, by name; links and what is on trial left out."""
    found = {}
    for name in BESIDE:
        for path in sorted((folder / name).rglob("*")):
            inside = path.relative_to(folder)
            if path.is_file() and not path.is_symlink() and _fit(inside.as_posix()):
                found[inside.as_posix()] = path
    return dict(list(found.items())[:MOST_FILES])


def _fit(name: str) -> bool:
    """Whether a file of a backup may have this name: ours, or below one of the folders beside."""
    steps = name.split("/")
    plain = all(_STEP.fullmatch(step) and not step.startswith(".") for step in steps)
    return name == database.FILE or (plain and len(steps) > 1 and steps[0] in BESIDE)


def _seal(file: IO[bytes], key: bytes, found: Mapping[str, Path]) -> None:
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    file.write(bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key))
    index = json.dumps([[name, path.stat().st_size] for name, path in found.items()])
    waiting = bytearray(index.encode() + b"\n")
    for path in found.values():
        with path.open("rb") as data:
            while some := data.read(PIECE):
                waiting += some
                while len(waiting) > PIECE:
                    file.write(_push(state, bytes(waiting[:PIECE]), tag=_MORE))
                    del waiting[:PIECE]
    file.write(_push(state, bytes(waiting), tag=_LAST))


class _Reader:
    """The bytes of a backup in their order. Raises CryptoError for one that was changed or cut."""

    def __init__(self, file: IO[bytes], key: bytes) -> None:
        self._file, self._state = file, bindings.crypto_secretstream_xchacha20poly1305_state()
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(
            self._state, file.read(_HEADER), key
        )
        self._waiting, self._ended = bytearray(), False

    def line(self, most: int) -> bytes:
        while b"\n" not in self._waiting[:most] and not self._ended:
            self._more()
        end = self._waiting.index(b"\n", 0, most)
        line = bytes(self._waiting[:end])
        del self._waiting[: end + 1]
        return line

    def some(self, most: int) -> bytes:
        while not self._waiting and not self._ended:
            self._more()
        found = bytes(self._waiting[:most])
        del self._waiting[: len(found)]
        return found

    @property
    def is_at_its_end(self) -> bool:
        while not self._waiting and not self._ended:
            self._more()
        return self._ended and not self._waiting and not self._file.read(1)

    def _more(self) -> None:
        piece, tag = _pull(self._state, self._file.read(PIECE + _ADDED))
        self._waiting += piece
        self._ended = tag == _LAST


def _unpack(data: _Reader, folder: Path) -> list[str]:
    """Write the files of a backup into a folder on trial; their names. ValueError for a strange
    name or size.
    """
    index = strict.read(data.line(LARGEST_INDEX), most=LARGEST_INDEX, parts=3 * MOST_FILES, depth=2)
    sizes = {str(name): int(size) for name, size in index}
    if len(sizes) != len(index) or database.FILE not in sizes or not all(map(_fit, sizes)):
        raise ValueError("a strange name")
    for name, size in sizes.items():
        private.make((folder / name).parent)
        private.new_file(folder / name)
        with (folder / name).open("r+b") as file:
            left = size
            while left:
                some = data.some(left)
                if not some:
                    raise ValueError("too short")
                file.write(some)
                left -= len(some)
    if not data.is_at_its_end:
        raise ValueError("too long")
    return list(sizes)


def _line(data: IO[bytes]) -> bytes:
    line = data.readline(LARGEST_SLOTS)
    if not line.endswith(b"\n"):
        raise ValueError("no backup")
    return line


def _remove(half: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        half.with_name(half.name + end).unlink(missing_ok=True)

"""What a browser wrote down: a profile's files, searched for words that nobody else would write.

Session files, histories and caches hold text as it is, as UTF-16, or packed. A word that occurs
once stands whole in what is packed by LZ4 or Snappy too, so only what is stronger is unpacked here.
"""

import base64
import binascii
import re
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from stat import S_ISREG

SIGN = "zq"
WORD = re.compile(rb"zq[0-9a-f]{3}vk", re.IGNORECASE)
_WIDE = re.compile(rb"z\0q\0(?:[0-9a-f]\0){3}v\0k", re.IGNORECASE)
_PACKED = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{24,}={0,2}")
_MOZLZ4 = b"mozLz40\0"
LARGEST = 2 * 2**20


def word(number: int) -> str:
    """The number-th word, of seven letters: short enough for the shortest field."""
    return f"{SIGN}{number:03x}vk"


def search(
    profile: Path, *more: str, before: dict[Path, tuple[int, int]] | None = None
) -> dict[str, set[str]]:
    """Every word of ours and every other text in `more` that a profile holds, and in which file.

    `before` remembers the files between two looks: one that is as it was isn't read again.
    """
    found: dict[str, set[str]] = {}
    before = {} if before is None else before
    for path in sorted(profile.rglob("*")):
        with suppress(FileNotFoundError):  # the browser lives, and cleans up meanwhile
            stat = path.lstat()
            as_it_is = (stat.st_mtime_ns, stat.st_size)
            if not S_ISREG(stat.st_mode) or before.get(path) == as_it_is:
                continue
            for data in _views(path):
                for said in _said(data, more):
                    found.setdefault(said, set()).add(str(path.relative_to(profile)))
            before[path] = as_it_is
    return found


def rows(profile: Path, name: str, table: str) -> list[tuple[object, ...]]:
    """A table of one of the profile's databases."""
    path = next(profile.rglob(name))
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as database:
        return database.execute(f"SELECT * FROM {table}").fetchall()


def _said(data: bytes, more: tuple[str, ...]) -> Iterator[str]:
    for match in WORD.findall(data):
        yield match.decode().lower()
    for match in _WIDE.findall(data):
        yield match.replace(b"\0", b"").decode().lower()
    for text in more:
        if text.encode() in data or text.encode("utf-16-le") in data:
            yield text


def _views(path: Path) -> Iterator[bytes]:
    """A file's bytes, and what they come to when they are unpacked."""
    data = path.read_bytes()
    yield data
    yield str(path.name).encode()
    if data.startswith(_MOZLZ4):
        data = _lz4(data[len(_MOZLZ4) + 4 :])
        yield data
    if data[:1] in {b"{", b"["}:
        for run in _BASE64.findall(data):
            try:
                yield base64.b64decode(run + b"=" * (-len(run) % 4))
            except binascii.Error:
                continue
    if data.startswith(b"SQLite format 3\0"):
        yield from _cells(path)
    for start in _PACKED.finditer(data):
        unpack = zlib.decompressobj(47 if data[start.start()] == 0x1F else 15)
        try:
            yield unpack.decompress(data[start.start() : start.start() + LARGEST], LARGEST)
        except zlib.error:
            continue


def _cells(path: Path) -> Iterator[bytes]:
    """What the tables of a database hold: a text may be split over pages of the file."""
    with (
        suppress(sqlite3.DatabaseError),  # being written, or of a kind that only the browser has
        closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as database,
    ):
        database.text_factory = bytes
        names = "SELECT name FROM sqlite_master WHERE type = 'table'"
        for (table,) in database.execute(names).fetchall():
            for row in database.execute(f'SELECT * FROM "{table.decode()}"'):
                yield b"\n".join(cell for cell in row if isinstance(cell, bytes))


def _lz4(data: bytes) -> bytes:
    """Unpack one LZ4 block, which is how Firefox keeps its sessions."""
    out = bytearray()
    at = 0

    def length(start: int) -> int:
        nonlocal at
        total, more = start, 255 if start == 15 else 0
        while more == 255:
            more = data[at]
            at += 1
            total += more
        return total

    while at < len(data):
        sizes = data[at]
        at += 1
        run = length(sizes >> 4)
        out += data[at : at + run]
        at += run
        if at >= len(data):
            break
        back = data[at] | data[at + 1] << 8
        at += 2
        for _ in range(length(sizes & 15) + 4):
            out.append(out[-back])
    return bytes(out)

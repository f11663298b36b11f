"""The pictures of a pack: four kinds, known by what is in them, never by what they are called.

They lie in `media/`, in no folder below it. What is something else, or hidden, or a link, is named
by `check` and left out by the reader. A picture is looked at when the packs are read and served as
long as it is still the same, to the byte.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from academy.courses import drawings, inside
from academy.courses.inside import UnfitError

FOLDER: Final = "media"
LARGEST: Final = 512 * 2**10
MOST: Final = 500
WIDEST: Final = 6_000
"""Pixels on a side: a file of a kilobyte may unpack to what no phone has room for."""

_NAME: Final = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")


@dataclass(frozen=True)
class Picture:
    """One picture, as it was when the packs were read."""

    course: str
    name: str
    type: str
    """Its content type."""
    digest: str
    folder: Path = field(repr=False)

    def read(self) -> bytes | None:
        """Its bytes, or None when there is no longer the same picture."""
        try:
            data = inside.read(self.folder, f"{self.course}/{FOLDER}/{self.name}", LARGEST)
        except (FileNotFoundError, UnfitError):
            return None
        return data if hashlib.sha256(data).hexdigest() == self.digest else None


def look(folder: Path, course: str, name: str) -> Picture:
    """The picture with this name. Raises UnfitError, FileNotFoundError."""
    if not _NAME.fullmatch(name):
        raise UnfitError("A picture's name has only small letters a–z, digits, dots, hyphens.")
    data = inside.read(folder, f"{course}/{FOLDER}/{name}", LARGEST)
    ending = name.rpartition(".")[2]
    found = next((kind for kind, fits in _KINDS.items() if fits(data)), None)
    if found is None:
        raise UnfitError("Only pictures belong here: SVG without anything active, PNG, JPEG, WebP.")
    if ending not in ENDINGS[found]:
        raise UnfitError(f"This is a picture of the type {found}; call it “.{ENDINGS[found][0]}”.")
    return Picture(course, name, found, hashlib.sha256(data).hexdigest(), folder)


def found(folder: Path, course: str) -> Iterator[tuple[str, Picture | str]]:
    """Every name in a pack's `media/`, with its picture or what is wrong with it."""
    try:
        if inside.is_link(folder / course) or inside.is_link(folder / course / FOLDER):
            yield "", "This is a link; a pack has none."
            return
        with os.scandir(folder / course / FOLDER) as entries:
            names = sorted(entry.name for entry in islice(entries, MOST + 1))
    except OSError:
        return
    for name in names[:MOST]:
        try:
            yield name, look(folder, course, name)
        except (UnfitError, FileNotFoundError) as error:
            yield name, str(error)
    if len(names) > MOST:
        yield "", f"There are more than {MOST} files here; the others are not looked at."


def _is_png(data: bytes) -> bool:
    """Whether this is a PNG from its first to its last byte."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"):
        return False
    at = 8
    while at + 12 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        at += 12 + size
        if kind == b"IEND":
            break
    return at == len(data) and _is_modest(data[16:20], data[20:24])


def _is_jpeg(data: bytes) -> bool:
    if not (data.startswith(b"\xff\xd8\xff") and data.endswith(b"\xff\xd9")):
        return False
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004 - a marker
        kind, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= kind <= 0xCF and kind not in {0xC4, 0xC8, 0xCC}:  # noqa: PLR2004 - a frame
            return _is_modest(data[at + 7 : at + 9], data[at + 5 : at + 7])
        at += 2 + size
    return False


def _is_webp(data: bytes) -> bool:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return False
    if int.from_bytes(data[4:8], "little") + 8 != len(data):
        return False
    if data[12:16] == b"VP8X":
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
    elif data[12:16] == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = (int.from_bytes(data[at : at + 2], "little") & 0x3FFF for at in (26, 28))
    elif data[12:16] == b"VP8L" and data[20:21] == b"\x2f":
        bits = int.from_bytes(data[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        return False
    return 0 < width <= WIDEST and 0 < height <= WIDEST


def _is_modest(width: bytes, height: bytes) -> bool:
    sides = int.from_bytes(width, "big"), int.from_bytes(height, "big")
    return all(0 < side <= WIDEST for side in sides)


_KINDS: Final[dict[str, Callable[[bytes], bool]]] = {
    "image/png": _is_png,
    "image/jpeg": _is_jpeg,
    "image/webp": _is_webp,
    "image/svg+xml": drawings.is_still,
}
ENDINGS: Final = {
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/webp": ("webp",),
    "image/svg+xml": ("svg",),
}

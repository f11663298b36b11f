"""A picture with nothing in it but the picture: no place, no day, no camera, no name.

PNG and JPEG are kept by what is needed to draw them; whatever else lies between is left out, and so
is what comes behind their end.
"""

from collections.abc import Iterator
from typing import Final

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_DRAWN: Final = frozenset({
    *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS"),
    *(b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"bKGD", b"pHYs"),
})  # fmt: skip
_END, _SCAN, _ADOBE, _COMMENT = 0xD9, 0xDA, 0xEE, 0xFE
_APPLICATIONS: Final = range(0xE0, 0xF0)
_ALONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})


def bare(data: bytes) -> tuple[str, bytes] | None:
    """How its file's name ends, and the picture; None for what is none, or is cut off."""
    try:
        if data.startswith(_PNG):
            return "png", _PNG + b"".join(_chunks(data))
        if data.startswith(b"\xff\xd8\xff"):
            return "jpg", b"\xff\xd8" + b"".join(_segments(data))
    except (IndexError, ValueError):
        return None
    return None


def _chunks(data: bytes) -> Iterator[bytes]:
    at, kind = len(_PNG), b""
    while kind != b"IEND":
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        chunk = data[at : at + 12 + size]
        if len(chunk) != 12 + size:
            raise ValueError("cut off")
        if kind in _DRAWN:
            yield chunk
        at += len(chunk)


def _segments(data: bytes) -> Iterator[bytes]:
    at, kind = 2, 0
    while kind != _END:
        if data[at] != 0xFF:  # noqa: PLR2004 - every marker begins so
            raise ValueError("no marker")
        kind = data[at + 1]
        if kind == 0xFF:  # noqa: PLR2004 - filled up
            at += 1
            continue
        size = 0 if kind == _END or kind in _ALONE else int.from_bytes(data[at + 2 : at + 4], "big")
        end = at + 2 + size
        if end > len(data) or (size < 2 and kind != _END and kind not in _ALONE):  # noqa: PLR2004
            raise ValueError("cut off")
        if kind == _SCAN:
            end = _end_of_scan(data, end)
        if kind == _ADOBE or kind not in {*_APPLICATIONS, _COMMENT}:  # Adobe's says which colours
            yield data[at:end]
        at = end


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the next marker stands that isn't part of the scan itself."""
    while True:
        at = data.index(b"\xff", at)
        if data[at + 1] not in {0x00, 0xFF, *range(0xD0, 0xD8)}:
            return at
        at += 1 if data[at + 1] == 0xFF else 2  # noqa: PLR2004

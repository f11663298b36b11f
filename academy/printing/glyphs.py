"""Which characters the fonts in this folder can show.

A PDF made elsewhere must look the same, so the fonts travel with the program. A name in a script
they lack still prints where the system has a font for it; the page that offers the printing warns
first. The cmap table is read here by hand: sixty lines of library would load for four numbers.
"""

import functools
import struct
import unicodedata
from pathlib import Path

FOLDER = Path(__file__).with_name("fonts")

_SEGMENTED, _GROUPED = 4, 12  # the two kinds of cmap subtable that modern fonts carry


def missing_characters(text: str) -> set[str]:
    """Return the visible characters of `text` that none of the fonts in this folder has."""
    return {one for one in text if _visible(one) and ord(one) not in _covered()}


def _visible(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZ"


@functools.cache
def _covered() -> frozenset[int]:
    return frozenset().union(*(characters(path) for path in sorted(FOLDER.glob("*.ttf"))))


def characters(path: Path) -> set[int]:
    """Return the code points that a TrueType file maps to a glyph."""
    data = path.read_bytes()
    table = _table(data, b"cmap")
    (count,) = struct.unpack_from(">H", table, 2)
    found: set[int] = set()
    for index in range(count):
        (start,) = struct.unpack_from(">I", table, 8 + 8 * index)
        (kind,) = struct.unpack_from(">H", table, start)
        if kind == _GROUPED:
            found |= _grouped(table[start:])
        elif kind == _SEGMENTED:
            found |= _segmented(table[start:])
    return found


def _table(data: bytes, wanted: bytes) -> bytes:
    (count,) = struct.unpack_from(">H", data, 4)
    for index in range(count):
        tag, _, start, length = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if tag == wanted:
            return data[start : start + length]
    return b"\0\0\0\0"


def _grouped(subtable: bytes) -> set[int]:
    (count,) = struct.unpack_from(">I", subtable, 12)
    groups = struct.iter_unpack(">III", subtable[16 : 16 + 12 * count])
    return {point for first, last, _ in groups for point in range(first, last + 1)}


def _segmented(subtable: bytes) -> set[int]:
    (doubled,) = struct.unpack_from(">H", subtable, 6)
    lasts = struct.unpack_from(f">{doubled // 2}H", subtable, 14)
    firsts = struct.unpack_from(f">{doubled // 2}H", subtable, 16 + doubled)
    spans = zip(firsts, lasts, strict=True)
    # The last segment is the format's own end mark, U+FFFF.
    return {point for first, last in spans for point in range(first, last + 1)} - {0xFFFF}

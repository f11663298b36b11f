"""Which characters a font file has, read from its table of characters and nothing else.

Read by hand and in place: a laptop may have four hundred fonts, some of twenty megabytes, and all
of them are asked before a sheet is printed. A library would take seconds for what is read here in
a tenth of one.
"""

import mmap
import struct
from pathlib import Path

SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")

_SEGMENTED, _GROUPED = 4, 12  # the two kinds of table that modern fonts carry
_END = 0xFFFF  # the last segment of the first kind is its end mark and no character

Ranges = list[tuple[int, int]]
"""Code points from the first to the last, both included."""


def ranges(path: Path) -> Ranges:
    """The code points that a font, or the fonts of a collection, map to a glyph.

    Nothing for what is no font or is damaged: it will not draw anything either.
    """
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return [one for start in _fonts(data) for one in _of_font(data, start)]
    except (OSError, ValueError, struct.error):
        return []


def _fonts(data: mmap.mmap) -> tuple[int, ...]:
    """Where in the file each font begins."""
    if data[:4] != b"ttcf":
        return (0,)
    (count,) = struct.unpack_from(">I", data, 8)
    return struct.unpack_from(f">{count}I", data, 12)


def _of_font(data: mmap.mmap, font: int) -> Ranges:
    (tables,) = struct.unpack_from(">H", data, font + 4)
    for index in range(tables):
        tag, _, start, _ = struct.unpack_from(">4sIII", data, font + 12 + 16 * index)
        if tag == b"cmap":
            return _of_table(data, start)
    return []


def _of_table(data: mmap.mmap, table: int) -> Ranges:
    (count,) = struct.unpack_from(">H", data, table + 2)
    found: Ranges = []
    for start in {struct.unpack_from(">I", data, table + 8 + 8 * n)[0] for n in range(count)}:
        (kind,) = struct.unpack_from(">H", data, table + start)
        if kind == _GROUPED:
            found += _grouped(data, table + start)
        elif kind == _SEGMENTED:
            found += _segmented(data, table + start)
    return found


def _grouped(data: mmap.mmap, start: int) -> Ranges:
    (count,) = struct.unpack_from(">I", data, start + 12)
    groups = struct.iter_unpack(">III", data[start + 16 : start + 16 + 12 * count])
    return [(first, last) for first, last, _ in groups]


def _segmented(data: mmap.mmap, start: int) -> Ranges:
    (doubled,) = struct.unpack_from(">H", data, start + 6)
    lasts = struct.unpack_from(f">{doubled // 2}H", data, start + 14)
    firsts = struct.unpack_from(f">{doubled // 2}H", data, start + 16 + doubled)
    return [(a, b) for a, b in zip(firsts, lasts, strict=True) if a != _END]

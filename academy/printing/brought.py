"""Fonts that a network brought: files in a folder beside its data, for scripts that ours lack.

They need no rights and are installed nowhere, so that they work the same on every system. The
program is told of the folder at its start, and looks into it when something is going to be printed.
"""

import functools
import re
from pathlib import Path
from typing import Final, NamedTuple

FOLDER: Final = "fonts"
"""What the folder is called, beside the data."""
MOST: Final = 40
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_,\[\]-]{0,60}\.(?:ttf|otf)")
"""What a file of the folder is called; nothing in it means anything to a style sheet."""


class Brought(NamedTuple):
    """A font that was brought, and what it is called in the style sheet."""

    family: str
    path: Path


_told: list[Path] = []


def use(folder: Path | None) -> None:
    """Take fonts from this folder from now on, or from none. It need not be there."""
    _told[:] = [folder] if folder else []
    _found.cache_clear()


def folder() -> Path | None:
    """The folder that was told last."""
    return _told[0] if _told else None


def fonts() -> tuple[Brought, ...]:
    """The fonts of the folder, in the order of their names."""
    return _found()[0]


def refused() -> tuple[str, ...]:
    """The names of what lies there and is not used: no font, damaged, too large, too many."""
    return _found()[1]


def file(name: str) -> Path | None:
    """Where one of the fonts lies."""
    return next((one.path for one in fonts() if one.path.name == name), None)


@functools.cache
def _found() -> tuple[tuple[Brought, ...], tuple[str, ...]]:
    used: list[Brought] = []
    left: list[str] = []
    for path in _files():
        if len(used) < MOST and _usable(path):
            # Of several weights in one family, Pango found only the regular one: each is its own.
            used.append(Brought(f"Academy More {_letters(len(used))}", path))
        else:
            left.append(path.name)
    return tuple(used), tuple(left)


def _letters(number: int) -> str:
    """AA, AB, …: Pango takes a number, or a word such as Bold, for no part of a name."""
    return chr(65 + number // 26) + chr(65 + number % 26)


def _files() -> list[Path]:
    place = folder()
    try:
        every = sorted(place.iterdir()) if place else []
    except OSError:
        return []
    return [path for path in every if not path.name.startswith(".") and path.suffix != ".txt"]


def _usable(path: Path) -> bool:
    from academy.printing import cmap, tables

    try:
        if not NAME.fullmatch(path.name) or path.is_symlink() or not path.is_file():
            return False
        if path.stat().st_size > tables.LARGEST:
            return False
    except OSError:
        return False
    return bool(tables.fonts(path) and cmap.ranges(path))

"""Files inside the packs, and nothing else: no link on the way, no name that means something.

A pack comes from somebody. A link in it can point at anything this account may read, a name can be
a device's on Windows, and both can change between a look and a read. So every step from the courses
folder down is opened by itself, never through a link, and what is read is what was opened.
"""

import os
import re
import stat
from pathlib import Path
from typing import Final

from sync import files

NAME: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?")
DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
LARGEST: Final = 256 * 2**10
"""The most bytes of a text. Our longest lesson has a tenth of it."""

_BY_STEPS: Final = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
_FOLDER: Final = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


class UnfitError(Exception):
    """Something is there that no pack should have. Its text is a sentence for the author."""


def read(folder: Path, file: str, most: int = LARGEST) -> bytes:
    """The bytes of `file`, written with `/`, below `folder`.

    Raises FileNotFoundError, and UnfitError for a link, a folder, a pipe, a strange name, a size
    beyond `most`, or what this account may not read.
    """
    steps = file.split("/")
    if not all(map(is_fit, steps)):
        raise UnfitError("A name in a pack has only letters a–z, digits, dots, hyphens.")
    try:
        data = _by_steps(folder, steps, most) if _BY_STEPS else _looked_at(folder, steps, most)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UnfitError("This is a link, or no plain file that can be read.") from error
    if len(data) > most:
        raise UnfitError(f"This is larger than {most // 2**10} kB.")
    return data


def is_there(folder: Path, file: str) -> bool:
    """Whether `read` would find something it takes."""
    try:
        read(folder, file)
    except (FileNotFoundError, UnfitError):
        return False
    return True


def is_fit(name: str) -> bool:
    """Whether a file or folder of a pack may have this name."""
    return NAME.fullmatch(name) is not None and DEVICES.fullmatch(name) is None


def is_link(entry: "os.DirEntry[str] | Path") -> bool:
    """Whether something leads elsewhere: a symbolic link, or a junction on Windows."""
    status = entry.stat(follow_symlinks=False)
    attributes = getattr(status, "st_file_attributes", 0)
    return stat.S_ISLNK(status.st_mode) or bool(attributes & 0x400)  # a reparse point


def _by_steps(folder: Path, steps: list[str], most: int) -> bytes:
    here = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        for step in steps[:-1]:
            below = os.open(step, _FOLDER, dir_fd=here)
            os.close(here)
            here = below
        return files.read(Path(steps[-1]), most, folder=here)
    finally:
        os.close(here)


def _looked_at(folder: Path, steps: list[str], most: int) -> bytes:
    """The same where folders can't be opened; `pictures` therefore compares what it read."""
    path = folder
    for step in steps:
        path = path / step
        if is_link(path):
            raise OSError("a link")
    return files.read(path, most)

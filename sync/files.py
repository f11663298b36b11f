"""Writing a file so that it is there whole or not at all; reading one that others put there."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from pathlib import Path
from typing import IO

# FAT, which sticks speak, knows no earlier day; a constant says nothing of when.
_NO_TIME = 315_619_200
# Not through a link, not waiting for whoever writes into a pipe; and bytes as they are.
_PLAINLY = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOCTTY", 0)
)


def read(path: Path, most: int, *, folder: int | None = None) -> bytes:
    """Return a file's bytes, or the first `most` + 1 of them; `folder` is one that is open.

    Raises OSError as `opened`.
    """
    with opened(path, folder=folder) as file:
        return file.read(most + 1)


def opened(path: Path, *, folder: int | None = None) -> IO[bytes]:
    """Open a file to read. Raises OSError for what is no plain file (a link, a folder, a pipe, a
    device), looking at the very file that is read.
    """
    if not hasattr(os, "O_NOFOLLOW") and path.is_symlink():
        raise OSError("a link")
    number = os.open(path, _PLAINLY, dir_fd=folder)
    file = open(number, "rb")  # noqa: PTH123, SIM115 - it is open already, and handed on
    if not stat.S_ISREG(os.fstat(number).st_mode):
        file.close()
        raise OSError("no plain file")
    return file


def write(path: Path, data: bytes, *, shared: bool = False) -> None:
    """Write aside, make durable, then rename; raises OSError and leaves nothing behind.

    `shared`: whoever holds the stick may read it, whatever this account keeps to itself. A stick
    that knows owners would else be closed to the very laptop it is carried to.
    """
    aside = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with aside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(OSError):
            if shared:
                aside.chmod(0o644)
            os.utime(aside, (_NO_TIME, _NO_TIME))
        aside.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        raise
    with contextlib.suppress(
        OSError
    ):  # Windows opens no folders; the rename is then its own promise
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

"""Writing a file so that it is there whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

# FAT, which sticks speak, knows no earlier day; a constant says nothing of when.
_NO_TIME = 315_619_200


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

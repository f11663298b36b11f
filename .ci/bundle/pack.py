"""A folder as a zip: the same bytes for the same files, whenever and wherever it is made."""

import stat
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

_WHEN: Final = (2000, 1, 1, 0, 0, 0)
_UNIX: Final = 3
"""The kind of system whose rights a zip remembers; without it nothing could be started."""


def pack(folder: Path, target: Path, top: str, symlinks: Mapping[str, str]) -> None:
    """Write all files of `folder` into `target`, below the folder `top`.

    What may be run stays so. `symlinks`: further names, and the file beside them that each means.
    """
    found: list[tuple[str, Path | str]] = [
        *((path.relative_to(folder).as_posix(), path) for path in files(folder)),
        *symlinks.items(),
    ]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, what in sorted(found, key=lambda one: one[0]):
            packed.writestr(*_member(f"{top}/{name}", what))


def _member(name: str, what: Path | str) -> tuple[zipfile.ZipInfo, bytes]:
    member = zipfile.ZipInfo(name, _WHEN)
    member.create_system = _UNIX
    member.compress_type = zipfile.ZIP_DEFLATED
    if isinstance(what, str):
        member.external_attr = (stat.S_IFLNK | 0o777) << 16
        return member, what.encode()
    runs = what.stat().st_mode & stat.S_IXUSR
    member.external_attr = (stat.S_IFREG | (0o755 if runs else 0o644)) << 16
    return member, what.read_bytes()


def files(folder: Path) -> Iterable[Path]:
    """All files below `folder`, without what Python makes of them."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".pyc" and path.name != ".gitignore":
            yield path

"""Wheels, archives with Python and Debian's packages, each laid where the file has it."""

import hashlib
import shutil
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from bundle.registries import FetchError
from bundle.systems import System

_UNUSED: Final = {
    *("test", "tests", "idlelib", "tkinter", "turtledemo", "ensurepip", "lib2to3", "pydoc_data"),
    *("site-packages", "Scripts", "include", "libs", "share", "pkgconfig"),
    *("tcl", "tcl8", "tcl8.6", "tcl9", "tcl9.0", "tk8.6", "tk9.0"),
}
"""Folders of Python that nothing here imports; its own packages belong to whoever made it."""


def wheel(file: Path, target: Path) -> None:
    """Lay what a wheel installs into `target`; its scripts and manuals are left out."""
    with zipfile.ZipFile(file) as packed:
        for name in packed.namelist():
            parts = safe(name)
            if parts[0].endswith(".data"):
                if parts[1:2] not in (("purelib",), ("platlib",)):
                    continue
                parts = parts[2:]
            if parts and not name.endswith("/"):
                lay(target.joinpath(*parts), packed.read(name))


def from_wheel(file: Path, wanted: tuple[str, ...], target: Path) -> None:
    """Lay some files of a wheel into `target`, by the ends of their names (`bin/z-1.dll`)."""
    with zipfile.ZipFile(file) as packed:
        names = packed.namelist()
        for one in wanted:
            found = next((name for name in names if name.endswith(f"/{one}")), None)
            if found is None:
                raise FetchError(f"{file.name} has no {one}.")
            lay(target.joinpath(*safe(one)), packed.read(found))


def check(archive: Path, system: System, digest: str | None) -> str:
    """Return the SHA-256 of an archive with Python; it must be `digest`, or one that we know."""
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    name, known = system.archive
    if found != (digest or known):
        what = "the one that was given" if digest else f"that of {name}"
        raise FetchError(f"{archive.name} has the SHA-256 {found}, which is not {what}.")
    return found


def python(archive: Path, system: System, target: Path) -> str:
    """Lay an archive with Python into `target`, where it finds our packages; its version (3.13).

    Either one of python-build-standalone or, for Windows, the embeddable one of python.org.
    """
    members = _of_zip(archive) if archive.suffix == ".zip" else _of_tar(archive)
    for parts, data, runs in members:
        unused = not _UNUSED.isdisjoint(parts[:-1])
        if unused or (parts[0] == "bin" and not _is_python(parts)):
            continue
        path = target.joinpath(*parts)
        lay(path, data)
        if runs:
            path.chmod(0o755)
    if system.family != "windows":
        first = next(iter(sorted((target / "bin").glob("python3.*"))), None)
        if first is not None:
            first.rename(target / "bin" / "python3")
    if not (target.parent / system.python).is_file():
        raise FetchError(f"{archive.name} has no {system.python} for {system.name}.")
    return _show_the_way(target)


def _is_python(parts: tuple[str, ...]) -> bool:
    return parts[-1].startswith("python3.") and not parts[-1].endswith("-config")


def _of_tar(archive: Path) -> Iterator[tuple[tuple[str, ...], bytes, bool]]:
    """The files of an archive whose one folder is called `python`."""
    with tarfile.open(archive) as packed:
        for member in packed:
            parts = safe(member.name)[1:]
            data = packed.extractfile(member) if member.isfile() else None
            if parts and data is not None:
                yield parts, data.read(), bool(member.mode & 0o100)


def _of_zip(archive: Path) -> Iterator[tuple[tuple[str, ...], bytes, bool]]:
    with zipfile.ZipFile(archive) as packed:
        for name in packed.namelist():
            if not name.endswith("/"):
                yield safe(name), packed.read(name), False


def _show_the_way(python: Path) -> str:
    """Have this Python find the libraries and the academy beside it; return its version."""
    told = next(iter(python.glob("python3*._pth")), None)
    if told is not None:  # the embeddable one reads this and nothing else
        number = told.name.removeprefix("python3").removesuffix("._pth")
        told.write_bytes(f"python3{number}.zip\r\n.\r\n..\\libraries\r\n..\r\n".encode())
        return f"3.{number}"
    dll = next(iter(python.glob("python3[0-9]*.dll")), None)
    if dll is not None:
        lay(python / "Lib" / "site-packages" / "academy.pth", b"../../../libraries\n../../..\n")
        return f"3.{dll.stem.removeprefix('python3')}"
    library = next(iter(sorted((python / "lib").glob("python3.*"))))
    place = library / "site-packages"
    lay(place / "academy.pth", b"../../../../libraries\n../../../..\n")
    return library.name.removeprefix("python")


def lay(path: Path, data: bytes) -> None:
    """Write a file, and the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def safe(name: str) -> tuple[str, ...]:
    """The parts of a name in an archive; nothing of it lies anywhere else."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or not path.parts or ":" in name:
        raise FetchError(f"An archive names a file that lies outside of it: {name}")
    return path.parts


def copy(source: Path, target: Path) -> None:
    """Copy a folder of ours, without what Python and gettext make of it."""
    left_out = shutil.ignore_patterns("__pycache__", "*.mo")
    shutil.copytree(source, target, ignore=left_out)

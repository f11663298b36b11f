"""Making a program for others: a release key in a folder of its own, the files, the wheels."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from academy import folder as private
from academy.errors import AcademyError
from academy.store import database, slots
from academy.updates import carried, names, places
from sync.keys import DeviceKey

_LEFT_OUT: Final = (".pyc", ".pyo", ".mo")


def new_key(folder: Path, passphrase: str) -> DeviceKey:
    """A fresh release key, sealed by a passphrase in a folder of its own.

    Raises AcademyError: "release_key_there" where something is, and as `passphrases.judge`.
    """
    if slots.exists(folder) or (folder / database.FILE).exists():
        raise AcademyError("release_key_there")
    seed, slot = slots.make(passphrase)
    slots.publish(private.make(folder), slot)
    return DeviceKey(seed)


def key_in(folder: Path, passphrase: str) -> DeviceKey:
    """Open a release key. Raises AcademyError: "passphrase_wrong", "release_key_there" for the
    folder of a store, whose key signs nothing, and as `slots.unlock`.
    """
    if (folder / database.FILE).exists():
        raise AcademyError("release_key_there")
    return DeviceKey(slots.unlock(folder, passphrase))


def make(source: Path, key: DeviceKey, target: Path, wheels: Path | None = None) -> Path:
    """Write the program of a source tree into a folder, signed; where it lies.

    With `wheels`, those files of that folder that the lock names go along. Raises AcademyError as
    `carried.write`.
    """
    contents = dict(collect(source))
    lock = contents.get("requirements.lock", b"").decode()
    for path in sorted(wheels.glob("*.whl")) if wheels else ():
        data = path.read_bytes()
        if f"sha256:{hashlib.sha256(data).hexdigest()}" in lock:
            contents[f"{names.WHEELS}/{path.name}"] = data
    return carried.write(target, key, _facts(source), contents)


def collect(source: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a program, by name; what Python or a run left behind is none of them."""
    for name in names.FILES:
        if (source / name).is_file():
            yield name, (source / name).read_bytes()
    for folder in names.FOLDERS:
        for path in sorted((source / folder).rglob("*")):
            name = path.relative_to(source).as_posix()
            if path.is_file() and not path.is_symlink() and _belongs(name):
                yield name, path.read_bytes()


def _belongs(name: str) -> bool:
    steps = name.split("/")
    hidden = any(step.startswith(".") or step in ("__pycache__", "_data") for step in steps)
    return not hidden and not name.endswith(_LEFT_OUT)


def _facts(source: Path) -> dict[str, Any]:
    """What the source says of itself; asked of its text, for it need not be the one that runs."""
    return {
        "version": places.version_in(source),
        "released": places.released_in(source),
        "form": places.form_in(source),
    }

r"""A pack on its way: one signed file, which says nothing by its name.

    manifest line ‖ "\n" ‖ signature (64 bytes) ‖ packed

    manifest   {"pack":1,"from":<device>,"size":<bytes>,"packed":<bytes>,"sha256":<of packed>}
    packed     zlib(index line ‖ "\n" ‖ the files, one after another)
    index      [["course.yaml",186],["en/01-soil.md",1203], …]

No archive format: there is one list of names, each once, in one place, with nothing between the
files, no links, no rights, no folders but those of the names. What the pack is, its own course.yaml
says; the manifest has nothing that could contradict it. The signature says which device made the
file, not that it is good. It isn't sealed: a course is for everybody.
"""

import hashlib
import json
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from academy.courses import inside, pictures, strays
from academy.courses.own.home import OWN, Own
from academy.courses.own.shelving import clean
from academy.courses.problems import Problem, refuse
from academy.errors import AcademyError
from sync import files as plain_files
from sync import keys, strict
from sync.errors import TrustError
from sync.keys import DeviceKey

ROLE: Final = "pack/1"
LARGEST: Final = 24 * 2**20
UNPACKED: Final = 64 * 2**20
RATIO: Final = 100
_ANYHOW: Final = 2**20
_MANIFEST: Final = 1_024
_INDEX: Final = 400 * 2**10
_SIGNATURE: Final = 64
NAME: Final = re.compile(r"[0-9a-f]{16}\.pack")
MOST_ON_A_STICK: Final = 20


@dataclass(frozen=True)
class Carried:
    """A pack as it came: by whom it was signed, and its files. Nobody has read them yet."""

    device: str
    digest: str
    """Of the whole file: what was shown is what is taken."""
    size: int
    files: dict[str, bytes]


def pack(key: DeviceKey, own: Own, id: str) -> bytes:
    """The signed file of a pack in the network's own folder.

    Raises AcademyError: "course_unknown", `course_invalid`, "pack_too_large".
    """
    if id not in own.ids():
        raise AcademyError("course_unknown")
    clean(own, id)
    found = files(own, id)
    index = json.dumps([[file, len(data)] for file, data in found.items()], separators=(",", ":"))
    payload = b"".join([index.encode(), b"\n", *found.values()])
    packed = zlib.compress(payload, 6)
    if len(payload) > _most(len(packed)):
        packed = zlib.compress(payload, 0)
    manifest = {
        "pack": 1,
        "from": key.device,
        "size": len(payload),
        "packed": len(packed),
        "sha256": hashlib.sha256(packed).hexdigest(),
    }
    line = json.dumps(manifest, separators=(",", ":")).encode()
    data = b"".join([line, b"\n", key.sign(ROLE, line), packed])
    if len(data) > LARGEST or len(payload) > UNPACKED:
        raise AcademyError("pack_too_large", most=LARGEST // 2**20)
    return data


def files(own: Own, id: str) -> dict[str, bytes]:
    """What lies in a pack of the network's own folder, by name. Raises AcademyError."""
    return {file: _read(own, id, file) for file in _files(own.folder / id)}


def unpack(data: bytes) -> Carried:
    """Check the signature of a file, then take it apart; nothing of it is understood yet.

    Raises AcademyError: "pack_too_large", "pack_damaged", "pack_unsigned", and `course_invalid`
    for a name that no pack has.
    """
    if len(data) > LARGEST:
        raise AcademyError("pack_too_large", most=LARGEST // 2**20)
    try:
        end = data.index(b"\n", 0, _MANIFEST)
        manifest = strict.read(data[:end], most=_MANIFEST, parts=10, depth=1)
        version, device = manifest["pack"], manifest["from"]
        size, length, digest = manifest["size"], manifest["packed"], manifest["sha256"]
    except (ValueError, KeyError, TypeError) as error:
        raise AcademyError("pack_damaged") from error
    if type(version) is not int or version != 1 or type(size) is not int:
        raise AcademyError("pack_damaged")
    try:
        keys.verify(str(device), ROLE, data[:end], data[end + 1 : end + 1 + _SIGNATURE])
    except TrustError as error:
        raise AcademyError("pack_unsigned") from error
    packed = data[end + 1 + _SIGNATURE :]
    if len(packed) != length or hashlib.sha256(packed).hexdigest() != digest:
        raise AcademyError("pack_damaged")
    found = _taken_apart(_inflated(packed, size))
    return Carried(str(device), hashlib.sha256(data).hexdigest(), len(data), found)


def file_name(data: bytes) -> str:
    """The name a pack travels under: it says nothing of what is in it, or whose it is."""
    return hashlib.sha256(b"academy-pack/1" + data).hexdigest()[:16] + ".pack"


def write(folder: Path, data: bytes) -> Path:
    """Write a signed file into a folder. Raises AcademyError("folder_unwritable")."""
    path = folder / file_name(data)
    try:
        plain_files.write(path, data, shared=True)
    except OSError as error:
        raise AcademyError("folder_unwritable") from error
    return path


def on_a_stick(folder: Path) -> list[Path]:
    """The files in a folder that may be packs, judged by their names alone."""
    try:
        found = sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name))
    except OSError:
        return []
    return found[:MOST_ON_A_STICK]


def read(path: Path) -> bytes:
    """A file from a stick. Raises AcademyError as `unpack`."""
    if not NAME.fullmatch(path.name):
        raise AcademyError("pack_damaged")
    try:
        return plain_files.read(path, LARGEST)
    except OSError as error:
        raise AcademyError("pack_damaged") from error


def _files(folder: Path) -> list[str]:
    found = (path for path in folder.rglob("*") if path.is_file())
    named = (path.relative_to(folder).as_posix() for path in found)
    return sorted(one for one in named if all(map(inside.is_fit, one.split("/"))))


def _read(own: Own, id: str, file: str) -> bytes:
    most = pictures.LARGEST if file.startswith(f"{pictures.FOLDER}/") else inside.LARGEST
    try:
        return inside.read(own.folder, f"{id}/{file}", most)
    except (inside.UnfitError, FileNotFoundError) as error:
        refuse(Problem(f"{OWN}/{id}/{file}", 1, str(error)))
        raise AssertionError from error


def _most(packed: int) -> int:
    return min(UNPACKED, _ANYHOW + RATIO * packed)


def _inflated(packed: bytes, size: int) -> bytes:
    if not 0 < size <= _most(len(packed)):
        raise AcademyError("pack_too_large", most=LARGEST // 2**20)
    try:
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(packed, size + 1)
    except zlib.error as error:
        raise AcademyError("pack_damaged") from error
    if len(data) != size or not unpacker.eof or unpacker.unused_data:
        raise AcademyError("pack_damaged")
    return data


def _taken_apart(payload: bytes) -> dict[str, bytes]:
    """The files by name. All names are judged before any file is made of them."""
    try:
        end = payload.index(b"\n", 0, _INDEX)
        index = strict.read(payload[:end], most=_INDEX, parts=3 * strays.MOST + 2, depth=2)
        sizes = {str(name): size for name, size in index}
    except (ValueError, TypeError) as error:
        raise AcademyError("pack_damaged") from error
    if len(sizes) != len(index) or len(index) > strays.MOST:
        raise AcademyError("pack_damaged")
    if any(type(size) is not int or size < 0 for size in sizes.values()):
        raise AcademyError("pack_damaged")
    if sum(sizes.values()) != len(payload) - end - 1:
        raise AcademyError("pack_damaged")
    _judge(list(sizes))
    found, at = {}, end + 1
    for name, size in sizes.items():
        found[name] = payload[at : at + size]
        at += size
    return found


def _judge(names: list[str]) -> None:
    """Refuse names that lead elsewhere, or that would be one file on another computer."""
    seen: dict[str, str] = {}
    for name in names:
        steps = name.split("/")
        if not all(map(inside.is_fit, steps)) or len(steps) > strays.DEEPEST:
            shown = strays.shown(name)
            refuse(
                Problem(shown, 1, "A name in a pack has only letters a–z, digits, dots, hyphens.")
            )
        for length in range(1, len(steps) + 1):
            place = "/".join(steps[:length])
            whole = length == len(steps)
            key = place.casefold()
            if seen.get(key, place) != place or (whole and key in seen) or seen.get(key + "\0"):
                refuse(Problem(place, 1, "Two files of this pack would be one on some computers."))
            seen[key] = place
            if whole:
                seen[key + "\0"] = place

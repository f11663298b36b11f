"""The file of a program: written, looked at, unpacked. See the page of this room for its form."""

import hashlib
import json
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from academy.errors import AcademyError
from academy.updates import names
from sync import files, keys, strict
from sync.errors import TrustError
from sync.keys import DeviceKey

ROLE: Final = "program/1"
NAME: Final = re.compile(r"[0-9a-f]{16}\.program")
LARGEST: Final = 400 * 2**20
"""Bytes of the whole file; with the wheels of one kind of machine it has about 60 MB."""
UNPACKED: Final = 600 * 2**20
ONE_FILE: Final = 64 * 2**20
MOST_FILES: Final = 8_000
MOST_ON_A_STICK: Final = 10
_RATIO: Final = 100
_ANYHOW: Final = 2**20
_HEAD: Final = 1_024
_INDEX: Final = 2 * 2**20
_SIGNATURE: Final = 64
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_VERSION: Final = re.compile(r"(?:0|[1-9][0-9]{0,4})(?:\.(?:0|[1-9][0-9]{0,4})){1,3}")
_MOMENT: Final = re.compile(r"2[0-9]{3}-(?:0[1-9]|1[0-2])-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]")


@dataclass(frozen=True)
class Packed:
    """One file of a program: its size, its size on the way, and its SHA-256."""

    size: int
    packed: int
    sha256: str


@dataclass(frozen=True)
class Head:
    """What somebody signed."""

    key: str
    version: str
    released: str
    form: int
    """Of the stored log, as this program writes it."""
    digest: str
    """Of all that was signed, and so of the whole program."""
    files: Mapping[str, Packed]
    signed: bytes
    """Head, signature and index as they came."""

    @property
    def name(self) -> str:
        """The folder in which it will lie."""
        return f"{self.version}-{self.digest[:12]}"

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(one.size for one in self.files.values())


def number(version: str) -> tuple[int, ...]:
    """A version, to be compared."""
    return tuple(int(one) for one in version.split("."))


def head(data: IO[bytes]) -> Head:
    """Read the signed part of a file; what follows it is what the list says, to the byte.

    Raises AcademyError: "program_damaged", "program_unsigned", "program_too_large".
    """
    start = data.read(_HEAD)
    line = start.partition(b"\n")[0]
    if len(line) == len(start):
        raise AcademyError("program_damaged")
    data.seek(len(line) + 1)
    signature = data.read(_SIGNATURE)
    told = _understood(line)
    try:
        keys.verify(told["from"], ROLE, line, signature)
    except TrustError as error:
        raise AcademyError("program_unsigned") from error
    index = data.read(told["index"])
    if len(index) != told["index"] or hashlib.sha256(index).hexdigest() != told["sha256"]:
        raise AcademyError("program_damaged")
    return Head(
        key=told["from"], version=told["version"], released=told["released"], form=told["form"],
        digest=hashlib.sha256(line).hexdigest(), files=_listed(index),
        signed=b"".join([line, b"\n", signature, index]),
    )  # fmt: skip


def unpack(data: IO[bytes], found: Head, put: Callable[[str, bytes], None]) -> None:
    """Hand over every file of a program, checked; `data` stands behind what was signed.

    Raises AcademyError("program_damaged"), also when more follows than was listed.
    """
    for name, one in found.files.items():
        put(name, _inflated(data.read(one.packed), one))
    if data.read(1):
        raise AcademyError("program_damaged")


def opened(path: Path) -> IO[bytes]:
    """A file from a stick. Raises AcademyError: "program_damaged", "program_too_large"."""
    if not NAME.fullmatch(path.name):
        raise AcademyError("program_damaged")
    try:
        file = files.opened(path)
    except OSError as error:
        raise AcademyError("program_damaged") from error
    if file.seek(0, 2) > LARGEST:
        file.close()
        raise AcademyError("program_too_large", most=LARGEST // 2**20)
    file.seek(0)
    return file


def on_a_stick(folder: Path) -> list[Path]:
    """The files in a folder that may be programs, judged by their names alone."""
    try:
        found = sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name))
    except OSError:
        return []
    return found[:MOST_ON_A_STICK]


def write(
    target: Path, key: DeviceKey, facts: Mapping[str, Any], contents: Mapping[str, bytes]
) -> Path:
    """Sign a program and write it into a folder; where it lies now.

    Raises AcademyError("folder_unwritable"), and as `names.judge`.
    """
    names.judge(contents)
    packed = {name: zlib.compress(data, 9) for name, data in contents.items()}
    listed = [
        [name, len(data), len(packed[name]), hashlib.sha256(data).hexdigest()]
        for name, data in contents.items()
    ]
    index = json.dumps(listed, separators=(",", ":")).encode()
    told = {
        "program": 1, "from": key.device, **facts, "index": len(index),
        "sha256": hashlib.sha256(index).hexdigest(),
    }  # fmt: skip
    line = json.dumps(told, separators=(",", ":")).encode()
    whole = b"".join([line, b"\n", key.sign(ROLE, line), index, *packed.values()])
    path = target / f"{hashlib.sha256(b'academy-program/1' + whole).hexdigest()[:16]}.program"
    try:
        files.write(path, whole, shared=True)
    except OSError as error:
        raise AcademyError("folder_unwritable") from error
    return path


def _understood(line: bytes) -> dict[str, Any]:
    try:
        told = strict.read(line, most=_HEAD, parts=20, depth=1)
        fit = (
            type(told["program"]) is int
            and told["program"] == 1
            and isinstance(told["from"], str)
            and _HASH.fullmatch(told["sha256"])
            and _VERSION.fullmatch(told["version"])
            and _MOMENT.fullmatch(told["released"])
            and type(told["form"]) is int
            and type(told["index"]) is int
            and 0 < told["index"] <= _INDEX
        )
    except (ValueError, KeyError, TypeError) as error:
        raise AcademyError("program_damaged") from error
    if not fit:
        raise AcademyError("program_damaged")
    return dict(told)


def _listed(index: bytes) -> dict[str, Packed]:
    try:
        rows = strict.read(index, most=_INDEX, parts=5 * MOST_FILES + 2, depth=2)
        found = {name: Packed(size, packed, sha256) for name, size, packed, sha256 in rows}
        fit = len(found) == len(rows) and all(map(_is_fit, found.values()))
        names.judge(found)
    except (ValueError, TypeError, AttributeError) as error:
        raise AcademyError("program_damaged") from error
    if not fit:
        raise AcademyError("program_damaged")
    sizes = list(found.values())
    large = any(one.size > min(ONE_FILE, _ANYHOW + _RATIO * one.packed) for one in sizes)
    if large or sum(one.size for one in sizes) > UNPACKED:
        raise AcademyError("program_too_large", most=LARGEST // 2**20)
    return found


def _is_fit(one: Packed) -> bool:
    whole = type(one.size) is int and type(one.packed) is int and isinstance(one.sha256, str)
    return bool(
        whole and one.size >= 0 and 0 < one.packed <= ONE_FILE and _HASH.fullmatch(one.sha256)
    )


def _inflated(packed: bytes, one: Packed) -> bytes:
    try:
        unpacker = zlib.decompressobj()
        data = unpacker.decompress(packed, one.size + 1)
    except zlib.error as error:
        raise AcademyError("program_damaged") from error
    whole = len(data) == one.size and unpacker.eof and not unpacker.unused_data
    if not whole or hashlib.sha256(data).hexdigest() != one.sha256:
        raise AcademyError("program_damaged")
    return data

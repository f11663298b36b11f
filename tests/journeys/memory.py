"""What a running machine holds in memory, read as somebody with the right to does (Linux)."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

PIECE = 1 << 24
OVERLAP = 128


def family(pid: int) -> list[int]:
    """A process and all that it started. Skips the test where the system doesn't tell."""
    if not Path("/proc/self/task").exists():
        pytest.skip("needs /proc, as Linux has it")
    children = Path(f"/proc/{pid}/task").glob("*/children")
    found = [int(child) for file in children for child in file.read_text("ascii").split()]
    return [pid, *(one for child in found for one in family(child))]


def is_alive(pid: int) -> bool:
    """Whether a process still runs. One that ended and was asked by nobody how is dead (Z)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def found_in(pids: Iterable[int], needles: dict[str, bytes], many: bytes = b"(?!)") -> set[str]:
    """Which needles lie in the memory of these processes, and all that fits the pattern `many`.

    Skips the test where memory may not be read.
    """
    pattern = re.compile(many)
    found: set[str] = set()
    for pid in filter(is_alive, pids):
        for piece in _memory(pid):
            found |= {name for name, needle in needles.items() if needle in piece}
            found |= {hit.decode("latin-1") for hit in pattern.findall(piece)}
    return found


def _memory(pid: int) -> Iterator[bytes]:
    where = Path(f"/proc/{pid}/mem")
    if not os.access(where, os.R_OK):
        pytest.skip("needs the right to read a process's memory")
    maps = Path(f"/proc/{pid}/maps").read_text("utf-8").splitlines()
    with where.open("rb", buffering=0) as memory:
        for line in maps:
            place, rights = line.split()[:2]
            starts, ends = (int(end, 16) for end in place.split("-"))
            # What is only read is files of the program.
            if rights.startswith("rw"):
                yield from _pieces(memory, starts, ends)


def _pieces(memory, starts: int, ends: int) -> Iterator[bytes]:
    for at in range(starts, ends, PIECE):
        try:
            memory.seek(at)
            yield memory.read(min(PIECE + OVERLAP, ends - at))
        except OSError:  # given back meanwhile
            return

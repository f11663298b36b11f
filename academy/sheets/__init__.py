"""A spreadsheet's sheets, read by a child process that may die of what it reads.

The reader of spreadsheets is native code that makes room for whatever a file claims, and a program
cannot catch its own end. So the bytes go to `child.py` through a pipe, the rows come back as JSON,
and whatever becomes of the child is one refusal here. Nothing touches the disk.
"""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Final, NamedTuple

from academy.errors import AcademyError

CHILD: Final = Path(__file__).with_name("child.py")
SECONDS: Final = 10
MOST_SAID: Final = 4 * 2**20
CODES: Final = ("list_unreadable", "list_too_long")
# The child needs to find its libraries; it has no use for passphrases that lie beside them.
KEPT: Final = ("PATH", "PYTHONPATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")

_one_at_a_time = threading.Lock()


class Sheet(NamedTuple):
    """One sheet: its rows from the first on, and the numbers of those that somebody has hidden."""

    name: str
    rows: list[list[str]]
    hidden: list[int]


def read(data: bytes, *, cells: int, text: int) -> list[Sheet]:
    """The sheets that have rows and aren't hidden: at most `cells` cells, `text` characters in all.

    Raises AcademyError: "list_unreadable" (also when reading it took the child's life),
    "list_too_long" (`cells`).
    """
    with _one_at_a_time:
        said = _ask(data, [str(cells), str(text)])
    return _believed(said, cells)


def _ask(data: bytes, limits: list[str]) -> bytes:
    """What a child says to these bytes; nothing when it died, was stopped or said too much."""
    # By its path and not by its name: the child needs nothing of ours, wherever we are installed.
    command = [sys.executable, "-P", str(CHILD), *limits]
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    try:
        child = subprocess.Popen(  # noqa: S603 - our own file, by this very interpreter
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        return b""
    timer = threading.Timer(SECONDS, child.kill)
    timer.start()
    try:
        said = _talk(child, data)
    finally:
        timer.cancel()
        child.kill()
        child.wait()
        _close(child.stdout)
    return said if child.returncode == 0 and len(said) <= MOST_SAID else b""


def _talk(child: subprocess.Popen[bytes], data: bytes) -> bytes:
    if child.stdin is None or child.stdout is None:
        return b""
    try:
        child.stdin.write(data)
    except OSError:  # it died before it had read everything
        pass
    finally:
        _close(child.stdin)
    said = child.stdout.read(MOST_SAID + 1)
    if len(said) <= MOST_SAID:
        child.wait()  # the timer ends this where it would not end itself
    return said


def _close(pipe: IO[bytes] | None) -> None:
    try:
        if pipe is not None:
            pipe.close()
    except OSError:
        pass


def _believed(said: bytes, cells: int) -> list[Sheet]:
    """The sheets in an answer. The child may be in the hands of what it read: look at each cell."""
    try:
        answer = json.loads(said)
    except (ValueError, RecursionError):
        answer = None
    if answer in CODES:
        raise AcademyError(answer)
    if not isinstance(answer, list):
        raise AcademyError("list_unreadable")
    sheets = [_sheet(one) for one in answer]
    if sum(len(row) for sheet in sheets for row in sheet.rows) > cells:
        raise AcademyError("list_unreadable")
    return sheets


def _sheet(said: object) -> Sheet:
    if not isinstance(said, dict) or said.keys() != {"name", "rows", "hidden"}:
        raise AcademyError("list_unreadable")
    name, rows, hidden = said["name"], said["rows"], said["hidden"]
    if (
        not isinstance(name, str)
        or not _is_list(hidden, int)
        or not _is_list(rows, list)
        or not all(_is_list(row, str) for row in rows)
    ):
        raise AcademyError("list_unreadable")
    return Sheet(name, rows, hidden)


def _is_list(value: object, of: type) -> bool:
    return isinstance(value, list) and all(type(one) is of for one in value)

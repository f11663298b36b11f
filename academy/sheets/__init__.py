"""A spreadsheet's sheets, read by a child process that may die of what it reads.

The reader of spreadsheets is native code that makes room for whatever a file claims, so it is kept
apart (`academy.apart`). The bytes go to `child.py`, the rows come back as JSON, and whatever
becomes of the child is one refusal here.
"""

import json
import threading
from pathlib import Path
from typing import Final, NamedTuple

from academy import apart
from academy.errors import AcademyError

CHILD: Final = Path(__file__).with_name("child.py")
SECONDS: Final = 10
MOST_SAID: Final = 4 * 2**20
CODES: Final = ("list_unreadable", "list_too_long")

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
        limits = [str(cells), str(text)]
        said = apart.ask(CHILD, data, limits, most=MOST_SAID, seconds=SECONDS)
    return _believed(said, cells)


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

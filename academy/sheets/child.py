"""The child: a spreadsheet on its standard input, its sheets as JSON on its standard output.

Run by its path, so it imports nothing of ours. It first takes from itself what it will not need
(`apart.holding`). python-calamine's only home.
"""

import datetime as dt  # noqa: F401 - for cells; later nothing can be imported any more
import encodings.cp437  # noqa: F401 - names of files in a zip
import io
import json
import re
import runpy
import sys
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final
from xml.parsers import expat

import python_calamine as calamine

HOLDING: Final = Path(__file__).resolve().parents[1] / "apart" / "holding.py"
MEMORY: Final = 512 * 2**20
SECONDS: Final = 8
UNPACKED: Final = 20 * 2**20
WIDEST: Final = 2_000_000
PARTS: Final = 200
"""Of a spreadsheet: the most bytes once unpacked, the most places between its corners, the most
files in its zip."""

_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


class TooLong(Exception):  # noqa: N818 - an answer, not a fault
    """More than a list of people has."""


def hold_back() -> None:
    """Take from this process what reading a list does not need, as far as the system can."""
    runpy.run_path(str(HOLDING))["hold_back"](MEMORY, SECONDS)


def read(data: bytes, cells: int, text: int) -> list[dict[str, object]]:
    """The sheets that have rows and that can be seen: name, rows from the first on, hidden rows.

    Raises TooLong, ValueError and others.
    """
    hidden = hidden_rows(count(data))
    found: list[dict[str, object]] = []
    with calamine.load_workbook(io.BytesIO(data)) as book:
        for sheet in book.sheets_metadata:
            if sheet.visible != calamine.SheetVisibleEnum.Visible:
                continue
            one = book.get_sheet_by_name(sheet.name)
            if one.end is not None:
                cells -= (one.end[0] + 1) * (one.end[1] + 1)
                if cells < 0:
                    raise TooLong
                rows = _within(text, one.to_python(skip_empty_area=False))
                text -= sum(len(cell) for row in rows for cell in row)
                found.append({
                    "name": sheet.name, "rows": rows, "hidden": hidden.get(sheet.name, []),
                })  # fmt: skip
    return found


def hidden_rows(parts: dict[str, "_Part"]) -> dict[str, list[int]]:
    """The rows that somebody has hidden, by the name of their sheet."""
    workbook = parts["xl/workbook.xml"]
    targets = parts.get("xl/_rels/workbook.xml.rels", _Part()).targets
    found = {}
    for name, id in workbook.sheets:
        target = targets.get(id, "").removeprefix("/").removeprefix("xl/")
        if f"xl/{target}" in parts:
            found[name] = sorted(parts[f"xl/{target}"].hidden)
    return found


def count(data: bytes) -> dict[str, "_Part"]:
    """Refuse what would fill the memory, before anything makes room for it; return what was seen.

    Raises TooLong; ValueError for what is no spreadsheet, or none that a spreadsheet program wrote.
    """
    seen = {}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        if "xl/workbook.xml" not in packed.namelist() or len(parts) > PARTS:
            raise ValueError("some other kind of document")
        if sum(part.file_size for part in parts) > UNPACKED:
            raise TooLong
        left = UNPACKED
        for part in parts:
            with packed.open(part) as file:  # what a size claims is believed by nobody
                unpacked = file.read(left + 1)
            left -= len(unpacked)
            if left < 0:
                raise TooLong
            if part.filename.lower().endswith((".xml", ".rels")):
                seen[part.filename] = _Part()
                seen[part.filename].read(unpacked)
    return seen


class _Part:
    """What one file of a spreadsheet says: how far apart its cells lie, whatever the letters and
    encoding of their places; which rows are hidden; which sheets there are, and in which files.
    """

    def __init__(self) -> None:
        self.column = 0
        self.row = 0
        self.at = 0
        self.hidden: set[int] = set()
        self.sheets: list[tuple[str, str]] = []
        self.targets: dict[str, str] = {}

    def read(self, xml: bytes) -> None:
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._element
        parser.Parse(xml, True)  # noqa: FBT003 - it takes no names

    def _doctype(self, *_: object) -> None:
        raise ValueError("entities")  # only bombs have them

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "row":
            self.at = int(attributes.get("r", self.at + 1))
            self.row, self.column = max(self.row, self.at), 0
            if attributes.get("hidden", "").lower() in {"1", "true"}:
                self.hidden.add(self.at)
        elif kind == "c":
            self.column += 1
            self._cell(attributes.get("r"))
        elif kind == "sheet":
            ids = (id for key, id in attributes.items() if key.rpartition(":")[2] == "id")
            self.sheets.append((attributes.get("name", ""), next(ids, "")))
        elif kind == "Relationship":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")
        elif kind == "dimension":
            for corner in attributes.get("ref", "").split(":"):
                self._cell(corner or None)

    def _cell(self, place: str | None) -> None:
        if place is not None:
            found = _PLACE.fullmatch(place)
            if found is None:
                raise ValueError("a cell that is nowhere")
            signs = reversed(found[1].upper())
            column = sum((ord(sign) - 64) * 26**at for at, sign in enumerate(signs))
            self.column, self.row = max(self.column, column), max(self.row, int(found[2]))
        if self.column * self.row > WIDEST:
            raise ValueError("cells too far apart")


def _within(text: int, sheet: Iterable[Sequence[object]]) -> list[list[str]]:
    found: list[list[str]] = []
    for row in sheet:
        found.append([_said(cell) for cell in row])
        text -= sum(map(len, found[-1]))
        if text < 0:
            raise TooLong
    return found


def _said(cell: object) -> str:
    """A cell as it reads: a whole number without the ".0" that spreadsheets keep."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def main() -> None:
    """Answer with the sheets, or with the code of a refusal."""
    cells, text = (int(number) for number in sys.argv[1:3])
    answer: object = "list_unreadable"
    try:
        hold_back()
        answer = read(sys.stdin.buffer.read(), cells, text)
    except TooLong:
        answer = "list_too_long"
    except BaseException:  # noqa: BLE001, S110 - native code panics in kinds of its own
        pass
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()

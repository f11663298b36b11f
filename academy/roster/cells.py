"""From the bytes of a list to tables of cells: which letters, which separator, which sheets."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from academy import sheets
from academy.errors import AcademyError
from academy.roster import words
from academy.text import encodings, signs

MOST: Final = 500
LARGEST: Final = 1 * 2**20
MOST_CELLS: Final = 40 * MOST
"""A spreadsheet of a few kilobytes may claim a million columns; no list of people does."""
MOST_LINES: Final = 20 * MOST
"""Empty ones counted in: a file of nothing but line ends is no list either."""
ABOVE: Final = 20
"""Rows that may stand above the headings: a title, a place, dates, a logo's empty lines."""

DELIMITERS: Final = "\t;,|"
SPREADSHEET: Final = b"PK\x03\x04"
OLD_SPREADSHEET: Final = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Table:
    """One sheet: its rows that aren't empty, each with its number; the numbers of hidden ones."""

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    hidden: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Source:
    """A list as it was opened: its tables and, for a file of text, how its letters were read.

    `readings` are the ways to read them, as (encoding, a few words read so), best first; `sure` is
    whether nobody need be asked which.
    """

    tables: tuple[Table, ...]
    encoding: str = ""
    readings: tuple[tuple[str, str], ...] = ()
    sure: bool = True


def opened(data: bytes | str, encoding: str | None = None) -> Source:
    """Open a file's bytes or pasted text; `encoding` is what somebody chose among the readings.

    Raises AcademyError: "list_unreadable", "list_empty", "list_too_long" (`most`).
    """
    if len(data) > LARGEST:
        raise AcademyError("list_too_long", most=MOST)
    if isinstance(data, str):
        return Source(_filled([_table("", _separated(data))]))
    if data.startswith(OLD_SPREADSHEET):
        raise AcademyError("list_unreadable")
    if data.startswith(SPREADSHEET):
        return Source(_filled(map(_of_sheet, _spreadsheet(data))))
    return _decoded(data, encoding)


def _filled(tables: Iterable[Table]) -> tuple[Table, ...]:
    found = tuple(table for table in tables if table.rows)
    if not found:
        raise AcademyError("list_empty")
    return found


def _decoded(data: bytes, chosen: str | None) -> Source:
    """A file of text, in the letters that make most sense of it."""
    text = encodings.read(data, chosen)
    if text is None:
        raise AcademyError("list_unreadable")
    if not text.sure:
        text = _with_known_words(data, text)
    readings = []
    for name in text.others:
        other = encodings.read(data, name)
        if other is not None:
            readings.append((name, _sample(other.text)))
    table = _table("", _separated(text.text))
    return Source(_filled([table]), text.encoding, tuple(readings), text.sure)


def _with_known_words(data: bytes, guess: encodings.Read) -> encodings.Read:
    """The reading in which the list calls its columns what lists call them, if one stands out."""
    best, most = guess, _known(guess.text)
    for name in guess.others:
        other = encodings.read(data, name)
        if other is not None and _known(other.text) > most:
            best, most = replace(other, sure=True), _known(other.text)
    return best


def _known(text: str) -> int:
    """How many cells at the top of a text, other than plain ones, are headings known here."""
    cells = (cell for row in islice(_separated(text), ABOVE) for cell in row)
    known = words.headings().keys() | words.names()
    return sum(not cell.isascii() and words.folded(cell) in known for cell in cells)


def _sample(text: str) -> str:
    """The first few words of a text that depend on how it is read."""
    found = [cell for row in islice(_separated(text), MOST) for cell in row if not cell.isascii()]
    return " · ".join(map(signs.clean, found[:3]))[:80]


def _table(name: str, rows: Iterable[Sequence[str]], hidden: Iterable[int] = ()) -> Table:
    found = []
    for number, row in enumerate(rows, 1):
        # A cell of nothing but invisible signs stays as it is, for the rules to say so.
        clean = tuple(signs.clean(cell) or cell.strip() for cell in row[: MOST_CELLS + 1])
        if any(clean):
            found.append((number, clean))
        if len(found) > MOST + ABOVE or number > MOST_LINES or len(row) > MOST_CELLS:
            raise AcademyError("list_too_long", most=MOST)
    return Table(name, tuple(found), frozenset(hidden))


def _of_sheet(sheet: sheets.Sheet) -> Table:
    return _table(sheet.name, sheet.rows, sheet.hidden)


def _separated(text: str) -> Iterator[Sequence[str]]:
    """The rows of a CSV, separated by whatever most of its first rows are separated by."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise AcademyError("list_unreadable")
    lines = [line for line in islice(io.StringIO(text), 10 * ABOVE) if line.strip()]
    first = lines[0] if lines else ""
    if text.lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        delimiter = first.strip()[-1]  # a note some spreadsheets leave
        text = text[len(first.rstrip()) :]
    else:
        # A title above the headings has no separator; a comma may stand in it.
        delimiter = max(DELIMITERS, key=lambda sign: sum(sign in line for line in lines))
    try:
        yield from islice(csv.reader(io.StringIO(text), delimiter=delimiter), MOST_LINES + 1)
    except (csv.Error, ValueError, TypeError):  # a separator may be any sign at all
        raise AcademyError("list_unreadable") from None


def _spreadsheet(data: bytes) -> list[sheets.Sheet]:
    """The sheets, read where it can do no harm."""
    try:
        return sheets.read(data, cells=MOST_CELLS, text=LARGEST)
    except AcademyError as error:
        raise AcademyError(error.code, most=MOST) from None

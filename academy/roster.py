"""A list of people as somebody sent it: pasted, a CSV file of any kind, a spreadsheet.

Only reads: bytes or text in, rows of text out. What may be registered is decided by
`academy.rules`, and who is here already by the tables.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Final

from academy import sheets
from academy.errors import AcademyError

MOST: Final = 500
LARGEST: Final = 1 * 2**20
MOST_CELLS: Final = 40 * MOST
"""A spreadsheet of a few kilobytes may claim a million columns; no list of people does."""
MOST_LINES: Final = 20 * MOST
"""Empty ones counted in: a file of nothing but line ends is no list either."""

HEADERS: Final = {
    "alias": (
        "alias", "nickname", "first name", "pseudonyme", "pseudo", "prénom", "surnom", "nombre",
        "apodo", "seudónimo", "имя", "псевдоним", "ник", "别名", "化名", "名字", "昵称",
        "الاسم المستعار", "اسم مستعار", "الاسم الأول",
    ),
    "organisation": (
        "organisation", "organization", "org", "group", "association", "organisme", "organización",
        "organizacion", "asociación", "организация", "группа", "组织", "机构", "单位",
        "المنظمة", "منظمة", "الجمعية",
    ),
    "country": (
        "country", "country code", "pays", "code pays", "país", "pais", "страна", "国家",
        "国家代码", "البلد", "بلد", "الدولة",
    ),
    "language": (
        "language", "lang", "langue", "idioma", "lengua", "язык", "语言", "اللغة", "لغة",
    ),
    "team": (
        "team", "national team", "équipe", "equipo", "команда", "小组", "团队", "队",
        "الفريق", "فريق",
    ),
    "role": ("role", "rôle", "fonction", "rol", "función", "роль", "角色", "职责", "الدور", "دور"),
}  # fmt: skip
"""What a column may be called, in the six languages, compared without case and accents.

A column of full names is not among them on purpose: no legal name belongs in this program.
"""

ROLES: Final = {
    "participant": (
        "participant", "participante", "participant·e", "participants", "участник", "участница",
        "participa", "参与者", "学员", "مشارك", "مشاركة", "مشارك/ة",
    ),
    "co-facilitator": (
        "co-facilitator", "cofacilitator", "co facilitator", "cofacilitateur", "cofacilitatrice",
        "co-facilitateur", "co-facilitatrice", "cofacilitador", "cofacilitadora", "cofacilita",
        "ко-фасилитатор",
        "联合协作者", "ميسر مساعد", "ميسرة مساعدة", "ميسر/ة مساعد/ة",
    ),
    "facilitator": (
        "facilitator", "trainer", "facilitateur", "facilitatrice", "formateur", "formatrice",
        "facilitador", "facilitadora", "facilita", "capacitador", "capacitadora",
        "фасилитатор", "тренер",
        "协作者", "引导者", "培训师", "ميسر", "ميسرة", "ميسر/ة", "مدرب", "مدربة",
    ),
    "organiser": (
        "organiser", "organizer", "organisateur", "organisatrice", "organizador", "organizadora",
        "организатор", "组织者", "主办方", "منظم", "منظمة", "منظم/ة",
    ),
}  # fmt: skip
"""What a role may be called; a word that isn't here is left for the rules to refuse."""

ENCODINGS: Final = {"utf-8-sig": b"\xef\xbb\xbf", "utf-16": b"\xff\xfe", "utf-16 ": b"\xfe\xff"}
DELIMITERS: Final = "\t;,|"
SPREADSHEET: Final = b"PK\x03\x04"
OLD_SPREADSHEET: Final = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Roster:
    """A list as it was understood.

    `rows` map alias, organisation, country, language, team and role to text, in the list's order,
    each with the `line` it stood on. `known` are the columns that were recognised, as (what the
    list calls it, what we call it); `ignored` those that weren't.
    """

    rows: tuple[dict[str, str], ...]
    known: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]


def read(data: bytes | str) -> Roster:
    """Read a list from a file's bytes or from pasted text.

    The first row that isn't empty names the columns. Lists of one column without a heading are
    aliases. Raises AcademyError: "list_unreadable", "list_empty", "list_no_alias",
    "list_too_long" (`most`).
    """
    return _understood(_cells(data))


def _cells(data: bytes | str) -> list[tuple[int, list[str]]]:
    """The rows that aren't empty, each with its number in the list."""
    if len(data) > LARGEST:
        raise AcademyError("list_too_long", most=MOST)
    if isinstance(data, bytes) and data.startswith(OLD_SPREADSHEET):
        raise AcademyError("list_unreadable")
    if isinstance(data, bytes) and data.startswith(SPREADSHEET):
        rows: Iterable[Sequence[str]] = _spreadsheet(data)
    else:
        rows = _separated(data if isinstance(data, str) else _decoded(data))
    found = []
    for number, row in enumerate(rows, 1):
        if any(clean := [_clean(cell) for cell in row]):
            found.append((number, clean))
        if len(found) > MOST + 1 or number > MOST_LINES or len(row) > MOST_CELLS:
            raise AcademyError("list_too_long", most=MOST)
    if not found:
        raise AcademyError("list_empty")
    return found


def _decoded(data: bytes) -> str:
    """The text of a file: by its mark, else UTF-8, else what Windows writes in Europe.

    cp1251 is taken where it gives Cyrillic words, cp1252 otherwise: both accept nearly any bytes,
    but cp1252 turns Russian into rows of accented capitals.
    """
    for encoding, mark in ENCODINGS.items():
        if data.startswith(mark):
            return _strictly(data, encoding.strip())
    if data[1:2] == b"\0" or data[:1] == b"\0":
        return _strictly(data, "utf-16-le" if data[1:2] == b"\0" else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    high = [byte for byte in data if byte >= 0x80]  # noqa: PLR2004
    in_a_row = sum(a >= 0xC0 and b >= 0xC0 for a, b in pairwise(data))  # noqa: PLR2004
    return _strictly(data, "cp1251" if in_a_row * 2 >= len(high) else "cp1252")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise AcademyError("list_unreadable") from None


def _separated(text: str) -> Iterable[Sequence[str]]:
    """The rows of a CSV, separated by whatever its first row is separated by."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        raise AcademyError("list_unreadable")
    first = next((line for line in io.StringIO(text) if line.strip()), "")
    if text.lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        delimiter, text = (
            first.strip()[-1],
            text[len(first.rstrip()) :],
        )  # a note some spreadsheets leave
    else:
        delimiter = max(DELIMITERS, key=first.count)
    try:
        yield from islice(csv.reader(io.StringIO(text), delimiter=delimiter), MOST_LINES + 1)
    except (csv.Error, ValueError, TypeError):  # a separator may be any sign at all
        raise AcademyError("list_unreadable") from None


def _spreadsheet(data: bytes) -> list[list[str]]:
    """The rows of the first sheet that has any, read where it can do no harm."""
    try:
        return sheets.rows(data, cells=MOST_CELLS, text=LARGEST)
    except AcademyError as error:
        raise AcademyError(error.code, most=MOST) from None


def _clean(cell: str) -> str:
    return " ".join(unicodedata.normalize("NFC", cell).replace("\ufeff", "").split())


def _folded(word: str) -> str:
    """A heading as two are compared: without case, accents, punctuation at its ends."""
    plain = unicodedata.normalize("NFKD", word.casefold())
    kept = "".join(s for s in plain if not unicodedata.combining(s))
    return " ".join(kept.replace("_", " ").strip(" :*#.").split())


_HEADINGS: Final = {_folded(word): name for name, words in HEADERS.items() for word in words}
_ROLES: Final = {_folded(word): name for name, words in ROLES.items() for word in words}


def _understood(cells: list[tuple[int, list[str]]]) -> Roster:
    headings = cells[0][1]
    names = [_HEADINGS.get(_folded(heading)) for heading in headings]
    body = cells[1:]
    if "alias" not in names:
        if any(names) or any(len([c for c in row if c]) > 1 for _, row in cells):
            raise AcademyError("list_no_alias")
        headings, names, body = ["alias"], ["alias"], cells
    # The first column of a name is meant where two have it: "name" before "nickname".
    columns = {name: names.index(name) for name in HEADERS if name in names}
    rows = tuple(_row(number, row, columns) for number, row in body)
    if not rows:
        raise AcademyError("list_empty")
    return Roster(
        rows,
        tuple((headings[at], name) for name, at in sorted(columns.items(), key=lambda i: i[1])),
        tuple(h for at, h in enumerate(headings) if h and at not in columns.values()),
    )


def _row(number: int, cells: list[str], columns: dict[str, int]) -> dict[str, str]:
    found = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
    if found.get("role"):
        found["role"] = _ROLES.get(_folded(found["role"]), found["role"])
    return {**dict.fromkeys(HEADERS, ""), **found, "line": str(number)}

"""A worksheet as both doors show it: values as the reader writes them, sentences, papers, files."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Final

from flask import Response

from academy import worksheets
from academy.errors import AcademyError
from academy.languages import i18n
from academy.languages.i18n import lazy_gettext as _
from academy.web.shared import drawing
from academy.web.shared.app import as_read, house
from academy.web.shared.words import words

if TYPE_CHECKING:
    from academy.worksheets import Column, Entered, Found, Value, Words, Worked, Worksheet

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MADE: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""What a file says of when it was made: nothing."""

WHY: Final = {
    "number": _("This isn’t a number."),
    "whole": _("This must be a whole number."),
    "decimals": _("This has more decimals than fit here."),
    "too_large": _("This number is too large."),
    "least": _("This is less than %(least)s."),
    "most": _("This is more than %(most)s."),
    "date": _("This isn’t a date. Write it like 2026-11-22."),
    "choice": _("This can’t be chosen."),
    "list": _("Write numbers of lines, such as 4, 11."),
    "too_long": _("This is too long; it would be cut off."),
}
_OURS: Final = {
    "result": _("Result"), "check": _("To check"), "unread": _("Can’t be read"),
}  # fmt: skip


def find(course: str, id: str) -> "Worksheet":
    """A worksheet. Raises AcademyError("worksheet_unknown")."""
    found = house().worksheets.get((course, id))
    if found is None:
        raise AcademyError("worksheet_unknown")
    return found


def of_course(course: str) -> "list[Worksheet]":
    """The worksheets of a course."""
    return [one for (whose, _id), one in house().worksheets.items() if whose == course]


class Shown:
    """A worksheet's values and sentences, for whoever reads the page."""

    def __init__(self, worked: "Worked") -> None:
        self.worked = worked
        self.sheet = worked.worksheet
        self.locale = i18n.current()
        self.words: Words = as_read(worked.worksheet.in_language)

    def value(self, column: "Column", value: "Value") -> str:
        """A value as the reader writes it."""
        if value is None:
            return ""
        if isinstance(value, tuple):
            return ", ".join(map(str, value))
        if isinstance(value, str):
            return self.words.option(column, value) if column.kind == "choice" else value
        if column.kind == "date":
            return drawing.day(worksheets.day_of(value).isoformat(), self.locale)
        if column.kind in {"money", "percent"}:
            return self._amount(value, column.decimals)
        return i18n.format_number(float(value), self.locale)

    def cell(self, column: "Column", row: "dict[str, str]") -> str:
        """What a cell holds; where it can't be read, what was typed."""
        place = self.worked.place(column, row)
        if place in self.worked.unfit:
            return self.worked.entered.texts.get(place, "")
        return self.value(column, self.worked.value(column, row))

    def _amount(self, value: Fraction, decimals: int) -> str:
        exact = Decimal(worksheets.rounded(value, decimals)).scaleb(-decimals)
        return i18n.format_amount(exact, decimals, self.locale)

    def said(self, found: "Found") -> str:
        """What a check has to say."""
        values = {
            name: self._amount(value, max(decimals, 0))
            if isinstance(value, Fraction)
            else str(value or "–")
            for name, (value, decimals) in found.says.items()
        }
        return worksheets.fill(self.words[f"check-{found.check.id}"], values)

    def where(self, found: "Found") -> str:
        """The row that a check is about, in a few words."""
        table = self.sheet.table(found.check.table)
        if table is None:
            return ""
        number = self.worked.number(table.id, {table.id: found.row})
        return f"{self.words[table.id]} {i18n.format_number(number, self.locale)}"

    def why(self, place: str) -> str:
        """Why what was typed can't be read; "" where it can."""
        code, column = self.worked.unfit.get(place), self.sheet.column_at(place)
        if code is None or column is None:
            return ""
        return str(WHY[code]) % {"least": column.least, "most": column.most}

    def to_look_at(self) -> list[str]:
        """Everything that the checks say, each with its row."""
        told = [(self.where(one), self.said(one)) for one in self.worked.found()]
        return [f"{where}: {said}" if where else said for where, said in told]


def ours(code: str) -> str:
    """A word of our own in a file."""
    return str(_OURS[code])


def on_paper(worked: "Worked") -> Response:
    """The worksheet to print: filled in, or blank where nothing was typed."""
    from academy.printing import worksheet as paper_of
    from academy.web.shared.printed import printed
    from academy.worksheets import paper as parts_of

    shown = Shown(worked)
    said: Sequence[str] = shown.to_look_at() if worked.entered.texts else ()
    parts = parts_of.parts(worked, shown.words, shown.value, said, ours("result"))
    lay_out = partial(
        paper_of.html, shown.words["title"], shown.words["summary"], parts,
        words=words(shown.locale),
        language=shown.words.language,
        direction=i18n.direction(shown.words.language.replace("-", "_")),
    )  # fmt: skip
    return printed(lay_out)


def as_file(worksheet: "Worksheet", entered: "Entered", kind: str) -> Response:
    """The worksheet as XLSX with its formulas, or as CSV."""
    from academy.reports import separator
    from academy.worksheets import book as book_of

    full = worksheets.Worked(worksheet, book_of.with_spare_rows(worksheet, entered))
    said = as_read(worksheet.in_language)
    if kind == "xlsx":
        rtl = i18n.direction(said.language.replace("-", "_")) == "rtl"
        data = book_of.workbook(full, said, ours, right_to_left=rtl, created=_MADE)
        answer = Response(data, mimetype=XLSX)
    else:
        held = worksheets.Worked(worksheet, book_of.with_a_row(worksheet, entered))
        text = book_of.csv_text(held, said, ours, separator(i18n.current()))
        answer = Response(("\ufeff" + text).encode(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = "attachment"
    return answer


def given_out(worksheet: "Worksheet", entered: "Entered | None", kind: str) -> Response:
    """A worksheet as "paper", "xlsx" or "csv"; blank without `entered`.

    Raises AcademyError("not_found") for anything else.
    """
    held = worksheets.blank(worksheet) if entered is None else entered
    if kind == "paper":
        return on_paper(worksheets.Worked(worksheet, held))
    if kind not in {"xlsx", "csv"}:
        raise AcademyError("not_found")
    return as_file(worksheet, worksheets.Entered() if entered is None else held, kind)

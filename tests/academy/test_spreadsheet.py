"""A workbook is read back as it was written: texts as texts, dates as dates, numbers as numbers."""

import io
import zipfile
from datetime import date, datetime

import pytest
from python_calamine import CalamineWorkbook

from academy.spreadsheet import Percent, Sheet, workbook

NOON = datetime(2027, 1, 1, 12, 0)  # noqa: DTZ001 - as a spreadsheet has it, without a zone


def made(*sheets, right_to_left=False):
    return workbook(sheets, right_to_left=right_to_left, created=NOON)


def read(body):
    return CalamineWorkbook.from_filelike(io.BytesIO(body))


def part(body, name):
    return zipfile.ZipFile(io.BytesIO(body)).read(name).decode()


def test_every_kind_of_cell_comes_back_as_it_was():
    row = ["Nova", 12, Percent(67), date(2027, 10, 4), NOON, None, "007", ""]
    body = made(Sheet("One", ["A", "B", "C", "D", "E", "F", "G", "H"], [row]))
    rows = read(body).get_sheet_by_name("One").to_python()
    assert rows[0] == ["A", "B", "C", "D", "E", "F", "G", "H"]
    assert rows[1] == ["Nova", 12.0, 0.67, date(2027, 10, 4), NOON, "", "007", ""]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+49", "-2+3", "@SUM(A1)", "=cmd|' /C calc'!A0", "{=1}",
     "http://a.example/", "mailto:a@b.example", "1e5", "2027-10-04",
     "TRUE", "_x0041_", "<b>&amp;", " space ", "𠮷 ကြယ် أمينة", "a\tb"],
)  # fmt: skip
def test_a_text_is_a_text_whatever_it_looks_like(text):
    body = made(Sheet("One", ["Title"], [[text]]))
    assert read(body).get_sheet_by_name("One").to_python()[1] == [text]
    sheet = part(body, "xl/worksheets/sheet1.xml")
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_headings_stay_in_sight_and_arabic_runs_from_the_right():
    body = made(Sheet("واحد", ["A"], [["x"]]), right_to_left=True)
    sheet = part(body, "xl/worksheets/sheet1.xml")
    assert 'state="frozen"' in sheet
    assert 'rightToLeft="1"' in sheet
    assert 'rightToLeft="1"' not in part(made(Sheet("One", ["A"], [])), "xl/worksheets/sheet1.xml")


def test_sheets_have_names_that_a_spreadsheet_takes():
    names = ["Levels [all]: 1/2?", "levels all 1 2", "", "History", "'quoted'", "x" * 40, "x" * 40]
    found = read(made(*(Sheet(name, ["A"], []) for name in names))).sheet_names
    assert len({name.casefold() for name in found}) == len(names)
    for name in found:
        assert 0 < len(name) <= 31
        assert not set(name) & set("[]:*?/\\")
    assert found[0] == "Levels all 1 2"


def test_the_same_tables_make_the_same_bytes():
    sheet = Sheet("One", ["A"], [["x", 1]])
    assert made(sheet) == made(sheet)


def test_it_is_made_without_a_file(monkeypatch):
    import tempfile

    def never(*_arguments, **_named):
        raise AssertionError

    for name in ("mkstemp", "TemporaryFile", "NamedTemporaryFile", "mkdtemp"):
        monkeypatch.setattr(tempfile, name, never)
    assert made(Sheet("One", ["A"], [["x"] * 3] * 2000))

"""Every worksheet, exported blank and filled in, comes to the same in a spreadsheet as here."""

import io
import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from academy import worksheets
from academy.data import data_folder
from academy.spreadsheet import Amount, Cell, Formula, Sheet, Told, workbook
from academy.worksheets import Entered, Worked, Worksheet, blank, book
from tests.academy.worksheets import (
    advocating,
    design,
    electing,
    examples,
    governing,
    lessons,
    needing,
    organising,
    reporting,
    resourcing,
)
from tests.academy.worksheets.office import Rows, reopened

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def say(code: str) -> str:
    return code


def worked(worksheet: Worksheet, entered: Entered) -> Worked:
    return Worked(worksheet, book.with_spare_rows(worksheet, entered))


SHELF = {
    **worksheets.load(data_folder("courses")),
    **worksheets.load(examples.PACKS),
}

SHEETS: dict[str, Worked] = {
    **{f"{of}-{id}-blank": worked(one, blank(one)) for (of, id), one in SHELF.items()},
    **{f"{of}-{id}-bare": worked(one, Entered()) for (of, id), one in SHELF.items()},
    **{
        name: worked(*made)
        for name, made in {
            **{f"budget-{n}": (SHELF["budgeting", "budget"], one)
               for n, one in enumerate(examples.budgets())},
            "ledger": examples.ledger(),
            "ledger-off": examples.ledger(bank="201,597.20"),
            "counting": examples.counting(),
            "counting-none": examples.counting(candidates__1__votes="12", cast="13"),
            **examples.others(),
            **lessons.others(),
            **governing.others(),
            **electing.others(),
            **design.others(),
            **reporting.others(),
            **organising.others(),
            **resourcing.others(),
            **advocating.others(),
            **needing.others(),
        }.items()
    },
}  # fmt: skip

ALSO_IN_CHINESE = ("budget-2", "plan", "assessment", "ledger-wrong", "variance-limit", "cash-flow")


def exported(one: Worked, language: str = "en") -> tuple[bytes, list[list[Cell]]]:
    """The workbook, in which every result is a lie, and the cells as we mean them."""
    words = one.worksheet.in_language(language)
    cells = book.table(one, words, say)
    lies = [[_lied(cell) for cell in row] for row in cells]
    page = Sheet("x", (), lies, book.choices(one, words))
    return workbook([page], right_to_left=False, created=NOW), cells


def _lied(cell: Cell) -> Cell:
    return cell._replace(comes_to=-77777) if isinstance(cell, Formula) else cell


def value(cell: Cell) -> object:
    match cell:
        case Formula(_, found) | Amount(found, _):
            found = "" if found is None else found
        case Told(found):
            pass
        case _:
            found = ""
    if isinstance(cell, Formula | Amount) and cell.look.endswith("date") and found != "":
        return date(1899, 12, 30) + timedelta(days=int(found))
    return found


@pytest.fixture(scope="module")
def back(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rows]:
    books = {name: exported(one)[0] for name, one in SHEETS.items()}
    books |= {f"{name}-zh": exported(SHEETS[name], "zh-Hans")[0] for name in ALSO_IN_CHINESE}
    return reopened(tmp_path_factory.mktemp("office"), books)


@pytest.mark.parametrize(
    ("name", "language"),
    [*((name, "en") for name in SHEETS), *((name, "zh-Hans") for name in ALSO_IN_CHINESE)],
)
def test_a_spreadsheet_comes_to_the_same_cell_by_cell(
    back: dict[str, Rows], name: str, language: str
):
    _data, ours = exported(SHEETS[name], language)
    theirs = back[name if language == "en" else f"{name}-zh"]
    differ = [
        (at, across, expected, found)
        for at, row in enumerate(ours)
        for across, cell in enumerate(row)
        if (expected := value(cell)) != (found := _found(theirs, at, across))
    ]
    assert differ == []


def _found(rows: Rows, at: int, across: int) -> object:
    return rows[at][across] if at < len(rows) and across < len(rows[at]) else ""


def test_the_workbook_is_made_in_memory_and_the_same_twice():
    one = SHEETS["budget-0"]
    words = one.worksheet.in_language("fr")
    made = [book.workbook(one, words, say, right_to_left=False, created=NOW) for _ in range(2)]
    assert made[0] == made[1]
    assert made[0][:2] == b"PK"


HOSTILE = {
    "a formula": "=1+1",
    "a call": '=HYPERLINK("http://x","y")',
    "a plus": "+1+1",
    "a command": "@SUM(1)",
    "a quote": '"&A1&"',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_typed_becomes_a_formula(name: str):
    typed = HOSTILE[name]
    entered = examples.budget_entered(
        organisation=typed, lines__1__description=typed, donors__1__name=typed,
        lines__2__quantity=typed, donors__1__ceiling="1",
    )  # fmt: skip
    one = worked(SHELF["budgeting", "budget"], entered)
    cells = [cell for row in exported(one)[1] for cell in row]
    assert not any(isinstance(cell, Formula) and typed in cell.formula for cell in cells)
    assert any(isinstance(cell, Told) and cell.text == typed for cell in cells)
    text = book.csv_text(one, one.worksheet.in_language("en"), say, ",")
    assert not any(field.startswith(("=", "+", "@")) for field in text.replace('"', ",").split(","))


def test_a_sentence_about_the_whole_sheet_makes_no_column_wider():
    widths = []
    for books in ("1.54", "1.45"):
        entered = Entered({}, {"bank": "1.54", "books": books})
        data, cells = exported(worked(SHELF["budgeting", "reconciliation"], entered))
        said = [cell for row in cells for cell in row if "swapped" in str(value(cell))]
        page = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
        widths.append((bool(said), re.findall(r"<cols>.*</cols>", page)))
    assert widths == [(False, widths[1][1]), (True, widths[0][1])]
    assert widths[0][1]


def test_choices_are_offered_in_the_workbook():
    offered = book.choices(SHEETS["plan"], SHEETS["plan"].worksheet.in_language("fr")).values()
    assert ["-2", "-1", "0", "1", "2"] in offered
    assert ["Prévu", "En cours", "Fait", "Arrêté"] in offered


def test_csv_says_what_the_formulas_come_to():
    one = SHEETS["budget-0"]
    text = book.csv_text(one, one.worksheet.in_language("en"), say, ",")
    assert "2993589.41" in text
    french = book.csv_text(one, one.worksheet.in_language("fr"), say, ";")
    assert "2993589,41" in french
    assert Fraction("2993589.41") == one.value(one.worksheet.column("grand"), {})


def test_a_sheet_without_rows_is_a_table_all_the_same():
    for one in SHELF.values():
        empty = Worked(one, book.with_a_row(one, Entered()))
        text = book.csv_text(empty, one.in_language("en"), say, ",")
        assert one.in_language("en")["title"] in text


def test_no_formula_is_longer_than_a_spreadsheet_takes(tmp_path: Path):
    for one in SHEETS.values():
        formulas = [c.formula for row in exported(one)[1] for c in row if isinstance(c, Formula)]
        assert max(map(len, formulas)) < 8000

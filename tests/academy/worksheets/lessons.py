"""The worked examples of the lessons on books and reports, read from their text, typed in."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from academy.worksheets import Entered, Worked, Worksheet
from tests.academy.test_courses_examples_budgeting_books import TEXTS, read, rows, sections
from tests.academy.worksheets import examples

LEDGER, CONTROL, HARD = "a-ledger-for-each-donor", "control-and-report", "when-it-gets-hard"
LANGUAGES = sorted({language for language, _slug in TEXTS})
_NUMBER = re.compile(r"[+−]?\d(?:[\d.,\u202f\xa0]*\d)?")

Lines = Sequence[Sequence[object]]
several = partial(examples.filled, "budgeting")


def table(language: str, slug: str, section: str) -> list[list[Decimal]]:
    """The numbers of a section's table."""
    return rows(sections(language, slug)[section], language)


def told(language: str, slug: str, section: str, *, last: str) -> list[Decimal]:
    """The numbers of the one paragraph in which `last` is the last of them, as it stands there."""
    paragraphs = re.split(r"\n\s*\n", sections(language, slug)[section])
    found = [[read(one, language) for one in _NUMBER.findall(text)] for text in paragraphs]
    (numbers,) = [one for one in found if one and one[-1] == Decimal(last)]
    return numbers


def typed(
    id: str, table: str = "", columns: str = "", lines: Lines = (), **fields: object
) -> Worked:
    """A worksheet of this course with these lines and fields; None is an empty cell."""
    return several(id, {table: (columns, lines)} if table else {}, **fields)


def ledger(*moved: Decimal, opening: object = "", **fields: object) -> Worked:
    """A ledger in which these sums come in or, below nothing, go out."""
    lines = [
        (f"P-{n:02}", "treasurer", one if one > 0 else None, -one if one < 0 else None)
        for n, one in enumerate(moved, 1)
    ]
    return typed("ledger", "entries", "voucher what in out", lines, opening=opening, **fields)


def ledger_of_x(language: str = "en") -> Worked:
    """Donor X's ledger."""
    return ledger(*(moved for moved, _after in table(language, LEDGER, "one-ledger-per-donor")))


def cash_flow(language: str = "en") -> Worked:
    """The plan of five months."""
    months = table(language, HARD, "cash-flow")
    lines = [(f"Month {n}", came, went) for n, (_, came, went, _) in enumerate(months, 1)]
    return typed("cash-flow", "months", "month in out", lines, opening=months[0][0])


def others() -> dict[str, tuple[Worksheet, Entered]]:
    """What a spreadsheet has to come to as well, by name."""
    wrong = typed(
        "ledger", "entries", "voucher what in out",
        [("1", "rent", None, "10.01"), ("2", "bus", 5, 5), ("3", "tea", None, None),
         ("", "pens", None, 0.1), ("5", "a gift", 1000, None)], opening=10,
    )  # fmt: skip
    texts = wrong.entered.texts
    deposits = ("amount", [["37.50"], ["0.07"]])
    unlike = several(
        "reconciliation", {"payments": ("amount", [["20.55"]]), "deposits": deposits},
        bank="1000", books="941.95", prepared="treasurer", interest="0.07",
    )  # fmt: skip
    lines = (
        ("100.10", "110.11", "", None), ("100.10", "110.12", "", "1"), ("0", "0.01", "x", None),
        (None, "5", "", None), ("5", None, "", "5.01"), (None, None, "", None),
        ("7000.03", "7000.03", "", None), ("3", "2.9999", "", None),
    )  # fmt: skip
    columns = "budget actual why committed"
    made = {
        "ledger-x": ledger_of_x(),
        "ledger-wrong": wrong,
        # A row put in between, one taken out, and one that stays empty.
        "cash-flow": cash_flow(),
        "cash-flow-gaps": typed(
            "cash-flow",
            "months",
            "month in out",
            [("a", "0.10", ""), ("", "", ""), ("", "", "0.30"), ("d", "", "0.07"), ("e", 1, "1")],
            opening="0.20",
        ),
        "reconciled": several(
            "reconciliation",
            {"payments": ("amount", [[1750]])},
            bank=18420,
            books="16985.50",
            charges="315.50",
        ),
        "unlike": unlike,
        "swapped": several("reconciliation", {}, bank="1.54", books="1.45"),
        "variance-limit": typed("variance", "lines", columns, lines, limit=10),
        "variance-free": typed("variance", "lines", columns, lines),
        "ledger-mixed": Worked(wrong.worksheet, Entered({"entries": ("5", "9", "1", "4")}, texts)),
    }
    return {name: (one.worksheet, one.entered) for name, one in made.items()}

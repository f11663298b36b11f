"""One donor's ledger: the balance after each entry, wherever entries come and go."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from academy.worksheets import Entered, Worked
from tests.academy.worksheets import lessons
from tests.academy.worksheets.lessons import LANGUAGES, LEDGER, ledger, ledger_of_x, table, told
from tests.academy.worksheets.test_budget import of


def balances(worked: Worked) -> list[object]:
    entries = worked.worksheet.table("entries")
    assert entries is not None
    return [of(worked, "entries.balance", entries=row) for row in worked.entered.of(entries)]


def wrong(worked: Worked) -> list[tuple[str, str]]:
    return [(one.check.id, one.row) for one in worked.found()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ledger_of_the_lesson_comes_out_to_the_cent(language: str):
    worked = ledger_of_x(language)
    written = [after for _moved, after in table(language, LEDGER, "one-ledger-per-donor")]
    assert balances(worked) == written
    assert (of(worked, "came"), of(worked, "closing")) == (written[0], written[-1])
    assert wrong(worked) == []
    assert worked.unfit == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cash_book_of_the_lesson_goes_on_from_what_was_there(language: str):
    opening, pens, bus, first, second = told(language, LEDGER, "books", last="1816.50")
    _second, taken, third, _third, tea, fourth, *_ = told(language, LEDGER, "books", last="600.00")
    worked = ledger(-pens, -bus, taken, -tea, opening=opening)
    assert balances(worked) == [first, second, third, fourth]
    assert of(worked, "closing") == fourth == Decimal("2344.25")


@pytest.mark.parametrize("language", LANGUAGES)
def test_hosted_money_keeps_its_owner_and_its_sum(language: str):
    grant, per_cent, fee, after_fee, paid, left, *_ = told(
        language, LEDGER, "hosted-and-passed-on", last="35550.40"
    )
    worked = ledger(grant, -fee, -paid, owner="A")
    assert fee == grant * per_cent / 100
    assert balances(worked) == [grant, after_fee, left]


def test_an_entry_put_in_between_moves_all_balances_below_it():
    worked = ledger(Decimal(100), Decimal(-30), Decimal(-20))
    texts = worked.entered.texts | {"entries.9.out": "5.55", "entries.9.voucher": "P-09"}
    between = Worked(worked.worksheet, Entered({"entries": ("1", "9", "2", "3")}, texts))
    assert balances(between) == [100, Fraction("94.45"), Fraction("64.45"), Fraction("44.45")]
    without = Worked(worked.worksheet, Entered({"entries": ("1", "3")}, texts))
    assert balances(without) == [100, 80]
    assert of(without, "closing") == 80


def test_an_empty_row_has_no_balance_and_breaks_none():
    worked = ledger(Decimal(100), Decimal(0), Decimal(-30))
    texts = {
        at: text for at, text in worked.entered.texts.items() if not at.startswith("entries.2")
    }
    worked = replace(worked, entered=replace(worked.entered, texts=texts), _values={}, _found=None)
    assert balances(worked) == [100, None, 70]
    assert wrong(worked) == []


WRONG = {
    "a balance below nothing": ({"out": "10.01", "voucher": "P-1"}, "below"),
    "in and out at once": ({"in": "5", "out": "5", "voucher": "P-1"}, "both"),
    "no sum": ({"what": "tea", "voucher": "P-1"}, "bare"),
    "no voucher": ({"out": "1"}, "voucher"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_with_an_entry_is_said_beside_it(name: str):
    cells, check = WRONG[name]
    worked = lessons.typed("ledger", "entries", " ".join(cells), [list(cells.values())], opening=10)
    assert wrong(worked) == [(check, "1")]
    assert worked.stopped == (check == "both")


def test_it_is_said_how_far_below_nothing_the_balance_is():
    found = ledger(Decimal(100), Decimal("-100.05"), Decimal(50)).found()
    assert [(one.row, one.says) for one in found] == [("2", {"missing": (Fraction("0.05"), 2)})]

"""The bank meets the books: what the lesson works out, and by how much they differ."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest

from academy.worksheets import Worked
from tests.academy.worksheets.lessons import LANGUAGES, LEDGER, Lines, several, told
from tests.academy.worksheets.test_budget import of


def reconciled(payments: Sequence[object], deposits: Sequence[object], **fields: object) -> Worked:
    tables: dict[str, tuple[str, Lines]] = {
        "payments": ("amount", [[one] for one in payments]),
        "deposits": ("amount", [[one] for one in deposits]),
    }
    return several("reconciliation", tables, **fields)


def differ(bank: str, books: str, *, payments: str = "", deposits: str = "") -> list[object]:
    """What is said, with the sum by which the two differ."""
    worked = reconciled(payments.split(), deposits.split(), bank=bank, books=books)
    return [(one.check.id, *(_float(value) for value, _n in one.says.values()))
            for one in worked.found()]  # fmt: skip


def _float(value: object) -> float:
    assert isinstance(value, Fraction)
    return float(value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_account_of_x_comes_out_to_the_cent(language: str):
    numbers = told(language, LEDGER, "reconciling", last="166447.19")
    bank, payment, books = numbers[-3:]
    worked = reconciled([payment], [], bank=bank, books=books)
    assert (of(worked, "by_bank"), of(worked, "difference")) == (books, 0)
    assert worked.found() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_group_in_the_lesson_meets_its_bank_with_a_charge(language: str):
    bank, books, payment, deposit, charge, both = told(
        language, LEDGER, "reconciling", last="16970.00"
    )
    worked = reconciled([payment], [deposit], bank=bank, books=books, charges=charge)
    assert of(worked, "by_bank") == of(worked, "by_books") == both
    assert of(worked, "difference") == 0
    assert worked.found() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_month_after_meets_too(language: str):
    numbers = told(language, LEDGER, "reconciling", last="11465.00")
    bank, payment, deposit, by_bank, books, charge, by_books = numbers
    worked = reconciled([payment], [deposit], bank=bank, books=books, charges=charge)
    assert of(worked, "by_bank") == by_bank == by_books == of(worked, "by_books")
    assert worked.found() == []


def test_interest_that_the_books_have_not_is_added():
    worked = reconciled([], [], bank="100.07", books="100", interest="0.07")
    assert of(worked, "difference") == 0


def test_it_is_said_by_how_much_the_books_say_more_or_less():
    assert differ("100.00", "101.37") == [("more", 1.37)]
    assert differ("101.37", "100.00") == [("less", 1.37)]
    assert reconciled([], [], bank="1", books="2").stopped


def test_two_swapped_digits_are_guessed_and_other_slips_are_not():
    assert differ("450.00", "540.00") == [("more", 90.0), ("nine",)]
    assert differ("1.54", "1.45") == [("less", 0.09), ("nine",)]
    assert differ("450.00", "540.10") == [("more", 90.1)]


def test_a_sum_on_the_wrong_side_is_pointed_at():
    # 37.50 is a payment: then the books would say 1,000.00 − 37.50.
    assert differ("1000", "962.50", deposits="37.50") == [("less", 75.0), ("deposited",)]
    assert differ("1000", "1020.55", payments="20.55") == [("more", 41.1), ("paid",)]
    assert differ("1000", "1020.55", payments="20.55 1") == [("more", 42.1)]


def test_nothing_is_said_before_both_sums_are_there():
    for fields in ({"bank": "5"}, {"books": "5"}, {}):
        worked = reconciled([Decimal("7.10")], [], **fields)
        assert of(worked, "difference") is None
        assert worked.found() == []


def test_whoever_wrote_the_books_does_not_check_alone():
    worked = reconciled([], [], bank="5", books="5", prepared="treasurer")
    assert [one.check.id for one in worked.found()] == ["second"]
    assert not worked.stopped
    assert of(worked, "difference") == Fraction(0)

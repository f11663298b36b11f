"""What came out otherwise: per cents, what wants an explanation, what is still free."""

from decimal import Decimal
from fractions import Fraction

import pytest

from academy.worksheets import Worked
from tests.academy.worksheets.lessons import CONTROL, LANGUAGES, Lines, table, told, typed
from tests.academy.worksheets.test_budget import of


def report(lines: Lines, *, columns: str = "budget actual", limit: object = 10) -> Worked:
    return typed("variance", "lines", columns, lines, limit=limit)


def column(worked: Worked, id: str) -> list[object]:
    rows = range(1, len(worked.entered.rows["lines"]) + 1)
    return [of(worked, f"lines.{id}", lines=str(row)) for row in rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workshop_of_the_lesson_comes_out_to_the_cent(language: str):
    numbers = told(language, CONTROL, "variance", last="-5.00")
    board, cost, _cost, _board, more, share, transport, spent, less, lower = numbers
    worked = report([(board, cost), (transport, spent)])
    assert column(worked, "variance") == [more, less] == [Decimal(6250), Decimal(-1850)]
    assert column(worked, "percent") == [share, lower]
    assert column(worked, "explain") == ["none", "none"]
    assert worked.found() == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_lines_of_the_lesson_need_an_explanation_and_the_total_hides_them(language: str):
    worked = report(table(language, CONTROL, "variance"))
    assert column(worked, "variance") == [0, 1150, -3600, 120]
    assert column(worked, "percent") == [0, 23, -12, 5]
    assert column(worked, "explain") == ["none", "needed", "needed", "none"]
    assert [of(worked, id) for id in ("budget", "actual", "variance", "percent")] == [
        85400, 83070, -2330, Fraction("-2.73")
    ]  # fmt: skip
    assert [(one.check.id, one.row) for one in worked.found()] == [("why", "2"), ("why", "3")]
    assert worked.stopped


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_promised_in_the_lesson_is_not_spent_and_not_free(language: str):
    (budget,), (spent,), (ordered,), (held,), (free,) = table(
        language, CONTROL, "commitments-and-advances"
    )
    columns = "budget actual committed advance why"
    worked = report([(budget, spent, ordered, held, "later")], columns=columns)
    assert column(worked, "free") == [free] == [of(worked, "free")]
    assert (of(worked, "actual"), of(worked, "committed"), of(worked, "advance")) == (
        spent, ordered, held
    )  # fmt: skip
    later = told(language, CONTROL, "commitments-and-advances", last=str(free + 120))
    spent_now = later[3]
    settled = report([(budget, spent_now, ordered, None, "later")], columns=columns)
    assert column(settled, "free") == [later[-1]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_of_the_lesson_adds_up(language: str):
    *lines, total = table(language, CONTROL, "report-pack")
    worked = report([(budget, so_far) for budget, _quarter, so_far, _left in lines], limit="100")
    assert column(worked, "free") == [left for *_, left in lines]
    assert [of(worked, id) for id in ("budget", "actual", "free")] == [
        total[0], total[2], total[3]
    ]  # fmt: skip
    assert worked.found() == []


def test_the_limit_itself_needs_no_explanation_and_a_cent_more_does():
    lines = [("100.10", "110.11"), ("100.10", "110.12"), ("100.10", "90.09"), ("100.10", "90.08")]
    assert column(report(lines), "explain") == ["none", "needed", "none", "needed"]
    assert column(report(lines, limit="10.01"), "explain") == ["none"] * 4


def test_what_was_not_planned_at_all_needs_one_too():
    worked = report([("0", "0.01"), (None, "5"), ("5", None), (None, None)])
    assert column(worked, "explain") == ["needed", "needed", "needed", None]
    assert column(worked, "percent") == [None, None, -100, None]


def test_an_explanation_is_asked_for_by_name_until_it_is_there():
    lines = [("Printing", "5000", "6150", ""), ("Travel", "30000", "26400", "a bus strike")]
    worked = report(lines, columns="line budget actual why")
    assert [(one.row, one.place, one.says) for one in worked.found()] == [
        ("1", "lines.1.why", {
            "line": ("Printing", -1), "variance": (Fraction(1150), 2), "limit": (Fraction(10), 2)
        })
    ]  # fmt: skip


def test_without_a_limit_it_is_asked_for():
    worked = report([("5000", "6150")], limit="")
    assert column(worked, "explain") == [None]
    assert [one.check.id for one in worked.found()] == ["limit"]


def test_what_is_promised_beyond_the_budget_is_said():
    worked = report([("100", "40", "60.01")], columns="budget actual committed", limit="100")
    assert [(one.check.id, one.says) for one in worked.found()] == [
        ("over", {"more": (Fraction("0.01"), 2)})
    ]  # fmt: skip

"""The list of services in the course on records: what must be called again, and what is missing."""

from datetime import date, timedelta

import pytest

from academy.worksheets import Entered, Worked
from tests.academy.test_courses_examples_safe_records_care import QUARTER, SERVICES, TODAY
from tests.academy.worksheets.examples import referrals, shipped
from tests.academy.worksheets.test_budget import number, of

KINDS = [f"k{n}" for n in range(1, 9)]


def listed(worked: Worked, column: str) -> list[object]:
    return [of(worked, f"kinds.{column}", kinds=row) for row in KINDS]


def said(worked: Worked, check: str) -> list[dict[str, object]]:
    return [dict(one.says) for one in worked.found() if one.check.id == check]


def test_the_example_is_the_one_of_the_lesson():
    worksheet, entered = referrals()
    assert entered.texts["today"] == TODAY.isoformat()
    days = [entered.texts[f"services.{n}.checked"] for n in range(1, 9)]
    assert {date.fromisoformat(day): days.count(day) for day in days} == SERVICES
    worked = Worked(worksheet, entered)
    assert of(worked, "services.days", services="8") == number("122")
    assert said(worked, "calls") == [{"calls": (1, 0), "all": (8, 0)}]


@pytest.mark.parametrize(
    ("today", "again"), [("2026-09-01", 1), ("2026-09-15", 1), ("2026-09-16", 5)]
)
def test_a_service_is_called_again_when_a_quarter_is_over(today: str, again: int):
    (one,) = said(Worked(*referrals(today=today)), "calls")
    assert one["calls"] == (again, 0)


@pytest.mark.parametrize(
    ("ago", "again"), [(0, "fresh"), (QUARTER, "fresh"), (QUARTER + 1, "call")]
)
def test_the_last_day_of_a_quarter_still_counts(ago: int, again: str):
    day = (TODAY - timedelta(days=ago)).isoformat()
    worked = Worked(*referrals(services__1__checked=day))
    assert of(worked, "services.again", services="1") == again


def test_a_kind_is_ready_only_with_a_friendly_service_that_was_called():
    worked = Worked(*referrals())
    assert listed(worked, "listed") == [2, 1, 1, 1, 1, 1, 1, 0]
    assert listed(worked, "ready") == [1, 1, 1, 1, 0, 1, 0, 0]
    assert listed(worked, "night") == [1, 0, 1, 0, 0, 0, 0, 0]
    assert said(worked, "gap") == [{"kinds": (2, 0)}]


def test_a_day_that_is_still_to_come_is_named():
    assert said(Worked(*referrals()), "future") == []
    assert len(said(Worked(*referrals(services__2__checked="2026-09-02")), "future")) == 1


def test_an_empty_list_blames_nobody():
    worksheet = shipped("safe-records", "referral-list")
    assert Worked(worksheet, Entered({"services": ("1",)})).found() == []
    assert Worked(*referrals(today="")).found() == []


def test_nothing_can_be_written_there_in_words_of_ones_own():
    worksheet = shipped("safe-records", "referral-list")
    typed = [one for one in worksheet.columns if one.typed]
    assert {one.kind for one in typed} == {"choice", "date"}

"""A work plan, a story of change, a sheet for a call: as the lessons say."""

import pytest

from academy.worksheets import Worked
from tests.academy.lesson_texts import numbers
from tests.academy.test_courses_examples_projects_report import REPORT, box, section, year
from tests.academy.worksheets import reporting
from tests.academy.worksheets.test_budget import of


def found(worked: Worked) -> dict[str, dict[str, object]]:
    """What the checks say, with their values."""
    return {
        one.check.id: {name: value for name, (value, _) in one.says.items()}
        for one in worked.found()
    }  # fmt: skip


@pytest.mark.parametrize("language", reporting.LANGUAGES)
def test_the_plan_adds_up_its_months_and_costs_what_the_lesson_says(language: str):
    worked = reporting.year_plan(language, carry=4, budget=2800)
    months = [of(worked, f"months.{one}", months="together") for one in reporting.MONTHS]
    assert months == list(year()["sum"].values())
    assert of(worked, "cost") == 2800
    assert found(worked) == {}


@pytest.mark.parametrize("language", reporting.LANGUAGES)
def test_the_plan_finds_what_the_first_page_forgot(language: str):
    cost = reporting.first_page(language)
    assert cost == 2720
    assert found(reporting.year_plan(language, budget=cost)) == {"more": {"more": 80}}


def test_a_month_that_is_too_much_is_named():
    worked = reporting.year_plan(carry=3)
    assert found(worked) == {"much": {"month": 1, "total": 4, "carry": 3}}


def test_an_activity_without_a_line_is_named():
    without = [one.row for one in reporting.year_plan(lines="").found() if one.check.id == "line"]
    assert without == list("123456")


@pytest.mark.parametrize("language", reporting.LANGUAGES)
def test_the_call_knows_both_ways(language: str):
    worked = reporting.call(language)
    told = numbers(section(language, REPORT, "preparing").partition(":::")[0])
    ways = {id: of(worked, id) for id in ("remain", "there", "needed", "missing", "possible")}
    assert ways == {"remain": 13, "there": 1170, "needed": 1560, "missing": 390, "possible": 9}
    assert (of(worked, "altogether"), of(worked, "rest")) == (16, 90)
    assert {*ways.values(), 16, 90} - {9} <= set(told)
    assert list(found(worked)) == ["missing"]


@pytest.mark.parametrize("language", reporting.LANGUAGES)
def test_the_call_of_the_task_comes_to_its_answer(language: str):
    worked = reporting.call(language, planned=8, held=3, price=60, price_now=75)
    answer = numbers(box(section(language, REPORT, "preparing"), "answer"))
    for id in ("remain", "there", "needed", "missing", "possible", "altogether"):
        assert of(worked, id) in answer, id
    assert of(worked, "rest") == 0


def test_a_call_without_a_decision_is_not_ready():
    worked = reporting.call(decision="", writes="")
    assert worked.stopped
    assert {"decision", "writes"} <= set(found(worked))


def test_a_story_asks_for_others_and_for_somebody_from_outside():
    assert found(reporting.story("us")) == {"others": {}, "anyway": {}, "outside": {"pieces": 1}}
    assert found(reporting.story("us", "outside", others="A new head", anyway="A letter")) == {}


def test_a_story_waits_for_consent():
    worked = reporting.story("outside", others="x", anyway="y", consent="not_yet")
    assert list(found(worked)) == ["consent"]

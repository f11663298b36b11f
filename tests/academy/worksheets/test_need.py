"""Condoms, lubricant and outreach workers: the sheet comes to what the two lessons say."""

import pytest

from academy.worksheets import Worked
from tests.academy.test_courses_examples_swit_safety import CONDOMS, numbers, section, written
from tests.academy.worksheets.needing import SERVICES, lesson, table, typed
from tests.academy.worksheets.test_budget import of

RESULTS = ("week", "until", "spare", "need", "order", "point")


def goods(worked: Worked, *columns: str, row: str = "condoms") -> list[object]:
    return [of(worked, f"goods.{id}", goods=row) for id in columns]


def team(worked: Worked) -> list[object]:
    columns = ("workers", "each", "supervisors")
    return [of(worked, f"outreach.{id}", outreach="team") for id in columns]


def found(worked: Worked) -> list[tuple[str, str]]:
    return [(one.check.id, one.row) for one in worked.found()]


@pytest.mark.parametrize("language", written(CONDOMS))
def test_the_order_is_the_one_of_the_lesson(language: str):
    worked = lesson(language)
    week, quarter, reserve, order = [line[-1] for line in table(language)]
    assert goods(worked, *RESULTS) == [week, quarter, reserve, order, order, 36000]
    assert goods(worked, "order") == [90000]
    assert 36000 in numbers(section(language, CONDOMS, "chain"))
    assert found(worked) == []


@pytest.mark.parametrize("language", written(SERVICES))
def test_the_team_is_the_one_of_the_lesson(language: str):
    assert team(lesson(language)) == [7, 47, 1]
    assert {7, 47} <= set(numbers(section(language, SERVICES, "how-many")))


def test_the_answers_to_the_tasks_come_out():
    worked = typed(
        delivery=6, reserve=2, goods__condoms__given=60000, goods__condoms__with_stock=10,
        goods__lubricant__given=5000, goods__lubricant__with_stock=1,
        outreach__team__reached=210, outreach__team__ratio=50,
    )  # fmt: skip
    assert goods(worked, "week") == [6000]
    assert goods(worked, "point", row="lubricant") == [40000]
    assert team(worked) == [5, 42, 1]


def test_what_is_in_the_store_is_taken_off_and_never_below_nothing():
    assert goods(lesson(goods__condoms__stock=40000), "order") == [50000]
    assert goods(lesson(goods__condoms__stock=90001), "order") == [0]


def test_it_is_said_when_to_order():
    assert found(lesson(goods__condoms__stock=36000)) == [("now", "condoms")]
    assert found(lesson(goods__condoms__stock=36001)) == []


def test_empty_weeks_are_asked_for_and_each_has_neither_too_many_nor_too_few():
    assert found(lesson(goods__condoms__given=60000)) == [("stocked", "condoms")]
    assert found(lesson(outreach__team__ratio=66)) == [("many", "team")]
    assert found(lesson(outreach__team__reached=60)) == [("few", "team")]
    assert team(lesson(outreach__team__reached=1001)) == [21, 48, 2]

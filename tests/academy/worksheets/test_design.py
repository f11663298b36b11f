"""A project on a page, its logframe, its indicators: as the lessons say."""

import re
from fractions import Fraction

import pytest

from academy.printing import pdf
from academy.worksheets import Worked, blank
from tests.academy.test_courses_examples_projects_design import costs, the_project
from tests.academy.test_printing import unpacked
from tests.academy.worksheets import design
from tests.academy.worksheets.test_budget import of
from tests.academy.worksheets.test_paper import page


def found(worked: Worked) -> list[tuple[str, str]]:
    return [(one.check.id, one.row or "") for one in worked.found()]


@pytest.mark.parametrize("language", design.LANGUAGES)
def test_the_page_of_the_lesson_costs_what_it_says(language: str):
    worked = design.page(language, have=2000)
    (cost,) = the_project(language)["7"]
    assert of(worked, "cost") == cost
    assert of(worked, "missing") == cost - 2000
    lines = [of(worked, "activities.cost", activities=str(n)) for n in range(1, 5)]
    assert lines == [line[-1] for line in costs(language)]
    assert found(worked) == []


@pytest.mark.parametrize("language", design.LANGUAGES)
def test_four_more_evenings_cost_what_the_answer_says(language: str):
    assert of(design.page(language, evenings=24), "cost") == 3080


def test_what_is_there_beyond_the_cost_is_not_missing():
    assert of(design.page(have="5,000.01"), "missing") == 0


def test_a_page_without_a_problem_or_a_way_to_know_stops():
    worked = design.typed("one-page", {}, change="More members save")
    assert found(worked) == [("problem", ""), ("known", ""), ("activities", "")]
    assert worked.stopped


def test_each_risk_has_an_answer_and_each_entry_a_so():
    worked = design.typed(
        "one-page",
        {
            "activities": ("what number each", [("Meet", 3, None), ("Walk", None, None)]),
            "risks": ("risk answer", [("Rain", "A tent"), ("Heat", None)]),
            "swot": ("entry so", [("Trust", "go"), ("No law", None)]),
        },
        problem="x",
        decides="Members",
    )
    assert found(worked) == [("price", "1"), ("answer", "2"), ("so", "2")]


@pytest.mark.parametrize("language", design.LANGUAGES)
def test_the_table_of_the_lesson_lacks_who_looks_and_where_rows_lead(language: str):
    worked = design.logframe(language)
    assert [of(worked, id) for id in ("outcomes", "outputs", "activities", "ready")] == [1, 1, 1, 4]
    assert not worked.stopped
    assert {id for id, _row in found(worked)} == {"looks", "leads"}
    assert found(design.logframe(language, looks="a role, May", leads="1")) == []


def test_a_chain_without_an_outcome_stops():
    lines = [("activity", "Meet", None, None, None), (None, "Something", "1", None, None)]
    worked = design.typed(
        "logframe", {"lines": ("level result indicator verification holds", lines)}
    )
    assert worked.stopped
    assert {"outcome", "level", "indicator", "verification"} <= {id for id, _row in found(worked)}
    assert of(worked, "ready") == 0


@pytest.mark.parametrize("language", design.LANGUAGES)
def test_the_indicator_of_the_lesson_went_nine_tenths_of_the_way(language: str):
    worked = design.indicator_of_the_lesson(language)
    assert (of(worked, "lines.gone", lines="1"), of(worked, "lines.way", lines="1")) == (9, 90)


def test_the_way_down_is_a_way_too_and_no_baseline_is_none():
    worked = design.indicators((30, 50, 42), (40, 10, 30), (None, 24, 23), (7, 7, 9), (0, 3, 4))
    ways = [of(worked, "lines.way", lines=str(n)) for n in range(1, 6)]
    assert ways == [60, Fraction("33.33"), None, None, Fraction("133.33")]
    assert of(worked, "reached") == 1
    assert of(worked, "defined") == 5
    assert {("baseline", "3"), ("same", "4")} <= set(found(worked))


def test_nine_indicators_are_many():
    assert ("many", "") in found(design.indicators(*[(1, 2, 1)] * 9))


@pytest.mark.parametrize("language", design.LANGUAGES)
def test_a_project_on_a_page_is_one_page(language: str):
    if not pdf.available():
        pytest.skip("needs Pango")
    worksheet = design.page().worksheet
    made = pdf.render(page(worksheet, blank(worksheet), language))
    assert len(re.findall(rb"/Type /Page\b", unpacked(made))) == 1

"""Gaps of eight areas, fields of a SWOT, hours of a year and ranks in a fair choice."""

from fractions import Fraction
from pathlib import Path

import pytest

from academy.worksheets import Worked
from tests.academy.test_courses_examples_organisation_people import (
    PEOPLE,
    STAGES,
    STRATEGY,
    applied,
    areas,
    two_dates,
    weighed,
)
from tests.academy.worksheets.examples import shipped
from tests.academy.worksheets.organising import (
    AREAS,
    assessment,
    choice,
    choice_of_the_lesson,
    swot,
    year,
)
from tests.academy.worksheets.test_budget import of


def found(worked: Worked) -> list[tuple[str, str]]:
    return [(one.check.id, one.row) for one in worked.found()]


@pytest.mark.parametrize("path", STAGES, ids=str)
def test_the_eight_areas_of_the_lesson_come_out(path: Path):
    worked = assessment(path)
    lines, (first, _enough, gaps) = areas(path)
    assert [of(worked, "areas.gap", areas=one) for one in AREAS] == [one[2] for one in lines]
    changes = [of(worked, "areas.change", areas=one) for one in AREAS]
    assert changes == [one[2] for one in two_dates(path)]
    assert [of(worked, id) for id in ("first_sum", "gaps")] == [first, gaps]
    assert of(worked, "first_share") == Fraction(round(10000 * first / 24), 100)


def test_a_score_above_one_asks_for_evidence_and_a_gap_for_a_step():
    ids = [id for id, _row in found(assessment())]
    assert set(ids) == {"unseen", "unseen_again", "no_step"}
    assert ids.count("unseen") == 4
    one = {"areas__finance__step": "Two can open the book"}
    assert ("who", "finance") in found(assessment(**one))
    assert "no_step" not in [id for id, _row in found(assessment(**one))]


def test_what_is_not_known_counts_in_no_share():
    worked = assessment(areas__safety__first="", areas__people__first="")
    assert of(worked, "first_sum") == 11
    assert of(worked, "first_share") == pytest.approx(100 * 11 / 18, abs=0.01)
    assert of(worked, "areas.gap", areas="safety") is None
    assert ("missing", "") in found(worked)


def test_two_questions_say_in_which_field_of_a_swot_a_slip_lies():
    worked = swot()
    fields = [of(worked, "slips.field", slips=str(n)) for n in range(1, 6)]
    assert fields == ["strength", "weakness", "opportunity", "threat", None]
    assert of(worked, "given") == 18
    assert found(worked) == [("sorted", "5"), ("crossed", "")]
    assert ("votes", "") in found(swot(people=5))


@pytest.mark.parametrize("path", STRATEGY, ids=str)
def test_the_year_of_the_lesson_has_too_many_hours(path: Path):
    worked = year(path)
    assert [of(worked, id) for id in ("hours", "kept", "left", "planned", "over")] == [
        1320, 330, 990, 1130, 140
    ]  # fmt: skip
    assert of(worked, "goals.step", goals="one") == 20
    assert of(worked, "meet") == 50
    assert found(worked) == [("over", ""), ("not_for_it", "one")]


@pytest.mark.parametrize("path", PEOPLE, ids=str)
def test_the_candidates_of_the_lesson_are_added_and_ranked(path: Path):
    worked = choice_of_the_lesson(path)
    weights, candidates = applied(path)
    points = [of(worked, "candidates.points", candidates=str(n)) for n in (1, 2, 3)]
    assert points == [weighed(weights, one) for one in candidates]
    assert [of(worked, "candidates.rank", candidates=str(n)) for n in (1, 2, 3)] == [3, 2, 1]
    assert of(worked, "most") == 90
    assert found(worked) == []


@pytest.mark.parametrize(
    ("candidates", "ranks", "checks"),
    [
        ([[9, 0], [8, 2], [6, 6]], [1, 1, 1], {"tie"}),
        ([[9, 0], [8, 2], [6, 5], [6, 5]], [1, 1, 3, 3], {"tie"}),
        ([[9, 9], [8, 8], [8, 8], [7, 7]], [1, 2, 2, 4], set()),
        ([[9, 9], [8, 8], [7, 7], [6, 6]], [1, 2, 3, None], set()),
        ([[5, 5]], [1], {"nobody", "below"}),
        ([[9, 9], [5, 5]], [1, 2], {"below"}),
        ([[0, 0], [0, 0]], [None, None], set()),
    ],
)
def test_equal_sums_share_a_rank(candidates, ranks, checks):
    worked = choice([2, 1], candidates)
    numbered = [str(n) for n in range(1, len(candidates) + 1)]
    assert [of(worked, "candidates.rank", candidates=one) for one in numbered] == ranks
    assert {id for id, _row in found(worked)} == checks


def test_weights_are_set_before_the_first_application_is_opened():
    assert not choice([2], [[9]], opened="2026-05-01").stopped
    assert choice([2], [[9]], opened="2026-04-30").stopped


@pytest.mark.parametrize("id", ["eight-areas", "swot", "year", "fair-choice"])
def test_no_field_asks_for_a_person_or_a_place(id):
    worksheet = shipped("organisation", id)
    words = {column.id for table in worksheet.tables for column in table.columns}
    words |= {field.id for field in worksheet.fields}
    assert not words & {"name", "contact", "phone", "address", "mail", "place", "experience"}

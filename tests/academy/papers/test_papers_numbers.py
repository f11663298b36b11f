"""Numbers that stand in a paper: worked out again, and the same as in the lesson it goes with.

They are read out of the text of every language there is, so that a slip in a translation fails.
"""

import re
from datetime import date
from fractions import Fraction
from math import ceil
from pathlib import Path

import pytest

from academy.papers import blocks
from academy.papers.model import Box, Listed, Table
from tests import ours
from tests.academy import lesson_files
from tests.academy.lesson_files import every, more_than_half
from tests.academy.lesson_files import part as of_lesson

COURSES = Path(__file__).parents[3] / "courses"
OURS = ours.model_papers()
assert OURS is not None
LANGUAGES = [one for one in OURS.languages if OURS.versions[one]]


def papers_in(id):
    """A paper in every language that it has."""
    return [pytest.param(OURS.paper(id, one), id=f"{id}-{one}") for one in OURS.languages_of(id)]


def section(paper, id):
    return next(part for part in paper.parts if part.id == id)


def said(paper, id):
    return blocks.words(section(paper, id).blocks)


def clauses(paper, id, at=0):
    """The clauses of a section as plain text: those of its list number `at`."""
    lists = [one for one in section(paper, id).blocks if isinstance(one, Listed)]
    return ["".join(run.text for run in item) for item in lists[at].items]


def rows(paper, id, at=0):
    tables = [one for one in section(paper, id).blocks if isinstance(one, Table)]
    return [["".join(run.text for run in cell) for cell in row] for row in tables[at].rows[1:]]


def english(course, name, id):
    """A section of a lesson, whose numbers are the same in every language, without groups."""
    (path,) = [one for one in every(course, name) if "/en/" in one.as_posix()]
    return of_lesson(path, id)


def numbers(text):
    """The whole numbers of a text, whatever groups their digits."""
    return lesson_files.numbers(re.sub(r"(?<=\d)[ .,\u202f\xa0](?=\d{3}(?!\d))", "", text))


def at_least(share, of):
    return ceil(Fraction(share, 100) * of)


@pytest.mark.parametrize("paper", papers_in("membership"))
def test_the_test_of_leadership_is_the_lessons_and_rounds_up(paper):
    shares = [numbers(one)[0] for one in clauses(paper, "by-numbers")]
    assert shares == [60, 60, 33]
    for cells in rows(paper, "by-numbers"):
        of, most, staff = (numbers(one)[0] for one in cells)
        assert (most, staff) == (at_least(60, of), at_least(33, of))
    of_seven = english("governance", "*-members-and-conduct.md", "by-numbers")
    assert {60, 33} <= set(numbers(of_seven))


@pytest.mark.parametrize("paper", papers_in("membership"))
def test_quorum_majority_and_a_fifth_come_out(paper):
    _vote, quorum, *_, two_thirds, _secret, fifth = clauses(paper, "voting")
    of, needed = numbers(quorum)[-2:]
    assert needed == more_than_half(of)
    of, needed = numbers(two_thirds)[-2:]
    assert needed == ceil(Fraction(2, 3) * of)
    of, needed = numbers(fifth)[-2:]
    assert needed == ceil(Fraction(of, 5))
    assert f"**{needed}**" in english("governance", "*-three-bodies.md", "to-whom")


@pytest.mark.parametrize("paper", papers_in("conduct"))
def test_the_days_of_a_complaint_are_those_of_the_lesson(paper):
    days = [numbers(cells[2]) for cells in rows(paper, "steps")]
    assert [one[0] for one in days if one][:3] == [7, 30, 14]
    told = english("governance", "*-members-and-conduct.md", "complaint")
    assert [numbers(one)[-1] for one in re.findall(r"within (\d+ days)", told)] == [7, 30, 14]


@pytest.mark.parametrize("paper", papers_in("elections"))
def test_an_election_is_counted_as_in_the_lesson(paper):
    quorum, _spoilt, majority = clauses(paper, "counting")[1:4]
    of, needed = numbers(quorum)[-2:]
    assert (of, needed) == (33, more_than_half(33))
    of, needed = numbers(majority)[-2:]
    assert (of, needed) == (22, more_than_half(22))
    seats, years, each = numbers(clauses(paper, "terms")[1])[:3]
    assert Fraction(seats, years) == each
    told = english("governance", "*-elections.md", "quorum-and-majority")
    assert {33, 17, 22, 12} <= set(numbers(told))


@pytest.mark.parametrize("paper", papers_in("elections"))
def test_the_calendar_of_an_election_runs_forward(paper):
    days = [numbers(cells[0])[0] for cells in rows(paper, "calendar") if numbers(cells[0])]
    assert days == [42, 21, 14, 7, 7, 14]
    complain, answer = numbers(said(paper, "complaints"))[:2]
    assert [complain, answer] == days[-2:]


@pytest.mark.parametrize("paper", papers_in("interests"))
def test_who_is_left_to_decide_comes_out(paper):
    told = numbers(said(paper, "quorum"))
    assert told[:4] == [7, more_than_half(7), 9, more_than_half(9)]
    lesson = english("governance", "*-interests-and-open-books.md", "leave-the-room")
    assert "5 − 1 = 4" in lesson
    assert "5 − 2 = 3" in lesson
    assert told[-2:] == [5 - 1, 5 - 2]


@pytest.mark.parametrize("paper", papers_in("terms"))
def test_the_quorum_of_a_committee_comes_out(paper):
    of, needed = numbers(clauses(paper, "work")[1])[:2]
    assert needed == more_than_half(of)
    assert numbers(clauses(paper, "members")[0])[0] == of


@pytest.mark.parametrize("paper", papers_in("caretakers"))
def test_a_caretaker_committee_has_the_days_and_the_money_of_the_lesson(paper):
    told = english("governance", "*-succession-and-conflict.md", "caretaker-group")
    counted = (date(2027, 8, 31) - date(2027, 3, 1)).days + 1  # both days
    assert counted in numbers(said(paper, "mandate"))
    assert f"{counted} days" in told
    of, needed = numbers(clauses(paper, "work")[0])[-2:]
    assert (of, needed) == (7, more_than_half(7))
    money, month = numbers(clauses(paper, "work")[2])[-2:]
    whole, tenth = re.findall(r"(\d)[.,](\d)(?!\d)", clauses(paper, "work")[2])[-1]
    assert Fraction(money, month) - Fraction(f"{whole}.{tenth}") < Fraction(1, 10)
    assert f"{money} ÷ {month}" in english(
        "governance", "*-succession-and-conflict.md", "handover-file"
    )
    called, until_the_vote, until_it_holds = numbers(clauses(paper, "end")[0])
    calendar = rows(OURS.paper("elections", paper.language), "calendar")
    first, *_, last = (numbers(cells[0])[0] for cells in calendar if numbers(cells[0]))
    assert (until_the_vote, until_it_holds) == (first, last)
    assert called == first + last, "the mandate ends while the result can still be contested"


@pytest.mark.parametrize("paper", papers_in("money"))
def test_who_may_spend_how_much_is_as_in_the_lesson(paper):
    limits = [numbers(cells[0])[0] for cells in rows(paper, "limits") if numbers(cells[0])]
    told = re.findall(r"\*\*(\d+)\*\*", english("governance", "*-delegation.md", "spending-limits"))
    assert limits == [int(one) for one in told[:3]]
    assert 48 in numbers(said(paper, "limits"))
    assert 7 in numbers(said(paper, "keeping"))


@pytest.mark.parametrize("paper", papers_in("people"))
def test_points_and_the_least_for_an_offer_come_out(paper):
    points, weighed = clauses(paper, "choice")[4:6]
    assert numbers(points)[-1] == 3 * 3
    share, *weights, most, needed = numbers(weighed)
    assert most == sum(weights) * 9
    assert needed == at_least(share, most)
    lesson = english("organisation", "*-people.md", "fair-choice")
    assert f"Whoever is below {share} %" in lesson


@pytest.mark.parametrize("paper", papers_in("hosting"))
def test_a_fee_comes_out_and_the_agreement_has_the_ten_points_of_the_lesson(paper):
    assert len(clauses(paper, "hosting")) == 10
    (choice,) = [one for one in section(paper, "hosting").blocks if isinstance(one, Box)]
    fees = [numbers(blocks.words((Listed((item,), ordered=False),)))
            for item in choice.blocks[0].items]  # fmt: skip
    assert all(of * share == fee * 100 for of, share, fee in fees)
    assert fees == [[24_000, 8, 1_920], [30_000, 8, 2_400]]
    told = english("organisation", "*-legal-form-and-host.md", "host-agreement")
    assert "30000 × 8 % = 2400, and 24000 × 8 % = 1920" in told


@pytest.mark.parametrize("paper", papers_in("buying"))
def test_a_purchase_in_instalments_counts_whole(paper):
    first = clauses(paper, "offers")[0]
    price, months, whole = numbers(first)[-3:]
    assert price * months == whole
    limits = [numbers(cells[0])[0] for cells in rows(paper, "offers")]
    assert limits == sorted(limits)
    assert limits[1] == limits[2] == 500 < whole < limits[3]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_paper_asks_for_a_legal_name_or_a_home_address(language):
    """In English by its words; a translation has the same blanks, and as many."""
    for paper in OURS.versions[language].values():
        first = OURS.paper(paper.id, OURS.original)
        here, there = (
            [run.text for part in one.parts for run in blocks.runs(part.blocks) if run.blank]
            for one in (paper, first)
        )
        assert len(here) == len(there)
        if language == "en":
            for blank in here:
                assert not re.search(r"\b(address|legal name|surname|identity)\b", blank), blank

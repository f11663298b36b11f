"""Elections, budget lines and promises in the course on country funding, in every language."""

import re
from math import prod
from pathlib import Path

import pytest

from tests.academy.lesson_files import (
    asked,
    box,
    every,
    forms,
    more_than_half,
    numbers,
    part,
    right,
    rows,
)

COURSES = Path(__file__).parents[2] / "courses"
COURSE = COURSES / "country-funding"
ONE = 11
"""How long one paper is in the drawing."""


ELECTING = every("country-funding", "*-electing-a-representative.md")
BEING = every("country-funding", "*-being-a-representative.md")
LEAVING = every("country-funding", "*-when-the-fund-leaves.md")
GAME = every("country-funding", "trainer/follow-the-line.md")
FORMS = forms("q-promise")


@pytest.mark.parametrize("path", ELECTING, ids=str)
def test_the_count_of_the_lesson_comes_out(path: Path):
    text = part(path, "ballot-and-count").split(":::try")[0]
    (eligible,) = numbers(list(rows(part(path, "rules-before-names"), 2))[1][1])
    first, second, third = re.findall(r"^\d\. (.*)$", text, re.MULTILINE)
    cast, of, again, quorum = numbers(first)
    valid, spoilt, papers = numbers(second)
    *votes, together = numbers(third)
    assert of == eligible
    assert quorum == more_than_half(eligible) <= cast == again == papers == valid + spoilt
    assert votes[:3] == votes[3:]
    assert sum(votes[:3]) == together == valid
    assert [int(one) for one in re.findall(r"\*\*(\d+)\*\*", text)] == [
        quorum, more_than_half(valid),
    ]  # fmt: skip
    assert max(votes) < more_than_half(valid), "so that a second vote is needed"
    run_off = numbers(text.split("![")[0].strip().rpartition("\n\n")[2])
    assert run_off[0] == run_off[1] == valid // 2, "a tie"


@pytest.mark.parametrize("path", ELECTING, ids=str)
def test_the_count_of_the_task_comes_out(path: Path):
    _, _, task = part(path, "ballot-and-count").partition(":::try")
    eligible, cast, spoilt, *votes = numbers(task.split(":::alone")[0])
    found = numbers(box(task, "answer"))
    valid = cast - spoilt
    assert sum(votes) == valid
    for one in (more_than_half(eligible), cast, valid, more_than_half(valid)):
        assert one in found
    assert cast >= more_than_half(eligible)
    assert max(votes) >= more_than_half(valid), "somebody is elected"


@pytest.mark.parametrize("path", ELECTING, ids=str)
def test_quorum_and_majority_in_the_questions_are_more_than_half(path: Path):
    eligible, *_ = asked(path, "q-quorum")
    assert right(part(path, "q-quorum")) == more_than_half(eligible)
    may, cast, spoilt, *votes = numbers(part(path, "case-network"))
    assert cast >= more_than_half(may)
    assert sum(votes) == cast - spoilt
    assert right(part(path, "q-majority")) == more_than_half(cast - spoilt) > max(votes)


@pytest.mark.parametrize("path", every("country-funding", "figures.md"), ids=str)
def test_the_bars_are_as_long_as_their_numbers(path: Path):
    words = dict(re.findall(r"^- ([a-z]+): (.*)$", part(path, "count"), re.MULTILINE))
    said = [numbers(words[one])[0] for one in ("eligible", "cast", "valid", "spoilt")]
    drawing = (COURSE / "media/count.svg").read_text("utf-8")
    bars = [int(one) for one in re.findall(r'<rect [^>]*width="(\d+)"', drawing)]
    votes = [int(one) for one in re.findall(r">(\d+)</text>", drawing)]
    assert bars == [ONE * one for one in (*said, *votes)]
    lines = [int(one) for one in re.findall(r'<line [^>]*x1="(\d+)"', drawing)]
    half = numbers(words["majority"])[0]
    assert lines == [16 + ONE * one for one in (numbers(words["quorum"])[0], half, half)]


@pytest.mark.parametrize("path", BEING, ids=str)
def test_a_budget_line_is_followed_through_three_papers(path: Path):
    text = part(path, "budget-line")
    people, days, each = numbers(list(rows(text, 2))[3][1])
    asked_for, granted, spent = [
        numbers(one)[0] for one in re.findall(r"^- \*\*.*", text, re.MULTILINE)
    ]
    assert asked_for == 2 * people * days * each
    assert granted == 2 * people * (days - 1) * each
    assert f"{spent} ÷ {granted} × 100 = {100 * spent // granted}" in text
    open_days, months, price, signed, paid, *_ = numbers(
        text.partition(":::try")[2].split(":::answer")[0]
    )
    found = numbers(box(text, "answer"))
    for one in (open_days * months * price, signed // months // price, 100 * paid // signed):
        assert one in found
    *factors, grant = asked(path, "q-less")
    assert right(part(path, "q-less")) == prod(factors) - grant


@pytest.mark.parametrize("path", LEAVING, ids=str)
def test_the_state_and_the_fund_pay_the_whole_cost_together(path: Path):
    text = part(path, "state-money")
    cost = numbers(text.split("|")[0])[-1]
    shares = [[numbers(cell)[0] for cell in cells] for cells in rows(text, 4)]
    assert len(shares) == 3
    for _year, percent, state, fund in shares:
        assert (state * 100, state + fund) == (cost * percent, cost)
    after = text.split("|\n\n")[1].split("\n\n")[0]
    year, paid, *_ = numbers(after)
    assert shares[year - 1][2] - paid == numbers(after)[-1]
    whole, now, later, budget = numbers(text.partition(":::try")[2].split(":::answer")[0])
    found = numbers(box(text, "answer"))
    for one in (whole - now, whole - later, whole - later - budget):
        assert one in found
    cost, percent, paid = asked(path, "q-missing")
    assert right(part(path, "q-missing")) == cost * percent // 100 - paid


@pytest.mark.parametrize("path", LEAVING, ids=str)
def test_the_rows_of_the_list_and_the_pairs_that_fit_are_added_rightly(path: Path):
    text = part(path, "priority-list")
    (sum_said,) = re.findall(r"(\d+) \+ (\d+) \+ (\d+) = (\d+)", text)
    legal, space, outreach, whole = map(int, sum_said)
    assert legal + space + outreach == whole
    assert str(legal) in [cells[1] for cells in rows(text, 2)]
    offered = numbers(text.partition(":::try")[2])[0]
    answer = numbers(box(text, "answer"))
    for one in (
        legal + space, offered - legal - space, outreach, offered - outreach,
        legal + outreach, legal + outreach - offered,
    ):  # fmt: skip
        assert one in answer


@pytest.mark.parametrize("path", GAME, ids=str)
def test_the_budget_of_the_game_adds_up_and_the_cut_is_what_has_to_go(path: Path):
    text = part(path, "materials")
    *lines, (_, _, _, total) = rows(text, 4)
    sums = [numbers(cells[3])[0] for cells in lines]
    assert len(sums) == 12
    assert sum(sums) == numbers(total)[0]
    most = next(one for one in numbers(text) if one > 1000)
    assert sum(sums) - most == sums[7] + sums[8]
    ours = sums[5] + sums[7] + sums[8]
    shares = part(path, "debrief")
    assert f"{sums[5]} + {sums[7]} + {sums[8]} = {ours}" in shares
    for part_of, of in ((ours, sum(sums)), (sums[5], most)):
        said = re.findall(rf"{part_of} ÷ {of} × 100 = (\d+)[.,](\d)", shares)
        assert [int("".join(one)) for one in said] == [round(1000 * part_of / of)]
    beans, each, _less = [one for one in numbers(part(path, "without-power")) if one > 12]
    assert all(one % each == 0 for one in sums)
    assert (beans * each, _less * each) == (sum(sums), sum(sums) - most)


@pytest.mark.parametrize("path", FORMS, ids=str)
def test_a_week_asks_for_majorities_and_promises_that_come_out(path: Path):
    cast, spoilt = asked(path, "q-majority")
    assert right(part(path, "q-majority")) == more_than_half(cast - spoilt)
    cost, percent, paid = asked(path, "q-promise")
    assert right(part(path, "q-promise")) == cost * percent // 100 - paid

"""Bodies, limits, seats, days and the game of the course on governance, in every language."""

import re
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, prod
from pathlib import Path

import pytest

from tests.academy.lesson_files import asked, box, every, forms, numbers, part, right, rows
from tests.academy.lesson_texts import SUM, read, sums, worked

COURSES = Path(__file__).parents[2] / "courses"
COURSE = COURSES / "governance"


BODIES = every("governance", "*-three-bodies.md")
LIMITS = every("governance", "*-delegation.md")
MEMBERS = every("governance", "*-members-and-conduct.md")
GAME = every("governance", "trainer/72-hours.md")
GUIDES = [
    one
    for slug in ("three-bodies", "delegation", "members-and-conduct")
    for one in every("governance", f"trainer/*-{slug}.md")
]
FORMS = forms("q-least")


@pytest.mark.parametrize("path", [*BODIES, *LIMITS, *MEMBERS, *GAME, *GUIDES], ids=str)
def test_what_is_written_as_a_sum_comes_out(path: Path):
    for left, result in sums(path):
        assert worked(left) == read(result), f"{left} = {result}"
    language = COURSE / path.relative_to(COURSE).parts[0]
    original = sums(COURSE / "en" / path.relative_to(language))
    assert len(sums(path)) == len(original)
    assert original or path in GUIDES


@pytest.mark.parametrize("path", BODIES, ids=str)
def test_at_least_a_fifth_or_a_quarter_rounds_up(path: Path):
    text = part(path, "to-whom").split(":::try")[0]
    members = next(one for one in numbers(text) if one > 20)
    assert re.findall(r"\*\*(\d+)\*\*", text) == [str(ceil(Fraction(members, 5)))]
    assert ceil(Fraction(members, 5)) * 5 > members
    _, _, task = part(path, "to-whom").partition(":::try")
    for members in [one for one in numbers(task.split(":::alone")[0]) if one > 20]:
        assert ceil(Fraction(members, 5)) in numbers(box(task, "answer"))
    members = max(asked(path, "q-quarter"))
    assert right(part(path, "q-quarter")) == ceil(Fraction(members, 4))


def limits(path: Path) -> list[int]:
    return [int(one) for one in re.findall(r"\*\*(\d+)\*\*", part(path, "spending-limits"))][:3]


def level(total: int, alone: int, two: int, board: int, *, planned: bool = True) -> str:
    if total > board:
        return "assembly"
    if total > two or not planned:
        return "board"
    return "two" if total > alone else "coordinator"


IN_TABLE = [True, True, True, False, True]


@pytest.mark.parametrize("path", LIMITS, ids=str)
def test_the_expenses_of_the_lesson_fall_to_four_levels(path: Path):
    lines = list(rows(part(path, "spending-limits"), 4))
    found = [
        level(numbers(sum_)[-1], *limits(path), planned=planned)
        for (_what, sum_, *_), planned in zip(lines, IN_TABLE, strict=True)
    ]
    assert found == ["coordinator", "two", "board", "board", "assembly"]
    said = [cells[3] for cells in lines]
    assert [said.index(one) for one in said] == [found.index(one) for one in found]
    assert len({cells[2] for cells in lines}) == 2
    _, _, task = part(path, "spending-limits").partition(":::try")
    products = [prod(map(int, one)) for one in re.findall(r"(\d+) × (\d+) =", box(task, "answer"))]
    assert [level(one, *limits(path)) for one in products] == ["board", "two", "two"]


@pytest.mark.parametrize("path", LIMITS, ids=str)
def test_a_contract_is_its_whole_cost_and_split_bills_are_one(path: Path):
    cost, months = asked(path, "q-whole")
    assert right(part(path, "q-whole")) == cost * months
    *three, bill, food = numbers(part(path, "case-bills"))
    assert three == limits(path)
    assert bill < three[0] < 3 * bill < three[1]
    assert 3 * bill <= food
    assert str(3 * bill) in part(path, "q-split")


@pytest.mark.parametrize("path", LIMITS, ids=str)
def test_the_minutes_have_a_quorum_and_votes_that_add_up(path: Path):
    first = re.findall(r"^> (.*)$", part(path, "minutes"), re.MULTILINE)[0]
    *_day, one, other, quorum = numbers(first)
    present, seats = sorted((one, other))
    assert quorum == seats // 2 + 1 <= present
    (votes,) = [found for found in SUM.findall(part(path, "minutes")) if "+" in found[0]]
    assert read(votes[1]) == present


@pytest.mark.parametrize("path", MEMBERS, ids=str)
def test_seats_of_the_test_round_up(path: Path):
    lines = list(rows(part(path, "by-numbers"), 5))
    assert len(lines) == 3
    for _row, size, share, exact, least in lines:
        needed = read(size) * read(share)
        assert read(exact) == needed
        assert least == f"**{ceil(needed)}**"
    shares = [read(cells[2]) for cells in lines]
    _, _, task = part(path, "by-numbers").partition(":::try")
    sizes = [one for one in numbers(task.split(":::alone")[0]) if one > 1]
    answer = box(task, "answer")
    for seats, part_of in zip(sizes, shares, strict=True):
        assert ceil(seats * part_of) in numbers(answer)
    for seats in (5, 6, 10):
        assert ceil(seats * shares[0]) in numbers(answer.rpartition("–")[2])
    assert right(part(path, "q-seats")) == ceil(
        min(one for one in asked(path, "q-seats") if one != 60) * shares[0]
    )


def in_order(wanted: list[int], found: list[int]) -> bool:
    left = iter(found)
    return all(one in left for one in wanted)


@pytest.mark.parametrize("path", MEMBERS, ids=str)
def test_the_days_of_a_complaint_are_counted_rightly(path: Path):
    text = part(path, "complaint")
    steps = re.findall(r"^\d\. .*$", text.split(":::try")[0], re.MULTILINE)
    answer, decide, appeal = (max(numbers(steps[one])) for one in (0, 2, 3))
    handed_in = date(2026, 6, 1)
    decided = handed_in + timedelta(decide)
    days = [handed_in, handed_in + timedelta(answer), decided, decided + timedelta(appeal)]
    (said,) = [
        one for one in text.split("\n\n") if in_order([one.day for one in days], numbers(one))
    ]
    assert said
    (line,) = re.findall(r"^- \[x\] (.*)$", part(path, "q-appeal"), re.MULTILINE)
    assert (date(2026, 3, 20) + timedelta(appeal)).day in numbers(line)


@pytest.mark.parametrize("path", GAME, ids=str)
def test_the_money_of_the_game_is_there_and_the_signatures_are_enough(path: Path):
    text = part(path, "materials")
    quoted = [numbers(one) for one in re.findall(r"^> (.*)$", text, re.MULTILINE)]
    bank, each, rent, grant = [one for one in quoted[0] if one >= 100]
    assert grant in quoted[1]
    people = 5
    debrief = part(path, "debrief")
    left = bank - people * each - rent
    for one in (people * each, left, people * each + rent, people * each + rent - left):
        assert one in numbers(debrief)
    rules = re.findall(r"^\d\. (.*)$", text, re.MULTILINE)
    assert len(rules) == 6
    members = max(numbers(rules[4]))
    assert members // 5 in numbers(debrief)
    beans, each_bean, *_ = [one for one in numbers(part(path, "without-power")) if one > 12]
    assert beans * each_bean == bank


@pytest.mark.parametrize("path", FORMS, ids=str)
def test_a_week_asks_for_limits_and_seats_that_come_out(path: Path):
    alone, two, each, months = asked(path, "q-limit")
    text = part(path, "q-limit")
    (chosen,) = re.findall(r"^- \[x\] .*\n  > (.*)$", text, re.MULTILINE)
    total = each * months
    assert total in numbers(chosen)
    assert each < alone < total
    assert (alone in numbers(chosen)) == (total <= two)
    assert two in numbers(chosen)
    seats = [one for one in asked(path, "q-least") if one != 60]
    assert right(part(path, "q-least")) == ceil(Fraction(60, 100) * seats[0])

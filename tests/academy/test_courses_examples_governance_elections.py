"""Counts, seats, accounts and months in the second half of the course on governance."""

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
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

COURSE = Path(__file__).parents[2] / "courses" / "governance"


ELECTIONS = every("governance", "*-elections.md")
BOOKS = every("governance", "*-interests-and-open-books.md")
SUCCESSION = every("governance", "*-succession-and-conflict.md")
FORMS = forms("q-seats")


@dataclass(frozen=True)
class Count:
    """One vote: who may, what was cast, what of it was spoilt, and the votes of each candidate."""

    eligible: int
    cast: int
    spoilt: int
    votes: list[int]


def told(path: Path, id: str) -> str:
    """A section without its task."""
    return part(path, id).split(":::try")[0]


def task(path: Path, id: str) -> str:
    """What a section's task says before anybody does it."""
    _, _, after = part(path, id).partition(":::try")
    return re.split(r"^:::(?:alone|answer)", after, maxsplit=1, flags=re.MULTILINE)[0]


def columns(text: str, width: int) -> list[list[int]]:
    """The numbers of each row of a table."""
    return [[n for cell in cells for n in numbers(cell)] for cells in rows(text, width)]


def first_and_second(path: Path) -> tuple[Count, Count]:
    """The chair's election; what its prose says is held to what its table has."""
    text = told(path, "quorum-and-majority")
    intro, quorum, valid, needed, _, after, *_ = text.strip().split("\n\n")
    (eligible,) = numbers(intro)
    a, b, (third,), (together, again) = columns(text, 3)
    votes = [[a[0], b[0], third], [a[1], b[1]]]
    assert [sum(one) for one in votes] == [together, again]
    (sum_said,) = re.findall(r"(\d+) − (\d+) = (\d+)", valid)
    cast, spoilt, left = map(int, sum_said)
    assert cast - spoilt == left == together
    assert sorted(numbers(quorum)) == sorted([eligible, more_than_half(eligible), cast])
    enough = more_than_half(left)
    assert sorted(numbers(needed)) == sorted([left, left // 2, enough])
    second = max(numbers(after))
    assert sorted(numbers(after)) == sorted(
        [max(votes[0]), enough, second, second - again, again, enough, max(votes[1])]
    )
    assert max(votes[0]) < enough <= max(votes[1])
    return (
        Count(eligible, cast, spoilt, votes[0]),
        Count(eligible, second, second - again, votes[1]),
    )


def third(path: Path) -> Count:
    """The election of the task, in which a third is the quorum."""
    eligible, cast, spoilt, *votes = numbers(task(path, "quorum-and-majority"))
    return Count(eligible, cast, spoilt, votes)


def evening(path: Path) -> Count:
    """The seat of the treasurer in the case."""
    eligible, cast, spoilt, *votes = numbers(part(path, "case-evening"))
    return Count(eligible, cast, spoilt, votes)


@pytest.mark.parametrize("path", ELECTIONS, ids=str)
def test_both_votes_for_the_chair_come_out(path: Path):
    first, second = first_and_second(path)
    assert first.votes[0] > first.votes[1], "who leads first"
    assert second.votes[1] > second.votes[0], "does not win"


@pytest.mark.parametrize("path", ELECTIONS, ids=str)
def test_the_task_with_a_third_as_quorum_comes_out(path: Path):
    count = third(path)
    answer = numbers(box(part(path, "quorum-and-majority"), "answer"))
    valid = count.cast - count.spoilt
    assert sum(count.votes) == valid == 2 * count.votes[0]
    needed = {-(-count.eligible // 3), valid, more_than_half(valid), count.votes[0], count.cast}
    assert needed <= set(answer)


@pytest.mark.parametrize("path", ELECTIONS, ids=str)
def test_the_questions_on_elections_have_their_answers(path: Path):
    (eligible,) = asked(path, "q-quorum")
    assert right(part(path, "q-quorum")) == more_than_half(eligible)
    count = evening(path)
    valid = count.cast - count.spoilt
    assert sum(count.votes) == valid
    quiz = part(path, "q-result")
    lines = re.findall(r"^- \[(.)\].*\n  > (.*)$", quiz, re.MULTILINE)
    (says,) = [line for mark, line in lines if mark == "x"]
    assert numbers(says) == [valid, more_than_half(valid), max(count.votes)]
    assert max(count.votes) < more_than_half(valid)
    assert numbers(lines[-1][1]) == [count.eligible, more_than_half(count.eligible), count.cast]


@pytest.mark.parametrize("path", ELECTIONS, ids=str)
def test_seats_by_size_are_shares_of_all_groups(path: Path):
    *regions, (groups, seats, equal) = columns(told(path, "seats"), 4)
    assert [sum(column) for column in zip(*regions, strict=True)] == [groups, seats, equal]
    assert all(Fraction(size * seats, groups) == by_size for size, by_size, _ in regions)
    assert len({same for _, _, same in regions}) == 1
    whole, *sizes, chairs = numbers(task(path, "seats"))
    assert sum(sizes) == whole
    each = whole // chairs
    answer = numbers(box(part(path, "seats"), "answer"))
    assert answer[:6] == [whole, chairs, each, *(size // each for size in sizes)]
    assert sum(answer[-3:]) == 2 * len(sizes), "and equal shares need a seat more"


@pytest.mark.parametrize("path", ELECTIONS, ids=str)
def test_staggered_terms_come_round_again(path: Path):
    text = told(path, "terms")
    (said,) = re.findall(r"(\d+) ÷ (\d+) = (\d+)", text)
    seats, years, each = map(int, said)
    assert seats == years * each
    for at, (year, *up) in enumerate(columns(text, 2)):
        start = at % years * each
        assert (year, up) == (at + 1, [start + 1, start + 2])
    (said,) = re.findall(r"(\d+) ÷ (\d+) = (\d+)", box(part(path, "terms"), "answer"))
    assert int(said[0]) == int(said[1]) * int(said[2])


@pytest.mark.parametrize("path", BOOKS, ids=str)
def test_who_goes_out_is_not_counted(path: Path):
    text = told(path, "leave-the-room")
    after = text.rpartition("\n> ")[2].partition("\n")[2]
    seats, again, two, needed = numbers(after)[:4]
    assert (seats, two) == (again, 2)
    assert needed == more_than_half(seats)
    sums = [list(map(int, said)) for said in re.findall(r"(\d+) − (\d+) = (\d+)", after)]
    assert all(present - out == stay for present, out, stay in sums)
    (*_, enough), (*_, few) = sums
    assert enough >= needed > few
    seats, came = numbers(task(path, "leave-the-room"))
    answer = box(part(path, "leave-the-room"), "answer")
    (said,) = re.findall(r"(\d+) − (\d+) = (\d+)", answer)
    present, out, stay = map(int, said)
    assert (present, present - out) == (came, stay)
    assert numbers(answer)[:2] == [seats, more_than_half(seats)]
    assert stay < more_than_half(seats)


@pytest.mark.parametrize("path", BOOKS, ids=str)
def test_the_year_of_the_lesson_adds_up(path: Path):
    text = told(path, "accounts-to-members")
    start, came, went, left, project, free = [row[-1] for row in columns(text, 2)]
    assert start + came - went == left == project + free
    assert f"{start} + {came} − {went} = {left}" in text
    (where,) = [one for one in text.split("\n\n") if f"÷ {went} × 100" in one]
    before, after = where.split(f"÷ {went} × 100")
    *spent, first = [one for one in numbers(before) if one > 100]
    assert (sum(spent), first) == (went, spent[0])
    shares = [100 * one // went for one in spent]
    assert (sum(shares), numbers(after)[0]) == (100, shares[0])
    assert set(shares) <= set(numbers(after))
    start, came, went, services = numbers(task(path, "accounts-to-members"))
    answer = numbers(box(part(path, "accounts-to-members"), "answer"))
    assert start + came - went in answer
    assert Fraction(100 * services, went) == answer[-1]


@pytest.mark.parametrize("path", BOOKS, ids=str)
def test_the_questions_on_books_have_their_answers(path: Path):
    (seats,) = asked(path, "q-board")
    assert right(part(path, "q-board")) == more_than_half(seats)
    left, project = asked(path, "q-left")
    quiz = part(path, "q-left")
    (says,) = re.findall(r"^- \[x\] (.*)$", quiz, re.MULTILINE)
    assert numbers(says) == [left, left - project]
    seats, came = numbers(part(path, "case-office"))
    says = re.findall(r"^- \[x\].*\n  > (.*)$", part(path, "q-can"), re.MULTILINE)[0]
    assert numbers(says) == [seats, more_than_half(seats), came, 1, came - 1]
    assert came - 1 >= more_than_half(seats)


@pytest.mark.parametrize("path", SUCCESSION, ids=str)
def test_salaries_are_covered_for_as_long_as_it_says(path: Path):
    text = told(path, "handover-file")
    one, two, month, grants, reserve = [n for n in numbers(text) if n > 1000][:5]
    assert one + two == month
    assert f"{grants} + {reserve} = {grants + reserve}" in text
    cover = Fraction(grants + reserve, month)
    assert [cover * 100 // 1, cover * 10 // 1] == [
        int("".join(said)) for said in re.findall(r"(?<![\d.,])(\d)[.,](\d+)(?!\d)", text)
    ]
    (said,) = re.findall(r"(\d) × (\d+) = (\d+)", text)
    months, each, aim = map(int, said)
    assert (each, aim) == (month, months * month)
    assert f"{aim} − {grants + reserve} = {aim - grants - reserve}" in text
    *salaries, grants, reserve = numbers(task(path, "handover-file"))
    answer = box(part(path, "handover-file"), "answer")
    month, have = sum(salaries), grants + reserve
    (said,) = re.findall(rf"{have} ÷ {month} = (\d)[.,](\d)", answer)
    assert Fraction(int("".join(said)), 10) == Fraction(have, month)
    (said,) = re.findall(r"(\d) × (\d+) = (\d+)", answer)
    assert int(said[0]) * month == int(said[2])
    assert numbers(answer)[-1] == int(said[2]) - have


@pytest.mark.parametrize("path", SUCCESSION, ids=str)
def test_the_caretakers_days_are_counted_and_the_question_has_its_answer(path: Path):
    days = (date(2027, 8, 31) - date(2027, 3, 1)).days + 1  # the first and the last day work too
    (row,) = [cells[1] for cells in rows(told(path, "caretaker-group"), 2) if str(days) in cells[1]]
    assert {1, 31, days} <= set(numbers(row))
    month, grants, reserve = asked(path, "q-cover")
    (said,) = re.findall(r"^- \[=\] (\d)[.,](\d)", part(path, "q-cover"), re.MULTILINE)
    assert Fraction(int("".join(said)), 10) == Fraction(grants + reserve, month)


@pytest.mark.parametrize("path", FORMS, ids=str)
def test_a_week_asks_for_seats_and_for_who_stayed(path: Path):
    groups, seats, here = asked(path, "q-seats")
    assert Fraction(here * seats, groups) == right(part(path, "q-seats"))
    seats, came, out = asked(path, "q-stayed")
    (says,) = re.findall(r"^- \[x\].*\n  > (.*)$", part(path, "q-stayed"), re.MULTILINE)
    assert numbers(says) == [came, out, came - out, seats, more_than_half(seats)]
    assert came - out < more_than_half(seats)


@pytest.mark.parametrize(
    "path", every("governance", "trainer/*-succession-and-conflict.md"), ids=str
)
def test_beans_last_as_long_as_salaries(path: Path):
    beans, each, month, left = [n for n in numbers(part(path, "without-power")) if n > 2]
    (lesson,) = path.parent.parent.glob("*-succession-and-conflict.md")
    text = told(lesson, "handover-file")
    assert {beans * each, month * each} <= set(numbers(text))
    assert beans - 2 * month == left

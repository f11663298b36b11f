"""Who steps in, how long salaries last, who went out: what the lessons say comes out of sheets."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from academy.worksheets import Worked
from tests.academy.lesson_files import asked, box, numbers, part
from tests.academy.test_courses_examples_governance_elections import (
    BOOKS,
    SUCCESSION,
    task,
    told,
)
from tests.academy.worksheets.electing import column, filled, found, others, said


def succession(salaries: list[int], **fields: object) -> Worked:
    lines = [(f"role {at}", one) for at, one in enumerate(salaries)]
    return filled("succession", {"salaries": ("role month", lines)}, **fields)


@pytest.mark.parametrize("path", SUCCESSION, ids=str)
def test_months_of_salaries_come_out_as_the_lesson_has_them(path: Path):
    one, two, month, grants, reserve = [
        n for n in numbers(told(path, "handover-file")) if n > 1000
    ][:5]
    sheet = succession([one, two], grants=grants, reserve=reserve, aim=3)
    assert said(sheet, "monthly", "cover", "missing") == [month, Fraction(5, 2), 2160]
    assert found(sheet) == ["cover"]
    *salaries, grants, reserve = numbers(task(path, "handover-file"))
    sheet = succession(salaries, grants=grants, reserve=reserve, aim=4)
    missing = numbers(box(part(path, "handover-file"), "answer"))[-1]
    assert said(sheet, "cover", "missing") == [Fraction(36, 10), missing]
    month, grants, reserve = asked(path, "q-cover")
    sheet = succession([month], grants=grants, reserve=reserve)
    assert said(sheet, "cover") == [Fraction(5, 2)]
    assert found(sheet) == []


@pytest.mark.parametrize("path", SUCCESSION, ids=str)
def test_a_caretaker_group_has_so_many_days_and_an_end(path: Path):
    (days,) = [n for n in numbers(told(path, "caretaker-group")) if 100 < n < 1000]
    until = {"starts": "2027-03-01", "ends": "2027-08-31", "mandate": "Salaries and rent"}
    assert said(succession([], **until), "days") == [days]
    assert found(succession([], **until)) == []
    endless = succession([], starts="2027-03-01", mandate="All")
    assert found(endless) == ["no_end"]
    assert endless.stopped
    assert found(succession([], **{**until, "ends": "2027-12-31"})) == ["long"]
    assert found(succession([], **{**until, "ends": "2027-03-01"})) == ["order"]
    assert found(succession([], **{**until, "mandate": ""})) == ["mandate"]


def test_a_task_that_only_one_can_do_is_named():
    worksheet, entered = others()["succession"]
    sheet = Worked(worksheet, entered)
    assert column(sheet, "functions.ready") == ["alone", "ready", "nobody", None]
    assert said(sheet, "alone") == [2]
    assert found(sheet) == ["steps_in", "single", "single", "cover"]


def board(seats: int, present: int, out: int) -> Worked:
    lines = [("Meals", present, out, "4")]
    return filled("interests", {"decisions": ("item present out minute", lines)}, board=seats)


@pytest.mark.parametrize("path", BOOKS, ids=str)
def test_enough_stay_or_the_decision_waits(path: Path):
    after = told(path, "leave-the-room").rpartition("\n> ")[2].partition("\n")[2]
    seats = numbers(after)[0]
    sums = re.findall(r"(\d+) − (\d+) = (\d+)", after)
    for (present, out, stay), enough in zip(sums, ("enough", "few"), strict=True):
        register = board(seats, int(present), int(out))
        assert column(register, "decisions.stayed") == [int(stay)]
        assert column(register, "decisions.enough") == [enough]
        assert said(register, "waiting") == [int(enough == "few")]
    seats, came = numbers(task(path, "leave-the-room"))
    assert found(board(seats, came, 3)) == ["few"]
    seats, came = numbers(part(path, "case-office"))
    assert found(board(seats, came, 1)) == []


def test_a_register_says_what_is_missing_in_it():
    worksheet, entered = others()["interests"]
    assert found(Worked(worksheet, entered)) == ["ended", "present", "few", "minute"]
    assert found(board(5, 3, 4)) == ["present", "few"]

"""Month by month: what is there at the end of each, the first hole, the lowest month, a picture."""

import re
from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest

from academy.worksheets import Entered, Worked
from academy.worksheets.book import plain
from academy.worksheets.drawing import Drawn, drawn
from tests.academy.worksheets.lessons import HARD, LANGUAGES, Lines, cash_flow, table, told, typed
from tests.academy.worksheets.test_budget import of


def flow(lines: Lines, opening: object = 0) -> Worked:
    return typed("cash-flow", "months", "month in out", lines, opening=opening)


def column(worked: Worked, id: str) -> list[object]:
    return [of(worked, f"months.{id}", months=row) for row in worked.entered.rows["months"]]


def said(worked: Worked) -> list[tuple[object, ...]]:
    return [(one.check.id, one.row, *(value for value, _n in one.says.values()))
            for one in worked.found()]  # fmt: skip


def picture(worked: Worked) -> Drawn:
    words = worked.worksheet.in_language("en")
    made = worked.worksheet.pictures[0]
    return drawn(worked, words, made, lambda column, value: plain(value, column.decimals))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plan_of_the_lesson_comes_out_and_names_march(language: str):
    months = table(language, HARD, "cash-flow")
    worked = cash_flow(language)
    assert column(worked, "start") == [start for start, *_ in months]
    assert column(worked, "end") == [end for *_, end in months]
    assert column(worked, "mark") == [None, None, "lowest", None, None]
    assert (of(worked, "low"), of(worked, "closing")) == (-8000, 4000)
    assert said(worked) == [("below", "3", "Month 3", 8000), ("hole", "", 8000)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_money_that_comes_a_month_later_deepens_the_hole(language: str):
    april = told(language, HARD, "cash-flow", last="34000")
    late = [*(row[:] for row in table(language, HARD, "cash-flow"))]
    late[4][1], late[3][1] = late[3][1], Decimal(0)
    worked = flow([("m", came, went) for _start, came, went, _end in late], late[0][0])
    assert column(worked, "end")[3:] == [april[3], april[7]] == [-34000, 4000]
    # The first month that fails stays March, though April is lower.
    assert said(worked) == [("below", "3", "m", 8000), ("hole", "", 34000)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workshop_that_moves_to_april_closes_the_hole(language: str):
    months = [list(row) for row in table(language, HARD, "cash-flow")]
    months[2][2] -= 10000
    months[3][2] += 10000
    worked = flow([("m", came, went) for _start, came, went, _end in months], months[0][0])
    assert column(worked, "end")[2:4] == [2000, 16000]
    assert said(worked) == []
    assert of(worked, "low") == 2000


def test_a_month_put_in_between_or_taken_out_moves_those_below_it():
    worked = flow([("Jan", 100, 30), ("Feb", "", 20)], 5)
    texts = worked.entered.texts | {"months.9.out": "60.01"}
    between = Worked(worked.worksheet, Entered({"months": ("1", "9", "2")}, texts))
    assert column(between, "end") == [75, Fraction("14.99"), Fraction("-5.01")]
    assert column(between, "start") == [5, 75, Fraction("14.99")]
    without = Worked(worked.worksheet, Entered({"months": ("2",)}, texts))
    assert (column(without, "end"), of(without, "low")) == ([-15], -15)


def test_months_that_nobody_has_filled_in_are_not_the_lowest():
    worked = flow([("Jan", 10, ""), ("", "", ""), ("", "", "3")])
    assert column(worked, "end") == [10, None, 7]
    assert column(worked, "start") == [0, None, 10]
    assert column(worked, "mark") == [None, None, "lowest"]


def test_of_no_months_none_is_the_lowest():
    worked = flow([("", "", "")], 50)
    assert (of(worked, "low"), of(worked, "closing")) == (None, 50)
    assert said(worked) == []


def test_the_picture_hangs_what_is_missing_on_the_other_side_of_the_line():
    made = picture(cash_flow())
    assert made.told[2] == "3 Month 3: End -8,000.00"
    svg = ET.fromstring(made.svg)
    bars = list(svg.iter("{http://www.w3.org/2000/svg}rect"))
    (line,) = svg.iter("{http://www.w3.org/2000/svg}path")
    nothing = float(re.findall(r"[\d.]+", line.attrib["d"])[0])
    ends = [(float(one.attrib["x"]), float(one.attrib["width"])) for one in bars]
    hanging = [left < nothing - 0.1 for left, _width in ends]
    assert hanging == [False, False, True, False, False]
    assert ends[2][0] + ends[2][1] == pytest.approx(nothing, abs=0.11)
    assert ends[0][1] / ends[2][1] == pytest.approx(42 / 8, rel=0.01)
    assert all(left >= 29.9 and left + width <= 330.1 for left, width in ends)
    assert ["stroke-dasharray" in one.attrib for one in bars] == hanging


@pytest.mark.parametrize("lines", [[], [("", "", "")], [("Jan", 0, 0)], [("Jan", 0, 5)]])
def test_a_picture_of_next_to_nothing_is_drawn_too(lines: Lines):
    assert ET.fromstring(picture(flow(lines)).svg).get("role") == "img"

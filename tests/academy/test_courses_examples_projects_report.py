"""The worked examples on change, plan and report, recomputed from the text of every language.

Sums that are written out come out in `test_courses_examples_sums`. Here is what no sum says: that a
table has the means and differences that the prose gives it, that a hidden number cannot be worked
out, that drawing, table and prose speak of one plan, and that questions have the answer that
follows from their numbers.
"""

import re
from fractions import Fraction

import pytest

from academy.courses.kinds import Number
from academy.data import data_folder
from tests.academy.lesson_texts import Texts, numbers

TEXTS = Texts("projects")
written, said, section, asked = TEXTS.written, TEXTS.said, TEXTS.section, TEXTS.asked
CHANGE, PLAN, REPORT = "before-and-after", "work-plan-and-proposal", "report-and-call"
FEW = 5
"""Fewer people than this are not shown."""
MONTHS = range(1, 13)


def box(text: str, kind: str) -> str:
    """The first box of this kind, up to what stands in it as a box of its own."""
    return str(re.findall(rf"^:::{kind}[^\n]*\n(.*?)\n:::", text, re.DOTALL | re.MULTILINE)[0])


def table(text: str) -> list[list[list[int]]]:
    """The numbers in each cell of the tables of a text, without their heads and rules."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [
        [numbers(cell) for cell in line.strip("|").split("|")]
        for line, above in zip(lines[1:], lines, strict=False)
        if not set(line) <= set("|:- ") and above
    ]


def slips(question: Number) -> list[Fraction]:
    return [Fraction(one) for one in question.slips[1:] if one is not None]


def drawn(language: str, id: str) -> list[int]:
    path = data_folder("courses") / "projects" / language / "figures.md"
    return numbers(path.read_text("utf-8").partition(f"{{#{id}}}")[2].partition("\n## ")[0])


def mean(values: list[int]) -> Fraction:
    return Fraction(sum(values), len(values))


@pytest.mark.parametrize("language", written(CHANGE))
def test_only_pairs_make_the_gain(language: str):
    text = section(language, CHANGE, "same-people")
    rows = table(text.partition("![")[0])
    people, (all_before, all_after), (pairs_before, pairs_after) = (
        rows[:6], rows[6][1:], rows[7][1:]
    )  # fmt: skip
    before = [one[0] for _code, one, _ in people if one]
    after = [one[0] for _code, _, one in people if one]
    both = [(one[0], other[0]) for _code, one, other in people if one and other]
    assert all_before == [sum(before), len(before), mean(before)]
    assert all_after == [sum(after), len(after), mean(after)]
    first, last = [list(one) for one in zip(*both, strict=True)]
    assert pairs_before == [sum(first), len(both), mean(first)]
    assert pairs_after == [sum(last), len(both), mean(last)]
    assert mean(last) - mean(first) == 15
    assert {*before, *after, 50, 65, 48, 70} <= set(drawn(language, "matched-pairs"))


@pytest.mark.parametrize("language", written(CHANGE))
def test_the_gain_of_the_task_and_of_the_question_is_that_of_the_pairs(language: str):
    told = numbers(box(section(language, CHANGE, "same-people"), "try"))
    *pairs, left, late = told
    assert len(pairs) == 6
    before, after = pairs[::2], pairs[1::2]
    answer = numbers(box(section(language, CHANGE, "same-people"), "answer"))
    assert answer == [
        sum(before) + left, 4, mean([*before, left]), sum(after) + late, 4, mean([*after, late]),
        mean([*after, late]) - mean([*before, left]),
        sum(before), 3, mean(before), sum(after), 3, mean(after), mean(after) - mean(before),
    ]  # fmt: skip
    (*pairs, left, late), question = asked(language, CHANGE, "q-gain")
    before, after = pairs[::2], pairs[1::2]
    assert question.value == mean(after) - mean(before)
    assert slips(question) == [mean([*after, late]) - mean([*before, left])]


@pytest.mark.parametrize("language", written(CHANGE))
def test_people_are_added_before_they_are_divided(language: str):
    (some, of, more, of_more), question = asked(language, CHANGE, "q-both")
    assert question.value == Fraction(100 * (some + more), of + of_more)
    assert slips(question) == [Fraction(50 * some, of) + Fraction(50 * more, of_more)]


@pytest.mark.parametrize("language", written(CHANGE))
def test_tables_add_up_and_hold_a_number_that_must_be_hidden(language: str):
    rows = [row for row in table(section(language, CHANGE, "small-numbers")) if len(row) == 4]
    found = [[cell[-1] for cell in row[1:]] for row in rows if all(row[1:])]
    assert len(found) == 6
    for upper, lower, both in (found[:3], found[3:]):
        assert [a + b for a, b in zip(upper, lower, strict=True)] == both
        assert all(a + b == total for a, b, total in (upper, lower, both))
        assert min(*upper, *lower) < FEW <= min(both)
    shown = numbers(box(section(language, CHANGE, "small-numbers"), "answer"))
    sums = [found[3][2], found[4][2], found[5][2]]
    assert set(sums) <= set(shown)


@pytest.fixture(params=written(PLAN))
def planned(request: pytest.FixtureRequest) -> tuple[str, list[list[int]]]:
    """The plan of a language: for each activity with a cost how often, each, cost."""
    text = section(request.param, PLAN, "each-has-a-line")
    rows = [row for row in table(text) if len(row) == 5]
    return request.param, [[cell[0] for cell in row[1:4]] for row in rows if all(row[1:4])]


def year() -> dict[str, dict[int, int]]:
    """How often each activity happens in each month, as the drawing shows it."""
    path = data_folder("courses") / "projects" / "media" / "twelve-months.svg"
    found: dict[str, dict[int, int]] = {}
    name = ""
    for line in path.read_text("utf-8").splitlines():
        if label := re.search(r'data-width="\d+" data-height="\d+">([a-z]+)</text>', line):
            name = label[1]
        elif cell := re.search(r'x="(\d+)" y="\d+" text-anchor="middle">(\d+)</text>', line):
            found.setdefault(name, {})[(int(cell[1]) - 16) // 25 + 1] = int(cell[2])
    return found


def test_the_drawing_adds_its_months_up():
    plan = year()
    assert list(plan.pop("month")) == list(MONTHS)
    below = plan.pop("sum")
    assert below == {m: sum(row.get(m, 0) for row in plan.values()) for m in MONTHS}


@pytest.mark.parametrize("language", written(PLAN))
def test_what_the_drawing_says_in_words_is_what_it_shows(language: str):
    assert drawn(language, "twelve-months")[-12:] == list(year()["sum"].values())


def test_drawing_table_and_prose_speak_of_one_plan(planned: tuple[str, list[list[int]]]):
    language, rows = planned
    plan = year()
    assert [often for often, _each, _cost in rows] == [
        sum(plan[one].values()) for one in ("training", "forms", "evenings", "again")
    ]
    assert all(often * each == cost for often, each, cost in rows)
    total = sum(cost for _often, _each, cost in rows)
    text = section(language, PLAN, "each-has-a-line")
    assert f"**{total}**" in text
    (first,) = [cost for month, cost in costs(rows).items() if month == 1]
    half = sum(cost for month, cost in costs(rows).items() if month <= 6)
    assert {first, half, total // 2} <= set(numbers(text))


def costs(rows: list[list[int]]) -> dict[int, int]:
    """What each month costs."""
    plan = year()
    each = dict(zip(("training", "forms", "evenings", "again"), (r[1] for r in rows), strict=True))
    return {m: sum(plan[one].get(m, 0) * price for one, price in each.items()) for m in MONTHS}


def test_half_of_the_money_lasts_as_long_as_the_answer_says(
    planned: tuple[str, list[list[int]]],
):
    language, rows = planned
    answer = numbers(box(section(language, PLAN, "each-has-a-line"), "answer"))
    left, month = sum(cost for *_, cost in rows) // 2, 0
    while left >= costs(rows)[month + 1]:
        month += 1
        left -= costs(rows)[month]
    needed = costs(rows)[month + 1]
    assert answer[-6:] == [month + 1, answer[-5], month - 1, needed, left, needed]
    assert month in answer


@pytest.mark.parametrize("language", written(PLAN))
def test_the_closed_month_fits_where_the_answer_says(language: str):
    text = section(language, PLAN, "three-looks")
    sums = year()["sum"]
    told = numbers(box(text, "try"))
    assert told[0] == 8
    assert told[-6:] == [9, 12, *(sums[m] for m in (9, 10, 11, 12))]
    carry, moved = told[-7], year()["evenings"][8]
    fits = [m for m in (9, 10, 11, 12) if sums[m] + moved <= carry]
    assert fits == [10, 11]
    assert numbers(box(text, "answer"))[:2] == fits


@pytest.mark.parametrize("language", written(PLAN))
def test_three_slips_stand_between_words_plan_and_budget(language: str):
    text = box(section(language, PLAN, "words-and-sums"), "try")
    words, plan, budget = re.findall(r"^> (\*\*.*)$", text, re.MULTILINE)
    advisers, *_, evenings, asked_again = numbers(words)
    assert evenings not in numbers(plan)
    assert numbers(plan)[1] == numbers(budget)[4]
    assert numbers(budget)[0] != advisers
    assert asked_again not in numbers(budget)
    answer = numbers(box(section(language, PLAN, "words-and-sums"), "answer"))
    assert answer == [evenings, numbers(plan)[1], advisers, numbers(budget)[0]]


@pytest.mark.parametrize("language", written(PLAN))
def test_questions_on_money_have_the_answer_that_follows(language: str):
    told, question = asked(language, PLAN, "q-cash")
    until, _first_month, training, first, last, *_, price = told
    assert (first, last) == (2, 12)
    assert question.value == training + (until - 1) * 2 * price
    assert slips(question) == [training + until * 2 * price, training + (until - 1) * price]


@pytest.mark.parametrize("language", written(REPORT))
def test_the_half_year_is_read_across(language: str):
    text = section(language, REPORT, "words-and-money")
    rows = [[cell[0] for cell in row[1:]] for row in table(text) if len(row) == 5 and all(row[1:])]
    total = next(row for row in table(text) if not row[1] and row[3])
    assert len(rows) == 3
    assert [total[3][0], total[4][0]] == [sum(r[2] for r in rows), sum(r[3] for r in rows)]
    planned, happened, budget, spent = rows[2]
    assert Fraction(happened, planned) == Fraction(spent, budget) == Fraction(70, 100)
    assert f"{happened} × {budget // planned} = {spent}" in text
    differences = [spent - budget for *_, budget, spent in rows]
    assert all(f"= {one}".replace("-", "−") in text for one in (*differences, sum(differences)))


@pytest.mark.parametrize("language", written(REPORT))
def test_both_ways_come_out_of_the_same_line(language: str):
    text = section(language, REPORT, "preparing").partition(":::")[0]
    sums = text[re.search(r"\d+ − \d+ = \d+", text).start() :]  # type: ignore[union-attr]
    everything, held, remain, again, price, spent, left = numbers(sums)[:7]
    assert (everything - held, everything * price - spent) == (remain, left)
    assert again == everything
    told = numbers(text.partition(f"= {left}")[2])
    dearer = told[1]
    assert told[:3] == [remain, dearer, remain * dearer]
    assert told[5] == remain * dearer - left
    assert {held + left // dearer, left % dearer} <= set(told)
    assert f"{left} ÷ {dearer}" in text


@pytest.mark.parametrize("language", written(REPORT))
def test_what_is_left_in_a_line_pays_for_so_many(language: str):
    (planned, price, held, dearer), question = asked(language, REPORT, "q-left")
    assert question.value == (planned - held) * price // dearer
    assert slips(question) == [planned - held]


@pytest.mark.parametrize("language", written(PLAN))
def test_less_money_pays_for_fewer_evenings(language: str):
    quiz = said(language, PLAN).quiz
    assert quiz is not None
    question = next(one for one in quiz.questions if one.id == "q-evenings")
    assert isinstance(question, Number)
    assert question.case is not None
    many, price, budget, offered = numbers(question.case.more)
    assert many * price == budget
    assert question.value == Fraction(offered, price)

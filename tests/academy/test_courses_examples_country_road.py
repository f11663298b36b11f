"""The worked examples on grants and their committees, recomputed from the text of every language.

Sums that are written out come out in `test_courses_examples_sums`. Here is what no sum says: that a
question has the answer that follows from its numbers, and that a table, a drawing and the text
speak of the same line.
"""

import re
from datetime import date, timedelta
from fractions import Fraction

import pytest

from academy.courses.kinds import Number
from academy.data import data_folder
from tests.academy.lesson_texts import Texts, box, cells, numbers, whole

TEXTS = Texts("country-funding")
written, said, section = TEXTS.written, TEXTS.said, TEXTS.section
MONEY, ROAD, SIX = "where-the-money-comes-from", "from-plan-to-grant", "six-requirements"
YEARS = 3
"""How long a grant runs here: the lesson says it in a word."""


def asked(language: str, slug: str, id: str) -> tuple[str, Number]:
    """What a question and its text say, and the question."""
    quiz = said(language, slug).quiz
    assert quiz is not None
    question = next(one for one in quiz.questions if one.id == id)
    assert isinstance(question, Number)
    return f"{question.source}\n{question.more}", question


def drawn(language: str, id: str) -> str:
    path = data_folder("courses") / "country-funding" / language / "figures.md"
    return whole(path.read_text("utf-8").partition(f"{{#{id}}}")[2].partition("\n## ")[0])


@pytest.mark.parametrize("language", written(MONEY))
def test_each_group_gets_what_its_part_comes_to(language: str):
    text = section(language, MONEY, "where-from")
    grant, share = numbers(box(text, "try"))
    groups = 5
    answer = numbers(box(text, "answer"))
    assert answer.count(groups) == 1
    assert answer[-1] == grant // YEARS * share // 100 // groups


@pytest.mark.parametrize("language", written(MONEY))
def test_the_question_about_a_part_has_its_answer_and_names_the_slips(language: str):
    text, question = asked(language, MONEY, "q-part")
    grant, share = numbers(text)
    groups = 4
    assert question.value == grant // YEARS * share // 100 // groups
    slips = [grant * share // 100 // groups, grant // YEARS // groups]
    assert [one for one in question.slips[1:] if one] == slips


@pytest.mark.parametrize("language", written(ROAD))
def test_one_line_keeps_its_numbers_through_all_doors_and_in_the_drawing(language: str):
    (row,) = cells(section(language, ROAD, "country-dialogue"))[1:]
    evenings_a_week, weeks = numbers(row[0])
    evenings, price, cost = numbers(row[2])
    assert (evenings_a_week * weeks, evenings * price) == (evenings, cost)
    kept, at, main, rest, again, left = numbers(
        box(section(language, ROAD, "main-and-paar"), "case")
    )
    assert (at, again, kept + rest, main + left) == (price, price, evenings, cost)
    assert (kept * at, rest * again) == (main, left)
    picture = drawn(language, "road-of-a-line")
    (page,) = numbers(row[3])
    assert {page, cost, main, left, evenings_a_week} <= set(numbers(picture))
    making = section(language, ROAD, "grant-making")
    _, quantity, sums = cells(making.partition(":::")[0])[-3:]
    asked_for, offered = numbers(sums[1])[0], numbers(sums[2])[0]
    assert (numbers(quantity[1]), asked_for) == ([kept], main)
    assert f"{offered} ÷ {price} = {offered // price}" in making


@pytest.mark.parametrize("language", written(ROAD))
def test_what_does_not_fit_waits_with_its_cost(language: str):
    text = section(language, ROAD, "main-and-paar")
    cost, workers, each, room = numbers(box(text, "try"))
    assert cost == workers * each
    answer = numbers(box(text, "answer"))
    assert {room * each, (workers - room) * each, cost} <= set(answer)
    asks, question = asked(language, ROAD, "q-rest")
    cost, evenings, price, room = numbers(asks)
    assert cost == evenings * price
    assert question.value == (evenings - room) * price
    assert [one for one in question.slips[1:] if one] == [room * price, evenings - room]


@pytest.mark.parametrize("language", written(ROAD))
def test_the_nurses_who_fall_out_are_counted(language: str):
    text = section(language, ROAD, "grant-making")
    nurses, before, after = numbers(box(text, "try"))
    answer = numbers(box(text, "answer"))
    left = Fraction(after) / Fraction(before, nurses)
    assert {before // nurses, int(left), nurses - int(left)} <= set(answer)
    assert left.denominator == 1


@pytest.mark.parametrize("language", written(ROAD))
def test_the_calendar_runs_backwards_and_the_grant_is_signed_a_month_before(language: str):
    rows = cells(section(language, ROAD, "calendar"))[1:]
    # Chinese numbers its months: what counts here is the day.
    days = [numbers(re.sub(r"\d+月", "", row[0])) for row in rows]
    assert [one[0] for one in days if one] == [31, 30, 20, 5]
    assert date(2027, 12, 31) - timedelta(days=31) == date(2027, 11, 30)
    assert date(2027, 5, 20) - timedelta(days=15) == date(2027, 5, 5)


@pytest.mark.parametrize("language", written(SIX))
def test_seats_add_up_and_both_shares_are_of_all_seats(language: str):
    text = section(language, SIX, "member-list")
    seats = [numbers(row[-1])[0] for row in cells(text)[1:]]
    *each, total = seats
    assert sum(each) == total
    government, *civil, others, agencies = each
    assert total == government + sum(civil) + others + agencies
    assert f"{' + '.join(map(str, civil))} = {sum(civil)}" in text
    after = text.partition(" = ")[2]
    small, of_all, share, more, of_all_again, wider = numbers(after)[:6]
    assert (small, of_all, of_all_again) == (sum(civil), total, total)
    assert more == small + others
    assert (share * total, wider * total) == (small * 100, more * 100)


@pytest.mark.parametrize("language", written(SIX))
def test_who_came_is_a_share_of_who_could_have_come(language: str):
    text = section(language, SIX, "member-list")
    meetings, members, again, came = numbers(box(text, "try"))
    assert meetings == again
    assert numbers(box(text, "answer"))[:3] == [
        came, members * meetings, 100 * came // (members * meetings),
    ]  # fmt: skip


@pytest.mark.parametrize("language", written(SIX))
def test_the_question_about_seats_has_its_answer(language: str):
    text, question = asked(language, SIX, "q-share")
    total, government, *each = numbers(text)
    *civil, agencies = each
    assert total == government + sum(each)
    assert question.value == Fraction(100 * sum(civil), total)
    wrong = [100 * (sum(civil) + agencies) // total, 100 * civil[0] // total]
    assert [one for one in question.slips[1:] if one] == wrong

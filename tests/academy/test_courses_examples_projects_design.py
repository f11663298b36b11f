"""The worked examples on designing and counting a project, recomputed from the text of every
language.

Sums that are written out come out in `test_courses_examples_sums`. Here is what no sum says: that
the lessons speak of one project, that the drawing shows its numbers, that a question has the answer
that follows from its own, and that a register is counted by the rules of the house.
"""

import re
from decimal import Decimal
from fractions import Fraction
from math import ceil

import pytest

from academy import rules
from academy.courses.kinds import Number
from academy.data import data_folder
from tests.academy.lesson_texts import Texts, box, cells, numbers, whole

TEXTS = Texts("projects")
written, said, section, asked = TEXTS.written, TEXTS.said, TEXTS.section, TEXTS.asked
PAGE, CHAIN = "from-idea-to-one-page", "results-chain"
COUNT, RECORD = "common-indicators", "record-as-you-go"
HIDDEN_BELOW = 5


def listed(text: str, sign: str) -> list[list[int]]:
    """The numbers of each entry of the lists that begin with a sign."""
    return [numbers(one) for one in re.findall(rf"^{sign} (.*)$", text, re.MULTILINE)]


def slips(question: Number) -> list[Decimal]:
    return [one for one in question.slips if one is not None][1:]


def costs(language: str) -> list[list[int]]:
    """The four lines behind the box of the costs; the price of a copy is in hundredths."""
    return listed(section(language, PAGE, "one-page").partition(":::")[0], "-")


def the_project(language: str) -> dict[str, list[int]]:
    """The numbers in the boxes of the page."""
    rows = cells(section(language, PAGE, "one-page"))
    return {row[0][0]: numbers(row[1]) for row in rows if row[0][0].isdecimal()}


# From an idea to one page


@pytest.mark.parametrize("language", written(PAGE))
def test_the_page_says_what_its_lines_come_to(language: str):
    page = the_project(language)
    training, room, pay, forms = costs(language)
    assert page["7"] == [sum(line[-1] for line in (training, room, pay, forms))]
    assert page["5"] == [training[0], room[0]] == [training[0], pay[0]]
    with_agreement, asked_then, before = page["4"]
    without, of = page["1"][:2]
    assert (before, asked_then) == (of - without, of)
    assert with_agreement > before


@pytest.mark.parametrize("language", written(PAGE))
def test_four_more_evenings_change_two_lines(language: str):
    text = section(language, PAGE, "one-page")
    more, fewer = numbers(box(text, "try"))
    training, room, pay, forms = costs(language)
    assert fewer == room[0]
    lines = training[-1], more * room[1], more * pay[1] * pay[2], forms[-1]
    assert numbers(box(text, "answer"))[-1] == sum(lines)


@pytest.mark.parametrize("language", written(PAGE))
def test_the_question_about_the_cost_has_its_answer(language: str):
    found, question = asked(language, PAGE, "q-cost")
    people, days, price, evenings, each = found
    assert question.value == people * days * price + evenings * each
    assert slips(question) == [people * price + evenings * each, evenings * each]


# The results chain


@pytest.mark.parametrize("language", written(CHAIN))
def test_the_chain_the_table_and_the_drawing_are_the_project_of_the_page(language: str):
    page = the_project(language)
    table = section(language, CHAIN, "logframe")
    _head, _impact, outcome, output, activity = (numbers(" ".join(r)) for r in cells(table))
    assert outcome == page["4"]
    assert output[0] == page["5"][1]
    assert activity == [page["5"][0], costs(language)[3][0]]
    path = data_folder("courses") / "projects" / language / "figures.md"
    drawn = whole(path.read_text("utf-8").partition("{#results-chain}")[2].partition("\n## ")[0])
    words = dict(re.findall(r"^- ([a-z-]+): (.*)$", drawn, re.MULTILINE))
    assert numbers(words["outcome-is"]) == page["4"]
    assert numbers(words["output-is"]) == output
    assert numbers(words["input-is"]) == page["7"]
    spoken = numbers(drawn.partition("\n- ")[0])
    assert set(spoken) == {*page["7"], *output, *page["4"][:2]}


@pytest.mark.parametrize("language", written(CHAIN))
def test_the_evenings_carry_what_is_promised_and_no_more(language: str):
    text = section(language, CHAIN, "test")
    (hole,) = [one for one in listed(text, r"3\.") if one]
    advisers, each, of_one, evenings, *_, most, possible, too_many = hole
    assert of_one == advisers * each
    assert most == evenings * of_one
    assert possible <= most < too_many


@pytest.mark.parametrize("language", written(CHAIN))
def test_an_evening_is_not_held_in_part(language: str):
    text = section(language, CHAIN, "test")
    (wanted,) = numbers(box(text, "try"))
    found = numbers(box(text, "answer"))
    assert ceil(Fraction(wanted, 2 * 3)) in found
    assert ceil(Fraction(wanted, 3 * 3)) in found
    _found, question = asked(language, CHAIN, "q-evenings")
    advisers, each, talks = 3, 4, 150
    assert _found == [talks]
    assert question.value == ceil(Fraction(talks, advisers * each))
    assert slips(question) == [talks // (advisers * each), ceil(Fraction(talks, each))]


# Common indicators


def register(language: str) -> tuple[dict[str, list[str]], list[str]]:
    """Who was marked how in each session, and the marks in the order of their legend."""
    text = section(language, COUNT, "people-or-attendances")
    legend = next(line for line in text.splitlines() if line.count(" · ") == 4)
    marks = [one.split()[0] for one in legend.split(" · ")]
    return {row[0]: row[1:] for row in cells(text) if row[0][:1] == "K"}, marks


def counted(states: list[str], marks: list[str]) -> int:
    """How many of somebody's sessions count by the rules of the house."""
    named = dict(zip(marks, rules.STATES, strict=True))
    return sum(named[one] in rules.COUNTED for one in states)


@pytest.mark.parametrize("language", written(COUNT))
def test_the_register_of_the_lesson_is_counted_by_the_rules_of_the_house(language: str):
    rows, marks = register(language)
    each = [counted(states, marks) for states in rows.values()]
    possible = sum(map(len, rows.values()))
    text = section(language, COUNT, "people-or-attendances").partition("\n:::")[0]
    (told,) = [numbers(one) for one in text.split("\n\n") if " = 65" in one]
    assert [one for one in each if one] == [4, 2, 3, 4]
    assert told[:2] == [len(rows), sum(one > 0 for one in each)]
    assert [*each, sum(each)] == told[3:9]
    assert told[-1] * possible == 100 * sum(each)


@pytest.mark.parametrize("language", written(COUNT))
def test_the_second_register_comes_to_its_answer(language: str):
    _rows, marks = register(language)
    text = section(language, COUNT, "people-or-attendances")
    sign = "|".join(map(re.escape, marks))
    found = re.findall(rf"L[1-4]\s?[:\uff1a]\s?((?:(?:{sign})(?:, |、|,)?)+)", box(text, "try"))
    each = [counted(re.findall(sign, one), marks) for one in found]
    answer = numbers(box(text, "answer"))
    assert each == [3, 2, 0, 1]
    assert answer[:2] == [len(each), sum(one > 0 for one in each)]
    assert sum(each) in answer
    assert answer[-1] == 100 * sum(each) // (len(each) * 3)


@pytest.mark.parametrize("language", written(COUNT))
def test_eighty_per_cent_is_rounded_up_as_the_house_does(language: str):
    text = section(language, COUNT, "trained")
    percent, *pairs = listed(text, "-")[0]
    assert percent == rules.THRESHOLD_PERCENT
    for held, needed in (pairs[:2], pairs[2:4]):
        assert rules.required_sessions(held) == needed
    sessions, percent, *_ = numbers(box(text, "try"))
    assert percent == rules.THRESHOLD_PERCENT
    assert rules.required_sessions(sessions) in numbers(box(text, "answer"))


@pytest.mark.parametrize("language", written(COUNT))
def test_people_of_two_months_are_counted_once(language: str):
    text = section(language, COUNT, "trained")
    _sessions, _percent, first, second, both = numbers(box(text, "try"))
    assert numbers(box(text, "answer"))[-1] == first + second - both


@pytest.mark.parametrize("language", written(COUNT))
def test_no_group_under_five_can_be_worked_out(language: str):
    text = section(language, COUNT, "without-harm")
    everybody, *groups = numbers(box(text, "try"))
    sizes = [groups[0], groups[3], groups[6]]
    assert (sum(sizes), sizes[2]) == (everybody, numbers(box(text, "try"))[-2])
    hidden = [one for one in sizes if 0 < one < HIDDEN_BELOW]
    assert len(hidden) == 1
    shown = sizes[0], sizes[1] + sizes[2]
    assert min(shown) >= HIDDEN_BELOW
    assert set(shown) <= set(numbers(box(text, "answer")))


@pytest.mark.parametrize("language", written(COUNT))
def test_the_way_is_measured_from_the_baseline(language: str):
    text = section(language, COUNT, "baseline-target")
    before, of, target, _of, now, _of = numbers(box(text, "try"))
    assert numbers(box(text, "answer"))[-1] == 100 * (now - before) // (target - before)
    assert of == _of
    before, _of, target, *_ = the_way(language)
    assert (target, before) == (the_project(language)["4"][0], the_project(language)["4"][2])


def the_way(language: str) -> list[int]:
    """Baseline, target value and today's value of the lesson's indicator."""
    text = section(language, COUNT, "baseline-target").partition("\n:::")[0]
    return next(found for one in text.split("\n\n") if len(found := numbers(one)) > 9)


@pytest.mark.parametrize("language", written(COUNT))
def test_the_question_about_attendances_has_its_answer(language: str):
    (many, often, few, seldom), question = asked(language, COUNT, "q-attendances")
    assert question.value == many * often + few * seldom
    assert slips(question) == [many + few, (many + few) * often]


# Record as you go


def evenings(language: str) -> list[list[int]]:
    """Number, people there, first time, forms; the last row is what they come to."""
    return [numbers(" ".join(row)) for row in cells(section(language, RECORD, "minimum"))[1:]]


@pytest.mark.parametrize("language", written(RECORD))
def test_the_evening_sheet_adds_up_and_feeds_all_reports(language: str):
    *rows, total = evenings(language)
    assert total == [sum(row[at] for row in rows) for at in (1, 2, 3)]
    reports = cells(section(language, RECORD, "one-record"))[1:]
    there, first, forms = total
    assert [int(row[-1]) for row in reports] == [len(rows), first, forms, there]


@pytest.mark.parametrize("language", written(RECORD))
def test_two_more_evenings_come_to_their_answers(language: str):
    *rows, (there, first, forms) = evenings(language)
    text = section(language, RECORD, "minimum")
    fourth, came, new, fifth, came_too = numbers(box(text, "try"))
    assert (fourth, fifth) == (len(rows) + 1, len(rows) + 2)
    answer = numbers(box(text, "answer"))
    assert there + came + came_too in answer
    assert answer[-1] == first + new
    reports = section(language, RECORD, "one-record")
    more = numbers(box(reports, "try"))[-2:]
    found = numbers(box(reports, "answer"))
    assert found[:2] == [fifth, first + new]
    assert found[-1] == forms + sum(more)


@pytest.mark.parametrize("language", written(RECORD))
def test_everybody_has_one_first_time(language: str):
    found, question = asked(language, RECORD, "q-people")
    there, first = found[:3], found[3:]
    assert there[0] == first[0]
    assert question.value == sum(first)
    assert slips(question) == [sum(there), max(there)]

"""Hours, codes, patterns and rotas in the course on records, from the text of every language.

Sums that are written out come out in `test_courses_examples_sums`. Here is what no sum says.
"""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from academy.courses.kinds import Number, OneRight
from academy.courses.questions import Question
from academy.data import data_folder
from tests.academy.lesson_files import forms
from tests.academy.lesson_texts import Texts, numbers, whole

TEXTS = Texts("safe-records")
written, said, section = TEXTS.written, TEXTS.said, TEXTS.section
SWIT = Texts("swit")
LISTENING, KEEPING, PATTERNS = "listening-and-care", "keeping-safe", "patterns-and-referral"
PEP, BEST, CONTRACEPTION = 72, 24, 120
"""Hours, as the course on SWIT says them."""
SERVICES = {date(2026, 8, 20): 3, date(2026, 6, 15): 4, date(2026, 5, 2): 1}
TODAY, QUARTER = date(2026, 9, 1), 92


def box(text: str, kind: str) -> str:
    """The last box of this kind, up to what stands in it as a box of its own."""
    return str(re.findall(rf"^:::{kind}\b[^\n]*\n(.*?)\n:::", text, re.DOTALL | re.MULTILINE)[-1])


def asked(language: str, slug: str, id: str) -> Question:
    quiz = said(language, slug).quiz
    assert quiz is not None
    return next(one for one in quiz.questions if one.id == id)


def number(language: str, slug: str, id: str) -> tuple[list[int], Number, set[Decimal]]:
    """The numbers above a question's place for a number, the question, and its slips."""
    question = asked(language, slug, id)
    assert isinstance(question, Number)
    slips = {one for one in question.slips if one is not None} - {question.value}
    return numbers(question.more), question, slips


def counts(text: str) -> list[int]:
    """The last cells of the rows of the table in a text."""
    rows = [line.strip("| ").split("|") for line in text.splitlines() if line.startswith("|")]
    return [int(row[-1]) for row in rows if re.fullmatch(r" *\d+ *", row[-1])]


def hours(text: str) -> list[list[int]]:
    """The numbers of each care in a table, without those of its sources."""
    rows = [line for line in text.splitlines() if line.startswith("| **")]
    return [numbers(re.sub(r"\[\^.*?\]", "", row)) for row in rows]


@pytest.mark.parametrize("language", written(LISTENING))
def test_the_last_hours_are_those_of_the_course_on_swit(language: str):
    text = section(language, LISTENING, "urgent")
    assert hours(text) == [[28, BEST, PEP], [CONTRACEPTION, CONTRACEPTION // 24]]
    assert hours(SWIT.section(language, "addressing-violence", "first-72-hours")) == hours(text)


@pytest.mark.parametrize("language", written(LISTENING))
def test_the_hours_that_remain_are_counted_from_those_that_passed(language: str):
    text = section(language, LISTENING, "urgent")
    (passed,) = numbers(box(text, "try"))
    answer = numbers(box(text, "answer"))
    assert answer == [
        *(PEP, passed, PEP - passed),
        *(CONTRACEPTION, passed, CONTRACEPTION - passed),
        *(BEST, passed, BEST - passed),
    ]
    (passed,), question, slips = number(language, LISTENING, "q-hours")
    assert question.value == PEP - passed
    assert slips == {CONTRACEPTION - passed, PEP}


@pytest.mark.parametrize("language", written(KEEPING))
def test_codes_given_out_are_all_accounted_for(language: str):
    text = section(language, KEEPING, "codes-and-keys")
    (line,) = [line for line in text.splitlines() if line.startswith(">")]
    given, box_, lawyer, destroyed, missing = numbers(line)
    assert given == box_ + lawyer + destroyed + missing
    (given, in_box, lawyer, destroyed), question, slips = number(language, KEEPING, "q-missing")
    assert question.value == given - in_box - lawyer - destroyed
    assert slips == {given - in_box - lawyer}


@pytest.mark.parametrize("language", written(KEEPING))
def test_the_code_of_the_drawing_is_that_of_the_lesson(language: str):
    figures = (data_folder("courses") / "safe-records" / language / "figures.md").read_text("utf-8")
    drawn = figures.partition("{#code-and-key}")[2].partition("\n## ")[0]
    (code,) = re.findall(r"^- code: (\S+)$", drawn, re.MULTILINE)
    assert drawn.count(code) >= 2
    assert code in section(language, KEEPING, "codes-and-keys")


@pytest.mark.parametrize("language", written(PATTERNS))
def test_a_table_counts_those_who_agreed_and_hides_what_is_under_five(language: str):
    text = section(language, PATTERNS, "patterns")
    *rows, total = counts(text)
    assert sum(rows) == total
    assert min(rows) >= 5
    before = numbers(text.partition("\n|")[0])
    assert before[-3] - before[-2] == total == before[-1]
    small = next(line for line in text.splitlines() if line.startswith("**") and "5" not in line)
    assert sum(numbers(small)[:2]) == rows[-1]
    assert max(numbers(small)[:2]) < 5
    whole_, *kinds = numbers(box(text, "try"))
    assert sum(kinds) == whole_
    answer = numbers(box(text, "answer"))
    joined = [one for one in kinds if one < 5]
    assert answer[:6] == [*kinds[:2], *joined, sum(joined), whole_]


@pytest.mark.parametrize("language", written(PATTERNS))
def test_the_case_leaves_out_those_who_did_not_agree(language: str):
    question = asked(language, PATTERNS, "q-table")
    assert isinstance(question, OneRight)
    assert question.case is not None
    told = numbers(whole(question.case.more))
    assert told[0] == sum(told[1:4])
    (right,) = [one.feedback for one in question.options if one.right]
    assert numbers(right) == [told[0], told[0] - told[4], told[4]]


@pytest.mark.parametrize("language", written(PATTERNS))
def test_what_is_called_again_is_older_than_a_quarter(language: str):
    text = section(language, PATTERNS, "referral")
    task, answer = (re.sub(r"\d+月", "", box(text, kind)) for kind in ("try", "answer"))
    days = {(TODAY - day).days for day in SERVICES}
    told = [TODAY.day, sum(SERVICES.values())]
    for day, services in SERVICES.items():
        told += [day.day, services]
    assert numbers(task) == [*told, QUARTER]
    assert days <= set(numbers(answer))
    assert sum(n for day, n in SERVICES.items() if (TODAY - day).days > QUARTER) == 1
    due = date(2026, 9, 16)
    assert due.day in numbers(answer)
    assert [(due - day).days > QUARTER for day in SERVICES] == [False, True, True]
    assert (due - date(2026, 6, 15)).days == QUARTER + 1


@pytest.mark.parametrize("language", written(PATTERNS))
def test_a_rota_holds_no_more_than_its_weeks(language: str):
    (people, each), question, slips = number(language, PATTERNS, "q-rota")
    assert question.value == people * each * 3
    assert slips == {people * each * 4}


FORMS = forms("q-codes")


def in_form(path: Path, id: str) -> tuple[str, str]:
    """The title of a question, and its options."""
    before, _, after = path.read_text("utf-8").partition(f"{{#{id}}}")
    return before.rpartition("### ")[2], after.partition("\n### ")[0]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_questions_of_the_week_come_out_too(path: Path):
    title, options = in_form(path, "q-codes")
    given, *found = numbers(title)
    right, left = (re.findall(rf"- \[{mark}\] (\d+)", options) for mark in ("x", " "))
    assert right == [str(given - sum(found))]
    assert {int(one) for one in left} == {given - found[0], given - found[0] - found[1]}
    title, options = in_form(path, "q-wait")
    (passed,) = numbers(title)
    assert set(numbers(options)) in ({BEST, PEP}, {PEP, PEP - passed})


@pytest.mark.parametrize("language", written(PATTERNS))
def test_those_who_do_not_fit_into_the_rota_are_the_rest(language: str):
    text = section(language, PATTERNS, "caring")
    people, waiting = numbers(box(text, "try"))
    fit = people * 2 * 3
    assert numbers(box(text, "answer")) == [people, 2, 3, fit, waiting, fit, waiting - fit]

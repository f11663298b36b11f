"""The worked examples of two lessons on SWIT, recomputed from the text of every language."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest

from academy.courses import Lesson, Number
from academy.courses.questions import Question
from academy.data import data_folder
from tests import ours

FOLDER = data_folder("courses")
COURSE = next(one for one in ours.library().courses if one.id == "swit")
VIOLENCE, CONDOMS = "addressing-violence", "condoms-and-lubricant"
PEP, CONTRACEPTION = 72, 120
"""The last hours."""
_PART = r"\(?\d+(?:\.\d+)?\)?"
_SUM = re.compile(rf"({_PART}(?: [+−×÷] {_PART})+) = (\d+(?:\.\d+)?)")


def said(language: str, slug: str) -> Lesson:
    lesson = COURSE.in_language(language).lesson(slug)
    assert lesson is not None
    return lesson


def written(slug: str) -> list[str]:
    """The languages in which there is this lesson."""
    return [one for one in COURSE.versions if said(one, slug).language == one]


def bare(source: str) -> str:
    """A text without what groups the digits of its numbers, and with points for decimals."""
    joined = re.sub(r"(?<=\d)[ ,.\u202f\xa0](?=\d{3}(?!\d))", "", source.replace("*", ""))
    return re.sub(r"(?<=\d),(?=\d)", ".", joined)


def section(language: str, slug: str, id: str) -> str:
    (source,) = [one.source for one in said(language, slug).sections if one.id == id]
    return bare(source)


def question(language: str, slug: str, id: str) -> Question:
    quiz = said(language, slug).quiz
    assert quiz is not None
    (found,) = [one for one in quiz.questions if one.id == id]
    return found


def numbers(text: str) -> list[int]:
    return [int(one) for one in re.findall(r"\d+", text)]


def wrong(asked: Number) -> set[Decimal]:
    """The numbers that people come to by mistake."""
    return {one for one in asked.slips if one is not None} - {asked.value}


def sums(text: str) -> list[tuple[str, str]]:
    """Every sum of a text with what it says comes out; the cells of a table are its two sides."""
    flat = re.sub(r"[^\W\d_]+", "", text).replace("|", "=")
    return _SUM.findall(re.sub(r"[ \u202f\xa0]+", " ", flat))


def worked_out(said_sum: str) -> Fraction:
    """What a sum comes to."""
    words = said_sum.replace("÷", "/").replace("×", "*").replace("−", "-")
    assert re.fullmatch(r"[\d.+*/() -]+", words)
    return Fraction(eval(re.sub(r"\d+(?:\.\d+)?", r"Fraction('\g<0>')", words)))


def all_sums(language: str, slug: str) -> list[tuple[str, str]]:
    lesson = said(language, slug)
    assert lesson.quiz is not None
    parts = [*(one.source for one in lesson.sections), lesson.quiz.source]
    return [one for part in parts for one in sums(bare(part))]


@pytest.mark.parametrize(("slug", "least"), [(VIOLENCE, 2), (CONDOMS, 9)])
def test_every_sum_comes_out_and_is_the_same_in_every_language(slug: str, least: int):
    first = all_sums("en", slug)
    assert len(first) >= least
    for language in written(slug):
        assert all_sums(language, slug) == first
    for said_sum, result in first:
        assert worked_out(said_sum) == Fraction(result), said_sum


@pytest.mark.parametrize("language", written(VIOLENCE))
def test_the_hours_that_remain_are_those_of_two_days_and_a_clock(language: str):
    text = section(language, VIOLENCE, "first-72-hours")
    later, earlier = (int(hour) for hour in re.findall(r"(\d\d)(?:[:h時]\s?00|\s?h\b)", text))
    passed = 2 * 24 + later - earlier
    left = [(f"{last} − {passed}", str(last - passed)) for last in (PEP, CONTRACEPTION)]
    assert sums(text) == left
    assert {PEP, CONTRACEPTION, passed, 24, 28, CONTRACEPTION // 24} <= set(numbers(text))


@pytest.mark.parametrize("language", written(VIOLENCE))
def test_the_question_on_pep_is_worked_out_from_its_text(language: str):
    asked = question(language, VIOLENCE, "q-pep")
    assert isinstance(asked, Number)
    (passed,) = numbers(asked.more)
    assert asked.value == PEP - passed
    assert wrong(asked) == {CONTRACEPTION - passed, PEP}


@pytest.mark.parametrize("language", written(VIOLENCE))
def test_the_careful_sentence_keeps_every_number_of_its_source(language: str):
    text = section(language, VIOLENCE, "link-with-hiv")
    (sentence,) = re.findall(r"^> (.*)", text, re.MULTILINE)
    assert {17, 1, 31, 20, 3, 39, 2014} <= set(numbers(sentence))


@pytest.mark.parametrize("language", written(CONDOMS))
def test_the_slips_make_what_the_lesson_says(language: str):
    text = section(language, CONDOMS, "counting-need")
    line = next(one for one in text.splitlines() if len(numbers(one)) > 12)
    how_many, *rest = numbers(line)
    slips, after = rest[:how_many], rest[how_many:]
    assert how_many == len(slips) == 12
    assert after[:4] == [sum(slips), sum(slips), how_many, sum(slips) // how_many]
    week = sum(slips) // how_many * after[4]
    assert f"| {week} |" in text


@pytest.mark.parametrize("language", written(CONDOMS))
def test_a_quarter_is_counted_over_the_weeks_in_which_there_was_stock(language: str):
    text = section(language, CONDOMS, "counting-need")
    task = text[text.rindex(":::try") :]
    weeks, given, empty, *answer = numbers(task)
    assert answer[:3] == [given, weeks - empty, given // (weeks - empty)]
    assert answer[3:5] == [weeks, round(given / weeks)]


@pytest.mark.parametrize("language", written(CONDOMS))
def test_the_need_of_a_month_is_worked_out_from_its_question(language: str):
    asked = question(language, CONDOMS, "q-need")
    assert isinstance(asked, Number)
    (weeks,) = numbers(asked.source)
    slips, together, people = numbers(bare(asked.more))
    each = together // slips
    assert asked.value == each * people * weeks
    assert wrong(asked) == {each * people, together * people * weeks, each * weeks}


@pytest.mark.parametrize("language", written(CONDOMS))
def test_shares_are_those_of_the_people_asked(language: str):
    text = section(language, CONDOMS, "not-evidence")
    quote = next(one for one in text.splitlines() if one.startswith(">"))
    asked, few, share = numbers(quote)
    assert few * 100 == share * asked
    case = question(language, CONDOMS, "q-write")
    assert case.case is not None
    (right,) = [one.text for one in case.options if one.right]
    few, asked, share = sorted(numbers(right))
    assert few * 100 == share * asked
    assert {few, asked} <= set(numbers(case.case.more))


def test_the_line_of_hours_is_drawn_to_scale():
    drawn = (FOLDER / "swit" / "media" / "first-hours.svg").read_text("utf-8")
    places = re.findall(r'x="(\d+)" y="\d+">(\d+)</text>', drawn)
    at = {int(hour): int(x) for x, hour in places}
    assert list(at) == [0, 24, PEP, CONTRACEPTION]
    assert len({Fraction(at[hour] - at[0], hour) for hour in at if hour}) == 1
    for last in (PEP, CONTRACEPTION):
        assert f'class="edge thick" d="M{at[last]} ' in drawn

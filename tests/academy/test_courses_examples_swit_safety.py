"""The worked examples of two lessons on SWIT, recomputed from the text of every language."""

import re
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest

from academy.courses import Lesson, Number, load
from academy.courses.questions import Question
from academy.data import data_folder

FOLDER = data_folder("courses")
COURSE = next(one for one in load(FOLDER).courses if one.id == "swit")
VIOLENCE = "addressing-violence"
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
    joined = re.sub(r"(?<=\d)[ ,\u202f\xa0](?=\d{3}(?!\d))", "", source.replace("*", ""))
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


@pytest.mark.parametrize(("slug", "least"), [(VIOLENCE, 2)])
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
    later, earlier = (int(hour) for hour in re.findall(r"(\d\d)[:h時]\s?00", text))
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


def test_the_line_of_hours_is_drawn_to_scale():
    drawn = (FOLDER / "swit" / "media" / "first-hours.svg").read_text("utf-8")
    places = re.findall(r'x="(\d+)" y="\d+">(\d+)</text>', drawn)
    hours = [(int(hour), int(x)) for x, hour in places]
    assert [hour for hour, _ in hours] == [0, 24, 48, PEP, 96, CONTRACEPTION]
    assert len({x - before for (_, before), (_, x) in pairwise(hours)}) == 1
    at = dict(hours)
    for last in (PEP, CONTRACEPTION):
        assert f'class="edge thick" d="M{at[last]} ' in drawn

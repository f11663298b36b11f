"""The worked examples of the course on advocacy, recomputed from the text of every language."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from academy.courses import Lesson, load
from academy.data import data_folder

COURSE = load(data_folder("courses")).course("advocacy")
WORDS = 40
SIGNS = 90
"""About as long, in a script without spaces between words."""


def written(slug: str) -> list[str]:
    """The languages in which there is this lesson."""
    return [one for one in COURSE.versions if said(one, slug).language == one]


def said(language: str, slug: str) -> Lesson:
    lesson = COURSE.in_language(language).lesson(slug)
    assert lesson is not None
    return lesson


def section(language: str, slug: str, id: str) -> str:
    """One section, without what groups the digits of its numbers."""
    (source,) = [one.source for one in said(language, slug).sections if one.id == id]
    return re.sub(r"(?<=\d)[ ,\u202f\xa0](?=\d{3}\b)", "", source)


def numbers(text: str) -> list[int]:
    return [int(one) for one in re.findall(r"\d+", text)]


def quoted(text: str) -> list[str]:
    return [" ".join(one.split("\n> ")) for one in re.findall(r"^> (.*(?:\n> .*)*)", text, re.M)]


def length(text: str, language: str) -> tuple[int, int]:
    """How long a message is, and how long it may be."""
    if language.startswith("zh"):
        return len(re.findall(r"[\u4e00-\u9fff]|\d+", text)), SIGNS
    return len(text.replace(" :", ":").replace(" ;", ";").split()), WORDS


MESSAGE = "a-message-for-each-audience"


@pytest.mark.parametrize("language", written(MESSAGE))
def test_every_message_is_as_short_as_the_lesson_asks(language: str):
    first, *_ = quoted(section(language, MESSAGE, "forty-words"))
    every = [first, *quoted(section(language, MESSAGE, "five-audiences"))]
    assert len(every) == 6
    for message in every:
        here, most = length(message, language)
        assert here <= most, message
        assert {42, 60, 30} <= set(numbers(message)), "number and date are the same in each"
    if language == "en":
        counted = section(language, MESSAGE, "forty-words").split("|\n\n")[1]
        assert numbers(counted)[:2] == [length(first, language)[0], WORDS]


@pytest.mark.parametrize("language", written(MESSAGE))
def test_the_answer_to_the_long_message_is_short_and_keeps_its_numbers(language: str):
    long = quoted(section(language, MESSAGE, "forty-words"))[1]
    (answer,) = re.findall(r":::answer\n(.*?)\n:::", section(language, MESSAGE, "forty-words"), re.S)
    (short,) = re.findall(r"[“«](.{60,}?)[”»]", answer)
    assert length(long, language)[0] > length(short, language)[1] >= length(short, language)[0]
    assert {50, 35} <= set(numbers(long)) & set(numbers(short))


@pytest.mark.parametrize("language", written(MESSAGE))
def test_what_still_has_to_go_is_what_is_above_forty(language: str):
    text, right = asked(language, MESSAGE, "q-count")
    whole, *cuts = numbers(text)
    assert right == whole - sum(cuts) - WORDS


MEANS = "means-and-art"


@pytest.mark.parametrize("language", written(MEANS))
def test_the_minutes_of_a_meeting_are_twenty_and_the_squares_of_a_quilt_sixty(language: str):
    minutes = [int(first) for first, _ in rows(section(language, MEANS, "in-the-room"), 2)]
    assert (len(minutes), sum(minutes)) == (5, 20)
    (quilt,) = re.findall(r":::case.*?\n(.*?)\n:::", section(language, MEANS, "art"), re.S)
    whole, closed, opened, *_ = numbers(quilt)
    assert (whole, closed) == (60, 42)
    assert closed + opened == whole


@pytest.mark.parametrize("language", written(MEANS))
def test_days_are_counted_back_rightly(language: str):
    text = section(language, MEANS, "days")
    bold = [numbers(one) for one in re.findall(r"^- \*\*(.*?)\*\*", text, re.M)]
    *before, after = bold
    assert [one[0] for one in before] == [8, 4, 1]
    day = date(2026, 12, 17)
    assert [(day - timedelta(weeks=one[0])).day for one in before] == [one[-1] for one in before]
    assert (day + timedelta(days=after[0])).day == after[-1]
    more, right = asked(language, MEANS, "q-weeks")
    assert (date(2026, 6, 2) - timedelta(weeks=numbers(more)[-1])).day == right


def asked(language: str, slug: str, id: str) -> tuple[str, int]:
    """The text of a question for a number, and its right answer."""
    quiz = said(language, slug).quiz
    assert quiz is not None
    (one,) = [question for question in quiz.questions if question.id == id]
    return one.more, numbers(one.options[0].text)[0]


def rows(text: str, columns: int) -> Iterator[list[str]]:
    """The cells of every table with so many columns, without its head."""
    for table in re.findall(r"(?:^\|.*\|\n?)+", text, re.M):
        cells = [[one.strip() for one in line.strip("|").split("|")] for line in table.splitlines()]
        if len(cells[0]) == columns:
            yield from cells[2:]

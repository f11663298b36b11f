"""The worked examples of the course on advocacy, recomputed from the text of every language."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from math import prod

import pytest

from academy.data import data_folder
from academy.worksheets import Words
from academy.worksheets.opening import worksheet
from tests import ours
from tests.academy.lesson_texts import Texts, numbers, whole

TEXTS = Texts("advocacy")
written, said, section = TEXTS.written, TEXTS.said, TEXTS.section
SHEETS = ours.sheets()
WORDS = 40
SIGNS = 90
"""About as long, in a script without spaces between words."""


def answers(text: str) -> list[str]:
    return re.findall(r":::answer\n(.*?)\n:::", text, re.DOTALL)


def quoted(text: str) -> list[str]:
    return [
        " ".join(one.split("\n> ")) for one in re.findall(r"^> (.*(?:\n> .*)*)", text, re.MULTILINE)
    ]


def length(text: str, language: str) -> tuple[int, int]:
    """How long a message is, and how long it may be."""
    if language.startswith("zh"):
        return len(re.findall(r"[\u4e00-\u9fff]|\d+", text)), SIGNS
    return len([one for one in text.split() if re.search(r"\w", one)]), WORDS


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
    counted = section(language, MESSAGE, "forty-words").split("|\n\n")[1]
    assert numbers(counted)[:2] == list(length(first, language)), "and the text says how short"


@pytest.mark.parametrize("language", written(MESSAGE))
def test_the_answer_to_the_long_message_is_short_and_keeps_its_numbers(language: str):
    long = quoted(section(language, MESSAGE, "forty-words"))[1]
    (answer,) = answers(section(language, MESSAGE, "forty-words"))
    (short,) = re.findall(r"[“«](.{60,}?)[”»]", answer)
    assert length(long, language)[0] > length(short, language)[1] >= length(short, language)[0]
    assert {50, 35} <= set(numbers(long)) & set(numbers(short))


@pytest.mark.parametrize("language", written(MESSAGE))
def test_what_still_has_to_go_is_what_is_above_forty(language: str):
    text, right = asked(language, MESSAGE, "q-count")
    whole, *cuts = numbers(text)
    assert right == whole - sum(cuts) - WORDS


MEANS = "means-and-art"
ONE_AND_TWO = {"أسبوع": "1", "يومين": "2"}
"""Arabic has a word of its own for one week and for two days, and puts no number beside it."""


def spelt(text: str) -> str:
    """A text with digits for what is said without them."""
    for said, digit in ONE_AND_TWO.items():
        text = re.sub(rf"\b{said}\b", digit, text)
    return text


@pytest.mark.parametrize("language", written(MEANS))
def test_the_minutes_of_a_meeting_are_twenty_and_the_squares_of_a_quilt_sixty(language: str):
    minutes = [int(first) for first, _ in rows(section(language, MEANS, "in-the-room"), 2)]
    assert (len(minutes), sum(minutes)) == (5, 20)
    (quilt,) = re.findall(r":::case.*?\n(.*?)\n:::", section(language, MEANS, "art"), re.DOTALL)
    squares, closed, opened, *_ = numbers(quilt)
    assert (squares, closed, opened) == (60, 42, 60 - 42)


@pytest.mark.parametrize("language", written(MEANS))
def test_days_are_counted_back_rightly(language: str):
    text = section(language, MEANS, "days")
    bold = [numbers(spelt(one)) for one in re.findall(r"^- \*\*(.*?)\*\*", text, re.MULTILINE)]
    *before, after = bold
    assert [one[0] for one in before] == [8, 4, 1]
    day = date(2026, 12, 17)
    assert [(day - timedelta(weeks=one[0])).day for one in before] == [one[-1] for one in before]
    assert (day + timedelta(days=after[0])).day == after[-1]
    more, right = asked(language, MEANS, "q-weeks")
    assert (date(2026, 6, 2) - timedelta(weeks=numbers(more)[-1])).day == right


PLAN = "the-team-plan"


def sheet(language: str) -> Words:
    return worksheet(SHEETS, "advocacy", "plan").in_language(language)


@pytest.mark.parametrize("language", written(PLAN))
def test_the_plan_is_told_in_the_words_of_its_worksheet(language: str):
    ours = {one.casefold() for one in sheet(language).said.values()}
    for id in ("plan-table", "risks"):
        bold = re.findall(r"\*\*(.*?)\*\*", section(language, PLAN, id))
        assert len(bold) >= 10
        assert {one.rstrip("?？؟ \u202f\xa0").casefold() for one in bold} - ours == set()


@pytest.mark.parametrize("language", written(PLAN))
def test_costs_add_up_and_the_answer_says_what_is_left(language: str):
    text = section(language, PLAN, "cost-and-roles")
    costs = [int(row[-1]) for row in rows(text, 3)]
    assert (len(costs), sum(costs)) == (4, 7000)
    assert str(sum(costs)) in text.split("|\n\n")[1]
    brief, meeting, letter, quilt = costs
    (answer,) = answers(text)
    less, rest = 5000, 5000 - quilt
    found = numbers(answer)
    for one in (sum(costs) - less, brief + meeting + letter, rest, meeting, rest - meeting):
        assert one in found
    more, right = asked(language, PLAN, "q-cost")
    a_brief, each, hall = numbers(more)
    assert right == a_brief + 2 * each + hall


@pytest.mark.parametrize("language", written(PLAN))
def test_risks_have_the_score_and_the_band_of_the_worksheet(language: str):
    words = sheet(language)
    found = list(rows(section(language, PLAN, "risks"), 4))
    assert len(found) == 5
    for _risk, product, band, _signal in found:
        likelihood, harm, score = numbers(product)
        assert score == likelihood * harm
        expected = "low" if score < 6 else "medium" if score < 15 else "high"
        assert band == words[f"band-{expected}"]
    _more, right = asked(language, PLAN, "q-score")
    assert right == prod(numbers(case(language, PLAN, "q-score")))


@pytest.mark.parametrize("language", list(TEXTS.course.versions))
def test_the_line_of_follow_up_counts_its_months_from_the_first_day(language: str):
    figure = TEXTS.course.in_language(language).figures["follow-up"]
    months = {"start": 7, "m1": 8, "m3": 10, "m6": 1, "m12": 7}
    for id, month in months.items():
        after = int(id[1:]) if id != "start" else 0
        assert (7 + after - 1) % 12 + 1 == month
        if language == "zh-Hans":
            assert figure.words[id].startswith(f"{month}月1日")
        else:
            assert numbers(figure.words[id])[0] == 1
    drawing = (data_folder("courses") / "advocacy/media/follow-up.svg").read_text("utf-8")
    dots = [int(one) for one in re.findall(r'class="brand edge" cx="24" cy="(\d+)"', drawing)]
    assert dots == [16 + 26 * after for after in (1, 3, 6, 12)]


def case(language: str, slug: str, id: str) -> str:
    """What is told above a case's questions, of which `id` is one."""
    quiz = said(language, slug).quiz
    assert quiz is not None
    story: list[str] = re.findall(
        r"\{#case-[^}]*\}\n\n(.*?)\n\n#### [^#\n]*\{#" + id, quiz.source, re.DOTALL
    )
    return story[0]


def asked(language: str, slug: str, id: str) -> tuple[str, int]:
    """The text of a question for a number, and its right answer."""
    quiz = said(language, slug).quiz
    assert quiz is not None
    (one,) = [question for question in quiz.questions if question.id == id]
    return whole(one.more), numbers(whole(one.options[0].text))[0]


def rows(text: str, columns: int) -> Iterator[list[str]]:
    """The cells of every table with so many columns, without its head."""
    for table in re.findall(r"(?:^\|.*\|\n?)+", text, re.MULTILINE):
        cells = [[one.strip() for one in line.strip("|").split("|")] for line in table.splitlines()]
        if len(cells[0]) == columns:
            yield from cells[2:]

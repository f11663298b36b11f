"""Who may be counted, heard of and quoted in the course on records, and that none of it is a form.

Read out of the text of every language. A yes is told from a no by the column of names: nobody there
says yes.
"""

import re
from pathlib import Path

import pytest

from academy.courses.kinds import Number
from academy.data import data_folder
from tests.academy.lesson_texts import Texts, numbers

TEXTS = Texts("safe-records")
CONSENT, PARTS = "consent", "what-happened"
MINE = ["whether-at-all", PARTS, CONSENT]
COURSE = data_folder("courses") / "safe-records"
GAME = sorted(COURSE.glob("*/trainer/stop-or-go-on.md"))
REFERRAL, COUNTING, QUOTATION, NAME = range(4)


def rows(text: str, columns: int) -> list[list[str]]:
    """The rows of the tables in a text that have so many columns, without their heads."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if len(row) == columns and re.match(r"C-\d", row[0])]


def agreed(table: list[list[str]], use: int) -> list[str]:
    (no,) = {row[1 + NAME] for row in table}
    return [row[0] for row in table if row[1 + use] != no]


@pytest.mark.parametrize("language", TEXTS.written(CONSENT))
def test_each_use_has_those_who_said_yes_to_it_and_no_others(language: str):
    text = TEXTS.section(language, CONSENT, "four-answers")
    table = rows(text, 5)
    assert len(table) == len({row[0] for row in table}) == 7
    answer = text.partition(":::answer")[2]
    codes = re.findall(r"C-\d+", answer)
    assert numbers(re.sub(r"C-\d+", "", answer)) == [len(agreed(table, COUNTING))]
    left_out = [row[0] for row in table if row[0] not in agreed(table, COUNTING)]
    assert codes == left_out + agreed(table, QUOTATION) + agreed(table, REFERRAL)
    assert len(agreed(table, COUNTING)) >= 5, "a number under five would not go out"


@pytest.mark.parametrize("language", TEXTS.written(CONSENT))
def test_the_guide_calls_the_same_four_numbers(language: str):
    table = rows(TEXTS.section(language, CONSENT, "four-answers"), 5)
    guide = (COURSE / language / "trainer/03-consent.md").read_text("utf-8")
    called = [len(agreed(table, use)) for use in (REFERRAL, COUNTING, QUOTATION, NAME)]
    assert re.search(r"[ ,、，]+".join(map(str, called)), guide)


@pytest.mark.parametrize("language", TEXTS.written(CONSENT))
def test_who_takes_a_yes_back_is_taken_out_of_the_count(language: str):
    quiz = TEXTS.said(language, CONSENT).quiz
    assert quiz is not None
    question = next(one for one in quiz.questions if one.id == "q-count")
    assert isinstance(question, Number)
    slips = {int(one) for one in question.slips if one is not None} - {int(question.value)}
    yes = int(question.value) + 1
    assert slips == {yes, yes - 1 - 2}


@pytest.mark.parametrize("language", TEXTS.written(PARTS))
def test_an_incident_has_seven_parts_and_the_sheet_of_the_question_some_of_them(language: str):
    text = TEXTS.section(language, PARTS, "seven-parts")
    parts = [int(one) for one in re.findall(r"^\| (\d)\.? \*\*", text, re.MULTILINE)]
    assert parts == list(range(1, 8))
    quiz = TEXTS.said(language, PARTS).quiz
    assert quiz is not None
    question = next(one for one in quiz.questions if one.id == "q-parts")
    assert isinstance(question, Number)
    assert len(question.more.split(" · ")) == question.value


@pytest.mark.parametrize("language", TEXTS.written(MINE[0]))
def test_the_list_asks_in_the_order_of_the_drawing_and_of_the_question(language: str):
    text = TEXTS.section(language, MINE[0], "three-ways")
    assert re.findall(r"^\| (\d)\.? \*\*", text, re.MULTILINE) == list("12345")
    drawing = (COURSE / "media/three-ways.svg").read_text("utf-8")
    asked = re.findall(r'data-width="138"[^>]*>([a-z]+)<', drawing)
    assert asked == ["safe", "adult", "wanted", "good", "ready"]


@pytest.mark.parametrize("path", GAME, ids=lambda path: path.parts[-3])
def test_every_role_card_has_an_ending_for_trainers(path: Path):
    text = path.read_text("utf-8")
    cards = re.findall(r"^\| (\d)\.? \*\*", text, re.MULTILINE)
    endings = re.findall(r"\*\*(\d)\*\*", text)
    assert cards == endings == list("123456")


def test_no_worksheet_of_the_course_takes_a_word_of_ones_own():
    """Records and cards are on paper. What can be saved has no place for what happened."""
    forms = [one.read_text("utf-8") for one in (COURSE / "worksheets").glob("*.yaml")]
    assert not re.findall(r"kind: *(?:text|long|list)\b", "\n".join(forms))


@pytest.mark.parametrize("slug", [one.slug for one in TEXTS.course.lessons])
def test_every_lesson_opens_with_a_notice(slug: str):
    lead = TEXTS.said("en", slug).lead
    assert lead is not None
    assert lead.source.lstrip().startswith(":::note")

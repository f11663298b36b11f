"""One ask and five audiences: the sheet finds the lesson's messages short enough, and no others."""

import pytest

from tests.academy.test_courses_examples_advocacy import MESSAGE, written
from tests.academy.worksheets.advocating import messages
from tests.academy.worksheets.electing import found, said


@pytest.mark.parametrize("language", written(MESSAGE))
def test_the_messages_of_the_lesson_are_five_and_none_is_too_long(language: str):
    sheet = messages(language)
    assert said(sheet, "reached") == [5]
    assert found(sheet) == []


def test_a_message_has_forty_words_at_most():
    long = messages(audiences__1__words=40, audiences__2__words=41)
    assert found(long) == ["long"]
    assert not long.stopped


def test_a_script_without_spaces_has_a_limit_of_its_own():
    assert found(messages("zh-Hans", audiences__1__words=90)) == []
    assert found(messages("zh-Hans", audiences__1__words=91)) == ["long"]


def test_without_an_ask_nothing_is_handed_in():
    sheet = messages(ask="", audiences__3__message="")
    assert found(sheet) == ["ask"]
    assert sheet.stopped
    assert said(sheet, "reached") == [4]

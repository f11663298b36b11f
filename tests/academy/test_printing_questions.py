"""Every kind of question stands on paper, in a book and in a page, with what is right and why."""

import re

import pytest

from academy.courses import load
from academy.data import data_folder
from academy.printing.questions import asked
from academy.takehome import Thing, make
from academy.web.shared.words import beside
from tests.academy.test_printing_lessons import booklet

OURS = load(data_folder("courses"))


def every(language="en"):
    for course in OURS.courses:
        for lesson in course.versions[language].lessons:
            yield from asked(lesson.quiz)


def test_there_is_one_of_each_kind():
    assert {one.kind for one in every()} == {"one", "several", "number", "order"}


@pytest.mark.parametrize("language", ["en", "fr", "zh-Hans"])
def test_what_is_right_is_said_of_each_and_why(language):
    for one in every(language):
        assert one.key_html, one.id
        assert one.why_html, one.id
        if one.kind == "order":
            assert sorted(one.key_html.split()) == [choice.letter for choice in one.choices]
            assert one.key_html != " ".join(choice.letter for choice in one.choices), one.id
        if one.kind == "several":
            assert len(one.key_html.split()) > 1
        assert bool(one.lines) == (one.kind in {"number", "order"})


def test_a_case_stands_once_before_its_first_question():
    page = booklet(OURS, "advocacy", "en")
    cases = [one.case for one in every() if one.case]
    assert page.count('<div class="case">') == 2
    assert len(cases) == len(set(cases)) >= 1


@pytest.mark.parametrize("course", ["advocacy", "budgeting", "swit"])
def test_facilitators_see_what_is_said_to_every_answer(course):
    page = booklet(OURS, course, "en", facilitators=True)
    for lesson in OURS.course(course).lessons:
        for question in lesson.quiz.questions:
            for option in question.options:
                first = re.sub(r"<[^>]+>.*", "", option.feedback_html)[:20]
                assert first in page, option.feedback_html


def test_a_page_keeps_every_answer_closed():
    page = make(Thing("page", "budgeting", "en"), OURS, beside, data_folder("courses")).decode()
    open_parts = re.sub(r"(?s)<details.*?</details>", "", page)
    for lesson in OURS.course("budgeting").lessons:
        for question in lesson.quiz.questions:
            for option in question.options:
                if len(option.feedback_html) > 20:
                    assert option.feedback_html not in open_parts

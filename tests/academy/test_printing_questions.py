"""Every kind of question stands on paper, in a book and in a page, with what is right and why."""

import re
import shutil
import subprocess

import pytest

from academy.data import data_folder
from academy.printing import lessons, pdf
from academy.printing.questions import asked
from academy.takehome import Thing, make
from academy.web.shared.words import beside
from tests import ours
from tests.academy.lesson_files import LANGUAGES
from tests.academy.test_printing import needs_pango
from tests.academy.test_printing_lessons import booklet, handout
from tests.patience import PATIENCE

OURS = ours.library()


def every(language="en"):
    for course in OURS.courses:
        version = course.versions.get(language)
        for lesson in version.lessons if version else ():
            yield from asked(lesson.quiz)


def test_there_is_one_of_each_kind():
    assert {one.kind for one in every()} == {"one", "several", "number", "order"}


@pytest.mark.parametrize("language", LANGUAGES)
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
    of_course = OURS.course("advocacy").lessons
    cases = [one.case for lesson in of_course for one in asked(lesson.quiz) if one.case]
    assert page.count('<div class="case">') == len(cases) > 1


def several():
    """A lesson that asks for more than one, its question, and what is right of it."""
    for lesson in OURS.course("swit").lessons:
        for one in asked(lesson.quiz):
            if one.kind == "several":
                yield lesson, one, [choice for choice in one.choices if choice.right]


def test_each_right_answer_on_paper_stands_before_its_own_reason():
    found = list(several())
    assert any(len(right) > 1 for _, _, right in found)
    for lesson, one, right in found:
        answers = handout(OURS, "swit", "en", lesson.number).split('<div class="answers">')[1]
        (said,) = re.findall(rf'<p class="answer"><b>{one.number}[ <].*', answers)
        plain = " ".join(re.sub(r"<[^>]+>", " ", said).split())
        reasons = [f"{choice.letter} {choice.feedback_html}" for choice in right]
        assert plain == " ".join([str(one.number), *reasons])


@needs_pango
def test_no_letter_of_an_answer_runs_into_its_sentence_on_paper(tmp_path):
    if not shutil.which("pdftotext"):
        pytest.skip("needs pdftotext")
    lesson, _, right = max(several(), key=lambda found: len(found[2]))
    made = tmp_path / "handout.pdf"
    made.write_bytes(pdf.render(handout(OURS, "swit", "en", lesson.number), lessons.SIZES[:1]))
    command = ["pdftotext", "-raw", made, "-"]
    text = subprocess.run(
        command, capture_output=True, check=True, timeout=PATIENCE
    ).stdout.decode()
    answers = text.rpartition("Answers")[2]
    for choice in right:
        first = choice.feedback_html.split()[0]
        assert re.search(rf"\b{choice.letter}\s+{re.escape(first)}", answers), answers


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

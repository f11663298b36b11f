"""Worksheets on paper: blank and filled, A4, without a trace of who printed them."""

import re

import pytest

from academy.printing import pdf
from academy.printing import worksheet as paper_of
from academy.worksheets import Entered, Worked, Worksheet, blank, paper
from academy.worksheets.book import plain
from tests.academy.lesson_files import LANGUAGES
from tests.academy.test_printing import unpacked
from tests.academy.worksheets import examples
from tests.academy.worksheets.test_book import SHELF


def page(worksheet: Worksheet, entered: Entered, language: str = "en") -> str:
    worked = Worked(worksheet, entered)
    words = worksheet.in_language(language)
    parts = paper.parts(worked, words, lambda column, v: plain(v, column.decimals), [], "Result")
    return paper_of.html(words["title"], words["summary"], parts, language=language)


@pytest.mark.parametrize("language", ["en", "fr", "zh-Hans", "zh-Hant"])
@pytest.mark.parametrize("key", SHELF)
def test_a_blank_form_asks_everything_and_answers_nothing(key: tuple[str, str], language: str):
    worksheet = SHELF[key]
    words = worksheet.in_language(language)
    text = page(worksheet, blank(worksheet), language)
    missing = [one.key for one in worksheet.columns if words.of(one)[:20] not in text]
    assert missing == [] or "&" in "".join(words.said.values())
    drawn = re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL)
    assert not re.search(r"\d\.\d\d", drawn.split("</h1>")[1])


def test_a_filled_form_shows_the_cents():
    text = page(examples.shipped("budgeting", "budget"), examples.budget_entered())
    assert "1,408,667.78" in text
    assert "2,993,589.41" in text
    assert "1,333.67" in text


def test_what_was_typed_is_text_on_paper():
    typed = "<b onclick='x'>&"
    text = page(*examples.plan(actors__1__name=typed, issue=typed))
    assert "<b onclick" not in text
    assert "&lt;b onclick" in text


def test_pdfs_are_made_of_every_worksheet():
    if not pdf.available():
        pytest.skip("needs Pango")
    made = pdf.render(page(*examples.plan(), "zh-Hans"))
    assert made.startswith(b"%PDF")
    assert made == pdf.render(page(*examples.plan(), "zh-Hans"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id", ["cash-flow", "reconciliation"])
def test_what_two_people_sign_is_one_sheet_of_paper(id: str, language: str):
    if not pdf.available():
        pytest.skip("needs Pango")
    worksheet = SHELF["budgeting", id]
    made = pdf.render(page(worksheet, blank(worksheet), language))
    assert len(re.findall(rb"/Type /Page\b", unpacked(made))) == 1

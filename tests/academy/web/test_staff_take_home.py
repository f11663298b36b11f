"""The trainer prints a course: the facilitators' booklet too, and why where there is no paper."""

import re

import pytest

from academy.printing import glyphs, press
from academy.printing.ruler import Browser
from academy.takehome import shelf, things
from academy.web.staff.results.certificates import paper as papers

PAGE = "/courses/budgeting/take-home"
PAPER = b"%PDF-1.7 a booklet"


@pytest.fixture
def paper(monkeypatch):
    """A press that is quick, on a laptop that has our fonts and no others; what it was given."""
    printed = []

    def pdf(html, sizes=()):
        printed.append((html, sizes))
        return PAPER

    monkeypatch.setattr(press, "pdf", pdf)
    monkeypatch.setattr("academy.printing.pdf.why_not", lambda: None)
    monkeypatch.setattr(glyphs, "_installed", lambda: ())
    monkeypatch.setattr(shelf.pango, "ruler", lambda **_: Browser())
    return printed


def here(desk, thing):
    for _ in range(500):
        answer = desk.client.get(f"{PAGE}/{thing}?in=fr")
        if answer.status_code == 200:
            return answer
        desk.client.get(answer.location)
    raise AssertionError("not in time")


def test_a_trainer_finds_it_among_the_courses_and_has_one_kind_more(desk, paper):
    assert f'href="{PAGE}"' in desk.get("/courses")
    page = desk.get(PAGE)
    lessons = len(desk.house.library.course("budgeting").lessons)
    assert re.findall(r"make=([a-z0-9-]+)", page) == [
        "booklet", "teaching", *(f"handout-{number}" for number in range(1, lessons + 1)),
    ]  # fmt: skip
    assert f'href="{PAGE}/book?in=en"' in page


def test_the_facilitators_booklet_is_shown_to_be_printed(desk, paper):
    answer = here(desk, "teaching")
    assert (answer.mimetype, answer.data) == ("application/pdf", PAPER)
    assert answer.headers["Content-Disposition"] == "inline; filename=print.pdf"
    assert answer.headers["Content-Security-Policy"] == papers.PDF_POLICY
    html, sizes = paper[0]
    assert 'class="opt right"' in html
    assert '<html lang="fr"' in html
    assert sizes == ()


def test_a_book_is_kept_and_not_shown(desk, paper):
    answer = desk.client.get(f"{PAGE}/book")
    assert answer.headers["Content-Disposition"] == "attachment; filename=book.epub"


def test_a_trainer_without_pango_is_told_what_is_missing(desk, monkeypatch):
    monkeypatch.setattr("academy.printing.pdf.why_not", lambda: "pango_missing")
    page = desk.get(PAGE)
    assert "Pango is missing. Books and pages can." in page
    assert "PDF" not in page
    assert f'href="{PAGE}/page?in=en"' in page


def test_characters_that_no_font_has_are_told_before_anything_is_printed(desk, paper, monkeypatch):
    monkeypatch.setattr(things, "_drawn_words", lambda *_: set("ကြယ်"))
    page = desk.get(PAGE)
    assert "No font here has some characters of this course" in page
    assert "Myanmar" in page
    assert "fonts-noto-core" in page
    assert "PDF" not in page
    assert paper == []


def test_a_course_nobody_has_is_not_there(desk, paper):
    assert desk.client.get("/courses/nothing/take-home").status_code == 404
    assert desk.client.get(f"{PAGE}/nothing").status_code == 404

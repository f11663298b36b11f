"""Guides at the desk and on paper, in the trainer's language."""

import re
from dataclasses import replace

import pytest

from academy import courses
from academy.courses.own import Own
from academy.languages import i18n
from academy.printing import pdf
from academy.web.shared.packs import Packs
from tests.academy.test_courses_guides import GUIDE, packs_with_guides

LESSON = "/guides/budgeting/several-donors"
ONLY_ENGLISH = "/guides/country-funding/where-the-money-comes-from"
"""To whoever reads Arabic."""
ACTIVITY = "/guides/advocacy/three-rooms-one-ask"


@pytest.fixture
def papers(monkeypatch):
    made = []

    def render(html):
        made.append(html)
        return b"%PDF-1.7 paper"

    monkeypatch.setattr(pdf, "available", lambda: True)
    monkeypatch.setattr(pdf, "render", render)
    return made


def test_the_courses_lead_to_their_guides(planned_desk):
    page = planned_desk.get("/courses")
    links = re.findall(r'href="(/guides/[^"]+)"', page)
    assert LESSON in links
    assert ACTIVITY in links
    courses = planned_desk.house.library.courses
    expected = sum(len(one.lessons) + len(one.activities) for one in courses)
    assert len(links) == len(set(links)) == expected
    for link in links:
        assert 'class="prose guide"' in planned_desk.get(link)


def test_a_guide_is_in_the_trainers_language(planned_desk):
    assert "The last cent." in planned_desk.get(LESSON)
    planned_desk.client.set_cookie("language", "zh_Hans")
    page = planned_desk.get(LESSON)
    assert "最后一分钱。" in page
    assert "阅读" in page
    planned_desk.client.set_cookie("language", "ar")
    page = planned_desk.get(ONLY_ENGLISH)
    assert "<h2" in page
    assert 'lang="en" dir="ltr"' in page


@pytest.mark.parametrize(
    ("cookie", "language", "title"),
    [("fr", "fr", "Trois bureaux, une demande"), ("ar", "ar", "ثلاث غرف ومطلب واحد")],
)
def test_its_paper_is_in_one_language_throughout(planned_desk, papers, cookie, language, title):
    planned_desk.client.set_cookie("language", cookie)
    answer = planned_desk.client.get(f"{ACTIVITY}/paper")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"] == "inline; filename=print.pdf"
    (paper,) = papers
    assert f'<html lang="{language}" dir="{i18n.direction(language)}">' in paper
    assert f"<h1>{title}</h1>" in paper
    assert paper.count("<h2>") == 6


def test_without_pango_it_is_a_page_that_a_browser_prints(planned_desk, monkeypatch):
    monkeypatch.setattr(pdf, "available", lambda: False)
    answer = planned_desk.client.get(f"{ACTIVITY}/paper")
    assert answer.mimetype == "text/html"
    assert "<style nonce=" in answer.text
    assert not re.search(r"<[^>]* style=", answer.text)


@pytest.mark.parametrize("path", ["nothing/why-swit", "swit/nothing", "swit/../advocacy"])
def test_what_has_no_guide_is_said(planned_desk, path):
    for end in ("", "/paper"):
        assert planned_desk.client.get(f"/guides/{path}{end}").status_code == 404


def test_nobody_reads_a_guide_before_the_passphrase(fresh_desk):
    assert fresh_desk.client.get(LESSON).status_code == 302


def test_a_guide_with_a_mistake_is_told_with_file_and_line(planned_desk, tmp_path):
    folder = packs_with_guides(tmp_path / "packs")
    guide = folder / "garden/en/trainer/01-soil.md"
    guide.write_text(GUIDE.replace("{#aim}", "{#aims}"), "utf-8")
    house = planned_desk.house
    house.config = replace(house.config, courses=folder)
    house.packs = Packs(courses.load(folder), Own(folder, tmp_path / "own"))
    answer = planned_desk.client.get("/guides/garden/soil")
    assert answer.status_code == 409
    assert "garden/en/trainer/01-soil.md" in answer.text

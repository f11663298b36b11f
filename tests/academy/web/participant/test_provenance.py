"""What a lesson page says about itself: what it rests on, how old it is, who has read it."""

import re
import shutil
from pathlib import Path

import pytest

from academy.config import Config
from academy.data import data_folder
from academy.web.shared.house import House

LESSON = "/courses/swit/why-swit/"
UNREAD = "Nobody from the community has read this text yet."


@pytest.fixture
def packs(tmp_path):
    return Path(shutil.copytree(data_folder("courses"), tmp_path / "packs"))


@pytest.fixture
def reading(packs, tmp_path, app_for):
    def page(path, language="en"):
        phone = app_for(House(Config(tmp_path / "laptop", packs))).test_client()
        return phone.get(path, headers={"Accept-Language": language}).text

    return page


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize("language", ["en", "es", "fr", "ru", "zh-Hans", "ar"])
def test_every_mark_leads_to_a_work_on_the_same_page(phone, language):
    page = phone.get(LESSON, headers={"Accept-Language": language}).text
    led = re.findall(r'href="#(from_\d+)"', page)
    listed = re.findall(r'id="(from_\d+)"', page)
    assert len(led) > 4
    assert sorted(set(led)) == sorted(listed)
    assert page.count('<section class="from">') == 1
    assert "[^" not in page


def test_nothing_is_asked_of_anybody_for_a_work(phone):
    page = phone.get(LESSON).text
    section = page.partition('<section class="from">')[2].partition("</section>")[0]
    assert "src=" not in section
    assert "http" not in section


def test_a_lesson_without_works_has_no_list(phone):
    assert "Where this comes from" not in phone.get("/courses/advocacy/who-decides/").text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", UNREAD),
        ("fr", "Personne de la communauté n’a encore relu ce texte."),
        ("zh-Hans", "这份文字还没有社群成员审读过。"),
        ("ar", "لم يراجع أحد من مجتمعنا هذا النص بعد."),
    ],
)
def test_every_language_says_that_nobody_has_read_it(phone, language, said):
    assert said in phone.get(LESSON, headers={"Accept-Language": language}).text


def test_a_text_that_was_read_says_so_and_when(packs, reading):
    review = "reviewed: {by: community-trainer, on: 2026-10-05}"
    edit(packs / "swit" / "en" / "01-why-swit.md", "reviewed: false", review)
    page = reading(LESSON)
    assert "Read by somebody from the community: October 2026" in page
    assert UNREAD not in page
    assert "Personne de la communauté" in reading(LESSON, "fr")


def test_a_section_says_how_old_its_advice_is(reading):
    assert reading("/courses/budgeting/several-donors/").count("Guidance as of 2023") == 1
    french = reading("/courses/budgeting/several-donors/", "fr")
    before = french.partition("2023</p>")[0]
    assert before.rindex('<section id="fair-share">') > before.rindex("</section>")


def test_a_section_may_name_a_month(packs, reading):
    edit(packs / "budgeting" / "en" / "02-several-donors.md", '"2023"', '"2023-06"')
    assert "Guidance as of June 2023" in reading("/courses/budgeting/several-donors/")

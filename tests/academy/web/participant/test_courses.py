"""Reading, finishing, answering, searching; signed in or not, unlocked or not."""

import re
import shutil
from pathlib import Path

import pytest
from markupsafe import escape

from academy.config import Config
from academy.courses import load
from academy.data import data_folder
from academy.languages.i18n import gettext_for
from academy.web.shared.house import House
from tests.academy.web.participant.conftest import search_in

LESSON = "/courses/advocacy/what-advocacy-is/"
ONLY_ENGLISH = "/courses/country-funding/where-the-money-comes-from/"
"""To whoever reads Arabic, Portuguese or Swahili."""
LESSONS = next(
    len(one.lessons) for one in load(data_folder("courses")).courses if one.id == "advocacy"
)
RIGHT = {"q-ask": "1", "q-duty": "0", "q-decriminalisation": "2", "q-modelling": "1"}


def tries(room):
    return room.house.store.tables().rows("SELECT * FROM tries")


def test_courses_are_read_without_an_account_and_while_locked(locked_house, app_for):
    phone = app_for(locked_house).test_client()
    for path in ("/courses/", "/courses/advocacy/", "/courses/advocacy", LESSON, LESSON[:-1]):
        answer = phone.get(path)
        assert answer.status_code == 200, path
        assert answer.text.count("<h1") == 1


def test_what_is_not_there_is_said(phone):
    for path in (
        "/courses/nothing/",
        "/courses/advocacy/nothing/",
        "/courses/advocacy/media/nothing.svg",
        "/courses/advocacy/media/../course.yaml",
        "/courses/advocacy/media/%2e%2e/course.yaml",
        "/courses/..%2f..%2f/x/",
    ):
        answer = phone.get(path)
        assert answer.status_code == 404, path
        assert "original: en" not in answer.text


def test_a_lesson_has_its_sections_its_place_and_its_neighbours(phone):
    page = phone.get("/courses/advocacy/choosing-the-issue/").text
    assert 'id="problem-tree"' in page
    assert f"2 / {LESSONS}" in page
    assert f'aria-label="Lesson 2 of {LESSONS}"' in page
    assert "Guidance as of November 2026" in page
    assert 'rel="prev" href="/courses/advocacy/what-advocacy-is/"' in page
    assert 'rel="next" href="/courses/advocacy/evidence/"' in page
    assert "I have read this" not in page


def test_text_in_another_language_says_so_and_keeps_its_direction(phone):
    page = phone.get(ONLY_ENGLISH, headers={"Accept-Language": "ar"}).text
    assert '<html lang="ar" dir="rtl">' in page
    assert '<article class="prose" lang="en" dir="ltr">' in page
    assert (
        gettext_for("ar")("This lesson is not in your language yet. You see the original.") in page
    )


def test_a_translation_nobody_has_checked_says_so(phone):
    page = phone.get(LESSON, headers={"Accept-Language": "zh-CN"}).text
    unread = (
        "Nobody from the community has read this text yet."
        " If something sounds wrong, tell the trainer."
    )
    assert escape(gettext_for("zh_Hans")(unread)) in page
    assert "什么是倡导" in page


def test_a_section_whose_original_has_changed_says_so_beside_it(tmp_path, app_for):
    courses = tmp_path / "courses"
    shutil.copytree(data_folder("courses"), courses)
    original = courses / "advocacy" / "en" / "01-what-advocacy-is.md"
    said = "The heart of advocacy is the **ask**."
    text = original.read_text(encoding="utf-8")
    assert said in text
    original.write_text(text.replace(said, "At its heart is the **ask**."), encoding="utf-8")
    phone = app_for(House(Config(tmp_path / "laptop", courses))).test_client()
    page = phone.get(LESSON, headers={"Accept-Language": "fr"}).text
    stale = str(escape(gettext_for("fr")("The original has changed since this was translated.")))
    assert page.count(stale) == 1
    assert stale in page.split('id="a-word-for-change"')[1].split("</section>")[0]
    assert 'class="stale"' not in phone.get(LESSON).text


def test_a_lesson_is_finished_once_and_its_bead_filled(room, phone, heron):
    assert "I have read this" in phone.get(LESSON).text
    for _ in range(2):
        answer = phone.post(f"{LESSON}finish")
        assert (answer.status_code, answer.location) == (303, f"{LESSON}#end")
    page = phone.get(LESSON).text
    assert "You have read this lesson." in page
    assert "I have read this" not in page
    assert f"1 of {LESSONS} lessons read" in phone.get("/courses/").text
    assert 'href="/courses/advocacy/choosing-the-issue/"><p class="eyebrow">Go on' in (
        phone.get("/").text
    )


def test_finishing_needs_somebody(phone):
    assert phone.post(f"{LESSON}finish").status_code == 403
    assert phone.post("/courses/advocacy/nothing/finish").status_code == 404


def test_every_answer_is_told_what_it_has_to_say_and_stays_chosen(room, phone, heron):
    answer = phone.post(f"{LESSON}quiz", data={**RIGHT, "q-duty": "1", "attempt": "a" * 32})
    assert (answer.status_code, answer.location) == (303, f"{LESSON}#quiz")
    page = phone.get(LESSON).text
    assert "3 of 4 right" in page
    assert page.count("✓") == 3
    assert page.count("✗") == 1
    assert "Not right" in page
    assert re.search(r'name="q-duty" value="1" checked', page)
    assert [(row["correct"], row["of"]) for row in tries(room)] == [(3, 4)]


def test_sent_twice_a_try_counts_once_and_the_best_is_kept(room, phone, heron):
    for attempt, given in (("a", RIGHT), ("a", RIGHT), ("b", {**RIGHT, "q-ask": "0"})):
        phone.post(f"{LESSON}quiz", data={**given, "attempt": attempt * 32})
    assert len(tries(room)) == 2
    page = phone.get(LESSON).text
    assert "3 of 4 right" in page
    assert "Your best: 4 of 4" in page
    assert "4 of 4" in phone.get("/me").text


@pytest.mark.parametrize("attempt", ["", "x", "A" * 32, "é" * 32, "0" * 33])
def test_a_try_without_an_id_of_ours_gets_one(room, phone, heron, attempt):
    phone.post(f"{LESSON}quiz", data={**RIGHT, "attempt": attempt})
    (row,) = tries(room)
    assert re.fullmatch("[0-9a-f]{32}", row["attempt"])


@pytest.mark.parametrize("value", ["", "9", "-1", "x", "1" * 5000, "²", "１"])
def test_a_question_without_an_answer_is_told_and_the_others_are_kept(room, phone, heron, value):
    answer = phone.post(f"{LESSON}quiz", data={**RIGHT, "q-duty": value})
    assert answer.status_code == 400
    assert "1 question has no answer yet." in answer.text
    assert answer.text.count(" checked>") == 3
    assert "✓" not in answer.text
    assert tries(room) == []


def test_no_answer_at_all_is_told_too(phone):
    answer = phone.post(f"{LESSON}quiz")
    assert answer.status_code == 400
    assert "4 questions have no answer yet." in answer.text


def test_signed_out_the_quiz_answers_and_saves_nothing(room, phone):
    phone.post(f"{LESSON}quiz", data=RIGHT)
    page = phone.get(LESSON).text
    assert "4 of 4 right" in page
    assert "Nothing was saved: you are not signed in." in page
    assert tries(room) == []
    assert "4 of 4 right" not in phone.get("/courses/advocacy/who-decides/").text


def test_the_quiz_works_while_the_laptop_is_locked(locked_house, app_for):
    phone = app_for(locked_house).test_client()
    assert phone.post(f"{LESSON}quiz", data=RIGHT).status_code == 303
    assert "4 of 4 right" in phone.get(LESSON).text


def test_search_finds_marks_and_links(house, phone):
    search_in(house)
    page = phone.get("/search?q=duty-bearer").text
    assert "<mark>" in page
    assert 'href="/courses/advocacy/what-advocacy-is/#rights-and-duties"' in page


def test_search_suggests_a_spelling_and_says_when_there_is_nothing(house, phone):
    search_in(house)
    assert 'href="/search?q=decriminalisation"' in phone.get("/search?q=decriminalisatoin").text
    assert "Nothing was found for “zzzz qqqq”" in phone.get("/search?q=zzzz++qqqq").text
    assert "place" not in phone.get("/search").text


def test_search_speaks_the_readers_language_and_escapes_what_was_typed(house, phone):
    search_in(house)
    chinese = phone.get("/search?q=决定", headers={"Accept-Language": "zh"}).text
    assert "<mark>决定</mark>" in chinese
    assert "<script>" not in phone.get("/search?q=<script>alert(1)</script>").text
    assert phone.get("/search?q=" + "x" * 5000).status_code == 200


@pytest.mark.parametrize(
    ("typed", "reads", "language", "said"),
    [
        ("预算", "en", "zh-Hans", "Nothing was found in English. These places are in 简体中文."),
        ("預算", "es", "zh-Hans", "简体中文"),
        ("plaidoyer", "en", "fr", "Nothing was found in English. These places are in Français."),
        ("advocacy", "fr", "en", "English"),
        ("advocacy", "ar", "en", "English"),
    ],
)
def test_search_answers_in_another_language_and_says_so(house, phone, typed, reads, language, said):
    search_in(house)
    page = phone.get(f"/search?q={typed}", headers={"Accept-Language": reads}).text
    assert said in page
    hit = re.search(rf'href="(/courses/(?!glossary)[^"]+)" lang="{language}" dir="ltr">', page)
    read = phone.get(hit[1].partition("#")[0], headers={"Accept-Language": reads}).text
    assert f'<article class="prose" lang="{language}"' in read


@pytest.mark.parametrize("reads", ["zh-TW", "zh-HK,zh;q=0.9"])
@pytest.mark.parametrize(("traditional", "simplified"), [("權利", "权利"), ("關係", "关系")])
def test_search_answers_traditional_chinese(house, phone, reads, traditional, simplified):
    search_in(house)
    typed, plain = (
        phone.get(f"/search?q={word}", headers={"Accept-Language": reads}).text
        for word in (traditional, simplified)
    )
    assert typed.count('<a class="card"') == plain.count('<a class="card"') > 0
    assert f"<mark>{traditional}</mark>" in typed


def test_a_lesson_in_another_language_leads_back_to_the_readers_own(phone):
    page = phone.get(f"{LESSON}?in=fr").text
    assert "You see this lesson in another language." in page
    assert f'<a href="{LESSON}">Show it in your language</a>' in page
    for asked in ("en", "xx", "", "../fr", "é"):
        assert "in another language" not in phone.get(LESSON, query_string={"in": asked}).text


def test_search_says_that_it_is_being_prepared(phone):
    assert "The search is being prepared." in phone.get("/search?q=word").text


@pytest.fixture
def pictured(tmp_path, app_for):
    """A phone at a laptop whose pack came from somebody: pictures, and what would pass for one."""
    packs = shutil.copytree(Path(__file__).parents[3] / "packs", tmp_path / "packs")
    media = packs / "garden" / "media"
    (tmp_path / "slots.json").write_text("canary-of-the-store", "utf-8")
    (media / "slots.svg").symlink_to(tmp_path / "slots.json")
    (media / "passwd.svg").symlink_to("/etc/passwd")
    (media / "up").symlink_to(tmp_path)
    (media / "page.html").write_text("<script>alert(1)</script>", "utf-8")
    (media / "page.svg").write_text("<script>alert(1)</script>", "utf-8")
    (media / "active.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "utf-8"
    )
    (media / ".hidden.svg").write_bytes((media / "plan.svg").read_bytes())
    from academy.courses import load

    house = House(Config(tmp_path / "empty", data_folder("courses")))
    house.library = load(packs)
    return app_for(house).test_client()


@pytest.mark.parametrize(
    "name",
    [
        *("slots.svg", "passwd.svg", "up/slots.json", "up%2fslots.json", "page.html", "page.svg"),
        *("active.svg", ".hidden.svg", "PLAN.SVG", "plan.svg%00", "plan.svg/", "..%2fcourse.yaml"),
        *("..\\course.yaml", "plan.svg::$DATA", "plan.svg.", "%ef%bd%90lan.svg", "nothing.svg"),
    ],
)
def test_only_a_picture_of_the_pack_is_served(name, pictured):
    answer = pictured.get(f"/courses/garden/media/{name}")
    assert answer.status_code == 404
    assert "canary" not in answer.text
    assert "root:" not in answer.text


def test_a_picture_is_served_as_what_it_is_and_can_do_nothing(pictured):
    answer = pictured.get("/courses/garden/media/plan.svg")
    assert answer.status_code == 200
    assert answer.mimetype == "image/svg+xml"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")
    again = pictured.get(
        "/courses/garden/media/plan.svg", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")
    assert pictured.get("/courses/orchard/media/plan.svg").status_code == 404

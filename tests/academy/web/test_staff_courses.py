"""The desk's page for whoever translates: every course in every language."""

import re

from academy.courses import load
from academy.courses import status as states
from academy.data import data_folder
from academy.languages.i18n import LOCALES


def test_every_course_and_the_papers_stand_in_every_language(desk):
    page = desk.client.get("/courses/status").text
    courses = len(desk.house.library.courses) + 1
    assert page.count("<table") == courses
    assert page.count("</tr>") == courses * (len(LOCALES) + 1)
    found = states(load(data_folder("courses")), LOCALES)
    for one in found:
        row = f'aria-label="{_said(one.state)}"'
        assert row in page
    drafts = [one for one in found if one.state == "draft"]
    assert page.count("draft: nobody from the community has read it") >= len(drafts) > 2


def _said(state):
    return {
        "draft": "draft: nobody from the community has read it",
        "missing": "not translated",
        "stale": "older than its original",
    }[state]


def test_a_bead_is_a_lesson(desk):
    page = desk.client.get("/courses/status").text
    strings = re.findall(r'<div class="beads small"[^>]*>(.*?)</div>', page)
    counts = [len(one.lessons) for one in desk.house.library.courses]
    counts.append(len(desk.house.model_papers.ids))
    lessons = [count for count in counts for _ in LOCALES]
    assert len(strings) == len(lessons)
    assert [string.count("<i ") for string in strings] == lessons
    assert strings[0].count('class="half"') == lessons[0]
    assert strings[-1].count('class="off"') == lessons[-1]


def test_the_courses_page_leads_there(desk):
    assert 'href="/courses/status"' in desk.client.get("/courses").text


def test_what_was_left_out_is_named_with_its_line(desk, tmp_path):
    from academy.courses import load_inserts

    (tmp_path / "inserts" / "KE").mkdir(parents=True)
    (tmp_path / "inserts" / "KE" / "law.en.md").write_text("<b>\n", "utf-8")
    desk.house.inserts = load_inserts(tmp_path / "inserts", desk.house.library)
    page = desk.client.get("/courses/status").text
    assert "KE/law.en.md:1: Error: The file must begin with front matter" in page
    assert "things can’t be read and are left out." in page

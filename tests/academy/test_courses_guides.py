"""Guides for trainers: read when asked for, held to sections, times and original."""

import shutil
from pathlib import Path

import pytest

from academy import courses
from academy.courses import guides
from academy.courses.reviews import Review
from academy.errors import AcademyError
from tests.academy.lesson_files import LANGUAGES

PACKS = Path(__file__).parent.parent / "packs"
ROOT = Path(__file__).parents[2]
GUIDE = """---
reviewed: {by: community-trainer, on: 2026-11-30}
---

## Aim {#aim}

Hands that know soil.

## Materials {#materials}

- A spade

## Steps {#steps}

| Minutes | Step |
|--:|---|
| 5 | **Open.** |
| 20 | Dig. |
| 5 | Close. |

## Debrief {#debrief}

- What held?

## What may go wrong {#what-may-go-wrong}

- Rain.

## Without power {#without-power}

Go on.
"""
ALL = ", ".join(guides.SECTIONS)
LESSON, ACTIVITY = "trainer/01-soil.md", "trainer/walk.md"


@pytest.fixture
def packs(tmp_path):
    return packs_with_guides(tmp_path / "packs")


def packs_with_guides(folder, guide=GUIDE):
    """A copy of the packs, with a guide to a lesson and to an activity in two languages."""
    shutil.copytree(PACKS, folder)
    garden = folder / "garden"
    edit(garden / "course.yaml", "lessons:", "activities: {walk: 30}\nlessons:")
    for language, title in (("en", "A walk"), ("fr", "Une promenade")):
        edit(garden / language / "course.md", "title:", f"activities: {{walk: {title}}}\ntitle:")
        (garden / language / "trainer").mkdir()
        for name in (LESSON, ACTIVITY):
            (garden / language / name).write_text(guide, "utf-8")
    courses.stamp(folder, "garden", "fr")
    return folder


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def garden(packs, language="en"):
    return courses.load(packs).course("garden").in_language(language)


def told(packs):
    return [
        (one.file.removeprefix("garden/"), one.line, one.problem)
        for one in courses.check(packs)
        if "trainer" in one.file or "activit" in one.problem
    ]


def test_a_guide_says_how_to_hold_a_lesson(packs):
    found = courses.guide(packs, garden(packs), "soil")
    assert [one.id for one in found.sections] == list(guides.SECTIONS)
    assert (found.steps, found.minutes) == ((5, 20, 5), 30)
    assert found.reviewed == Review("community-trainer", "2026-11-30")
    assert '<td class="right">20</td>' in found.sections[2].html


def test_an_activity_has_minutes_and_a_title_in_each_language(packs):
    def titles(language):
        return [
            (one.title, one.minutes, one.language) for one in garden(packs, language).activities
        ]

    assert titles("en") == [("A walk", 30, "en")]
    assert titles("fr") == [("Une promenade", 30, "fr")]
    assert titles("ru") == [("A walk", 30, "en")]


def test_who_has_no_translation_gets_the_original(packs):
    assert courses.guide(packs, garden(packs, "fr"), "walk").language == "fr"
    assert courses.guide(packs, garden(packs, "ru"), "walk").language == "en"
    assert courses.guide(packs, garden(packs), "water") is None
    assert courses.guide(packs, garden(packs), "../../course") is None
    assert courses.guides_there(packs, garden(packs, "ru")) == {"soil", "walk"}


def test_a_library_knows_no_guide(packs):
    """What phones are served is made from it."""
    before = courses.load(packs)
    edit(packs / "garden/en" / LESSON, "Dig.", "Dig deeper.")
    after = courses.load(packs)
    assert after.fingerprint == before.fingerprint
    assert "Dig" not in repr(after)
    assert not any("Dig" in one.source for one in after.course("garden").lesson("soil").sections)


WRONG = {
    "a section missing": (
        LESSON, "## Debrief {#debrief}\n\n- What held?\n", "", 1,
        f"The section “debrief” is missing; a guide has {ALL}.",
    ),
    "a section too many": (
        LESSON, "{#debrief}", "{#talk}", 21,
        f"A guide has no section “talk”; it has {ALL}.",
    ),
    "an empty section": (LESSON, "- A spade\n", "", 9, "The section “materials” is empty."),
    "sections in another order": (
        LESSON, "{#aim}\n\nHands that know soil.\n\n## Materials {#materials}",
        "{#materials}\n\nHands that know soil.\n\n## Materials {#aim}", 5,
        f"The sections of a guide stand so: {ALL}.",
    ),
    "a text before the first section": (
        LESSON, "## Aim", "Hello.\n\n## Aim", 4, "A guide begins with “## … {#aim}”.",
    ),
    "steps without a table": (
        LESSON, "| Minutes | Step |\n|--:|---|\n| 5 | **Open.** |\n| 20 | Dig. |\n| 5 | Close. |",
        "Dig for half an hour.", 13,
        "The steps are a table such as “| Minutes | Step |”, “|--:|---|”, “| 10 | Welcome |”.",
    ),
    "a step without minutes": (
        LESSON, "| 20 | Dig. |", "| long | Dig. |", 18,
        "A step begins with its minutes, not with “long”.",
    ),
    "steps that come to another sum": (
        LESSON, "| 20 | Dig. |", "| 15 | Dig. |", 13,
        "The steps come to 25 min; “together” of 01-soil.md says 30.",
    ),
    "an activity that takes longer": (
        ACTIVITY, "| 20 | Dig. |", "| 25 | Dig. |", 13,
        "The steps come to 35 min; course.yaml says 30.",
    ),
    "a picture": (
        LESSON, "- Rain.", "- Rain.\n\n![A plan](../../media/plan.svg)", 29,
        "A guide has no pictures; its lesson may.",
    ),
    "a link to no lesson": (
        LESSON, "- Rain.", "- See [there](../03-wind.md).", 27,
        "The link “../03-wind.md” leads to a lesson that isn't there.",
    ),
    "HTML": (
        LESSON, "- Rain.", "- <b>Rain</b>.", 27,
        "HTML such as “<b>” is shown as text; write it in Markdown.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "line", "problem"), WRONG.values(), ids=WRONG)
def test_the_checker_names_what_is_wrong_with_a_guide(packs, file, old, new, line, problem):
    edit(packs / "garden/en" / file, old, new)
    assert (f"en/{file}", line, problem) in told(packs)


def test_a_sound_guide_has_no_problems(packs):
    assert [one for one in told(packs) if "translated yet" not in one[2]] == [
        (f"{language}/course.md", 1, "The activity “walk” has no title here.")
        for language in ("ar", "ru", "zh-Hans")
    ]


def test_a_link_to_a_lesson_leads_where_it_should(packs):
    edit(packs / "garden/en" / LESSON, "- Rain.", "- See [water](../02-water.md).")
    assert not [one for one in told(packs) if one[0] == f"en/{LESSON}"]
    found = courses.guide(packs, garden(packs), "soil", base="http://phones/courses")
    assert 'href="http://phones/courses/garden/water"' in found.sections[4].html


def test_a_translation_is_held_against_its_original(packs):
    french = f"fr/{LESSON}"
    edit(packs / "garden/fr" / LESSON, "| 20 | Dig. |\n| 5 ", "| 15 | Dig. |\n| 10 ")
    edit(packs / "garden/en" / LESSON, "Hands that know soil.", "Hands that know clay.")
    edit(packs / "garden/fr" / LESSON, "  debrief:", "  gone:")
    assert {one for one in told(packs) if one[0] == french} == {
        (french, 20, "The steps take 5 + 15 + 10 min here and 5 + 20 + 5 in the original."),
        (french, 12, "The original of “aim” has changed since it was translated."),
        (french, 1, "Not stamped: debrief. Run “academy courses stamp garden fr” when they agree."),
    }
    assert courses.guide(packs, garden(packs, "fr"), "soil").stale
    assert courses.stamp(packs, "garden", "fr") == [f"garden/{french}"]
    assert not courses.guide(packs, garden(packs, "fr"), "soil").stale


def test_the_guide_to_an_activity_is_stamped_alone_by_its_id(packs):
    for name in (LESSON, ACTIVITY):
        edit(packs / "garden" / "en" / name, "{#debrief}\n", "{#debrief}\n\n- And who else?\n")
    assert courses.stamp(packs, "garden", "fr", "walk") == [f"garden/fr/{ACTIVITY}"]
    with pytest.raises(AcademyError, match="lesson_unknown"):
        courses.stamp(packs, "garden", "fr", "run")


def test_a_guide_to_nothing_and_one_without_original_are_named(packs):
    (packs / "garden/en/trainer/03-wind.md").write_text(GUIDE, "utf-8")
    (packs / "garden/fr/trainer/02-water.md").write_text(GUIDE, "utf-8")
    assert {
        ("en/trainer/03-wind.md", 1,
         "No lesson or activity of course.yaml has this name; it is not read."),
        ("fr/trainer/02-water.md", 1, "The original has no such guide."),
    } <= set(told(packs))  # fmt: skip


def test_a_broken_guide_stops_no_lesson_and_says_where(packs):
    edit(packs / "garden/en" / LESSON, "{#aim}", "{#aims}")
    assert courses.load(packs).course("garden")
    with pytest.raises(AcademyError) as caught:
        courses.guide(packs, garden(packs), "soil")
    assert caught.value.code == "course_invalid"
    assert caught.value.details["file"] == f"garden/en/{LESSON}"


FACTS = {
    "an activity called like a lesson": (
        "course.yaml", "{walk: 30}", "{soil: 30}",
        "“soil” is a lesson; an activity has a name of its own.",
    ),
    "an activity without minutes": (
        "course.yaml", "{walk: 30}", "{walk: long}",
        "Everything in “activities” must be a whole number from 1 to 600.",
    ),
    "an activity's name": (
        "course.yaml", "{walk: 30}", "{A_walk: 30}",
        "“A_walk” may hold only small letters, digits, hyphens.",
    ),
    "what is put somewhere by hand and is no activity": (
        "course.yaml", "activities: {walk: 30}\n", "activities: {walk: 30}\nby_hand: [run]\n",
        "“run” is none of the activities.",
    ),
    "an activity without a title": (
        "en/course.md", "activities: {walk: A walk}\n", "",
        "The activity “walk” has no title here.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "problem"), FACTS.values(), ids=FACTS)
def test_activities_are_declared_soundly(packs, file, old, new, problem):
    edit(packs / "garden" / file, old, new)
    with pytest.raises(AcademyError) as caught:
        courses.load(packs)
    assert caught.value.details["problem"] == problem


def test_a_link_among_the_guides_is_not_followed(packs, tmp_path):
    secret = tmp_path / "secret.md"
    secret.write_text(GUIDE, "utf-8")
    path = packs / "garden/en" / LESSON
    path.unlink()
    try:
        path.symlink_to(secret)
    except OSError:
        pytest.skip("needs symbolic links")
    with pytest.raises(AcademyError):
        courses.guide(packs, garden(packs), "soil")
    assert any(one[0] == f"en/{LESSON}" for one in told(packs))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lesson_and_activity_of_ours_has_a_guide(language):
    for course in courses.load(ROOT / "courses").courses:
        version = course.in_language(language)
        for id in guides.ids(version) if language in course.languages else ():
            found = courses.guide(ROOT / "courses", version, id)
            lesson = version.lesson(id)
            if lesson and lesson.language != language:
                continue  # nobody has written it yet
            assert found.language == language
            assert not found.stale

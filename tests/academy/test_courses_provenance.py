"""Where a lesson comes from: the works it rests on, how old its advice is, who has read it."""

import re
import shutil
from pathlib import Path

import pytest

from academy import courses
from academy.courses import reviews
from academy.errors import AcademyError

PACKS = Path(__file__).parent.parent / "packs"
ROOT = Path(__file__).parents[2]
SOIL, FRENCH, WATER = "garden/en/01-soil.md", "garden/fr/01-soil.md", "garden/en/02-water.md"


@pytest.fixture
def packs(tmp_path):
    folder = Path(shutil.copytree(PACKS, tmp_path / "packs"))
    for language in ("fr", "ru", "zh-Hans", "ar"):
        courses.stamp(folder, "garden", language)
    return folder


def edit(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def told(packs, file, severity="error"):
    return [
        (one.line, one.problem)
        for one in courses.check(packs)
        if one.file == file and one.severity == severity
    ]


def lesson(packs, slug="soil", language="en"):
    return courses.load(packs).course("garden").in_language(language).lesson(slug)


# --- works ----------------------------------------------------------------------------------------


@pytest.fixture
def cited(packs):
    edit(packs / SOIL, "there too.", "there too. [^spade-2]\n\n[^spade-2]: *Spades*, 1901, p. 2")
    edit(packs / SOIL, "seeds and tools.", "seeds[^seed] and tools[^spade-2].")
    edit(packs / SOIL, "water.md#rain) or", "water.md#rain) or\n\n[^seed]: Seeds, ch. 1\n\nor")
    return packs


def test_a_mark_leads_to_its_work_and_the_works_are_listed_in_their_order(cited):
    soil = lesson(cited)
    assert [(one.number, one.id, one.html) for one in soil.citations] == [
        (1, "spade-2", "<em>Spades</em>, 1901, p. 2"),
        (2, "seed", "Seeds, ch. 1"),
    ]
    training, budget = soil.section("training").html, soil.section("budget").html
    assert 'there too.<a href="#from_1" rel="noopener noreferrer">1</a>' in training
    assert re.findall(r'href="#from_(\d)"', budget) == ["2", "1"]
    assert "Seeds, ch. 1" not in budget + training
    assert told(cited, SOIL) == []


def test_neither_the_search_nor_a_check_meets_a_mark(cited):
    for section in lesson(cited).sections:
        assert "^" not in section.text
        assert "1901" not in section.text


def test_a_work_without_spaces_is_no_link(packs):
    """In Chinese a whole line is one word, which Markdown would take for an address."""
    edit(packs / SOIL, "there too.", "there too[^swit-1].\n\n[^swit-1]: SWIT，2013年，第1章")
    assert told(packs, SOIL) == []
    assert lesson(packs).citations[0].html == "SWIT，2013年，第1章"


def test_a_work_that_nothing_points_at_is_listed_too(packs):
    edit(packs / SOIL, "there too.", "there too.\n\n[^spade]: Spades, 1901")
    assert [(one.number, one.id) for one in lesson(packs).citations] == [(1, "spade")]


def test_code_is_not_read_for_marks(packs):
    edit(packs / SOIL, "there too.", "there too.\n\n```\n[^spade]: x[^y]\n```\n")
    assert lesson(packs).citations == ()
    assert "[^spade]: x[^y]" in lesson(packs).section("training").html


def test_a_change_of_a_work_is_a_change_of_its_section(cited):
    courses.stamp(cited, "garden", "fr")
    edit(cited / SOIL, "1901", "1902")
    assert lesson(cited, language="fr").section("training").stale


WORKS = {
    "a mark without a work": (
        "there too[^no]. ", 12, "No line says what “no” is; write “[^no]: work, page”.", "error",
    ),
    "a work twice": (
        "there too.\n\n[^a]: A, 1\n[^a]: A, 2\n", 15, "The work “a” stands here twice.", "error",
    ),
    "a work without year or page": (
        "there too.\n\n[^a]: A book\n", 14,
        "The work “a” needs a year, and a page, chapter or section.", "warning",
    ),
}  # fmt: skip


@pytest.mark.parametrize("row", WORKS.values(), ids=WORKS.keys())
def test_what_is_wrong_with_a_work_is_told_with_its_line(packs, row):
    text, line, problem, severity = row
    edit(packs / SOIL, "there too.", text)
    assert (line, problem) in told(packs, SOIL, severity)


def test_a_mark_in_a_quiz_is_told(packs):
    edit(packs / SOIL, "A heap of leaves lies ready.", "A heap lies ready.[^a]")
    assert (36, "Pages show no mark in a quiz; put it into the section.") in told(packs, SOIL)


def test_a_translation_rests_on_the_same_works(cited):
    found = told(cited, FRENCH)
    assert [problem for _, problem in found] == [
        "“training” doesn't name the same works as the original: spade-2.",
        "“budget” doesn't name the same works as the original: seed, spade-2.",
    ]


def test_a_hostile_work_is_harmless(packs):
    evil = '<script>x</script> [y](javascript:z) ![q](http://evil.example/p) "><b> 1'
    edit(packs / SOIL, "there too.", f"there too[^a].\n\n[^a]: {evil}")
    html = lesson(packs).citations[0].html
    assert "<script" not in html
    assert not any("javascript" in one for one in re.findall(r'href="([^"]*)', html))
    assert "src=" not in html


# --- dates ----------------------------------------------------------------------------------------


def test_a_section_may_be_as_old_as_it_says_in_every_language(packs):
    edit(
        packs / SOIL, "\nreviewed:", '\nas_of:\n  training: "2019"\n  budget: "2020-02"\nreviewed:'
    )
    for language in ("en", "fr"):
        soil = lesson(packs, language=language)
        assert [one.as_of for one in soil.sections] == ["2019", "2020-02"], language
    assert told(packs, SOIL, "warning") == told(packs, SOIL) == []


def test_a_date_is_told_that_is_none_or_of_nothing(packs):
    edit(packs / SOIL, "\nreviewed:", '\nas_of:\n  trainings: "2019"\nreviewed:')
    assert (5, "“as_of” names “trainings”, which nothing has.") in told(packs, SOIL, "warning")
    edit(packs / SOIL, '"2019"', '"in spring"')
    said = "“trainings” has no year or month such as “2025” or “2025-06”."
    assert told(packs, SOIL) == [(5, said)]


def test_a_date_is_written_in_the_original_only(packs):
    edit(packs / FRENCH, "\nreviewed:", '\nas_of: {training: "2019"}\nreviewed:')
    assert (5, "“as_of” is written in the original only.") in told(packs, FRENCH, "warning")
    assert lesson(packs, language="fr").section("training").as_of is None


# --- readings -------------------------------------------------------------------------------------


READ = {
    "on one line": "reviewed: {by: community-trainer, on: 2026-11-30}",
    "a day in quotes": 'reviewed: {by: community-trainer, on: "2026-11-30"}',
    "the other way round": "reviewed:\n  on: 2026-11-30\n  by: community-trainer",
}


@pytest.mark.parametrize("text", READ.values(), ids=READ.keys())
def test_a_reading_has_a_role_and_a_day(packs, text):
    edit(packs / SOIL, "reviewed: false", text)
    assert lesson(packs).reviewed == reviews.Review("community-trainer", "2026-11-30")
    assert told(packs, SOIL) == []


UNREAD = {
    "a name": ("{by: Ada Lovelace, on: 2026-11-30}", "“by” is a role and never a name"),
    "an address": ('{by: "ada@example.org", on: 2026-11-30}', "“by” is a role and never a name"),
    "a role and a name": ("{by: community-trainer Ada, on: 2026-11-30}", "“by” is a role and"),
    "a list": ("[community-trainer]", "It is not said by whom and when this was read"),
    "a name alone": ("Ada", "It is not said by whom and when this was read"),
    "no day": ("{by: community-trainer}", "It is not said by whom and when this was read"),
    "a name besides": (
        "{by: community-trainer, on: 2026-11-30, name: Ada}", "It is not said by whom and when",
    ),
    "no such day": ('{by: community-trainer, on: "2026-02-30"}', "“on” must be a day such as"),
    "a word for a day": ("{by: community-trainer, on: today}", "“on” must be a day such as"),
}  # fmt: skip


@pytest.mark.parametrize("row", UNREAD.values(), ids=UNREAD.keys())
def test_a_reading_that_is_said_wrongly_is_refused_without_repeating_a_name(packs, row):
    text, problem = row
    edit(packs / SOIL, "reviewed: false", f"reviewed: {text}")
    found = told(packs, SOIL)
    assert [(line, one.startswith(problem)) for line, one in found] == [(5, True)]
    assert "ada" not in found[0][1].lower()
    with pytest.raises(AcademyError):
        courses.load(packs)


def test_a_bare_true_is_told_of_whatever_text_says_it(packs):
    for name in ("en/trainer/x.md", "fr/words.yaml"):
        path = packs / "garden" / name
        path.parent.mkdir(exist_ok=True)
        said = "reviewed: true\n"
        path.write_text(said if name.endswith("yaml") else f"---\n{said}---\n", "utf-8")
        assert any("neither in what role" in one for _, one in told(packs, f"garden/{name}")), name


def test_a_bare_true_is_a_draft_and_told_in_every_language(packs):
    for file in (SOIL, FRENCH):
        edit(packs / file, "reviewed: false", "reviewed: true")
        line = (packs / file).read_text("utf-8").split("\n").index("reviewed: true") + 1
        (found,) = told(packs, file)
        assert found[0] == line
        assert found[1].startswith("“reviewed: true” says neither in what role nor when: ")
    assert not any(lesson(packs, language=one).reviewed for one in ("en", "fr"))


@pytest.mark.parametrize("said", ["yes", '"2026-13-01"', "Ana"])
def test_an_editors_reading_is_a_day(packs, said):
    edit(packs / SOIL, "reviewed: false", f"reviewed: false\nedited: {said}")
    assert [one for _, one in told(packs, SOIL)] == ["“edited” must be a day such as 2026-11-30."]
    edit(packs / SOIL, said, "2026-11-26")
    assert told(packs, SOIL) == []
    assert lesson(packs, language="en").edited == "2026-11-26"


# --- ours -----------------------------------------------------------------------------------------


def test_no_lesson_of_ours_says_that_the_community_has_read_it():
    """Nobody has yet. Whoever adds the first reading deletes that language here."""
    for course in courses.load(ROOT / "courses").courses:
        for version in course.versions.values():
            for one in version.lessons:
                assert one.reviewed is None, one.file

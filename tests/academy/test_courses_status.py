"""How far a course is in each language, told by lesson, in a table and as data."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from academy import courses
from academy.cli import main
from academy.printing import pdf
from tests.academy.test_printing import needs_pango

PACKS = Path(__file__).parent.parent / "packs"


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


def told(packs, *locales):
    return {one.language: one for one in courses.status(courses.load(packs), locales)}


REVIEW = "reviewed: {by: community-editor, on: 2026-11-30}"


def test_every_lesson_has_a_state_in_every_language(packs):
    edit(packs / "garden" / "fr" / "01-soil.md", "reviewed: false", REVIEW)
    edit(packs / "garden" / "en" / "02-water.md", "Rain is free.", "Rain is free, mostly.")
    found = told(packs, "es", "zh_Hans")
    assert {language: one.lessons for language, one in found.items()} == {
        "en": ("draft", "draft"),
        "ar": ("missing", "stale"),
        "fr": ("whole", "stale"),
        "ru": ("draft", "missing"),
        "zh-Hans": ("draft", "stale"),
        "es": ("missing", "missing"),
    }
    assert [one.original for one in found.values()] == [True, *[False] * 5]
    assert (found["fr"].state, found["ru"].state) == ("stale", "missing")
    assert found["fr"].count("whole") == 1


def test_a_translation_that_leaves_something_out_is_no_whole_one(packs):
    french = packs / "garden" / "fr" / "02-water.md"
    edit(packs / "garden" / "en" / "02-water.md", "## Rain", "## Snow {#snow}\n\nCold.\n\n## Rain")
    assert told(packs)["fr"].lessons[1] == "stale"
    edit(french, "## ", "## Neige {#snow}\n\nFroid.\n\n## ")
    assert told(packs)["fr"].lessons[1] == "draft"


def test_what_is_counted_is_what_stands_in_this_language(packs):
    found = told(packs)
    english, arabic = found["en"], found["ar"]
    assert (english.figures, english.questions, english.minutes) == (2, 2, 2)
    assert (arabic.figures, arabic.questions, arabic.minutes) == (1, 0, 1)
    before = english.words
    edit(packs / "garden" / "en" / "02-water.md", "Rain is free.", "Rain is quite free.")
    assert told(packs)["en"].words == before + 1
    edit(packs / "garden" / "en" / "02-water.md", "quite", "quite[^a]")
    edit(packs / "garden" / "en" / "02-water.md", "\n## Rain", "\n[^a]: Book, 1, p. 2\n\n## Rain")
    assert told(packs)["en"].words == before + 1


def test_words_are_those_to_be_translated_in_answers_too_and_no_signs(packs):
    water = packs / "garden" / "en" / "02-water.md"
    before = told(packs)["en"].words
    for more in (
        "::: answer\nIt gets [wet](01-soil.md#worms).\n:::",
        "1. First it\n2) is *really*",
        "> wet {#really-wet}",
    ):
        edit(water, "\n## Rain", f"\n{more}\n\n## Rain")
    assert told(packs)["en"].words == before + 8


def test_an_editors_reading_is_counted_and_leaves_a_draft_a_draft(packs):
    assert told(packs)["en"].edited == 0
    edit(
        packs / "garden" / "en" / "02-water.md", "title: Water", "title: Water\nedited: 2026-11-26"
    )
    english = told(packs)["en"]
    assert (english.edited, english.state) == (1, "draft")


def test_chinese_is_counted_by_the_character(packs):
    before = told(packs)["zh-Hans"].words
    water = packs / "garden" / "zh-Hans" / "02-water.md"
    water.write_text(f"{water.read_text('utf-8')}\n雨水免费\n", "utf-8")
    assert told(packs)["zh-Hans"].words == before + 4


def test_the_command_prints_a_table_and_hands_over_data(packs):
    done = CliRunner().invoke(main, ["courses", "status", "--courses", str(packs)])
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert lines[0].split() == [
        *("course", "language", "lessons", "state"),
        *("edited", "words", "figures", "questions", "minutes"),
    ]
    assert len({len(line) for line in lines[:-1]}) == 1
    assert lines[1].split()[:4] == ["garden", "en", "◐◐", "draft"]
    data = CliRunner().invoke(main, ["courses", "status", "--json", "--courses", str(packs)])
    rows = json.loads(data.output)
    assert [(one["language"], one["state"], one["missing"]) for one in rows][:3] == [
        ("en", "draft", 0), ("ar", "missing", 1), ("fr", "draft", 0),
    ]  # fmt: skip
    assert {one["language"] for one in rows} >= {"es", "ru", "ar"}


@needs_pango
def test_a_handout_of_more_than_one_sheet_is_named_with_how_many(packs):
    long = " ".join(["Rain is free and falls on every bed."] * 900)
    edit(packs / "garden" / "en" / "02-water.md", "Rain is free.", long)
    shutil.rmtree(packs / "garden" / "ar")
    shutil.rmtree(packs / "garden" / "ru")
    told = CliRunner().invoke(main, ["courses", "check", "--paper", "--courses", str(packs)]).output
    (found,) = [line for line in told.splitlines() if "sheets of paper" in line]
    count = int(re.search(r"takes (\d+) sheets", found)[1])
    assert found.startswith("garden/en/02-water.md:1: Warning:")
    assert count > 1
    words = ["courses", "status", "--paper", "--json", "--courses", str(packs)]
    data = json.loads(CliRunner().invoke(main, words).output)
    sheets = {one["language"]: one["sheets"] for one in data}
    assert sheets["en"] == {"soil": 1, "water": count}
    assert sheets["zh-Hans"] == {"soil": 1, "water": 1}


def test_without_being_asked_nothing_is_laid_out(packs, monkeypatch):
    monkeypatch.setattr(pdf, "sheets", None)
    monkeypatch.setattr(pdf, "available", lambda: False)
    told = CliRunner().invoke(main, ["courses", "status", "--courses", str(packs)])
    assert (told.exit_code, "sheets" in told.output) == (0, False)
    told = CliRunner().invoke(main, ["courses", "check", "--paper", "--courses", str(packs)])
    assert told.exit_code == 1
    assert "Pango is missing" in told.output

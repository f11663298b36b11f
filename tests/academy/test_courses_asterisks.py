"""Asterisks that are left over in what a reader sees are named, wherever it is written."""

import shutil
from pathlib import Path

import pytest

from academy import courses

PACKS = Path(__file__).parent.parent / "packs"
COURSES = Path(__file__).parents[2] / "courses"
SEEN = "A reader sees the asterisks"


def told(packs):
    return [
        (one.file, one.line, one.problem) for one in courses.check(packs) if SEEN in one.problem
    ]


@pytest.fixture
def packs(tmp_path):
    return Path(shutil.copytree(PACKS, tmp_path / "packs"))


def add(path, words):
    """Put words at the end of a file; their line."""
    text = path.read_text("utf-8")
    path.write_text(f"{text}\n{words}\n", "utf-8")
    return text.count("\n") + 2


LEFT_OVER = {
    "a sign inside": ("**注意：**这里", "**注意：**这里"),
    "a bracket inside": ("按**（乙）**算", "按**（乙）**算"),
    "in English too": ("word**(s)**word", "word**(s)**word"),
    "never closed": ("**Water", "**Water"),
    "a space inside": ("** Water ** daily", "** Water ** daily"),
    "times": ("2 * 3", "2 * 3"),
    "in a list": ("- **水：**每天", "**水：**每天"),
    "in a box": (":::note\n**水：**每天\n:::", "**水：**每天"),
    "in the name of a box": (":::note **Water**\nDaily.\n:::", "**Water**"),
    "in a cell": ("| a |\n|---|\n| **水：**每天 |", "**水：**每天"),
    "in a heading": ("### **水：**每天", "**水：**每天"),
    "where the mark of a work stood": ("**水。**[^w]每天\n\n[^w]: W", "**水。**每天"),
    "in a work": ("Water.[^w]\n\n[^w]: **W：**字", "**W：**字"),
}


@pytest.mark.parametrize(("words", "seen"), LEFT_OVER.values(), ids=LEFT_OVER)
def test_check_names_what_did_not_become_bold(packs, words, seen):
    last = add(packs / "garden/en/02-water.md", words)
    line = last + next(at for at, one in enumerate(words.split("\n")) if seen[:6] in one)
    problem = f"{SEEN} of “{seen}”: put signs behind the bold, or write “\\*” if they are meant."
    assert told(packs) == [("garden/en/02-water.md", line, problem)]


FINE = {
    "the sign behind it": "**注意**：这里",
    "a space behind it": "**Note:** this",
    "a sentence of its own": "**缺口。** 行",
    "another sign behind it": "**“水”**，每天",
    "emphasis": "在签字*之前*问",
    "meant": "\\*",
    "meant, twice": "2 \\* 3 \\* 4",
    "code": "`a * b`",
    "a block of code": "```\n**注意：**这里\n```",
    "a list": "* Water\n* Sun",
    "a line across": "***",
}


@pytest.mark.parametrize("words", FINE.values(), ids=FINE)
def test_what_a_reader_does_not_see_is_left_alone(packs, words):
    add(packs / "garden/en/02-water.md", words)
    assert told(packs) == []


def test_a_backslash_before_a_backslash_means_no_asterisk(packs):
    add(packs / "garden/en/02-water.md", "\\\\*")
    assert len(told(packs)) == 1


def test_each_line_of_a_paragraph_is_named_by_itself(packs):
    first = add(packs / "garden/en/02-water.md", "**a：**字和**b：**字\n好\n**c：**字")
    assert [line for _, line, _ in told(packs)] == [first, first + 2]


PLACES = {
    "the welcome": ("fr/course.md", "\n", "\n\n**mot(s)**mot\n"),
    "the title of a course": ("fr/course.md", "title: ", "title: Un *bon* "),
    "an objective": ("fr/course.md", "  - ", "  - Un *bon* "),
    "the title of a lesson": ("en/01-soil.md", "title: Soil", 'title: "*Soil*"'),
    "its summary": ("en/01-soil.md", "summary: What", "summary: What *really* "),
    "the lead": ("en/01-soil.md", "*soil*.", "*soil."),
    "a heading": ("en/01-soil.md", "## The budget", "## **The(s)**budget"),
    "a question": ("en/01-soil.md", "**first**?", "**first ?"),
    "an option": ("en/01-soil.md", "A coat of", "A *coat of"),
    "feedback": ("en/01-soil.md", "Paint seals", "Paint *seals"),
    "what a picture says": ("en/figures.md", "Three points", "Three *points"),
    "the words of a drawing": ("en/figures.md", "We sow in", "We *sow* in"),
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new"), PLACES.values(), ids=PLACES)
def test_asterisks_are_seen_wherever_a_reader_is(packs, file, old, new):
    path = packs / "garden" / file
    text = path.read_text("utf-8")
    assert old in text
    if old == "\n":
        path.write_text(text.rstrip("\n") + new, "utf-8")
    else:
        path.write_text(text.replace(old, new, 1), "utf-8")
    assert [one[0] for one in told(packs)] == [f"garden/{file}"]


def test_guides_worksheets_the_week_and_the_glossary_are_looked_at_too(packs):
    for place in ("week", "glossary"):
        shutil.copytree(COURSES / place, packs / place)
    guide, sheet = "zh-Hans/trainer/02-several-donors.md", "worksheets/budget.zh-Hans.yaml"
    for one, where in ((guide, "zh-Hans/trainer/02-water.md"), (sheet, sheet)):
        (packs / "garden" / where).parent.mkdir()
        shutil.copy(COURSES / "budgeting" / one, packs / "garden" / where)
    for file, old, new in (
        ("garden/zh-Hans/trainer/02-water.md", "**开场。** ", "**开场。**"),
        (f"garden/{sheet}", "未落实", "**未落实**"),
        ("week/fr/form-a.md", "## Questions {#quiz}\n", "## Questions {#quiz}\n\n**a(s)**a\n"),
        ("week/zh-Hans/evaluation.yaml", "评估", "*评估*"),
        ("glossary/zh-Hans.md", "用钱写出来的", "**用钱：**写出来的"),
    ):
        text = (packs / file).read_text("utf-8")
        assert old in text, file
        (packs / file).write_text(text.replace(old, new, 1), "utf-8")
    assert sorted(one[0] for one in told(packs)) == [
        f"garden/{sheet}",
        "garden/zh-Hans/trainer/02-water.md",
        "glossary/zh-Hans.md",
        "week/fr/form-a.md",
        "week/zh-Hans/evaluation.yaml",
    ]


def test_what_a_country_adds_is_looked_at_too(tmp_path):
    head = "---\nfor: garden/soil#budget\nchecked: 2026-11-03\n---\n\n"
    (tmp_path / "KE").mkdir()
    (tmp_path / "KE" / "law.zh-Hans.md").write_text(f"{head}**法：**律\n", "utf-8")
    (one,) = courses.check_inserts(tmp_path, courses.load(PACKS))
    assert (one.file, one.line, one.severity) == ("KE/law.zh-Hans.md", 6, "warning")
    assert SEEN in one.problem

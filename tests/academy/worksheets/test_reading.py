"""An author's mistake is named with file and line, and nothing that an author writes runs."""

import shutil
from pathlib import Path

import pytest

from academy import worksheets
from academy.data import data_folder
from academy.errors import AcademyError
from academy.worksheets.language import MistakeError, parse
from tests.academy.worksheets.examples import PACKS


def test_the_shipped_worksheets_have_no_problems():
    assert worksheets.check(data_folder("courses")) == []


def test_the_trial_worksheets_have_no_problems():
    assert worksheets.check(PACKS) == []


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    shutil.copytree(PACKS, tmp_path / "packs")
    return tmp_path / "packs"


def told(packs: Path) -> list[str]:
    return [
        f"{one.file.split('/')[-1]}:{one.line}: {one.problem}" for one in worksheets.check(packs)
    ]


def change(packs: Path, file: str, old: str, new: str) -> None:
    path = packs / "sums" / "worksheets" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


# What is written in place of what → the line, and a part of what is said.
WRONG = {
    "a name that isn't there": ("eligible / 2", "elligible / 2", 6, "no “elligible”"),
    "a function that isn't there": ("down(eligible / 2)", "system(eligible)", 6, "no “system(…)”"),
    "python": ("down(eligible / 2) + 1", "__import__('os')", 6, "can't be read"),
    "a text among numbers": ("down(eligible / 2) + 1", "'ten' + 1", 6, "text where a number"),
    "a truth for a number": ("down(eligible / 2) + 1", "eligible > 2", 6, "makes a truth"),
    "too many things": ("down(eligible / 2)", "down(eligible, 2)", 6, "takes 1 things"),
    "a bracket too few": ("down(eligible / 2)", "down(eligible / 2", 6, "“)” is missing"),
    "something after the end": ("down(eligible / 2) + 1", "1 1", 6, "not expected"),
    "nothing at all": ("down(eligible / 2) + 1", "", 6, "missing at the end"),
    "a column without its row": ("sum(candidates.votes)", "candidates.votes", 9, "Which row"),
    "a sum of one": ("sum(candidates.votes)", "sum(votes)", 9, "no rows to gather"),
    "a circle": ("max(0, cast - spoilt)", "votes + least_votes", 7, "waits for itself"),
    "an odd kind": ("id: eligible, kind: whole", "id: eligible, kind: magic", 3, "kind must be"),
    "an odd key": ("kind: whole, least: 0", "kind: whole, lest: 0", 3, "means nothing"),
    "the same id twice": ("id: cast,", "id: eligible,", 1, "twice"),
    "an id that is the row's": ("id: cast,", "id: no,", 4, "id"),
    "an id that the page's form uses": ("id: cast,", "id: seen,", 4, "none of no, seen, hand"),
    "a plan that is nobody's": ("id: counting", "id: counting\nplan: true", 2, "Only what"),
    "a check that is a number": ("not (cast >= quorum)", "cast - quorum", 30, "truth is needed"),
    "a check of no table": ("stops: true,", "for: nowhere,", 31, "no table"),
    "text compared with a number": ("votes != valid", "votes != 'ten'", 32, "can't be compared"),
    "calculating inside a sum": (
        "sum(candidates.votes)", "count(candidates.votes * 2 > 1)", 9, "column of its own"
    ),
    "the lowest of one": ("down(eligible / 2)", "lowest(eligible)", 6, "no rows to gather"),
    "the lowest of words": (
        "sum(candidates.votes)", "lowest(candidates.name)", 9, "holds no numbers"
    ),
    "many brackets": ("down(eligible / 2) + 1", "(" * 30 + "1" + ")" * 30, 6, "brackets"),
    "a very long one": ("down(eligible / 2) + 1", "1+" * 300 + "1", 6, "longer than"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_mistake_is_told_with_its_line(packs: Path, name: str):
    old, new, line, said = WRONG[name]
    change(packs, "counting.yaml", old, new)
    found = told(packs)
    assert any(one.startswith(f"counting.yaml:{line}:") and said in one for one in found), found
    with pytest.raises(AcademyError) as refused:
        worksheets.load(packs)
    assert refused.value.code == "course_invalid"
    assert refused.value.details["file"] == "sums/worksheets/counting.yaml"
    assert ("sums", "counting") not in worksheets.load(packs, leave_out_broken=True)
    assert ("sums", "ledger") in worksheets.load(packs, leave_out_broken=True)


def test_an_option_that_a_choice_has_not_is_a_mistake(packs: Path):
    change(packs, "ledger.yaml", "= 'open'", "= 'opened'")
    assert told(packs) == ["ledger.yaml:7: “opened” is no option of “entries.state”."]


PICTURES = {
    "of a kind that isn't there": ("kind: pie, first: votes", "“grid”, “bars” or “levels”"),
    "levels of two columns": ("kind: levels, first: votes, second: percent", "show one column"),
    "levels of none": ("kind: levels", "needs a table and its columns"),
    "bars of one column": ("kind: bars, first: votes", "needs a table and its columns"),
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_that_cannot_be_drawn_is_told(packs: Path, name: str):
    written, said = PICTURES[name]
    picture = f"pictures:\n  - {{id: shown, table: candidates, {written}}}\n"
    change(packs, "counting.yaml", "checks:", f"{picture}checks:")
    assert any(said in one for one in told(packs)), told(packs)


WORDS = {
    "a word that is missing": ("cast: Cast\n", "", 1, "“cast” is missing"),
    "a word too much": (
        "cast: Cast",
        "cats: Cats\ncast: Cast",
        4,
        "nothing that this worksheet",
    ),
    "a value left out": ("{cast} cast; ", "", 26, "must be: {cast}, {quorum}"),
    "a value that isn't there": ("{cast} cast", "{cast} cast {alias}", 26, "must be"),
    "the same word twice": ("cast: Cast", "cast: Cast\ncast: Cats", 5, "twice"),
}


@pytest.mark.parametrize("name", WORDS)
def test_words_that_do_not_fit_are_told_with_their_line(packs: Path, name: str):
    old, new, line, said = WORDS[name]
    change(packs, "counting.en.yaml", old, new)
    found = told(packs)
    assert any(one.startswith(f"counting.en.yaml:{line}:") and said in one for one in found), found


def test_a_translation_says_all_that_the_original_says(packs: Path):
    place = packs / "sums"
    course = (place / "course.yaml").read_text("utf-8").replace("[en]", "[en, fr]")
    (place / "course.yaml").write_text(course, "utf-8")
    words = (place / "worksheets" / "ledger.en.yaml").read_text("utf-8")
    french = words.replace("entries-in: In\n", "").replace("{gap}", "{trou}")
    (place / "worksheets" / "ledger.fr.yaml").write_text(french, "utf-8")
    assert [one for one in told(packs) if "Not stamped" not in one] == [
        "counting.fr.yaml:1: This language has no words for the worksheet yet.",
        "ledger.fr.yaml:1: “entries-in” is missing.",
        "ledger.fr.yaml:20: Its values in braces must be: {gap}.",
    ]


def test_a_translation_remembers_the_original_it_was_made_from(packs: Path):
    place = packs / "sums"
    course = (place / "course.yaml").read_text("utf-8").replace("[en]", "[en, fr]")
    (place / "course.yaml").write_text(course, "utf-8")
    words = place / "worksheets" / "ledger.en.yaml"
    french = place / "worksheets" / "ledger.fr.yaml"
    french.write_text(words.read_text("utf-8"), "utf-8")
    (place / "worksheets" / "counting.fr.yaml").write_text(
        (place / "worksheets" / "counting.en.yaml").read_text("utf-8"), "utf-8"
    )
    assert any("Not stamped" in one for one in told(packs))
    files = [f"sums/worksheets/{id}.fr.yaml" for id in ("counting", "ledger")]
    assert worksheets.stamp(packs, "sums", "fr") == files
    assert worksheets.stamp(packs, "sums", "fr") == []
    assert told(packs) == []
    assert french.read_text("utf-8").split("\n", 1)[1] == words.read_text("utf-8")
    change(packs, "ledger.en.yaml", "Balance", "What is left")
    assert told(packs) == ["ledger.fr.yaml:1: The original has changed since it was translated."]
    assert worksheets.load(packs)["sums", "ledger"].words["fr"].stale


@pytest.mark.parametrize(
    "text", ["1" * 13, "a b", "a..b", "A", "'no end", "1 = 1 = 1", "a;b", "\\", "é"]
)
def test_what_is_not_the_language_is_refused(text: str):
    with pytest.raises(MistakeError):
        parse(text)

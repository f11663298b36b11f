"""Papers as they are read: shapes, not HTML; every mistake with its file and line."""

import os
import time

import pytest

from academy import papers
from academy.data import data_folder
from academy.errors import AcademyError
from academy.papers import blocks
from academy.papers.model import Box, Listed, Paragraph, Run, Table
from tests.academy.papers.shelf import ARABIC, FACTS, TOOLS, front, write


def told(folder):
    return [f"{one.file}:{one.line} {one.problem}" for one in papers.check(folder)]


def test_a_paper_is_read_into_a_few_shapes(tmp_path):
    paper = papers.load(write(tmp_path)).paper("tools", "en")
    lead, borrowing, losing = paper.parts
    assert lead.blocks == (
        Paragraph((Run("For everybody in "), Run("[name of the group]", blank=True), Run("."))),
    )
    first, _, again, table, choice = borrowing.blocks
    assert first == Listed(
        ((Run("Ask "), Run("first", italic=True), Run(".")),
         (Run("Bring it back within "), Run("7", bold=True), Run(" days."))), ordered=True,
    )  # fmt: skip
    assert (len(again.items), again.ordered) == (1, True)
    assert table == Table((((Run("Tool"),), (Run("Days"),)), ((Run("Spade"),), (Run("7"),))))
    assert (choice.name, len(choice.blocks[0].items)) == ("choose", 2)
    assert losing.blocks[1] == Box("lawyer", (Paragraph((Run("Ask about rust."),)),))
    assert (paper.version, paper.as_of, paper.by) == ("1.2", "2026-11", "The northern network")
    assert [str(one) for one in paper.adapted_from] == [
        "Shed rules · The southern network · 3.1 · CC0"
    ]


def test_what_a_language_lacks_is_there_in_the_original(tmp_path):
    library = papers.load(write(tmp_path))
    assert library.paper("tools", "ar").title == "الأدوات"
    assert library.paper("tools", "ar").as_of == "2026-11"
    assert library.paper("tools", "zh_Hans").title == "Tools & seeds"
    assert library.paper("../secret", "en") is None
    assert library.languages_of("tools") == ["en", "ar"]


def test_a_sound_library_has_nothing_to_mend_once_it_is_stamped(tmp_path):
    folder = write(tmp_path)
    assert {one.severity for one in papers.check(folder)} == {"warning"}
    assert papers.stamp(folder, "ar") == ["papers/ar/tools.md", "papers/ar/papers.md"]
    assert papers.check(folder) == []
    assert papers.stamp(folder, "ar") == []


def test_a_changed_original_makes_its_translation_stale_part_by_part(tmp_path):
    folder = write(tmp_path)
    papers.stamp(folder, "ar")
    english = folder / "papers" / "en" / "tools.md"
    english.write_text(TOOLS.replace("about rust", "about rust and rain"), "utf-8")
    paper = papers.load(folder).paper("tools", "ar")
    assert [part.id for part in paper.parts if part.stale] == ["losing"]
    assert [one for one in told(folder) if "has changed" in one] == [
        "papers/ar/tools.md:32 The original of “losing” has changed since it was translated."
    ]
    (state,) = [one for one in papers.status(papers.load(folder)) if one.language == "ar"]
    assert (state.state, state.lessons) == ("stale", ("stale",))
    with pytest.raises(AcademyError, match="translation_missing"):
        papers.stamp(folder, "en")


BROKEN = {
    "html": ("Ask about rust.", "<b>Ask</b>", 35, "HTML"),
    "a block of html": ("Ask about rust.", "<script>\nx\n</script>", 35, "HTML"),
    "a link": ("Ask about rust.", "[Ask](https://example.org)", 35, "no links"),
    "a picture": ("Ask about rust.", "![x](../media/x.png)", 35, "no pictures"),
    "a smaller heading": ("- Tell [a role].", "### Tell", 32, "no heading below"),
    "a quotation": ("- Tell [a role].", "> Tell", 32, "no quotations"),
    "code": ("Ask about rust.", "    Ask", 35, "Four spaces"),
    "code in a line": ("Ask about rust.", "Ask `rm`", 35, "no code"),
    "a work": ("Ask about rust.", "Ask.[^who]", 35, "points at no works"),
    "a blank that opens and never closes": ("[a role]", "[a role", 32, "A blank opens"),
    "a blank of nothing": ("[a role]", "[ ]", 32, "1 to 80 characters"),
    "a long blank": ("[a role]", f"[{'a' * 81}]", 32, "1 to 80 characters"),
    "bold in part of a blank": ("[a role]", "[a **role**]", 32, "A blank opens"),
    "a list in a list": ("- Tell [a role].", "- Tell\n  - twice", 33, "one level"),
    "two paragraphs in a list": ("- Tell [a role].", "- Tell\n\n  twice", 34, "one paragraph"),
    "a list that begins late": ("1. Clean it.", "3. Clean it.", 19, "begins with 1"),
    "a broken line": ("Ask about rust.", "Ask\\\nagain", 35, "can't be broken"),
    "no such box": (":::lawyer", ":::judge", 34, "no box “judge”"),
    "a box in a box": ("Ask about rust.", ":::note\nx\n:::", 35, "before another opens"),
    "a box that stays open": ("Ask about rust.\n:::", "Ask about rust.", 34, "not closed"),
    "a choice of one": ("- One tool each.\n", "", 25, "two or more"),
    "a choice of clauses": ("- One tool each.\n- At", "1. One tool each.\n2. At", 25, "“- …”"),
    "a table in a box": ("Ask about rust.", "| a |\n|---|\n| b |", 34, "paragraphs and lists"),
    "a blank above the text": ("## Losing {#", "## Losing [what] {#", 30, "not above it"),
    "a section without an id": ("## Losing {#losing}", "## Losing", 30, "has no id"),
    "an empty section": ("- Tell [a role].\n\n:::lawyer\nAsk about rust.\n:::\n", "", 30, "empty"),
    "a version that is none": ('version: "1.2"', "version: new", 4, "a number"),
    "a month that is none": ('"2026-11"', '"2026-13"', 5, "must be a month"),
    "a source without a title": ("title: Shed rules, ", "", 6, "needs a title"),
    "an alias of YAML": ("title: Tools & seeds", "title: &a Tools", 2, "isn't valid YAML"),
    "a sign that turns the line round": ("Ask about rust", "Ask \u202etsur", 35, "nobody sees"),
}


@pytest.mark.parametrize("mistake", BROKEN)
def test_what_no_paper_has_is_refused_with_its_line(tmp_path, mistake):
    old, new, line, said = BROKEN[mistake]
    assert TOOLS.count(old) == 1, mistake
    folder = write(tmp_path, {"en/tools.md": TOOLS.replace(old, new)})
    with pytest.raises(AcademyError, match="course_invalid") as refused:
        papers.load(folder)
    assert refused.value.details["file"] == "papers/en/tools.md"
    assert said in refused.value.details["problem"]
    assert refused.value.details["line"] == line
    library = papers.load(folder, leave_out_broken=True)
    assert library.all_in("en") == []
    assert library.front("en").title == "Papers"


APART = {
    "a clause more": ("2. أعيدوها", "2. قولوا.\n3. أعيدوها", "clauses of 3"),
    "a blank fewer": ("[دورًا]", "أحدًا", "has 0 blanks here and 1"),
    "a column more": ("| مجرفة | 7 |", "| مجرفة | 7 |\n| دلو | 3 |", "a table of 3 by 2"),
    "a section with another id": ("{#losing}", "{#lost}", "“losing” of the original is missing"),
    "another version": ('"1.2"', '"1.1"', "This is version 1.1"),
    "what only the original says": ("reviewed:", 'as_of: "2026-10"\nreviewed:', "means nothing"),
}


@pytest.mark.parametrize("slip", APART)
def test_a_translation_has_the_shape_of_its_original(tmp_path, slip):
    old, new, said = APART[slip]
    folder = write(tmp_path, {"ar/tools.md": ARABIC.replace(old, new)})
    assert [one for one in told(folder) if said in one], told(folder)


FACTS_BROKEN = {
    "another id": ("id: papers", "id: garden", "The id is that of the folder"),
    "a path": ("[tools]", "[../../secret]", "not written as"),
    "twice": ("[tools]", "[tools, tools]", "stands there twice"),
    "the front as a paper": ("[tools]", "[tools, papers]", "is no paper"),
    "an original that is not there": ("original: en", "original: fr", "not among the languages"),
    "a paper that is not there": ("[tools]", "[tools, seeds]", "listed in papers.yaml but missing"),
    "no licence": ("licence: CC-BY-SA-4.0\n", "", "“licence” is missing"),
}


@pytest.mark.parametrize("mistake", FACTS_BROKEN)
def test_the_facts_are_held_to_their_rules(tmp_path, mistake):
    old, new, said = FACTS_BROKEN[mistake]
    folder = write(tmp_path, {"papers.yaml": FACTS.replace(old, new)})
    assert [one for one in told(folder) if said in one], told(folder)
    with pytest.raises(AcademyError, match="course_invalid"):
        papers.load(folder)


def test_a_word_that_is_missing_beside_the_papers_is_named(tmp_path):
    folder = write(tmp_path, {"ar/papers.md": front("أوراق", '""')})
    assert [one for one in told(folder) if "nothing for “choose”" in one]
    assert papers.load(folder, leave_out_broken=True).front("ar").language == "en"


def test_what_lies_among_the_papers_and_is_none_is_named(tmp_path):
    folder = write(tmp_path, {
        "en/seeds.md": TOOLS, "fr/tools.md": TOOLS, "en/run.exe": b"MZ", "en/.hidden": "x",
    })  # fmt: skip
    problems = "\n".join(told(folder))
    for said in (
        "No paper of papers.yaml has this name",
        "“fr” is not listed",
        "run.exe",
        "hidden",
    ):
        assert said in problems


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="only where links can be told")
def test_a_link_leads_nowhere(tmp_path):
    (tmp_path / "secret.md").write_text(TOOLS, "utf-8")
    folder = write(tmp_path / "courses", {"en/tools.md": None})
    (folder / "papers" / "en" / "tools.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(AcademyError, match="course_invalid"):
        papers.load(folder)


@pytest.mark.parametrize("made_of", ["[", "*", ":::", " ", ":::\n", "- ", "[a] ", "|", "1. a\n"])
def test_a_long_line_of_one_sign_costs_what_its_length_costs(made_of):
    def cost(count):
        start = time.process_time()
        blocks.read((made_of * count)[: 4 * count], 1, "x", lambda _problem: None)
        return time.process_time() - start

    cost(500)
    small, large = max(cost(1_000), 0.002), cost(8_000)
    assert large < small * 100  # eight times as long; its square would be 64 times 8


def test_a_folder_of_courses_without_papers_has_none(tmp_path):
    assert papers.load(tmp_path) is None
    assert papers.check(tmp_path) == []
    assert papers.status(None) == []


def test_our_papers_are_sound():
    folder = data_folder("courses")
    assert [str(one) for one in papers.check(folder) if one.severity == "error"] == []
    library = papers.load(folder)
    assert len(library.all_in("en")) == len(library.ids)

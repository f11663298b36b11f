"""A network's own guides, words of worksheets and pictures, and terms: with their originals."""

import shutil

import pytest

from academy import courses
from academy.courses import guide, guides_there
from academy.courses.own import Own, keeping, labels, places, with_own, work
from academy.courses.own.trying import examined
from academy.courses.own.words import Words
from academy.data import data_folder
from academy.errors import AcademyError
from academy.worksheets import load_from
from tests.academy.courses_own import FACTS, PACKS, shelf, write

SHIPPED = data_folder("courses")
STEPS = "| Minutes | Step |\n|--:|---|\n| {} | **Open.** {} |"
GUIDE = "".join(
    f"## {title} {{#{id}}}\n\n{text}\n\n"
    for id, title, text in (
        ("aim", "Aim", "To know soil."), ("materials", "Materials", "Earth."),
        ("steps", "Steps", STEPS.format(30, "Say the aim.")), ("debrief", "Debrief", "Ask."),
        ("what-may-go-wrong", "What may go wrong", "Rain."), ("without-power", "No power", "Talk."),
    )
)  # fmt: skip
HEAD = "---\nreviewed: false\n---\n\n"
SHEET = """id: beds
fields:
  - {id: total, kind: money}
tables:
  - id: lines
    columns:
      - {id: amount, kind: money}
checks:
  - {id: gap, wrong: "total < 5", says: {left: "total as money"}}
"""
WORDS = """title: Beds
summary: What they cost.
total: In all
lines: Beds
lines-amount: Price
check-gap: "{left} is left."
"""
GLOSSARY = """---
title: Words
---

## bed {#bed}

also: beds

Earth where things grow.

## spade {#spade}

A tool.
"""


@pytest.fixture
def packs(tmp_path):
    """The garden with a guide, a worksheet and a glossary."""
    folder = shutil.copytree(PACKS, tmp_path / "packs")
    write(folder, {
        "garden/en/trainer/01-soil.md": HEAD + GUIDE, "garden/worksheets/beds.yaml": SHEET,
        "garden/worksheets/beds.en.yaml": WORDS, "glossary/en.md": GLOSSARY,
    })  # fmt: skip
    return folder


@pytest.fixture
def own(tmp_path):
    write(tmp_path / "own", {"garden-own/course.yaml": FACTS})
    return tmp_path / "own"


def bench(own, packs):
    shipped, folder = courses.load(packs), Own(packs, own)
    return work(folder, shipped, with_own(shipped, folder), "garden")


def piece(own, packs, place, id, language="en"):
    (found,) = [one for one in bench(own, packs).pieces(language, place) if one.id == id]
    return found


def change(packs, file, old, new):
    path = packs / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def guide_of(own, packs, language="en"):
    at_work = bench(own, packs)
    return guide(at_work.seen, at_work.course.in_language(language), "soil")


# Where, part, what one's own says, and how the original moves on.
KINDS = {
    "a guide": (
        "guide.soil", "debrief", Words("Debrief", "Ask nobody."),
        ("garden/en/trainer/01-soil.md", "Ask.", "Ask all."),
    ),
    "a word of a worksheet": (
        "sheet.beds", "lines-amount", Words("", "What a bed costs"),
        ("garden/worksheets/beds.en.yaml", "Price", "Its price"),
    ),
    "a term": (
        "all.glossary", "bed", Words("bed", "also: beds\n\nWhere we sleep."),
        ("glossary/en.md", "things grow", "plants grow"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("place", "id", "said", "moved"), KINDS.values(), ids=KINDS)
def test_then_now_and_ones_own_stand_side_by_side(place, id, said, moved, own, packs):
    before = piece(own, packs, place, id)
    assert (before.state, before.here) == ("original", before.below)
    keeping.save(bench(own, packs), "en", place, id, said)
    assert piece(own, packs, place, id).state == "own"
    change(packs, *moved)
    now = piece(own, packs, place, id)
    assert (now.state, now.here, now.below_then) == ("moved", said, before.here)
    assert now.below not in (before.here, None)
    lineage = shelf(own, packs).course("garden").lineage
    assert lineage.parts == {("en", place, id): True}
    assert lineage.moved == 1
    keeping.keep(bench(own, packs), "en", place, id)
    assert piece(own, packs, place, id).state == "own"
    keeping.take(bench(own, packs), "en", place, id)
    assert piece(own, packs, place, id).state == "original"
    assert shelf(own, packs).course("garden").lineage.parts == {}


def test_a_guide_of_ones_own_is_read_part_by_part(own, packs):
    assert guide_of(own, packs).sections[3].text == "Ask."
    keeping.save(bench(own, packs), "en", "guide.soil", "debrief", Words("Debrief", "Ask nobody."))
    found = guide_of(own, packs)
    assert [one.text for one in found.sections][3:5] == ["Ask nobody.", "Rain."]
    assert guides_there(bench(own, packs).seen, bench(own, packs).course) == {"soil"}
    assert [str(one) for one in examined(Own(packs, own), courses.load(packs)) if
            one.severity == "error" and "trainer" in one.file] == []  # fmt: skip


def test_a_guide_that_the_original_has_not_is_a_whole_one(own, packs):
    shutil.rmtree(packs / "garden" / "en" / "trainer")
    write(own, {"garden-own/en/trainer/01-soil.md": HEAD + GUIDE})
    assert guide_of(own, packs).minutes == 30
    write(own, {"garden-own/en/trainer/01-soil.md": "## Aim {#aim}\n\nTo know.\n"})
    library = shelf(own, packs)
    assert "own/garden-own/en/trainer/01-soil.md" in str(library.broken[0].details)
    assert library.course("garden").lineage is None


def test_a_guide_follows_its_lesson_where_lessons_are_in_another_order(own, packs):
    write(own, {
        "garden-own/course.yaml": FACTS + "lessons: [water, soil]\n",
        "garden-own/en/trainer/02-soil.md": "---\n---\n\n## Debrief {#debrief}\n\nOurs.\n",
    })  # fmt: skip
    assert guide_of(own, packs).sections[3].text == "Ours."
    assert guide_of(own, packs).minutes == 30


def test_a_guide_is_translated_and_read_once_it_is_whole(own, packs):
    said = [(one.id, one.here) for one in bench(own, packs).pieces("en", "guide.soil")]
    for id, here in said[:-1]:
        keeping.save(bench(own, packs), "fr", "guide.soil", id, here)
    assert guide_of(own, packs, "fr").language == "en"
    keeping.save(bench(own, packs), "fr", "guide.soil", said[-1][0], said[-1][1])
    found = guide_of(own, packs, "fr")
    assert (found.language, found.stale) == ("fr", False)
    change(packs, "garden/en/trainer/01-soil.md", "Ask.", "Ask all.")
    assert guide_of(own, packs, "fr").stale
    assert piece(own, packs, "guide.soil", "debrief", "fr").source_then.text == "Ask."


def test_words_of_a_worksheet_are_replaced_key_by_key(own, packs):
    keeping.save(bench(own, packs), "en", "sheet.beds", "lines-amount", Words("", "It’s: “cost”"))
    found = load_from(bench(own, packs).seen, "garden")["garden", "beds"]
    assert found.words["en"].said["lines-amount"] == "It’s: “cost”"
    assert found.words["en"].said["total"] == "In all"
    assert not list((own / "garden-own" / "worksheets").glob("beds.yaml"))


@pytest.mark.parametrize(
    ("key", "said", "code"),
    [
        ("check-gap", "Nothing is left.", "label_values"),
        ("check-gap", "{other} is left.", "label_values"),
        ("total", "{left} in all", "label_values"),
        ("total", "x" * (labels.LONGEST + 1), "label_long"),
        ("total", "", "field_missing"),
    ],
)
def test_a_word_that_would_break_its_worksheet_is_refused(key, said, code, own, packs):
    with pytest.raises(AcademyError, match=code):
        keeping.save(bench(own, packs), "en", "sheet.beds", key, Words("", said))
    assert not (own / "garden-own" / "worksheets").exists()


def test_no_update_breaks_a_worksheet_by_what_a_network_calls_its_columns(own, packs):
    keeping.save(bench(own, packs), "en", "sheet.beds", "check-gap", Words("", "Only {left}!"))
    change(packs, "garden/worksheets/beds.en.yaml", "{left} is left", "{less} is less")
    change(packs, "garden/worksheets/beds.yaml", "{left:", "{less:")
    found = load_from(bench(own, packs).seen, "garden")["garden", "beds"]
    assert found.words["en"].said["check-gap"] == "{less} is less."
    now = piece(own, packs, "sheet.beds", "check-gap")
    assert now.state == "moved"


def test_a_worksheet_is_translated_and_read_once_it_is_whole(own, packs):
    said = [(one.id, one.here) for one in bench(own, packs).pieces("en", "sheet.beds")]
    for id, here in said:
        assert "fr" not in load_from(bench(own, packs).seen, "garden")["garden", "beds"].words
        keeping.save(bench(own, packs), "fr", "sheet.beds", id, here)
    words = load_from(bench(own, packs).seen, "garden")["garden", "beds"].words["fr"]
    assert (words.said["total"], words.stale) == ("In all", False)
    change(packs, "garden/worksheets/beds.en.yaml", "In all", "All of it")
    assert load_from(bench(own, packs).seen, "garden")["garden", "beds"].words["fr"].stale
    assert piece(own, packs, "sheet.beds", "total", "fr").state == "stale"


def test_terms_take_the_place_of_the_others_or_come_after_them(own, packs):
    write(own, {
        "garden-own/glossary/en.md":
            "---\n---\n\n## bed {#bed}\n\nOurs.\n\n## hoe {#hoe}\n\nA tool too.\n",
    })  # fmt: skip
    library = shelf(own, packs)
    assert library.broken == ()
    found = library.glossaries["en"]
    assert [(one.id, one.source) for one in found.terms] == [
        ("bed", "Ours."), ("spade", "A tool."), ("hoe", "A tool too."),
    ]  # fmt: skip
    assert (found.title, found.file) == ("Words", "glossary/en.md")
    assert library.fingerprint != courses.load(packs).fingerprint
    write(own, {"garden-own/glossary/en.md": "---\n---\n\n## bed\n\nOurs.\n"})
    library = shelf(own, packs)
    assert "own/garden-own/glossary/en.md" in str(library.broken[0].details)
    assert library.glossaries == courses.load(packs).glossaries
    assert library.course("garden").lineage is None


WRONG_TERMS = {
    "a key twice": ("also: a\nalso: b\n\nEarth.", 2, "twice"),
    "marked by another word": ("marked: yes\n\nEarth.", 0, "left out, or"),
    "right elsewhere": ("not: spade\n\nEarth.", 0, "right in"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "told"), WRONG_TERMS.values(), ids=WRONG_TERMS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_term_that_is_wrong_is_refused_with_its_line(language, text, line, told, own, packs):
    with pytest.raises(AcademyError, match="course_invalid") as refused:
        keeping.save(bench(own, packs), language, "all.glossary", "bed", Words("bed", text))
    assert told in refused.value.details["problem"]
    assert (refused.value.details["part"], refused.value.details["text_line"]) == ("bed", line)
    assert not (own / "garden-own" / "glossary").exists()


def test_a_few_terms_take_no_glossary_in_another_language_away(own, packs):
    terms = "---\n{}---\n\n## bustani {{#bed}}\n\nPetu.\n"
    write(own, {"garden-own/glossary/sw.md": terms.format("")})
    assert shelf(own, packs).glossary("sw").language == "en"
    write(own, {"garden-own/glossary/sw.md": terms.format("title: Maneno\n")})
    assert shelf(own, packs).glossary("sw").title == "Maneno"


def test_words_of_a_picture_stand_in_ones_own_and_their_original_beside_them(own, packs):
    (name,) = [one.id for one in bench(own, packs).pieces("en", "all.figures")]
    before = piece(own, packs, "all.figures", name).here
    said = Words("Our season", before.text)
    keeping.save(bench(own, packs), "en", "all.figures", name, said)
    assert shelf(own, packs).figure("garden", name, "en").title == "Our season"
    change(packs, "garden/en/figures.md", before.title, "Another season")
    now = piece(own, packs, "all.figures", name)
    assert (now.state, now.below_then, now.below.title) == ("moved", before, "Another season")


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("en/trainer/01-soil.md", "## Aim {#aim}\n\nTo a\u202eb\n"),
        ("en/trainer/01-soil.md", "## Other {#other}\n\nx\n"),
        ("worksheets/beds.en.yaml", "a: &a [x]\nb: [*a, *a]\n"),
        ("worksheets/beds.en.yaml", "title: [x]\n"),
        ("worksheets/beds.yaml.html", "x"),
        ("glossary/en.md", "## bed {#Bed}\n\nx\n"),
        ("en/figures.md", "## A {#a}\n\n## A {#a}\n"),
    ],
)
def test_what_is_hostile_beside_the_lessons_leaves_the_overlay_out(file, text, own, packs):
    write(own, {f"garden-own/{file}": text})
    library = shelf(own, packs)
    assert [str(one.details["file"]) for one in library.broken] == [f"own/garden-own/{file}"]
    assert library.course("garden") == courses.load(packs).course("garden")


def test_what_a_worksheet_asks_is_never_an_overlays(own, packs):
    write(own, {"garden-own/worksheets/beds.yaml": SHEET.replace("money", "whole")})
    found = load_from(bench(own, packs).seen, "garden")["garden", "beds"]
    assert {one.kind for one in found.columns} == {"money"}


@pytest.mark.parametrize(
    ("file", "id"),
    [
        ("en/01-soil.md", "soil"), ("zh-Hans/trainer/03-who-decides.md", "guide.who-decides"),
        ("en/trainer/three-rooms.md", "guide.three-rooms"), ("fr/figures.md", "all.figures"),
        ("worksheets/budget.zh-Hans.yaml", "sheet.budget"), ("glossary/ru.md", "all.glossary"),
    ],
)  # fmt: skip
def test_every_place_is_known_by_its_file_and_by_its_id(file, id):
    place, _language = places.at(file)
    assert place.id == id
    assert places.of(id) == place


@pytest.mark.parametrize("file", ["en/course.md", "worksheets/budget.yaml", "media/x.svg", "x"])
def test_no_other_file_is_a_place(file):
    assert places.at(file) is None


def test_every_place_of_our_own_courses_can_be_opened(tmp_path):
    shipped, folder = courses.load(SHIPPED), Own(SHIPPED, tmp_path)
    for course in shipped.courses:
        at_work = work(folder, shipped, shipped, course.id)
        assert {one.partition(".")[0] for one in at_work.beside} >= {"guide", "all"}
        for place in at_work.beside:
            for language in course.versions:
                states = {one.state for one in at_work.pieces(language, place)}
                assert states, (course.id, place, language)
                if language == course.original:
                    assert "missing" not in states, (course.id, place, language)
                if place.startswith("sheet.") and language != course.original:
                    assert states == {"whole"}, (course.id, place, language)

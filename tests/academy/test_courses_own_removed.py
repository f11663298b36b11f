"""A section that a network leaves out: gone in every language, told when its original moves on."""

import shutil

import pytest

from academy import courses
from academy.courses.own import Own, keeping, leaving, with_own, work
from academy.courses.own.trying import examined
from academy.courses.own.words import Words
from academy.errors import AcademyError
from tests.academy.courses_own import FACTS, PACKS, hash_of, lesson, shelf, write

MORE = """### Where do gardeners press earth? {#q-earth}

- [x] In the shed
  > Yes.
- [ ] In town
  > No.

### What does a budget list? {#q-list}

- [x] Seeds
  > And tools.
- [ ] Rain
  > It is free.
"""


@pytest.fixture
def own(tmp_path):
    write(tmp_path / "own", {"garden-own/course.yaml": without("soil/training")})
    return tmp_path / "own"


def without(*places, then=None):
    """course.yaml of an overlay that leaves sections out."""
    lines = (f'  {one}: "{then or hash_of(*one.split("/"))}"\n' for one in places)
    return FACTS + "removed:\n" + "".join(lines)


def ids(course, language="en", slug="soil"):
    found = course.in_language(language).lesson(slug)
    return [one.id for one in found.sections]


def bench(own, packs=PACKS):
    shipped, folder = courses.load(packs), Own(packs, own)
    return work(folder, shipped, with_own(shipped, folder), "garden")


def told(own, packs=PACKS):
    return [str(one) for one in examined(Own(packs, own), courses.load(packs))]


def test_a_section_is_left_out_in_every_language(own):
    library = shelf(own)
    assert library.broken == ()
    garden = library.course("garden")
    for language in ("en", "fr", "zh-Hans", "ru"):
        assert ids(garden, language) == ["budget"]
    assert garden.lineage.removed == {("soil", "training"): False}
    assert garden.lineage.differs
    assert not garden.in_language("fr").lesson("soil").stale


def test_what_was_left_out_and_is_another_text_now_is_told(own, tmp_path):
    packs = shutil.copytree(PACKS, tmp_path / "packs")
    file = packs / "garden" / "en" / "01-soil.md"
    file.write_text(file.read_text("utf-8").replace("in the shed", "in the barn"), "utf-8")
    garden = shelf(own, packs).course("garden")
    assert ids(garden) == ["budget"]
    assert garden.lineage.removed == {("soil", "training"): True}
    (piece,) = [one for one in bench(own, packs).pieces("en", "soil") if one.id == "training"]
    assert (piece.state, piece.removed, piece.here) == ("moved", True, None)
    assert "in the barn" in piece.below.text
    assert any("soil/training" in one and "since" in one for one in told(own, packs))
    keeping.keep(bench(own, packs), "en", "soil", "training")
    assert shelf(own, packs).course("garden").lineage.removed == {("soil", "training"): False}


def test_then_and_now_stand_beside_each_other_for_what_was_left_out(tmp_path):
    packs = shutil.copytree(PACKS, tmp_path / "packs")
    leaving.take_out(bench(tmp_path / "own", packs), "soil", "training")
    file = packs / "garden" / "en" / "01-soil.md"
    file.write_text(file.read_text("utf-8").replace("in the shed", "in the barn"), "utf-8")
    (piece,) = [
        one for one in bench(tmp_path / "own", packs).pieces("en", "soil") if one.id == "training"
    ]
    assert "in the shed" in piece.below_then.text
    assert "in the barn" in piece.below.text


def test_a_section_is_taken_out_and_put_back_with_ones_own_words(tmp_path):
    own = tmp_path / "own"
    keeping.save(bench(own), "en", "soil", "training", Words("Training", "By the river."))
    leaving.take_out(bench(own), "soil", "training")
    assert ids(shelf(own).course("garden")) == ["budget"]
    leaving.put_back(bench(own), "soil", "training")
    assert shelf(own).course("garden").lesson("soil").section("training").text == "By the river."
    assert "removed" not in (own / "garden-own" / "course.yaml").read_text("utf-8")


def test_a_section_that_only_the_network_has_can_be_left_out_too(own):
    page = lesson(("Wind {#wind}", "Shelter."))
    write(own, {"garden-own/course.yaml": FACTS, "garden-own/en/01-soil.md": page})
    assert ids(shelf(own).course("garden")) == ["training", "budget", "wind"]
    leaving.take_out(bench(own), "soil", "wind")
    library = shelf(own)
    assert ids(library.course("garden")) == ["training", "budget"]
    assert library.course("garden").lineage.removed == {("soil", "wind"): False}
    leaving.put_back(bench(own), "soil", "wind")
    assert ids(shelf(own).course("garden")) == ["training", "budget", "wind"]


@pytest.mark.parametrize("part", ["lead", "quiz", "nothing"])
def test_only_sections_are_left_out(part, tmp_path):
    with pytest.raises(AcademyError, match="section_unknown"):
        leaving.take_out(bench(tmp_path / "own"), "soil", part)
    assert not (tmp_path / "own" / "garden-own").exists()


def test_a_lesson_keeps_a_section(own):
    with pytest.raises(AcademyError, match="section_last"):
        leaving.take_out(bench(own), "soil", "budget")


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("removed: {soil: x}", 5),
        ("removed: [soil/training]", 5),
        ("removed: {soil/../../x: x}", 5),
        ("removed: {soil/quiz: x}", 5),
        ('removed: {soil/training: "", soil/budget: ""}', 5),
    ],
)
def test_what_makes_no_sense_is_named_with_its_line(said, place, own):
    write(own, {"garden-own/course.yaml": f"{FACTS}{said}\n"})
    library = shelf(own)
    ((file, line, _problem),) = [tuple(one.details.values()) for one in library.broken]
    assert (file, line) == ("own/garden-own/course.yaml", place)
    assert library.course("garden") == courses.load(PACKS).course("garden")


def test_what_was_left_out_and_has_gone_from_the_original_does_no_harm(own):
    write(own, {"garden-own/course.yaml": without("soil/wind", then="0123456789ab")})
    library = shelf(own)
    assert library.broken == ()
    assert library.course("garden").lineage.removed == {("soil", "wind"): True}
    keeping.keep(bench(own), "en", "soil", "wind")
    assert shelf(own).course("garden").lineage.removed == {}


def test_questions_about_what_was_left_out_are_named(own, tmp_path):
    packs = shutil.copytree(PACKS, tmp_path / "packs")
    file = packs / "garden" / "en" / "01-soil.md"
    file.write_text(f"{file.read_text('utf-8').rstrip()}\n\n{MORE}", "utf-8")
    write(own, {"garden-own/course.yaml": without("soil/training")})
    named = [one for one in told(own, packs) if "seems to ask" in one]
    assert [one for one in named if "q-earth" in one]
    assert not [one for one in named if "q-list" in one]
    quiz = lesson(("Check {#quiz}", "### What" + MORE.partition("### What")[2]))
    write(own, {"garden-own/en/01-soil.md": quiz})
    assert not [one for one in told(own, packs) if "seems to ask" in one]


def test_links_to_what_was_left_out_are_named_and_no_mistake(own):
    page = lesson(("Wells {#wells}", "Dig."))
    write(own, {"garden-own/course.yaml": without("water/rain"), "garden-own/en/02-water.md": page})
    found = told(own)
    assert [one for one in found if "water#rain" in one and "en/01-soil.md" in one]
    assert not [one for one in found if "Error" in one]


def test_a_translation_of_which_nothing_is_left_is_none(own):
    page = lesson(("Wells {#wells}", "Dig."))
    write(own, {"garden-own/course.yaml": without("water/rain"), "garden-own/en/02-water.md": page})
    library = shelf(own)
    assert library.broken == ()
    french = library.course("garden").in_language("fr").lesson("water")
    assert (french.language, [one.id for one in french.sections]) == ("en", ["wells"])


def test_a_work_that_others_point_at_stays_when_its_section_goes(own, tmp_path):
    packs = shutil.copytree(PACKS, tmp_path / "packs")
    for language in ("en", "fr"):
        file = packs / "garden" / language / "01-soil.md"
        text = file.read_text("utf-8")
        first, second = text.index("{#training}"), text.index("{#budget}")
        first, second = (text.index("\n", at) for at in (first, second))
        text = (
            f"{text[:first]}\n\nSaid.[^who]\n\n[^who]: WHO, 2012, p. 8\n{text[first:second]}"
            f"\n\nAgain.[^who]\n{text[second:]}"
        )
        file.write_text(text, "utf-8")
    courses.stamp(packs, "garden", "fr")
    library = shelf(own, packs)
    for language in ("en", "fr"):
        soil = library.course("garden").in_language(language).lesson("soil")
        assert [one.html for one in soil.citations] == ["WHO, 2012, p. 8"]
        assert not soil.stale

"""A network's own courses: whole packs beside the others, overlays over them."""

import re
import shutil

import pytest

from academy import courses
from academy.courses.own import seen
from tests.academy.courses_own import FACTS, MINUTES, PACKS, hash_of, lesson, shelf, write

SHED = ("Training the hands {#training}", "Here we start at the river.")


@pytest.fixture
def own(tmp_path):
    write(tmp_path / "own", {"garden-own/course.yaml": FACTS})
    return tmp_path / "own"


def said(library):
    """Why packs were left out: file, line, sentence."""
    return [tuple(one.details.values()) for one in library.broken]


def test_without_a_folder_of_its_own_a_library_is_what_it_was(tmp_path):
    before = courses.load(PACKS)
    after = shelf(tmp_path / "nothing")
    assert (after.courses, after.fingerprint, after.broken) == (
        before.courses,
        before.fingerprint,
        (),
    )


def test_a_section_of_an_overlay_takes_the_place_of_the_originals(own):
    write(own, {"garden-own/en/01-soil.md": lesson(SHED, adapted="")})
    library = shelf(own)
    soil = library.course("garden").lesson("soil")
    assert [one.id for one in soil.sections] == ["training", "budget"]
    assert soil.section("training").text == "Here we start at the river."
    assert "seeds and tools" in soil.section("budget").text
    assert len(soil.quiz.questions) == 2
    assert soil.lead.text == "Everything begins with soil."
    assert library.fingerprint != courses.load(PACKS).fingerprint
    french = library.course("garden").in_language("fr").lesson("soil")
    assert french.section("training").text.startswith("La formation")


def test_what_was_adapted_is_known_and_where_it_comes_from(own):
    write(own, {"garden-own/en/01-soil.md": lesson(SHED)})
    garden = shelf(own).course("garden")
    soil = garden.lesson("soil")
    assert garden.lineage.adapted(soil, "training")
    assert not garden.lineage.adapted(soil, "budget")
    assert not garden.in_language("fr").lineage.adapted(
        garden.in_language("fr").lesson("soil"), "training"
    )
    assert (garden.lineage.by, garden.lineage.made_from) == ("The north", "1.2.0")
    assert garden.licence == "CC-BY-SA-4.0"
    assert [one.title for one in garden.adapted_from] == [
        "A handbook of gardens",
        "A garden together 1.2.0",
    ]
    assert garden.versions["fr"].versions["en"] is garden.versions["en"]


def test_the_original_has_moved_on_when_its_words_are_others(own, tmp_path):
    packs = shutil.copytree(PACKS, tmp_path / "packs")
    then = hash_of("soil", "training")
    page = lesson(SHED, adapted=f'\n  training: "{then}"')
    write(own, {"garden-own/en/01-soil.md": page})
    garden = shelf(own, packs).course("garden")
    assert not garden.lineage.moved_on(garden.lesson("soil"), "training")
    file = packs / "garden" / "en" / "01-soil.md"
    file.write_text(file.read_text("utf-8").replace("in the shed", "in the barn"), "utf-8")
    garden = shelf(own, packs).course("garden")
    assert garden.lineage.moved_on(garden.lesson("soil"), "training")
    assert garden.lesson("soil").section("training").text == "Here we start at the river."


def test_a_section_that_is_gone_from_the_original_has_moved_on(own):
    page = lesson(("Wind {#wind}", "x"), adapted='\n  wind: "0123456789ab"')
    write(own, {"garden-own/en/01-soil.md": page})
    garden = shelf(own).course("garden")
    assert garden.lineage.moved_on(garden.lesson("soil"), "wind")


def test_who_read_the_original_did_not_read_what_was_changed(own, tmp_path):
    packs, said = read_by_somebody(tmp_path)
    write(own, {"garden-own/en/01-soil.md": "---\ntitle: Our soil\n---\n"})
    assert shelf(own, packs).course("garden").lesson("soil").reviewed
    write(own, {"garden-own/en/01-soil.md": lesson(SHED)})
    assert not shelf(own, packs).course("garden").lesson("soil").reviewed
    write(own, {"garden-own/en/01-soil.md": lesson(SHED, reviewed=said)})
    assert shelf(own, packs).course("garden").lesson("soil").reviewed


def read_by_somebody(folder):
    """Packs in which somebody has read a lesson, and how a lesson says so today."""
    packs = shutil.copytree(PACKS, folder / "read")
    file = packs / "garden" / "en" / "01-soil.md"
    text = re.sub("reviewed: .*\n", "", file.read_text("utf-8"))
    for said in ("true", "{by: community-member, on: 2026-11-30}"):
        file.write_text(text.replace("---\n", f"---\nreviewed: {said}\n", 1), "utf-8")
        garden = courses.load(packs, leave_out_broken=True).course("garden")
        if garden and garden.lesson("soil").reviewed:
            break
    return packs, said


def test_a_translation_of_what_was_adapted_is_stale(own):
    """It says what the original says, and the network's original says something else now."""
    then = hash_of("soil", "training")
    page = f'---\nsources:\n  training: "{then}"\n---\n'
    write(own, {"garden-own/fr/01-soil.md": page})
    french = shelf(own).course("garden").in_language("fr").lesson("soil")
    assert (french.sources, french.stale) == ({"training": then}, False)
    write(own, {"garden-own/en/01-soil.md": lesson(SHED)})
    french = shelf(own).course("garden").in_language("fr").lesson("soil")
    assert french.section("training").stale
    assert not french.section("budget").stale


def test_titles_and_words_of_welcome_are_replaced_key_by_key(own):
    write(own, {
        "garden-own/en/course.md": "---\ntitle: Our garden\n---\n\n## Without an id\n\nCome in.\n",
        "garden-own/en/01-soil.md": f"---\ntitle: Our soil\nminutes: {MINUTES}\n---\n",
    })  # fmt: skip
    garden = shelf(own).course("garden")
    assert (garden.title, garden.summary) == (
        "Our garden",
        courses.load(PACKS).course("garden").summary,
    )
    assert "Come in." in garden.html
    soil = garden.lesson("soil")
    assert (soil.title, len(soil.sections)) == ("Our soil", 2)


def test_a_language_that_the_original_has_not_is_added(own):
    write(own, {
        "garden-own/course.yaml": FACTS + "languages: [es]\n",
        "garden-own/es/course.md": "---\ntitle: Un jardín\nsummary: x\nobjectives: [a, b]\n---\n",
        "garden-own/es/01-soil.md": lesson(
            ("Las manos {#training}", "Al cobertizo."), title="La tierra", summary="x",
            minutes=MINUTES, sources='\n  training: "0123456789ab"',
        ),
    })  # fmt: skip
    garden = shelf(own).course("garden")
    assert garden.languages == ("en", "fr", "ru", "zh-Hans", "ar", "es")
    spanish = garden.in_language("es")
    assert spanish.lesson("soil").section("training").stale
    assert spanish.lesson("water").language == "en"
    assert not garden.lineage.adapted(spanish.lesson("soil"), "training")


def test_new_lessons_another_order_and_whole_lessons(own):
    page = lesson(("Drops {#drops}", "Plip."), title="Rain", summary="x", minutes=MINUTES)
    write(own, {
        "garden-own/course.yaml": FACTS + "lessons: [water, rain, soil]\n",
        "garden-own/en/02-rain.md": page,
        "garden-own/en/03-soil.md": page.replace("---\n", "---\nwhole: true\n", 1),
    })  # fmt: skip
    garden = shelf(own).course("garden")
    assert [(one.number, one.slug) for one in garden.lessons] == [
        (1, "water"), (2, "rain"), (3, "soil"),
    ]  # fmt: skip
    assert [one.id for one in garden.lesson("soil").sections] == ["drops"]
    assert garden.lesson("soil").quiz is None
    assert (
        garden.lesson("water").sections
        == courses.load(PACKS).course("garden").lesson("water").sections
    )


def test_a_new_section_follows_the_one_it_follows_in_the_overlay(own):
    write(own, {"garden-own/en/01-soil.md": lesson(SHED, ("River {#river}", "Wet."))})
    ids = [one.id for one in shelf(own).course("garden").lesson("soil").sections]
    assert ids == ["training", "river", "budget"]
    write(own, {"garden-own/en/01-soil.md": lesson(("River {#river}", "Wet."))})
    ids = [one.id for one in shelf(own).course("garden").lesson("soil").sections]
    assert ids == ["training", "budget", "river"]


def test_a_picture_of_an_overlay_is_shown_in_place_of_the_originals(own):
    data = b'<svg xmlns="http://www.w3.org/2000/svg"><title>ours</title></svg>'
    write(own, {"garden-own/media/plan.svg": data, "garden-own/media/new.svg": data})
    library = shelf(own)
    assert library.picture("garden", "plan.svg").read() == data
    assert library.picture("garden", "new.svg").read() == data


def test_a_whole_pack_stands_beside_the_others_and_can_be_adapted_too(own):
    shutil.copytree(PACKS / "garden", own / "orchard")
    facts = own / "orchard" / "course.yaml"
    facts.write_text(facts.read_text("utf-8").replace("id: garden", "id: orchard"), "utf-8")
    write(own, {
        "orchard-own/course.yaml": FACTS.replace("garden", "orchard"),
        "orchard-own/en/01-soil.md": lesson(SHED),
        "orchard/media/new.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    })  # fmt: skip
    library = shelf(own)
    assert [one.id for one in library.courses] == ["garden", "orchard"]
    assert "river" in library.course("orchard").lesson("soil").section("training").text
    assert library.picture("orchard", "new.svg").read()
    assert library.picture("garden", "new.svg") is None


BROKEN = {
    "a quiz without a right option": (
        {"en/01-soil.md": "---\n---\n\n## Q {#quiz}\n\n### Why? {#q-why}\n\n- [ ] A\n  > B\n"
                          "- [ ] C\n  > D\n"},
        ("own/garden-own/en/01-soil.md", 6),
    ),
    "a section without an id": (
        {"en/01-soil.md": "---\n---\n\n## Training\n"}, ("own/garden-own/en/01-soil.md", 4),
    ),
    "the same section twice": (
        {"en/01-soil.md": "---\n---\n\n## A {#a}\n\n## B {#a}\n"},
        ("own/garden-own/en/01-soil.md", 6),
    ),
    "minutes that are none": (
        {"en/01-soil.md": "---\ntitle: x\nminutes: long\n---\n"},
        ("own/garden-own/en/01-soil.md", 3),
    ),
    "front matter without end": (
        {"en/01-soil.md": "---\ntitle: x\n"}, ("own/garden-own/en/01-soil.md", 1),
    ),
    "another folder's id": (
        {"course.yaml": FACTS.replace("id: garden-own", "id: other")},
        ("own/garden-own/course.yaml", 1),
    ),
    "a course that isn't here": (
        {"course.yaml": FACTS.replace("id: garden,", "id: moon,")},
        ("own/garden-own/course.yaml", 2),
    ),
    "no course at all": (
        {"course.yaml": FACTS.replace('{id: garden, version: "1.2.0"}', "{}")},
        ("own/garden-own/course.yaml", 2),
    ),
    "no version": (
        {"course.yaml": FACTS.replace('"1"\n', '"the first"\n')},
        ("own/garden-own/course.yaml", 3),
    ),
    "a lesson nobody wrote": (
        {"course.yaml": FACTS + "lessons: [soil, moon]\n"}, ("own/garden-own/course.yaml", 1),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("files", "place"), BROKEN.values(), ids=BROKEN)
def test_a_broken_overlay_is_named_and_takes_nothing_away(files, place, own):
    write(own / "garden-own", {"en/02-water.md": lesson(("Rain {#rain}", "Ours."))})
    write(own / "garden-own", files)
    library = shelf(own)
    (problem,) = said(library)
    assert problem[:2] == place
    assert library.courses == courses.load(PACKS).courses
    assert library.course("garden").lineage is None


def test_two_overlays_of_one_course_are_not_mixed(own):
    write(own, {"garden-two/course.yaml": FACTS.replace("garden-own", "garden-two")})
    library = shelf(own)
    assert library.course("garden").lineage.overlay == "garden-own"
    assert said(library) == [
        ("own/garden-two/course.yaml", 2, "“garden” is adapted by “garden-own” already.")
    ]


def test_a_whole_pack_under_the_id_of_another_is_left_out(own):
    shutil.copytree(PACKS / "garden", own / "garden")
    library = shelf(own)
    ((file, _line, problem),) = said(library)
    assert file == "own/garden/course.yaml"
    assert "already" in problem
    assert library.course("garden").lineage.overlay == "garden-own"


def test_a_change_in_the_folder_can_be_seen_without_reading_it(own):
    before = seen(own)
    assert seen(own) == before
    write(own, {"garden-own/en/01-soil.md": "x"})
    assert seen(own) != before
    assert seen(own / "nothing") == ()
    before = seen(own)
    write(own, {".new-1/garden-own/course.yaml": "x", ".taken/x": "y"})
    assert seen(own) == before


def test_a_drawing_of_an_overlay_has_the_words_of_the_lesson_in_it(own):
    season = (PACKS / "garden" / "media" / "season.svg").read_text("utf-8")
    write(own, {
        "garden-own/media/season.svg": season.replace('cx="53"', 'cx="54"'),
        "garden-own/en/figures.md": "## A year at the river {#season}\n\nFirst we sow. Then we "
        "water. Last we harvest together, which is what the rest is for.\n\n- year: All year\n"
        "- sow: We sow\n- water: We water\n- harvest: We harvest\n",
    })  # fmt: skip
    library = shelf(own)
    assert library.broken == ()
    figure = library.course("garden").figures["season"]
    assert figure.title == "A year at the river"
    assert 'cx="54"' in figure.svg
    assert "All year" in figure.svg
    french = library.course("garden").in_language("fr").figures["season"]
    assert 'cx="54"' in french.svg


def test_what_was_adapted_in_simplified_characters_is_so_in_traditional_ones(own):
    section = ("培训新手 {#training}", "我们从河边开始。")
    write(own, {"garden-own/zh-Hans/01-soil.md": lesson(section)})
    garden = shelf(own).course("garden").in_language("zh_Hant")
    soil = garden.lesson("soil")
    assert soil.section("training").text == "我們從河邊開始。"
    assert garden.lineage.adapted(soil, "training")
    assert not garden.lineage.adapted(soil, "budget")
    assert garden.lineage.by == "The north"
    assert garden.language == soil.language == "zh-Hant"


def test_a_lesson_of_ones_own_in_traditional_characters_is_read_as_it_is(own):
    front = {"title": "土", "summary": "土", "minutes": MINUTES}
    own_page = lesson(("訓練 {#training}", "干净的云。"), **front)
    about = "---\ntitle: 我們的花園\nsummary: 一起\nobjectives: [花]\n---\n"
    write(own, {
        "garden-own/course.yaml": FACTS + "languages: [zh-Hant]\n",
        "garden-own/zh-Hant/course.md": about,
        "garden-own/zh-Hant/01-soil.md": own_page,
    })  # fmt: skip
    library = shelf(own)
    assert said(library) == []
    garden = library.course("garden").in_language("zh_Hant")
    assert garden.title == "我們的花園"
    found = [(one.slug, one.converted, one.language) for one in garden.lessons]
    assert found == [("soil", False, "zh-Hant"), ("water", True, "zh-Hant")]
    assert garden.lesson("soil").section("training").text == "干净的云。"

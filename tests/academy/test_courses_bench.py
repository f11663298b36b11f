"""Adapting and translating part by part: what is saved, and what it was made from."""

import shutil

import pytest

from academy import courses
from academy.courses.own import Own, changing, keeping, with_own
from academy.courses.own.bench import work
from academy.courses.own.words import Words
from academy.errors import AcademyError
from tests.academy.courses_own import PACKS
from tests.academy.test_courses_guides import packs_with_guides


class Bench:
    """A folder of packs and one of the network's own, and short ways to look at both."""

    def __init__(self, folder):
        self.packs = shutil.copytree(PACKS, folder / "packs")
        self.own = Own(self.packs, folder / "own")

    def library(self):
        library = with_own(courses.load(self.packs), self.own)
        assert library.broken == ()
        return library

    def work(self, course="garden"):
        return work(self.own, courses.load(self.packs), self.library(), course)

    def work_of_all(self, course="garden"):
        """As `work`, where something of one's own can't be read."""
        shipped = courses.load(self.packs)
        return work(self.own, shipped, with_own(shipped, self.own), course)

    def lesson(self, language="en", slug="soil"):
        return self.library().course("garden").in_language(language).lesson(slug)

    def states(self, language="en", slug="soil"):
        return {one.id: one.state for one in self.work().pieces(language, slug)}

    def edit(self, old, new, file="en/01-soil.md"):
        path = self.packs / "garden" / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def files(self):
        return sorted(
            path.relative_to(self.own.folder).as_posix()
            for path in self.own.folder.rglob("*")
            if path.is_file()
        )


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


HANDS = "Al cobertizo.\n\n:::try\nToma un puñado.\n:::"
RIVER = Words("Training at the *river*", "Here we start at the river.")


def test_an_adapted_part_is_saved_with_what_it_was_made_from(bench):
    then = bench.work().piece("en", "soil", "training").here
    keeping.save(bench.work(), "en", "soil", "training", RIVER)
    assert bench.files() == [
        "garden-own/course.yaml",
        "garden-own/en/01-soil.md",
        f"garden-own/originals/{then.hash}.md",
    ]
    assert bench.lesson().section("training").html == "<p>Here we start at the river.</p>\n"
    assert bench.lesson().section("training").title == "Training at the river"
    assert bench.states() == {
        "lead": "original", "training": "own", "budget": "original", "quiz": "original",
    }  # fmt: skip
    piece = bench.work().piece("en", "soil", "training")
    assert (piece.here, piece.below, piece.below_then) == (RIVER, then, then)
    assert bench.work().overlay.version == "1"


def test_when_the_original_moves_on_then_now_and_ones_own_stand_side_by_side(bench):
    then = bench.work().piece("en", "soil", "training").here
    keeping.save(bench.work(), "en", "soil", "training", RIVER)
    bench.edit("in the shed", "in the barn")
    assert bench.states()["training"] == "moved"
    piece = bench.work().piece("en", "soil", "training")
    assert piece.below_then == then
    assert "in the barn" in piece.below.text
    assert piece.here == RIVER


def test_taking_the_original_leaves_nothing_of_ones_own(bench):
    keeping.save(bench.work(), "en", "soil", "training", RIVER)
    bench.edit("in the shed", "in the barn")
    keeping.take(bench.work(), "en", "soil", "training")
    assert bench.states()["training"] == "original"
    assert "in the barn" in bench.lesson().section("training").text
    assert "garden-own/en/01-soil.md" not in bench.files()
    assert bench.work().overlay.version == "2"
    garden = bench.library().course("garden")
    assert not garden.lineage.differs
    assert [one.title for one in garden.adapted_from] == ["A handbook of gardens"]


def test_keeping_ones_own_says_that_the_original_was_looked_at(bench):
    keeping.save(bench.work(), "en", "soil", "training", RIVER)
    bench.edit("in the shed", "in the barn")
    keeping.keep(bench.work(), "en", "soil", "training")
    piece = bench.work().piece("en", "soil", "training")
    assert (piece.state, piece.here) == ("own", RIVER)
    assert "in the barn" in piece.below_then.text


def test_a_section_saved_from_a_page_that_is_old_is_refused(bench):
    keeping.save(bench.work(), "en", "soil", "training", RIVER, was=None)
    with pytest.raises(AcademyError, match="changed_since"):
        keeping.save(bench.work(), "en", "soil", "training", Words("A", "b"), was="0123456789ab")
    assert bench.work().piece("en", "soil", "training").here == RIVER


MISTAKES = {
    "a box that stays open": ("training", "Fine.\n\n:::note\nx", 3, "not closed"),
    "HTML": ("training", "a\n\n<b>x</b>", 3, "HTML"),
    "a picture from elsewhere": ("training", "![x](https://evil.example/x.png)", 1, "picture"),
    "a section inside a section": ("training", "a\n\n## B {#b}\n\nc", None, None),
    "a quiz without a right option": ("quiz", "### A {#q-first}\n\n- [ ] b\n  > c\n- [ ] d\n  > e",
                                      1, "right"),
    "a sign nobody sees": ("training", "a\n\nb\u202ec", 3, "nobody sees"),
    "a link to nowhere": ("training", "a\n[b](07-moon.md)", 2, "isn't there"),
    "a lead with a heading": ("lead", "a\n\n# B", 3, "title"),
}  # fmt: skip


@pytest.mark.parametrize(("id", "text", "line", "said"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_refused_with_its_line_and_nothing_is_written(id, text, line, said, bench):
    if line is None:
        keeping.save(bench.work(), "en", "soil", id, Words("T", text))
        assert bench.lesson().section("b").text == "c"  # a section more, after this one
        return
    with pytest.raises(AcademyError, match="course_invalid") as refused:
        keeping.save(bench.work(), "en", "soil", id, Words("T", text))
    details = refused.value.details
    assert details["file"] == "own/garden-own/en/01-soil.md"
    assert details["text_line"] == line
    assert said in details["problem"]
    assert bench.files() == []


def test_a_part_of_a_translation_is_adapted_and_stamped(bench):
    said = Words("Former", "À la rivière.")
    keeping.save(bench.work(), "fr", "soil", "budget", said)
    french = bench.lesson("fr")
    assert french.section("budget").text == "À la rivière."
    assert not french.section("budget").stale
    assert bench.states("fr")["budget"] == "whole"
    assert bench.states("fr")["training"] == "unknown"
    bench.edit("lists seeds", "lists weeds")
    assert bench.lesson("fr").section("budget").stale
    piece = bench.work().piece("fr", "soil", "budget")
    assert piece.state == "stale"
    assert "lists seeds" in piece.source_then.text
    assert "lists weeds" in piece.source.text


def test_a_translation_that_came_with_the_course_does_not_say_what_it_was_made_from(bench):
    bench.edit("reviewed: false", 'sources:\n  training: "0123456789ab"', "fr/01-soil.md")
    piece = bench.work().piece("fr", "soil", "training")
    assert (piece.state, piece.source_then) == ("stale", None)


def test_a_new_language_begins_with_the_course_and_is_read_lesson_by_whole_lesson(bench):
    keeping.save_welcome(bench.work(), "es", "Un jardín", "Plantar.", ["Uno", "Dos"], "Hola.")
    assert bench.library().course("garden").in_language("es").title == "Un jardín"
    assert set(bench.states("es").values()) == {"missing"}
    keeping.save_title(bench.work(), "es", "soil", "La tierra: 'aquí'", "Lo que pide.")
    keeping.save(bench.work(), "es", "soil", "training", Words("Manos", HANDS))
    assert bench.lesson("es").language == "en"
    assert "garden-own/drafts/es/01-soil.md" in bench.files()
    assert bench.states("es") == {
        "lead": "missing", "training": "whole", "budget": "missing", "quiz": "missing",
    }  # fmt: skip
    quiz = bench.work().piece("es", "soil", "quiz").source
    keeping.save(bench.work(), "es", "soil", "quiz", Words("Pruebas", quiz.text))
    keeping.save(bench.work(), "es", "soil", "budget", Words("Dinero", "Semillas."))
    keeping.save(bench.work(), "es", "soil", "lead", Words("", "Todo empieza."))
    spanish = bench.lesson("es")
    assert (spanish.language, spanish.title) == ("es", "La tierra: 'aquí'")
    assert spanish.minutes == bench.lesson().minutes
    assert [one.id for one in spanish.sections] == ["training", "budget"]
    assert spanish.lead.text == "Todo empieza."
    assert not spanish.stale
    assert not spanish.reviewed
    assert "garden-own/drafts/es/01-soil.md" not in bench.files()
    assert bench.library().course("garden").languages[-1] == "es"


def test_a_draft_is_checked_like_a_lesson(bench):
    keeping.save_welcome(bench.work(), "es", "Un jardín", "Plantar.", ["Uno", "Dos"], "")
    with pytest.raises(AcademyError, match="course_invalid") as refused:
        keeping.save(bench.work(), "es", "soil", "budget", Words("D", "a\n\nb\n\n<i>c</i>"))
    assert refused.value.details["text_line"] == 5
    with pytest.raises(AcademyError, match="course_invalid") as refused:
        keeping.save(bench.work(), "es", "soil", "quiz", Words("P", "### A {#q-first}\n\n- [x] b\n"
                                                              "  > c\n- [ ] d\n  > e"))  # fmt: skip
    assert (
        "q-pressed" in refused.value.details["problem"]
        or "right option" in (refused.value.details["problem"])
    )


STRANGE = ["../x", "e", "esp-anol!", "", "es/..", "x" * 200]


@pytest.mark.parametrize("language", STRANGE)
def test_what_is_no_language_is_no_folder(language, bench):
    with pytest.raises(AcademyError, match="choice_unknown"):
        keeping.save_welcome(bench.work(), language, "a", "b", ["c"], "")
    assert bench.files() == []


def test_a_pack_of_ones_own_is_changed_itself(bench):
    shutil.copytree(PACKS / "garden", bench.own.folder / "orchard")
    facts = bench.own.folder / "orchard" / "course.yaml"
    facts.write_text(facts.read_text("utf-8").replace("id: garden", "id: orchard"), "utf-8")
    keeping.save(bench.work("orchard"), "en", "soil", "training", RIVER)
    keeping.save(bench.work("orchard"), "fr", "soil", "budget", Words("À l’eau", "Ici."))
    orchard = bench.library().course("orchard")
    assert orchard.lineage is None
    assert orchard.version == "1.2.2"
    assert orchard.lesson("soil").section("training").text == "Here we start at the river."
    french = orchard.in_language("fr").lesson("soil")
    assert "budget" in french.sources
    assert french.section("training").text.startswith("La formation")
    assert bench.library().course("garden").lesson("soil").section("training").text != "Here"


def test_nothing_is_written_through_a_link(bench, tmp_path):
    bench.own.folder.mkdir()
    (tmp_path / "elsewhere").mkdir()
    (bench.own.folder / "garden-own").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(AcademyError, match="course_invalid"):
        keeping.save(bench.work(), "en", "soil", "training", RIVER)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_whose_an_adaptation_is_stands_with_it_and_is_only_a_name(bench):
    keeping.save(bench.work(), "en", "soil", "training", RIVER)
    keeping.call(bench.work(), "The 'north'\n: {x}\u202e")
    assert bench.work().overlay.by == "The 'north' : {x}"


def test_what_was_wrong_before_in_another_part_is_no_reason_to_refuse_this_one(bench):
    bench.edit("Un budget énumère", "<b>Un</b> budget énumère", "fr/01-soil.md")
    keeping.save(bench.work(), "fr", "soil", "lead", Words("", "Tout commence ici."))
    shutil.copytree(PACKS / "garden", bench.own.folder / "orchard")
    facts = bench.own.folder / "orchard" / "course.yaml"
    facts.write_text(facts.read_text("utf-8").replace("id: garden", "id: orchard"), "utf-8")
    page = bench.own.folder / "orchard" / "fr" / "01-soil.md"
    page.write_text(page.read_text("utf-8").replace("Un budget", "<b>Un</b> budget"), "utf-8")
    keeping.save(bench.work("orchard"), "fr", "soil", "lead", Words("", "Tout commence ici."))
    with pytest.raises(AcademyError, match="course_invalid"):
        keeping.save(bench.work("orchard"), "fr", "soil", "budget", Words("B", "<b>Un</b> budget"))


def test_what_nothing_was_made_from_any_more_is_dropped_before_a_pack_is_too_large(bench):
    keeping.save(bench.work(), "en", "soil", "training", RIVER)
    (kept,) = (bench.own.folder / "garden-own" / "originals").iterdir()
    for number in range(changing.MOST_KEPT):
        (kept.parent / f"{number:012x}.md").write_text("x", "utf-8")
    keeping.save(bench.work(), "en", "soil", "lead", Words("", "Ours."))
    assert len(list(kept.parent.iterdir())) == 2
    assert kept.exists()
    assert bench.work().piece("en", "soil", "training").below_then is not None


def test_a_save_that_would_take_the_pack_from_the_shelf_is_refused(bench):
    keeping.save(bench.work(), "en", "soil", "training", RIVER)
    (bench.own.folder / "garden-own" / "run.sh").write_text("x", "utf-8")
    with pytest.raises(AcademyError, match="course_invalid"):
        keeping.save(bench.work_of_all(), "en", "soil", "lead", Words("", "Ours."))
    assert "Ours." not in (bench.own.folder / "garden-own" / "en" / "01-soil.md").read_text("utf-8")


def test_activities_are_called_by_their_names_in_each_language(bench):
    shutil.rmtree(bench.packs)
    packs_with_guides(bench.packs)

    def called(language):
        (walk,) = bench.library().course("garden").in_language(language).activities
        return walk.title, walk.language

    def save(language, **named):
        keeping.save_welcome(bench.work(), language, "A", "B", ["c", "d"], "", named)

    save("es", walk='Un paseo: "afuera"', nothing="x")
    assert called("es") == ('Un paseo: "afuera"', "es")
    save("es")
    assert called("es")[1] == "es"
    save("es", walk=" ")
    assert called("es") == ("A walk", "en")
    save("fr")
    bench.edit("Une promenade", "Une sortie", "fr/course.md")
    assert called("fr") == ("Une sortie", "fr")
    with pytest.raises(AcademyError, match="field_missing"):
        save("en", walk="")

"""A week's questions and evaluation in a language of the network's own: whole, or not at all."""

import shutil

import pytest

from academy import courses
from academy.courses import load_week
from academy.courses.own import Own, keeping, pages, rows, week_with_own, with_own, work
from academy.courses.own.words import Words
from academy.data import data_folder
from academy.errors import AcademyError
from tests.academy.courses_own import PACKS

WEEK = data_folder("courses") / "week"
PLACES = ("form.a", "form.b", "all.evaluation")


class Bench:
    def __init__(self, folder):
        self.packs = folder / "packs"
        self.own = Own(self.packs, folder / "own")

    def begin(self):
        shutil.copytree(PACKS, self.packs)
        shutil.copytree(WEEK, self.packs / "week")
        keeping.save_welcome(self.work(), "ha", "Lambu", "Shuka.", ["a", "b"], "")

    def work(self):
        shipped = courses.load(self.packs)
        return work(self.own, shipped, with_own(shipped, self.own), "garden")

    def week(self):
        found, broken = week_with_own(load_week(self.packs), self.own)
        assert broken == []
        return found

    def rows(self, language="ha"):
        listed = rows.rows(self.work(), language)
        return [row for row in listed if row.context.startswith(PLACES)]

    def file(self, name):
        return self.own.folder / "garden-own" / "week" / "ha" / name


@pytest.fixture
def bench(tmp_path):
    """The garden, begun in Portuguese."""
    one = Bench(tmp_path)
    one.begin()
    return one


@pytest.fixture(scope="module")
def translated(tmp_path_factory):
    one = Bench(tmp_path_factory.mktemp("translated"))
    one.begin()
    bring(one, *PLACES)
    return one.packs.parent


@pytest.fixture
def whole(translated, tmp_path):
    """The same, with all of the week in Portuguese."""
    return Bench(shutil.copytree(translated, tmp_path / "copy"))


def said_in(row):
    if row.context.endswith("/heading") or row.context.startswith("all."):
        return f"PT {row.source}"
    return row.source


def bring(bench, *places):
    listed = [row._replace(said=said_in(row)) for row in bench.rows()
              if row.context.startswith(places)]  # fmt: skip
    found = rows.bring(bench.work, "ha", listed)
    assert (found.incomplete, found.refused) == ([], [])


def test_a_week_is_translated_into_a_new_language_and_asked_once_it_is_whole(bench):
    bring(bench, "form.a", "all.evaluation")
    assert "ha" not in bench.week().versions
    bring(bench, "form.b")
    found = bench.week()
    assert found.in_language("ha").language == "ha"
    first = found.versions["en"]
    for form, quiz in found.versions["ha"].forms.items():
        assert [one.id for one in quiz.questions] == [one.id for one in first.forms[form].questions]
        assert all(one.source.startswith("PT ") for one in quiz.questions)
    said = found.versions["ha"].evaluation
    assert said.scale == tuple(f"PT {one}" for one in first.evaluation.scale)
    assert said.scales.keys() == first.evaluation.scales.keys()
    assert said.remarks["useful"] == "PT What was most useful?"
    assert {one.state for place in PLACES for one in bench.work().pieces("ha", place)} == {"whole"}


def test_an_evaluation_is_translated_word_by_word_in_any_order(bench):
    for key in ("scale-4", "asked-pace", "scale-2", "lead"):
        keeping.save(bench.work(), "ha", "all.evaluation", key, Words("", f"HA {key}"))
    said = {
        one.id: one.here.text for one in bench.work().pieces("ha", "all.evaluation") if one.here
    }
    assert said == {key: f"HA {key}" for key in ("scale-4", "asked-pace", "scale-2", "lead")}


def test_pages_of_a_week_go_out_and_come_back(whole):
    found = pages.opened(pages.zipped(whole.work(), "ha"), "ha")
    assert set(PLACES) <= found.keys()
    assert "### PT Which of these is an ask? {#q-ask}" in found["form.a"]
    assert pages.bring(whole.work, "ha", found).saved == 0
    found["all.evaluation"] = found["all.evaluation"].replace("PT Evaluation", "Para terminar")
    found["form.a"] = found["form.a"].replace("PT Which of these is", "¿Cuál de estas es")
    assert pages.bring(whole.work, "ha", found).saved == 2
    version = whole.week().in_language("ha")
    assert version.evaluation.title == "Para terminar"
    assert version.forms["a"].questions[0].source.startswith("¿Cuál")


@pytest.mark.parametrize("language", ["en", "fr", "zh-Hans"])
def test_what_the_program_asks_is_nobodys_to_change(language, bench):
    if language not in bench.work().course.versions:
        keeping.save_welcome(bench.work(), language, "A", "B", ["c", "d"], "")
    assert bench.rows(language) == []
    assert not any(bench.work().is_open(language, place) for place in PLACES)
    for place, part in (("form.a", "q-ask"), ("all.evaluation", "title")):
        with pytest.raises(AcademyError, match="lesson_unknown"):
            keeping.save(bench.work(), language, place, part, Words("A", "b"))
    write = bench.own.folder / "garden-own" / "week" / language
    shutil.copytree(bench.packs / "week" / "en", write)
    (write / "evaluation.yaml").write_text("title: no", "utf-8")
    assert bench.week() == load_week(bench.packs)


OTHER = "- [x] One\n  > One it is.\n- [ ] Two\n  > It is one."


@pytest.mark.parametrize("drafted", [True, False])
def test_a_question_of_another_shape_is_refused_with_its_part(drafted, bench, whole):
    at_work = (bench if drafted else whole).work()
    with pytest.raises(AcademyError, match="course_invalid") as refused:
        keeping.save(at_work, "ha", "form.a", "q-ask", Words("¿Cuál?", OTHER))
    assert "another shape" in refused.value.details["problem"]
    assert refused.value.details["part"] == "q-ask"


WRONG_TWINS = {
    "longer than its twin": (" Dímelo con calma." * 12, "", "half as long again"),
    "a question more": ("", "\n\n### Otra {#q-other}\n\n- [x] A\n- [ ] B", "not those of"),
    "no end": (" Dímelo con calma." * 40, "", "not those of"),
}


@pytest.mark.parametrize(("title", "text", "told"), WRONG_TWINS.values(), ids=WRONG_TWINS)
def test_what_would_take_the_whole_language_away_is_refused(title, text, told, whole):
    here = whole.work().piece("ha", "form.b", "q-ask").here
    said = Words(here.title + title, here.text + text)
    with pytest.raises(AcademyError, match="course_invalid") as refused:
        keeping.save(whole.work(), "ha", "form.b", "q-ask", said)
    assert told in refused.value.details["problem"]
    assert "ha" in whole.week().versions


SPOILT = {
    "a question less": ("form-a.md", "{#q-duty}", "{#q-dutty}"),
    "an option less": ("form-b.md", "- [ ] “In May we collect", "“In May we collect"),
    "a step of the scale less": ("evaluation.yaml", "'PT not at all', ", ""),
    "words for nothing": ("evaluation.yaml", "  more:", "  less: 'x'\n  more:"),
    "a sign that nobody sees": ("form-a.md", "PT Which", "PT \u202eWhich"),
    "no UTF-8": ("form-a.md", "PT Which", "PT \udcff"),
}


@pytest.mark.parametrize(("name", "old", "new"), SPOILT.values(), ids=SPOILT)
def test_what_was_spoilt_by_hand_is_told_and_the_others_are_asked(name, old, new, whole):
    text = whole.file(name).read_text("utf-8")
    assert old in text
    whole.file(name).write_bytes(text.replace(old, new, 1).encode("utf-8", "surrogateescape"))
    found, broken = week_with_own(load_week(whole.packs), whole.own)
    assert found.versions.keys() == load_week(whole.packs).versions.keys()
    assert broken[0].details["file"].startswith("own/garden-own/week/")


def test_a_link_in_the_place_of_a_form_leads_nowhere(whole):
    whole.file("form-a.md").unlink()
    whole.file("form-a.md").symlink_to(whole.packs / "week" / "en" / "form-a.md")
    found, broken = week_with_own(load_week(whole.packs), whole.own)
    assert "ha" not in found.versions
    assert broken


def test_when_what_is_asked_has_moved_on_a_translation_is_stale_or_waits(whole):
    path = whole.packs / "week" / "en" / "form-a.md"
    text = path.read_text("utf-8")
    path.write_text(text.replace("Which of these is an ask?", "Which of them is an ask?"), "utf-8")
    assert whole.work().piece("ha", "form.a", "q-ask").state == "stale"
    assert "ha" in whole.week().versions
    for form in "ab":
        path = whole.packs / "week" / "en" / f"form-{form}.md"
        path.write_text(path.read_text("utf-8").replace("{#q-ask}", "{#q-asking}"), "utf-8")
    found, broken = week_with_own(load_week(whole.packs), whole.own)
    assert "ha" not in found.versions
    assert broken
    bring(whole, *PLACES)
    assert "ha" in whole.week().versions


def test_any_words_are_only_words(whole):
    for said in ("a: b", "it's # 1", "- [x]", "{x}", "yes"):
        keeping.save(whole.work(), "ha", "all.evaluation", "asked-pace", Words("", said))
        assert whole.week().versions["ha"].evaluation.scales["pace"] == said


def test_a_place_that_isnt_there_is_unknown(bench):
    for place in ("form.c", "form.", "all.week", "evaluation.x"):
        with pytest.raises(AcademyError, match="lesson_unknown"):
            bench.work().place(place)

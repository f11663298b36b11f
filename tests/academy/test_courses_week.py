"""The week's questions: two forms that are twins, in every language, and what `check` says."""

import re
import shutil
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from academy.courses import Library, Week, load, load_week
from academy.courses.strays import strays
from academy.courses.week import problems
from academy.data import data_folder
from academy.errors import AcademyError
from academy.printing import glyphs, missing
from academy.printing.ruler import Browser
from academy.rules.assessment import FORMS

COURSES = data_folder("courses")
WAITING = "Not translated yet, with their lessons"
LANGUAGES = sorted(one.name for one in (COURSES / "week").iterdir() if one.is_dir())


@pytest.fixture(scope="module")
def week() -> Week:
    found = load_week(COURSES)
    assert found is not None
    return found


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Our courses, to be spoilt."""
    return Path(shutil.copytree(COURSES, tmp_path / "courses"))


def of_week(folder: Path, library: Library | None = None) -> list[str]:
    """What `check` says of the week; beside our courses as they are, where none are given."""
    courses = {one.id: one for one in (library or ours()).courses}
    told = [str(one) for one in (*strays(folder, "week"), *problems(folder, courses))]
    return [one for one in told if library or WAITING not in one]


@cache
def ours() -> Library:
    return load(COURSES)


def test_there_is_nothing_to_mend_in_ours(week: Week):
    assert of_week(COURSES) == []
    assert sorted(week.versions) == LANGUAGES


def test_each_form_asks_the_same_and_every_lesson_is_asked_about(week: Week):
    lessons = {f"{c.id}/{one.slug}" for c in ours().courses for one in c.lessons}
    for version in week.versions.values():
        for form in FORMS:
            assert [q.id for q in version.forms[form].questions] == list(week.about)
    assert set(week.about.values()) == lessons


@pytest.mark.parametrize("language", LANGUAGES)
def test_twins_have_one_shape_and_no_form_can_be_passed_by_a_habit(week: Week, language: str):
    forms = week.versions[language].forms
    places: dict[str, list[int]] = {}
    for form, quiz in forms.items():
        for one in quiz.questions:
            right = [at for at, option in enumerate(one.options) if option.right]
            assert (len(one.options), len(right)) == (3, 1)
            assert all(option.feedback_html for option in one.options)
            places.setdefault(form, []).append(right[0])
    assert all(a != b for a, b in zip(*places.values(), strict=True))
    for found in places.values():  # no place more often than two times in five
        assert max(Counter(found).values()) * 5 <= len(found) * 2


def test_no_question_is_one_of_a_lesson(week: Week):
    """Whoever learned a lesson's quiz by heart has not seen these."""
    asked = {
        question.text_html
        for course in ours().courses
        for lesson in course.lessons
        if lesson.quiz
        for question in lesson.quiz.questions
        if len(question.text_html) > 30
    }
    own = {q.text_html for quiz in week.versions["en"].forms.values() for q in quiz.questions}
    assert own & asked == set()


def test_a_language_waits_with_questions_about_lessons_that_it_does_not_have(tmp_path: Path):
    shutil.copytree(COURSES, tmp_path / "packs")
    packs = tmp_path / "packs"
    for path in (packs / "swit" / "fr").glob("**/08-*.md"):
        path.unlink()
    for form in FORMS:
        path = packs / "week" / "fr" / f"form-{form}.md"
        text = path.read_text("utf-8")
        assert "{#q-chapter}" in text
        path.write_text(re.sub(r"(?ms)^### [^\n]*\{#q-chapter\}.*?(?=^### |\Z)", "", text), "utf-8")
    found = [one for one in of_week(packs, load(packs)) if "week/fr/" in one]
    assert len(found) == 2
    assert all(WAITING in one and "q-chapter" in one for one in found)
    week = load_week(packs)
    assert week is not None
    for form in FORMS:
        questions = week.in_language("fr").forms[form].questions
        assert [one.id for one in questions] == list(week.about)
        there = {one.id: one.place.language for one in questions}
        assert (there["q-chapter"], there["q-ask"]) == ("en", "fr")


def test_the_evaluation_asks_the_same_in_every_language(week: Week):
    told = [(list(v.evaluation.scales), list(v.evaluation.remarks), len(v.evaluation.scale))
            for v in week.versions.values()]  # fmt: skip
    assert all(one == told[0] for one in told)
    assert (len(told[0][0]), len(told[0][1]), told[0][2]) == (8, 4, 5)
    assert week.in_language("de").language == "en"


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / "week" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


SPOILT = {
    "a twin is missing": ("en/form-b.md", "{#q-ratio}", "{#q-other}", "are not those of form A"),
    "another right option in a translation": (
        "fr/form-a.md", "- [x] «\u00a0La direction", "- [ ] «\u00a0La direction", "must have one"
    ),
    "no right option": (
        "en/form-b.md", "- [x] 6\n  > 5.6 is rounded up, so that everybody is reached.\n",
        "- [ ] 6\n  > 5.6 is rounded up, so that everybody is reached.\n", "must have one"
    ),
    "a lesson that there is not": (
        "week.yaml", "swit/why-swit", "swit/why-not", "names no lesson for “q-order”"
    ),
    "a question nobody asks": (
        "week.yaml", "about:\n", "about:\n  q-none: swit/why-swit\n", "which no form asks"
    ),
    "a much longer twin": (
        "en/form-b.md", "### Which of these is an ask?",
        "### " + "Think of all that we have said about it so far this week. " * 4
        + "Which is an ask?",
        "is half as long again",
    ),
    "feedback that stutters": (
        "en/form-a.md", "> It says which decision", "> Yes. It says which decision",
        "need not begin with “Yes”",
    ),
    "four words on a scale": ("en/evaluation.yaml", '"not at all", ', "", "must have 5 words"),
    "a sentence missing": ("fr/evaluation.yaml", "  pace:", "  pase:", "no words for “pace”"),
    "no quiz at all": ("en/form-a.md", "{#quiz}", "{#questions}", "below a heading with"),
}  # fmt: skip


@pytest.mark.parametrize("why", SPOILT)
def test_whatever_is_wrong_is_named(why: str, copy: Path):
    file, old, new, said = SPOILT[why]
    change(copy, file, old, new)
    assert any(said in one for one in of_week(copy)), of_week(copy)


def test_a_right_option_at_the_same_place_in_both_forms_is_named(copy: Path):
    change(copy, "en/form-b.md", "- [ ] 7\n", "- [x] 7\n")
    change(copy, "en/form-b.md", "- [x] 6\n", "- [ ] 6\n")
    assert any("“q-ratio” stands at the same place" in one for one in of_week(copy))


def test_a_lesson_that_no_question_is_about_is_told_but_stops_nobody(copy: Path):
    change(copy, "week.yaml", "q-number: advocacy/evidence", "q-number: advocacy/who-decides")
    said = "No question before and after a week is about “advocacy/evidence”."
    assert of_week(copy) == [f"week/week.yaml:1: Warning: {said}"]
    assert load_week(copy) is not None


def test_what_does_not_belong_there_is_named(copy: Path):
    (copy / "week" / "en" / ".hidden").write_text("x")
    (copy / "week" / "names.csv").write_text("x")
    assert len(of_week(copy)) == 2


@pytest.mark.parametrize("gone", ["week.yaml", "fr/form-b.md", "en/evaluation.yaml"])
def test_a_bank_that_lacks_a_file_stops_nobody_who_leaves_out_what_is_broken(gone: str, copy: Path):
    (copy / "week" / gone).unlink()
    assert load_week(copy, leave_out_broken=True) is None
    if gone != "week.yaml":
        with pytest.raises(AcademyError, match="course_invalid"):
            load_week(copy)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_paper_can_be_printed_with_our_own_fonts(
    language: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(glyphs, "_installed", lambda: ())
    said = "".join(path.read_text("utf-8") for path in (COURSES / "week" / language).iterdir())
    assert missing.find([missing.Text("title", said, language)], Browser()) == []

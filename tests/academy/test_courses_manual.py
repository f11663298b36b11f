"""A manual in Markdown becomes a course that can be read, checked and adapted."""

import pytest

from academy import courses
from academy.courses.own import Own, manual, with_own
from academy.courses.own.manual import Told
from academy.errors import AcademyError
from tests.academy.courses_own import PACKS

TOLD = Told(language="fr", licence="CC-BY-4.0", by="The gardeners")
BOOK = """# Le jardin: guide

Un guide *pour tous*.

## La terre

Tout commence ici.

### Creuser

Avec une bêche.

#### Outils

| Outil | Prix |
|---|---|
| Bêche | 20 |

### Creuser

Encore.

## L’eau

Il pleut.

```
# pas un titre
```
"""


@pytest.fixture
def own(tmp_path):
    return Own(PACKS, tmp_path / "own")


def read(own, id):
    library = with_own(courses.load(PACKS), own)
    assert library.broken == ()
    return library.course(id)


def test_one_title_is_the_course_and_its_chapters_are_lessons(own):
    made = manual.bring(own, BOOK, TOLD)
    course = read(own, made.id)
    assert (course.id, course.title, course.licence) == (
        "manual", "Le jardin: guide", "CC-BY-4.0",
    )  # fmt: skip
    assert course.adapted_from[0].by == "The gardeners"
    assert (course.original, course.summary) == ("fr", "Un guide pour tous.")
    first, second = course.lessons
    assert (first.title, first.slug) == ("La terre", "la-terre")
    assert not first.reviewed
    assert first.lead.text == "Tout commence ici."
    assert [(one.id, one.title) for one in first.sections] == [
        ("creuser", "Creuser"), ("creuser-2", "Creuser"),
    ]  # fmt: skip
    assert "<h3>Outils</h3>" in first.sections[0].html
    assert "<table>" in first.sections[0].html
    assert "# pas un titre" in second.sections[0].text
    errors = [one for one in courses.check(own.folder) if one.severity == "error"]
    assert errors == []


def test_several_titles_are_lessons_and_the_course_is_named_by_whoever_brings_it(own):
    text = "Bonjour.\n\n# A\n\n## B\n\nc\n\n# 课程\n\nd\n"
    with pytest.raises(AcademyError, match="field_missing"):
        manual.bring(own, text, TOLD)
    course = manual.bring(own, text, Told("fr", "CC0-1.0", "", "Deux leçons"))
    assert [one.slug for one in course.lessons] == ["a", "lesson"]
    assert course.html == "<p>Bonjour.</p>\n"
    assert course.lessons[1].sections[0].title == "课程"


def test_the_same_manual_twice_is_two_courses_and_takes_no_ones_place(own):
    assert [manual.bring(own, BOOK, TOLD).id for _ in "ab"] == ["manual", "manual-2"]
    assert read(own, "garden").title == "A garden together"


REFUSED = {
    "nothing": ("", "manual_empty"),
    "no chapters": ("Only words.", "manual_empty"),
    "no title": ("# A\n\nb\n\n# B\n\nc", "field_missing"),
    "a title alone": ("# A\n\nwords", None),
    "a sign nobody sees": ("# A\n\nb\u202ec", "course_invalid"),
    "a page of brackets": ("# A\n\n" + "[" * 6_000, "course_invalid"),
    "a chapter beyond all sizes": ("# A\n\n" + "x" * 300_000, "course_invalid"),
    "hundreds of chapters": ("".join(f"# A{n}\n\nb\n\n" for n in range(200)), "manual_empty"),
}


@pytest.mark.parametrize(("text", "code"), REFUSED.values(), ids=REFUSED)
def test_what_makes_no_course_is_refused_and_leaves_nothing(text, code, own):
    told = Told("fr", "CC0-1.0", "", "A title" if code != "field_missing" else "")
    if code is None:
        assert manual.bring(own, text, told).lessons
        return
    with pytest.raises(AcademyError, match=code):
        manual.bring(own, text, told)
    assert not own.folder.exists() or list(own.folder.iterdir()) == []


def test_html_in_a_manual_is_text_and_pictures_from_elsewhere_are_none(own):
    text = "# A\n\n<script>alert(1)</script>\n\n![x](http://evil.example/x.png)\n"
    html = manual.bring(own, text, Told("en", "CC0-1.0", "", "T")).lessons[0].sections[0].html
    assert "<script" not in html
    assert "evil.example" not in html


@pytest.mark.parametrize("value", ["a'b: c\n- d", '{"x"}', "# x", "a\\b", "\u202e", "yes"])
def test_whatever_is_said_of_a_manual_is_only_text(value, own):
    course = manual.bring(own, "# A\n\nb", Told("en", "CC0 " + value, value, "T " + value))
    assert "\n" not in course.licence
    assert len(course.lessons) == 1

"""Courses on paper: one sheet a lesson, answers where they belong, and no trace of us."""

import re
from pathlib import Path

import pytest

from academy.courses import away, load
from academy.courses.languages import locale_of
from academy.data import data_folder
from academy.errors import AcademyError
from academy.printing import document, glyphs, lessons, pdf, press
from academy.text import han
from academy.web.shared.words import beside
from tests import ours
from tests.academy.test_printing import needs_pango, unpacked

PACKS = Path(__file__).resolve().parent.parent / "packs"
GARDEN = load(PACKS)
OURS = ours.library()


def version(library, id, language):
    found = library.course(id).in_language(language)
    assert found.is_in(language)
    return found


def handout(library, id, language, number=1):
    course = version(library, id, language)
    return lessons.handout(
        course, course.lessons[number - 1], words=beside(language),
        pictures=away.drawn(library, id),
    )  # fmt: skip


def booklet(library, id, language, *, facilitators=False):
    return lessons.booklet(
        version(library, id, language), words=beside(language),
        pictures=away.drawn(library, id), facilitators=facilitators,
    )  # fmt: skip


def pages(made):
    return len(re.findall(rb"/Type /Page\b", unpacked(made)))


def test_a_handout_has_the_lesson_its_questions_and_the_answers_after_them():
    page = handout(GARDEN, "garden", "en")
    for words in ("Soil", "handful of earth", "A heap of leaves", "Spade"):
        assert words in page
    asked, answered = page.split('<div class="answers">')
    assert "Paint seals it" not in page
    assert "It feeds" not in asked
    assert re.search(r"<b>1 B</b>.*It feeds", answered)
    assert re.search(r"<b>2 A</b>.*then it holds", answered, re.IGNORECASE)


def test_a_booklet_has_every_lesson_its_contents_and_the_answers_at_its_end():
    page = booklet(GARDEN, "garden", "en")
    assert re.findall('<article id="([a-z]+)"', page) == ["soil", "water", "answers"]
    assert re.findall('<a href="#([a-z]+)"', page) == ["soil", "water", "answers"]
    assert "Welcome. Begin with the soil." in page
    assert "A handbook of gardens, The gardeners" in page
    assert "It feeds" not in page.split('id="answers"')[0]
    assert "For facilitators" not in page


def test_facilitators_have_the_answers_beside_the_questions_with_all_that_is_said():
    page = booklet(GARDEN, "garden", "en", facilitators=True)
    assert "For facilitators" in page
    assert page.count('class="opt right"') == 2
    for said in ("Paint seals it.", "Dry soil falls apart.", "Pressing shows"):
        assert said in page
    assert 'id="answers"' not in page
    assert "70 %" in page


def test_each_language_speaks_for_itself_and_what_is_missing_stands_in_the_original():
    page = booklet(GARDEN, "garden", "ar")
    assert '<html lang="ar" dir="rtl">' in page
    assert '<h1 lang="en" dir="ltr">Soil</h1>' in page
    assert "الإجابات" in page
    assert "هذا الدرس غير متاح بلغتك بعد" in page


def test_no_title_says_what_a_course_is_about():
    for page in (handout(OURS, "swit", "fr"), booklet(OURS, "swit", "fr")):
        assert "SWIT" not in re.search("<title>(.*?)</title>", page)[1]


def test_no_address_of_this_laptop_is_on_paper():
    page = booklet(GARDEN, "garden", "en")
    assert "See water or <a" in page
    assert set(re.findall('(?:href|src)="([a-z]*:?/?/?)', page)) == {"", "https://", "data:"}
    assert not re.search('(?:href|src)="/', page)


def test_a_drawings_words_are_set_in_our_fonts():
    page = handout(GARDEN, "garden", "en")
    assert "data:image/svg+xml;base64," in page
    for root in (
        b'<svg xmlns="http://www.w3.org/2000/svg" a="x > y">',
        b"<x:svg\n xmlns:x='http://www.w3.org/2000/svg'>",
    ):
        styled = lessons._in_our_letters("image/svg+xml", b"<!-- <svg --> " + root + b"<g/>")
        assert root in styled
        assert styled.index(b"style>*{font-family:'Academy Sans'") > styled.index(root)
    assert lessons._in_our_letters("image/png", b"<svg>") == b"<svg>"


@needs_pango
@pytest.mark.parametrize(("language", "sheets"), [("en", 1), ("fr", 2), ("zh-Hans", 1)])
def test_our_lessons_fit_on_one_sheet(language, sheets):
    """The longest of the ten; the smallest size alone says whether it can. French runs longer."""
    longest = max(
        (
            lesson
            for course in OURS.courses
            for lesson in course.in_language(language).lessons
            if lesson.language == language
        ),
        key=lambda lesson: sum(len(part.text) for part in lesson.sections),
    )
    page = handout(OURS, longest.course, language, longest.number)
    assert pdf.sheets(page, lessons.SIZES) <= sheets, longest.slug


def sized(words):
    """A document of so many words that can be set larger or smaller."""
    return document.whole(
        [document.Markup(f"<p>{'word ' * words}</p>")], words=beside("en"), title="x"
    )


@needs_pango
def test_letters_are_as_large_as_the_sheets_have_room_for():
    sizes = (10.0, 11.0, 14.0, 30.0)
    for words, sheets in ((600, 1), (2400, 2)):
        taken = {size: pages(pdf.render(sized(words), (size,))) for size in sizes}
        assert pdf.sheets(sized(words), sizes) == sheets
        assert 2 * sheets - 1 <= taken[10.0] <= 2 * sheets < taken[30.0]
        best = max(size for size in sizes if taken[size] <= 2 * sheets)
        assert best > 10.0
        assert pdf.render(sized(words), sizes) == pdf.render(sized(words), (best,))


@needs_pango
def test_a_pdf_says_what_its_text_is_and_nothing_of_where_and_when_it_was_made():
    made = pdf.render(booklet(GARDEN, "garden", "en"))
    everything = unpacked(made)
    for trace in (
        b"WeasyPrint", b"Academy", b"Producer", b"Creator", b"CreationDate", b"CreateDate",
        b"ModDate", b"/Author", b"file:", b"/tmp/", b".ttf", str(PACKS).encode(),
    ):  # fmt: skip
        assert trace not in everything, trace
    assert b"Course G" in everything
    assert made == pdf.render(booklet(GARDEN, "garden", "en"))


@needs_pango
def test_only_our_fonts_are_in_it():
    made = unpacked(pdf.render(booklet(GARDEN, "garden", "ar")))
    fonts = set(re.findall(rb"/FontName /[A-Z]{6}\+([A-Za-z-]+)", made))
    assert fonts == {b"Noto-Sans", b"Noto-Title-Semi-Bold", b"Noto-Arabic"}


# In Traditional characters


@pytest.fixture
def bare(monkeypatch):
    """A laptop without any font but ours."""
    monkeypatch.setattr(glyphs, "_elsewhere", lambda _point: False)


def test_a_handout_is_in_traditional_characters_and_says_how_it_came_to_that():
    page = handout(GARDEN, "garden", "zh-Hant")
    assert '<html lang="zh-Hant"' in page
    assert "編制花園預算" in page
    assert beside("zh-Hant").gettext("Converted from Simplified Chinese by a program.") in page
    assert "由程序從簡體中文轉換而來" in page


def test_what_no_font_has_is_printed_as_it_was_written_and_that_is_said(bare):
    page = handout(OURS, "swit", "zh-Hant")
    assert "攢" not in page
    assert "攒錢" in page
    said = beside("zh-Hant").gettext(
        "Printed in Simplified form, for want of a font: %(characters)s", characters="攒"
    )
    assert f'<p class="told">{said}</p>' in page
    assert glyphs.missing_characters(handout(OURS, "swit", "zh-Hans")) >= (
        glyphs.missing_characters(page)
    )


def test_a_font_of_the_laptop_comes_before_that(monkeypatch):
    monkeypatch.setattr(glyphs, "_elsewhere", lambda point: chr(point) == "攢")
    page = handout(OURS, "swit", "zh-Hant")
    assert "攢錢" in page
    assert "攒" not in page


def test_our_fonts_have_nearly_all_that_our_courses_say_in_traditional_characters():
    lacking = set()
    for course in OURS.courses:
        made, source = (course.in_language(one) for one in ("zh-Hant", "zh-Hans"))
        texts = ["".join(map(lessons_text, one.lessons)) for one in (made, source)]
        lacking |= glyphs.missing_characters(texts[0]) - glyphs.missing_characters(texts[1])
    assert lacking <= set("婭攢")
    assert not glyphs.missing_characters("".join(map(han.folded, lacking)))


def test_our_fonts_have_all_that_guides_worksheets_and_questions_say_in_them():
    ours = data_folder("courses")
    written = [
        path.read_text("utf-8")
        for path in (*ours.rglob("zh-Hans/trainer/*.md"), *ours.rglob("*.zh-Hans.yaml"),
                     *ours.rglob("week/zh-Hans/*"))
    ]  # fmt: skip
    assert len(written) > 60
    made = "".join(map(han.traditional, written))
    assert glyphs.missing_characters(made) <= glyphs.missing_characters("".join(written))


def lessons_text(lesson):
    quiz = lesson.quiz.source if lesson.quiz else ""
    return f"{lesson.title}{lesson.summary}{lesson.text}{quiz}"


# The press


@needs_pango
def test_the_press_makes_what_the_house_makes(monkeypatch, tmp_path):
    monkeypatch.setattr(press.tempfile, "tempdir", str(tmp_path))
    page = handout(GARDEN, "garden", "zh-Hans", 2)
    assert press.pdf(page, lessons.SIZES[-1:]) == pdf.render(page, lessons.SIZES[-1:])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("why", ["dies", "refuses", "hangs", "is not there"])
def test_whatever_becomes_of_the_press_is_one_refusal(monkeypatch, tmp_path, why):
    monkeypatch.setattr(press.tempfile, "tempdir", str(tmp_path))
    (tmp_path / "academy" / "printing").mkdir(parents=True)
    does = {
        "dies": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "refuses": "import sys; sys.exit(3)",
        "hangs": "import time; time.sleep(60)",
        "is not there": "raise ImportError",
    }[why]
    for package in ("academy", "academy/printing"):
        (tmp_path / package / "__init__.py").touch()
    (tmp_path / "academy" / "printing" / "child.py").write_text(does)
    monkeypatch.setattr(press, "SECONDS", 1)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(AcademyError, match="paper_failed"):
        press.pdf("<p>x</p>")
    assert [one.name for one in tmp_path.iterdir()] == ["academy"]


def test_the_press_is_not_told_what_opens_a_store(monkeypatch):
    monkeypatch.setenv("ACADEMY_PASSPHRASE", "canary")
    told = press._surroundings("somewhere")
    assert "canary" not in told.values()
    assert told["TMPDIR"] == told["TEMP"] == "somewhere"


def test_the_language_beside_a_text_is_its_own_where_we_speak_it():
    assert beside("zh-Hans").language == "zh-Hans"
    assert beside("ha").language == "en"
    assert locale_of("zh-Hans") == "zh_Hans"

"""The pictures of the courses as a browser draws them: four languages, a phone, light, dark."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from academy import courses
from academy.courses.figures import letters
from academy.courses.languages import is_rtl
from tests.academy.lesson_files import LANGUAGES

ROOT = Path(__file__).parents[2]
STYLE = (ROOT / "academy/web/shared/static/core.css").read_text("utf-8")
TEXT = "{http://www.w3.org/2000/svg}text"
MEASURE = """() => [...document.querySelectorAll('figure')].map(figure => {
    const svg = figure.querySelector('svg'), all = svg.getBoundingClientRect();
    const lines = [...svg.querySelectorAll('text')].map(one => {
        const box = one.getBoundingClientRect(), style = getComputedStyle(one);
        return {
            said: one.textContent, long: one.getComputedTextLength(), ink: style.fill,
            left: box.left - all.left, right: all.right - box.right,
            top: box.top - all.top, bottom: all.bottom - box.bottom,
            at: [box.left, box.right, box.top, box.bottom],
            size: parseFloat(style.fontSize) * all.width / svg.viewBox.baseVal.width,
        };
    });
    return {lines, wide: all.width, label: svg.getAttribute('aria-label'),
            over: document.documentElement.scrollWidth};
})"""


def figures(language):
    ours = courses.load(ROOT / "courses"), courses.load(ROOT / "tests/packs")
    for library in ours:
        for course in library.courses:
            for name in course.figures:
                figure = library.figure(course.id, name, language)
                if figure.language == language:
                    yield figure


def page_of(found, language):
    way = "rtl" if is_rtl(language) else "ltr"
    shown = "".join(figure.html_in(language) for figure in found)
    return (
        f'<!doctype html><html lang="{language}" dir="{way}"><meta charset="utf-8"><style>{STYLE}'
        f'</style><main class="wrap"><article class="prose">{shown}</article></main></html>'
    )


@pytest.fixture(scope="module")
def phone(browser):
    page = browser.new_page(viewport={"width": 360, "height": 740}, java_script_enabled=True)
    yield page
    page.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_phone_shows_every_word_whole_and_large_enough(phone, language):
    found = list(figures(language))
    assert len(found) >= {"ar": 1}.get(language, 10)
    phone.emulate_media(color_scheme="light")
    phone.set_content(page_of(found, language))
    for figure, drawn in zip(found, phone.evaluate(MEASURE), strict=True):
        assert (drawn["label"], drawn["wide"], drawn["over"]) == (figure.title, 328, 360)
        for line, expected in zip(drawn["lines"], lines(figure), strict=True):
            where = f"{figure.name}: {line['said']}"
            assert line["size"] >= 12, where
            assert min(line["left"], line["right"], line["top"], line["bottom"] + 1) >= 0, where
            assert line["long"] <= expected, where
        assert_apart(figure.name, drawn["lines"])


def lines(figure):
    """How long each line of words may be at most, as it was reckoned when it was set."""
    for one in ET.fromstring(figure.svg).iter(TEXT):
        bold = one.get("font-weight") == "600"
        yield letters.width(one.text, bold=bold) * float(one.get("font-size", "13")) + 0.5


def assert_apart(name, found):
    for number, one in enumerate(found):
        for other in found[number + 1 :]:
            (a, b, c, d), (e, f, g, h) = one["at"], other["at"]
            wide, high = min(b, f) - max(a, e), min(d, h) - max(c, g)
            # A line's box is higher than its letters; those of one text touch.
            assert wide <= 1 or high <= 5, (name, one["said"], other["said"])


def test_the_reader_who_needs_large_letters_has_them_in_pictures_too(phone):
    found = list(figures("en"))
    page = page_of(found, "en").replace("<html ", '<html class="large" ')
    phone.set_content(page.replace("</style>", ".large{font-size:150%}</style>"))
    for drawn in phone.evaluate(MEASURE):
        assert drawn["wide"] == 492
        assert drawn["over"] == 360  # the picture can be pushed aside, the page stays
        assert min(line["size"] for line in drawn["lines"]) >= 18


def test_words_can_be_read_in_the_dark(phone):
    phone.emulate_media(color_scheme="dark")
    phone.set_content(page_of(figures("en"), "en"))
    inks = {line["ink"] for drawn in phone.evaluate(MEASURE) for line in drawn["lines"]}
    assert inks == {"rgb(237, 234, 228)", "rgb(169, 179, 181)", "rgb(13, 28, 28)"}


def test_what_a_picture_says_is_behind_a_fold_that_opens_without_script(browser):
    page = browser.new_page(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page.set_content(page_of(list(figures("fr"))[:1], "fr"))
    said = page.locator("details p")
    assert not said.is_visible()
    page.locator("summary").click()
    assert said.is_visible()
    page.close()

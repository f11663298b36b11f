"""The main pages on phones of 2016, in colours that the reader forces, and without any styles.

`python -m tests.old_browsers` looks at more pages, languages and browsers; this is its short form.
"""

import io
from html.parser import HTMLParser

import pytest
from PIL import Image

from academy.web.shared.drawing import BEADS, SIGNS
from tests.old_browsers import beads, fetching, pages
from tests.old_browsers.__main__ import compare

OLDEST = "64"
SHORTLY = {"home", "me", "checked", "here", "today", "take"}
LOOKED_AT = {
    "home",
    "lesson",
    "checked",
    "here",
    "me",
    "check",
    "today",
    "settings",
    "take",
    "wall",
}

BARE = """() => [...document.querySelectorAll('a.btn, button.btn')].filter(one => {
  const s = getComputedStyle(one);
  return one.getClientRects().length && s.opacity !== '0'
    && (s.borderTopStyle === 'none' || parseFloat(s.borderTopWidth) < 1
        || s.borderTopColor === s.backgroundColor);
}).map(one => one.textContent)"""
CURRENT = """() => [...document.querySelectorAll('[aria-current]')].filter(one =>
  getComputedStyle(one).outlineStyle === 'none').map(one => one.textContent)"""
"""Places that would be known by their background alone."""
FOCUS = """() => {
  const s = getComputedStyle(document.activeElement);
  const shown = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
  const after = document.activeElement.nextElementSibling;
  return shown || Boolean(after) && getComputedStyle(after).outlineStyle !== 'none';
}"""


class InOrder(HTMLParser):
    """What comes after what on a page, and the text of each bead."""

    def __init__(self, page):
        super().__init__()
        self.order, self.beads, self._bead = [], [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        kinds = (found.get("class") or "").split()
        if "skip" in kinds:
            self.order.append("skip")
        elif tag in {"header", "main", "nav", "footer", "h1"}:
            self.order.append(tag)
        if tag == "i":
            self._bead = [set(kinds), ""]

    def handle_data(self, data):
        if self._bead is not None:
            self._bead[1] += data

    def handle_endtag(self, tag):
        if tag == "i" and self._bead is not None:
            self.beads.append(self._bead)
            self._bead = None


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """The main pages of the demo, in languages of both directions."""
    return pages.collect(tmp_path_factory.mktemp("pages"), ("en", "ar"))


@pytest.fixture(scope="module")
def english(seen):
    return [one for one in seen if one.language == "en" and one.name in LOOKED_AT]


@pytest.mark.usefixtures("browser")
def test_nothing_stands_worse_in_a_browser_of_old_phones(seen):
    try:
        fetching.browser(OLDEST)
    except fetching.MissingError as missing:
        pytest.skip(f"no browser of old phones here: {missing}")
    shortly = [one for one in seen if one.name in SHORTLY]
    assert compare(shortly, [OLDEST]) == {}


@pytest.fixture(params=["light", "dark"])
def forced(request, browser):
    context = browser.new_context(
        viewport={"width": 800, "height": 2400}, forced_colors="active", color_scheme=request.param
    )
    yield context.new_page()
    context.close()


def test_beads_differ_in_shape(forced, tmp_path):
    forced.goto(beads.page(tmp_path).as_uri())
    where = forced.evaluate(f"() => {{ {beads.WHERE} }}")
    assert list(beads.alike_in(forced.screenshot(), where)) == []


def test_buttons_keep_an_outline_and_the_current_place_a_frame(forced, english):
    for one in english:
        forced.goto(one.file.as_uri())
        assert forced.evaluate(BARE) == [], one.name
        assert forced.evaluate(CURRENT) == [], one.name


def test_focus_is_seen_wherever_it_is(forced, english):
    for one in english:
        if one.name in {"home", "lesson", "take"}:
            forced.goto(one.file.as_uri())
            for press in range(12):
                forced.keyboard.press("Tab")
                if forced.evaluate("document.activeElement === document.body"):
                    assert press > 5, one.name
                    break
                assert forced.evaluate(FOCUS), (one.name, press)


def test_a_ticked_state_is_framed(forced, english):
    take = next(one for one in english if one.name == "take")
    forced.goto(take.file.as_uri())
    forced.locator(".five input").first.check()
    frame = forced.locator(".five input:checked + span").first
    assert frame.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"


def test_a_code_stays_black_on_white(forced, english):
    wall = next(one for one in english if one.name == "wall")
    forced.goto(wall.file.as_uri())
    picture = Image.open(io.BytesIO(forced.locator("svg.qr").first.screenshot())).convert("L")
    assert picture.getpixel((12, 12)) == 255
    dark = sum(picture.histogram()[:64]) / (picture.width * picture.height)
    assert 0.2 < dark < 0.6


def test_every_kind_of_bead_has_a_sign_of_its_own():
    assert set(SIGNS) == set(BEADS.values())
    assert len(set(SIGNS.values())) == len(SIGNS)


def test_a_page_reads_in_order(seen):
    for one in seen:
        order = InOrder(one.file.read_text("utf-8")).order
        if one.name == "wall":
            continue
        assert order[:2] == ["skip", "header"], one.name
        assert order.index("header") < order.index("main") < order.index("h1"), one.name
        assert order.count("main") == order.count("h1") == 1, one.name
        if one.staff:
            assert order.index("nav") < order.index("main"), one.name
        elif "footer" in order:
            assert order.index("main") < order.index("footer"), one.name


def test_every_bead_says_its_state_in_a_sign(seen):
    said = 0
    for one in seen:
        for kinds, text in InOrder(one.file.read_text("utf-8")).beads:
            (kind,) = kinds & set(SIGNS)
            assert text.removesuffix("!") == SIGNS[kind], (one.name, kinds)
            said += 1
    assert said > 100


def test_where_one_is_is_told_by_an_attribute(seen):
    for one in seen:
        if one.staff and one.name != "wall":
            assert 'aria-current="page"' in one.file.read_text("utf-8"), one.name

"""A drawing and its words come from somebody, and stand in a page of ours: a table of attacks."""

import random
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from academy import courses
from academy.courses.figures import canvas, composing
from academy.errors import AcademyError

PACKS = Path(__file__).parent.parent / "packs"
DRAWING, WORDS, FRENCH = "media/season.svg", "en/figures.md", "fr/figures.md"
TEXT = '<text class="small strong" x="53" y="29">1</text>'


@pytest.fixture
def packs(tmp_path):
    return Path(shutil.copytree(PACKS, tmp_path / "packs"))


def change(packs, file, old, new):
    path = packs / "garden" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def errors(packs, file):
    return [
        (one.line, one.problem)
        for one in courses.check(packs)
        if one.severity == "error" and one.file == f"garden/{file}"
    ]


def pages(packs):
    """Everything that is ever made of the figure, either way round."""
    library = courses.load(packs, leave_out_broken=True)
    for language in ("en", "ar"):
        figure = library.figure("garden", "season", language)
        lesson = library.course("garden").in_language(language).lesson("water")
        yield "".join(section.html for section in lesson.sections)
        if figure:
            yield figure.svg
            yield figure.laid_out(80)


class Found(HTMLParser):
    """The tags and attributes a browser would see."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.attributes = set(), set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}


def here(inside):
    """An attack in the place of the first sign, on line 10 of the drawing."""
    return TEXT, inside


NOT_TAKEN = "“{}” is not taken in a figure."
NO_ATTRIBUTE = "“{}” is not taken in a figure; colours and lines come from classes."
OUT = "The place for these words reaches out of the drawing; “x” {}."
MIDDLE = "and “y” are its middle"
NO_KEY = (
    "“{}” is neither the key of words, with “data-width” and “data-height”, nor a sign such as “×”."
)
DRAWINGS = {
    "a script": (*here("<script>alert(1)</script>"), NOT_TAKEN.format("script")),
    "a script of another space": (
        *here('<h:script xmlns:h="http://www.w3.org/1999/xhtml"/>'), NOT_TAKEN.format("script"),
    ),
    "a page": (*here("<foreignObject/>"), NOT_TAKEN.format("foreignObject")),
    "a style for the whole page": (
        *here("<style>body{display:none}</style>"), NOT_TAKEN.format("style"),
    ),
    "a title that ends the drawing": (*here("<title>x</title>"), NOT_TAKEN.format("title")),
    "a link": (*here('<a href="http://evil.example"/>'), NOT_TAKEN.format("a")),
    "a picture from elsewhere": (
        *here('<image href="http://evil.example/x.png"/>'), NOT_TAKEN.format("image"),
    ),
    "a shape used again": (*here('<use href="#a"/>'), NOT_TAKEN.format("use")),
    "something that moves": (*here("<animate/>"), NOT_TAKEN.format("animate")),
    "an event": (*here('<circle r="1" onload="alert(1)"/>'), NO_ATTRIBUTE.format("onload")),
    "a style on a shape": (*here('<circle r="1" style="fill:red"/>'), NO_ATTRIBUTE.format("style")),
    "a colour": (*here('<circle r="1" fill="url(http://x)"/>'), NO_ATTRIBUTE.format("fill")),
    "a filter": (*here('<circle r="1" filter="url(#x)"/>'), NO_ATTRIBUTE.format("filter")),
    "a name for the page's own": (*here('<circle r="1" id="quiz"/>'), NO_ATTRIBUTE.format("id")),
    "a link on a shape": (
        *here('<circle r="1" xmlns:l="http://www.w3.org/1999/xlink" l:href="#a"/>'),
        NO_ATTRIBUTE.format("href"),
    ),
    "a class of the page": (
        *here('<circle class="btn" r="1"/>'), "There is no class “btn” for a shape.",
    ),
    "a class of the page on words": (
        *here('<text class="notice" x="1" y="1">1</text>'), "There is no class “notice” for words.",
    ),
    "a huge number": (*here('<circle r="99999"/>'), "“r” has a value here that is not taken."),
    "a number without end": (*here('<circle r="1e9"/>'), "“r” has a value here that is not taken."),
    "a length of its own": (*here('<circle r="100%"/>'), "“r” has a value here that is not taken."),
    "an address in a path": (
        *here('<path d="M0 0url(x)"/>'), "“d” has a value here that is not taken.",
    ),
    "a long path": (
        *here(f'<path d="{"M0 0" * 600}"/>'), "“d” has a value here that is not taken.",
    ),
    "a strange turn": (
        *here('<path d="M0 0" transform="matrix(9 9 9 9 9 9)"/>'),
        "“transform” has a value here that is not taken.",
    ),
    "a group that turns its words": (
        *here('<g transform="rotate(9)"/>'), NOT_TAKEN.format("g"),
    ),
    "words in a shape": (*here('<circle r="1"><g/></circle>'),
                         "Nothing may stand inside a “circle”."),
    "an element in words": (*here('<text x="1" y="1"><tspan>a</tspan></text>'),
                            "Nothing may stand inside a “text”."),
    "words where none stand": (*here("Hello"), "Text stands in a “text”."),
    "sentences in the drawing": (*here('<text x="1" y="1">We sow</text>'), NO_KEY.format("We sow")),
    "markup in a sign": (
        *here('<text x="1" y="1">&lt;b&gt;</text>'), NO_KEY.format("<b>"),
    ),
    "a sign that turns the line round": (
        *here('<text x="1" y="1">\u202e12</text>'), NO_KEY.format("\u202e12"),
    ),
    "half a place": (*here('<text x="1" y="1" data-width="9">sow</text>'), NO_KEY.format("sow")),
    "a place for a page": (
        *here('<text x="1" y="1" data-width="9999" data-height="9">sow</text>'),
        OUT.format(MIDDLE),
    ),
    "a place inside out": (
        *here('<text x="50" y="50" data-width="-9" data-height="9">sow</text>'),
        OUT.format(MIDDLE),
    ),
    "a place over the page": (
        *here('<text x="50" y="-500" data-width="9" data-height="9">sow</text>'),
        OUT.format(MIDDLE),
    ),
    "a place that begins too far on": (
        *here('<text x="320" y="50" text-anchor="start" data-width="9" data-height="9">sow</text>'),
        OUT.format("is its start"),
    ),
    "words nowhere": (*here("<text>1</text>"), "Words need “x” and “y”."),
    "too many shapes": (*here('<circle r="1"/>' * 301), "A figure has at most 300 elements."),
    "too many words": (
        *here('<text x="1" y="1">1</text>' * 61), "A figure has at most 60 places for words.",
    ),
    "not to its end": (*here("<g>"), "This isn't SVG that can be read."),
}  # fmt: skip
WHOLE = {
    "a wide drawing": ('viewBox="0 0 328 158"', 'viewBox="0 0 900 158"', 1),
    "a tall drawing": ('viewBox="0 0 328 158"', 'viewBox="0 0 328 999"', 1),
    "an event on all": ("<svg ", '<svg onload="alert(1)" ', 1),
    "another space": ("http://www.w3.org/2000/svg", "http://evil.example/", 1),
    "entities": ("<svg ", '<!DOCTYPE svg [<!ENTITY a "aaa">]><svg ', 1),
    "a file from outside": ("<svg ", '<!DOCTYPE s [<!ENTITY a SYSTEM "file:///x">]><svg ', 1),
    "a style that is asked for": ("<svg ", '<?xml-stylesheet href="http://x"?><svg ', 1),
    "something behind it": ("</svg>", "</svg><script/>", 16),
}


@pytest.mark.parametrize(("old", "new", "problem"), DRAWINGS.values(), ids=DRAWINGS)
def test_what_does_more_than_draw_is_named_and_never_shown(old, new, problem, packs):
    change(packs, DRAWING, old, new)
    line = 16 if "isn't SVG" in problem else 10
    assert (line, problem) in errors(packs, DRAWING)
    assert_nothing_drawn(packs)


@pytest.mark.parametrize(("old", "new", "line"), WHOLE.values(), ids=WHOLE)
def test_a_strange_drawing_is_named_and_never_shown(old, new, line, packs):
    change(packs, DRAWING, old, new)
    assert line in [at for at, _ in errors(packs, DRAWING)]
    assert_nothing_drawn(packs)


def assert_nothing_drawn(packs):
    for page in pages(packs):
        found = Found(page)
        assert not found.tags & {"svg", "script", "style", "a", "image", "foreignobject", "use"}
        assert "evil" not in page


@pytest.mark.parametrize(
    ("entities", "sign"), [('<!ENTITY a "aaaaaaaaaa">', "&a;"), ("", "&nope;")], ids=["a", "none"]
)
def test_no_entity_is_ever_read(entities, sign, packs):
    declared = f"<!DOCTYPE svg [{entities}]>" if entities else ""
    path = packs / "garden" / DRAWING
    text = path.read_text("utf-8").replace(">1<", f">{sign}<")
    path.write_text(declared + text, "utf-8")
    assert len(errors(packs, DRAWING)) >= 1
    assert_nothing_drawn(packs)


MARKUP = [
    "<script>alert(1)</script>",
    "</text></svg><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "--><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onload='alert(1)",
    "&lt;script&gt;",
    "<![CDATA[<b>]]>",
    "{{ 7 * 7 }}",
    "![](http://evil.example/x.png)",
    "[x](javascript:alert(1))",
]
OURS = {
    *("svg", "path", "circle", "rect", "text", "title", "desc", "g"),
    *("figure", "div", "figcaption", "b", "details", "summary", "p"),
}
STYLED = {("div", "style"), ("svg", "style")}  # on paper only


@pytest.mark.parametrize("attack", MARKUP)
def test_markup_in_words_is_shown_as_it_stands(attack, packs):
    for words in ("We sow in spring", "A year of growing", "Last we"):  # a word, title, said
        change(packs, WORDS, words, attack)
    for page in pages(packs):
        found = Found(page)
        assert found.tags - {"a", "img"} <= OURS
        names = {name for _, name in found.attributes - STYLED}
        assert not [one for one in names if one.startswith("on") or one in {"src", "style"}]
        assert "javascript:" not in page.lower() or "href" not in names


def test_a_page_is_never_told_how_to_look_by_a_drawing(packs):
    library = courses.load(packs)
    html = library.course("garden").lesson("water").sections[0].html
    names = {name for _, name in Found(html).attributes}
    assert not names & {"style", "id", "href", "src", "name"}
    classes = set(" ".join(re.findall('class="([^"]*)"', html)).split())
    assert {one for one in classes if not one.startswith("p-")} == {"figure"}


@pytest.mark.parametrize("sign", ["\u202e", "\u202d", "\u202a", "\x07"])
def test_words_that_turn_the_page_round_are_refused_with_their_line(sign, packs):
    change(packs, WORDS, "We sow", f"We {sign}sow")
    problem = "Here is a sign that nobody sees: a control, or a change of direction."
    assert (6, problem) in errors(packs, WORDS)
    with pytest.raises(AcademyError) as refused:
        courses.load(packs)
    assert (refused.value.code, refused.value.details["line"]) == ("course_invalid", 6)


def test_a_figures_file_that_is_a_link_is_not_read(packs, tmp_path):
    (packs / "garden" / FRENCH).rename(tmp_path / "aside")
    (packs / "garden" / FRENCH).symlink_to(tmp_path / "aside")
    assert errors(packs, FRENCH) != []
    library = courses.load(packs, leave_out_broken=True)
    assert library.course("garden") is None


def test_a_drawing_that_is_a_link_is_not_shown(packs, tmp_path):
    (packs / "garden" / DRAWING).rename(tmp_path / "aside")
    (packs / "garden" / DRAWING).symlink_to(tmp_path / "aside")
    assert errors(packs, DRAWING) != []
    assert_nothing_drawn(packs)


def test_more_pictures_than_a_course_can_have_are_named(packs):
    path = packs / "garden" / WORDS
    many = "".join(f"\n## P {number} {{#p{number}}}\n\nIt says so.\n" for number in range(70))
    path.write_text(path.read_text("utf-8") + many, "utf-8")
    assert "A course has at most 60 pictures." in [one for _, one in errors(packs, WORDS)]


def test_the_worst_words_are_set_in_one_go(packs):
    """150 signs between any two of which a line may end, in a place that has no room."""
    change(packs, WORDS, "We sow in spring", "字" * 150)
    counted = [page.count("<text") for page in pages(packs) if "<text" in page]
    assert 0 < max(counted) < 60


PIECES = [
    *(b"<script>", b"&a;", b'"', b"'", b"<", b">", b"]]>", b"<![CDATA[", b"url(", b"\xff", b"\0"),
    *(b' onload="x"', b"&#0;", b"&#x202e;", b"<g>", b"</g>", b"<!--", b"-->", b"1e9", b"x:"),
]


def test_altered_drawings_are_read_or_refused_and_only_ever_draw():
    dice = random.Random(7)
    tongue = composing.Tongue("ar", rtl=True)
    drawing = (PACKS / "garden" / DRAWING).read_bytes()
    read, refused = 0, set()
    for _ in range(1500):
        altered = bytearray(drawing)
        for _ in range(dice.randint(1, 2)):
            at = dice.randrange(len(altered))
            altered[at : at + dice.choice((0, 0, 1, 9))] = dice.choice((*PIECES, b"", b"1"))
        try:
            found = canvas.read(bytes(altered))
        except canvas.FlawError as flaw:
            refused.add(flaw.line)
            continue
        read += 1
        page = composing.inline(found, {}, "x", tongue) + composing.laid_out(found, {}, tongue, 80)
        assert Found(page).tags <= OURS
        assert not re.search("script|onload|url|\u202e", page, re.IGNORECASE)
    assert read > 5
    assert refused <= set(range(1, 20))

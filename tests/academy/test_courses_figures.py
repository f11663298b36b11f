"""Pictures with words: read, composed, checked, stamped, and true to their lessons."""

import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from academy import courses
from academy.courses.figures import canvas, composing, letters
from academy.courses.markdown import blocks
from academy.errors import AcademyError
from academy.printing import glyphs
from tests import ours
from tests.academy.lesson_files import LANGUAGES

PACKS = Path(__file__).parent.parent / "packs"
ROOT = Path(__file__).parents[2]
OURS = ours.library()
EVERY = [(one.id, name) for one in OURS.courses for name in one.figures]
SVG = "{http://www.w3.org/2000/svg}"
ENGLISH, FRENCH, DRAWING = "en/figures.md", "fr/figures.md", "media/season.svg"


@pytest.fixture
def packs(tmp_path):
    folder = Path(shutil.copytree(PACKS, tmp_path / "packs"))
    for language in ("fr", "ru", "zh-Hans", "ar"):
        courses.stamp(folder, "garden", language)
    return folder


def change(packs, file, old, new):
    path = packs / "garden" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def told(packs, severity="error"):
    return [
        (one.file.removeprefix("garden/"), one.line, one.problem)
        for one in courses.check(packs)
        if one.severity == severity
    ]


def texts(svg):
    """Every line of words: what it says and its attributes."""
    return {one.text: one.attrib for one in ET.fromstring(svg).iter(f"{SVG}text")}


# What a lesson shows


@pytest.mark.parametrize("language", ["en", "fr", "zh-Hans", "ar"])
def test_a_lesson_shows_the_drawing_with_its_own_words(language):
    version = courses.load(PACKS).course("garden").in_language(language)
    figure = version.figures["season"]
    (section,) = version.lesson("water").sections
    assert f'role="img" aria-label="{figure.title}"' in section.html
    assert f"<figcaption><b>{figure.title}</b><details><summary>" in section.html
    assert f"<p>{figure.alternative}</p></details>" in section.html.replace("\n", "")
    said = " ".join(texts(figure.svg))
    for words in figure.words.values():
        assert set(words.split()) <= set(said.split())
    assert "<img" not in section.html


def test_what_is_around_a_figure_stays_around_it(packs):
    change(packs, "en/02-water.md", "![](", "Before.\n\n![](")
    change(packs, "en/02-water.md", "season.svg)", "season.svg)\n\nAfter.")
    html = courses.load(packs).course("garden").lesson("water").sections[0].html
    assert re.search(r"<p>Before.</p>\s*<figure.*</figure>\s*<p>After.</p>", html, re.DOTALL)


def test_words_are_found_by_searching():
    text = courses.load(PACKS).course("garden").lesson("water").sections[0].text
    for words in ("A year of growing", "We water all summer", "that is what the rest is for"):
        assert words in text


def test_a_figure_nobody_translated_says_which_language_it_speaks(packs):
    (packs / "garden/ar/figures.md").unlink()
    library = courses.load(packs)
    html = library.course("garden").in_language("ar").lesson("water").sections[0].html
    assert '<figure class="figure" lang="en" dir="ltr">' in html
    assert "We sow" in html
    assert library.figure("garden", "season", "ar").language == "en"
    assert library.figure("garden", "season", "fr").language == "fr"
    assert library.figure("garden", "nothing", "fr") is None
    assert library.figure("nothing", "season", "fr") is None


def test_half_translated_words_are_not_mixed_with_the_original(packs):
    change(packs, FRENCH, "- water: On arrose tout l’été\n", "")
    assert courses.load(packs).figure("garden", "season", "fr").language == "en"


def test_without_a_drawing_it_still_says_what_it_says(packs):
    change(packs, DRAWING, "<path", "<script")
    html = courses.load(packs).course("garden").lesson("water").sections[0].html
    assert "<svg" not in html
    assert "<details" not in html
    assert "Last we harvest together" in html


def test_paper_may_draw_a_figure_its_own_way():
    section = courses.load(PACKS).course("garden").lesson("water").sections[0]
    html = blocks(section.source, section.place, lambda figure: f"[{figure.name}]")
    assert html.endswith("[season]")
    assert "Rain is free." in html


# Right to left, and on paper


def test_arabic_is_mirrored_and_its_words_are_not():
    library = courses.load(PACKS)
    english, arabic = (library.figure("garden", "season", one).svg for one in ("en", "ar"))
    assert 'transform="matrix(-1 0 0 1 328 0)"' in arabic
    assert "matrix" not in english
    assert 'direction="rtl"' in arabic
    here, there = texts(english), texts(arabic)
    # From its start: the left edge in English, the right one in Arabic.
    assert (here["From spring to autumn"]["x"], there["من الربيع إلى الخريف"]["x"]) == ("2", "326")
    assert {one["text-anchor"] for one in (here["From spring to autumn"],)} == {"start"}
    assert there["من الربيع إلى الخريف"]["text-anchor"] == "start"
    # A sign is no word of that language: it stands where the shapes are, and reads as it did.
    assert (here["1"]["x"], there["1"]["x"], there["1"]["direction"]) == ("53", "275", "ltr")


def test_a_drawing_may_refuse_to_be_mirrored(packs):
    change(packs, DRAWING, "<svg ", '<svg data-mirror="no" ')
    svg = courses.load(packs).figure("garden", "season", "ar").svg
    assert "matrix" not in svg
    found = texts(svg)["من الربيع إلى الخريف"]
    assert (found["x"], found["text-anchor"]) == ("2", "end")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_on_paper_every_line_of_words_is_a_line_of_html(language):
    figure = courses.load(PACKS).figure("garden", "season", language)
    page = figure.laid_out(80)
    assert page.startswith('<div style="position:relative;width:80.00mm;height:38.54mm')
    assert "<text" not in page
    for line in texts(figure.svg):
        assert f">{line}</div>" in page
    assert page.count('dir="rtl"') == (0 if language == "en" else len(texts(figure.svg)) - 3)


def test_a_file_of_its_own_says_what_it_says():
    figure = courses.load(PACKS).figure("garden", "season", "zh-Hans")
    root = ET.fromstring(figure.svg)
    assert root.find(f"{SVG}title").text == figure.title
    assert root.find(f"{SVG}desc").text == figure.alternative


def test_colours_are_those_of_the_pages():
    """What paper and e-books get is what light pages show."""
    sheet = (ROOT / "academy/web/shared/static/core.css").read_text("utf-8")
    root = dict(re.findall(r"--(\w+):(#\w+)", re.search(r":root\{(.*?)\}", sheet)[1]))
    rules = dict(re.findall(r"\.p-(\w+)\{(?:fill|stroke):var\(--(\w+)\)\}", sheet))
    paints = canvas.FILLS | canvas.STROKES | canvas.INKS | {"ink": composing.INK}
    assert rules.keys() == paints.keys()
    for name, colour in paints.items():
        shown = root[rules[name]]
        shown = shown if len(shown) == 7 else "#" + "".join(one * 2 for one in shown[1:])
        assert (shown == colour) == (name != "rim"), name  # a rim is paper, and paper is white


# Words in their boxes


def test_no_letter_is_narrower_in_the_table_than_in_the_fonts():
    for bold, file in ((False, "NotoSans-Regular.ttf"), (True, "NotoSans-SemiBold.ttf")):
        known = glyphs.advances(file)
        signs = [
            *range(0x20, 0x7F),
            *range(0xA1, 0x180),
            *range(0x400, 0x460),
            *range(0x2010, 0x2027),
        ]
        for point in signs:
            sign = chr(point)
            if point in known and sign != "\xad":
                assert letters.width(sign, bold=bold) >= known[point] * 0.98, sign


SETTINGS = [
    ("Programme management and organisational capacity-building", (104, 78), 6),
    ("Программа укрепления организационного потенциала", (104, 78), 6),
    ("Die Donaudampfschifffahrtsgesellschaftskapitänsmütze", (60, 20), 1),
    ("项目管理与组织能力建设", (60, 60), 3),
    ("إدارة البرامج وبناء قدرات المنظمات", (90, 60), 4),
    ("W" * 150, (20, 14), 1),
    ("one two three four five six seven eight nine ten " * 3, (40, 30), 30),
    ("a", (300, 300), 1),
    ("字" * 150, (40, 40), 40),
]


@pytest.mark.parametrize(("words", "room", "most"), SETTINGS)
@pytest.mark.parametrize("bold", [False, True])
def test_words_never_leave_their_box(words, room, most, bold):
    found = letters.fit(words, room, size=13, least=12, bold=bold)
    assert "".join(found.lines).replace(" ", "") == words.replace(" ", "")
    assert len(found.lines) <= most
    assert len(found.lines) * letters.leading(words) * found.size <= max(room[1], 1.5)
    for line in found.lines:
        assert letters.width(line, bold=bold) * found.size <= room[0] + 0.01


ENDS = {
    "a number stays whole": ("paid 1–12 times", 4.2, ("paid", "1–12", "times")),
    "a hyphen may end a line": ("Community-led", 6.8, ("Community-", "led")),
    "a full stop begins none": ("先看树根。再看树枝。", 6.2, ("先看树根。", "再看树枝。")),
    "a number keeps its measure word": ("工资12个月", 3.4, ("工资", "12个月")),
    "lines are even": ("Autonomisation de la communauté", 8.5,
                       ("Autonomisation", "de la", "communauté")),
}  # fmt: skip


@pytest.mark.parametrize(("words", "wide", "lines"), ENDS.values(), ids=ENDS)
def test_lines_end_where_a_reader_expects_it(words, wide, lines):
    assert letters.fit(words, (wide * 10, 100), size=10, least=10, bold=False).lines == lines


# What authors are told

PROBLEMS = {
    "words missing": (FRENCH, "- sow: On sème au printemps\n", "", 6,
                      "The words for “sow” are missing."),
    "words for no place": (FRENCH, "- sow:", "- reap: Rien\n- sow:", 11,
                           "The drawing has no place for “reap”."),
    "a misspelt key": (FRENCH, "- sow:", "- sew:", 11, "The drawing has no place for “sew”."),
    "words twice": (FRENCH, "- sow:", "- year: Encore\n- sow:", 11, "“year” stands here twice."),
    "words too long": (
        FRENCH, "On sème au printemps", "On sème au printemps, " * 6, 11,
        "The words for “sow” don't fit their place at a size one can read; shorten them.",
    ),
    "words without end": (FRENCH, "On sème au printemps", "a" * 200, 11,
                          "“sow” has more than 150 signs; no place has room."),
    "nothing said": (ENGLISH, re.compile("Three points.*"), "", 1,
                     "Say below the title what the picture says, for who doesn't see it."),
    "only the title said": (ENGLISH, re.compile("Three points.*"), "A year of growing.", 1,
                            "This says no more than the title; say what the picture says."),
    "a line after the words": (ENGLISH, re.compile(r"\Z"), "\nMore.\n", 10,
                               "After the words stands nothing but “- key: words”."),
    "no such drawing": (ENGLISH, "{#season}", "{#winter}", 1,
                        "There is no drawing “media/winter.svg” for this."),
    "a picture of no original": (FRENCH, re.compile(r"\Z"), "\n## Autre {#other}\n\nRien.\n", 15,
                                 "The original has no picture “other”."),
    "a picture not translated": (FRENCH, re.compile("## Une année.*", re.DOTALL), "## Une {#x}\n",
                                 1, "The picture “season” of the original is missing."),
    "a place the words don't know": (DRAWING, ">sow<", ">dig<", 1,
                                     "The words for “dig” are missing."),
    "no id": (ENGLISH, " {#season}", "", 1,
              ("The section “A year of growing” has no id; write it as "
               "“A year of growing {#some-id}”.")),
    "text above": (ENGLISH, "## A year", "Hello.\n\n## A year", 1,
                   "Every picture begins with “## Title {#name}”."),
    "in a box": ("en/02-water.md", "![](../media/season.svg)",
                 ":::note\n![](../media/season.svg)\n:::", 11,
                 "The picture “season” must stand by itself, between two empty lines."),
    "in a sentence": ("en/02-water.md", "![](", "Look: ![](", 11,
                      "The picture “season” must stand by itself, between two empty lines."),
}  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "line", "problem"), PROBLEMS.values(), ids=PROBLEMS)
def test_what_is_wrong_with_a_picture_is_named_with_its_line(packs, file, old, new, line, problem):
    path = packs / "garden" / file
    text = path.read_text("utf-8")
    changed = re.sub(old, new, text, count=1) if isinstance(old, re.Pattern) else text.replace(
        old, new, 1)  # fmt: skip
    assert changed != text
    path.write_text(changed, "utf-8")
    where = ENGLISH if file == DRAWING else file
    assert (where, line, problem) in told(packs)


def test_words_that_run_over_a_sign_or_over_others_are_named(packs):
    """Whether they do depends on how many lines they have, and so on the language."""
    change(packs, DRAWING, '<text class="small strong" x="53" y="29">', '<text x="53" y="131">')
    change(packs, ENGLISH, "We sow in spring", "We sow")
    problem = "“1” and “sow” run over each other; shorten the words."
    assert (FRENCH, 11, problem) in told(packs, "warning")
    assert not [one for one in told(packs, "warning") if one[0] == ENGLISH]
    change(packs, DRAWING, 'x="164" y="111" data', 'x="60" y="111" data')
    problem = "“sow” and “water” run over each other; shorten the words."
    assert (ENGLISH, 6, problem) in told(packs, "warning")


def test_a_sound_picture_is_not_complained_of(packs):
    assert told(packs) == []
    assert [one for one in told(packs, "warning") if "figure" in one[0]] == []


def test_a_drawing_with_places_and_no_words_is_named(packs):
    shutil.copy(packs / "garden/media/season.svg", packs / "garden/media/lonely.svg")
    problem = "This has places for words, but en/figures.md gives it neither words nor a title."
    assert told(packs) == [("media/lonely.svg", 1, problem)]


def test_words_older_than_the_originals_are_stale(packs):
    assert not courses.load(packs).figure("garden", "season", "fr").stale
    change(packs, ENGLISH, "We sow in spring", "We sow in March")
    figure = courses.load(packs).figure("garden", "season", "fr")
    assert figure.stale
    assert '<p class="stale">L’original de ce dessin a changé depuis.</p>' in figure.html_in("fr")
    assert (FRENCH, 6, "The original of “season” has changed since.") in told(packs, "warning")
    assert courses.stamp(packs, "garden", "fr") == ["garden/fr/figures.md"]
    assert courses.stamp(packs, "garden", "fr") == []
    assert not courses.load(packs).figure("garden", "season", "fr").stale


def test_a_stamp_changes_nothing_but_the_stamp(packs):
    before = (PACKS / "garden/fr/figures.md").read_text("utf-8")
    after = (packs / "garden/fr/figures.md").read_text("utf-8")
    head, rest = after.split("---\n\n")
    assert rest == before
    assert re.fullmatch(r'---\nsources:\n  season: "[0-9a-f]{12}"\n', head)


def test_a_picture_no_lesson_shows_deserves_a_look(packs):
    change(packs, "en/02-water.md", "![](../media/season.svg)\n", "")
    warned = told(packs, "warning")
    assert (ENGLISH, 1, "No lesson shows this picture.") in warned


def test_a_translation_that_leaves_the_picture_out_deserves_a_look(packs):
    change(packs, "fr/02-water.md", "![](../media/season.svg)\n", "")
    problem = "The original shows the picture “season” here."
    assert ("fr/02-water.md", 1, problem) in told(packs, "warning")


def test_a_mistake_in_the_words_stops_the_pack_from_loading(packs):
    change(packs, ENGLISH, "- sow:", "- year: Again\n- sow:")
    with pytest.raises(AcademyError) as refused:
        courses.load(packs)
    assert refused.value.details["file"] == "garden/en/figures.md"
    assert refused.value.details["line"] == 6


# Ours


def test_ours_are_there_in_every_language():
    assert EVERY
    for course in OURS.courses:
        for version in course.versions.values():
            assert version.figures.keys() == course.figures.keys()


@pytest.mark.parametrize(("language", "said"), [("en", "60 %"), ("ar", "60%"), ("fr", "60 %")])
def test_a_sign_in_per_cent_is_written_as_the_words_beside_it(language, said):
    assert f">X {said}</text>" in OURS.figure("budgeting", "donors-columns", language).svg


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("course", "name"), EVERY)
def test_the_numbers_of_a_picture_are_those_of_its_lesson(course, name, language):
    version = OURS.course(course).in_language(language)
    (lesson,) = [
        one
        for one in version.lessons
        if any(f"media/{name}.svg" in part.source for part in one.sections)
    ]
    figure = OURS.figure(course, name, lesson.language)  # the words may be translated first
    drawing = (ROOT / "courses" / course / "media" / f"{name}.svg").read_text("utf-8")
    signs = re.findall(r">([^<>]*[0-9][^<>]*)</text>", drawing)
    signs = [one for one in signs if not re.fullmatch("[a-z0-9-]+", one) or one.isdigit()]
    said = numbers(*figure.words.values(), figure.alternative, *signs)
    source = numbers(*(part.source for part in lesson.sections))
    worked_out = {"72", "0", "1", "+1", "−1"}  # 6 × 12 dots; the ends of an axis
    # Where a lesson isn't translated yet, its numbers are written as the original writes them.
    assert said - source - worked_out == set() or lesson.language != language


def numbers(*texts):
    """The numbers in texts, without what groups their digits in French."""
    plain = (re.sub(r"(?<=\d)[ \u202f\xa0](?=\d{3}\b)", "", one) for one in texts)
    return {one.strip(".,") for text in plain for one in re.findall(r"[+−]?\d[\d.,]*", text)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("course", "name"), EVERY)
def test_our_words_are_never_smaller_than_can_be_read(course, name, language):
    figure = OURS.figure(course, name, language)
    sizes = {float(one.get("font-size", "13")) for one in texts(figure.svg).values()}
    assert min(sizes) >= 12

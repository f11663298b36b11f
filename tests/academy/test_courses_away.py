"""A course's HTML away from our pages: links that lead somewhere there, and pictures inside."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from academy.courses import away, load
from academy.courses.away import Elsewhere
from academy.data import data_folder

PACKS = Path(__file__).resolve().parent.parent / "packs"
LIBRARY = load(PACKS)
GARDEN = LIBRARY.course("garden")


def shown(html, **changes):
    usual = {
        "link": lambda slug, section: f"#{slug}/{section}",
        "picture": lambda name: f"data:{name}",
        "figure": lambda figure: f"<figure>{figure.name}</figure>",
        "anchor": lambda id: f"own.{id}",
    }
    return away.html(html, GARDEN, Elsewhere(**(usual | changes)))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="/courses/garden/water#rain">x</a>', '<a href="#water/rain">x</a>'),
        ('<a href="/courses/garden/water/">x</a>', '<a href="#water/">x</a>'),
        ('<a href="#rain">x</a>', '<a href="#/rain">x</a>'),
        ('<a href="/courses/other/water">x</a>', "x"),
        ('<a href="/courses/garden/media/plan.svg">x</a>', "x"),
        ('<a href="/me">x</a>', "x"),
        ("<a>x</a>", "x"),
        ('<a href="https://example.org/?a=1&amp;b=2">x</a>',
         '<a href="https://example.org/?a=1&amp;b=2">x</a>'),
        ('<a href="/me"><em>x</em></a> <a href="#b">y</a>', '<em>x</em> <a href="#/b">y</a>'),
    ],
)  # fmt: skip
def test_links_lead_where_things_are_or_keep_only_their_words(html, expected):
    assert shown(html) == expected


def test_what_the_document_has_not_keeps_its_words():
    assert shown('<a href="#b">y</a>', link=lambda *_: None) == "y"
    picture = '<img src="/courses/garden/media/plan.svg" alt="A &lt;plan&gt;">'
    assert shown(picture, picture=lambda _: None) == "[A &lt;plan&gt;]"


@pytest.mark.parametrize(
    "src", ["/courses/other/media/plan.svg", "/courses/garden/x/y.svg", "https://example.org/x.svg"]
)
def test_no_picture_from_anywhere_else_is_asked_for(src):
    assert shown(f'<img src="{src}" alt="x">') == "[x]"


def test_a_picture_is_part_of_the_document_and_loads_at_once():
    html = '<p><img src="/courses/garden/media/plan.svg" alt="" loading="lazy" title="t"></p>'
    assert shown(html) == '<p><img alt="" src="data:plan.svg"/></p>'


def test_ids_are_made_the_documents_own_and_a_drawings_names_keep_their_capitals():
    html = '<h3 id="a">x</h3><svg viewBox="0 0 1 1"><linearGradient id="b"></linearGradient></svg>'
    assert shown(html) == html.replace('"a"', '"own.a"').replace('"b"', '"own.b"')


@pytest.mark.parametrize("folder", [PACKS, data_folder("courses")], ids=["garden", "ours"])
def test_all_of_our_courses_come_out_as_xml(folder):
    library = load(folder)
    seen = 0
    for course in library.courses:
        for version in course.versions.values():
            for lesson in version.lessons:
                for part in lesson.sections:
                    html = away.html(
                        part.html, version, Elsewhere(lambda *_: "#x", lambda _: "data:,", str)
                    )
                    ET.fromstring(f"<x>{html}</x>")
                    seen += 1
    assert seen > 5


def test_anchors_are_all_that_a_link_can_lead_to():
    soil = GARDEN.lesson("soil")
    assert away.anchors(soil) == {"lead", "training", "tools", "budget", "quiz"}


def test_a_document_holds_only_so_much_of_pictures_however_often_one_stands_in_it():
    size = len((PACKS / "garden" / "media" / "plan.svg").read_bytes())
    pictures = away.drawn(LIBRARY, "garden", most=3 * size)
    assert [bool(pictures("plan.svg")) for _ in range(5)] == [True, True, True, False, False]


def test_a_picture_that_has_changed_since_is_not_there(tmp_path):
    media = tmp_path / "garden" / "media"
    media.mkdir(parents=True)
    for file in (PACKS / "garden").rglob("*.*"):
        copy = tmp_path / "garden" / file.relative_to(PACKS / "garden")
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(file.read_bytes())
    pictures = away.drawn(load(tmp_path), "garden")
    assert pictures("plan.svg")[0] == "image/svg+xml"
    assert pictures("nothing.svg") is None
    (media / "plan.svg").write_text("<svg/>")
    assert pictures("plan.svg") is None

"""A pack is what somebody passed on: nothing in it leads out, runs, or fills the memory."""

import os
import random
import shutil
import struct
import time
import zlib
from pathlib import Path

import pytest

from academy import courses
from academy.courses import drawings, facts, inside, markdown, pictures
from academy.courses.problems import refuse
from academy.errors import AcademyError
from tests.academy.test_courses_questions import QUIZ, pack

PACKS = Path(__file__).parent.parent / "packs"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"{}>{}</svg>'
)
SECRET = "canary-of-the-store"


@pytest.fixture
def packs(tmp_path):
    (tmp_path / "slots.json").write_text(SECRET, "utf-8")
    return Path(shutil.copytree(PACKS, tmp_path / "packs"))


@pytest.fixture
def media(packs):
    return packs / "garden" / "media"


def errors(packs):
    return {one.file: one.problem for one in courses.check(packs) if one.severity == "error"}


def svg(inside="", attributes=""):
    return SVG.format(attributes, inside).encode()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width=1, height=1, more=b""):
    size = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", size) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts + more


def jpeg(width=1, height=1):
    frame = struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\0"
    return b"\xff\xd8\xff\xe0\0\x04JF\xff\xc0" + frame + b"\xff\xda\0\x02x\xff\xd9"


def webp(width=1, height=1):
    bits = (width - 1) | (height - 1) << 14
    body = b"WEBPVP8L" + struct.pack("<IBI", 5, 0x2F, bits) + b"\0"
    return b"RIFF" + struct.pack("<I", len(body)) + body


FINE = {
    "still.svg": svg('<g style="fill:#fff"><path d="M0 0"/></g>'),
    "used.svg": svg('<defs><path id="a"/></defs><use href="#a"/><use xlink:href="#a"/>'),
    "styled.svg": svg("<style>.a{fill:url(#b);stroke:red}</style>", ' xml:lang="fr" width="9"'),
    "filled.svg": svg('<rect fill="url(#b)" style="mask:url( \'#c\' )"/>'),
    "dot.png": png(),
    "dot.jpg": jpeg(),
    "dot.jpeg": jpeg(),
    "dot.webp": webp(),
}


@pytest.mark.parametrize(("name", "data"), FINE.items(), ids=FINE)
def test_a_picture_is_shown(name, data, packs, media):
    (media / name).write_bytes(data)
    picture = courses.load(packs).picture("garden", name)
    assert picture.read() == data
    assert name.rpartition(".")[2] in pictures.ENDINGS[picture.type]
    assert errors(packs) == {}


NO_PICTURE = {
    "a page": ("x.html", b"<!doctype html><script>alert(1)</script>"),
    "a page called a picture": ("x.svg", b"<!doctype html><script>alert(1)</script>"),
    "a page called another": ("x.png", b"<html>"),
    "a script": ("x.js", b"alert(1)"),
    "a style": ("x.css", b"* { color: red }"),
    "a document": ("x.pdf", b"%PDF-1.7"),
    "nothing": ("x.png", b""),
    "a picture of another type": ("x.png", jpeg()),
    "a drawing called a picture": ("x.png", svg()),
    "half a picture": ("x.png", png()[:-5]),
    "a picture with something behind it": ("x.png", png(more=b"<script>alert(1)</script>")),
    "a picture for no screen": ("x.png", png(width=60_000, height=60_000)),
    "a photo for no screen": ("x.jpg", jpeg(width=60_000)),
    "half a photo": ("x.jpg", jpeg()[:-1]),
    "a webp for no screen": ("x.webp", webp(width=16_000)),
    "a webp with something behind it": ("x.webp", webp() + b"<script>"),
    "a huge picture": ("x.png", png(more=b"x" * 600_000)),
    "a hidden file": (".x.svg", svg()),
    "a name in capitals": ("X.SVG", svg()),
    "a name of another script": ("х.svg", svg()),
    "a name with a space": ("a b.svg", svg()),
    "a name for a terminal": ("a\x1b[2K.svg", svg()),
    "a name that ends in a dot": ("x.svg.", svg()),
    "a stream of another file": ("x.svg:y", svg()),
    "a device of Windows": ("con.svg", svg()),
    "two dots": ("x..svg", svg()),
    "a script in a drawing": ("x.svg", svg("<script>alert(1)</script>")),
    "a script of another space": ("x.svg", svg('<h:script xmlns:h="http://www.w3.org/1999/xhtml"/>')),
    "a script on an event": ("x.svg", svg(attributes=' onload="alert(1)"')),
    "a script on an event in capitals": ("x.svg", svg('<g ONCLICK="alert(1)"/>')),
    "a page in a drawing": ("x.svg", svg("<foreignObject/>")),
    "a link in a drawing": ("x.svg", svg('<a href="http://evil.example"/>')),
    "a picture from elsewhere": ("x.svg", svg('<image href="http://evil.example/x.png"/>')),
    "a shape from elsewhere": ("x.svg", svg('<use href="http://evil.example/x.svg#a"/>')),
    "a shape from elsewhere, named": ("x.svg", svg('<use xlink:href="x.svg#a"/>')),
    "a shape of data": ("x.svg", svg('<use href="data:image/svg+xml,x#a"/>')),
    "a colour from elsewhere": ("x.svg", svg('<rect fill="url(http://evil.example/)"/>')),
    "a colour behind an escape": ("x.svg", svg(r'<rect style="fill:u\72l(http://evil.example/)"/>')),
    "a style from elsewhere": ("x.svg", svg("<style>@import 'http://evil.example/';</style>")),
    "a style in two halves": ("x.svg", svg("<style>@im<![CDATA[port]]> 'x';</style>")),
    "a style that is asked for": (
        "x.svg", b'<?xml-stylesheet href="http://evil.example/"?>' + svg(),
    ),
    "something that moves": ("x.svg", svg('<animate attributeName="href" to="javascript:x"/>')),
    "something that sets": ("x.svg", svg('<set attributeName="onclick" to="x"/>')),
    "another base": ("x.svg", svg(attributes=' xml:base="http://evil.example/"')),
    "entities": (
        "x.svg", b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + svg("&b;"),
    ),
    "a file from outside": (
        "x.svg", b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + svg("&a;"),
    ),
    "another space": ("x.svg", b'<svg xmlns="http://evil.example/"/>'),
    "no space": ("x.svg", b"<svg/>"),
    "no drawing": ("x.svg", b'<g xmlns="http://www.w3.org/2000/svg"/>'),
    "another encoding": ("x.svg", svg("<script/>").decode().encode("utf-16")),
    "half a drawing": ("x.svg", svg()[:-6]),
    "a drawing with something behind it": ("x.svg", svg() + b"<script/>"),
    "a deep drawing": ("x.svg", svg("<g>" * 900 + "</g>" * 900)),
    "a drawing of drawings": ("x.svg", svg('<use href="#a"/>' * 5_000)),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data"), NO_PICTURE.values(), ids=NO_PICTURE)
def test_what_is_no_picture_is_left_out_and_named(name, data, packs, media):
    (media / name).write_bytes(data)
    library = courses.load(packs)
    assert library.picture("garden", name) is None
    assert library.picture("garden", "plan.svg") is not None
    (file,) = errors(packs)
    assert file.startswith("garden/media/")
    assert file.isprintable()


LINKS = {
    "a picture": ("garden/media/x.svg", "../../../slots.json"),
    "a picture of the machine": ("garden/media/x.svg", "/etc/passwd"),
    "a real picture": ("garden/media/x.svg", "plan.svg"),
    "to nothing": ("garden/media/x.svg", "nothing"),
    "to itself": ("garden/media/x.svg", "x.svg"),
    "a folder of pictures": ("garden/media/more", "../.."),
    "a folder of a language": ("garden/es", "en"),
    "a text": ("garden/en/03-wind.md", "../../../slots.json"),
    "a pack": ("orchard", "garden"),
    "a pack from elsewhere": ("orchard", ".."),
}


@pytest.mark.parametrize(("place", "target"), LINKS.values(), ids=LINKS)
def test_a_link_is_never_followed_and_always_named(place, target, packs):
    (packs / place).symlink_to(target)
    library = courses.load(packs)
    assert [course.id for course in library.courses] == ["garden"]
    assert set(library.pictures) == {("garden", "plan.svg"), ("garden", "season.svg")}
    found = errors(packs)
    assert set(found) == {place}
    assert "link" in found[place]


MOVED = ["garden", "garden/media", "garden/en", "garden/en/01-soil.md", "garden/course.yaml",
         "garden/en/course.md"]  # fmt: skip


@pytest.mark.parametrize("place", MOVED)
def test_what_stands_behind_a_link_is_not_read(place, packs, tmp_path):
    """The same files, moved aside, with a link in their place."""
    (packs / place).rename(tmp_path / "aside")
    (packs / place).symlink_to(tmp_path / "aside")
    library = courses.load(packs, leave_out_broken=True)
    assert library.pictures == {}
    if place != "garden/media":
        assert library.courses == ()
    assert any("link" in problem for problem in errors(packs).values())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes in folders")
@pytest.mark.parametrize("place", ["garden/media/x.svg", "garden/en/01-soil.md"])
def test_a_pipe_is_not_waited_for(place, packs):
    (packs / place).unlink(missing_ok=True)
    os.mkfifo(packs / place)
    library = courses.load(packs, leave_out_broken=True)
    assert library.picture("garden", "x.svg") is None
    assert place in errors(packs)


@pytest.mark.parametrize("change", ["a link", "other bytes", "a folder", "nothing", "a pipe"])
def test_a_picture_that_changes_after_it_was_looked_at_is_not_shown(change, packs, media):
    picture = courses.load(packs).picture("garden", "plan.svg")
    (media / "plan.svg").unlink()
    if change == "a link":
        (media / "plan.svg").symlink_to("../../../slots.json")
    elif change == "other bytes":
        (media / "plan.svg").write_bytes(svg("<title>another</title>"))
    elif change == "a folder":
        (media / "plan.svg").mkdir()
    elif change == "a pipe":
        os.mkfifo(media / "plan.svg")
    assert picture.read() is None


def test_a_folder_that_becomes_a_link_is_not_read(packs, media, tmp_path):
    picture = courses.load(packs).picture("garden", "plan.svg")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "plan.svg").write_text(SECRET, "utf-8")
    media.rename(media.with_name("old"))
    media.symlink_to(elsewhere)
    assert picture.read() is None


def test_without_folders_that_can_be_opened_the_same_holds(packs, media, monkeypatch):
    """As on Windows: every step is looked at, and what was read is compared."""
    monkeypatch.setattr(inside, "_BY_STEPS", False)
    (media / "x.svg").symlink_to("../../../slots.json")
    (packs / "garden" / "es").symlink_to("en")
    library = courses.load(packs)
    assert set(library.pictures) == {("garden", "plan.svg"), ("garden", "season.svg")}
    assert library.picture("garden", "plan.svg").read() == (media / "plan.svg").read_bytes()
    assert set(errors(packs)) == {"garden/es", "garden/media/x.svg"}


STRAYS = {
    "a page": "garden/en/x.html",
    "a hidden file": "garden/.x.md",
    "a hidden folder": "garden/.git",
    "a program": "garden/run.sh",
    "a picture among the texts": "garden/en/x.png",
    "a strange name": "garden/en/\u202ex.md",
    "a device of Windows": "garden/en/nul.md",
    "a name that is not text": "garden/x\udcff.md",
}


@pytest.mark.parametrize("place", STRAYS.values(), ids=STRAYS)
def test_what_does_not_belong_in_a_pack_is_named(place, packs):
    (packs / place).write_bytes(b"x")
    courses.load(packs)
    (file,) = errors(packs)
    assert file.isprintable()


def test_a_pack_without_end_is_not_walked_without_end(packs):
    deep = packs / "garden" / "notes"
    for _ in range(30):
        deep = deep / "x"
    deep.mkdir(parents=True)
    many = packs / "garden" / "many"
    many.mkdir()
    for number in range(2_100):
        (many / f"{number}.md").write_bytes(b"")
    assert "There are more than 2000 files in this pack." in errors(packs).values()


YAML = {
    "laughs": "a: &a [x]\nb: &b [*a, *a]\nc: &c [*b, *b]",
    "merges": "a: &a {x: 1}\nb: &b {<<: [*a, *a]}\nc: {<<: [*b, *b]}",
    "itself": "a: &a [*a]",
    "an object": "a: !!python/object/apply:os.system [id]",
    "a tag": "a: !!binary AAAA",
    "deep": "a: " + "[" * 5_000,
    "deep and closed": "a: " + "[" * 500 + "]" * 500,
    "deep in lines": "\n".join(" " * n + "a:" for n in range(500)),
    "a day that isn't": "a: 2017-99-99",
    "a moment that isn't": "a: 2017-01-01T99:99:99Z",
    "a number that isn't": "a: 0x",
    "a huge number": "a: " + "9" * 6_000,
    "a number in sixties": "a: 1:" + "59:" * 2_000 + "59",
    "a list as a name": "? [a, b]\n: c",
    "a map as a name": "? {a: b}\n: c",
    "long": "a: " + "x" * 100_000,
    "a control": "a: \x07",
    "a number that is none": "a: .nan",
    "two documents": "a: 1\n---\nb: 2",
}


@pytest.mark.parametrize("text", YAML.values(), ids=YAML)
def test_hostile_facts_are_one_problem(text):
    problems = []
    found = facts.read(text, "x", problems.append)
    for name in found.values:
        for ask in (found.text, found.texts, found.truth, found.mapping, found.mappings):
            ask(name)
        found.number(name, 1, 9)
    assert problems
    with pytest.raises(AcademyError, match="course_invalid"):
        facts.read(text, "x", refuse).text("missing")


def test_a_text_with_signs_that_nobody_sees_is_named(packs):
    path = packs / "garden" / "en" / "01-soil.md"
    path.write_text(path.read_text("utf-8").replace("handful", "hand\u202eful"), "utf-8")
    problems = [str(one) for one in courses.check(packs) if one.severity == "error"]
    said = "Here is a sign that nobody sees: a control, or a change of direction."
    assert problems == [f"garden/en/01-soil.md:15: Error: {said}"]


def test_a_large_text_is_named(packs):
    path = packs / "garden" / "en" / "01-soil.md"
    path.write_bytes(path.read_bytes() + b"x" * inside.LARGEST)
    assert "This is larger than 256 kB." in [one.problem for one in courses.check(packs)]


@pytest.mark.parametrize("signs", ["[" * 6_000, "*_" * 20_000])
def test_a_text_that_takes_for_ever_is_named(signs, packs):
    path = packs / "garden" / "en" / "01-soil.md"
    path.write_text(path.read_text("utf-8") + signs, "utf-8")
    problem = "There are more brackets or stars here than one can read."
    assert problem in [one.problem for one in courses.check(packs)]


SLOW = [
    *("# " + " " * 200_000, "## x" + " " * 200_000 + "{#", "### " + "{#" * 100_000),
    *("- [ ] " * 9_000, "> " * 9_000, "[x](" * 9_000),
]


@pytest.mark.parametrize("line", SLOW, ids=range(len(SLOW)))
def test_a_long_line_is_read_in_one_go(line, packs):
    """No clock: looking at it twice over would take hours."""
    path = packs / "garden" / "en" / "02-water.md"
    path.write_text(path.read_text("utf-8") + "\n" + line + "\n", "utf-8")
    courses.check(packs)


def test_altered_packs_are_read_or_refused(packs):
    """As in tests/test_fuzzing.py, for what is a folder and not a line."""
    from tests.fuzzing.mutations import mutated

    source = random.Random(13)
    files = [path for path in sorted(packs.rglob("*")) if path.is_file()]
    honest = {path: path.read_bytes() for path in files}
    for _ in range(150):
        path = source.choice(files)
        path.write_bytes(mutated(source, [honest[path]]))
        courses.check(packs)
        library = courses.load(packs, leave_out_broken=True)
        for course in library.courses:
            for version in course.versions.values():
                assert version.html is not None
                for lesson in version.lessons:
                    assert all(section.html is not None for section in lesson.sections)
        path.write_bytes(honest[path])


def test_altered_drawings_are_still_or_refused():
    from tests.fuzzing.mutations import mutated

    source = random.Random(13)
    seeds = [data for data in FINE.values() if data.startswith(b"<svg")]
    for _ in range(2_000):
        data = mutated(source, seeds)
        if drawings.is_still(data):
            low = data.lower()
            assert b"<script" not in low
            assert b"<!doctype" not in low
    for kind in pictures._KINDS.values():
        for _ in range(1_000):
            assert kind(mutated(source, [*FINE.values()])) in {True, False}


HEAVY = [
    *("[" * 5_000, "![" * 5_000, "> " * 5_000, "*_" * 10_000, "`" * 20_000, "- " * 5_000),
    *(":::try\n" * 3_000, "|" * 9_000 + "\n" + "|-" * 9_000, "<" * 20_000, "&" * 20_000),
    *(":::try\n:::answer\n" * 1_500, ":::try\n" * 1_500 + ":::\n" * 1_500),
]


@pytest.mark.parametrize("source", HEAVY, ids=range(len(HEAVY)))
def test_heavy_markdown_comes_to_an_end(source):
    markdown.blocks(source, markdown.Place("garden", "en"))
    markdown.plain(source)


LONG = 20_000
STRETCHED = {
    "spaces": "yes" + " " * LONG + "x",
    "spaces before an id": "yes" + " " * LONG + "{#a",
    "a number": "1 " * (LONG // 2) + "x",
    "a number and its tolerance": "1±" * (LONG // 2),
    "above": "all of the " * (LONG // 11),
    "above in Spanish": "todas" + " respuestas" * (LONG // 11),
    "above in Russian": "всё " + "выше" * (LONG // 4),
}


@pytest.mark.parametrize("text", STRETCHED.values(), ids=STRETCHED.keys())
def test_a_question_takes_no_longer_for_what_is_in_it(tmp_path, text):
    """Held against as many letters: an expression that goes back and forth takes 100 times that."""

    def taken(said: str) -> float:
        pack(tmp_path, f"## Q {{#quiz}}\n\n### W {{#q-w}}\n\n- [=] {said}\n  > {said}\n- [ ] …\n")
        begun = time.process_time()
        courses.check(tmp_path)
        return time.process_time() - begun

    taken("warm")
    assert min(taken(text) for _ in range(2)) < 30 * max(taken("a" * LONG) for _ in range(2))


PARTS = [
    *("- [=] 1,2,3", "- [=]", "- [=] …", "- [ ] …", "#### x {#q-x}", "### C {#case-c}", "1. a"),
    *("- [x] ", "  > Yes.", "- [=] ٣٣", "- [=] 5 ± 1 ± 2 KES", "- [=] 1e5", "- [=] −", "2) b"),
    *("- [=] " + "9" * 60, "##### d {#q-d}", "- [X] b", "```", "### {#case-z}", "- [=] 1. x"),
]


def test_altered_questions_are_refused_or_can_be_answered(tmp_path):
    source = random.Random(17)
    read = 0
    for _ in range(120):
        lines = QUIZ.split("\n")
        for _ in range(source.randint(1, 3)):
            at = source.randrange(2, len(lines))
            lines[at : at + source.choice((0, 0, 1))] = source.choice(([], [source.choice(PARTS)]))
        pack(tmp_path, "\n".join(lines))
        courses.check(tmp_path)
        for course in courses.load(tmp_path, leave_out_broken=True).courses:
            quiz = course.lesson("soil").quiz
            read += 1
            for value in ("1", "0 2", "1 2 3", "1,250.5", "", "x"):
                sent = quiz.read(lambda _name, value=value: [value], "fr")
                assert quiz.mark(sent).of == len(quiz.questions)
                assert quiz.mark({one.id: value for one in quiz.questions}).correct >= 0
    assert read > 20

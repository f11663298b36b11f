"""A manual of Word becomes Markdown and pictures: what survives, and what never comes along."""

import io
import json
import subprocess
import sys

import pytest
from PIL import Image

from academy import manuals
from academy.courses.pictures import LARGEST
from academy.errors import AcademyError
from academy.manuals import bare, child, writing
from tests.academy.manuals.files import (
    SPACES,
    STYLES,
    chunk,
    docx,
    field,
    h,
    item,
    p,
    picture,
    png,
    related,
    run,
    table,
    zipped,
)

CANARY = "CANARY"


@pytest.fixture
def in_this_process(monkeypatch):
    """Ask the child here: to start it sixty times would take as long as all else together."""
    monkeypatch.setattr(
        "academy.apart.ask",
        lambda _child, data, _words, **_most: json.dumps(child.answer(data)).encode(),
    )


apart = pytest.mark.usefixtures("in_this_process")
MANY = "<w:p/>" * 400_000


def read(*body, **more):
    return manuals.read(docx(*body, **more), LARGEST)


def text(*body, **more):
    return read(*body, **more).text


def test_headings_lists_tables_and_words_survive():
    said = text(
        h(1, "Our manual"), p("Welcome."), h(2, "One"), p("Plain, ", more=run("bold", "<w:b/>")),
        item("first"), item("below it", 1), item("second"), h(3, "Part"),
        table(["Thing", "Price"], ["Spade", "20"], ["Rake | hoe", ""]),
    )  # fmt: skip
    assert said == (
        "# Our manual\n\nWelcome.\n\n## One\n\nPlain, **bold**\n\n"
        "- first\n   1. below it\n- second\n\n### Part\n\n"
        "| Thing | Price |\n| --- | --- |\n| Spade | 20 |\n| Rake \\| hoe |  |\n"
    )


@apart
def test_a_title_stands_above_all_headings_and_styles_in_other_languages_are_headings():
    said = text(p("The book", "Title"), p("Un", "Titre1"), p("Words."), p("Deux", "Titre1"))
    assert said == "# The book\n\n## Un\n\nWords.\n\n## Deux\n"


@apart
def test_a_frame_around_words_is_a_quotation():
    assert text(table(["Remember this."])) == "> Remember this.\n"


@apart
def test_text_stays_text():
    hostile = "# x *y* _z_ [a](javascript:b) &lt;b&gt; `c` :::case ~~d~~ a|b"
    said = text(p(hostile), p(":::case"), p("- no list"), p("1. none"), p("&gt; none"), p("---"))
    assert said == (
        "\\# x \\*y\\* \\_z\\_ \\[a\\](javascript:b) \\<b\\> \\`c\\` :::case "
        "\\~\\~d\\~\\~ a\\|b\n\n"
        "\\:::case\n\n\\- no list\n\n1\\. none\n\n\\> none\n\n\\---\n"
    )
    from academy.courses import markdown

    html = markdown.blocks(said, markdown.Place("x", "en"))
    assert html.count("<") == 2 * html.count("</p>") == 12
    assert markdown.plain(said).startswith("# x *y* _z_ [a](javascript:b) <b> `c`")


@apart
def test_a_heading_says_nothing_but_words():
    assert text(h(1, "A *b* {#c} &lt;d&gt; [e](f) ##")) == "# A b #c d e(f)\n"


@apart
def test_notes_stand_below_what_points_at_them():
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    told = f'<w:footnote w:id="2">{p("WHO, 2012, p. 8")}</w:footnote>'
    notes = f"<w:footnotes {SPACES}>{told}</w:footnotes>"
    said = text(h(1, "One"), p("Said", more=note), h(1, "Two"), word__footnotes_dot_xml=notes)
    assert said == "# One\n\nSaid[^note-2]\n\n[^note-2]: WHO, 2012, p. 8\n\n# Two\n"


@apart
def test_fields_are_read_unless_they_say_who_wrote_it():
    simple = '<w:fldSimple w:instr=" {} ">{}</w:fldSimple>'
    body = simple.format("SEQ Figure", run("1")) + simple.format("AUTHOR", run(CANARY))
    assert text(p("Figure ", more=body)) == "Figure 1\n"


@apart
def test_links_lead_to_the_internet_or_nowhere():
    links = related(
        a=("hyperlink", "https://example.org/x"), b=("hyperlink", "file:///etc/passwd"),
        c=("hyperlink", "javascript://x"), d=("hyperlink", "https://x/)&lt;y"),
    )  # fmt: skip
    body = "".join(f'<w:hyperlink r:id="{id}">{run(id)}</w:hyperlink>' for id in "abcd")
    found = read(p("See ", more=body), word___rels__document_dot_xml_dot_rels=links)
    assert found.text == "See [a](https://example.org/x)bcd\n"
    assert found.links == 1


@apart
def test_nothing_says_who_wrote_it_or_what_it_was_before():
    bound = (
        "<w:sdt><w:sdtPr><w:dataBinding w:xpath='/ns0:coreProperties[1]/ns1:creator[1]'/></w:sdtPr>"
        f"<w:sdtContent>{p(CANARY)}</w:sdtContent></w:sdt>"
    )
    contents = (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"
        f"</w:sdtPr><w:sdtContent>{p(CANARY)}</w:sdtContent></w:sdt>"
    )
    said = f'<w:comment w:id="1" w:author="{CANARY}">{p(CANARY)}</w:comment>'
    comment = f"<w:comments {SPACES}>{said}</w:comments>"
    found = read(
        h(1, "One"), bound, contents, p(CANARY, "TOC1"), p("", more=field(" AUTHOR ", CANARY)),
        p("", more=field(' DOCPROPERTY "Company" ', CANARY)), p("", more=field(" PAGE ", "3")),
        p("Stays", more=f'<w:del w:author="{CANARY}">{run(CANARY)}</w:del>'
          f'<w:ins w:author="{CANARY}">{run(", and this")}</w:ins>'),
        p("", more=run(CANARY, "<w:vanish/>")),
        p("", more='<w:r><w:commentReference w:id="1"/></w:r>'),
        p("", more=f"<w:r><w:object>{run(CANARY)}</w:object></w:r>"),
        word__comments_dot_xml=comment, word__people_dot_xml=CANARY,
        word__vbaProject_dot_bin=CANARY, word__embeddings__x_dot_bin=CANARY,
        customXml__item1_dot_xml=CANARY,
    )  # fmt: skip
    assert CANARY not in repr(found)
    assert found.text == "# One\n\n3\n\nStays, and this\n"
    assert found.left_out == ("names", "changes", "comments", "hidden", "macros", "objects")


def with_picture(data, target="media/one.png", **how):
    links = related(rId9=("image", target))
    name = f"word__{target.replace('/', '__').replace('.', '_dot_')}"
    more = {name: data} if "://" not in target else {}
    return read(
        h(1, "One"),
        p("", more=picture(**how)),
        word___rels__document_dot_xml_dot_rels=links,
        **more,
    )


def jpeg(**more):
    written = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(written, "JPEG", **more)
    return written.getvalue()


@apart
def test_pictures_come_along_with_nothing_but_the_picture():
    exif = Image.Exif()
    exif[0x013B] = CANARY
    noted = [chunk(b"tEXt", b"Author\0" + CANARY.encode()), chunk(b"eXIf", CANARY.encode())]
    for data, ending in (
        (png(*noted) + CANARY.encode(), "png"),
        (jpeg(exif=exif.tobytes(), comment=CANARY.encode()) + CANARY.encode(), "jpg"),
        (jpeg(exif=exif.tobytes(), progressive=True), "jpg"),
    ):
        found = with_picture(data)
        assert found.text == f"# One\n\n![A plan](../media/picture-1.{ending})\n"
        (kept,) = found.pictures.values()
        assert CANARY.encode() not in kept
        shown, was = (Image.open(io.BytesIO(one)).convert("RGB") for one in (kept, data))
        assert shown.tobytes() == was.tobytes()


@pytest.mark.parametrize("alt", ["C:\\Users\\CANARY\\plan.png", "/home/CANARY/x", "CANARY.jpeg"])
@apart
def test_a_file_name_describes_no_picture(alt):
    assert with_picture(png(), alt=alt).text == "# One\n\n![](../media/picture-1.png)\n"


PICTURES = {
    "one that calls home": (b"", {"target": "https://e.example/x", "how": "link"}, "elsewhere"),
    "one from this computer": (b"", {"target": "file:///etc/passwd", "how": "link"}, "elsewhere"),
    "a drawing": (b"<svg/>", {"target": "media/x.svg"}, "pictures"),
    "a picture of Windows": (b"\x01\0\0\0" + bytes(100), {"target": "media/x.emf"}, "pictures"),
    "one that is cut off": (png()[:-9], {}, "pictures"),
    "one that is only called one": (b"MZ" + bytes(100), {}, "pictures"),
    "one that is too large": (png(chunk(b"tRNS", bytes(600_000))), {}, "pictures"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "how", "word"), PICTURES.values(), ids=PICTURES)
@apart
def test_any_other_picture_stays_behind_and_is_told(data, how, word):
    found = with_picture(data, **how)
    assert (found.text, found.pictures) == ("# One\n", {})
    assert word in found.left_out


@apart
def test_what_leads_to_nothing_is_no_reason_to_refuse_a_manual():
    note = '<w:r><w:footnoteReference w:id="7"/></w:r>'
    linked = f'<w:hyperlink r:id="rId8">{run("this")}</w:hyperlink>'
    found = read(h(1, "One"), p("Words, ", more=picture() + note + linked))
    assert found.text == "# One\n\nWords, this\n"


LAUGHS = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
HOSTILE = {
    "nothing": (b"", "manual_unreadable"),
    "no zip": (b"PK\x03\x04" + bytes(100), "manual_unreadable"),
    "an old file of Word": (b"\xd0\xcf\x11\xe0" + bytes(600), "manual_locked"),
    "a spreadsheet": (zipped({"xl/workbook.xml": "<x/>"}), "manual_unreadable"),
    "broken XML": (docx("<w:p>"), "manual_unreadable"),
    "entities": (docx(p("&b;"), head=LAUGHS), "manual_unreadable"),
    "an entity from outside": (docx(p("&a;"), head=OUTSIDE), "manual_unreadable"),
    "a definition in its styles": (
        docx(word__styles_dot_xml=OUTSIDE + STYLES),
        "manual_unreadable",
    ),
    "zeros without end": (docx(p(" " * 30_000_000)), "manual_too_large"),
    "a picture of zeros": (docx(word__media__x_dot_png=bytes(40_000_000)), "manual_too_large"),
    "a zip of zeros": (docx(word__embeddings__x=bytes(60_000_000)), "manual_too_large"),
    "too many elements": (docx(MANY), "manual_too_large"),
    "too deep": (docx("<w:smartTag>" * 300 + "</w:smartTag>" * 300), "manual_too_large"),
    "too many parts": (zipped({f"x{n}": "" for n in range(1_100)}), "manual_too_large"),
    "too large a file": (b"PK\x03\x04" + bytes(manuals.LARGEST), "manual_too_large"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "code"), HOSTILE.values(), ids=HOSTILE)
@apart
def test_a_hostile_file_is_one_refusal(data, code):
    with pytest.raises(AcademyError, match=code):
        manuals.read(data, LARGEST)


@pytest.mark.parametrize("data", [HOSTILE["broken XML"][0], HOSTILE["an old file of Word"][0], b""])
def test_the_real_child_refuses_too(data):
    with pytest.raises(AcademyError, match="manual_"):
        manuals.read(data, LARGEST)


@pytest.mark.parametrize(
    "said",
    [
        b"", b"x", b"[]", b"{}", b'"other"', b'{"html": 1, "pictures": [], "told": []}',
        b'{"html": "", "pictures": [1], "told": []}',
        b'{"html": "", "pictures": ["*"], "told": []}',
        b'{"html": "", "pictures": [], "told": [1]}', b'{"html": "", "pictures": {}, "told": []}',
        b"[" * 100_000,
    ],
)  # fmt: skip
def test_what_the_child_says_is_believed_only_as_far_as_it_makes_sense(said, monkeypatch):
    monkeypatch.setattr("academy.apart.ask", lambda *_, **__: said)
    with pytest.raises(AcademyError, match="manual_unreadable"):
        manuals.read(b"PK\x03\x04", LARGEST)


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>", "<p onclick=x>a", "</p></p><td>x", "<p>" * 5_000,
        "<img src=x>",
        "<table><tr><td colspan=999999999>x", "<img src='picture:99999999999'>",
        "<a href='#footnote-1'>x",
        "<ol><li id='footnote-1'>a<a href='#footnote-1'>b</a></ol>", "<table></table>", "<ul></ul>",
        "&#0;&#x202e;x", "<table><tr><td><table><tr><td>x</table></table>",
    ],
)  # fmt: skip
def test_any_html_is_written_as_markdown_without_tags(html):
    said = writing.written(html, {0: "picture-1.png"})
    assert len(said) < 10_000
    assert "\u202e" not in said
    assert "<" not in said


def test_the_child_needs_nothing_of_ours(tmp_path):
    """So it works from an installed wheel and from whatever folder one stands in."""
    here = manuals.CHILD.parents[1]
    for file in ("apart/holding.py", "manuals/child.py"):
        (tmp_path / file).parent.mkdir()
        (tmp_path / file).write_bytes((here / file).read_bytes())
    (tmp_path / "manuals" / "json.py").write_text("raise SystemExit('imported')", "utf-8")
    ran = subprocess.run(
        [sys.executable, "-P", str(tmp_path / "manuals" / "child.py")],
        input=docx(p("Words.")), capture_output=True, check=True, cwd=tmp_path,
    )  # fmt: skip
    assert json.loads(ran.stdout)["html"] == "<p>Words.</p>"


def test_a_picture_that_ends_anywhere_is_none():
    for data in (png(), jpeg()):
        assert bare.bare(data) is not None
        assert all(bare.bare(data[:size]) is None for size in range(len(data)))

"""Fonts that a network brings: names in ten scripts print with them, and nothing else comes in."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import textwrap
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from fontTools.ttLib import TTFont

from academy.cli import doctor, main
from academy.errors import AcademyError
from academy.printing import brought, fontpack, glyphs, missing, tables
from academy.printing.missing import Text
from academy.printing.ruler import Browser
from tests.academy.test_printing import needs_pango

ROOT = Path(__file__).resolve().parents[2]
NOTO = Path("/usr/share/fonts/truetype/noto")
CJK = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
OURS = glyphs.FOLDER / "NotoSansArabic-Light.ttf"

# A name in each, its font, and whether its letters are joined or stacked into fewer glyphs.
NAMES = {
    "Mymr": ("ဒေါ်ခင်မြတ်နိုး", "Myanmar", True),
    "Thai": ("ณัฐธิดา น้ำฝน", "Thai", False),
    "Khmr": ("ស្រីមុំ ចន្ទ្រា", "Khmer", True),
    "Ethi": ("ትዕግሥት ኃይሌ", "Ethiopic", False),
    "Beng": ("শ্রীলেখা চট্টোপাধ্যায়", "Bengali", True),
    "Deva": ("श्रुति ज्योत्स्ना", "Devanagari", True),
    "Taml": ("ஸ்ரீதேவி கௌரி", "Tamil", True),
    "Geor": ("ნინო ქავთარაძე", "Georgian", False),
    "Armn": ("Անահիտ Հարությունյան", "Armenian", True),
    "Hang": ("김하늘", "", False),
}
# Of the others a reader of the PDF gets not quite what was written: WeasyPrint lets a glyph stand
# for one text only, and there it is half of a vowel taken apart. On paper they are whole.
GIVEN_BACK = [script for script in NAMES if script not in {"Thai", "Beng"}]

PRINT = """
import json, sys
from pathlib import Path
from academy.printing import brought, cards, certificate, missing, pango, pdf, press, sheet
from academy.printing.missing import Text
from tests.academy.test_printing import page
from tests.academy.test_printing_brought import NAMES, glyphs_of
names = [name for name, _, _ in NAMES.values()]
by, texts = pango.ruler(), [Text("name", name, "en") for name in names]
assert {one.text.text for one in missing.find(texts, by)} == set(names)
brought.use(Path(sys.argv[1]))
assert len(brought.fonts()) == len(NAMES) and not brought.refused()
print(json.dumps({
    "boxes": [one.script for one in missing.find(texts, by)],
    "glyphs": {script: glyphs_of(one[0]) for script, one in NAMES.items()},
}))
papers = {
    "certificate": certificate.html([page(name=one, title=one, issuer=one) for one in names]),
    "cards": cards.html([cards.AccessCard(one, "384921") for one in names], address="http://a.b"),
    "sheet": sheet.html("T", [sheet.Column("Mon", "am", names[0])],
                        [sheet.Row(n, one, one) for n, one in enumerate(names)]),
}
for kind, html in papers.items():
    made = press.pdf(html) if kind == "sheet" else pdf.render(html)
    (Path(sys.argv[2]) / f"{kind}.pdf").write_bytes(made)
"""


def glyphs_of(name: str) -> int:
    """How many glyphs Pango sets for a name."""
    from weasyprint.text.ffi import ffi, pango

    from academy.printing import pango as ours
    from academy.printing import pdf

    with pdf.fonts() as config:
        layout, _keep = ours._layout(config, name, glyphs.TEXT, "en")
        run = pango.pango_layout_get_line_readonly(layout, 0).runs
        count = 0
        while run != ffi.NULL:
            drawn = run.data.glyphs
            for index in range(drawn.num_glyphs):
                count += drawn.glyphs[index].glyph != pango.PANGO_GLYPH_EMPTY
            run = run.next
    return count


@pytest.fixture(autouse=True)
def no_fonts_after():
    before = brought.folder()
    yield
    brought.use(before)


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    """A pack made of what Debian has, and of Hangul only the few signs that are needed here."""
    if not (NOTO.is_dir() and CJK.is_file()):
        pytest.skip("needs fonts-noto-core and fonts-noto-cjk")
    place = tmp_path_factory.mktemp("from")
    for _, script, _ in NAMES.values():
        if script:
            for style in ("Regular", "Bold"):
                shutil.copy(NOTO / f"NotoSans{script}-{style}.ttf", place)
    samples = next(one for one in fontpack.lacking() if one.script == "Hang")
    signs = {ord(one) for one in samples.word + samples.letters + NAMES["Hang"][0]}
    number = [one.family for one in tables.fonts(CJK)].index("Noto Sans CJK KR")
    (place / "Korean.otf").write_bytes(tables.cut(CJK, number, lambda point: point in signs))
    target = tmp_path_factory.mktemp("pack") / "fonts.zip"
    made = CliRunner().invoke(main, ["--folder", "none", "fonts", "make", str(target), str(place)])
    assert made.exit_code == 0, made.output
    assert "Without: Hebr" in made.output
    return target


@pytest.fixture(scope="module")
def taken(pack, tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    told = CliRunner().invoke(main, ["--folder", str(folder), "fonts", "take", str(pack)])
    assert told.exit_code == 0, told.output
    assert "Fonts that you put there yourself: 10" in told.output
    return folder / brought.FOLDER


@needs_pango
def test_with_a_pack_a_name_in_each_of_ten_scripts_prints_on_every_paper(taken, tmp_path):
    (tmp_path / "fonts").mkdir()
    config = tmp_path / "fonts.conf"
    config.write_text(
        f"<fontconfig><dir>{tmp_path}/fonts</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", textwrap.dedent(PRINT), str(taken), str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "FONTCONFIG_FILE": str(config)},
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert told["boxes"] == []
    for script, (name, _, joined) in NAMES.items():
        taken_apart = name.count("ำ")
        most = len(name) - 1 if joined else len(name) + taken_apart
        assert len(name) * 2 // 3 <= told["glyphs"][script] <= most, script
    if not shutil.which("pdftotext"):
        pytest.skip("needs pdftotext")

    def asked(*command: str) -> str:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    for kind in ("certificate", "cards", "sheet"):
        paper = str(tmp_path / f"{kind}.pdf")
        assert asked("pdffonts", paper).count("Noto-More-A") == len(NAMES), kind
        read = asked("pdftotext", "-raw", paper, "-")
        for script in GIVEN_BACK:
            assert "".join(NAMES[script][0].split()) in "".join(read.split()), (kind, script)


def test_where_a_browser_prints_what_was_brought_is_no_box(taken, monkeypatch):
    monkeypatch.setattr(glyphs, "_installed", lambda: ())
    texts = [Text("name", name, "en") for name, _, _ in NAMES.values()]
    brought.use(None)
    assert len(missing.find(texts, Browser())) == len(NAMES)
    brought.use(taken)
    assert missing.find(texts, Browser()) == []


def test_what_lies_in_the_folder_and_is_no_font_is_left_and_told(tmp_path):
    place = tmp_path / brought.FOLDER
    place.mkdir()
    shutil.copy(OURS, place / "NotoSansArabic[wdth,wght].ttf")
    shutil.copy(OURS, place / "a');b.ttf")
    (place / "link.ttf").symlink_to(OURS)
    (place / "damaged.ttf").write_bytes(OURS.read_bytes()[:3000])
    (place / "folder.ttf").mkdir()
    (place / "large.otf").write_bytes(OURS.read_bytes() + bytes(tables.LARGEST))
    (place / "OFL.txt").write_text("the licence")
    brought.use(place)
    assert [one.path.name for one in brought.fonts()] == ["NotoSansArabic[wdth,wght].ttf"]
    others = {"a');b.ttf", "link.ttf", "damaged.ttf", "folder.ttf", "large.otf"}
    assert set(brought.refused()) == others
    line = next(one for one in doctor.lines(tmp_path, {}) if one.name == "fonts")
    assert (line.state, line.found[:2]) == (doctor.LOOK, "5 ")


def test_of_a_font_only_the_tables_that_draw_are_taken_in(tmp_path):
    with TTFont(OURS) as font:
        font["SVG "] = table = type(font["head"]).__mro__[1]("SVG ")
        table.compile = lambda _font: b"<svg onload='x'/>"
        font.flavor = "woff2"
        font.save(tmp_path / "Arabic.woff2")
    ((name, data),) = fontpack.read(tmp_path / "Arabic.woff2").items()
    assert name == "Arabic.ttf"
    with TTFont(io.BytesIO(data)) as made:
        assert set(made.keys()) - {"GlyphOrder"} <= tables.KEPT
        assert 0x628 in made.getBestCmap()


def packed(fonts, /, *, digest=None, more=(), **said):
    made = io.BytesIO()
    told = [
        {"file": name, "sha256": digest or hashlib.sha256(data).hexdigest()}
        for name, data in fonts.items()
    ]
    manifest = {"format": fontpack.FORMAT, "fonts": told, **said}
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(fontpack.MANIFEST, json.dumps(manifest))
        file.writestr(fontpack.LICENCE, "free")
        for name, data in {**fonts, **dict(more)}.items():
            file.writestr(name, data)
    return made.getvalue()


GOOD = OURS.read_bytes()
HOSTILE = {
    "no zip": (b"PK\x03\x04" + bytes(99), "damaged"),
    "cut off": (packed({"a.ttf": GOOD})[:-40], "damaged"),
    "another kind": (packed({"a.ttf": GOOD}, format="x"), "damaged"),
    "a list of fonts that is none": (packed({"a.ttf": GOOD}, fonts=[1]), "damaged"),
    "no fonts": (packed({}), "damaged"),
    "too many": (packed({f"{n}.ttf": b"" for n in range(brought.MOST + 1)}), "damaged"),
    "not what was packed": (packed({"a.ttf": GOOD}, digest="0" * 64), "damaged"),
    "more than it says": (packed({"a.ttf": GOOD}, more=[("b.sh", b"")]), "damaged"),
    "larger than a font may be": (packed({"a.ttf": bytes(tables.LARGEST + 1)}), "damaged"),
    "a way out": (packed({"../a.ttf": GOOD}), "font_refused"),
    "a way out on Windows": (packed({"..\\a.ttf": GOOD}), "font_refused"),
    "a style sheet in a name": (packed({"a')}.ttf": GOOD}), "font_refused"),
    "no font": (packed({"a.ttf": b"#!/bin/sh\n"}), "font_refused"),
    "half a font": (packed({"a.ttf": GOOD[: len(GOOD) // 2]}), "font_refused"),
    "a font that unpacks to more": (
        packed({"a.ttf": b"wOF2\x00\x01\x00\x00" + b"\xff" * 40}), "font_refused",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_pack_is_refused_and_leaves_nothing(tmp_path, data, code):
    (tmp_path / "fonts.zip").write_bytes(data)
    with pytest.raises(AcademyError, match=code):
        fontpack.read(tmp_path / "fonts.zip")
    told = CliRunner().invoke(
        main, ["--folder", str(tmp_path / "data"), "fonts", "take", str(tmp_path / "fonts.zip")]
    )
    assert told.exit_code == 1
    assert not (tmp_path / "data").exists()

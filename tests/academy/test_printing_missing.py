"""Which characters would be boxes: asked of Pango, and of the font files where there is none."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from academy.printing import cmap, glyphs, missing, pango, pdf
from academy.printing.missing import Text
from academy.printing.ruler import Browser
from academy.printing.samples import SAMPLES, SIGNS
from tests.academy.test_printing import needs_pango

ROOT = Path(__file__).resolve().parents[2]

# What our own fonts have, in ways that people write it.
PRINTABLE = {
    "stacked accents": "Nguyễn Thị Ánh Nguyệt",
    "accents written apart": "Nguye\u0302\u0303n A\u0301nh",
    "joiners": "گل\u200cمحمدی · نور\u200dجہاں",
    "selectors": "葛\ufe00 王\U000e0100小雨",
    "a soft hyphen and a zero-width space": "Maria\u00adna\u200bBela",
    "Cyrillic of Central Asia": "Гүлзат Өмүрбекова Ғайрат Ҳикмат",
    "Greek": "Αικατερίνη",
    "nothing": "",
}
# What they have not, and by which script it is told.
BOXES = {
    "Thai": ("ดาว", "Thai", "ดาว"),
    "a Thai vowel that is taken apart": ("น้ำ", "Thai", "น้ำ"),
    "Burmese": ("ကြယ်", "Mymr", "ကြယ်"),
    "Khmer": ("ផ្កាយ", "Khmr", "ផ្កាយ"),
    "Ethiopic": ("ኮከብ", "Ethi", "ኮከብ"),
    "Bengali": ("তারা", "Beng", "তারা"),
    "Devanagari": ("न्यूमा", "Deva", "न्यूमा"),
    "Hangul": ("김하늘", "Hang", "김하늘"),
    "pictures": ("Nova 🌸👩\u200d👧", SIGNS, "🌸👩👧"),
    "one rare character": ("𪚥小雨", "Hani", "𪚥"),
    "unassigned": ("A\u0378", SIGNS, "\u0378"),
}

ASK = """
from academy.printing import missing, pango
from tests.academy.test_printing_missing import BOXES, PRINTABLE, told
by = pango.ruler()
assert by.certain
for name, text in PRINTABLE.items():
    assert not missing.find([missing.Text("name", text, "en")], by), name
for name, (text, script, characters) in BOXES.items():
    ((found, boxes),) = told(text, by)
    assert found == script, name
    # Of a vowel that was taken apart, Pango names the sign it sits on.
    assert boxes and boxes <= set(characters), (name, boxes)
print([one.sample.script for one in missing.what_can_be_printed(by) if one.answer == "yes"])
"""


def told(text, by):
    return [
        (one.script, set(one.characters) - set("\u200d"))
        for one in missing.find([Text("name", text, "en")], by)
    ]


@pytest.fixture
def bare(monkeypatch):
    """A laptop with our fonts and no others, without Pango."""
    monkeypatch.setattr(glyphs, "_installed", lambda: ())
    return Browser()


@needs_pango
def test_pango_on_a_laptop_without_fonts_tells_whose_boxes_they_are(tmp_path):
    (tmp_path / "fonts").mkdir()
    config = tmp_path / "fonts.conf"
    config.write_text(
        f"<fontconfig><dir>{tmp_path}/fonts</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", textwrap.dedent(ASK)],
        cwd=ROOT, env={**os.environ, "FONTCONFIG_FILE": str(config)},
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip() == "['Latn', 'Cyrl', 'Arab', 'Hani', 'Hira', 'Grek']"


@pytest.mark.parametrize("text", PRINTABLE.values(), ids=PRINTABLE)
def test_what_our_fonts_have_is_never_called_missing(bare, text):
    assert told(text, bare) == []


@pytest.mark.parametrize(("text", "script", "characters"), BOXES.values(), ids=BOXES)
def test_what_no_font_has_is_told_by_its_script(bare, text, script, characters):
    assert told(text, bare) == [(script, set(characters))]


def test_a_text_said_twice_is_told_once(bare):
    twice = [Text("team", "ဒေါ်", "en"), Text("team", "ဒေါ်", "en"), Text("team", "ဒေါ်", "fr")]
    assert len(missing.find(twice[:2], bare)) == 1
    two_scripts = missing.find([Text("name", "ดาว ကြယ်", "en")], bare)
    assert [one.script for one in two_scripts] == ["Thai", "Mymr"]


@pytest.mark.parametrize(
    ("script", "characters", "packages"),
    [
        ("Thai", "ด", ("fonts-noto-core",)),
        ("Hang", "김", ("fonts-noto-cjk",)),
        ("Hani", "𪚥", ("fonts-noto-cjk", "fonts-hanazono")),
        (SIGNS, "🌸", ("fonts-noto-color-emoji", "fonts-symbola")),
    ],
)
def test_what_to_install_is_named(script, characters, packages):
    assert missing.debian_packages([(script, characters)] * 2) == packages


@needs_pango
def test_pango_and_the_font_files_agree_on_this_laptop():
    for sample in SAMPLES:
        asked = sample.word + sample.letters
        assert pango.ruler().missing(asked, "en") == Browser().missing(asked, "en"), sample.script


def test_a_collection_of_fonts_is_read_as_each_of_them(tmp_path):
    one = (glyphs.FOLDER / "NotoSansArabic-Light.ttf").read_bytes()
    header = b"ttcf" + bytes.fromhex("00010000 00000001 00000010".replace(" ", ""))
    # Tables lie where the font says, counted from the file's start: so the font is cut in behind.
    moved = bytearray(header + one)
    count = int.from_bytes(moved[20:22], "big")
    for index in range(count):
        at = 16 + 12 + 16 * index + 8
        moved[at : at + 4] = (int.from_bytes(moved[at : at + 4], "big") + 16).to_bytes(4, "big")
    (tmp_path / "two.ttc").write_bytes(moved)
    plain = cmap.ranges(glyphs.FOLDER / "NotoSansArabic-Light.ttf")
    assert plain
    assert sorted(cmap.ranges(tmp_path / "two.ttc")) == sorted(plain)


@pytest.mark.parametrize(
    "damaged", [b"", b"\x00", b"ttcf" + b"\xff" * 20, b"\x00\x01\x00\x00\xff\xff" * 9]
)
def test_a_damaged_font_draws_nothing(tmp_path, damaged):
    (tmp_path / "font.ttf").write_bytes(damaged)
    assert cmap.ranges(tmp_path / "font.ttf") == []


def test_the_folders_of_a_font_configuration_are_looked_into(tmp_path, monkeypatch):
    config = tmp_path / "fonts.conf"
    config.write_text(f"<fontconfig><dir>{tmp_path}</dir></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(config))
    if sys.platform == "linux":
        assert glyphs.font_folders() == [tmp_path]


def test_pdf_and_rulers_choose_by_the_same_library():
    assert pango.ruler().certain == (pdf.why_not() is None)
    assert not pango.ruler(browser=True).certain

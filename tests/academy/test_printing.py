"""Paper says what it should in every script, escapes what it is given, and works without Pango."""

import base64
import gc
import os
import re
import sys
import zlib
from pathlib import Path

import pytest
from markupsafe import Markup

from academy.errors import AcademyError
from academy.languages import i18n
from academy.printing import cards, certificate, codes, glyphs, guide, pdf, sheet
from academy.printing.words import Words

HERE = Path(certificate.__file__).parent
NAMES = {
    "en": "Amina 王小雨",
    "fr": "Nguyễn Thị Ánh",
    "es": "Íñigo Peña-Çelik",
    "ru": "Дарья Ёлкина",
    "zh_Hans": "王小雨",
    "zh_Hant": "陳麗雲",
    "ar": "أمينة بن يوسف",
    "pt": "Conceição Mucavele Simões",
    "sw": "Mwanaidi Ng’ang’a",
}


def words(locale: str) -> Words:
    return Words(
        locale.replace("_", "-"),
        i18n.direction(locale),
        i18n.gettext_for(locale),
        i18n.ngettext_for(locale),
        lambda y, m: i18n.format_month(y, m, locale),
    )


def page(locale: str = "en", name: str = "Amina", **changes: object) -> certificate.CertificatePage:
    facts = {
        "name": name,
        "kind": "completion",
        "title": "Leadership and Health Programme",
        "month": (2027, 10),
        "half_days": 9,
        "issuer": "Regional Academy",
        "code": "7K2M9QXZ4B8TWRN6",
        "beads": ["present"] * 8 + ["late", "excused"],
        "words": words(locale),
    }
    return certificate.CertificatePage(**(facts | changes))  # type: ignore[arg-type]


# Where everything is installed on purpose, a PDF that can't be made is a failure.
needs_pango = pytest.mark.skipif(
    not pdf.available() and os.environ.get("CI") != "true",
    reason="Pango is not installed here, so no PDF can be made; everything else was tested",
)


def unpacked(made: bytes) -> bytes:
    """Return what a PDF says, its compressed streams opened."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, flags=re.DOTALL)
    opened = []
    for stream in streams:
        try:
            # Not zlib.decompress: a stream may itself end with what looks like the line's end.
            opened.append(zlib.decompressobj().decompress(stream))
        except zlib.error:
            opened.append(stream)
    return made + b"\n".join(opened)


def test_every_certificate_is_in_its_own_language_and_direction():
    made = certificate.html([page(locale, name) for locale, name in NAMES.items()])
    for locale, name in NAMES.items():
        assert name in made
        assert f'lang="{locale.replace("_", "-")}" dir="{i18n.direction(locale)}"' in made
    assert "7K2M-9QXZ-4B8T-WRN6" in made


def test_what_is_typed_is_never_markup():
    made = certificate.html([page(name="<script>x</script>", title='"><img src=x>', issuer="<b>")])
    assert "<script" not in made
    assert "<img src=x" not in made
    assert "<b>" not in made


def test_a_page_for_printing_has_its_style_under_a_nonce_and_no_style_attribute():
    made = certificate.html([page()], nonce="once")
    assert '<style nonce="once">' in made
    assert " style=" not in made
    assert "<script" not in made


@pytest.mark.parametrize("name", NAMES.values())
def test_the_fonts_that_travel_along_show_every_name(name: str):
    assert glyphs.missing_characters(name) == set()


@pytest.mark.parametrize("locale", i18n.NAMES)
def test_the_fonts_that_travel_along_show_every_word_of_ours(locale: str):
    spoken = words(locale)
    column = sheet.Column("", i18n.half_name("pm", locale))
    kinds = ("attendance", "completion", "facilitator")
    made = (
        certificate.html([page(locale, kind=kind) for kind in kinds]),
        sheet.html("", [column], [], words=spoken),
        cards.html([cards.AccessCard("", "123456", spoken)], address="", words=spoken),
        guide.html("", course="", times="", parts=[], words=spoken),
    )
    assert glyphs.missing_characters("".join(made)) == set()


def test_names_that_need_rare_or_traditional_characters_are_shown():
    assert glyphs.missing_characters("喆 珺 旻 翀 玥 羅 麗 陳 劉 龍") == set()


def test_a_character_no_font_has_is_named_before_printing():
    assert glyphs.missing_characters("Aⵣ ") == {"ⵣ"}


def test_a_code_is_forgiven_spacing_case_and_lookalikes():
    code = codes.new()
    shown = codes.display(code)
    assert len(shown) == 19
    wide = "".join(chr(ord(one) + 0xFEE0) for one in code)
    eastern = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    lookalikes = shown.replace("0", "O").replace("1", "l")
    for typed in (
        shown,
        shown.lower(),
        f" {code} ",
        lookalikes,
        wide,
        eastern,
        shown.replace("-", "–"),
    ):
        assert codes.normalise(typed) == code


def test_every_single_slip_and_every_swap_of_neighbours_is_caught():
    code = codes.new()
    slips = [
        code[:at] + other + code[at + 1 :]
        for at in range(16)
        for other in codes.ALPHABET
        if other != code[at]
    ]
    swaps = [
        code[:at] + code[at + 1] + code[at] + code[at + 2 :]
        for at in range(15)
        if code[at] != code[at + 1]
    ]
    for typed in (*slips, *swaps, code[:-1], code + "0", ""):
        with pytest.raises(AcademyError, match="code_mistyped"):
            codes.normalise(typed)


def test_a_sheet_numbers_its_rows_and_leaves_some_for_latecomers():
    rows = [sheet.Row(1, "Heron & Co", "North"), sheet.Row(2, "小雨", "")]
    made = sheet.html("Week", [sheet.Column("Mon 24 Apr", "Morning")], rows, blank=2)
    assert "Heron &amp; Co" in made
    assert made.count('<td class="n">') == 4
    assert made.count('class="tick"') == 4 * 5
    several = sheet.html("Week", [sheet.Column("Mon", "Morning")] * 6, rows, blank=0)
    assert several.count('class="tick"') == 2 * 5 * sheet.MOST_COLUMNS


def test_cards_carry_a_pin_each_and_the_address_in_the_holders_language():
    made = cards.html(
        [cards.AccessCard("Heron", "384921"), cards.AccessCard("نجمة", "000017", words("ar"))],
        address="http://192.168.1.20:8000",
    )
    assert "384 921" in made
    assert "000 017" in made
    assert 'lang="ar" dir="rtl"' in made


def test_a_card_wears_nothing_that_was_meant_for_a_lesson():
    lessons = re.sub(
        r"/\*.*?\*/|\{[^}]*\}", ",", (HERE / "lessons.css").read_text(), flags=re.DOTALL
    )
    alone = {one.strip() for one in lessons.split(",") if re.fullmatch(r"\.[\w-]+", one.strip())}
    worn = re.findall(r'class="([^"]+)"', cards.html([cards.AccessCard("Heron", "1")], address=""))
    assert ".told" in alone
    assert not alone & {f".{one}" for classes in worn for one in classes.split()}


def test_without_pango_only_the_pdf_is_missing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    for cached in (pdf.why_not, pdf._press_with):
        cached.cache_clear()
    try:
        assert not pdf.available()
        assert "Amina" in certificate.html([page()])
        with pytest.raises(AcademyError, match="pdf_unavailable"):
            pdf.render("<p>x</p>")
    finally:
        monkeypatch.undo()
        for cached in (pdf.why_not, pdf._press_with):
            cached.cache_clear()


@needs_pango
def test_a_pdf_has_a_page_for_each_certificate_and_is_the_same_every_time():
    html = certificate.html([page(locale, name) for locale, name in NAMES.items()])
    made = pdf.render(html)
    assert made.startswith(b"%PDF-1.7")
    assert made == pdf.render(html)
    said = unpacked(made)
    assert f"/Count {len(NAMES)}".encode() in said
    assert re.search(rb"/Lang ?\(en\)", said)
    assert b"/StructTreeRoot" in said
    assert b"<pdfaid:conformance>U" in said or b'pdfaid:conformance="U"' in said
    assert len(made) < 400_000


@needs_pango
def test_a_pdf_brings_its_own_fonts():
    made = pdf.render(certificate.html([page(locale, name) for locale, name in NAMES.items()]))
    fonts = set(re.findall(rb"/BaseFont ?/[A-Z]{6}\+([\w-]+)", unpacked(made)))
    assert fonts == {
        b"Noto-Sans", b"Noto-Title-Semi-Bold", b"Noto-Name-Light", b"Noto-Arabic",
        b"Noto-Arabic-Name-Light", b"Noto-Chinese-Light",
    }  # fmt: skip


@needs_pango
def test_a_pdf_takes_in_nothing_from_the_disk_or_the_network(tmp_path):
    dot = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
        "gg=="
    )
    (tmp_path / "dot.png").write_bytes(dot)
    outside = (tmp_path / "dot.png").as_uri()
    inside = f"data:image/png;base64,{base64.b64encode(dot).decode()}"
    assert b"/Image" in unpacked(pdf.render(f'<img src="{inside}">'))
    for address in (outside, "http://127.0.0.1:9/dot.png"):
        assert b"/Subtype /Image" not in unpacked(pdf.render(f'<img src="{address}">'))


@needs_pango
def test_forty_five_rows_take_two_pages():
    rows = [sheet.Row(number, f"Heron {number}", "") for number in range(1, 42)]
    columns = [sheet.Column("Mon", "Morning")] * 2
    assert b"/Count 2" in unpacked(pdf.render(sheet.html("Week", columns, rows)))


def test_a_guide_shows_its_own_markup_and_nobody_elses():
    part = guide.Part("Steps & more", Markup("<table><tr><td>5</td></tr></table>"))
    made = guide.html("<b>", course="<i>", times="90 min", parts=[part])
    assert "<h1>&lt;b&gt;</h1>" in made
    assert "<i>" not in made
    assert "Steps &amp; more" in made
    assert "<td>5</td>" in made


@needs_pango
def test_a_long_guide_goes_on_to_a_second_page():
    text = Markup("<ul>" + "<li>One step after the other, and none too long.</li>" * 60 + "</ul>")
    paper = guide.html("Week", course="Course", times="", parts=[guide.Part("Steps", text)])
    assert b"/Count 2" in unpacked(pdf.render(paper))


@pytest.mark.parametrize("usual", [(700, 10, 10), (0, 0, 0), (90_000, 5, 5)])
def test_python_sweeps_as_before_once_a_paper_is_made_or_failed(monkeypatch, usual):
    seen, before = [], gc.get_threshold()

    def fail(*_):
        seen.append(gc.get_threshold())
        raise ValueError

    monkeypatch.setattr(pdf, "_laid_out", fail)
    gc.set_threshold(*usual)
    try:
        with pytest.raises(AcademyError):
            pdf.render("<p>")
        assert gc.get_threshold() == usual
    finally:
        gc.set_threshold(*before)
    if pdf.available():
        assert seen[0][0] >= usual[0]

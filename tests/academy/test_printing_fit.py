"""Every name stands above the line, as large as it can, in whatever script it is written."""

import unicodedata

import pytest

from academy.printing import cards, certificate, document, fit, glyphs, pango, pdf, sheet
from academy.printing.ruler import Browser, Line
from tests.academy.test_printing import needs_pango, page

# Names as people have them; the first four broke over the title when their width was guessed.
NAMES = {
    "Swahili": "Mwanamkuu Mwinyimvua",
    "Armenian": "Անահիտ Հովհաննիսյան",
    "Malayalam": "മാളവിക കൃഷ്ണൻകുട്ടി",
    "Tamil": "வெண்ணிலா அம்மாள்",
    "Vietnamese": "Công Tằng Tôn Nữ Thị Ánh Nguyệt Hương Nhưỡng Phượng Uyển",
    "Portuguese": "Maria-Aparecida Conceição Vasconcelos de Albuquerque Ferreira",
    "Cyrillic": "Преображенская-Крестовоздвиженская Екатерина Александровна",
    "Greek": "Αικατερίνη Παπαδημητροπούλου-Χατζηαναστασίου",
    "Arabic": "أمينة بنت عبد الرحمن بن محمد بن يوسف الهاشمية القرشية المكية",
    "Persian": "پروانه گل\u200cمحمدی شیرازی",
    "Hebrew": "שרה בת־שבע רוזנברג",
    "Devanagari": "श्रीमती लक्ष्मीबाई न्यूमा त्रिपाठी",
    "Bengali": "তারা চট্টোপাধ্যায় বন্দ্যোপাধ্যায়",
    "Thai": "นางสาวดาวเรืองเชียงใหม่พิพัฒน์พงศ์ศิริวัฒนกุลรัตนโกสินทร์",
    "Khmer": "ស្រីពេជ្រផ្កាយព្រឹក្សសុវណ្ណមាលាចន្ទ្រារស្មីរតនៈកញ្ញាបុប្ផា",
    "Burmese": "ဒေါ်ခင်မြတ်နိုးကြယ်စင်ရွှေဇင်လှမြင့်မိုရ်သန္တာကျော်စွာဝင်း",
    "Ethiopic": "ኮከብ ገብረእግዚአብሔር ወልደሚካኤል ተክለሃይማኖት",
    "Georgian": "ნინო ჩოლოყაშვილი",
    "Hangul": "김하늘별빛나라",
    "Japanese": "小鳥遊さくら",
    "Chinese": "阿卜杜热合曼·买买提艾力·古丽巴哈尔·阿依古丽·努尔买买提",
    "Chinese without a break": "王小雨" * 20,
    "one long word": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk",
    "nothing but wide letters": "W" * 60,
    "as long as a name may be": "M" * 200,
}
PLACES = [fit.NAME_PLACE, fit.TITLE_PLACE, fit.ISSUER_PLACE, fit.CARD_ALIAS, fit.TEAM]
MM = 96 / 25.4  # WeasyPrint's pixels


def inside(box, tag):
    """The outermost boxes that one kind of element became, wherever they lie in a page."""
    if getattr(box, "element_tag", None) == tag:
        return [box]
    found = []
    for child in getattr(box, "children", ()):
        found += inside(child, tag)
    return found


def laid_out(html):
    """The pages of a document as they will be drawn."""
    from weasyprint import HTML

    press = pdf._press()
    made = HTML(string=html, url_fetcher=press.nothing).render(
        stylesheets=[press.style], font_config=press.fonts
    )
    return [one._page_box for one in made.pages]


@needs_pango
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_stands_above_the_line_and_within_the_frame(name):
    (drawn,) = laid_out(certificate.html([page(name=name)]))
    (heading,) = inside(drawn, "h1")
    fitted = fit.fit(name, fit.NAME_PLACE, pango.ruler(), "en")
    assert len(heading.children) == len(fitted.lines)  # it breaks where it was said to, only there
    for line in heading.children:
        right = max(child.position_x + child.margin_width() for child in line.children)
        left = min(child.position_x for child in line.children)
        assert right - left <= 249 * MM
        assert left >= 20 * MM
    last = heading.children[-1]
    measured = pango.ruler().line(fitted.lines[-1], glyphs.NAME, "en")
    ink = last.position_y + last.baseline + measured.below * fitted.size * 96 / 72
    assert ink <= heading.position_y + (4 + 38 + 3) * MM  # the rule lies four below the name


@needs_pango
def test_certificates_alike_share_one_reckoned_style_whatever_else_lies_between():
    from weasyprint import css

    made = laid_out(certificate.html([page(), page("ar"), page(), page()]))
    first, other, *more = (inside(drawn, "h1")[0].style for drawn in made)
    second, third = more
    assert second is third
    assert first["lang"] == second["lang"] == "en"
    assert other["lang"] == "ar"
    assert pdf._said_once(find := css.find_style_attributes) is find  # not once more for each font


@needs_pango
@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
@pytest.mark.parametrize("text", NAMES.values(), ids=NAMES)
def test_every_text_keeps_within_its_place_at_the_largest_size_that_does(text, place):
    by = pango.ruler()
    fitted = fit.fit(text, place, by, "en")
    room = place.width * 72 / 25.4
    widths = [by.line(one, place.face, "en").width for one in fitted.lines]
    if fitted.size > fit.SMALLEST:
        assert max(widths) * fitted.size <= room
    if len(fitted.lines) == 1 and fitted.size < place.tries[0].largest:
        larger = fit._largest(fitted.lines, place, by, "en")
        assert larger == fitted.size
    assert "".join("".join(fitted.lines).split()) == "".join(text.split())


@pytest.mark.parametrize("by", [Browser(), pytest.param(pango.ruler(), marks=needs_pango)])
@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("王小雨", 1),
        ("Amina 王小雨", 1),
        ("Mwanamkuu Mwinyimvua", 1),
        ("Nguyễn Thị Hồng Nhung", 1),
        ("Maria-Aparecida Conceição Vasconcelos de Albuquerque Ferreira", 2),
        ("Преображенская-Крестовоздвиженская Екатерина Александровна", 2),
        ("王小雨" * 20, 2),
        ("M" * 200, 3),
    ],
)
def test_a_name_is_on_one_line_if_it_can_be(by, name, lines):
    assert len(fit.fit(name, fit.NAME_PLACE, by, "en").lines) == lines


def test_two_lines_are_as_even_as_the_words_allow():
    fitted = fit.fit(NAMES["Portuguese"], fit.NAME_PLACE, Browser(), "pt")
    assert fitted.lines == ("Maria-Aparecida Conceição", "Vasconcelos de Albuquerque Ferreira")
    fitted = fit.fit(NAMES["Chinese"], fit.NAME_PLACE, Browser(), "zh-Hans")
    assert fitted.lines[0].endswith("·")  # a dot between names stays with the name before it


class Wide:
    """A ruler for which every sign is three ems wide, so that everything has to give way."""

    certain = True

    def line(self, text, face, language):
        return Line(3.0 * len(text), 0.8, 0.2, 1.0, 0.3)

    def breaks(self, text, language):
        return set()

    def known(self, text):
        return True


@pytest.mark.parametrize(
    "text",
    [
        "ក្ញុំស្រីពេជ្រផ្កាយ",
        "သန္တာကျော်စွာဝင်းမြတ်မွန်",
        "เชียงใหม่เที่ยวแม่ไม้ไทย",
        "ດາວເຮືອງໄມ້",
        "ലക്ഷ്മികൃഷ്ണൻ",
        "क्ष\u200dत्रियक्षेत्रज्ञ",
        "Nguye\u0302\u0303nThi\u0323A\u0301nh",
    ],
)
def test_no_line_ends_within_a_written_sign(text):
    places = fit._breaks(text, "sign", Wide(), "km")
    assert places
    for at in places:
        assert unicodedata.category(text[at])[0] != "M"
        assert unicodedata.combining(text[at - 1]) != 9 or text[at - 1] == "\u103a"
        assert text[at - 1] not in "เแโใไເແໂໃໄ\u200d"


def test_a_burmese_final_stays_with_its_syllable():
    name = "ရွှေဇင်လှမြင့်မိုရ်သန္တာ"
    cut = [name[at:] for at in sorted(fit._breaks(name, "sign", Wide(), "my"))]
    assert cut == ["ဇင်လှမြင့်မိုရ်သန္တာ", "လှမြင့်မိုရ်သန္တာ", "မြင့်မိုရ်သန္တာ", "မိုရ်သန္တာ", "သန္တာ"]


def test_a_guessed_line_leaves_room_to_wrap_once():
    name = NAMES["Burmese"]
    fitted = fit.fit(name, fit.NAME_PLACE, Browser(), "my")
    assert not fitted.certain
    # One line more than reckoned, at the line height of the style sheet, still is in the place.
    assert (len(fitted.lines) + 1) * fitted.size * fit.LEADING <= 38 * 72 / 25.4


def test_a_browser_is_given_a_little_more_room_than_our_fonts_take():
    if pdf.why_not():
        pytest.skip("needs Pango")
    for name in NAMES.values():
        if glyphs.missing_characters(name):
            continue
        exact = pango.ruler().line(name, glyphs.NAME, "en").width
        assert exact <= Browser().line(name, glyphs.NAME, "en").width <= exact * 1.5


def test_no_line_begins_with_what_ends_a_phrase():
    title = "Une semaine pour renforcer les organisations communautaires : plaidoyer, budget, suivi"
    for place in (fit.TITLE_PLACE, fit.ISSUER_PLACE):
        assert not [
            line for line in fit.fit(title, place, Browser(), "fr").lines if line[0] in ":,"
        ]


def test_the_style_sheet_sets_lines_as_high_as_was_reckoned():
    style = document.style()
    assert f".fit {{ line-height: {fit.LEADING}; }}" in style
    assert f".tall {{ line-height: {fit.TALL}; }}" in style
    for lines, height in ((1, "38mm"), (2, "19mm"), (3, "12.666mm"), (4, "9.5mm")):
        assert f".name.of-{lines} {{ line-height: {height}; }}" in style


def test_which_way_a_text_runs_is_said_by_its_first_letter():
    for text, way in (("أمينة (Amina)", "rtl"), ("12 Amina أمينة", "ltr"), ("…", "ltr")):
        assert fit.fit(text, fit.TEAM, Browser(), "en").direction == way


def test_a_page_for_printing_finds_our_fonts_under_the_address_given():
    made = certificate.html([page()], nonce="once", faces_at="/certificates/fonts")
    assert "url('/certificates/fonts/NotoSans-Light.ttf')" in made


@needs_pango
def test_a_long_alias_keeps_its_card_and_its_row():
    alias = "Wilhelmina-Margareta Hohenzollernsdottir"
    (drawn,) = laid_out(
        cards.html([cards.AccessCard(alias, "123456")], address="http://192.168.100.200:8000")
    )
    (card,) = inside(drawn, "article")
    bottom = max(one.position_y + one.margin_height() for one in inside(card, "p"))
    assert bottom <= card.position_y + 52 * MM
    rows = [sheet.Row(number, alias, "Team " * 12) for number in range(1, 21)]
    columns = [sheet.Column("Monday", "Morning")] * 4
    pages = laid_out(sheet.html("Week", columns, rows, blank=0))
    assert len(pages) == 1
    (table,) = inside(pages[0], "table")
    assert table.position_x + table.margin_width() <= 196 * MM

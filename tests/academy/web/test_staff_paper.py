"""What would be boxes is said before anything is printed; nothing changes until there is paper."""

import csv
import re
import shutil

import pytest

from academy import actions, rules
from academy.door import access
from academy.errors import AcademyError
from academy.printing import brought, glyphs, pdf
from academy.printing.ruler import Browser
from academy.web.staff.results.certificates import boxes
from tests.academy.web.test_staff_central_certificates import issued, mark_all

LIST = """alias;team;country
ดาว;เชียงใหม่;TH
ကြယ်;ရန်ကုန်;MM
ផ្កាយ;ភ្នំពេញ;KH
ኮከብ;አዲስ;ET
তারা;ঢাকা;BD
न्यूमा;दिल्ली;IN
Nova Star;;KE
"""
SCRIPTS = ("Thai", "Myanmar", "Khmer", "Ethiopic", "Bangla", "Devanagari")


@pytest.fixture
def papers(monkeypatch):
    """The documents that would be printed, on a laptop that has our fonts and no others."""
    made = []

    def render(html):
        made.append(html)
        return b"%PDF-1.7 paper"

    monkeypatch.setattr(boxes, "ruler", Browser)
    monkeypatch.setattr(glyphs, "_installed", lambda: ())
    monkeypatch.setattr(pdf, "available", lambda: True)
    monkeypatch.setattr(pdf, "render", render)
    return made


@pytest.fixture
def room(planned_desk, papers):
    """Seven people whose aliases are in seven scripts, all of whom came to eight of ten."""
    rows = list(csv.DictReader(LIST.splitlines(), delimiter=";"))
    planned_desk.everybody = actions.register_list(
        planned_desk.store, workshop=planned_desk.workshop, rows=rows
    )
    mark_all(planned_desk)
    return planned_desk


def post(desk, path, **form):
    return desk.client.post(path, data=form, follow_redirects=True)


# Cards


def test_no_pin_is_replaced_by_a_card_that_nobody_can_read(room, papers):
    old = {person: access.new_pin(room.store, person) for person in room.everybody}
    page = room.refused("/certificates/cards", 409, everybody="1")
    assert "Nothing was printed, nothing was changed" in page
    for script in SCRIPTS:
        assert f"· {script} ·" in page
    assert "<bdi>ကြယ်</bdi> · Alias · Myanmar · <bdi>ကြယ်</bdi>" in page
    assert "Nova Star</bdi> ·" not in page
    assert papers == []
    for person, pin in old.items():
        assert access.check_pin(room.store, access.Guesses(), person, pin) == person


def test_who_can_be_printed_gets_a_card_and_the_others_keep_their_pin(room, papers):
    *others, nova = room.everybody
    old = access.new_pin(room.store, others[0])
    answer = post(room, "/certificates/cards", person=room.everybody, leave_out="1")
    assert answer.mimetype == "application/pdf"
    assert papers[0].count('class="pin"') == 1
    first, second = re.search(r'<p class="pin"[^>]*>(\d{3}) (\d{3})', papers[0]).groups()
    assert access.check_pin(room.store, access.Guesses(), nova, first + second) == nova
    assert access.check_pin(room.store, access.Guesses(), others[0], old) == others[0]


def test_leaving_out_everybody_is_nobody(room):
    page = room.refused("/certificates/cards", 400, person=room.everybody[:2], leave_out="1")
    assert "Tick at least one person" in page


def test_cards_are_printed_anyway_when_somebody_says_so(room, papers):
    answer = post(room, "/certificates/cards", everybody="1", anyway="1")
    assert answer.mimetype == "application/pdf"
    assert papers[0].count('class="pin"') == 7


@pytest.mark.parametrize("path", ["/certificates/cards", "/certificates/print"])
def test_when_no_paper_comes_out_nothing_has_changed(room, monkeypatch, path):
    nova = room.everybody[-1]
    old = access.new_pin(room.store, nova)
    before = room.count

    def fails(_html):
        raise AcademyError("paper_failed")

    monkeypatch.setattr(pdf, "render", fails)
    page = room.refused(path, 503, person=[nova])
    assert "could not be made. Nothing was changed" in page
    assert access.check_pin(room.store, access.Guesses(), nova, old) == nova
    assert issued(room) == []
    assert room.count == before


def test_any_fault_of_the_press_is_one_sentence(monkeypatch):
    if pdf.why_not():
        pytest.skip("needs Pango")
    import weasyprint

    def full(*_arguments, **_named):
        raise MemoryError

    monkeypatch.setattr(weasyprint.HTML, "render", full)
    with pytest.raises(AcademyError, match="paper_failed"):
        pdf.render("<p>x</p>")


# Certificates


def test_everything_on_a_certificate_is_looked_at(room, papers):
    nova, star = room.everybody[-1], room.everybody[0]
    form = {"person": [nova, star], f"name-{nova}": "𐤀 Amina", "issuer": "สถาบันภูมิภาค"}
    page = room.refused("/certificates/print", 409, **form)
    assert "<bdi>Nova Star</bdi> · Name · Phoenician · <bdi>𐤀</bdi>" in page
    assert "<bdi>ดาว</bdi> · Alias · Thai ·" in page
    assert "<li>Issued by · Thai · <bdi>สถาบัน" in page
    assert 'value="𐤀 Amina"' in page  # nothing typed is lost
    assert issued(room) == []
    assert papers == []


def test_a_title_in_another_script_is_said_too(room, papers):
    workshop = actions.plan_workshop(
        room.store, title="การอบรมผู้นำ", level="regional", country="TH",
        starts="2017-04-24", ends="2017-04-24", shape=rules.shape("own", days=1, halves=2),
    )  # fmt: skip
    room.store.set_setting("workshop", workshop)
    room.workshop = workshop
    star = actions.register_person(room.store, workshop=workshop, alias="Nova Star")
    for session in room.sessions:
        actions.mark_attendance(
            room.store, session=session["session"], states={star: "present"}, way="grid"
        )
    page = room.refused("/certificates/print", 409, person=[star], issuer="")
    assert "<li>Title · Thai ·" in page
    assert "Leave these people out" not in page  # it is nobody's own text
    neutral = post(room, "/certificates/print", person=[star], issuer="", neutral_all="1")
    assert neutral.mimetype == "application/pdf"


def test_who_can_be_printed_gets_a_certificate_and_the_others_wait(room, papers):
    answer = post(room, "/certificates/print", person=room.everybody, issuer="", leave_out="1")
    assert answer.mimetype == "application/pdf"
    assert [row["person"] for row in issued(room)] == [room.everybody[-1]]
    assert papers[0].count("<article") == 1


def test_printed_anyway_has_the_codes_that_are_issued(room, papers):
    post(room, "/certificates/print", person=room.everybody, issuer="", anyway="1")
    on_paper = set(re.findall(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}", papers[0]))
    assert {code.replace("-", "") for code in on_paper} == {
        row["certificate"] for row in issued(room)
    }
    assert len(issued(room)) == 7


def test_a_code_issued_meanwhile_is_the_one_on_the_paper(room, papers, monkeypatch):
    nova = room.everybody[-1]
    render = pdf.render

    def slow(html):
        if not issued(room):  # another press was quicker
            actions.issue_certificates(
                room.store, workshop=room.workshop, people=[nova], titles={},
                new_code=lambda: "7K2M9QXZ4B8TWRN6",
            )  # fmt: skip
        return render(html)

    monkeypatch.setattr(pdf, "render", slow)
    post(room, "/certificates/print", person=[nova], issuer="")
    assert [row["certificate"] for row in issued(room)] == ["7K2M9QXZ4B8TWRN6"]
    assert "7K2M-9QXZ-4B8T-WRN6" in papers[-1]


# The sheet


def test_a_sheet_of_boxes_is_not_printed(room, papers):
    first = room.first
    answer = room.client.get("/certificates/sheet", query_string={"session": first, "print": "1"})
    assert answer.status_code == 409
    assert "Team · Khmer ·" in answer.text
    assert "Nothing was printed" in answer.text
    assert papers == []


def test_a_line_can_be_left_to_be_written_by_hand(room, papers):
    asked = {"session": room.first, "blank": "1"}
    answer = room.client.get("/certificates/sheet", query_string=asked)
    assert answer.mimetype == "application/pdf"
    assert "Nova Star" in papers[0]
    assert not [sign for sign in LIST if sign in papers[0] and ord(sign) > 0x530]
    assert papers[0].count('<td class="n">') == 7 + 4  # every line keeps its number
    room.client.get("/certificates/sheet", query_string={"session": room.first, "anyway": "1"})
    assert "ကြယ်" in papers[1]


# What can be printed


@pytest.mark.parametrize(
    ("platform", "said"),
    [("linux", "install fonts-"), ("win32", "Optional features"), ("darwin", "Font Book")],
)
def test_what_this_laptop_can_print_is_a_page(room, monkeypatch, platform, said):
    monkeypatch.setattr(boxes.sys, "platform", platform)
    page = room.get("/certificates/scripts")
    rows = dict(re.findall(r"<tr><td>([^<]+)</td>.*?<span[^>]*>([^<]+)</span>", page, re.DOTALL))
    for script in ("Latin", "Cyrillic", "Arabic", "Greek", "Han"):
        assert rows[script] == "can be printed"
    for script in (*SCRIPTS, "Lao", "Sinhala", "Georgian", "Armenian", "Hangul", "Tamil"):
        assert rows[script] == "boxes"
    assert said in page
    assert f"again: <bdi>{room.store.folder / brought.FOLDER}</bdi>" in page
    assert "/certificates/scripts" in room.get("/certificates")


def test_a_page_for_printing_may_fetch_our_fonts_and_nothing_else(room, monkeypatch):
    monkeypatch.setattr(pdf, "available", lambda: False)
    answer = post(room, "/certificates/print", person=[room.everybody[-1]], issuer="")
    assert "font-src 'self'" in answer.headers["Content-Security-Policy"]
    (address,) = re.findall(r"url\('([^']+NotoSans-Light.ttf)'\)", answer.text)
    with room.client.get(address) as font:
        assert font.status_code == 200
        assert font.data[:4] == b"\x00\x01\x00\x00"
    assert room.client.get("/certificates/fonts/..%2fglyphs.py").status_code == 404


def test_a_page_for_printing_may_fetch_the_fonts_that_were_brought(room, monkeypatch, request):
    request.addfinalizer(lambda: brought.use(None))
    place = room.store.folder / brought.FOLDER
    place.mkdir()
    shutil.copy(glyphs.FOLDER / "NotoSansArabic-Light.ttf", place / "Ours[wght].ttf")
    (place / "keys.ttf").write_text("no font")
    brought.use(place)
    monkeypatch.setattr(pdf, "available", lambda: False)
    answer = post(room, "/certificates/print", person=[room.everybody[-1]], issuer="")
    (address,) = re.findall(r"url\('([^']+Ours[^']+.ttf)'\)", answer.text)
    with room.client.get(address) as font:
        assert font.data == (place / "Ours[wght].ttf").read_bytes()
    assert room.client.get("/certificates/fonts/keys.ttf").status_code == 404

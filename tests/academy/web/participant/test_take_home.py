"""A phone takes a course home: kinds and sizes first, then the very file; nothing for trainers."""

import re
import zipfile
from html import unescape
from io import BytesIO
from urllib.parse import urljoin

import pytest

from academy.courses import load
from academy.data import data_folder
from academy.languages import i18n
from academy.languages.i18n import gettext_for
from academy.printing import press
from academy.printing.missing import Missing, Text

PAGE = "/take-home/advocacy/"
LESSONS = next(
    len(one.lessons) for one in load(data_folder("courses")).courses if one.id == "advocacy"
)
PAPER = b"%PDF-1.7 a sheet of paper" * 2000


@pytest.fixture
def paper(monkeypatch):
    """A laptop that can print, and a press that is quick; what it was given."""
    printed = []

    def pdf(html, sizes=()):
        printed.append((html, sizes))
        return PAPER

    monkeypatch.setattr(press, "pdf", pdf)
    monkeypatch.setattr("academy.printing.pdf.why_not", lambda: None)
    monkeypatch.setattr("academy.takehome.shelf.pango.ruler", lambda **_: Nothing())
    return printed


class Nothing:
    """A ruler to which no character is missing."""

    def missing(self, _text, _language):
        return set()


def offers(page):
    """What a page offers: its address → what stands on its card."""
    found = re.findall(r'<a class="card" href="([^"]+)">(.*?)</a>', page, re.DOTALL)
    return {unescape(link): re.sub("<[^>]+>", " ", unescape(said)) for link, said in found}


def here(phone, thing):
    """A thing, made if it has to be."""
    for _ in range(500):
        answer = phone.get(f"{PAGE}{thing}?in=en")
        if answer.status_code == 200:
            return answer
        phone.get(answer.location)
    raise AssertionError("not in time")


def test_nobody_has_to_be_known_to_take_a_course_home(locked_house, app_for, paper):
    phone = app_for(locked_house).test_client()
    assert phone.get(PAGE).status_code == 200
    assert phone.get(PAGE[:-1]).status_code == 200
    assert f'href="{PAGE}"' in phone.get("/courses/advocacy/").text
    assert f'href="{PAGE}"' in phone.get("/courses/advocacy/who-decides/").text


@pytest.mark.parametrize("locale", ["en", "fr", "zh_Hans", "ar"])
def test_what_there_is_is_told_with_its_kind_and_size(phone, paper, locale):
    page = phone.get(PAGE, headers={"Accept-Language": locale.replace("_", "-")}).text
    told = offers(page)
    kinds = [re.search("PDF|EPUB|HTML", said)[0] for said in told.values()]
    assert kinds == ["PDF", "EPUB", "HTML", *["PDF"] * LESSONS]
    for link, said in told.items():
        if "/book?" in link or "/page?" in link:
            size = len(phone.get(link).data)
            assert i18n.format_size(size, locale) in said, said
        else:
            assert gettext_for(locale)("is made first, in some seconds") in said
    assert paper == []


def test_a_paper_is_made_when_it_is_asked_for_and_then_has_its_size(phone, paper):
    told = offers(phone.get(PAGE).text)
    link = next(link for link in told if link.endswith("make=handout-4"))
    answer = phone.get(urljoin(PAGE, link))
    assert answer.status_code == 200
    sheet = here(phone, "handout-4")
    assert (sheet.mimetype, sheet.data) == ("application/pdf", PAPER)
    page = phone.get(PAGE)
    size = i18n.format_size(len(PAPER), "en")
    assert f"<bdi>PDF</bdi> · <bdi>{size}</bdi> · Download" in unescape(page.text)
    assert "Refresh" not in page.headers
    assert len(paper) == 1
    assert "Who decides" in paper[0][0]
    assert len(paper[0][1]) > 1


def test_while_a_paper_is_being_made_the_page_says_so_and_looks_again(phone, paper, monkeypatch):
    held = phone.application.config["HOUSE"].take_home
    monkeypatch.setattr(held, "state", lambda thing: "making" if thing.lesson else "none")
    page = phone.get(PAGE)
    assert page.headers["Refresh"] == "3"
    assert page.text.count("is being made; this page looks again by itself") == LESSONS
    monkeypatch.setattr(held, "state", lambda thing: "failed" if thing.lesson else "none")
    page = phone.get(PAGE)
    assert "Refresh" not in page.headers
    assert page.text.count("could not be made just now") == LESSONS


def test_a_paper_that_comes_this_very_moment_is_not_offered_without_its_size(
    phone, paper, monkeypatch
):
    monkeypatch.setattr(phone.application.config["HOUSE"].take_home, "state", lambda _: "here")
    page = phone.get(PAGE)
    assert page.headers["Refresh"] == "3"
    assert page.text.count("Download") == 2


def test_a_file_that_is_not_made_yet_leads_to_the_page_that_makes_it(phone, paper):
    answer = phone.get(f"{PAGE}booklet?in=fr")
    assert (answer.status_code, answer.location) == (303, f"{PAGE}?in=fr&make=booklet")


def test_files_are_to_be_kept_under_names_that_say_nothing(phone, paper):
    for thing, name in (
        ("book", "book.epub"), ("page", "page.html"), ("booklet", "print.pdf"),
        ("handout-1", "print.pdf"),
    ):  # fmt: skip
        answer = here(phone, thing)
        assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["Cache-Control"] == "no-store"
        assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_a_book_that_comes_over_the_network_is_whole(phone, paper):
    with zipfile.ZipFile(BytesIO(phone.get(f"{PAGE}book?in=zh-Hans").data)) as packed:
        assert packed.testzip() is None
        assert "什么是倡导" in packed.read("OPS/lesson-1.xhtml").decode()


def test_another_language_of_the_course_can_be_taken(phone, paper):
    page = phone.get(f"{PAGE}?in=fr").text
    assert "Plaidoyer" in page
    assert '<a href="?in=zh-Hans" lang="zh-Hans">简体中文</a>' in page
    assert '<html lang="fr"' in phone.get(f"{PAGE}page?in=fr").text.split("</head>")[0]
    missing = phone.get(f"{PAGE}?in=xx")
    assert missing.status_code == 200
    assert "Advocacy" in missing.text


@pytest.mark.parametrize(
    "path",
    [f"{PAGE}teaching", f"{PAGE}teaching?in=fr", f"{PAGE}handout-9", f"{PAGE}nothing",
     "/take-home/nothing/", "/take-home/nothing/book", "/take-home/..%2fadvocacy/book"],
)  # fmt: skip
def test_what_is_not_for_phones_is_not_there(phone, paper, path):
    assert phone.get(path).status_code == 404
    assert paper == []


def test_nothing_for_facilitators_is_made_by_an_address(phone, paper):
    assert phone.get(f"{PAGE}?make=teaching").status_code == 200
    assert "acilitators" not in phone.get(PAGE).text
    assert paper == []


def test_without_pango_there_are_books_and_pages_and_nothing_is_promised(phone, monkeypatch):
    monkeypatch.setattr("academy.printing.pdf.why_not", lambda: "pango_missing")
    page = phone.get(PAGE).text
    assert list(offers(page)) == [f"{PAGE}book?in=en", f"{PAGE}page?in=en"]
    assert "PDF" not in page
    assert phone.get(f"{PAGE}booklet").status_code == 404
    assert phone.get(f"{PAGE}book").status_code == 200


def test_a_course_whose_characters_no_font_has_is_not_printed(phone, paper, monkeypatch):
    boxed = [Missing(Text("course", "ကြယ်", "en"), "Mymr", "ကြယ်")]
    held = phone.application.config["HOUSE"].take_home
    monkeypatch.setattr(held, "boxes", lambda *_: boxed)
    assert "PDF" not in phone.get(PAGE).text


def test_a_crowd_is_told_to_come_back(phone, paper, monkeypatch):
    monkeypatch.setattr("academy.takehome.shelf.MOST_WAITING", 0)
    answer = phone.get(f"{PAGE}?make=booklet")
    assert answer.status_code == 503
    assert "Many papers are being made" in answer.text

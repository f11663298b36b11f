"""A phone reads a paper and keeps it, in the reader's language where there is one."""

import io
import re
import zipfile

import pytest

from academy.languages import i18n
from academy.printing import press
from tests import ours

OURS = ours.model_papers()
assert OURS is not None
FIRST = OURS.ids[0]
PAPER = b"%PDF-1.7 a sheet of paper" * 2000
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def paper(monkeypatch):
    """A laptop that can print, and a press that is quick; what it was given."""
    printed = []

    def pdf(html, sizes=()):
        printed.append((html, sizes))
        return PAPER

    monkeypatch.setattr(press, "pdf", pdf)
    monkeypatch.setattr("academy.printing.pdf.why_not", lambda: None)
    return printed


def here(phone, address):
    for _ in range(500):
        answer = phone.get(address)
        if answer.status_code == 200:
            return answer
        phone.get(answer.location)
    raise AssertionError("not in time")


def test_nobody_has_to_be_known_to_read_and_keep_a_paper(locked_house, app_for, paper):
    phone = app_for(locked_house).test_client()
    assert 'href="/papers/"' in phone.get("/courses/").text
    page = phone.get("/papers/").text
    assert re.findall(r'href="/papers/([a-z-]+)/"', page) == list(OURS.ids)
    for id in OURS.ids:
        assert f"<h1>{OURS.paper(id, 'en').title}</h1>" in phone.get(f"/papers/{id}/").text


def test_a_paper_is_shown_as_it_is_kept_without_a_tag_of_its_author(phone, paper):
    page = phone.get(f"/papers/{FIRST}/").text
    found = OURS.paper(FIRST, "en")
    for part in found.parts:
        assert f'<section id="{part.id}">' in page
    assert '<span class="blank">[' in page
    assert f"<bdi>{found.version}</bdi> · <bdi>{found.licence}</bdi>" in page
    assert "Nobody from the community has read this text yet." in page
    assert f'href="/courses/{found.goes_with}/"' in page


@pytest.mark.parametrize("locale", ["en", "fr", "zh_Hans", "ar"])
def test_a_file_is_told_with_its_kind_and_very_size(phone, paper, locale):
    page = phone.get(f"/papers/{FIRST}/", headers={"Accept-Language": locale.replace("_", "-")})
    link = re.search(rf'href="(/papers/{FIRST}/text\?in=[\w-]+)"', page.text)[1]
    kept = phone.get(link)
    assert kept.mimetype == DOCX
    assert kept.headers["Content-Disposition"] == "attachment; filename=text.docx"
    assert i18n.format_size(len(kept.data), locale) in page.text
    with zipfile.ZipFile(io.BytesIO(kept.data)) as packed:
        assert packed.testzip() is None


def test_a_sheet_is_made_once_it_is_asked_for(phone, paper):
    page = phone.get(f"/papers/{FIRST}/").text
    assert f'href="/papers/{FIRST}?in=en&amp;make=print"' in page
    answer = here(phone, f"/papers/{FIRST}/print?in=en")
    assert (answer.mimetype, answer.data) == ("application/pdf", PAPER)
    assert answer.headers["Content-Disposition"] == "attachment; filename=print.pdf"
    ((html, sizes),) = paper
    assert "Adaptation record" in html
    assert sizes
    assert i18n.format_size(len(PAPER), "en") in phone.get(f"/papers/{FIRST}/").text


def test_without_pango_the_file_to_change_is_there_all_the_same(phone, monkeypatch):
    monkeypatch.setattr("academy.printing.pdf.why_not", lambda: "pango_missing")
    page = phone.get(f"/papers/{FIRST}/").text
    assert "DOCX" in page
    assert "PDF" not in page
    assert phone.get(f"/papers/{FIRST}/print").status_code == 404


@pytest.mark.parametrize(
    "address", ["nothing/", f"{FIRST}/nothing", f"{FIRST}/papers.md", "papers/", "%2e%2e/"]
)
def test_what_is_not_there_is_not_there(phone, paper, address):
    assert phone.get(f"/papers/{address}").status_code == 404


def test_the_list_of_courses_reads_no_paper(locked_house, app_for):
    phone = app_for(locked_house).test_client()
    assert 'href="/papers/"' in phone.get("/courses/").text
    library = locked_house.model_papers
    assert [dict(one._found) for one in library.versions.values() if one._found] == []
    phone.get(f"/papers/{FIRST}/")
    assert list(library.versions["en"]._found) == [FIRST]


def test_where_there_are_no_papers_nothing_leads_to_them(locked_house, app_for, tmp_path):
    locked_house._model_papers = [None]
    phone = app_for(locked_house).test_client()
    assert "/papers/" not in phone.get("/courses/").text
    assert phone.get("/papers/").status_code == 404

"""Papers to adapt at the desk: listed, read, printed, kept as a file."""

import re

import pytest

from academy.printing import pdf
from academy.web.staff.results.certificates import paper as press
from tests import ours

OURS = ours.model_papers()
assert OURS is not None
FIRST = OURS.ids[0]


@pytest.fixture
def printed(monkeypatch):
    made = []

    def render(html):
        made.append(html)
        return b"%PDF-1.7 paper"

    monkeypatch.setattr(pdf, "available", lambda: True)
    monkeypatch.setattr(pdf, "render", render)
    return made


def test_a_trainer_finds_them_among_the_courses(desk):
    assert 'href="/papers"' in desk.get("/courses")
    page = desk.get("/papers")
    assert re.findall(r'<h2[^>]*><a href="/papers/([a-z-]+)">', page) == list(OURS.ids)


def test_each_is_read_kept_and_printed_with_its_record(desk, printed):
    for id in OURS.ids:
        found = OURS.paper(id, "en")
        page = desk.get(f"/papers/{id}")
        assert found.title in page
        assert f'<section id="{found.parts[-1].id}">' in page
        answer = desk.client.get(f"/papers/{id}/paper")
        assert answer.data == b"%PDF-1.7 paper"
        assert answer.headers["Content-Security-Policy"] == press.PDF_POLICY
        assert "Adaptation record" in printed[-1]
        assert f"{found.title} · Academy · {found.version} · {found.licence}" in printed[-1]
        kept = desk.client.get(f"/papers/{id}/text")
        assert kept.headers["Content-Disposition"] == "attachment; filename=text.docx"


def test_without_pango_a_browser_prints_it(desk, monkeypatch):
    monkeypatch.setattr(pdf, "available", lambda: False)
    answer = desk.client.get(f"/papers/{FIRST}/paper")
    assert answer.mimetype == "text/html"
    assert "nonce" in answer.headers["Content-Security-Policy"]


def test_how_far_they_are_in_each_language_stands_with_the_courses(desk):
    page = desk.get("/courses/status")
    assert f"<caption>{OURS.front('en').title}</caption>" in page


def test_what_is_not_there_is_not_there(desk):
    for address in ("/papers/nothing", "/papers/nothing/paper", f"/papers/{FIRST}/nothing"):
        assert desk.client.get(address).status_code == 404


def test_nobody_without_the_passphrase_sees_the_desk(desk):
    stranger = desk.app.test_client()
    assert "/unlock" in stranger.get("/papers").location

"""Names in sentences of the other direction, as browsers of 2016 can show them."""

import re

import pytest

from academy.web.shared.isolates import in_elements

KEPT = [
    '<a title="\u2068x\u2069">y</a>',
    "<title>\u2068x\u2069</title>",
    "<option>\u2068x\u2069</option>",
    "<textarea>\u2068x</textarea>\u2069",
    "\u2068never closed",
    "closed\u2069 twice\u2069",
]


def test_isolated_text_gets_an_element():
    assert in_elements("<p>\u2068Blue\u2069, \u2068a &lt; b\u2069</p>") == (
        "<p><bdi>Blue</bdi>, <bdi>a &lt; b</bdi></p>"
    )


@pytest.mark.parametrize("page", KEPT)
def test_where_no_element_can_stand_the_signs_stay(page):
    assert in_elements(page) == page


def test_an_arabic_page_has_names_and_sessions_in_elements(room, phone, heron):
    phone.get("/language/ar")
    for path in ("/", "/me"):
        page = phone.get(path).text
        assert "<bdi>Blue Heron</bdi>" in page, path
        assert "\u2068" not in re.sub(r"<[^>]*>|<title>.*?</title>", "", page), path

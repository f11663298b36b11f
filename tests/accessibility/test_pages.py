"""axe and the HTML checker find nothing on any kind of page, at three doors; all fits at 320 px.

`python -m tests.accessibility` asks axe in all languages and colours.
"""

import re

import pytest

from academy.data import data_folder
from tests.accessibility import axe, narrow, validator
from tests.accessibility.doors import doors, sign_in, walk
from tests.journeys.machines import LAPTOP, PHONE

KINDS = {"phone": ("ar", 15), "laptop": ("en-GB", 40), "central": ("zh-CN", 20)}
"""The language each door is walked in, and how many kinds of page it has at the least."""


@pytest.mark.parametrize("name", KINDS)
def test_neither_axe_nor_the_html_checker_finds_anything_and_all_fits(browser, tmp_path, name):
    source, (language, least) = axe.script(), KINDS[name]
    validator.need()
    found, pages = [], {}
    with doors(tmp_path, name) as (door,):
        size = PHONE if name == "phone" else LAPTOP
        page = browser.new_context(viewport=size, locale=language).new_page()
        sign_in(page, door)
        for kind, html in walk(page, door):
            pages[kind] = html
            found += [f"{kind}: {fault}" for fault in axe.faults(page, source)]
            page.set_viewport_size(narrow.NARROW)
            found += [f"{kind}, at 320 px: {fault}" for fault in narrow.faults(page)]
            page.set_viewport_size(size)
        page.context.close()
    (tmp_path / "pages").mkdir()
    found += validator.faults(pages, tmp_path / "pages")
    assert found == []
    assert len(pages) >= least, sorted(pages)


def test_whatever_scrolls_sideways_can_be_reached_by_keys():
    for template in (data_folder("courses").parent / "academy").rglob("*.html"):
        for tag in re.findall(r'<[^>]*class="scroll\b[^>]*>', template.read_text("utf-8")):
            assert 'tabindex="0"' in tag, template.name

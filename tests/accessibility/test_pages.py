"""axe and the HTML checker find nothing on any kind of page, at three doors.

`python -m tests.accessibility` asks axe in all languages and colours.
"""

import pytest

from tests.accessibility import axe, validator
from tests.accessibility.doors import doors, sign_in, walk
from tests.journeys.machines import LAPTOP, PHONE

KINDS = {"phone": ("ar", 15), "laptop": ("en-GB", 40), "central": ("zh-CN", 20)}
"""The language each door is walked in, and how many kinds of page it has at the least."""


@pytest.mark.parametrize("name", KINDS)
def test_neither_axe_nor_the_html_checker_finds_anything(browser, tmp_path, name):
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
        page.context.close()
    (tmp_path / "pages").mkdir()
    found += validator.faults(pages, tmp_path / "pages")
    assert found == []
    assert len(pages) >= least, sorted(pages)

"""On a phone without script: from a word to what it means and back, and what holds in a country."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.machines import PHONE, Machine

LESSON = "/courses/advocacy/what-advocacy-is/"
KENYA = """\
---
for: advocacy/what-advocacy-is#four-legal-models
checked: 2026-11-03
from: Penal Code, section 153
---

Town by-laws add fines. Ask the network's paralegal.
"""


@pytest.fixture
def page(browser: Any) -> Iterator[Callable[[str], Any]]:
    """A phone's page in a language; nothing is ever asked of anybody but the laptop."""
    contexts = []

    def make(language: str) -> Any:
        contexts.append(
            browser.new_context(viewport=PHONE, locale=language, java_script_enabled=False)
        )
        one = contexts[-1].new_page()
        one.on("request", lambda request: asked.append(request.url))
        return one

    asked: list[str] = []
    yield make
    assert {url.partition("://127.0.0.1")[0] for url in asked} == {"http"}
    for context in contexts:
        context.close()


def test_from_a_word_in_a_lesson_to_what_it_means_and_back(
    machine: Callable[..., Machine], page: Callable[[str], Any]
) -> None:
    lan = machine("laptop").lan
    phone = page("en-GB")
    phone.goto(f"{lan}{LESSON}")
    word = phone.locator("a.term", has_text="duty-bearer")
    assert word.count() == 1
    word.click()
    there = phone.locator("dt:target")
    assert there.inner_text() == "duty-bearer"
    assert -1 < there.bounding_box()["y"] < PHONE["height"], "scrolled to whole pixels"
    phone.go_back()
    assert phone.locator("h1").inner_text() == "What advocacy is"

    phone.goto(f"{lan}/courses/")
    phone.click("text=Words in the courses")
    phone.fill("input[name=q]", "bank reconciliation")
    phone.click("main button")
    while phone.locator("text=The search is being prepared.").count():
        phone.reload()
    phone.locator(".hits a").first.click()
    assert phone.locator("dt:target").inner_text() == "bank reconciliation"

    phone.goto(f"{lan}/courses/swit/why-swit/")
    phone.locator("a[href='#from_1']").first.click()
    assert phone.locator("li:target").inner_text().startswith("WHO, recommendations of 2012")

    arabic = page("ar")
    arabic.goto(f"{lan}/courses/glossary/#quorum")
    assert arabic.locator("dl.words").get_attribute("lang") is None  # it is the page's own
    for one in (phone, arabic):
        assert not one.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_what_holds_in_a_country_stands_in_the_lesson(
    machine: Callable[..., Machine], page: Callable[[str], Any], tmp_path: Path
) -> None:
    folder = tmp_path / "laptop" / "inserts" / "KE"
    folder.mkdir(parents=True)
    (folder / "law.en.md").write_text(KENYA, "utf-8")
    (folder / "hostile.en.md").write_text(KENYA + "\n<script>alert(1)</script>\n", "utf-8")
    laptop = machine("laptop")
    phone = page("fr-FR")
    phone.goto(f"{laptop.lan}{LESSON}")
    box = phone.locator("#four-legal-models aside").last
    assert (
        box.locator(".label").inner_text().startswith("Dans votre pays\u00a0: Kenya · vérifié le")
    )
    assert box.get_attribute("lang") == "en"
    assert "Ask the network's paralegal." in box.inner_text()
    assert "alert(1)" not in phone.content()

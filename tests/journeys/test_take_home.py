"""A phone takes a course home in Chinese, and opens the page from its own disk with no network."""

import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from academy.languages import i18n
from academy.printing import pdf
from tests.journeys.machines import PHONE
from tests.patience import PATIENCE

_ = i18n.gettext_for("zh_Hans")


@pytest.fixture
def phone(browser: Any, machine: Any) -> Any:
    """A phone in Chinese on the Wi-Fi of a laptop that nobody has set up yet."""
    if pdf.why_not():
        pytest.skip("needs Pango")
    laptop = machine("laptop")
    context = browser.new_context(viewport=PHONE, locale="zh-CN", base_url=laptop.lan)
    yield context.new_page()
    context.close()


def download(phone: Any, words: str, folder: Path) -> Path:
    """Press a card of this page and keep what comes, under the name it comes with."""
    card = phone.locator("a.card", has_text=words)
    said = card.inner_text()
    with phone.expect_download() as coming:
        card.click()
    file = folder / f"{len(list(folder.iterdir()))}-{coming.value.suggested_filename}"
    coming.value.save_as(file)
    size = i18n.format_size(file.stat().st_size, "zh_Hans")
    assert size.replace("\xa0", " ") in said.replace("\xa0", " "), (size, said)
    return file


def test_a_handout_a_book_and_a_page_go_home_in_chinese(phone, browser, tmp_path):
    kept = tmp_path / "kept"
    kept.mkdir()
    phone.goto("/courses/swit/why-swit/")
    phone.click(f"text={_('Take it home')}")
    assert phone.title() == _("Take it home")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    sheet = phone.locator("a.card", has_text=_("is made first, in some seconds")).nth(1)
    lesson = sheet.locator("h2").inner_text()
    sheet.click()
    made = phone.locator("a.card", has_text=lesson).filter(has_text=_("Download"))
    made.wait_for(timeout=1000 * PATIENCE)  # without a script: the page looks again by itself
    handout = download(phone, lesson, kept)
    book = download(phone, _("Book for a reading app"), kept)
    page = download(phone, _("Page for the browser, also without a network"), kept)

    assert [file.name for file in (handout, book, page)] == [
        "0-print.pdf", "1-book.epub", "2-page.html",
    ]  # fmt: skip
    assert handout.read_bytes().startswith(b"%PDF-1.7")
    with zipfile.ZipFile(book) as packed:
        assert 'lang="zh-Hans"' in packed.read("OPS/lesson-1.xhtml").decode()
    _opens_alone(browser, page)


def _opens_alone(browser: Any, file: Path) -> None:
    """Open a file from the disk: whole, in its language, and it asks nobody for anything."""
    for scheme in ("light", "dark"):
        context = browser.new_context(viewport=PHONE, offline=True, color_scheme=scheme)
        page = context.new_page()
        heard: list[str] = []
        page.on("request", lambda request, heard=heard: heard.append(request.url))
        page.on("console", lambda message, heard=heard: heard.append(message.text))
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.lang") == "zh-Hans"
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        style = "getComputedStyle(document.body).backgroundColor"
        dark = int(re.findall(r"\d+", page.evaluate(style))[0]) < 100
        assert dark == (scheme == "dark")
        answer = page.locator("details").first
        assert not answer.locator("p").is_visible()
        answer.locator("summary").click()
        assert answer.locator("p").is_visible()
        page.locator("nav a").nth(1).click()
        assert "#" in page.url
        assert heard == [file.as_uri()]
        context.close()

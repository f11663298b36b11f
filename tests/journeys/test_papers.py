"""A phone finds the papers among the courses, reads one, and takes it home in two kinds of file."""

import zipfile
from typing import Any

import pytest

from academy import manuals, papers
from academy.data import data_folder
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
    context = browser.new_context(
        viewport=PHONE, locale="zh-CN", base_url=machine("laptop").lan, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def test_a_paper_is_found_read_and_taken_home(phone, tmp_path):
    library = papers.load(data_folder("courses"))
    front, paper = library.front("zh_Hans"), library.all_in("zh_Hans")[0]
    phone.goto("/courses/")
    phone.locator("a.card", has_text=front.title).click()
    phone.locator("a.card", has_text=paper.title).first.click()
    assert phone.title() == _("Papers")
    assert phone.locator("article section").count() == len(paper.parts)
    narrow = phone.locator("body").bounding_box()
    assert narrow["width"] <= PHONE["width"]

    kept = {}
    card = phone.locator("a.card", has_text=_("Sheet to read and print"))
    assert _("is made first, in some seconds") in card.inner_text()
    card.click()
    for words in (_("Sheet to read and print"), _("File to change, for Word or LibreOffice")):
        card = phone.locator("a.card", has_text=words).filter(has_text=_("Download"))
        card.wait_for(timeout=1000 * PATIENCE)  # without a script: the page looks again by itself
        said = card.inner_text().replace("\xa0", " ")
        with phone.expect_download() as coming:
            card.click()
        file = tmp_path / coming.value.suggested_filename
        coming.value.save_as(file)
        size = i18n.format_size(file.stat().st_size, "zh_Hans").replace("\xa0", " ")
        assert size in said, (size, said)
        kept[file.name] = file.read_bytes()

    assert list(kept) == ["print.pdf", "text.docx"]
    assert kept["print.pdf"].startswith(b"%PDF-1.7")
    with zipfile.ZipFile(tmp_path / "text.docx") as packed:
        assert packed.testzip() is None
    text = manuals.read(kept["text.docx"], 2**20).text
    assert f"# {paper.title}" in text
    assert f"## {front.words['record']}" in text

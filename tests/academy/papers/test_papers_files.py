"""Papers as files: DOCX that opens, PDF with its lineage, and nothing of who, where or when."""

import io
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from academy import manuals, papers
from academy.papers import File
from academy.printing import pdf
from academy.web.shared.words import beside
from tests import ours
from tests.academy.papers.shelf import TOOLS, write
from tests.patience import PATIENCE

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OURS = ours.model_papers()
assert OURS is not None


@pytest.fixture
def library(tmp_path):
    return papers.load(write(tmp_path))


def docx(library, id="tools", language="en"):
    return papers.make(File("text", id, language), library, beside)


def inside(data):
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_our_own_reader_finds_headings_lists_and_tables_again(library):
    text = manuals.read(docx(library), 2**20).text
    assert text.startswith("# Tools & seeds\n")
    for said in (
        "## Borrowing", "1. Ask *first*", "2. Bring it back within **7** days.", "1. Clean it.",
        "| **Tool** | **Days** |", "- Tell \\[a role\\]", "## Adaptation record",
        "### What it comes from", "**Choose one**",
    ):  # fmt: skip
        assert said in text, text
    assert "\\<spade\\>" in text


def test_the_record_is_filled_in_for_the_source_and_blank_for_whoever_adapts(library):
    text = manuals.read(docx(library), 2**20).text
    before, _, after = text.partition("### What it has become")
    for said in ("Tools \\& seeds", "The northern network", "1.2", "November 2026", "CC-BY-SA-4.0",
                 "Shed rules · The southern network · 3.1 · CC0"):  # fmt: skip
        assert said in before.partition("## Adaptation record")[2], before
    rows = [line.split("|")[1:-1] for line in after.splitlines() if line.startswith("| **")]
    assert [name.strip(" *") for name, _ in rows] == [
        "Title", "Organisation", "Version", "Adopted on", "Adopted by", "Changes",
        "Who teaches it", "Next review",
    ]  # fmt: skip
    assert {said.strip() for _, said in rows} == {""}


def test_every_part_is_xml_and_names_no_one_and_no_time(library):
    files = inside(docx(library))
    for name, data in files.items():
        ET.fromstring(data)
        assert not [
            word
            for word in (
                b"creator",
                b"lastModifiedBy",
                b"created",
                b"modified",
                b"Application",
                b"Template",
                b"rsid",
            )
            if word in data
        ], name
    with zipfile.ZipFile(io.BytesIO(docx(library))) as packed:
        assert {(one.date_time, one.create_system) for one in packed.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), 0)
        }
        assert packed.namelist()[0] == "[Content_Types].xml"
    settings = files["word/settings.xml"].decode()
    assert "removePersonalInformation" in settings
    assert "removeDateAndTime" in settings
    assert docx(library) == docx(library)


def test_the_lineage_stands_in_the_properties(library):
    files = inside(docx(library))
    core = {
        one.tag.rpartition("}")[2]: one.text for one in ET.fromstring(files["docProps/core.xml"])
    }
    lineage = (
        "Tools & seeds · The northern network · 1.2 · CC-BY-SA-4.0"
        " ← Shed rules · The southern network · 3.1 · CC0"
    )
    assert core == {
        "title": "Tools & seeds", "subject": "Who may borrow a <spade>.", "language": "en",
        "version": "1.2", "description": lineage,
    }  # fmt: skip
    own = ET.fromstring(files["docProps/custom.xml"])
    assert {one.get("name"): one[0].text for one in own} == {
        "Version": "1.2", "Licence": "CC-BY-SA-4.0", "Source": lineage,
    }  # fmt: skip


def test_every_list_of_clauses_begins_with_1(library):
    files = inside(docx(library))
    numbers = ET.fromstring(files["word/numbering.xml"])
    used = [
        one.get(f"{W}val") for one in ET.fromstring(files["word/document.xml"]).iter(f"{W}numId")
    ]
    known = {one.get(f"{W}numId"): one for one in numbers.iter(f"{W}num")}
    clauses = [one for one in dict.fromkeys(used) if int(one) >= 10]
    assert len(clauses) == 2
    assert all(known[one].find(f"{W}lvlOverride") is not None for one in clauses)
    assert set(used) - {"0"} <= set(known)


def test_arabic_runs_from_the_right_in_paragraphs_tables_and_letters(library):
    document = ET.fromstring(inside(docx(library, language="ar"))["word/document.xml"])
    for paragraph in document.iter(f"{W}p"):
        said = "".join(one.text or "" for one in paragraph.iter(f"{W}t"))
        assert not said or paragraph.find(f"{W}pPr/{W}bidi") is not None, said
    assert all(one.find(f"{W}tblPr/{W}bidiVisual") is not None for one in document.iter(f"{W}tbl"))
    latin = {
        "".join(one.text or "" for one in run.iter(f"{W}t"))
        for run in document.iter(f"{W}r") if run.find(f"{W}rPr/{W}rtl") is None
    }  # fmt: skip
    assert latin
    assert all(map(str.isascii, "".join(latin).replace(" · ", "")))
    styles = inside(docx(library, language="ar"))["word/styles.xml"].decode()
    assert 'w:bidi="ar-SA"' in styles


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", 'w:val="en-GB"'), ("ar", 'w:bidi="ar-SA"')],
)
def test_the_language_is_set_for_the_spelling_help(library, language, said):
    assert said in inside(docx(library, language=language))["word/styles.xml"].decode()


@pytest.mark.parametrize(
    "id", ["membership", "terms", "hosting"]
)  # of each shape; LibreOffice opens all
def test_our_papers_are_read_by_our_own_reader(id):
    paper = OURS.paper(id, "en")
    text = manuals.read(docx(OURS, id), 2**20).text
    assert [line[3:] for line in text.splitlines() if line.startswith("## ")] == [
        *(part.title for part in paper.parts if part.title), OURS.front("en").words["record"],
    ]  # fmt: skip


def test_a_paper_as_pdf_has_title_lineage_and_nobody(library):
    if pdf.why_not():
        pytest.skip("needs Pango")
    data = papers.make(File("print", "tools", "en"), library, beside)
    info = subprocess.run(["pdfinfo", "-"], input=data, capture_output=True, check=True).stdout
    said = dict(line.split(":", 1) for line in info.decode().splitlines())
    assert said["Title"].strip() == "Tools & seeds"
    assert said["Subject"].strip().startswith("Tools & seeds · The northern network · 1.2")
    assert not {"Author", "Creator", "Producer", "CreationDate", "ModDate"} & set(said)
    text = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True)
    for words in ("Choose one", "Ask a lawyer", "Adaptation record", "Next review", "<spade>"):
        assert words in text.stdout.decode()


def test_our_papers_fit_their_sheets():
    """In the original; `academy courses check papers --paper` lays out every language."""
    if pdf.why_not():
        pytest.skip("needs Pango")
    first = replace(OURS, versions={OURS.original: OURS.versions[OURS.original]})
    assert [str(one) for one in papers.too_long(first, beside)] == []


def test_a_paper_that_takes_three_sheets_is_named(tmp_path):
    if pdf.why_not():
        pytest.skip("needs Pango")
    long = TOOLS + "\n## More {#more}\n\n" + "One more tool.\n\n" * 300
    library = papers.load(write(tmp_path, {"en/tools.md": long}))
    (problem,) = papers.too_long(library, beside)
    assert problem.file == "papers/en/tools.md"
    assert "sheets of paper, both sides, not 2" in problem.problem


@pytest.fixture(scope="module")
def writer(tmp_path_factory):
    """LibreOffice turns DOCX files into text and PDF, all in one start; `SOFFICE` names another."""
    soffice = os.environ.get("SOFFICE") or shutil.which("soffice")
    if soffice is None:
        pytest.skip("needs LibreOffice (libreoffice-writer-nogui)")
    folder = tmp_path_factory.mktemp("writer")

    def convert(files):
        given = folder / "given"
        given.mkdir()
        for name, data in files.items():
            (given / f"{name}.docx").write_bytes(data)
        command = [
            soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
            "--norestore", "--convert-to", "pdf", "--outdir", str(folder / "back"),
            *map(str, sorted(given.iterdir())),
        ]  # fmt: skip
        subprocess.run(command, check=False, capture_output=True, timeout=PATIENCE)
        back = folder / "back"
        if not back.exists():
            pytest.skip("needs LibreOffice's Writer (libreoffice-writer-nogui)")
        return {one.stem: one for one in sorted(back.iterdir())}

    return convert


def test_libreoffice_opens_what_we_write(writer, tmp_path):
    library = papers.load(write(tmp_path))
    wanted = {f"ours-{id}": docx(OURS, id) for id in OURS.ids}
    wanted |= {"tools": docx(library), "arabic": docx(library, language="ar")}
    opened = writer(wanted)
    assert set(opened) == set(wanted)
    text = text_of(opened["tools"])
    for words in ("Adaptation record", "☐", "Choose one", "[name of the group]"):
        assert words in text, text
    assert re.search(r"^ *1 +Borrowing$", text, re.MULTILINE), text
    assert len(re.findall(r"^ *1\. ", text, re.MULTILINE)) == 2, text
    assert "Tools & seeds" in _info(opened["tools"])
    assert "Author" not in _info(opened["tools"])


def text_of(file: Path) -> str:
    command = ["pdftotext", "-layout", str(file), "-"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def _info(file: Path) -> str:
    return subprocess.run(["pdfinfo", str(file)], capture_output=True, check=True, text=True).stdout

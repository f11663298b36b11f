"""A network speaks in its own language: a trainer makes it on her laptop, offline, in the browser.

Real doors, and a client that sends forms as a browser does. The program is updated on the way.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from academy.config import Config
from academy.courses.own.rows import Row
from academy.data import data_folder
from academy.languages import catalogues, i18n, own_sentences, speaking
from academy.web.serve import start
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("cheap_passphrases")
PASSPHRASE = "river lamp stone cloud seven"
COURSE = "/courses/own/budgeting/ha/"


class Laptop:
    """A laptop whose program is a folder of its own, somebody at its desk and a phone."""

    def __init__(self, folder: Path, program: Path) -> None:
        self.program = program
        self.config = Config(
            folder, program / "courses", lan_host="127.0.0.1", lan_port=0, staff_port=0,
            address="http://127.0.0.1",
        )  # fmt: skip
        self.running: Any = None
        self.begin()

    def begin(self) -> None:
        """Start the program, as after an update, and unlock it."""
        if self.running:
            self.running.close()
        for one in (speaking.said_now, own_sentences._listed, own_sentences._came):
            one.cache_clear()  # another process would know nothing
        self.running = start(self.config)
        if not self.running.house.is_set_up:
            self.running.house.set_up(PASSPHRASE)
        phone, desk = (f"http://127.0.0.1:{door.port}" for door in self.running.doors)
        self.phone, self.desk = Visitor(phone), Visitor(desk)
        self.desk.post("/unlock", passphrase=PASSPHRASE)

    def read(self, path: str) -> str:
        """What a phone reads in the network's language."""
        self.phone.get("/language/ha")
        return self.phone.get(path)

    def say(self, english: str, said: str) -> str:
        """Say a sentence of the pages; the page that comes of it."""
        page = f"/sentences/ha/?words={english.replace(' ', '+')}"
        shown = self.desk.get(page)
        cards = re.findall(r'<section class="card" id="s-(\w+)">(.*?)</section>', shown, re.DOTALL)
        key, card = next((key, card) for key, card in cards if f">{english}</div>" in card)
        was = re.search(f'name="was-{key}" value="([^"]*)"', card)
        form = {"key": key, f"was-{key}": was[1] if was else "", f"said-{key}": said}
        return self.desk.post(page, **form)

    def write(self, text: str, part: str, title: str, words: str) -> None:
        page = f"{COURSE}{text}/{part}/"
        was = re.search('name="was" value="([^"]*)"', self.desk.get(page))
        self.desk.post(page, title=title, text=words, was=was[1] if was else "", do="save")

    def bring_back(self) -> str:
        """Take the words out as PO, translate what is beside the lessons, bring them back."""
        sent = self.desk.get("/courses/own/sent/budgeting/ha/po").encode()
        rows = [Row(*one) for one in catalogues.read_sheet(sent)]
        rows = [row._replace(said=row.said or hausa(row)) for row in rows if beside(row)]
        spoken = catalogues.sheet(rows, "ha")
        return self.desk.upload("/courses/own/sent/budgeting/ha", spoken, page=COURSE)


def beside(row: Row) -> bool:
    return row.context.startswith(("guide.share-the-rent", "all.", "sheet."))


def hausa(row: Row) -> str:
    if row.context.endswith("heading"):
        return f"Kashi {row.source}"
    return row.source


@pytest.fixture
def laptop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Laptop]]:
    made: list[Laptop] = []
    program = tmp_path / "program"
    for name in ("courses", "translations"):
        shutil.copytree(data_folder(name), program / name)
    for room in ("academy.languages.i18n", "academy.web.shared.house"):
        monkeypatch.setattr(f"{room}.data_folder", lambda name: program / name)

    def make(name: str) -> Laptop:
        made.append(Laptop(tmp_path / name, program))
        return made[-1]

    yield make
    for one in made:
        one.running.close()
    i18n.lay_over(None, {})


def updated(program: Path, file: str, old: str, new: str) -> None:
    path = program / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_a_language_of_ones_own_from_the_first_sentence_past_an_update_to_another_laptop(
    laptop: Callable[[str], Laptop],
) -> None:
    first = laptop("first")
    first.desk.post("/sentences/", language="Hausa")
    assert "Nothing is saved yet." in first.say("%(num)s person is added.", "mutane")
    assert "1 sentence saved." in first.say("Check a certificate", "Duba takarda")
    first.say("Courses", "Darussa")
    home = first.read("/")
    assert '<html lang="ha"' in home
    assert "Duba takarda" in home
    assert "Hausa · 0%" in home

    named = {"activity-share-the-rent": "Raba haya"}
    first.desk.post(
        COURSE, title="Kasafi", summary="Tsari.", objectives="Daya", text="Barka.", **named
    )
    assert "Raba haya" in first.desk.get(COURSE)
    first.write("all.glossary", "budget-line", "layin kasafi", "Abu daya.")
    assert "Kasafi" in first.read("/courses/")
    assert "layin kasafi" not in first.read("/courses/glossary/")
    assert "Not whole" not in first.bring_back()
    assert "layin kasafi" in first.read("/courses/glossary/")
    first.desk.get("/language/ha")
    assert "Raba haya" in first.desk.get("/guides/budgeting/share-the-rent")
    assert "Kashi" in first.desk.get("/guides/budgeting/share-the-rent")
    sent = first.desk.get("/sentences/ha/po").encode()

    updated(first.program, "translations/messages.pot", 'msgid "Check a certificate"',
            'msgid "Check a paper"')  # fmt: skip
    updated(first.program, "courses/glossary/en.md", "One thing that is paid for", "A thing")
    first.begin()
    assert "Duba takarda" not in first.read("/")
    assert "Darussa" in first.read("/")
    page = first.desk.get("/sentences/ha/")
    assert "No longer said" in page
    assert "Duba takarda" in page
    page = first.desk.get(f"{COURSE}all.glossary/budget-line/")
    assert "older than its original" in page
    assert "<ins>" in page
    assert "layin kasafi" in first.read("/courses/glossary/")

    second = laptop("second")
    second.desk.post("/sentences/", language="ha")
    came = second.desk.upload("/sentences/ha/po", sent, page="/sentences/ha/")
    assert "1 sentence saved." in came
    assert "1 is not said here and was left out." in came
    updated(first.program, "translations/messages.pot", 'msgid "Check a paper"',
            'msgid "Check a certificate"')  # fmt: skip
    second.begin()
    assert "1 sentence saved." in second.desk.upload(
        "/sentences/ha/po", sent, page="/sentences/ha/"
    )
    assert "Duba takarda" in second.read("/")

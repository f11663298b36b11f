"""A network speaks in its own language: a trainer makes it on her laptop, offline, in the browser.

Real doors, and a client that sends forms as a browser does. The program is updated on the way.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from academy import catalogues, i18n, own_sentences, speaking
from academy.config import Config
from academy.courses.own.rows import Row
from academy.data import data_folder
from academy.web.serve import start
from tests.visitor import Visitor

pytestmark = pytest.mark.usefixtures("cheap_passphrases")
PASSPHRASE = "river lamp stone cloud seven"
COURSE = "/courses/own/budgeting/sw/"


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
        self.phone.get("/language/sw")
        return self.phone.get(path)

    def say(self, english: str, said: str) -> str:
        """Say a sentence of the pages; the page that comes of it."""
        page = f"/sentences/sw/?words={english.replace(' ', '+')}"
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
        sent = self.desk.get("/courses/own/sent/budgeting/sw/po").encode()
        rows = [Row(*one) for one in catalogues.read_sheet(sent)]
        rows = [row._replace(said=row.said or swahili(row)) for row in rows if beside(row)]
        spoken = catalogues.sheet(rows, "sw")
        return self.desk.upload("/courses/own/sent/budgeting/sw", spoken, page=COURSE)


def beside(row: Row) -> bool:
    return row.context.startswith(("guide.share-the-rent", "all.", "sheet."))


def swahili(row: Row) -> str:
    if row.context.endswith("heading"):
        return f"Sehemu {row.source}"
    return row.source


@pytest.fixture
def laptop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], Laptop]]:
    made: list[Laptop] = []
    program = tmp_path / "program"
    for name in ("courses", "translations"):
        shutil.copytree(data_folder(name), program / name)
    for room in ("academy.i18n", "academy.web.shared.house"):
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
    first.desk.post("/sentences/", language="Kiswahili")
    assert "Nothing is saved yet." in first.say("%(num)s person is added.", "watu")
    assert "1 sentence saved." in first.say("Check a certificate", "Hakiki cheti")
    first.say("Courses", "Kozi")
    home = first.read("/")
    assert '<html lang="sw"' in home
    assert "Hakiki cheti" in home
    assert "Kiswahili · 0%" in home

    named = {"activity-share-the-rent": "Kugawana kodi"}
    first.desk.post(
        COURSE, title="Bajeti", summary="Kupanga.", objectives="Moja", text="Karibu.", **named
    )
    assert "Kugawana kodi" in first.desk.get(COURSE)
    first.write("all.glossary", "budget-line", "mstari wa bajeti", "Kitu kimoja.")
    assert "Bajeti" in first.read("/courses/")
    assert "mstari wa bajeti" not in first.read("/courses/glossary/")
    assert "Not whole" not in first.bring_back()
    assert "mstari wa bajeti" in first.read("/courses/glossary/")
    first.desk.get("/language/sw")
    assert "Kugawana kodi" in first.desk.get("/guides/budgeting/share-the-rent")
    assert "Sehemu" in first.desk.get("/guides/budgeting/share-the-rent")
    sent = first.desk.get("/sentences/sw/po").encode()

    updated(first.program, "translations/messages.pot", 'msgid "Check a certificate"',
            'msgid "Check a paper"')  # fmt: skip
    updated(first.program, "courses/glossary/en.md", "One thing that is paid for", "A thing")
    first.begin()
    assert "Hakiki cheti" not in first.read("/")
    assert "Kozi" in first.read("/")
    page = first.desk.get("/sentences/sw/")
    assert "No longer said" in page
    assert "Hakiki cheti" in page
    page = first.desk.get(f"{COURSE}all.glossary/budget-line/")
    assert "older than its original" in page
    assert "<ins>" in page
    assert "mstari wa bajeti" in first.read("/courses/glossary/")

    second = laptop("second")
    second.desk.post("/sentences/", language="sw")
    came = second.desk.upload("/sentences/sw/po", sent, page="/sentences/sw/")
    assert "1 sentence saved." in came
    assert "1 is not said here and was left out." in came
    updated(first.program, "translations/messages.pot", 'msgid "Check a paper"',
            'msgid "Check a certificate"')  # fmt: skip
    second.begin()
    assert "1 sentence saved." in second.desk.upload(
        "/sentences/sw/po", sent, page="/sentences/sw/"
    )
    assert "Hakiki cheti" in second.read("/")

"""A network makes a course its own: adapted, translated, carried on; and the original moves on.

Two laptops with real doors, and Chromium at both: at the desk, and as a phone.
"""

import hashlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from academy.config import Config
from academy.web.serve import start
from tests.academy.courses_own import PACKS
from tests.academy.manuals.files import chunk, docx, h, p, picture, png, related
from tests.journeys.machines import LAPTOP, PHONE

pytestmark = pytest.mark.usefixtures("cheap_passphrases")
PASSPHRASE = "river lamp stone cloud seven"


@dataclass
class Laptop:
    """A laptop with the garden on it, somebody at its desk and a phone in the room."""

    config: Config
    browser: Browser
    running: Any = None
    desk: Any = None
    phone: Any = None

    def begin(self) -> None:
        """Start the program, as after an update, and unlock it."""
        if self.running:
            self.running.close()
        self.running = start(self.config)
        house = self.running.house
        if not house.is_set_up:
            house.set_up(PASSPHRASE)
        self.desk = self.browser.new_context(viewport=LAPTOP, locale="en-GB").new_page()
        self.phone = self.browser.new_context(
            viewport=PHONE, locale="en-GB", java_script_enabled=False
        ).new_page()
        self.open("/unlock")
        self.desk.fill("[name=passphrase]", PASSPHRASE)
        self.press("Unlock")

    def open(self, path: str) -> None:
        self.desk.goto(f"http://127.0.0.1:{self.running.doors[1].port}{path}")

    def read(self, path: str) -> str:
        """What a phone reads."""
        self.phone.goto(f"http://127.0.0.1:{self.running.doors[0].port}{path}")
        return str(self.phone.locator("main").inner_text())

    def press(self, name: str, form: str = "main") -> None:
        self.desk.locator(form).get_by_role("button", name=name, exact=True).first.click()

    def follow(self, name: str) -> None:
        self.desk.locator("main").get_by_role("link", name=name, exact=True).first.click()

    def says(self, text: str) -> None:
        shown = self.desk.locator("main").inner_text()
        assert text in shown, shown

    def write(self, **fields: str) -> None:
        for name, text in fields.items():
            self.desk.locator(f"main [name={name}]").first.fill(text)


@pytest.fixture
def laptop(browser: Browser, tmp_path: Path) -> Iterator[Callable[[str], Laptop]]:
    made: list[Laptop] = []

    def make(name: str) -> Laptop:
        packs = shutil.copytree(PACKS, tmp_path / f"{name}-program")
        config = Config(
            tmp_path / name, packs, lan_host="127.0.0.1", lan_port=0, staff_port=0,
            address="http://192.168.1.20:8000",
        )  # fmt: skip
        made.append(Laptop(config, browser))
        made[-1].begin()
        return made[-1]

    yield make
    for one in made:
        if one.running:
            one.running.close()


def update(one: Laptop, old: str, new: str) -> None:
    """The program is updated: its course says something else, and it starts again."""
    file = one.config.courses / "garden" / "en" / "01-soil.md"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")
    one.begin()


def test_a_section_is_adapted_the_original_moves_on_and_both_are_mixed(laptop):
    here = laptop("laptop")
    assert "in the shed" in here.read("/courses/garden/soil/")
    here.open("/courses")
    here.follow("Your own courses")
    here.follow("Adapt or translate")
    here.follow("English")
    here.follow("1 · Soil")
    here.desk.locator("#training").get_by_role("link", name="Change").click()
    here.write(text="Here we start at the river.")
    here.press("Preview")
    here.says("It is not saved yet.")
    assert "in the shed" in here.read("/courses/garden/soil/")
    here.press("Save")
    here.says("Saved.")
    read = here.read("/courses/garden/soil/")
    assert "Here we start at the river." in read
    assert read.count("Adapted by this network.") == 1

    update(here, "in the shed", "in the barn")
    assert "river" in here.read("/courses/garden/soil/")
    here.open("/courses/own/")
    here.says("The original of 1 part has moved on")
    here.open("/courses/own/garden/en/soil/training/")
    assert here.desk.locator("del").all_inner_texts() == ["shed."]
    assert here.desk.locator("ins").all_inner_texts() == ["barn."]
    here.write(text="Here we start at the river, then in the barn.")
    here.press("Save")
    assert "then in the barn" in here.read("/courses/garden/soil/")
    here.open("/courses/own/garden/en/soil/training/")
    here.press("Take the original")
    assert "river" not in here.read("/courses/garden/soil/")
    assert "in the barn" in here.read("/courses/garden/soil/")


def test_an_adaptation_travels_by_stick_and_can_be_taken_back(laptop, tmp_path):
    here, there = laptop("here"), laptop("there")
    stick = tmp_path / "stick"
    stick.mkdir()
    here.open("/courses/own/garden/en/soil/training/")
    here.write(text="Here we start at the river.")
    here.press("Save")
    here.open("/courses/own/")
    here.desk.get_by_text("Pass it on, or take it back").click()
    here.desk.locator("form[action='/courses/own/pack'] [name=place]").fill(str(stick))
    here.press("Put it on the stick")
    here.says("It is on the stick")
    here.open("/settings")
    words = here.desk.locator("dt:has-text('Its six words') + dd").inner_text().split()

    there.open("/courses/own/")
    there.desk.locator("form[action='/courses/own/look'] [name=place]").fill(str(stick))
    there.press("Look on the stick")
    assert there.desk.locator("ol.six li").all_inner_texts() == words
    there.says("a device that is not known here")
    there.says("CC-BY-SA-4.0")
    assert "river" not in there.read("/courses/garden/soil/")
    there.desk.get_by_text("I asked whoever made it").click()
    there.press("Take it in")
    assert "river" in there.read("/courses/garden/soil/")
    there.desk.get_by_text("Pass it on, or take it back").click()
    there.press("Take it back")
    assert "river" not in there.read("/courses/garden/soil/")
    assert "in the shed" in there.read("/courses/garden/soil/")


def test_a_translator_begins_a_language_and_people_read_it_once_it_is_whole(laptop):
    here = laptop("laptop")
    here.open("/courses/own/garden/")
    here.write(language="Kiswahili")
    here.press("Begin")
    here.write(title="Bustani", summary="Kupanda pamoja.", objectives="Moja\nMbili", text="Karibu.")
    here.press("Save", "form:has([name=objectives])")
    here.follow("2 · Water")
    here.write(title="Maji", summary="Kiasi gani.")
    here.press("Save")
    here.says("A draft")
    here.desk.locator("#rain").get_by_role("link", name="Translate").click()
    here.write(title="Mvua", text="Mvua ni bure.\n\n<b>x</b>")
    here.press("Save")
    here.says("Line 3 of the text:")
    assert here.desk.locator("[name=text]").input_value().startswith("Mvua ni bure.")
    here.write(text="Mvua ni bure.")
    here.press("Save")
    here.says("translated")
    assert (here.config.own_courses / "garden-own" / "sw" / "02-water.md").exists()
    assert "Mvua ni bure." in here.read("/courses/garden/water/?in=sw")
    assert "An umbrella" in here.read("/courses/garden/water/")


def test_a_section_is_left_out_its_original_moves_on_and_it_comes_back(laptop):
    here = laptop("laptop")
    here.open("/courses/own/garden/en/soil/training/")
    here.press("Leave this section out")
    here.says("Nobody reads this section, in any language.")
    assert "in the shed" not in here.read("/courses/garden/soil/")
    assert "La formation" not in here.read("/courses/garden/soil/?in=fr")
    update(here, "in the shed", "in the barn")
    here.open("/courses/own/")
    here.says("The original of 1 part has moved on")
    here.desk.locator("main li a", has_text="Soil").first.click()
    assert here.desk.locator("del").all_inner_texts() == ["shed."]
    assert here.desk.locator("ins").all_inner_texts() == ["barn."]
    here.press("Leave it out as it is now")
    assert "in the barn" not in here.read("/courses/garden/soil/")
    here.open("/courses/own/garden/en/soil/training/")
    here.press("Put it back")
    assert "in the barn" in here.read("/courses/garden/soil/")


def test_a_guide_is_written_beside_the_lessons_and_trainers_read_it(laptop):
    here = laptop("laptop")
    here.open("/courses/own/garden/en/")
    here.desk.get_by_text("Beside the lessons").click()
    here.desk.locator("main a", has_text="Soil").last.click()
    steps = "| Minutes | Step |\n|--:|---|\n| 30 | **Dig.** Together. |"
    for part in ("aim", "materials", "steps", "debrief", "what-may-go-wrong", "without-power"):
        here.open(f"/courses/own/garden/en/guide.soil/{part}/")
        here.write(title=part.capitalize(), text=steps if part == "steps" else f"About {part}.")
        here.press("Save")
        here.says("Saved.")
    here.open("/guides/garden/soil")
    here.says("About without-power.")


def test_a_manual_of_word_with_a_large_picture_is_looked_at_and_made(laptop, tmp_path):
    here = laptop("laptop")
    noise = b"".join(hashlib.sha256(b"%d" % n).digest() for n in range(14_000))
    links = related(rId8=("image", "media/a.png"), rId9=("image", "media/b.png"))
    book = tmp_path / "book.docx"
    book.write_bytes(docx(
        h(1, "Our manual"), h(2, "One"), p("Words.", more=picture()),
        p("More.", more=picture("rId8")),
        word___rels__document_dot_xml_dot_rels=links,
        word__media__a_dot_png=png(chunk(b"tEXt", noise * 4)), word__media__b_dot_png=png(),
    ))  # fmt: skip
    assert book.stat().st_size > 2**20
    here.open("/courses/own/")
    here.desk.get_by_text("Make a course of a manual").click()
    here.desk.locator("[name=file]").first.set_input_files(book)
    form = "form:has([name=licence])"
    here.desk.locator(f"{form} [name=language]").fill("English")
    here.desk.locator(f"{form} [name=licence]").fill("CC0-1.0")
    here.press("Look at it", form)
    here.says("Nothing is saved yet.")
    here.says("2 pictures")
    here.says("who wrote it, when and where")
    here.press("Make it")
    here.says("Saved.")
    assert "Words." in here.read("/courses/manual/one/")
    shown = here.phone.locator("main img").evaluate_all("all => all.map(one => one.naturalWidth)")
    assert shown == [2, 2]

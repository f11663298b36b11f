"""A course of one's own goes along with the exchange: over the network and by stick, both ways.

A central copy and two laptops with real doors; at the desks, Chromium.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from academy import exchanging
from academy.config import Config
from academy.web.serve import start
from sync import keys
from tests.academy.courses_own import PACKS
from tests.journeys.machines import LAPTOP

pytestmark = pytest.mark.usefixtures("cheap_passphrases")
PASSPHRASE = "river lamp stone cloud seven"
SECTION = "/courses/own/garden/en/soil/training/"


@dataclass
class Desk:
    """One computer and somebody at it."""

    running: Any
    page: Any

    @property
    def store(self) -> Any:
        return self.running.house.store

    @property
    def door(self) -> str:
        """Where laptops exchange."""
        return f"http://127.0.0.1:{self.running.doors[0].port}"

    def open(self, path: str) -> None:
        self.page.goto(f"http://127.0.0.1:{self.running.doors[1].port}{path}")

    def press(self, name: str) -> None:
        self.page.locator("main").get_by_role("button", name=name, exact=True).first.click()

    def says(self, text: str) -> None:
        shown = self.page.locator("main").inner_text()
        assert text in shown, shown

    def adapt(self, text: str) -> None:
        self.open(SECTION)
        self.page.locator("main [name=text]").first.fill(text)
        self.press("Save")

    def let_go_along(self) -> None:
        self.open("/courses/own/")
        self.page.get_by_text("Pass it on, or take it back").first.click()
        self.press("Let this version go along")
        self.says("It goes along with each exchange from now on.")

    def exchange(self, place: str, form: str) -> None:
        self.open("/sync")
        card = self.page.locator("form.card").filter(has=self.page.get_by_text(form)).first
        card.locator("[name=place]").fill(place)
        card.get_by_role("button").click()

    def take(self) -> None:
        self.page.get_by_role("link", name="course came along").click()
        self.says("What it would change")
        self.press("Take it in")
        self.says("It is taken in.")

    def section(self) -> str:
        self.open(SECTION)
        return str(self.page.locator("main [name=text]").first.input_value())


@pytest.fixture
def desk(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    made: list[Desk] = []

    def make(name: str, *, central: bool = False) -> Desk:
        config = Config(
            tmp_path / name, PACKS, lan_host="127.0.0.1", lan_port=0, staff_port=0, central=central
        )
        running = start(config)
        running.house.set_up(PASSPHRASE)
        page = browser.new_context(viewport=LAPTOP, locale="en-GB").new_page()
        made.append(Desk(running, page))
        made[-1].open("/unlock")
        page.fill("[name=passphrase]", PASSPHRASE)
        made[-1].press("Unlock")
        return made[-1]

    yield make
    for one in made:
        one.running.close()


def join(laptop: Desk, centre: Desk, place: str) -> None:
    """Words compared, as the other journeys do page by page."""
    words = " ".join(keys.words(laptop.store.key.device))
    exchanging.let_in(centre.store, words, f"Laptop {words.split()[0]}")
    exchanging.exchange(laptop.store, place)
    device = centre.store.key.device
    exchanging.join(laptop.store, device, " ".join(keys.words(device)))
    exchanging.exchange(laptop.store, place)


def test_an_adaptation_reaches_central_and_from_there_the_other_laptop(desk, tmp_path):
    centre, first, second = desk("centre", central=True), desk("first"), desk("second")
    join(first, centre, centre.door)
    join(second, centre, centre.door)

    first.adapt("Here we start at the river.")
    first.let_go_along()
    first.exchange(centre.door, "Over the network")
    first.says("1 course went along.")

    centre.open("/sync")
    assert "river" not in centre.section()
    centre.open("/sync")
    centre.take()
    assert centre.section() == "Here we start at the river."
    centre.let_go_along()

    second.exchange(centre.door, "Over the network")
    second.says("1 course came along.")
    assert "river" not in second.section()
    second.open("/sync")
    second.take()
    assert second.section() == "Here we start at the river."

    first.exchange(centre.door, "Over the network")
    first.open("/courses/own/")
    assert "came along" not in first.page.locator("main").inner_text()

    stick = tmp_path / "stick"
    stick.mkdir()
    centre.adapt("By the lake.")
    centre.let_go_along()
    centre.exchange(str(stick), "A stick from a laptop")
    centre.says("1 course went along.")
    second.exchange(str(stick), "With a stick")
    second.says("1 course came along.")
    second.page.get_by_role("link", name="course came along").click()
    second.press("Leave it out")
    second.says("It is left out, and will not come again.")
    second.exchange(centre.door, "Over the network")
    assert "came along" not in second.page.locator("main").inner_text()
    assert second.section() == "Here we start at the river."

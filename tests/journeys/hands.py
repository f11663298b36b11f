"""Hands that are counted: presses, typed fields, scans, and the pages they lead to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page


@dataclass
class Count:
    """What one flow took, of all hands in it together."""

    presses: int = 0
    pages: int = 0
    fields: int = 0
    scans: int = 0

    def __str__(self) -> str:
        return f"{self.presses:>7} {self.pages:>5} {self.fields:>6} {self.scans:>5}"


@dataclass(frozen=True)
class Flow:
    """A line of the table: what it took, what it may take, and what others take."""

    name: str
    took: Count
    presses: int
    beside: str


class Hand:
    """Somebody at a screen, whose presses, typing and pages are counted."""

    def __init__(self, page: Page, count: Count) -> None:
        self.page, self.count = page, count

    @contextmanager
    def _led_on(self) -> Iterator[None]:
        came: list[str] = []

        def note(frame: Any) -> None:
            if frame == self.page.main_frame:
                came.append(frame.url)

        self.page.on("framenavigated", note)
        yield
        self.page.wait_for_load_state()
        self.page.wait_for_timeout(50)
        self.page.remove_listener("framenavigated", note)
        self.count.pages += len(came)

    def press(self, what: Locator) -> None:
        with self._led_on():
            what.first.click()
        self.count.presses += 1

    def button(self, name: str) -> None:
        self.press(self.page.locator("main, footer").get_by_role("button", name=name, exact=True))

    def menu(self, name: str) -> None:
        self.press(self.page.locator("nav").get_by_role("link", name=name, exact=True))

    def type(self, what: Locator, text: str) -> None:
        what.first.fill(text)
        self.count.fields += 1

    def choose(self, what: Locator, value: str) -> None:
        what.first.select_option(value)
        self.count.presses += 1

    def scan(self, address: str) -> None:
        with self._led_on():
            self.page.goto(address)
        self.count.scans += 1

    def says(self, text: str) -> None:
        said = self.page.locator("main").inner_text()
        assert text in said, said

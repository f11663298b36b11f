"""A network teaches in a language that no page speaks: Hausa, among readers of French.

A laptop with real doors; the course comes while it runs; a phone without scripts, 360 px wide.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from academy.config import Config
from academy.languages import i18n
from academy.web.serve import start
from tests.academy.courses_own import PACKS, write
from tests.journeys.machines import PHONE
from tests.patience import until

MARKET = {
    "course.yaml": "id: market\nversion: '1'\nlicence: CC-BY-SA-4.0\n"
    "original: ha\nlanguages: [ha]\nlessons: [stall, prices]\npass_percent: 70\n",
    "ha/course.md": "---\ntitle: Kasuwa\nsummary: Sayarwa tare a kasuwa.\nobjectives:\n"
    "  - Sanin farashi\n---\n\nBarka da zuwa.\n",
    "ha/01-stall.md": "---\ntitle: Rumfa\nsummary: Inda ake sayarwa.\n"
    "minutes: {reading: 1, alone: 5, together: 30}\nreviewed: false\n---\n\nRumfa tana kusa.\n\n"
    "## Wuri {#place}\n\nZabi wuri mai inuwa, kusa da hanya.\n",
    "ha/02-prices.md": "---\ntitle: Farashi\nsummary: Nawa ne.\n"
    "minutes: {reading: 1, alone: 5, together: 30}\nreviewed: false\n---\n\n"
    "Farashi ya bambanta.\n\n## Riba {#gain}\n\nRiba ita ce abin da ya rage.\n",
}
FRENCH = i18n.gettext_for("fr")
NOT_YET = FRENCH("This lesson is not in your language yet. You see the original.")


@dataclass
class Phone:
    """A phone in the room, whose owner reads French."""

    page: Any
    door: str

    def open(self, path: str) -> None:
        self.page.goto(self.door + path)

    def soon(self, path: str, words: str) -> None:
        """Open a page until it says something."""

        def says() -> bool:
            self.open(path)
            return words in self.page.inner_text("body")

        until(says)

    def menu(self) -> list[str]:
        """What can be chosen, once the menu is open."""
        self.page.locator(".languages button").click()
        return [str(one) for one in self.page.locator(".languages li a").all_inner_texts()]

    def choose(self, name: str) -> None:
        self.page.get_by_role("link", name=name, exact=True).click()

    def follow(self, words: str) -> None:
        self.page.locator("main a", has_text=words).first.click()

    @property
    def says(self) -> str:
        return str(self.page.locator("main").inner_text())

    @property
    def language(self) -> str:
        """Of the page around what is read."""
        return str(self.page.locator("html").get_attribute("lang"))

    def fits(self) -> bool:
        """Nothing is wider than the screen."""
        return bool(self.page.evaluate(
            "document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth"
        ))  # fmt: skip


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Any]:
    config = Config(
        tmp_path / "laptop", shutil.copytree(PACKS, tmp_path / "program"), lan_host="127.0.0.1",
        lan_port=0, staff_port=0, address="http://192.168.1.20:8000",
    )  # fmt: skip
    running = start(config)
    yield running
    running.close()
    i18n.lay_over(None, {})


@pytest.fixture
def phone(browser: Browser, laptop: Any) -> Iterator[Phone]:
    context = browser.new_context(viewport=PHONE, locale="fr-FR", java_script_enabled=False)
    yield Phone(context.new_page(), f"http://127.0.0.1:{laptop.doors[0].port}")
    context.close()


def add(laptop: Any, files: dict[str, str] = MARKET, id: str = "market") -> None:
    write(laptop.house.packs.folder / id, files)


def test_a_course_in_a_ninth_language_is_found_read_searched_and_left_again(
    phone: Phone, laptop: Any
) -> None:
    phone.open("/courses/")
    assert "Hausa" not in phone.menu()
    add(laptop)
    phone.soon("/courses/", "Kasuwa")

    assert "Hausa" in phone.menu()
    phone.choose("Hausa")
    assert phone.language == "fr"
    assert phone.page.locator(".languages button").inner_text().startswith("Hausa")
    assert "Un jardin ensemble" in phone.says

    phone.follow("Kasuwa")
    assert "Barka da zuwa." in phone.says
    assert FRENCH("Lessons") in phone.says
    assert "pas encore" not in phone.says
    assert phone.page.locator("h1").get_attribute("lang") == "ha"
    phone.follow("Rumfa")
    assert "Zabi wuri mai inuwa" in phone.says
    assert NOT_YET not in phone.says
    phone.follow("Farashi")
    assert "Riba ita ce abin da ya rage." in phone.says
    phone.open("/courses/garden/soil/")
    assert "Tout commence par la terre." in phone.says
    assert NOT_YET not in phone.says

    laptop.house.find_words()
    phone.open("/search?q=inuwa")
    assert "Zabi wuri mai" in phone.says
    phone.follow("Wuri")
    assert phone.page.url.endswith("/courses/market/stall/#place")
    assert FRENCH("You see this lesson in another language.") not in phone.says
    phone.open("/search?q=compost")
    assert FRENCH("Search") in phone.says

    phone.page.context.pages[0].close()
    phone.page = phone.page.context.new_page()
    phone.open("/courses/market/prices/")
    assert "Riba ita ce" in phone.says
    assert phone.language == "fr"

    phone.menu()
    phone.choose("Français")
    assert "Riba ita ce" in phone.says
    assert NOT_YET in phone.says
    assert phone.page.locator(".languages button").inner_text().startswith("Français")


def test_a_phone_that_speaks_it_reads_it_without_being_told(laptop: Any, browser: Browser) -> None:
    add(laptop)
    context = browser.new_context(
        viewport=PHONE, java_script_enabled=False,
        extra_http_headers={"Accept-Language": "ha-NE,ha;q=0.9,fr;q=0.8,en;q=0.5"},
    )  # fmt: skip
    phone = Phone(context.new_page(), f"http://127.0.0.1:{laptop.doors[0].port}")
    phone.soon("/courses/", "Kasuwa")
    assert phone.language == "fr"
    assert "Un jardin ensemble" in phone.says
    assert phone.page.locator(".languages button").inner_text().startswith("Hausa")
    context.close()


HALF = {
    **MARKET,
    "course.yaml": MARKET["course.yaml"].replace("original: ha", "original: en").replace(
        "[ha]", "[en, fr, ha]"
    ),
    **{
        file.replace("ha/", f"{code}/"): text
        for code, lessons in {
            "en": {"ha/01-stall.md": "Your stall", "ha/02-prices.md": "Your prices"},
            "fr": {"ha/01-stall.md": "Votre étal", "ha/02-prices.md": "Vos prix"},
        }.items()
        for file, text in {
            "ha/course.md": MARKET["ha/course.md"],
            **{file: MARKET[file].replace(
                "title: " + ("Rumfa" if "stall" in file else "Farashi"), f"title: {title}"
            ) for file, title in lessons.items()},
        }.items()
    },
}  # fmt: skip
del HALF["ha/02-prices.md"]
"""The same course, begun in English, whole in French and half in Hausa."""


def test_a_lesson_that_is_not_translated_yet_is_read_in_the_nearest_language(
    phone: Phone, laptop: Any
) -> None:
    """Not in the original, which who reads Hausa and French may not read at all."""
    add(laptop, HALF)
    phone.soon("/courses/", "Kasuwa")
    phone.menu()
    phone.choose("Hausa")
    phone.open("/courses/market/")
    assert "Rumfa" in phone.says
    assert "Vos prix" in phone.says
    phone.follow("Vos prix")
    assert NOT_YET not in phone.says
    assert phone.page.locator("h1").inner_text() == "Vos prix"


CODES = "ha yo ig wo bm ff ln kg lua mg so om am ti rw rn lg ny sn nd zu xh st tn bem luo ki kam"
"""Of as many languages as a network may ever teach in."""


def test_a_long_list_of_languages_stands_on_a_page_of_its_own_and_costs_no_lesson_a_byte(
    phone: Phone, laptop: Any
) -> None:
    phone.open("/courses/garden/soil/")
    before = len(phone.page.content())
    for code in CODES.split():
        files = {name.replace("ha/", f"{code}/"): text for name, text in MARKET.items()}
        facts = files["course.yaml"].replace("original: ha", f"original: {code}")
        files["course.yaml"] = facts.replace("[ha]", f"[{code}]").replace("market", f"m-{code}")
        add(laptop, files, f"m-{code}")
    until(lambda: len(laptop.house.taught) == len(CODES.split()))
    phone.open("/courses/garden/soil/")
    assert len(phone.page.content()) < before + 200
    menu = phone.menu()
    assert len(menu) == len(i18n.NAMES) + 1
    assert phone.fits()
    last = phone.page.locator(".languages li a").last.bounding_box()
    assert last["y"] + last["height"] < PHONE["height"]

    phone.choose(FRENCH("All languages"))
    assert phone.fits()
    assert FRENCH("%(done)s of %(all)s", done=1, all=29) in phone.says
    rows = phone.page.locator("main tbody tr")
    assert rows.count() == len(i18n.NAMES) + len(CODES.split())
    assert "Hausa" in phone.says
    assert "100 %" in rows.first.inner_text().replace("\u202f", " ").replace("\u00a0", " ")
    for box in (one.bounding_box() for one in rows.locator("a").all()):
        assert box["height"] >= 24
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
    phone.choose("Hausa")
    assert phone.page.url.endswith("/courses/garden/soil/")
    assert phone.language == "fr"
    menu = phone.menu()
    assert "Hausa" in menu
    assert len(menu) == len(i18n.NAMES) + 2

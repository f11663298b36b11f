"""Two phones without script fill in their team's budget to the cent; the trainer takes it along."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from academy import access, actions, rules
from academy.config import Config
from academy.data import data_folder
from academy.web.serve import Running, start
from tests.academy.worksheets import examples
from tests.journeys.machines import PHONE

pytestmark = pytest.mark.usefixtures("cheap_passphrases")
SECRET = "river lamp stone cloud seven"
ABOUT = "/courses/budgeting/worksheets/budget/"


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Running]:
    running = start(Config(tmp_path / "laptop", data_folder("courses"), lan_host="127.0.0.1",
                           lan_port=0, staff_port=0))  # fmt: skip
    running.house.set_up(SECRET)
    yield running
    running.close()


@pytest.fixture
def phone(laptop: Running, browser: Any) -> Callable[[str, str], Any]:
    """Makes phones without script, each with somebody of the team North."""
    store = laptop.house.need_store()
    day = store.now().astimezone().date().isoformat()
    workshop = actions.plan_workshop(
        store, title="Leadership week", level="regional", country="KE", starts=day, ends=day,
        shape=rules.shape("own", 1, 1),
    )  # fmt: skip
    base = f"http://127.0.0.1:{laptop.doors[0].port}"

    def make(alias: str, locale: str) -> Any:
        person = actions.register_person(store, workshop=workshop, alias=alias, team="North")
        pin = access.new_pin(store, person)
        page = browser.new_context(
            viewport=PHONE, java_script_enabled=False, locale=locale, base_url=base
        ).new_page()
        page.goto("/sign-in")
        page.locator("input[name=alias]").fill(alias)
        page.locator("input[name=pin]").fill(pin)
        page.locator("main form button").first.click()
        page.goto(ABOUT)
        page.locator("button[name=team]").click()
        return page

    return make


def type_in(page: Any, texts: dict[str, str], start: str) -> None:
    for place, text in texts.items():
        if place.startswith(start) and text:
            page.locator(f'[name="{place}"]').fill(text)


def test_two_phones_make_one_budget_and_the_trainer_takes_it_along(
    laptop: Running, phone: Callable[[str, str], Any], browser: Any
):
    heron, ibis = phone("Heron", "en-GB"), phone("Ibis", "zh-CN")
    home = heron.url
    assert ibis.url == home
    texts = examples.budget_entered().texts
    heron.locator("#donors form button").click()  # a third donor, and on to it
    for donor in "321":
        heron.goto(f"{home}donors/{donor}/")
        type_in(heron, texts, f"donors.{donor}.")
        heron.locator(".save button[value=back]").click()
    # One types the odd lines, the other the even ones, each saving on the way to the next.
    for _ in range(8):
        heron.goto(home)
        heron.locator("#lines form button").click()
    heron.goto(f"{home}lines/1/")
    ibis.goto(f"{home}lines/2/")
    for line in range(1, 12):
        page = heron if line % 2 else ibis
        page.goto(f"{home}lines/{line}/")
        type_in(page, texts, f"lines.{line}.")
        page.locator(".save button[value=stay]").click()
    heron.goto(home)
    ibis.goto(home)
    for cents in ("2,993,589.41", "1,408,667.78", "750,149.86", "834,771.77", "176,089.21"):
        assert cents in heron.locator("main").inner_text()
        assert cents in ibis.locator("main").inner_text()
    assert heron.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    # Both type over the same cell at once: both are shown, and one of them decides.
    heron.goto(f"{home}lines/3/")
    ibis.goto(f"{home}lines/3/")
    for page, workers in ((heron, "7"), (ibis, "8")):
        page.locator('[name="lines.3.quantity"]').fill(workers)
        page.locator(".save button[value=stay]").click()
    assert ibis.locator(".both label").all_inner_texts() == ["7", "8"]
    ibis.locator(".both label").first.click()
    ibis.locator(".save button[value=back]").click()
    assert "3,098,445.41" in ibis.locator("main").inner_text()
    heron.goto(home)
    heron.locator("#hand-in button").click()
    assert "Handed in" in heron.locator("#hand-in").inner_text()
    desk = browser.new_context(locale="en-GB", base_url=f"http://127.0.0.1:{laptop.doors[1].port}")
    page = desk.new_page()
    page.goto("/unlock")
    page.locator("input.secret").fill(SECRET)
    page.locator("main form button").first.click()
    page.goto("/worksheets")
    assert "North" in page.locator("main").inner_text()
    with page.expect_download() as download:
        page.locator("a[href^='/worksheets/plan/'][href$='xlsx']").click()
    assert download.value.suggested_filename == "table.xlsx"
    data = Path(download.value.path()).read_bytes()
    assert data[:2] == b"PK"

"""Two phones fill in their team's budget to the cent, and the trainer takes it along.

Without script; and with one that saves while somebody types and loses nothing.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from academy import actions, rules
from academy.config import Config
from academy.data import data_folder
from academy.door import access
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
def phone(laptop: Running, browser: Any) -> Callable[..., Any]:
    """Makes phones, without script unless asked for, each with somebody of the team North."""
    store = laptop.house.need_store()
    day = store.now().astimezone().date().isoformat()
    workshop = actions.plan_workshop(
        store, title="Leadership week", level="regional", country="KE", starts=day, ends=day,
        shape=rules.shape("own", 1, 1),
    )  # fmt: skip
    base = f"http://127.0.0.1:{laptop.doors[0].port}"

    def make(alias: str, locale: str, *, script: bool = False) -> Any:
        person = actions.register_person(store, workshop=workshop, alias=alias, team="North")
        pin = access.new_pin(store, person)
        page = browser.new_context(
            viewport=PHONE, java_script_enabled=script, locale=locale, base_url=base
        ).new_page()
        page.goto("/sign-in")
        page.locator("input[name=alias]").fill(alias)
        page.locator("input[name=pin]").fill(pin)
        page.locator("main form button").first.click()
        page.goto(ABOUT)
        page.locator("button[name=team]").click()
        page.pin = pin
        return page

    return make


def type_in(page: Any, texts: dict[str, str], start: str) -> None:
    for place, text in texts.items():
        if place.startswith(start) and text:
            page.locator(f'[name="{place}"]').fill(text)


def test_two_phones_make_one_budget_and_the_trainer_takes_it_along(
    laptop: Running, phone: Callable[..., Any], browser: Any
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


# With a script


def cell(page: Any, place: str) -> Any:
    return page.locator(f'[name="{place}"]')


def saved(page: Any) -> None:
    """Wait until the page says so."""
    page.locator("#told.told-saved").wait_for()


def until_there(page: Any, path: str, place: str, text: str) -> None:
    """What a page sends as it goes may be overtaken by the next page that is asked for."""
    for _ in range(20):
        page.goto(path)
        if cell(page, place).input_value() == text:
            return
    raise AssertionError(f"{text} is lost")


def test_a_phone_with_script_saves_while_it_is_typed_and_shows_what_comes_out(
    phone: Callable[..., Any],
):
    heron = phone("Heron", "en-GB", script=True)
    home = heron.url
    heron.goto(f"{home}lines/1/")
    cell(heron, "lines.1.description").fill("Rent")
    assert heron.locator("#told").inner_text() == "Not saved yet."
    for place, text in (("unit_cost", "25000"), ("quantity", "1"), ("frequency", "12")):
        cell(heron, f"lines.1.{place}").fill(text)
    cost = cell(heron, "lines.1.unit_cost")
    cost.fill("2500")
    cost.press_sequentially("1")
    cost.press("ArrowLeft")
    saved(heron)
    assert "300,012.00" in heron.locator('[id="says.lines.1.total"]').inner_text()
    assert "is not funded" in heron.locator('[id="says.lines.1.share.1"]').inner_text()
    # The cursor is where it was.
    assert cost.evaluate("e => [e === document.activeElement, e.selectionStart]") == [True, 4]
    cost.press_sequentially("x")
    saved(heron)
    assert (
        heron.locator('[id="says.lines.1.unit_cost"]')
        .inner_text()
        .startswith("This isn’t a number.")
    )
    assert cost.get_attribute("aria-invalid") == "true"
    heron.reload()
    assert cell(heron, "lines.1.unit_cost").input_value() == "2500x1"
    assert cell(heron, "lines.1.description").input_value() == "Rent"


def test_two_with_script_who_change_one_cell_are_both_shown(phone: Callable[..., Any]):
    heron = phone("Heron", "en-GB", script=True)
    ibis = phone("Ibis", "zh-CN", script=True)
    for one in (heron, ibis):
        one.goto(f"{one.url}lines/1/")
    cell(heron, "lines.1.quantity").fill("7")
    saved(heron)
    # Ibis types on while the answer that knows of it is on its way.
    first: list[str] = []

    def slow(route: Any) -> None:
        if not first:
            first.append(route.request.post_data)
            cell(ibis, "lines.1.quantity").fill("85")
        route.continue_()

    ibis.route("**/lines/1/", slow)
    cell(ibis, "lines.1.quantity").fill("8")
    ibis.locator('.both:has-text("85")').wait_for()
    saved(ibis)
    assert first
    assert ibis.locator(".both label").all_inner_texts() == ["7", "85"]
    ibis.locator(".both label").first.click()
    ibis.locator(".both").wait_for(state="detached")
    saved(ibis)
    assert cell(ibis, "lines.1.quantity").input_value() == "7"
    # What another wrote comes along with one's own.
    cell(heron, "lines.1.description").fill("Rent")
    saved(heron)
    cell(ibis, "lines.1.unit_cost").fill("3")
    saved(ibis)
    assert cell(ibis, "lines.1.description").input_value() == "Rent"


def test_without_connection_nothing_that_was_typed_is_lost(phone: Callable[..., Any]):
    heron = phone("Heron", "en-GB", script=True)
    home = heron.url
    heron.goto(f"{home}lines/1/")
    heron.context.set_offline(True)
    cell(heron, "lines.1.description").fill("Rent")
    heron.locator("#told.told-away").wait_for()
    heron.locator(".save button[value=back]").click()  # doesn't lead to a browser's own page
    assert cell(heron, "lines.1.description").input_value() == "Rent"
    assert heron.evaluate("Object.keys(localStorage).length + document.cookie.length") == 0
    cell(heron, "lines.1.description").fill("Rent and water")
    heron.context.set_offline(False)
    saved(heron)
    heron.goto(home)
    assert "Rent and water" in heron.locator("#lines").inner_text()


def test_answers_that_are_lost_and_refusals_lose_nothing_either(phone: Callable[..., Any]):
    heron = phone("Heron", "en-GB", script=True)
    home = heron.url
    heron.goto(f"{home}lines/1/")

    def lose(route: Any) -> None:  # the laptop saves, and nobody hears of it
        route.fetch()
        route.abort()

    heron.route("**/lines/1/", lose)
    cell(heron, "lines.1.description").fill("Re")
    heron.locator("#told.told-away").wait_for()
    heron.unroute("**/lines/1/")
    cell(heron, "lines.1.description").fill("Rent")
    saved(heron)
    assert heron.locator(".both").count() == 0
    # Signed out meanwhile, in another tab; and in again, with another token.
    other = heron.context.new_page()
    other.goto("/me")
    other.locator("form[action='/sign-out'] button").click()
    cell(heron, "lines.1.description").fill("Rent and water")
    heron.locator("#told.told-refused").wait_for()
    said = heron.locator("#told").inner_text()
    assert said.startswith("Not saved. Leave this page open. ")
    assert len(said) > 40  # and the laptop's own sentence
    other.goto("/sign-in")
    other.locator("input[name=alias]").fill("Heron")
    other.locator("input[name=pin]").fill(heron.pin)
    other.locator("main form button").first.click()
    other.wait_for_url("**/")
    saved(heron)
    other.goto(home)
    assert "Rent and water" in other.locator("#lines").inner_text()


def test_leaving_the_page_at_once_loses_nothing(phone: Callable[..., Any]):
    heron = phone("Heron", "en-GB", script=True)
    home = heron.url
    heron.goto(f"{home}lines/1/")
    cell(heron, "lines.1.description").fill("Rent")
    sent = heron.evaluate(  # what a browser sends though the page goes
        "() => { const real = navigator.sendBeacon; let sent;"
        " navigator.sendBeacon = (_to, form) => { sent = form.get('lines.1.description'); };"
        " dispatchEvent(new Event('pagehide')); navigator.sendBeacon = real; return sent; }"
    )
    assert sent == "Rent"
    saved(heron)
    cell(heron, "lines.1.description").fill("Rents")
    heron.goto("/courses/")
    until_there(heron, f"{home}lines/1/", "lines.1.description", "Rents")
    # And every button saves first, as without script.
    cell(heron, "lines.1.quantity").fill("3")
    heron.locator(".save button[value=after]").click()
    heron.wait_for_url("**/lines/2/")
    heron.goto(f"{home}lines/1/")
    assert cell(heron, "lines.1.quantity").input_value() == "3"
    # But for a line that goes: what was typed in it isn't wanted.
    cell(heron, "lines.1.unit_cost").fill("9")
    heron.locator("form[data-drops] button").click()
    heron.wait_for_url(f"**{home[home.index('/sheets') :]}#lines")
    assert "Rent" not in heron.locator("#lines").inner_text()

"""A quiz on a phone without script: through every kind of question, wrong first, then right.

Nobody is signed in and nothing is unlocked, as with somebody who reads on her own.
"""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from academy.config import Config
from academy.data import data_folder
from academy.web.participant import create_app
from academy.web.shared.house import House
from tests.journeys.machines import PHONE

ORDER = "/courses/budgeting/exchange-rates/"
SEVERAL = "/courses/advocacy/choosing-the-issue/"
CASE = "/courses/advocacy/who-decides/"
STEPS = {
    "en": ("Measure", "Protect", "Choose", "Write"),
    "zh-CN": ("算清", "保住", "和团队", "写信"),
    "ar": ("قياس", "حماية", "الاختيار", "الكتابة"),
}
"""How the lines begin that are to be put in order."""


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The participants' door of a laptop that nobody has unlocked."""
    house = House(Config(Path(tmp_path_factory.mktemp("laptop")), data_folder("courses")))
    server = make_server("127.0.0.1", 0, create_app(house), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def phone(browser: Any) -> Iterator[Callable[[str], Any]]:
    """Makes phones that speak a language and run no script."""
    made = []

    def make(locale: str) -> Any:
        made.append(browser.new_context(viewport=PHONE, locale=locale, java_script_enabled=False))
        return made[-1].new_page()

    yield make
    for one in made:
        one.close()


def shown(page: Any, question: str) -> list[str]:
    """What a question lists, from top to bottom."""
    texts: list[str] = page.locator(f"fieldset:has([name^={question}]) .opt").all_inner_texts()
    return texts


def choose(page: Any, question: str, *values: int) -> None:
    for value in values:
        page.locator(f"[name={question}][value='{value}']").check()


def number(page: Any, steps: tuple[str, ...], places: tuple[int, ...]) -> None:
    """Give each line of the order its number, wherever the page shows it."""
    for step, place in zip(steps, places, strict=True):
        line = page.locator(".opt", has_text=step).filter(has=page.locator("select"))
        line.locator("select").select_option(str(place))


def send(page: Any) -> None:
    page.locator("form[action*='/quiz'] button").click()


def fits(page: Any) -> bool:
    """Whether nothing stands beyond the phone's edge."""
    boxes = [one.bounding_box() for one in page.locator("#quiz .opt, #quiz .said").all()]
    return all(box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"] for box in boxes)


@pytest.mark.parametrize(
    ("locale", "typed"), [("en", "-2,300"), ("zh-CN", "－２，３００"), ("ar", "-٢٬٣٠٠")]
)
def test_a_number_and_an_order_without_script(door, phone, locale, typed):
    page = phone(locale)
    page.goto(door + ORDER)
    before = shown(page, "q-four-steps")
    page.reload()
    assert shown(page, "q-four-steps") == before
    assert fits(page)
    choose(page, "q-loss-or-gain", 0)
    choose(page, "q-spend-the-gain", 1)
    choose(page, "q-reporting-rate", 2)
    page.locator("[name=q-how-much]").fill("٢٣٠٠")
    number(page, STEPS[locale], (1, 2, 4, 3))
    send(page)
    result = page.locator("#quiz")
    assert result.get_by_text("✓").count() == 3
    assert result.get_by_text("✗").count() == 2
    assert [text.split("\n")[-1] for text in shown(page, "q-four-steps")] == [
        text.split("\n")[-1] for text in before
    ]
    assert fits(page)
    told = page.url
    page.reload()
    assert page.url == told
    assert result.get_by_text("✗").count() == 2

    page.locator("#quiz a.btn").click()
    assert page.locator("#quiz :checked:not(option)").count() == 0
    assert page.locator("[name=q-how-much]").input_value() == ""
    assert {one.input_value() for one in page.locator("#quiz select").all()} == {""}
    choose(page, "q-loss-or-gain", 0)
    choose(page, "q-spend-the-gain", 1)
    choose(page, "q-reporting-rate", 2)
    page.locator("[name=q-how-much]").fill(typed)
    number(page, STEPS[locale], (1, 2, 3, 4))
    send(page)
    assert result.get_by_text("✓").count() == 5
    assert result.get_by_text("✗").count() == 0


def test_several_right_and_a_case_without_script(door, phone):
    page = phone("en")
    page.goto(door + SEVERAL)
    choose(page, "q-sentence", 2)
    choose(page, "q-safety", 0)
    choose(page, "q-sign", 1)
    send(page)
    assert page.get_by_text("1 question has no answer yet.").is_visible()
    assert page.locator("[name=q-sentence][value='2']").is_checked()
    choose(page, "q-record", 0, 2)
    send(page)
    assert page.get_by_text("3 of 4 right").is_visible()
    assert page.get_by_text("There is more to find.").is_visible()
    page.get_by_text("Try again").click()
    choose(page, "q-sentence", 2)
    choose(page, "q-safety", 0)
    choose(page, "q-sign", 1)
    choose(page, "q-record", 0, 2, 4)
    send(page)
    assert page.get_by_text("4 of 4 right").is_visible()

    page.goto(door + CASE)
    case = page.locator("#quiz .case")
    assert case.get_by_text("It closes at four.").is_visible()
    assert case.count() == 1
    choose(page, "q-primary", 0)
    choose(page, "q-ally", 2)
    choose(page, "q-distance", 0)
    page.locator("[name=q-score]").fill("twelve")
    send(page)
    assert page.get_by_text("This is not a number.").is_visible()
    assert page.locator("[name=q-score]").input_value() == "twelve"
    page.locator("[name=q-score]").fill("१२")
    send(page)
    assert page.get_by_text("4 of 4 right").is_visible()
    assert page.locator("[name=q-score]").input_value() == "12"
    assert page.locator(".said").all_inner_texts()[0].startswith("✓ Right\nShe has the power")

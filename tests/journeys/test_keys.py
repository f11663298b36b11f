"""By the keys of a keyboard alone: the menu of languages, and the grid of people and half-days.

Real key presses in Chromium, in English and in Arabic, at the doors of the invented week.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.accessibility.doors import doors, sign_in
from tests.journeys.machines import LAPTOP, PHONE

pytestmark = pytest.mark.usefixtures("cheap_passphrases")

ROWS = """
const rows = [...document.querySelectorAll('table.grid tr')]
  .map(row => [...row.querySelectorAll('a')]).filter(one => one.length);
"""
WHERE = f"""() => {{ {ROWS}
  const row = rows.findIndex(one => one.includes(document.activeElement));
  return row < 0 ? null : [row, rows[row].indexOf(document.activeElement)];
}}"""
SIZE = f"() => {{ {ROWS} return [rows.length, rows[0].length]; }}"
STOPS = f"() => {{ {ROWS} return rows.flat().filter(one => one.tabIndex === 0).length; }}"


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The doors of a laptop with the invented week."""
    with doors(tmp_path_factory.mktemp("week"), "phone", "laptop") as found:
        yield {one.name: one for one in found}


@pytest.fixture(params=["en-GB", "ar"])
def visit(request: Any, browser: Any, machine: dict[str, Any]) -> Iterator[Any]:
    """Opens a page at a door, signed in at the desk."""
    opened: list[Any] = []

    def open_at(name: str, path: str, **options: Any) -> Any:
        size = PHONE if name == "phone" else LAPTOP
        context = browser.new_context(**{"viewport": size, "locale": request.param, **options})
        opened.append(context)
        page = context.new_page()
        if name == "laptop":
            sign_in(page, machine[name])
        page.goto(machine[name].address + path)
        return page

    yield open_at
    for context in opened:
        context.close()


@pytest.mark.parametrize(
    ("door", "path", "width"),
    [("phone", "/courses/swit/why-swit/", 360), ("phone", "/courses/", 1366),
     ("laptop", "/people", 1366), ("laptop", "/people", 360)],
)  # fmt: skip
def test_the_menu_of_languages_opens_by_enter_and_closes_by_escape(visit, door, path, width):
    size = {"width": width, "height": 740}
    page = visit(door, path, viewport=size, java_script_enabled=door == "laptop")
    button, menu = page.locator(".languages button"), page.locator("#tongues")
    assert not page.locator(".languages > a").is_visible()
    assert not menu.is_visible()
    button.focus()
    page.keyboard.press("Enter")
    assert menu.is_visible()
    box = menu.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= size["height"]
    for one in menu.locator("a").all():
        assert one.bounding_box()["height"] >= 24
    page.keyboard.press("Tab")
    assert menu.locator("a").first.evaluate("one => one === document.activeElement")
    page.keyboard.press("Escape")
    assert not menu.is_visible()
    assert button.evaluate("one => one === document.activeElement")
    page.keyboard.press("Enter")
    page.mouse.click(width / 2, size["height"] - 5)
    assert not menu.is_visible()
    page.keyboard.press("Tab")
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "fr"


def test_arrows_move_in_the_grid_which_is_one_stop(visit):
    page = visit("laptop", "/attendance")
    (rows, columns), rtl = page.evaluate(SIZE), page.evaluate("document.dir") == "rtl"
    assert rows * columns > 100
    assert page.evaluate(STOPS) == 1
    page.locator("table.grid a[tabindex='0']").focus()
    assert page.evaluate("() => !!document.activeElement.closest('td.now')")

    on, back = ("ArrowLeft", "ArrowRight") if rtl else ("ArrowRight", "ArrowLeft")
    walk = [
        ("Control+Home", [0, 0]), ("ArrowUp", [0, 0]), (back, [0, 0]), (on, [0, 1]),
        ("ArrowDown", [1, 1]), (on, [1, 2]), (back, [1, 1]), ("End", [1, columns - 1]),
        (on, [1, columns - 1]), ("ArrowDown", [2, columns - 1]), ("Home", [2, 0]),
        ("Control+End", [rows - 1, columns - 1]), ("ArrowDown", [rows - 1, columns - 1]),
        ("Control+Home", [0, 0]), ("ArrowDown", [1, 0]), ("ArrowDown", [2, 0]),
        ("Shift+ArrowDown", [2, 0]), ("Alt+ArrowUp", [2, 0]),
    ]  # fmt: skip
    for key, at in walk:
        page.keyboard.press(key)
        assert page.evaluate(WHERE) == at, key
    assert page.evaluate(STOPS) == 1

    page.keyboard.press("Tab")
    assert page.evaluate(WHERE) is None
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(WHERE) == [2, 0]
    shown = page.locator("table.grid a[tabindex='0']").evaluate(
        "one => { const s = getComputedStyle(one); return s.outlineStyle !== 'none'; }"
    )
    assert shown


def test_who_comes_back_from_a_mark_is_where_she_was(visit):
    page = visit("laptop", "/attendance")
    page.locator("table.grid a[tabindex='0']").focus()
    for key in ("Control+Home", "ArrowDown", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.wait_for_url("**/attendance/*/*")
    page.locator(".side nav a[href='/attendance']").click()
    page.wait_for_url("**/attendance")
    assert page.evaluate(STOPS) == 1
    page.locator("table.grid a[tabindex='0']").focus()
    assert page.evaluate(WHERE) == [3, 0]


def test_what_is_renewed_meanwhile_is_one_stop_still_and_nothing_is_renewed_for_it(visit):
    page = visit("laptop", "/attendance")
    page.evaluate("document.querySelector('[data-live]').mine = true")
    with page.expect_response("**/attendance", timeout=20_000):
        pass
    page.wait_for_timeout(300)
    assert page.evaluate("document.querySelector('[data-live]').mine") is True
    page.route("**/attendance", lambda route: route.fulfill(
        status=200, content_type="text/html",
        body=route.fetch().text().replace('<table class="grid">', '<table class="grid" lang="x">'),
    ))  # fmt: skip
    page.wait_for_selector("table.grid[lang=x]", timeout=20_000)
    assert page.evaluate(STOPS) == 1


def test_without_scripts_every_mark_is_a_stop(visit, machine):
    page = visit("laptop", "/attendance", java_script_enabled=False)
    stops = page.locator("table.grid a")
    assert stops.count() > 100
    assert page.locator("table.grid a[tabindex]").count() == 0

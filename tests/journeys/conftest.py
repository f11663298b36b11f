"""A browser and machines for the journeys."""

import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.academy.conftest import cheap_passphrases, new_store  # noqa: F401 - fixtures
from tests.journeys.machines import BROWSER_FLAGS, CHROMIUM, Machine


@pytest.fixture(scope="session", autouse=True)
def ctrl_c_reaches_what_is_started() -> None:
    """A shell that starts the tests in the background ignores Ctrl-C, and so would every child."""
    ignored = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    if ignored and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Headless Chromium, or a skip that says what is missing."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="needs a browser driver (playwright)"
    )
    path = next((p for p in CHROMIUM if Path(p).exists()), None)
    if path is None:
        pytest.skip("needs a browser (Chromium)")
    click = playwright.Locator.click

    def click_and_see_the_page_whole(locator: Any, **given: Any) -> None:
        click(locator, **given)
        locator.page.wait_for_load_state()

    # A click comes back when the next page begins to come in, and on half a page things are counted
    # wrongly: once in some hundred runs, on a busy machine.
    playwright.Locator.click = click_and_see_the_page_whole
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
        yield chromium
        chromium.close()
    playwright.Locator.click = click


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Callable[..., Machine]]:
    """Makes machines, started; stopped at the end."""
    made: list[Machine] = []

    def make(name: str, **settings: Any) -> Machine:
        made.append(Machine(tmp_path / name, **settings))
        made[-1].start()
        return made[-1]

    yield make
    for one in made:
        one.stop()

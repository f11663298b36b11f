"""What every test shares: in CI, nothing may be skipped for want of a tool.

A test that cannot run here says `pytest.skip("needs a browser")` (PostgreSQL, Pango …): its reason
starts with "needs". On a machine of one's own that is a skip; where CI is set it is a failure,
since .ci/run installs all of them.
"""

import gc
import os
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from academy import courses
from academy.courses.remembered import Remembered
from academy.data import data_folder
from academy.printing import brought
from academy.search import child
from tests.journeys.machines import BROWSER_FLAGS, CHROMIUM
from tests.patience import PATIENCE

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}


def _fail_when_needed(report):
    if not (IN_CI and report.skipped and isinstance(report.longrepr, tuple)):
        return
    reason = str(report.longrepr[2]).removeprefix("Skipped: ")
    if reason.startswith("needs "):
        report.outcome = "failed"
        report.longrepr = f"In CI everything runs, but this {reason}."


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if not hasattr(report, "wasxfail"):
        _fail_when_needed(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report(collector):
    report = yield
    _fail_when_needed(report)
    return report


@pytest.fixture(scope="session", autouse=True)
def _courses_are_read_once():
    """Every house of a test has the same courses, and nobody can change what was read of them.

    Without this a test that looks at one page reads a hundred lessons first.
    """
    ours = data_folder("courses")
    real, real_week = Remembered.library, courses.load_week
    once = cache(lambda: courses.load(ours, leave_out_broken=True, translations_later=True))
    week_once = cache(real_week)

    def library(one: Remembered, *, private: bool) -> courses.Library:
        found: courses.Library = once() if one.courses == ours else real(one, private=private)
        return found

    def load_week(folder: Path, **how: bool) -> courses.Week | None:
        found: courses.Week | None = (week_once if folder == ours else real_week)(folder, **how)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Remembered, "library", library)
        patch.setattr(courses, "load_week", load_week)
        yield


@pytest.fixture(scope="session")
def postgres_dsn():
    """The address of a PostgreSQL to test on, started for this run where none is named."""
    from tests.postgres import running

    with running() as dsn:
        yield dsn


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Headless Chromium, or a skip that says what is missing."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="needs a browser driver (playwright)"
    )
    path = next((p for p in CHROMIUM if Path(p).exists()), None)
    if path is None:
        pytest.skip("needs a browser (Chromium)")
    with playwright.sync_playwright() as started, pytest.MonkeyPatch.context() as patch:
        _see_each_page_whole(playwright, patch)
        chromium = started.chromium.launch(executable_path=path, args=BROWSER_FLAGS)
        yield chromium
        chromium.close()


def _see_each_page_whole(playwright: Any, patch: pytest.MonkeyPatch) -> None:
    """Have what opens a page come back when all of it is there, however long that takes.

    A click comes back when the next page begins to come in, and on half a page things are counted
    wrongly: once in some hundred runs, on a busy machine.
    """

    def whole(do: Callable[..., None]) -> Callable[..., None]:
        def done(it: Any, *given: Any, **named: Any) -> None:
            do(it, *given, **named)
            (it if isinstance(it, playwright.Page) else it.page).wait_for_load_state()

        return done

    def patient(do: Callable[..., Any]) -> Callable[..., Any]:
        def made(browser: Any, **named: Any) -> Any:
            page = do(browser, **named)
            page.set_default_timeout(1000 * PATIENCE)
            return page

        return made

    for kind, name in product((playwright.Page, playwright.Locator), ("click", "press", "check")):
        patch.setattr(kind, name, whole(getattr(kind, name)))
    for name in ("new_context", "new_page"):
        patch.setattr(playwright.Browser, name, patient(getattr(playwright.Browser, name)))


@pytest.fixture(autouse=True)
def _nothing_of_another_test() -> Iterator[None]:
    """What a house has brought to the press is the press's for the process; here for the test. A
    house that was closed while it made its index keeps no later one from making its own, and a
    start that never came to its first page leaves no collector at rest.
    """
    child.begin()
    yield
    gc.enable()
    brought.use(None)

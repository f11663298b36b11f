"""What every test shares: in CI, nothing may be skipped for want of a tool.

A test that cannot run here says `pytest.skip("needs a browser")` (PostgreSQL, Pango …): its reason
starts with "needs". On a machine of one's own that is a skip; where CI is set it is a failure,
since .ci/run installs all of them.
"""

import os
from functools import cache

import pytest

from academy.data import data_folder
from academy.web.shared import house

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
    with pytest.MonkeyPatch.context() as patch:
        for name in ("load", "load_week"):
            real = getattr(house, name)
            once = cache(real)
            patch.setattr(
                house,
                name,
                lambda folder, real=real, once=once, **how: (once if folder == ours else real)(
                    folder, **how
                ),
            )
        yield


@pytest.fixture(scope="session")
def postgres_dsn():
    """The address of a PostgreSQL to test on, started for this run where none is named."""
    from tests.postgres import running

    with running() as dsn:
        yield dsn

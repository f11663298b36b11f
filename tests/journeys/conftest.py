"""A browser and machines for the journeys."""

import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.academy.conftest import cheap_passphrases, new_store  # noqa: F401 - fixtures
from tests.journeys.machines import Machine


@pytest.fixture(scope="session", autouse=True)
def ctrl_c_reaches_what_is_started() -> None:
    """A shell that starts the tests in the background ignores Ctrl-C, and so would every child."""
    ignored = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    if ignored and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.default_int_handler)


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

"""How long a test waits for what must come, before it says that it never came."""

import time
from collections.abc import Callable

PATIENCE = 180.0
"""Seconds. A test that passes waits no longer for it; a machine that does five other things at once
answers late, and late is no fault that any of these tests looks for."""


def until(came: Callable[[], object], pause: float = 0.05) -> None:
    """Return once `came` is true, and look again after so many seconds until then.

    Raises AssertionError where it never comes.
    """
    deadline = time.monotonic() + PATIENCE
    while not came():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(pause)

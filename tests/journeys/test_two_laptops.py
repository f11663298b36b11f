"""A parallel room: two laptops that record the same workshop, and a central copy that counts it.

The same path as the browser journey, through the verbs alone: what must hold whichever way, in
whichever order and however often the laptops report.
"""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from academy import actions, projections, reports, rules
from academy.errors import AcademyError
from academy.projections import attendance, workshops
from academy.store import Store
from sync import exchange
from sync.errors import SyncError

pytestmark = pytest.mark.usefixtures("cheap_passphrases")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder

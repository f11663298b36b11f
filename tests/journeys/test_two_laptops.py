"""A parallel room: two laptops that record the same workshop, and a central copy that counts it.

The same path as the browser journey, through the verbs alone: what must hold whichever way, in
whichever order and however often the laptops report.
"""

from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("cheap_passphrases")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder

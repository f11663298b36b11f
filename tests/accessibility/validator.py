"""The Nu HTML checker on pages as they came over the line."""

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest

from tests.patience import PATIENCE

JAR: Final = Path(__file__).parents[2] / ".ci" / ".tools" / "vnu.jar"
"""Where `.ci/run` puts it."""
NEWER: Final = re.compile("Attribute “(autocorrect|popover|popovertarget)” not allowed")
"""What this version does not know yet: HTML has had these attributes since 2023 and 2024."""


def need() -> None:
    """Skip where it can't run."""
    if not JAR.exists() or shutil.which("java") is None:
        pytest.skip("needs the Nu HTML checker (.ci/run fetches it) and Java")


def faults(pages: Mapping[str, str], folder: Path) -> list[str]:
    """The errors in pages, by their names: a line each, with the place in the page."""
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html, "utf-8")
    told = subprocess.run(
        ["java", "-jar", str(JAR), "--errors-only", "--exit-zero-always", "--stdout",
         "--format", "json", *map(str, sorted(folder.glob("*.html")))],
        capture_output=True, text=True, check=True, timeout=PATIENCE,
    )  # fmt: skip
    return [
        f"{Path(one['url']).stem}: {one['message']} {one.get('extract', '')!r}"
        for one in json.loads(told.stdout)["messages"]
        if not NEWER.search(one["message"])
    ]

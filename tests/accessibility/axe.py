"""axe, the accessibility checker, on the page in front."""

from collections.abc import Iterator
from typing import Any

import pytest


def script() -> str:
    """Its source. Skips where it isn't installed."""
    found = pytest.importorskip(
        "axe_playwright_python.base", reason="needs axe (axe-playwright-python)"
    )
    return str(found.AXE_SCRIPT)


def faults(page: Any, source: str) -> Iterator[str]:
    """What is wrong with the page, a line each: the rule, the element, as it is written."""
    page.evaluate(source)
    told = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    for rule in told["violations"]:
        for node in rule["nodes"]:
            yield f"{rule['id']}: {node['target'][-1]} {node['html'][:160]}"

"""What people typed keeps its own direction among words of the other one."""

import re
from pathlib import Path

import pytest

import academy.web

ROOT = Path(academy.web.__file__).parent
TEMPLATES = sorted(ROOT.rglob("*.html"))
TYPED = re.compile(
    r"<(?P<tag>[a-z0-9]+)(?P<more>[^<>]*)>[^<>]*?"
    r"\{\{ (?:[a-z_]+\.)*(?:alias|team|organisation|(?:row|workshop|at_hand|found)\.title)"
    r"(?: or [^}]*)? \}\}"
)
OF_THEIR_OWN = {"bdi", "option", "title"}
"""Elements that the browser sets apart by themselves."""


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_typed_text_stands_apart(path):
    for found in TYPED.finditer(path.read_text("utf-8")):
        assert found["tag"] in OF_THEIR_OWN or "dir=" in found["more"], found[0]

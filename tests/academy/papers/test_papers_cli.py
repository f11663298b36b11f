"""The commands that authors and translators of papers use."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from academy.cli import main
from academy.printing import pdf
from tests.academy.papers.shelf import TOOLS, write


def run(folder, *words):
    return CliRunner().invoke(main, ["courses", *words, "--courses", str(folder)])


def test_papers_are_checked_by_their_name_alone_and_with_everything(tmp_path):
    folder = write(tmp_path, {"en/tools.md": TOOLS.replace("[a role]", "[a role")})
    for words in (["check", "papers"], ["check"]):
        told = run(folder, *words)
        assert told.exit_code == 1
        assert "papers/en/tools.md:32: Error: A blank opens" in told.output
    assert "has no course.yaml" not in run(folder, "check").output


def test_a_course_is_checked_without_the_papers(tmp_path):
    folder = write(tmp_path, {"en/tools.md": "no paper"})
    told = run(folder, "check", "garden")
    assert "papers/" not in told.output


def test_a_translation_is_stamped_and_its_state_told(tmp_path):
    folder = write(tmp_path)
    assert run(folder, "stamp", "papers", "ar").output.splitlines() == [
        "papers/ar/tools.md", "papers/ar/papers.md",
    ]  # fmt: skip
    assert run(folder, "check", "papers").output == ""
    found = json.loads(run(folder, "status", "--json").stdout)
    states = {one["language"]: one["state"] for one in found if one["course"] == "papers"}
    assert (states["en"], states["ar"], states["fr"]) == ("draft", "draft", "missing")
    assert run(folder, "stamp", "papers", "fr").exit_code == 1
    assert run(folder, "stamp", "papers", "ar", "--lesson", "nothing").exit_code == 1


@pytest.mark.parametrize("language", ["en", "ar"])
def test_all_papers_of_a_language_are_written_to_a_folder(tmp_path, language, monkeypatch):
    monkeypatch.setattr(pdf, "why_not", lambda: "pango_missing")
    folder = write(tmp_path / "courses")
    told = run(folder, "take-home", "papers", "--language", language, "--to", str(tmp_path / "to"))
    assert told.exit_code == 1
    assert "No PDF was made: Pango is missing." in told.output
    assert [one.name for one in Path(tmp_path / "to").iterdir()] == ["tools.docx"]


def test_a_language_without_papers_is_told(tmp_path):
    folder = write(tmp_path / "courses")
    told = run(folder, "take-home", "papers", "--language", "fr", "--to", str(tmp_path / "to"))
    assert told.exit_code == 1
    assert not (tmp_path / "to").exists()

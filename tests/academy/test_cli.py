"""The command line: plain sentences, and exit codes that a script can trust."""

import json
import shutil

import pytest
from click.testing import CliRunner, Result

from academy import demo
from academy.cli import main, upkeep
from academy.data import data_folder
from academy.store import Store
from tests.academy.conftest import PASSPHRASE


@pytest.fixture
def run(store: Store):
    """Runs `academy …` on the folder of a laptop with an invented week."""
    demo.fill(store)
    store.close()

    def command(*words: str, passphrase: str = PASSPHRASE) -> Result:
        return CliRunner().invoke(
            main,
            ["--folder", str(store.folder), *words],
            env={"ACADEMY_PASSPHRASE": passphrase},
        )

    return command


def test_everything_a_device_holds_is_checked(run):
    told = run("verify")
    assert told.exit_code == 0
    assert "each in its place" in told.output
    assert "what the log folds to" in told.output


def test_tables_that_differ_are_told_and_the_next_start_mends_them(run, store: Store):
    damaged = Store.open(store.folder, PASSPHRASE)
    damaged.noting(lambda t: t.connection.execute("DELETE FROM marks"))
    damaged.close()
    assert run("verify").exit_code == 1
    assert run("verify").exit_code == 0


def test_a_report_is_data_when_asked_for(run):
    told = json.loads(run("report", "--json").stdout)
    levels = {level["level"]: level for level in told["levels"]}
    assert levels["academy"]["people"] == 18
    assert levels["academy"]["countries"] == 3
    assert levels["regional"]["people"] == 0


@pytest.mark.parametrize(
    ("why", "words", "passphrase", "sentence"),
    [
        ("wrong passphrase", ("report",), "five words that are wrong", "doesn't open"),
        ("no such day", ("report", "--from", "tomorrow"), PASSPHRASE, "not a date"),
        ("no such stick", ("sync", "/no/such/stick"), PASSPHRASE, "stick"),
        ("nobody there", ("sync", "http://127.0.0.1:9"), PASSPHRASE, "no answer"),
    ],
)
def test_a_refusal_is_one_sentence_and_exit_code_one(run, why, words, passphrase, sentence):
    told = run(*words, passphrase=passphrase)
    assert told.exit_code == 1, why
    assert sentence in told.output, told.output
    assert "Traceback" not in told.output


def test_a_folder_that_was_never_set_up_is_refused(tmp_path):
    told = CliRunner().invoke(main, ["--folder", str(tmp_path / "none"), "verify"], input="x\n")
    assert told.exit_code == 1


@pytest.mark.parametrize("command", ["check", "update"])
@pytest.mark.parametrize(
    "content", [b"\xe9", b"<<<<<<< HEAD\n", 'msgid "é'.encode("utf-16"), b'msgid "x\n'],
    ids=["cp1252", "merge marker", "UTF-16", "an open quotation mark"],
)  # fmt: skip
def test_a_damaged_catalogue_is_told_with_its_line(command, content, tmp_path, monkeypatch):
    copied = shutil.copytree(data_folder("translations"), tmp_path / "translations")
    (copied / "fr" / "LC_MESSAGES" / "messages.po").write_bytes(content)
    monkeypatch.setattr(upkeep, "data_folder", lambda _: copied)
    told = CliRunner().invoke(main, ["translations", command])
    assert told.exit_code == 1
    assert isinstance(told.exception, SystemExit)
    assert "translations/fr/LC_MESSAGES/messages.po:1: " in told.output


def take_home(*words: str) -> Result:
    return CliRunner().invoke(main, ["courses", "take-home", *words])


def test_a_course_is_written_to_a_folder_with_a_line_for_each_file(tmp_path, monkeypatch):
    monkeypatch.setattr("academy.printing.press.pdf", lambda html, _sizes: html.encode())
    monkeypatch.setattr("academy.takehome.Shelf.can_print", lambda _: True)
    monkeypatch.setattr("academy.takehome.Shelf.boxes", lambda *_: [])
    for _ in range(2):
        told = take_home("advocacy", "--language", "fr", "--to", str(tmp_path / "out"))
        assert told.exit_code == 0, told.output
    written = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    assert set(written) == {
        "booklet.pdf", "teaching.pdf", "book.epub", "page.html",
        "handout-1.pdf", "handout-2.pdf", "handout-3.pdf",
    }  # fmt: skip
    lines = told.output.splitlines()
    assert lines[0] == f"1/7 booklet.pdf {len(written['booklet.pdf'])}"
    assert len(lines) == 7
    assert b'lang="fr"' in written["page.html"]


def test_what_cannot_be_printed_is_told_and_the_rest_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr("academy.takehome.Shelf.can_print", lambda _: False)
    told = take_home("swit", "--to", str(tmp_path))
    assert told.exit_code == 1
    assert "No paper was made: Pango is missing." in told.output
    assert {file.name for file in tmp_path.iterdir()} == {"book.epub", "page.html"}


@pytest.mark.parametrize("words", [("nothing",), ("swit", "--language", "ar")])
def test_a_course_or_language_that_is_not_there_is_refused(tmp_path, words):
    told = take_home(*words, "--to", str(tmp_path / "out"))
    assert told.exit_code == 1
    assert isinstance(told.exception, SystemExit)
    assert not (tmp_path / "out").exists()

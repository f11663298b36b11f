"""The command line: plain sentences, and exit codes that a script can trust."""

import json

import pytest
from click.testing import CliRunner, Result

from academy import demo
from academy.cli import main
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

"""The command line: plain sentences, and exit codes that a script can trust."""

import json
import shutil

import pytest
from click.testing import CliRunner, Result

from academy import demo, folder
from academy.cli import main, upkeep
from academy.courses.own import carried
from academy.data import data_folder
from academy.store import Store, opening
from sync import keys
from tests.academy.conftest import PASSPHRASE
from tests.academy.courses_own import write


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
    damaged = opening.unlock(store.folder, PASSPHRASE)
    damaged.noting(lambda t: t.connection.execute("DELETE FROM mark_rows"))
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
        ("wrong passphrase", ("report",), "five words that are wrong", "doesn’t open"),
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
    assert "holds no academy’s data" in told.output
    assert "backup" not in told.output


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
        *(f"handout-{number}.pdf" for number in range(1, 8)),
    }  # fmt: skip
    lines = told.output.splitlines()
    assert lines[0] == f"1/11 booklet.pdf {len(written['booklet.pdf'])}"
    assert len(lines) == 11
    assert b'lang="fr"' in written["page.html"]


def test_what_cannot_be_printed_is_told_and_the_rest_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr("academy.takehome.Shelf.can_print", lambda _: False)
    told = take_home("swit", "--to", str(tmp_path))
    assert told.exit_code == 1
    assert "No paper was made: Pango is missing." in told.output
    assert {file.name for file in tmp_path.iterdir()} == {"book.epub", "page.html"}


@pytest.mark.parametrize("words", [("nothing",), ("swit", "--language", "de")])
def test_a_course_or_language_that_is_not_there_is_refused(tmp_path, words):
    told = take_home(*words, "--to", str(tmp_path / "out"))
    assert told.exit_code == 1
    assert isinstance(told.exception, SystemExit)
    assert not (tmp_path / "out").exists()


def test_an_adaptation_goes_onto_a_stick_is_taken_in_by_six_words_and_back(run, store, tmp_path):
    own, stick = store.folder / "courses", tmp_path / "stick"
    write(own, {
        "advocacy-own/course.yaml": 'id: advocacy-own\nadapts: {id: advocacy, version: "1.0.0"}\n'
                                    'version: "2"\n',
        "advocacy-own/en/course.md": "---\ntitle: Our advocacy\n---\n",
    })  # fmt: skip
    assert "advocacy-own: adapts advocacy, version 2" in run("courses", "own").output
    stick.mkdir()
    assert run("courses", "pack", "advocacy-own", str(stick)).exit_code == 0
    (file,) = stick.iterdir()
    elsewhere = ("--own", str(tmp_path / "elsewhere"))
    assert "different" in run("courses", "take", str(file), *elsewhere, "--accept", "a").output
    assert not (tmp_path / "elsewhere" / "advocacy-own").exists()
    words = " ".join(keys.words(carried.unpack(file.read_bytes()).device))
    told = run("courses", "take", str(file), *elsewhere, "--accept", words)
    assert told.exit_code == 0
    assert "Our advocacy, version 2, CC-BY-SA-4.0" in told.output
    assert "Signed by this device:" in told.output
    assert (tmp_path / "elsewhere" / "advocacy-own" / "course.yaml").exists()
    assert run("courses", "back", "advocacy-own", *elsewhere).exit_code == 0
    assert run("courses", "back", "advocacy-own", *elsewhere).exit_code == 1


def test_what_cannot_be_read_of_ones_own_courses_is_an_error_with_its_place(run, store):
    write(store.folder / "courses", {
        "x/course.yaml": "id: x\nadapts: y\n",
        "y/course.yaml": 'id: y\nadapts: {id: advocacy, version: "1.0.0"}\nversion: "1"\n',
        "y/en/01-what-advocacy-is.md": "---\n---\n\n## A {#a-word-for-change}\n\nx\n\n<b>y</b>\n",
    })  # fmt: skip
    told = run("courses", "own")
    assert told.exit_code == 1
    assert "own/x/course.yaml:2: Error:" in told.output
    assert "own/y/en/01-what-advocacy-is.md:8: Error: HTML" in told.output


@pytest.mark.parametrize("role", ["run", "central"])
def test_the_folder_of_ones_own_courses_is_where_it_is_told_or_in_the_data_folder(
    role, monkeypatch, tmp_path
):
    told = []
    monkeypatch.setattr("academy.cli.serving._look_after", lambda: None)
    monkeypatch.setattr("academy.cli.serving._serve", lambda config, *_: told.append(config))
    for more, env in (
        ([], {}), (["--own", str(tmp_path / "a")], {}),
        ([], {"ACADEMY_COURSES": str(tmp_path / "b")}),
    ):  # fmt: skip
        CliRunner().invoke(main, ["--folder", str(tmp_path / "data"), role, *more], env=env)
    assert [config.own_courses.relative_to(tmp_path).as_posix() for config in told] == [
        "data/courses", "a", "b",
    ]  # fmt: skip


def test_a_backup_is_made_and_restored_by_commands(run, store, tmp_path):
    (tmp_path / "stick").mkdir()
    assert ".copy (" in run("backup", str(tmp_path / "stick")).output
    (file,) = (tmp_path / "stick").iterdir()
    restored = CliRunner().invoke(
        main, ["--folder", str(tmp_path / "new"), "restore", str(file)], input=f"{PASSPHRASE}\n"
    )
    assert "This is another device now" in restored.output, restored.output
    assert opening.exists(tmp_path / "new")
    refused = run("restore", str(file))
    assert refused.exit_code == 1


@pytest.mark.parametrize("port", ["99999", "-1", "eight"])
def test_a_port_that_no_computer_has_is_refused_in_one_line(tmp_path, port):
    for words in (
        ("run", "--port", port),
        ("central", "--staff-port", port),
        ("demo", "--port", port),
    ):
        told = CliRunner().invoke(main, ["--folder", str(tmp_path / "data"), *words])
        assert told.exit_code == 2
        assert "Invalid value" in told.output


def test_a_second_start_shows_the_pages_of_the_first(tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr("academy.cli.serving._look_after", lambda: None)
    monkeypatch.setattr("webbrowser.open", shown.append)
    monkeypatch.setenv("DISPLAY", ":0")
    with folder.hold(tmp_path / "data") as held:
        for address in ("", "http://127.0.0.1:8001"):
            if address:
                folder.tell(held, address)
            told = CliRunner().invoke(main, ["--folder", str(tmp_path / "data"), "run"])
            assert told.exit_code == 1
            assert address in told.output
    assert shown == ["http://127.0.0.1:8001"]


def test_a_folder_of_documents_is_not_made_an_academy(tmp_path, monkeypatch):
    monkeypatch.setattr("academy.cli.serving._look_after", lambda: None)
    (tmp_path / "letter.txt").write_text("a letter")
    told = CliRunner().invoke(main, ["--folder", str(tmp_path), "run"])
    assert (told.exit_code, "holds other things" in told.output) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_an_uninstall_leaves_nothing_of_ours_and_everything_of_others(run, store):
    (store.folder / "notes.txt").write_text("mine")
    (store.folder / "courses" / "garden-own").mkdir(parents=True)
    (store.folder / "search").mkdir(exist_ok=True)
    told = run("uninstall", "--yes")
    assert told.exit_code == 0
    assert [entry.name for entry in store.folder.iterdir()] == ["notes.txt"]
    assert "notes.txt" in told.output
    assert str(data_folder("courses").parent) in told.output
    (store.folder / "notes.txt").unlink()
    store.folder.rmdir()
    assert "Nothing is kept in" in run("uninstall").output


def test_an_uninstall_asks_and_touches_no_running_copy_and_no_strange_folder(run, store, tmp_path):
    before = sorted(store.folder.iterdir())
    assert run("uninstall").exit_code == 1  # nobody answers
    assert sorted(store.folder.iterdir()) == before
    with folder.hold(store.folder):
        refused = run("uninstall", "--yes")
    assert refused.exit_code == 1
    assert (store.folder / "store.db").exists()
    strange = tmp_path / "documents"
    strange.mkdir()
    (strange / "letter.txt").write_text("mine")
    told = CliRunner().invoke(main, ["--folder", str(strange), "uninstall", "--yes"])
    assert told.exit_code == 1
    assert (strange / "letter.txt").exists()


def test_keys_go_first(store, monkeypatch):
    store.close()
    gone = []
    monkeypatch.setattr("pathlib.Path.unlink", lambda path, **_: gone.append(path.name))
    folder.remove(store.folder)
    assert gone[0] == "slots.json"

"""The start: what it does on a bare machine, and that it does nothing when nothing is missing."""

import ast
import errno
import importlib.util
import json
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.patience import PATIENCE

SOURCE = Path(__file__).resolve().parent.parent / "start.py"


class Ran:
    """A command that was run: what it prints, and how it ends."""

    def __init__(self, code, output):
        self.returncode, self.stdout = code, output.splitlines(keepends=True)

    def wait(self):
        return self.returncode


@pytest.fixture
def start(tmp_path, monkeypatch):
    """start.py as if it lay in an empty folder; what it would run is noted in `start.ran`."""
    spec = importlib.util.spec_from_file_location("start_under_test", SOURCE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    lie_in(module, tmp_path, monkeypatch)
    module.LOCK.write_text("a==1\nb==2\n")
    module.TEST_LOCK.parent.mkdir()
    module.TEST_LOCK.write_text("t==1\n")
    module.ran = []
    module.answers = {}

    def run(command, **_kwargs):
        words = " ".join(command).replace(str(module.PLACE), "~")
        module.ran.append(words)
        if " -m venv " in words:
            makes_environment(Path(command[-1]), module)
        if " download " in words:
            module.KEPT.mkdir(exist_ok=True)
        return next((a for key, a in module.answers.items() if key in words), (0, ""))

    def completed(command, **kwargs):
        code, output = run(command, **kwargs)
        return subprocess.CompletedProcess(command, code, stdout=output, stderr="")

    monkeypatch.setattr(module.subprocess, "run", completed)
    monkeypatch.setattr(module.subprocess, "Popen", lambda command, **_: Ran(*run(command)))
    return module


def lie_in(module, folder, monkeypatch):
    """Have it lie in a folder, as after that was moved or renamed."""
    venv = folder / ".venv"
    places = {
        "ROOT": folder, "BASE": folder, "PLACE": folder, "VENV": venv, "GIVEN": folder / "wheels",
        "KEPT": folder / ".wheels", "WAITING": folder / ".venv-lock",
        "LOCK": folder / "requirements.lock", "TEST_LOCK": folder / "tests" / "requirements.lock",
        "PANGO_TRIED": venv / "pango-tried", "PYTHON": venv / "bin" / "python",
    }  # fmt: skip
    for name, place in places.items():
        monkeypatch.setattr(module, name, place)


def makes_environment(venv, module):
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").touch()
    (venv / "bin" / "flask").write_text(f"#!{venv}/bin/python\n")
    libraries = venv / "lib" / f"python{module.VERSION}" / "site-packages"
    libraries.mkdir(parents=True)
    (libraries / "one.py").write_text("1")


def source_of(start):
    (path,) = start.VENV.rglob("academy-source.pth")
    return path.read_text()


def test_it_can_be_read_by_the_pythons_it_turns_away():
    ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_the_first_start_installs_exactly_what_the_lock_names_and_keeps_it(start):
    start.make_ready()
    assert any("-m venv ~/.venv-new" in words for words in start.ran)
    fetched = next(words for words in start.ran if "pip download" in words)
    install = next(words for words in start.ran if "pip install" in words)
    for words in (fetched, install):
        assert "--require-hashes" in words
        assert "-r ~/requirements.lock" in words
        assert "tests" not in words
    assert "-d ~/.wheels" in fetched
    assert "--no-index --find-links ~/.wheels" in install
    assert "pip uninstall -y pip" in start.ran[-1]
    assert source_of(start) == f"{start.ROOT}\n"
    assert (start.VENV / "bin" / "flask").read_text() == f"#!{start.VENV}/bin/python\n"


def test_the_second_start_runs_nothing(start):
    start.make_ready()
    start.ran.clear()
    start.make_ready()
    assert start.ran == []


def test_the_tests_need_more_and_whoever_has_more_has_enough(start):
    start.make_ready()
    start.make_ready(tests=True)
    assert any("-r ~/tests/requirements.lock" in words for words in start.ran)
    assert "uninstall" not in start.ran[-1]
    start.ran.clear()
    start.make_ready()
    start.make_ready(tests=True)
    assert start.ran == []


def test_a_moved_folder_needs_no_internet_and_one_file_says_where_it_is(
    start, tmp_path, monkeypatch
):
    start.make_ready()
    start.ran.clear()
    moved = tmp_path.rename(tmp_path.with_name("moved here"))
    lie_in(start, moved, monkeypatch)
    start.make_ready()
    assert start.ran == []
    assert source_of(start) == f"{moved}\n"


def damaged(start):
    """An environment that says it is whole, each time wanting something else."""
    libraries = start.VENV / "lib" / f"python{start.VERSION}" / "site-packages"
    whole = start.VENV / start.WHOLE
    yield (libraries / "one.py").unlink
    yield lambda: (libraries / "one.py").write_text("")
    yield start.PYTHON.unlink
    yield whole.unlink
    for text in ("not json", "[]", "{}", '{"files": 7}', '{"lock": 1, "files": []}'):
        yield lambda text=text: whole.write_text(text)
    yield lambda: start.LOCK.write_text("a==2\n")


def test_what_is_damaged_is_noticed_and_healed_without_the_internet(start):
    start.make_ready()
    for damage in damaged(start):
        damage()
        start.ran.clear()
        start.make_ready()
        assert any("-m venv" in words for words in start.ran)
        assert not any("pip download" in words for words in start.ran)
        start.ran.clear()
        start.make_ready()
        assert start.ran == []
    assert {path.name for path in start.PLACE.glob(".venv*")} == {".venv", ".venv-lock"}


def test_a_folder_of_wheels_replaces_the_internet(start):
    start.GIVEN.mkdir()
    start.make_ready()
    install = next(words for words in start.ran if "pip install" in words)
    assert "--no-index --find-links ~/wheels" in install
    assert not any("pip download" in words for words in start.ran)


def test_what_the_wheels_lack_is_fetched(start):
    start.GIVEN.mkdir()
    start.answers["--find-links ~/wheels"] = (1, "ERROR: none")
    start.make_ready()
    assert any("pip download" in words for words in start.ran)


def test_a_failed_renewal_says_why_and_leaves_what_was_there(start, capsys):
    start.make_ready()
    start.LOCK.write_text("a==2\n")
    before = (start.VENV / start.WHOLE).read_text()
    start.answers["pip install"] = start.answers["pip download"] = (
        1, "Collecting a\nmany\nlines\nERROR: no such wheel",
    )  # fmt: skip
    with pytest.raises(SystemExit) as stopped:
        start.make_ready()
    assert "Connect to the internet" in str(stopped.value)
    assert "ERROR: no such wheel" in capsys.readouterr().err
    assert "ERROR: no such wheel" in (start.PLACE / ".venv-new" / "install.log").read_text()
    assert (start.VENV / start.WHOLE).read_text() == before
    assert start.PYTHON.exists()


def test_a_disk_without_room_is_told_before_anything_is_fetched(start, monkeypatch):
    few = type("Usage", (), {"free": 90 * 2**20})
    monkeypatch.setattr(start.shutil, "disk_usage", lambda _place: few)
    with pytest.raises(SystemExit, match="this disk has 90"):
        start.make_ready()
    assert start.ran == []


def test_a_disk_that_fills_up_meanwhile_is_told_too(start):
    start.answers["pip download"] = (1, "ERROR: [Errno 28] No space left on device")
    with pytest.raises(SystemExit, match="The disk is full"):
        start.make_ready()


@pytest.mark.parametrize(
    ("number", "says"), [(errno.EACCES, "another account"), (errno.ENOSPC, "The disk is full")]
)
def test_a_place_that_cannot_be_written_is_told_with_a_way_out(start, monkeypatch, number, says):
    def fails(_wanted):
        raise OSError(number, "x", str(start.VENV))

    monkeypatch.setattr(start, "renew", fails)
    with pytest.raises(SystemExit, match=says):
        start.make_ready()


def test_a_folder_that_cannot_be_written_keeps_its_libraries_with_the_account(
    start, tmp_path, monkeypatch
):
    monkeypatch.setattr(start.os, "access", lambda *_: False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(start.Path, "home", lambda: tmp_path)
    first, second = (start.home_of_libraries(tmp_path / name) for name in ("one", "two"))
    assert first.is_relative_to(tmp_path / ".local" / "share")
    assert first != second


def test_a_newer_program_that_was_chosen_starts_instead(start, monkeypatch):
    newer, first = start.ROOT / ".updates" / "0.2.0-0123456789ab", start.ROOT / "academy"
    for folder in (newer, first):
        folder.mkdir(parents=True)
    (newer / "start.py").touch()
    (first / "__init__.py").write_text("1")
    state = {"use": newer.name, "over": start.digest_of(first / "__init__.py")}
    (newer.parent / "state.json").write_text(json.dumps(state))
    monkeypatch.setattr(start, "become", lambda command, environment: command)
    monkeypatch.setattr(start.os, "chdir", lambda folder: None)
    monkeypatch.setattr(start, "make_ready", lambda *, tests: None)
    monkeypatch.setattr(start, "look_for_pango", lambda environment: None)
    assert start.main(["run"]) == [sys.executable, str(newer / "start.py"), "run"]
    for words in (["program", "back"], ["test"]):  # these the first one does itself
        assert start.main(words)[0] == str(start.PYTHON)
    monkeypatch.setattr(start, "BASE", start.ROOT.parent)  # as the newer one does
    assert start.in_use() is None
    monkeypatch.setattr(start, "BASE", start.ROOT)
    for spoil in (
        lambda: (first / "__init__.py").write_text("2"),  # replaced by hand
        lambda: (newer.parent / "state.json").write_text('{"use": null, "over": ""}'),
        lambda: (newer.parent / "state.json").write_text("[]"),
        (newer.parent / "state.json").unlink,
    ):
        spoil()
        assert start.in_use() is None


def test_a_newer_program_that_is_gone_is_told_and_the_first_one_starts(start, capsys):
    (start.ROOT / ".updates").mkdir()
    (start.ROOT / "academy").mkdir()
    (start.ROOT / "academy" / "__init__.py").touch()
    over = start.digest_of(start.ROOT / "academy" / "__init__.py")
    state = {"use": "../../elsewhere", "over": over}
    (start.ROOT / ".updates" / "state.json").write_text(json.dumps(state))
    assert start.in_use() is None
    assert "the one before starts" in capsys.readouterr().err


def test_a_newer_program_with_other_libraries_has_an_environment_of_its_own(start, monkeypatch):
    newer = start.ROOT / ".updates" / "0.2.0-0123456789ab"
    newer.mkdir(parents=True)
    monkeypatch.setattr(start, "LOCK", newer / "requirements.lock")
    start.LOCK.write_text("a==1\nb==2\n")
    assert start.name_of_environment() == ".venv"
    start.LOCK.write_text("a==2\n")
    assert start.name_of_environment() == f".venv-{start.digest_of(start.LOCK)[:8]}"


def test_a_copy_without_the_tests_starts(start):
    start.TEST_LOCK.unlink()
    start.make_ready()
    assert start.is_whole(
        {"lock": start.digest_of(start.LOCK), "python": start.VERSION, "tests": ""}
    )


def test_two_first_starts_wait_for_each_other(start, capsys):
    """The second finds the place made, and makes nothing."""
    began, made = threading.Event(), []
    renew = start.renew

    def slow(wanted):
        began.set()
        time.sleep(0.2)
        renew(wanted)
        made.append(wanted)

    start.renew = slow
    first = threading.Thread(target=start.make_ready)
    first.start()
    began.wait(PATIENCE)
    start.make_ready()
    first.join()
    assert len(made) == 1
    assert "waiting for it" in capsys.readouterr().err


def test_it_says_how_far_it_is(start, capsys):
    start.answers["pip download"] = (0, "Collecting a==1\n  Downloading a\nIgnoring b: markers\n")
    start.make_ready()
    assert "2 of 2" in capsys.readouterr().err


def test_a_python_without_venv_is_told_the_command(start, monkeypatch):
    monkeypatch.setattr(start.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(start, "may_use_apt", lambda: False)
    with pytest.raises(SystemExit, match="sudo apt-get install python3-venv"):
        start.make_ready()


def test_without_pango_it_says_how_and_goes_on(start, monkeypatch, capsys):
    start.VENV.mkdir()
    monkeypatch.setattr(start, "may_use_apt", lambda: False)
    monkeypatch.setattr(start, "loads", lambda library: False)
    monkeypatch.setattr(start.sys, "platform", "linux")
    start.look_for_pango({})
    assert "sudo apt-get install libpango-1.0-0" in capsys.readouterr().err


def test_pango_is_installed_only_once_where_nobody_need_be_asked(start, monkeypatch, capsys):
    start.VENV.mkdir()
    monkeypatch.setattr(start, "may_use_apt", lambda: True)
    monkeypatch.setattr(start, "loads", lambda library: False)
    monkeypatch.setattr(start.sys, "platform", "linux")
    start.look_for_pango({})
    assert any(words.startswith("apt-get -q install") for words in start.ran)
    start.ran.clear()
    start.look_for_pango({})
    assert start.ran == []


WORDS = [
    ([], ["-m", "academy", "run"]),
    (["demo"], ["-m", "academy", "demo"]),
    (["test", "-x", "tests/sync"], ["-m", "pytest", "-x", "tests/sync"]),
    (["sync", "/media/stick"], ["-m", "academy", "sync", "/media/stick"]),
    (["--version"], ["-m", "academy", "--version"]),
]


@pytest.mark.parametrize(("words", "command"), WORDS)
def test_each_word_becomes_its_command(start, monkeypatch, words, command):
    monkeypatch.setattr(start, "make_ready", lambda *, tests: None)
    monkeypatch.setattr(start, "look_for_pango", lambda environment: None)
    monkeypatch.setattr(start.os, "chdir", lambda folder: None)
    monkeypatch.setattr(start, "become", lambda command, environment: command)
    assert start.main(words) == [str(start.PYTHON), *command]

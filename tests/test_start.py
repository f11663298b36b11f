"""The start: what it does on a bare machine, and that it does nothing when nothing is missing."""

import ast
import importlib.util
import json
import subprocess
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "start.py"


@pytest.fixture
def start(tmp_path, monkeypatch):
    """start.py as if it lay in an empty folder; what it would run is noted in `start.ran`."""
    spec = importlib.util.spec_from_file_location("start_under_test", SOURCE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = tmp_path / ".venv"
    places = {
        "ROOT": tmp_path,
        "VENV": venv,
        "LOCK": tmp_path / "requirements.lock",
        "WHEELS": tmp_path / "wheels",
        "STAMP": venv / "installed.json",
        "INSTALL_LOG": venv / "install.log",
        "PANGO_TRIED": venv / "pango-tried",
        "PYTHON": venv / "bin" / "python",
    }
    for name, place in places.items():
        monkeypatch.setattr(module, name, place)
    module.LOCK.write_text("# one lock\n")
    module.ran = []
    module.answers = {}

    def run(command, **_kwargs):
        words = " ".join(command).replace(str(tmp_path), "~")
        module.ran.append(words)
        if " -m venv " in words:
            module.PYTHON.parent.mkdir(parents=True)
            module.PYTHON.touch()
        code, output = next((a for key, a in module.answers.items() if key in words), (0, ""))
        return subprocess.CompletedProcess(command, code, stdout=output or str(venv), stderr="")

    monkeypatch.setattr(module.subprocess, "run", run)
    return module


def test_it_can_be_read_by_the_pythons_it_turns_away():
    ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_the_first_start_installs_exactly_what_the_lock_names(start):
    start.make_ready()
    assert any("-m venv ~/.venv" in words for words in start.ran)
    install = next(words for words in start.ran if "pip install" in words)
    assert "--require-hashes" in install
    assert "-r ~/requirements.lock" in install
    assert "--no-index" not in install
    assert (start.VENV / "academy-source.pth").read_text() == f"{start.ROOT}\n"


def test_the_second_start_runs_nothing(start):
    start.make_ready()
    start.ran.clear()
    start.make_ready()
    assert start.ran == []


def test_a_changed_lock_is_installed_into_the_same_place(start):
    start.make_ready()
    start.ran.clear()
    start.LOCK.write_text("# another lock\n")
    start.make_ready()
    assert any("pip install" in words for words in start.ran)
    assert not any("-m venv" in words for words in start.ran)


def test_a_moved_folder_or_a_broken_stamp_starts_afresh(start):
    for broken in ('{"folder": "/elsewhere"}', "not json", "[]"):
        start.make_ready()
        start.STAMP.write_text(broken)
        start.ran.clear()
        start.make_ready()
        assert any("-m venv" in words for words in start.ran)


def test_a_folder_of_wheels_replaces_the_internet(start):
    start.WHEELS.mkdir()
    start.make_ready()
    install = next(words for words in start.ran if "pip install" in words)
    assert "--no-index --find-links ~/wheels" in install


def test_a_failed_install_says_why_and_leaves_no_stamp(start, capsys):
    start.answers["pip install"] = (1, "many\nlines\nERROR: no such wheel")
    with pytest.raises(SystemExit) as stopped:
        start.make_ready()
    assert "install.log" in str(stopped.value)
    assert "ERROR: no such wheel" in capsys.readouterr().err
    assert "ERROR: no such wheel" in start.INSTALL_LOG.read_text()
    assert not start.STAMP.exists()


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
    monkeypatch.setattr(start, "make_ready", lambda: None)
    monkeypatch.setattr(start, "look_for_pango", lambda environment: None)
    monkeypatch.setattr(start.os, "chdir", lambda folder: None)
    monkeypatch.setattr(start, "become", lambda command, environment: command)
    assert start.main(words) == [str(start.PYTHON), *command]


def test_the_stamp_says_what_was_installed(start):
    start.make_ready()
    assert set(json.loads(start.STAMP.read_text())) == {"lock", "python", "folder"}

"""What a helper is told of a machine: what is wrong with it, and nothing of anyone."""

import os
import socket

import pytest
from click.testing import CliRunner

from academy import folder as folders
from academy.cli import doctor, main
from academy.projections import people
from tests.academy.conftest import PASSPHRASE


def told(folder, *words):
    return CliRunner().invoke(main, ["--folder", str(folder), "doctor", *words])


def found(folder, **ports):
    return {line.name: line for line in doctor.lines(folder, ports)}


def test_a_machine_that_is_well_is_told_line_by_line(tmp_path):
    lines = found(tmp_path / "none")
    assert lines["data folder"].state == doctor.OPEN
    assert lines["courses"].state == doctor.FINE
    assert "whoosh 2.7.4" in lines["libraries"].found
    assert not (tmp_path / "none").exists()


def test_nothing_of_anyone_is_in_it(store, workshop, tmp_path, monkeypatch):
    monkeypatch.setattr(doctor.Path, "home", lambda: store.folder.parent)
    said = told(store.folder).output
    assert f"~/{store.folder.name}, can be written" in said
    assert str(tmp_path) not in said
    names = [row["alias"] for row in people.people(store.tables(), workshop)]
    for secret in (*names, PASSPHRASE, store.key.device, os.environ.get("USER") or "root"):
        assert secret not in said


def test_a_folder_elsewhere_is_not_named(tmp_path, monkeypatch):
    monkeypatch.setattr(doctor.Path, "home", lambda: tmp_path / "home")
    (tmp_path / "secret-name").mkdir()
    for folder in (tmp_path / "secret-name", tmp_path / "secret-name" / "none"):
        said = found(folder)["data folder"].found
        assert str(tmp_path) not in said
        assert "secret-name" not in said


def test_what_is_wrong_is_marked_and_makes_the_exit_code_one(tmp_path, monkeypatch):
    monkeypatch.setattr(doctor, "LEAST_FREE", 2**62)
    ran = told(tmp_path)
    assert ran.exit_code == 1
    assert "! disk: " in ran.output


@pytest.mark.parametrize(("running", "state"), [(True, doctor.FINE), (False, doctor.LOOK)])
def test_a_port_in_use_is_ours_or_another_programs(tmp_path, running, state):
    with socket.socket() as other, folders.hold(tmp_path / ("a" if running else "b")):
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert found(tmp_path / "a", phones=port)[f"port {port} (phones)"].state == state


def test_a_clock_in_1970_and_no_network_are_told(tmp_path, monkeypatch):
    monkeypatch.setattr(doctor.time, "localtime", lambda: doctor.time.gmtime(0))
    monkeypatch.setattr(doctor.network, "candidates", list)
    lines = found(tmp_path)
    assert lines["clock"].found.startswith("1970-01-01")
    assert lines["addresses"].state == doctor.LOOK

"""A central copy that starts with its machine."""

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from academy.cli import main, service

ODD = Path("/srv/a place, 100% “ours”")


@pytest.fixture
def unit(tmp_path):
    asked = ["--folder", str(ODD), "unit", "--user", "keeper", "--name", "organisers.example"]
    told = CliRunner().invoke(main, asked)
    assert told.exit_code == 0
    path = tmp_path / "academy-central.service"
    path.write_text(told.output)
    return path


def lines(unit):
    said = [line.partition("=") for line in unit.read_text().splitlines() if line[:1] != "#"]
    return {name: value for name, sign, value in said if sign}


def test_the_unit_starts_this_program_on_this_folder_and_lets_it_write_nowhere_else(unit):
    said = lines(unit)
    assert said["User"] == "keeper"
    assert said["ReadWritePaths"] == '"/srv/a place, 100%% “ours”"'
    assert ' -m academy --folder "/srv/a place, 100%% “ours”" central ' in said["ExecStart"]
    assert said["ExecStart"].endswith("--port 8000 --staff-port 8001 --name organisers.example")
    assert (Path(said["WorkingDirectory"]) / "courses").is_dir()


def test_homes_are_shut_unless_something_of_it_lies_in_one(tmp_path):
    words = ["/opt/academy/.venv/bin/python", "-m", "academy"]
    place, program = Path("/var/lib/academy"), Path("/opt/academy")
    assert "\nProtectHome=yes\n" in service.written(words, place, program, "keeper")
    for moved in ((Path("/home/k/.academy"), program), (place, Path("/home/k/academy"))):
        assert "\nProtectHome=read-only\n" in service.written(words, *moved, "keeper")


def test_no_sign_of_a_path_means_anything_to_systemd():
    assert service._word('/a b/$HOME "c"\\d;%n') == r'"/a b/$$HOME \"c\"\\d;%%n"'
    assert service._word("/plain/path") == "/plain/path"


def test_systemd_itself_finds_nothing_wrong_with_it(unit):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd-analyze")
    said = unit.read_text().replace("User=keeper", "User=root")
    unit.write_text(said)
    told = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False
    )
    assert (told.returncode, told.stderr) == (0, "")


def test_the_command_says_how_to_begin(tmp_path):
    told = CliRunner().invoke(main, ["central", "--help"]).output
    for word in ("START", "REACH", "LET LAPTOPS IN", "KEEP IT", "GROW", "/health"):
        assert word in told

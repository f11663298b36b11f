"""What is shipped: the wheel alone, far from its source, and locks without addresses."""

import importlib.util
import os
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = [
    ROOT / "requirements.lock", ROOT / "tests" / "requirements.lock",
    ROOT / ".ci" / "requirements.lock",
]  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The built wheel; built in this environment, so that no network is asked."""
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("needs hatchling")
    target = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return next(target.glob("*.whl"))


@pytest.fixture(scope="module")
def academy(wheel, tmp_path_factory):
    """Run the `academy` command of the installed wheel, with its source out of reach."""
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(folder)
    # Not PYTHONPATH for the libraries: the .pth file there would bring the source back.
    start = (
        "import sys; sys.path[:0] = [{folder!r}]; sys.path.append({libraries!r}); import academy; "
        "assert academy.__file__.startswith({folder!r}); "
        "from academy.cli import main; main(prog_name='academy')"
    ).format(folder=str(folder), libraries=sysconfig.get_path("purelib"))

    def run(*words):
        environment = {**os.environ, "ACADEMY_FOLDER": str(folder / "kept")}
        environment.pop("PYTHONPATH", None)
        command = [sys.executable, "-I", "-S", "-c", start, *words]
        return subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )

    return run


def test_the_wheel_says_its_version(academy):
    told = academy("--version")
    assert (told.stdout.split()[0], told.returncode) == ("academy", 0), told.stderr


def test_the_wheel_carries_its_courses(academy):
    told = academy("courses", "status")
    assert told.returncode == 0, told.stdout + told.stderr
    here = {path.parent.parent.name for path in (ROOT / "courses").glob("*/*/01-*.md")}
    assert here <= {line.split(maxsplit=1)[0] for line in told.stdout.splitlines() if line}


def test_the_wheel_carries_everything_that_is_not_python(wheel):
    with zipfile.ZipFile(wheel) as packed:
        inside = set(packed.namelist())
    source = [
        *(path for package in ("academy", "sync") for path in (ROOT / package).rglob("*")),
        *(ROOT / "courses").rglob("*"),
        *(ROOT / "translations").rglob("*.po"),
    ]
    expected = {
        name if name.startswith(("academy/", "sync/")) else f"academy/_data/{name}"
        for path in source
        if path.is_file() and not {"__pycache__", "_data"}.intersection(path.parts)
        if path.suffix != ".mo"
        for name in [path.relative_to(ROOT).as_posix()]
    }
    assert expected - inside == set()


def test_the_wheel_carries_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as packed:
        tops = {name.split("/")[0] for name in packed.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"academy", "sync"}


@pytest.mark.parametrize("lock", LOCKS, ids=["run", "test", "checks"])
def test_a_lock_names_hashes_and_no_addresses(lock):
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert not any(
        line.startswith(("-i", "--index", "--extra", "--find")) for line in text.split("\n")
    )
    pinned = [block for block in text.split("\n") if "==" in block.split(";")[0]]
    assert pinned
    assert all(line.endswith("\\") for line in pinned)


def test_the_lock_holds_every_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]

    def names(requirements):
        cut = str.maketrans(dict.fromkeys("[<>=", " "))
        return {line.translate(cut).split()[0].lower().replace("_", "-") for line in requirements}

    def locked(lock):
        lines = lock.read_text(encoding="utf-8").split("\n")
        return {line.split("==")[0] for line in lines if "==" in line}

    assert names(project["dependencies"]) <= locked(LOCKS[0])
    assert names(extras["test"]) <= locked(LOCKS[1])
    checks = names(extras["central"] + extras["browser"] + extras["check"])
    assert checks <= locked(LOCKS[2])
    every = [name for lock in LOCKS for name in locked(lock)]
    assert len(every) == len(set(every))


def test_a_trainers_laptop_gets_nothing_it_does_not_need():
    assert not {"pip", "pytest", "pygments", "setuptools"} & {
        line.split("==")[0] for line in LOCKS[0].read_text(encoding="utf-8").split("\n")
    }

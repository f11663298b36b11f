"""A newer program by stick, on a laptop that was started by start.py: brought, used, taken back."""

import hashlib
import json
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from academy import __version__
from academy.store import opening
from academy.updates import releasing
from sync import keys
from tests.academy.updating import MAKER, VERSION, lie_in, raise_version
from tests.journeys.machines import Machine
from tests.patience import PATIENCE
from tests.visitor import Visitor

PASSPHRASE = "river lamp stone cloud seven"
WORDS = " ".join(keys.words(MAKER.device))
NEW = "A sentence that only the newer one has."


def make_environment(base: Path) -> None:
    """The environment that start.py would make, with the libraries of this one."""
    venv, version = base / ".venv", f"{sys.version_info.major}.{sys.version_info.minor}"
    libraries = venv / "lib" / f"python{version}" / "site-packages"
    libraries.mkdir(parents=True)
    (venv / "bin").mkdir()
    (venv / "bin" / "python").symlink_to(Path(sys.base_prefix) / "bin" / f"python{version}")
    home = Path(sys.base_prefix) / "bin"
    (venv / "pyvenv.cfg").write_text(f"home = {home}\ninclude-system-site-packages = false\n")
    (libraries / "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n")
    lock = hashlib.sha256((base / "requirements.lock").read_bytes()).hexdigest()
    whole = {"lock": lock, "python": version, "tests": "", "files": {}}
    (venv / "whole.json").write_text(json.dumps(whole))


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stick with a newer program, which says something that ours doesn't."""
    folder = tmp_path_factory.mktemp("made")
    source = lie_in(folder / "source")
    raise_version(source)
    page = source / "academy" / "web" / "staff" / "keeping" / "settings.html"
    text = page.read_text("utf-8").replace("{% block content %}", "{% block content %}" + NEW)
    page.write_text(text, encoding="utf-8")
    (folder / "stick").mkdir()
    releasing.make(source, MAKER, folder / "stick")
    return folder / "stick"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    if sys.platform == "win32":
        pytest.skip("POSIX only: an environment of links")
    base = lie_in(tmp_path / "academy")
    make_environment(base)
    return base


def start(base: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """What `python3 start.py …` says."""
    return subprocess.run(
        [sys.executable, str(base / "start.py"), *words],
        capture_output=True, text=True, check=False, timeout=PATIENCE, cwd=base,
        env={"PATH": "/usr/bin:/bin", "HOME": str(base.parent)},
    )  # fmt: skip


def unlocked(machine: Machine) -> Visitor:
    visitor = Visitor(machine.staff)
    visitor.post("/unlock", passphrase=PASSPHRASE)
    return visitor


def test_a_newer_program_is_brought_by_the_page_used_and_taken_back(tmp_path, base, stick):
    opening.create(tmp_path / "data", PASSPHRASE).close()
    machine = Machine(tmp_path / "data", program=[str(base / "start.py")])
    machine.start()
    try:
        desk = unlocked(machine)
        assert NEW not in desk.get("/settings")
        found = desk.post("/bring/look", page="/bring", place=str(stick))
        assert VERSION in found
        digest = re.findall(r'name="digest" value="([0-9a-f]{64})"', found)[0]
        file = next(stick.iterdir()).name
        form = {"place": str(stick), "file": file, "digest": digest, "words": WORDS}
        assert "Try it before you use it" in desk.post("/bring/take", page="/bring", **form)
        said = desk.post("/bring/try", page="/bring")
        while "It is being tried" in said:
            said = desk.get("/bring")
        assert "It was tried and works here" in said, said
        assert f"From the next start: version {VERSION}" in desk.post("/bring/use", page="/bring")
        assert NEW not in desk.get("/settings")  # what runs goes on
    finally:
        machine.stop()
    assert start(base, "--version").stdout == f"academy {VERSION}\n"
    machine.start()
    try:
        desk = unlocked(machine)
        assert NEW in desk.get("/settings")
        assert "It is taken back" in desk.post("/bring/back", page="/bring")
        assert NEW in desk.get("/settings")
    finally:
        machine.stop()
    assert start(base, "--version").stdout == f"academy {__version__}\n"


def test_the_commands_do_the_same_and_the_first_program_always_starts(tmp_path, base, stick):
    data, secret = tmp_path / "data", tmp_path / "secret"
    opening.create(data, PASSPHRASE).close()
    secret.write_text(PASSPHRASE)
    file = next(stick.iterdir())
    words = ["--folder", str(data), "program", "take", str(file), "--passphrase-file", str(secret)]
    refused = start(base, *words, "--yes", "--accept", "a b c d e f")
    assert refused.returncode == 1
    assert "not the six words" in refused.stderr
    done = start(base, *words, "--yes", "--accept", WORDS)
    assert done.returncode == 0, done.stderr
    assert start(base, "--version").stdout == f"academy {VERSION}\n"
    again = start(base, *words, "--yes")
    assert "isn’t newer" in again.stderr
    # Broken later by something else, it is in nobody's way.
    (newer,) = (path for path in (base / ".updates").iterdir() if path.is_dir())
    (newer / "academy" / "cli" / "__init__.py").write_text("raise SystemExit('broken')\n")
    assert "broken" in start(base, "--version").stderr
    assert __version__ in start(base, "program", "back").stdout
    assert start(base, "--version").stdout == f"academy {__version__}\n"

"""What comes from outside: wheels by the lock, Debian's packages. Nothing here looks into them."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

from packaging.markers import Marker

from bundle.systems import System

_BLOCK: Final = re.compile(r"^(\S.*)((?:\n .*)*)", re.MULTILINE)
"""It starts at the margin and goes on indented."""


class FetchError(Exception):
    """Something could not be had; the sentence says what."""


def locked_for(lock: str, facts: dict[str, str]) -> list[str]:
    """The requirements of a lock that hold where `facts` do, with their hashes, unconditional.

    pip asks the markers of the machine it runs on, not of the one it fetches for.
    """
    found = []
    for head, hashes in _BLOCK.findall(lock):
        name, _, marker = head.rstrip("\\ ").partition(" ; ")
        if not marker or Marker(marker).evaluate(facts):
            found.append(f"{name} \\{hashes}")
    return found


def wheels(system: System, version: str, lock: str, folder: Path) -> list[Path]:
    """Fetch the wheels of a lock for a system and a Python (3.13), each checked by its hash."""
    wanted = locked_for(lock, system.facts(version))
    return _download(wanted, system.tags, version, folder)


def one_wheel(lock: str, name: str, tags: tuple[str, ...], folder: Path) -> Path:
    """Fetch one wheel that a lock names, whatever Python it is for."""
    wanted = [one for one in locked_for(lock, {}) if one.startswith(f"{name}==")]
    return _download(wanted, tags, "3.13", folder)[0]


def _download(wanted: list[str], tags: tuple[str, ...], version: str, folder: Path) -> list[Path]:
    folder.mkdir(parents=True)
    asked = folder / "wanted.lock"
    asked.write_text("\n".join([*wanted, ""]), encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check"]
    command += ["--no-deps", "--require-hashes", "--only-binary=:all:", "--implementation=cp"]
    command += [f"--python-version={version}", *(f"--platform={tag}" for tag in tags)]
    run([*command, "-r", str(asked), "-d", str(folder)])
    found = sorted(folder.glob("*.whl"))
    if len(found) != len(wanted):
        raise FetchError(f"{len(wanted)} wheels were asked for, and {len(found)} came.")
    return found


def debian(architecture: str, names: list[str], folder: Path) -> list[Path]:
    """Fetch Debian packages for an architecture, with all they need; apt checks the signatures.

    They come from the sources of this machine, which must be a Debian; nothing is installed, and
    what is installed here plays no part.
    """
    sources = Path("/etc/apt/sources.list.d/debian.sources")
    options = {
        "APT::Architecture": architecture,
        "APT::Architectures": architecture,
        "APT::Sandbox::User": "",
        "Dir::Cache": str(folder / "cache"),
        "Dir::Etc::sourcelist": str(sources if sources.exists() else "/etc/apt/sources.list"),
        "Dir::Etc::sourceparts": "-",
        "Dir::State": str(folder / "state"),
        "Dir::State::status": str(folder / "state" / "status"),
    }
    for needed in ("state/lists/partial", "cache/archives/partial"):
        (folder / needed).mkdir(parents=True)
    (folder / "state" / "status").touch()
    apt = ["apt-get", "-qq", *(f"-o{name}={value}" for name, value in options.items())]
    run([*apt, "update"])
    run([*apt, "install", "-y", "--no-install-recommends", "--download-only", *names])
    return sorted((folder / "cache" / "archives").glob("*.deb"))


def run(command: list[str]) -> str:
    """Run a tool; what it says, or a FetchError with its last lines."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise FetchError(f"This machine has no {command[0]}.") from None
    if done.returncode:
        raise FetchError("\n".join([" ".join(command[:4]), *done.stderr.splitlines()[-4:]]))
    return done.stdout

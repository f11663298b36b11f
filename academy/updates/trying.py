"""That a program works here, before anybody depends on it.

It starts in a process of its own, from its own folder, and is asked to do what a first day asks
(`academy trial`, in the new program): read all its courses and sentences, open a store that this
program has just made for it, write into it, and show a first page at both doors. The store is in a
folder that is thrown away, under a passphrase made for it; no name, key or passphrase of anybody is
within its reach. Where it needs other libraries, its own start.py makes them ready first, in an
environment of their own, from what it brought, from what is kept here, or from the internet.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from academy.errors import AcademyError
from academy.store import opening
from academy.updates import taking
from academy.updates.carried import Head
from academy.updates.places import Places
from sync import harmless, keys, strict

PATIENCE: Final = 180
"""Seconds for a program; one that needs libraries gets ten times as much."""
_KEPT: Final = (
    "PATH", "SYSTEMROOT", "SYSTEMDRIVE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "LANG",
    "LOCALAPPDATA", "HOME", "USERPROFILE",
)  # fmt: skip
"""What it needs to find libraries. Home is where a folder that can't be written to keeps them."""


def attempt(places: Places) -> Head:
    """Try what was brought. Raises AcademyError: "program_none_ready", "program_damaged",
    "program_failed" with what it `said`.
    """
    with taking.ONE_AT_A_TIME:
        head = taking.ready(places)
        folder = places.folder / head.name
        taking.verify(folder, head)
        told = _ask(places, folder)
        right = {"version": head.version, "released": head.released, "form": head.form}
        if any(told.get(key) != value for key, value in right.items()):
            raise AcademyError("program_failed", said=harmless.line(json.dumps(told), 200))
        places.note(replace(places.state(), tried=True))
        return head


def _ask(places: Places, folder: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="academy-trial-", ignore_cleanup_errors=True) as place:
        store, passphrase = Path(place) / "store", " ".join(keys.random_words(7))
        opening.create(store, passphrase).close()
        same = _lock(folder) == _lock(places.here)
        command = [sys.executable, "-m", "academy"] if same else [_plain_python(), "start.py"]
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment |= {
            "ACADEMY_FOLDER": str(store), "ACADEMY_PASSPHRASE": passphrase,
            "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1",
        }  # fmt: skip
        return _answer([*command, "trial"], folder, environment, PATIENCE * (1 if same else 10))


def _answer(
    command: list[str], folder: Path, environment: dict[str, str], patience: int
) -> dict[str, Any]:
    try:
        done = subprocess.run(  # noqa: S603 - what was signed, and verified a moment ago
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=patience,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise AcademyError("program_failed", said=type(error).__name__) from error
    lines = (done.stdout if done.returncode == 0 else done.stderr).decode("utf-8", "replace")
    last = (lines.strip().splitlines() or [f"exit {done.returncode}"])[-1]
    try:
        if done.returncode == 0:
            return dict(strict.read(last, most=4_096, parts=50, depth=2))
    except (ValueError, TypeError):
        pass
    raise AcademyError("program_failed", said=harmless.line(last, 200))


def _lock(folder: Path) -> bytes:
    try:
        return (folder / "requirements.lock").read_bytes()
    except OSError:
        return b""


def _plain_python() -> str:
    """The Python that made this environment: start.py makes another one with it."""
    return getattr(sys, "_base_executable", None) or sys.executable

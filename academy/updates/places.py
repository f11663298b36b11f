"""Where programs lie and which is used; all of it below the folder where everything began.

`state.json` is written aside and renamed. Whoever can write there can change the program itself, so
it is believed; what it names is looked up by name alone, and a state that can't be read is none.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from academy import __released__, __version__, data
from academy.errors import AcademyError
from academy.updates import carried
from academy.updates.carried import Head
from sync import files, shape, strict

UPDATES: Final = ".updates"
STATE: Final = "state.json"
_NAME: Final = re.compile(r"[0-9.]{3,30}-[0-9a-f]{12}")
_ENVIRONMENT: Final = re.compile(r"\.venv-[0-9a-f]{8}")
_START: Final = "start.py"
_PYTHON: Final = "python"
"""Where a folder that is whole in itself has its own Python."""


@dataclass(frozen=True)
class State:
    """Which program is used from the next start; all by their folders' names."""

    over: str = ""
    """What the first program was when this was chosen."""
    use: str | None = None
    """None: the first program."""
    former: str | None = None
    """What was used before `use`; None: the first program."""
    ready: str | None = None
    """Brought, and not used or no longer."""
    tried: bool = False
    """Whether `ready` was tried and works."""
    version: str = __version__
    released: str = __released__
    """The newest that was ever used here."""


class Places:
    """The programs of one folder."""

    def __init__(self, base: Path | None = None) -> None:
        self.base = base or _base()
        self.folder = self.base / UPDATES

    @property
    def running(self) -> str | None:
        """The name of the program that is running now; None: the first one."""
        here = _here()
        return here.name if here.parent == self.folder else None

    @property
    def here(self) -> Path:
        """The folder of the program that is running."""
        return self.folder / self.running if self.running else self.base

    @property
    def has_start(self) -> bool:
        """Whether start.py looks after the libraries; else they are what came in the folder."""
        return (self.base / _START).is_file()

    def chosen(self) -> Path | None:
        """The folder of the program to use, if it is another one and needs the same libraries."""
        use = self.state().use
        found = self.folder / use if use and use != self.running else None
        same = found and _environment(found) == _environment(self.base)
        return found if found and same and (found / "academy" / "__main__.py").is_file() else None

    def lasting(self) -> Path:
        """A folder that starts what is chosen, also after later ones: the first program, unless the
        one that runs needs other libraries.
        """
        return self.base if _environment(self.here) == _environment(self.base) else self.here

    def state(self) -> State:
        """What is used; nothing, once somebody has replaced the first program by hand."""
        try:
            text = files.read(self.folder / STATE, 4_096)
            found = State(**strict.read(text, most=4_096, parts=30, depth=1))
            names = (found.use, found.former, found.ready)
            if not all(name is None or _NAME.fullmatch(name) for name in names):
                return State()
            newest = (carried.number(found.version), found.released)
        except (OSError, ValueError, TypeError, AttributeError):
            return State()
        if newest < (carried.number(__version__), __released__):
            found = replace(found, version=__version__, released=__released__)
        return found if found.over == self.over() else replace(State(), over=self.over())

    def note(self, state: State) -> None:
        """Keep a state: the old one or the new one is there. Raises "program_unwritable"."""
        text = json.dumps(asdict(replace(state, over=self.over())))
        try:
            files.write(self.folder / STATE, text.encode())
        except OSError as error:
            raise AcademyError("program_unwritable", folder=str(self.base)) from error

    def over(self) -> str:
        """What tells the first program from another one that was put in its place."""
        try:
            text = (self.base / "academy" / "__init__.py").read_bytes()
        except OSError:
            return ""
        return hashlib.sha256(text).hexdigest()

    def head(self, name: str) -> Head | None:
        """What was signed of a program that lies here; None where that can't be read."""
        try:
            with files.opened(self.folder / f"{name}.signed") as file:
                return carried.head(file)
        except (OSError, AcademyError):
            return None

    def version(self, name: str | None) -> str:
        """The version of a program that lies here, by its folder's name."""
        return name.partition("-")[0] if name else version_in(self.base)

    def form(self, name: str | None) -> int:
        """In which form a program writes the log."""
        if name == self.running:
            return shape.FORM
        found = self.head(name) if name else None
        return found.form if found else form_in(self.base if name is None else self.folder / name)

    def need(self) -> None:
        """See that something newer may be put here.

        Raises AcademyError: "program_no_place" where this program came in another way,
        "program_unwritable", "program_changed_here" for a git clone with changes.
        """
        if not self.has_start and (sys.flags.isolated or not (self.base / _PYTHON).is_dir()):
            raise AcademyError("program_no_place")
        if not os.access(self.base, os.W_OK):
            raise AcademyError("program_unwritable", folder=str(self.base))
        if (self.base / ".git").exists() and _changed(self.base):
            raise AcademyError("program_changed_here")

    def tidy(self, *keep: str | None) -> None:
        """Delete the programs that nobody needs any more, and libraries that were theirs alone."""
        for path in self.folder.glob("*") if self.folder.is_dir() else ():
            name = path.name.removesuffix(".signed")
            if path.name == STATE or name in {*keep, self.running}:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        kept = {_environment(self.folder / name) for name in {*keep, self.running} if name}
        for path in self.base.glob(".venv-*"):
            if _ENVIRONMENT.fullmatch(path.name) and path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)


def _environment(program: Path) -> str:
    """How start.py calls the environment of a program with libraries of its own."""
    try:
        lock = (program / "requirements.lock").read_bytes()
    except OSError:
        return ""
    return f".venv-{hashlib.sha256(lock).hexdigest()[:8]}"


def _here() -> Path:
    """The folder of the program that is running."""
    return data.data_folder("courses").parent


def _base() -> Path:
    here = _here()
    return here.parent.parent if here.parent.name == UPDATES else here


def _changed(base: Path) -> bool:
    """Whether a git clone has changes of its own; where git can't say, it is taken to have some."""
    git = shutil.which("git")
    if git is None:
        return True
    words = [git, "-c", "core.fsmonitor=false", "-C", str(base), "status", "--porcelain"]
    try:
        told = subprocess.run(words, capture_output=True, timeout=60, check=False)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return True
    return told.returncode != 0 or bool(told.stdout.strip())


def form_in(folder: Path) -> int:
    """In which form the program of a folder writes the log, by its text."""
    return int(_found(r"^FORM = (\d+)$", folder / "sync" / "shape.py") or shape.FORM)


def version_in(folder: Path) -> str:
    """The version of the program of a folder, by its text."""
    return _found(r'^__version__ = "([0-9.]+)"$', folder / "academy" / "__init__.py") or "?"


def released_in(folder: Path) -> str:
    """When the program of a folder was made known, by its text."""
    return _found(r'^__released__ = "([0-9T:-]+)"$', folder / "academy" / "__init__.py") or "?"


def _found(pattern: str, file: Path) -> str | None:
    try:
        text = file.read_text("utf-8")
    except (OSError, ValueError):
        return None
    found = re.search(pattern, text, re.MULTILINE)
    return found[1] if found else None

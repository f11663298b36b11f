"""Which names a program has: of its own folders, plain, and one file each on every computer."""

import re
from collections.abc import Iterable
from typing import Final

from academy.errors import AcademyError

FOLDERS: Final = ("academy", "courses", "sync", "translations")
WHEELS: Final = "wheels"
FILES: Final = (
    "start.py", "requirements.lock", "pyproject.toml", "LICENSE", "README.md", "SECURITY.md",
    "CHANGELOG.md", "Containerfile",
)  # fmt: skip
NEEDED: Final = frozenset(
    {"start.py", "requirements.lock", "academy/__init__.py", "academy/__main__.py",
     "sync/__init__.py"}
)  # fmt: skip
DEEPEST: Final = 8
_STEP: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._+-]{0,120}[A-Za-z0-9_])?")
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def is_fit(name: str) -> bool:
    """Whether a file of a program may have this name, written with `/`."""
    first, *rest = steps = name.split("/")
    if not all(_STEP.fullmatch(step) and not _DEVICES.fullmatch(step) for step in steps):
        return False
    if first == WHEELS:
        return len(rest) == 1 and name.endswith(".whl")
    return name in FILES if not rest else first in FOLDERS and len(rest) < DEEPEST


def judge(names: Iterable[str]) -> None:
    """Refuse names that lead elsewhere, that would be one file somewhere, or that lack something.

    Raises AcademyError("program_damaged").
    """
    whole: set[str] = set()
    folders: dict[str, str] = {}
    for name in names:
        place, key = name.rpartition("/")[0], name.casefold()
        if not is_fit(name) or key in whole:
            raise AcademyError("program_damaged")
        whole.add(key)
        while place:
            if folders.setdefault(place.casefold(), place) != place:
                raise AcademyError("program_damaged")
            place = place.rpartition("/")[0]
    needed = {name.casefold() for name in NEEDED}
    if whole & folders.keys() or not needed <= whole:
        raise AcademyError("program_damaged")

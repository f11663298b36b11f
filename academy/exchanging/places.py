"""Where to exchange: an address of the network, or a folder such as a stick."""

import os
import re
import string
import sys
from pathlib import Path

from academy.errors import AcademyError
from sync import harmless

_ADDRESS = re.compile(
    r"(https?://)?(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:[0-9]{1,5})?(/[\w./~-]*)?", re.IGNORECASE
)


def is_folder(place: str) -> bool:
    """Whether somebody means a folder of this machine rather than an address."""
    return bool(re.match(r"[/~.\\]|[A-Za-z]:[\\/]?", place)) and not re.match(r"[a-z]+://", place)


def address(text: str) -> str:
    """The address somebody means; http unless they say otherwise. The bundles bring their own seal.

    Raises AcademyError: "place_missing", "address_wrong".
    """
    if not text.strip():
        raise AcademyError("place_missing")
    found = _ADDRESS.fullmatch(text.strip())
    if found is None:
        raise AcademyError("address_wrong")
    return text.strip() if found[1] else f"http://{text.strip()}"


def sticks() -> list[Path]:
    """Where sticks are plugged in on this machine, to be offered rather than typed.

    Whoever formatted a stick named it; one whose name would not be shown as it is isn't offered.
    """
    if sys.platform == "win32":
        drives = (Path(f"{letter}:\\") for letter in string.ascii_uppercase[3:])
        return [drive for drive in drives if drive.exists()]
    roots = (("/media", "*/*"), ("/run/media", "*/*"), ("/Volumes", "*"))
    found = [path for root, pattern in roots for path in sorted(Path(root).glob(pattern))]
    return [path for path in found if _offered(path)]


def _offered(path: Path) -> bool:
    plain = harmless.line(path, harmless.MAX_LINE) == str(path)
    return plain and os.path.ismount(path) and not path.is_symlink()


def folder(place: str) -> Path:
    """The folder somebody means. Raises AcademyError("folder_missing")."""
    path = Path(place.strip()).expanduser()
    try:
        found = bool(place.strip()) and path.is_dir()
    except OSError:
        found = False
    if not found:
        raise AcademyError("folder_missing")
    return path

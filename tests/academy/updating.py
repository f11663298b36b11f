"""Programs to bring: a small one that only has the names of ours, and ours with another version."""

import re
import shutil
from pathlib import Path
from typing import Any

from academy.data import data_folder
from academy.updates import carried, names
from sync import shape
from sync.keys import DeviceKey

ROOT = data_folder("courses").parent
VERSION, RELEASED = "90.2.0", "2097-01-05T09:00"
MAKER = DeviceKey(b"m" * 32)
FACTS: dict[str, Any] = {"version": VERSION, "released": RELEASED, "form": shape.FORM}
SMALL = {
    "start.py": b"print('start')\n",
    "requirements.lock": b"a==1\n",
    "academy/__init__.py": b'__version__ = "90.2.0"\n',
    "academy/__main__.py": b"print('{}')\n",
    "sync/__init__.py": b"",
    "courses/soil/course.yaml": b"id: soil\n",
}


def small(stick: Path, key: DeviceKey = MAKER, more: Any = None, **facts: Any) -> Path:
    """A small program on a stick, signed."""
    stick.mkdir(exist_ok=True)
    return carried.write(stick, key, FACTS | facts, SMALL | (more or {}))


def lie_in(base: Path) -> Path:
    """A copy of the program that runs, as it lies on a laptop: no clone."""
    for name in names.FOLDERS:
        left_out = shutil.ignore_patterns("__pycache__", "*.mo")
        shutil.copytree(ROOT / name, base / name, ignore=left_out)
    for name in names.FILES:
        shutil.copy(ROOT / name, base / name)
    return base


def raise_version(folder: Path, version: str = VERSION, released: str = RELEASED) -> None:
    """Have a program call itself by another version."""
    path = folder / "academy" / "__init__.py"
    text = re.sub("(?m)^__version__ = .*$", f'__version__ = "{version}"', path.read_text("utf-8"))
    text = re.sub("(?m)^__released__ = .*$", f'__released__ = "{released}"', text)
    path.write_text(text, encoding="utf-8")

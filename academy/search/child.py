"""Builds the index in a process of its own, which is told on its input what to read.

It takes seconds of the processor and some 40 MB, which the process that answers phones would have
to share and would keep. What it makes is a cache of public text (`building`); whoever asked looks
whether it is there, and builds it by itself if it isn't.
"""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

from academy.errors import AcademyError

SECONDS: Final = 300
_ending = threading.Event()
_at_work: "set[subprocess.Popen[bytes]]" = set()


def build_apart(courses: Path, own: Path, folder: Path) -> None:
    """Have a child build the index of the courses in two folders; returns once it has ended.

    Whether there is an index now is seen in the folder. Raises AcademyError("search_unavailable")
    where this process is ending (`stop`): then it mustn't be built here instead.
    """
    asked = json.dumps({"courses": str(courses), "own": str(own), "folder": str(folder)})
    kept = {name: said for name, said in os.environ.items() if not name.startswith("ACADEMY_")}
    found = os.pathsep.join(place for place in sys.path if place)
    try:
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "academy.search.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=kept | {"PYTHONPATH": found},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        return
    _at_work.add(child)
    with child:
        if _ending.is_set():
            child.kill()
        try:
            child.communicate(asked.encode(), SECONDS)
        except (OSError, subprocess.SubprocessError):
            child.kill()
    _at_work.discard(child)
    if _ending.is_set():
        raise AcademyError("search_unavailable", reason="ending")


def begin() -> None:
    """This process serves from now on."""
    _ending.clear()


def stop() -> None:
    """It ends: so do its children, at once and those to come, and what they write into may go."""
    _ending.set()
    for child in list(_at_work):
        child.kill()


def main() -> None:
    """Read what there is to read, and build."""
    from academy.courses import load
    from academy.courses.own import Own, with_own
    from academy.search.building import build, folder_for

    if hasattr(os, "nice"):
        os.nice(10)
    asked = {name: Path(said) for name, said in json.loads(sys.stdin.read()).items()}
    shipped = load(asked["courses"], leave_out_broken=True)
    library = with_own(shipped, Own(asked["courses"], asked["own"]))
    if not folder_for(asked["folder"], library).exists():
        build(asked["folder"], library)


if __name__ == "__main__":
    main()

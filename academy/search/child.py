"""Builds the index in a process of its own, which is told on its input what to read.

It takes seconds of the processor and up to 140 MB, which the process that answers phones would have
to share, and would keep in part. What it makes is a cache of public text (`building`); whoever
asked looks whether it is there, and builds it by itself if it isn't.
"""

import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from academy.errors import AcademyError

SECONDS: Final = 300
_ending = threading.Event()
_at_work: "set[subprocess.Popen[bytes]]" = set()


def build_apart(
    courses: Path,
    own: Path,
    folder: Path,
    first: Sequence[str] = (),
    told: Callable[[], object] = lambda: None,
) -> None:
    """Have a child build the index of the courses in two folders; returns once it has ended.

    Some languages come `first`; `told` is called whenever one is there. Whether there is an index
    now is seen in the folder. Raises AcademyError("search_unavailable") where this process is
    ending (`stop`): then it mustn't be built here instead.
    """
    asked = {"courses": str(courses), "own": str(own), "folder": str(folder), "first": list(first)}
    kept = {name: said for name, said in os.environ.items() if not name.startswith("ACADEMY_")}
    found = os.pathsep.join(place for place in sys.path if place)
    try:
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "academy.search.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=kept | {"PYTHONPATH": found},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        return
    _at_work.add(child)
    in_time = threading.Timer(SECONDS, child.kill)
    with child:
        if _ending.is_set():
            child.kill()
        in_time.start()
        _hear(child, json.dumps(asked), told)
        in_time.cancel()
    _at_work.discard(child)
    if _ending.is_set():
        raise AcademyError("search_unavailable", reason="ending")


def _hear(child: "subprocess.Popen[bytes]", asked: str, told: Callable[[], object]) -> None:
    """Tell the child what to do, and hear of each language until it ends or is killed."""
    if child.stdin is None or child.stdout is None:
        return  # never: both are pipes
    with contextlib.suppress(OSError):
        child.stdin.write(asked.encode())
        child.stdin.close()
        for _language in child.stdout:
            told()


def begin() -> None:
    """This process serves from now on."""
    _ending.clear()


def stop() -> None:
    """It ends: so do its children, at once and those to come, and what they write into may go."""
    _ending.set()
    for child in list(_at_work):
        child.kill()


def main() -> None:
    """Read what there is to read, and build; a line for each language that is there."""
    from academy.courses import load
    from academy.courses.own import Own, with_own
    from academy.search.building import build, folder_for, is_whole

    if hasattr(os, "nice"):
        os.nice(10)
    asked = json.loads(sys.stdin.read())
    courses, own, folder = (Path(asked[name]) for name in ("courses", "own", "folder"))
    # The first language needn't wait until all are read.
    shipped = load(courses, leave_out_broken=True, translations_later=True)
    library = with_own(shipped, Own(courses, own))
    if not is_whole(folder_for(folder, library)):
        build(folder, library, asked["first"], _tell)


def _tell(language: str) -> None:
    sys.stdout.write(f"{language}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

"""`python -m academy`: the `academy` command, where no script was installed for it.

A newer program that was brought and chosen takes over here, where nothing else has started it: in a
folder with its own Python, or as a service. It needs the same libraries; with others, start.py
starts it. Who seals the laptop goes on with the program that was running.
"""

import os
import subprocess
import sys
from pathlib import Path

_GOES_ON = ("ACADEMY_DOORS", "ACADEMY_CHILD")
"""What `academy.web.afresh` says to a process that takes the place of a sealed one."""


def newer() -> Path | None:
    """The program to start instead of this one, if there is one."""
    base = Path(__file__).resolve().parent.parent
    stays = sys.argv[1:3] == ["program", "back"] or any(name in os.environ for name in _GOES_ON)
    if stays or sys.flags.isolated or not (base / ".updates" / "state.json").is_file():
        return None
    from academy.updates.places import Places

    places = Places()
    return places.chosen() if places.base == base else None


def become(program: Path) -> int:
    """Hand this process over; on Windows, wait for the other one instead."""
    os.chdir(program)
    os.environ["PYTHONPATH"] = str(program)
    words = [sys.executable, *sys.orig_argv[1:]]
    if os.name != "nt":
        os.execv(words[0], words)  # noqa: S606 - ourselves, and no shell
    child = subprocess.Popen(words)  # noqa: S603 - as above
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # Ctrl-C reached the child too


if __name__ == "__main__":
    if program := newer():
        sys.exit(become(program))
    from academy.cli import main

    main(prog_name="academy")

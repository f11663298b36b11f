"""A process of its own for what nobody can trust: it may die of what it reads, and nothing else.

Readers of other people's files make room for whatever a file claims, and a program cannot catch its
own end. So the bytes go to a child through a pipe, its answer comes back through another, and
whatever becomes of the child is an empty answer here. Nothing touches the disk. The child first
takes from itself what it will not need, with `holding`.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Final

# The child needs to find its libraries; it has no use for passphrases that lie beside them.
KEPT: Final = ("PATH", "PYTHONPATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")


def ask(child: Path, data: bytes, words: Sequence[str], *, most: int, seconds: float) -> bytes:
    """What a child says to these bytes; nothing when it died, took longer, or said too much.

    `child` is a file that is run by its path.
    """
    # By its path and not by its name: the child needs nothing of ours, wherever we are installed.
    command = [sys.executable, "-P", str(child), *words]
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    try:
        process = subprocess.Popen(  # noqa: S603 - our own file, by this very interpreter
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        return b""
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    try:
        said = _talk(process, data, most)
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        _close(process.stdout)
    return said if process.returncode == 0 and len(said) <= most else b""


def _talk(child: subprocess.Popen[bytes], data: bytes, most: int) -> bytes:
    if child.stdin is None or child.stdout is None:
        return b""
    try:
        child.stdin.write(data)
    except OSError:  # it died before it had read everything
        pass
    finally:
        _close(child.stdin)
    said = child.stdout.read(most + 1)
    if len(said) <= most:
        child.wait()  # the timer ends this where it would not end itself
    return said


def _close(pipe: IO[bytes] | None) -> None:
    try:
        if pipe is not None:
            pipe.close()
    except OSError:
        pass

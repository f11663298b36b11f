"""A fresh process in the place of one that knew the key.

Python leaves copies of what it handled all over its memory: keys, passphrases, names. Nothing wipes
them but the end of the process; so that is what sealing is, and a new, locked one goes on.

Where the system can, the process becomes the new one (`exec`): its memory is given back, its number
stays, there is nobody to look after it, and the new one goes on at the very sockets, so that
whoever knocks meanwhile, or is connected and asks, waits a moment instead of being refused. Windows
can't; there a parent that never sees a key starts a child, and another one when the child ends by
sealing. When the parent dies, so does the child: it hears its end of a pipe close.
"""

import _thread
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable
from typing import Final, NoReturn

IN_PLACE: Final = os.name != "nt"
AGAIN: Final = 86
"""How a child ends that was sealed."""
DOORS: Final = "ACADEMY_DOORS"
CHILD: Final = "ACADEMY_CHILD"
"""Which child it is, counted from one."""


def doors_left() -> list[list[socket.socket]]:
    """The sockets of both doors that the process before this one has left; none if there was none.

    Of each door first the one that listens, then those at which somebody waits.
    """
    told = os.environ.pop(DOORS, "")
    with contextlib.suppress(OSError, ValueError):
        lan, staff = ([_taken(int(number)) for number in door.split()] for door in told.split(","))
        return [lan, staff]
    return [[], []]


def begin(doors: Iterable[Iterable[int]]) -> NoReturn:
    """End this process and all it knew; a new one goes on at these sockets of both doors."""
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    try:
        if IN_PLACE:
            kept = [list(door) for door in doors]
            for number in (number for door in kept for number in door):
                os.set_inheritable(number, True)  # noqa: FBT003 - the system's own call
            os.environ[DOORS] = ",".join(" ".join(map(str, door)) for door in kept)
            os.execv(sys.executable, _same_words())  # noqa: S606 - ourselves, and no shell
    finally:
        os._exit(AGAIN)


def _taken(number: int) -> socket.socket:
    os.set_inheritable(number, False)  # noqa: FBT003 - as above
    return socket.socket(fileno=number)


def _same_words() -> list[str]:
    return [sys.executable, *sys.orig_argv[1:]]


def is_parent() -> bool:
    """Whether this process should only look after another: not where it can become the next one."""
    return not IN_PLACE and CHILD not in os.environ


def is_first() -> bool:
    """Whether nothing was served before this process, by one that was sealed."""
    return DOORS not in os.environ and os.environ.get(CHILD, "1") == "1"


def look_after() -> int:
    """Have a child serve, and another after it was sealed; how the last one ended."""
    number = 0
    while True:
        number += 1
        child = subprocess.Popen(  # noqa: S603 - ourselves
            _same_words(), env={**os.environ, CHILD: str(number)}, stdin=subprocess.PIPE
        )
        signal.signal(signal.SIGTERM, lambda *_, child=child: child.terminate())
        code = _end_of(child)
        if code != AGAIN:
            return code


def _end_of(child: "subprocess.Popen[bytes]") -> int:
    while True:
        with contextlib.suppress(KeyboardInterrupt):  # it reached the child too
            return child.wait()


def end_with_parent() -> None:
    """In a child: end when the parent is no more."""
    if os.environ.pop(CHILD, None) is not None:
        threading.Thread(target=_hear_the_end, name="parent", daemon=True).start()


def _hear_the_end() -> None:
    with contextlib.suppress(OSError, ValueError):
        # Not through `sys.stdin`: whoever waits in there while Python ends makes it abort.
        while os.read(0, 4096):
            pass
    _thread.interrupt_main()
    threading.Event().wait(5)
    os._exit(1)

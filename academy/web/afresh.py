"""A fresh process in the place of one that knew the key.

Python leaves copies of what it handled all over its memory: keys, passphrases, names. Nothing wipes
them but the end of the process; so that is what sealing is, and a new, locked one goes on.

Where the system can, the process becomes the new one (`exec`): its memory is given back, its number
stays, there is nobody to look after it, and the new one goes on listening at the very sockets, so
that whoever knocks meanwhile waits a moment instead of being refused. Windows can't; there a parent
that never sees a key starts a child, and another one when the child ends by sealing. When the
parent dies, so does the child: it hears its end of a pipe close.
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


def doors_handed_over() -> list[socket.socket | None]:
    """The listening sockets that this process was left by the one before it; none, if there are."""
    told = os.environ.pop(DOORS, "")
    found: list[socket.socket | None] = []
    for number in filter(str.isdecimal, told.split(",")):
        with contextlib.suppress(OSError):
            found.append(socket.socket(fileno=int(number)))
            os.set_inheritable(int(number), False)  # noqa: FBT003 - the system's own call
    return found if len(found) == 2 else [None, None]  # noqa: PLR2004 - both doors, or neither


def begin(doors: Iterable[int]) -> NoReturn:
    """End this process and all it knew; a new one listens at these sockets."""
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    try:
        if IN_PLACE:
            kept = [str(door) for door in doors]
            for door in kept:
                os.set_inheritable(int(door), True)  # noqa: FBT003 - as above
            os.environ[DOORS] = ",".join(kept)
            os.execv(sys.executable, _same_words())  # noqa: S606 - ourselves, and no shell
    finally:
        os._exit(AGAIN)


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

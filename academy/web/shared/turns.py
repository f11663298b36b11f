"""One at a time: who comes later waits for a turn, and gets it in the order of coming.

One interpreter makes one page at a time. Thirty threads that each make one take it from each other
in the middle, at every question to the store: then each has a connection of its own, which knows
nothing yet, and the first of fifty phones gets its page when the last does. Four threads do so
still, and the more processors have nothing else to do, the more it costs. A turn is handed from who
has it to who waits for it; to wake somebody who then may find it taken costs more than it saves.
"""

import threading
from collections import deque
from collections.abc import Callable
from functools import wraps
from typing import Any


class Turns:
    """One at a time. Taken by `with`."""

    def __init__(self) -> None:
        self._free = True
        self._lock = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()

    def __enter__(self) -> None:
        with self._lock:
            if self._free:
                self._free = False
                return
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        mine.acquire()  # until it is released by whoever hands over

    def __exit__(self, *_: object) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free = True

    def taking(self, do: Callable[..., Any]) -> Callable[..., Any]:
        """`do`, in turn."""

        @wraps(do)
        def in_turn(*args: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever `do` takes and gives
            with self:
                return do(*args, **named)

        return in_turn

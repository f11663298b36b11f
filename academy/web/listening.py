"""One listening server: what it keeps of a request and an answer, and for how long.

The web server is waitress, which would write what is large into temporary files, in clear. Here
bodies and answers stay in memory: a body that is larger than the app takes is counted and dropped,
so that the app can still answer with its sentence.

waitress stops taking anybody in when its places are full, so whoever holds them without asking for
anything stops the door. This one always takes in, and `places` says who makes room.
"""

import contextlib
import socket
import sys
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from queue import Empty, SimpleQueue
from typing import Any, ClassVar, Final

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher

from academy.web.places import Place, to_give_up

LARGEST_REQUEST: Final = 16 * 2**20
"""Bytes that are listened to, so that a sentence can be said; `Limits.body` is what is kept."""
LARGE_AT_ONCE: Final = 2
"""Large bodies that are kept at once, of all doors: whoever sends more of them fills no memory."""
LOOKS: Final = 0.01
"""Seconds between two looks at whether a door that rests has come to its end."""
AT_ONCE: Final = 32
"""Connections taken in between two looks at those that are there."""
MOST_WAITING: Final = 64 * 2**20
"""Bytes of answers that nobody has fetched yet, at one door."""
FILES: Final = 4096
OTHER_FILES: Final = 300
"""Open files that are no connections of this door: the store for each thread, the other door."""
LARGEST_HEAD: Final = 16 * 2**10


@dataclass(frozen=True)
class Limits:
    """How much one door does at once."""

    threads: int
    places: int
    """Connections."""
    body: int
    """Bytes of one request's body that are kept, and no more than the app takes."""
    large: tuple[str, int] = ("", 0)
    """An address that takes a larger one, and how large: `LARGE_AT_ONCE` of them at a time."""


def most_places() -> int:
    """How many connections this process may hold at one door.

    Each is an open file, of which a system allows 256 or 1024 until it is asked for more. Windows
    can't wait for more than 512 at once.
    """
    if sys.platform == "win32":
        return 400
    import resource

    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    if allowed < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
            allowed = wanted
    return max(50, allowed - OTHER_FILES)


class _Body:
    """A request's body, in memory; of one that is too large only its length."""

    _large: ClassVar["weakref.WeakSet[_Body]"] = weakref.WeakSet()

    def __init__(self, most: int, larger: int = 0) -> None:
        self._most, self._larger = most, larger
        self._length = 0
        self._kept = BytesIO()

    def __len__(self) -> int:
        return self._length

    def append(self, data: bytes) -> None:
        self._length += len(data)
        if self._length > self._most and not self._may_be_large():
            self._kept = BytesIO()
        else:
            self._kept.write(data)

    def getfile(self) -> BytesIO:
        self._kept.seek(0)
        return self._kept

    def close(self) -> None:
        self._kept = BytesIO()
        self._large.discard(self)

    def _may_be_large(self) -> bool:
        if self._length <= self._larger and self not in self._large:
            if len(self._large) >= LARGE_AT_ONCE:
                self._larger = 0
            else:
                self._large.add(self)
        if self._length > self._larger:
            self._large.discard(self)
        return self in self._large


class _Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """A request as it comes in."""

    def parse_header(self, header_plus: bytes) -> None:
        """As waitress does; then the body goes where we want it."""
        super().parse_header(header_plus)
        if self.body_rcv is not None:
            address, larger = getattr(self.adj, "large", ("", 0))
            takes_more = bool(address) and self.path == address
            self.body_rcv.buf = _Body(self.adj.inbuf_overflow, larger if takes_more else 0)


class _Channel(HTTPChannel):  # type: ignore[misc]
    """One connection."""

    parser_class = _Parser
    begun: float | None
    """When the request that isn't finished began: by connecting, or with its first byte."""

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 - waitress's own
        super().__init__(*args, **named)
        self.begun = self.creation_time

    @property
    def busy(self) -> bool:
        """Whether a request is coming, or an answer being made or sent."""
        return bool(self.request is not None or self.requests or self.total_outbufs_len)

    @property
    def ending(self) -> bool:
        """Whether nobody will ask anything here any more."""
        return bool(not self.connected or self.will_close or self.close_when_flushed)

    def place(self, now: float) -> Place:
        """What it is doing here."""
        request = self.request
        return Place(
            address=self.addr[0],
            working=bool(self.requests),
            asking=None if self.begun is None else now - self.begun,
            head_done=request is not None and request.headers_finished,
            body=request.body_bytes_received if request is not None else 0,
            pending=self.total_outbufs_len,
            still=now - self.last_activity,
        )

    def readable(self) -> bool:
        """Whether to listen to it; a door that rests only hears the end of what has begun."""
        if self._fileno is None or (self.server.resting and self.request is None):
            return False
        return bool(super().readable())

    def writable(self) -> bool:
        """Whether there is something to send; not when it was closed a moment ago, nor while the
        answer's own thread is sending it, or the door would ask this again and again until then.
        """
        return self._fileno is not None and not self._is_sending() and bool(super().writable())

    def _is_sending(self) -> bool:
        if not self.requests or self.total_outbufs_len > self.adj.outbuf_high_watermark:
            return False  # nobody but this door sends it
        free = self.outbuf_lock.acquire(blocking=False)
        if free:
            self.outbuf_lock.release()
        return not free

    def received(self, data: bytes) -> bool:
        """Take in what came, and note since when a request has been coming."""
        if self.begun is None:
            self.begun = time.time()
        took = bool(super().received(data))
        if self.request is None:
            self.begun = None
        return took


class _Server(TcpWSGIServer):  # type: ignore[misc]
    """All connections of one door, in one thread; the answers are made in others."""

    channel_class = _Channel
    resting = False
    places = 0

    def readable(self) -> bool:
        """Whether to take in new connections: always, for those that only hold a place make room.

        This is asked before anything is waited for, so what is closed here is waited for no more.
        """
        held = len(self.active_channels)
        if held >= self.places:
            self._make_room(held - self.places + max(1, self.places // 20))
        return not self.resting and super().readable()

    def handle_accept(self) -> None:
        """Take in whoever has come, a few at once: one by one the honest wait behind a flood."""
        for _ in range(AT_ONCE):
            before = len(self.active_channels)
            if not self.resting:
                super().handle_accept()
            if len(self.active_channels) == before:
                return

    def take_over(self, connection: socket.socket) -> None:
        """Go on with a connection that another process took in."""
        try:
            address = connection.getpeername()
        except OSError:  # whoever it was has gone meanwhile
            connection.close()
            return
        self.channel_class(self, connection, self.fix_addr(address), self.adj, map=self._map)

    def leave(self, cut_off: bool) -> list[int] | None:  # noqa: FBT001
        """Listen no more, and close nothing. None, and nothing done, while something is half done,
        unless that is to be cut off.

        To be called in this door's thread, so that nothing is read from what is given away: of a
        request that one process has half read the other can't make sense.
        """
        channels = list(self.active_channels.values())
        quiet = [one for one in channels if not one.busy]
        if len(quiet) < len(channels) and not cut_off:
            return None
        self._map.clear()  # the thread waits for nothing any more, and ends
        return [self.socket.fileno(), *(one.socket.fileno() for one in quiet if not one.ending)]

    def maintenance(self, now: float) -> None:
        """Close what has been held for too long, and the largest answers where too much waits."""
        channels = list(self.active_channels.values())
        for channel in channels:
            if channel.place(now).overdue:
                channel.handle_close()
        waiting = sum(channel.total_outbufs_len for channel in channels)
        for channel in sorted(channels, key=lambda one: -one.total_outbufs_len):
            if waiting <= MOST_WAITING:
                return
            waiting -= channel.total_outbufs_len
            channel.handle_close()

    def _make_room(self, wanted: int) -> None:
        now, channels = time.time(), list(self.active_channels.values())
        held = ((number, channel.place(now)) for number, channel in enumerate(channels))
        for number in to_give_up(held, wanted):
            channels[number].handle_close()


class Door:
    """One listening server in a thread of its own. Raises OSError where the port can't be had."""

    def __init__(
        self,
        app: Callable[..., Any],
        host: str,
        port: int,
        limits: Limits,
        left: Sequence[socket.socket] = (),
    ) -> None:
        """`left` is what a door in another process has left, see `leave`."""
        self._sockets: dict[int, Any] = {}
        places = min(limits.places, most_places())
        told = Adjustments(
            host=host,
            port=port,
            threads=limits.threads,
            ident="",
            clear_untrusted_proxy_headers=True,
            connection_limit=places + 2 * AT_ONCE,
            asyncore_use_poll=True,
            cleanup_interval=1,
            max_request_header_size=LARGEST_HEAD,
            max_request_body_size=LARGEST_REQUEST,
            inbuf_overflow=limits.body,
            outbuf_overflow=sys.maxsize,
        )
        told.large = limits.large
        workers = ThreadedTaskDispatcher()
        try:
            self._server = _Server(
                app, map=self._sockets, dispatcher=workers, adj=told,
                _sock=left[0] if left else None, bind_socket=not left,
            )  # fmt: skip
        except OSError:
            wasyncore.close_all(self._sockets)
            raise
        self._server.places = places
        for connection in left[1:]:
            self._server.take_over(connection)
        workers.set_thread_count(limits.threads)
        self.port = int(self._server.effective_port)
        self.thread = threading.Thread(target=self._server.run, name=f"door-{port}", daemon=True)
        self.thread.start()

    def rest(self) -> None:
        """Begin nothing new. Whoever comes from now on waits."""
        self._server.resting = True
        self._server.pull_trigger()

    def leave(self, until: float) -> list[int]:
        """End without closing anything; the sockets for the process that goes on.

        The first listens; the others are connections on which nothing is half done. What is waits
        until it is done, or until `until` by `time.monotonic`.
        """
        answers: SimpleQueue[list[int] | None] = SimpleQueue()
        while self.thread.is_alive():
            late = time.monotonic() > until
            self._server.trigger.pull_trigger(lambda: answers.put(self._server.leave(late)))  # noqa: B023
            with contextlib.suppress(Empty):
                if left := answers.get(timeout=1):
                    return left
            time.sleep(LOOKS)
        return [self._server.socket.fileno()]

    def close(self, patience: float = 5) -> None:
        """Finish the answers that are being given, then stop listening. Twice is once."""
        if not self.thread.is_alive():  # its sockets' numbers may be somebody else's by now
            return
        self._server.task_dispatcher.shutdown(timeout=patience)
        # In the server's own thread, which is about to wait for these very sockets.
        with contextlib.suppress(OSError):  # it has closed by itself meanwhile
            self._server.trigger.pull_trigger(lambda: wasyncore.close_all(self._sockets))
        self.thread.join(5)

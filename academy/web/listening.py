"""One listening server: what it keeps of a request and an answer, and for how long.

The web server is waitress, which would write what is large into temporary files, in clear. Here
bodies and answers stay in memory: a body that is larger than the app takes is counted and dropped,
so that the app can still answer with its sentence.
"""

import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher, WSGITask

LARGEST_REQUEST: Final = 16 * 2**20
"""Bytes that are listened to, so that a sentence can be said; `Limits.body` is what is kept."""
JUST_COME: Final = 0.3
"""Seconds in which whoever has connected sends a request."""
LARGEST_HEAD: Final = 16 * 2**10


@dataclass(frozen=True)
class Limits:
    """How much one door does at once."""

    threads: int
    places: int
    """Connections."""
    body: int
    """Bytes of one request's body that are kept, and no more than the app takes."""


class _Body:
    """A request's body, in memory; of one that is too large only its length."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._length = 0
        self._kept = BytesIO()

    def __len__(self) -> int:
        return self._length

    def append(self, data: bytes) -> None:
        self._length += len(data)
        if self._length > self._most:
            self._kept = BytesIO()
        else:
            self._kept.write(data)

    def getfile(self) -> BytesIO:
        self._kept.seek(0)
        return self._kept

    def close(self) -> None:
        self._kept = BytesIO()


class _Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """A request as it comes in."""

    def parse_header(self, header_plus: bytes) -> None:
        """As waitress does; then the body goes where we want it."""
        super().parse_header(header_plus)
        if self.body_rcv is not None:
            self.body_rcv.buf = _Body(self.adj.inbuf_overflow)


class _Task(WSGITask):  # type: ignore[misc]
    """One answer."""

    def build_response_header(self) -> bytes:
        """As waitress does; the last answer before a rest says that no other follows."""
        if self.channel.server.resting:
            self.set_close_on_finish()
        head: bytes = super().build_response_header()
        return head


class _Channel(HTTPChannel):  # type: ignore[misc]
    """One connection."""

    parser_class = _Parser
    task_class = _Task
    answers = 0
    """How many were given."""

    @property
    def busy(self) -> bool:
        """Whether an answer is being made or sent, or the first request is just coming."""
        fresh = not self.answers and time.time() - self.creation_time < JUST_COME
        return bool(self.requests or self.total_outbufs_len or fresh)

    def readable(self) -> bool:
        """Whether to listen to it; a door that rests hears whoever came before, and once."""
        return not (self.server.resting and self.answers) and super().readable()

    def service(self) -> None:
        """Give one answer."""
        super().service()
        self.answers += 1


class _Server(TcpWSGIServer):  # type: ignore[misc]
    """All connections of one door, in one thread; the answers are made in others."""

    channel_class = _Channel
    resting = False

    def readable(self) -> bool:
        """Whether to take in new connections."""
        return not self.resting and super().readable()

    def handle_accept(self) -> None:
        """Take one in."""
        if not self.resting:
            super().handle_accept()


class Door:
    """One listening server in a thread of its own. Raises OSError where the port can't be had."""

    def __init__(
        self,
        app: Callable[..., Any],
        host: str,
        port: int,
        limits: Limits,
        listening: socket.socket | None = None,
    ) -> None:
        """`listening` is a socket that another process has bound to this address."""
        self._sockets: dict[int, Any] = {}
        told = Adjustments(
            host=host,
            port=port,
            threads=limits.threads,
            ident="",
            clear_untrusted_proxy_headers=True,
            connection_limit=limits.places,
            max_request_header_size=LARGEST_HEAD,
            max_request_body_size=LARGEST_REQUEST,
            inbuf_overflow=limits.body,
            outbuf_overflow=sys.maxsize,
            channel_timeout=60,
        )
        workers = ThreadedTaskDispatcher()
        try:
            self._server = _Server(
                app, map=self._sockets, dispatcher=workers, adj=told, _sock=listening,
                bind_socket=listening is None,
            )  # fmt: skip
        except OSError:
            wasyncore.close_all(self._sockets)
            raise
        workers.set_thread_count(limits.threads)
        self.port = int(self._server.effective_port)
        self.thread = threading.Thread(target=self._server.run, name=f"door-{port}", daemon=True)
        self.thread.start()

    def rest(self) -> int:
        """Begin nothing new; the listening socket, at which others may wait from now on."""
        self._server.resting = True
        self._server.pull_trigger()
        return int(self._server.socket.fileno())

    def is_quiet(self) -> bool:
        """Whether every answer that was begun has been sent."""
        return not any(channel.busy for channel in list(self._server.active_channels.values()))

    def close(self, patience: float = 5) -> None:
        """Finish the answers that are being given, then stop listening."""
        self._server.task_dispatcher.shutdown(timeout=patience)
        # In the server's own thread, which is about to wait for these very sockets.
        self._server.trigger.pull_trigger(lambda: wasyncore.close_all(self._sockets))
        self.thread.join(5)

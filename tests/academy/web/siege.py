"""Somebody who holds a door's connections without asking for anything, and a room of phones."""

import contextlib
import http.client
import resource
import selectors
import socket
import threading
import time
from collections.abc import Callable, Iterator

from tests.patience import PATIENCE

HALF_A_HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-"
HALF_A_BODY = b"POST /join HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 60000\r\n\r\nalias="
NEVER_READ = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 3
KINDS = {
    "nothing said": b"",
    "half a head": HALF_A_HEAD,
    "half a body": HALF_A_BODY,
    "answers never read": NEVER_READ,
}


def allow_files(count: int) -> None:
    """Let this process hold so many sockets."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(count, hard), hard))


class Attacker(threading.Thread):
    """Holds `count` connections from so many addresses, and opens again what was closed."""

    def __init__(self, port: int, count: int, said: bytes, addresses: int = 1) -> None:
        super().__init__(daemon=True)
        self.port, self.count, self.said, self.addresses = port, count, said, addresses
        self.opened = 0
        self.held = threading.Event()
        self._over = threading.Event()

    def run(self) -> None:
        chooser = selectors.DefaultSelector()
        held: set[socket.socket] = set()
        while not self._over.is_set():
            for _ in range(min(100, self.count - len(held))):
                with contextlib.suppress(OSError):
                    held.add(self._open(chooser))
            if len(held) >= self.count or self.opened >= 2 * self.count:
                self.held.set()
            for key, _ in chooser.select(0.05):
                self._hear(key.fileobj, held, chooser)
        for connection in held:
            connection.close()
        chooser.close()

    def _open(self, chooser: selectors.BaseSelector) -> socket.socket:
        source = (f"127.0.0.{2 + self.opened % self.addresses}", 0)
        self.opened += 1
        connection = socket.create_connection(
            ("127.0.0.1", self.port), PATIENCE, source_address=source
        )
        connection.settimeout(0)
        connection.send(self.said)
        if self.said is not NEVER_READ:
            chooser.register(connection, selectors.EVENT_READ)
        return connection

    @staticmethod
    def _hear(connection, held, chooser) -> None:
        with contextlib.suppress(OSError):
            if connection.recv(65536):
                return
        chooser.unregister(connection)
        held.discard(connection)
        connection.close()

    def end(self) -> None:
        self._over.set()
        self.join(PATIENCE)


@contextlib.contextmanager
def attack(port: int, count: int, said: bytes, addresses: int = 1) -> Iterator[Attacker]:
    """Begins when the attacker holds what it can."""
    allow_files(2 * count + 1000)
    attacker = Attacker(port, count, said, addresses)
    attacker.start()
    assert attacker.held.wait(PATIENCE)
    try:
        yield attacker
    finally:
        attacker.end()


def phone(port: int, pages: int, path: str = "/", address: str = "127.0.0.1") -> list[float]:
    """Seconds for each of some pages, on one connection that is opened anew when it was closed."""
    took = []
    connection = _connect(port, address)
    for _ in range(pages):
        started = time.perf_counter()
        for again in range(2):
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
                break
            except (http.client.HTTPException, OSError):
                # A browser does just this where a connection it had kept was closed.
                connection.close()
                connection = _connect(port, address)
                if again:
                    raise
        assert answer.status == 200
        took.append(time.perf_counter() - started)
    connection.close()
    return took


def _connect(port: int, address: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, PATIENCE, source_address=(address, 0))


def room(phones: int, one: Callable[[], list[float]]) -> tuple[list[float], list[BaseException]]:
    """Have so many phones at once; how long each page took, and what went wrong."""
    took: list[float] = []
    wrong: list[BaseException] = []

    def run() -> None:
        try:
            took.extend(one())
        except BaseException as error:  # noqa: BLE001 - all of it is counted
            wrong.append(error)

    everybody = [threading.Thread(target=run) for _ in range(phones)]
    for thread in everybody:
        thread.start()
    for thread in everybody:
        thread.join()
    return took, wrong

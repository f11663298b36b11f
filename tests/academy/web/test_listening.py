"""A door keeps what passes through it in memory, and nothing of it on the disk."""

import contextlib
import os
import socket
import tempfile
import threading
import time
from collections.abc import Iterator

import pytest
from flask import Flask, request

from academy.web import serve
from academy.web.listening import Door, Limits, _Channel
from academy.web.shared import security
from tests.patience import PATIENCE, until

SMALL = Limits(threads=4, places=40, body=2**20)


@pytest.fixture
def temporary_files(monkeypatch) -> list[str]:
    """Which temporary files were made meanwhile, by the name of the call."""
    made: list[str] = []
    for name in ("TemporaryFile", "NamedTemporaryFile", "mkstemp"):
        real = getattr(tempfile, name)

        def counted(*args, _real=real, _name=name, **kwargs):
            made.append(_name)
            return _real(*args, **kwargs)

        monkeypatch.setattr(tempfile, name, counted)
    return made


@contextlib.contextmanager
def door(app, limits: Limits = SMALL) -> Iterator[int]:
    opened = Door(app, "127.0.0.1", 0, limits)
    try:
        yield opened.port
    finally:
        opened.close()


def an_app() -> Flask:
    """Takes what is sent and gives as much as is asked for."""
    app = Flask("door")
    app.request_class = security.InMemory
    app.config["MAX_CONTENT_LENGTH"] = SMALL.body

    @app.post("/")
    def take() -> str:
        file = request.files.get("file")
        return str(len(file.read() if file else request.get_data()))

    @app.get("/<int:size>")
    def give(size: int) -> bytes:
        return b"x" * size

    return app


def ask(port: int, sent: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.sendall(sent)
        return b"".join(iter(lambda: connection.recv(1 << 16), b""))


def posted(body: bytes, kind: str = "application/octet-stream") -> bytes:
    return (
        f"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode() + body


FILE = (
    b'--e\r\nContent-Disposition: form-data; name="file"; filename="list.csv"\r\n\r\n'
    + b"x" * 900_000
    + b"\r\n--e--\r\n"
)


def test_a_large_upload_stays_in_memory(temporary_files):
    with door(an_app()) as port:
        answer = ask(port, posted(FILE, "multipart/form-data; boundary=e"))
    assert answer.endswith(b"900000")
    assert temporary_files == []


def test_a_large_body_in_chunks_stays_in_memory(temporary_files):
    chunk = b"186a0\r\n" + b"x" * 100_000 + b"\r\n"
    head = b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    with door(an_app()) as port:
        answer = ask(port, head + chunk * 9 + b"0\r\n\r\n")
        too_large = ask(port, head + chunk * 20 + b"0\r\n\r\n")
    assert answer.endswith(b"900000")
    assert too_large.startswith(b"HTTP/1.1 413")
    assert temporary_files == []


def test_a_large_answer_stays_in_memory_while_nobody_reads_it(temporary_files):
    with door(an_app()) as port, socket.create_connection(("127.0.0.1", port)) as slow:
        slow.sendall(b"GET /5000000 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        threading.Event().wait(0.3)
        assert ask(port, b"GET /7 HTTP/1.0\r\n\r\n").endswith(b"xxxxxxx")
        read = b"".join(iter(lambda: slow.recv(1 << 16), b""))
    assert read.partition(b"\r\n\r\n")[2] == b"x" * 5_000_000
    assert temporary_files == []


def test_without_the_door_s_own_buffers_these_would_be_files(temporary_files, monkeypatch):
    """The test's own eyes: the web server's and the framework's buffers are noticed."""
    monkeypatch.setattr("academy.web.listening._Body", None)
    monkeypatch.setattr("academy.web.listening._Parser.parse_header", _as_waitress)
    monkeypatch.setattr("academy.web.listening.sys.maxsize", 2**20)
    with door(an_app()) as port:
        ask(port, posted(b"x" * (SMALL.body + 1)))
        ask(port, b"GET /5000000 HTTP/1.0\r\n\r\n")
    app = an_app()
    app.request_class = Flask.request_class
    app.test_client().post("/", data=FILE, content_type="multipart/form-data; boundary=e")
    assert len(temporary_files) == 3


def _as_waitress(parser, header_plus: bytes) -> None:
    from waitress.parser import HTTPRequestParser

    HTTPRequestParser.parse_header(parser, header_plus)


# what a door leaves to the one that comes next


HALF, OTHER_HALF = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n12", b"34"


def next_door(left: list[int]) -> Door:
    """As another process would open it, which has the sockets by their numbers."""
    numbers = map(os.dup, left)
    return Door(an_app(), "127.0.0.1", 0, SMALL, [socket.socket(fileno=one) for one in numbers])


def has_heard_half(door: Door) -> bool:
    """Whether the first half of a request has come; the answer before it may not be done with."""
    return any(one.request is not None for one in door._server.active_channels.values())


def soon(seconds: float) -> float:
    return time.monotonic() + seconds


def is_answered(connection: socket.socket) -> bool:
    """Whether a whole answer comes: the length of the body that was sent."""
    connection.settimeout(PATIENCE)
    told = b""
    while not told.endswith(b"\r\n\r\n4"):
        if not (more := connection.recv(1 << 16)):
            return False
        told += more
    return told.startswith(b"HTTP/1.1 200 OK")


@pytest.fixture
def resting():
    """A door, and connections to it: one that has said nothing, one that was answered before."""
    first = Door(an_app(), "127.0.0.1", 0, SMALL)
    silent, known = (socket.create_connection(("127.0.0.1", first.port)) for _ in range(2))
    known.sendall(HALF + OTHER_HALF)
    assert is_answered(known)
    with silent, known:
        yield first, silent, known
    first.close()
    first._server.trigger.close()
    for one in (first._server, *first._server.active_channels.values()):
        one.socket.close()


def test_whoever_is_connected_and_asks_too_late_is_answered_by_the_next_door(resting):
    first, silent, known = resting
    first.rest()
    silent.sendall(HALF + OTHER_HALF)
    second = next_door(first.leave(soon(PATIENCE)))
    known.sendall(HALF + OTHER_HALF)
    later = socket.create_connection(("127.0.0.1", second.port))
    later.sendall(HALF + OTHER_HALF)
    assert all(map(is_answered, (silent, known, later)))
    later.close()
    second.close()


def test_a_request_that_has_begun_is_waited_for_and_answered_by_the_door_that_heard_it(resting):
    first, silent, _ = resting
    silent.sendall(HALF)
    until(lambda: has_heard_half(first))
    first.rest()
    left: list[list[int]] = []
    leaving = threading.Thread(target=lambda: left.append(first.leave(soon(PATIENCE))))
    leaving.start()
    silent.sendall(OTHER_HALF)
    assert is_answered(silent)
    leaving.join()
    assert len(left[0]) == 3  # it listens, and both may ask again
    second = next_door(left[0])
    silent.sendall(HALF + OTHER_HALF)
    assert is_answered(silent)
    second.close()


def test_who_sends_half_a_request_holds_nobody_up_for_long_and_is_not_passed_on(resting):
    first, silent, known = resting
    silent.sendall(HALF)
    until(lambda: has_heard_half(first))
    first.rest()
    second = next_door(first.leave(soon(0.1)))
    known.sendall(HALF + OTHER_HALF)
    assert is_answered(known)
    silent.sendall(OTHER_HALF)
    silent.settimeout(0.3)
    with pytest.raises(TimeoutError):  # in another process, its end would have closed it
        silent.recv(1)
    second.close()


def test_who_has_gone_meanwhile_is_not_missed(resting):
    first, silent, known = resting
    first.rest()
    silent.close()
    second = next_door(first.leave(soon(PATIENCE)))
    known.sendall(HALF + OTHER_HALF)
    assert is_answered(known)
    second.close()


def test_only_so_many_large_bodies_are_kept_at_once():
    from academy.web.listening import LARGE_AT_ONCE, _Body

    kept = [_Body(10, 100) for _ in range(LARGE_AT_ONCE + 1)]
    for body in kept:
        body.append(b"x" * 50)
    assert [len(body.getfile().read()) for body in kept] == [50] * LARGE_AT_ONCE + [0]
    kept[0].close()
    another = _Body(10, 100)
    another.append(b"x" * 50)
    assert another.getfile().read() == b"x" * 50
    another.append(b"x" * 51)
    assert (len(another), another.getfile().read()) == (101, b"")


def test_only_the_address_that_says_so_takes_a_large_body():
    app = an_app()
    app.config["MAX_CONTENT_LENGTH"] = 2 * SMALL.body
    limits = Limits(threads=4, places=40, body=SMALL.body, large=("/", 2 * SMALL.body))
    large = b"x" * (SMALL.body + 1)
    with door(app, limits) as port:
        assert ask(port, posted(large)).endswith(str(len(large)).encode())
        other = posted(large).replace(b"POST / ", b"POST /?x ", 1)
        assert ask(port, other).endswith(str(len(large)).encode())
        elsewhere = posted(large).replace(b"POST / ", b"POST /x ", 1)
        assert not ask(port, elsewhere).endswith(str(len(large)).encode())


def test_what_is_too_large_is_dropped_while_it_comes_and_still_answered(temporary_files):
    from academy.web.listening import _Body

    body = _Body(10)
    for _ in range(5):
        body.append(b"xxxx")
    assert (len(body), body.getfile().read()) == (20, b"")
    with door(an_app()) as port:
        assert ask(port, posted(b"x" * (SMALL.body + 1))).startswith(b"HTTP/1.1 413")
        assert ask(port, posted(b"x" * SMALL.body)).endswith(str(SMALL.body).encode())
    assert temporary_files == []


def test_every_door_keeps_as_much_as_its_app_takes_and_not_more_than_memory_has(tmp_path):
    from academy.config import Config
    from academy.data import data_folder
    from academy.web.shared.house import House

    house = House(Config(tmp_path / "laptop", data_folder("courses")))
    centre = House(Config(tmp_path / "central", data_folder("courses"), central=True))
    for app, limits in (
        (serve._lan_app(house), serve.LAN),
        (serve._lan_app(centre), serve.SYNC),
        (serve._staff_app(house), serve.STAFF),
    ):
        assert app.config["MAX_CONTENT_LENGTH"] == limits.body
        assert limits.body * limits.places <= 100 * 2**20


def test_a_door_waits_quietly_while_an_answer_is_being_sent(monkeypatch):
    """By the thread that made it. To look for it over and over took half of the processor."""
    sending, go_on, looks = threading.Event(), threading.Event(), []
    send, writable = _Channel.send, _Channel.writable

    def slowly(self, *args, **named):
        sending.set()
        go_on.wait(PATIENCE)
        return send(self, *args, **named)

    def counted(self):
        looks.append(self)
        return writable(self)

    monkeypatch.setattr(_Channel, "send", slowly)
    monkeypatch.setattr(_Channel, "writable", counted)
    with (
        door(an_app()) as port,
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as phone,
    ):
        phone.sendall(b"GET /5 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert sending.wait(PATIENCE)
        looks.clear()
        with socket.create_connection(("127.0.0.1", port)):  # the door looks round
            threading.Event().wait(0.1)
        seen = len(looks)
        go_on.set()
        answer = b"".join(iter(lambda: phone.recv(1 << 16), b""))
    assert seen < 20
    assert answer.endswith(b"xxxxx")


def test_an_answer_in_many_parts_reaches_whoever_is_slow_to_take_it():
    parts, each = 24, 2**20

    def app(_environ, start):
        start("200 OK", [("Content-Length", str(parts * each))])
        return (b"x" * each for _ in range(parts))

    with (
        door(app) as port,
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as phone,
    ):
        phone.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        threading.Event().wait(0.1)
        came = sum(len(part) for part in iter(lambda: phone.recv(1 << 20), b""))
    assert came > parts * each

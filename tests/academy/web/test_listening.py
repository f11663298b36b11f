"""A door keeps what passes through it in memory, and nothing of it on the disk."""

import contextlib
import socket
import tempfile
import threading
from collections.abc import Iterator

import pytest
from flask import Flask, request

from academy.web import serve
from academy.web.listening import Door, Limits, _Channel
from academy.web.shared import security

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
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
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
        go_on.wait(10)
        return send(self, *args, **named)

    def counted(self):
        looks.append(self)
        return writable(self)

    monkeypatch.setattr(_Channel, "send", slowly)
    monkeypatch.setattr(_Channel, "writable", counted)
    with (
        door(an_app()) as port,
        socket.create_connection(("127.0.0.1", port), timeout=20) as phone,
    ):
        phone.sendall(b"GET /5 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        assert sending.wait(10)
        looks.clear()
        with socket.create_connection(("127.0.0.1", port), timeout=20):  # the door looks round
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
        socket.create_connection(("127.0.0.1", port), timeout=20) as phone,
    ):
        phone.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        threading.Event().wait(0.1)
        came = sum(len(part) for part in iter(lambda: phone.recv(1 << 20), b""))
    assert came > parts * each

"""Every parser of bytes from outside, with honest inputs and the one error it may raise.

`Target.run` takes any bytes. Whatever it raises beside `allowed` is a fault.
"""

import contextlib
import functools
import hashlib
import io
import json
import socket
import tempfile
import threading
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from academy import manuals, roster, sheets
from academy.errors import AcademyError
from academy.manuals import bare, writing
from academy.printing import codes
from sync import bundle, cards, central, entries, harmless, keys, parts, payload, strict
from sync.client import Address
from sync.entries import Have
from sync.errors import BundleError, ChainError, ExchangeError, SyncError
from sync.exchange import with_address, with_folder
from sync.keys import DeviceKey
from sync.replica import give, take
from sync.spool import Spool
from tests.academy.manuals.files import docx, p, png
from tests.sync.simulator import Simulated, befriend

# Always the same, so that an input which slipped can be kept.
LAPTOP, OFFICE = DeviceKey(bytes(range(32))), DeviceKey(bytes(range(1, 33)))


@dataclass(frozen=True)
class Target:
    """`share` is how much of a test's mutations it gets: 1 for quick ones."""

    name: str
    run: Callable[[bytes], object]
    seeds: list[bytes]
    allowed: tuple[type[Exception], ...]
    share: float = 1.0


@contextlib.contextmanager
def all_targets() -> Iterator[list[Target]]:
    """Every target, over devices, a stick and a line of this run's own."""
    with contextlib.ExitStack() as stack:
        laptop, office = Simulated(LAPTOP), Simulated(OFFICE)
        stack.callback(laptop.close)
        stack.callback(office.close)
        befriend(laptop, office)
        laptop.write(3, '{"p":"0123456789abcdef0123456789abcdef","n":1}')
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        line = stack.enter_context(answering())
        yield [
            *small(laptop),
            *bundles(laptop, office),
            *in_parts(laptop, office, folder),
            *places(laptop, office, folder, line),
            *lists(),
            *books(),
        ]


def small(laptop: Simulated) -> list[Target]:
    """What is one line."""
    card = cards.write(laptop.key, "Laptop", "device").encode()
    tips = json.dumps(payload.have_to_json(laptop.log.have())).encode()
    receipt = bundle.make_receipt(laptop.key, laptop.device, "0" * 32, laptop.log.have())[0]
    header = next(iter(laptop.log.since({}))).header.encode()

    def said(data: bytes) -> None:
        text = data.decode("utf-8", "surrogateescape")
        bundle.check_receipt(laptop.device, text, laptop.key.sign("receipt/1", data))

    def shown(data: bytes) -> None:
        line = harmless.line(data.decode("utf-8", "surrogateescape"))
        assert len(line) <= harmless.MAX_NAME
        assert line.encode().decode().isprintable()

    return [
        Target("card", cards.read, [card], (ExchangeError,)),
        Target("signed card", functools.partial(_signed_card, laptop), [card], (ExchangeError,)),
        Target("json", _read, [card, tips, receipt.encode()], (strict.Malformed,)),
        Target("name", shown, [b"Laptop", "\u202eX\x1b[2K".encode()], ()),
        Target("receipt", said, [receipt.encode()], (BundleError,)),
        Target("entry's header", _header, [header], (ChainError,)),
        Target("entry's body", _body, [b'{"p":"0123456789abcdef","n":[1]}'], (ChainError,)),
        Target("certificate's code", _code, [b"ABCD-EFGH-JKMN"], (AcademyError,)),
    ]


def _signed_card(laptop: Simulated, data: bytes) -> None:
    """A card of anything, rightly signed."""
    try:
        card = json.loads(data)
        said = json.dumps([card["device"], card["name"], card["role"]]).encode()
        card["signature"] = laptop.key.sign("card/1", said).hex()
        data = json.dumps(card).encode()
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    read = cards.read(data)
    assert read.name == harmless.line(read.name)


def _read(data: bytes) -> None:
    strict.read(data, most=4_096, parts=100)


def _header(data: bytes) -> None:
    entries.check(entries.parse(data.decode("utf-8", "surrogateescape")))


def _body(data: bytes) -> None:
    entries.check_body(data.decode("utf-8", "surrogateescape"))


def _code(data: bytes) -> None:
    codes.display(codes.normalise(data.decode("utf-8", "surrogateescape")))


def bundles(laptop: Simulated, office: Simulated) -> list[Target]:
    """What is sealed, as whoever holds a trusted key could seal it."""
    given = give(laptop, office.device, Have({}, {})).data
    inner = office.key.unseal(given)
    end = inner.index(b"\n")
    manifest = json.loads(inner[:end])
    packed = inner[end + 65 : end + 65 + manifest["packed"]]
    inside = zlib.decompress(packed)

    def sealed(line: bytes, packed: bytes) -> bytes:
        signature = laptop.key.sign("bundle/1", line)
        return keys.seal(office.device, line + b"\n" + signature + packed)

    right = b'"size":%d,"packed":%d,"sha256":"%s"' % (
        len(inside), len(packed), hashlib.sha256(packed).hexdigest().encode()
    )  # fmt: skip

    def by_manifest(data: bytes) -> None:
        take(office, sealed(data.replace(b'"right":0', right), packed))

    def by_stranger(data: bytes) -> None:
        stranger = DeviceKey.generate()
        line = data.replace(laptop.device.encode(), stranger.device.encode())
        signed = line + b"\n" + stranger.sign("bundle/1", line)
        take(office, keys.seal(office.device, signed + packed))

    def by_payload(data: bytes) -> None:
        squeezed = zlib.compress(data, 1)
        digest = hashlib.sha256(squeezed).hexdigest()
        sizes = {"size": len(data), "packed": len(squeezed), "sha256": digest}
        take(office, sealed(json.dumps(manifest | sizes).encode(), squeezed))

    def by_packed(data: bytes) -> None:
        sizes = {"packed": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        take(office, sealed(json.dumps(manifest | sizes).encode(), data))

    return [
        Target("sealed", functools.partial(take, office), [given], (SyncError,)),
        Target("manifest", by_manifest, [inner[:end]], (SyncError,)),
        Target("stranger's manifest", by_stranger, [inner[:end]], (SyncError,), 0.3),
        Target("packed", by_packed, [packed], (SyncError,)),
        Target("payload", by_payload, [inside], (SyncError,)),
        Target("payload alone", payload.decode, [inside], (BundleError, ChainError)),
    ]


def in_parts(laptop: Simulated, office: Simulated, folder: Path) -> list[Target]:
    """What comes to central in parts, signed by whoever holds a trusted key, and not."""
    given = give(laptop, office.device, Have({}, {})).data
    announcement = parts.announce(laptop.key, office.device, given)
    line = office.key.unseal(announcement).partition(b"\n")[0]
    spool = Spool(folder / "spool")
    slot, _ = spool.announce(office, announcement)

    def announced(data: bytes) -> None:
        spool.announce(office, data)

    def by_announcement(data: bytes) -> None:
        signed = data + b"\n" + laptop.key.sign("parts/1", data)
        spool.announce(office, keys.seal(office.device, signed))

    def by_part(data: bytes) -> None:
        parts.check(laptop.device, slot, 0, data)

    def committed(data: bytes) -> None:
        sealed = parts.announce(laptop.key, office.device, data)
        mine, offset = spool.announce(office, sealed)
        if data[offset:]:
            spool.put(mine, offset, parts.sign(laptop.key, mine, offset, data[offset:]))
        spool.commit(office, mine)

    return [
        Target("announcement", announced, [announcement], (SyncError,), 0.5),
        Target("signed announcement", by_announcement, [line], (SyncError,), 0.5),
        Target("part", by_part, [parts.sign(laptop.key, slot, 0, given)], (ExchangeError,)),
        Target("bundle in parts", committed, [given], (SyncError,), 0.2),
    ]


def places(laptop: Simulated, office: Simulated, folder: Path, line: "Line") -> list[Target]:
    """What lies on a stick or answers at an address: an outcome, whatever it is."""
    given = give(laptop, office.device, Have({}, {})).data
    card = cards.write(laptop.key, "Laptop", "device").encode()
    office_card = central.card(office, "Office").encode()
    spoken = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(office_card), office_card)
    moved = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n"

    def on_a_stick(data: bytes) -> None:
        for name in ("0123456789abcdef", "0123456789abcdef.card"):
            (folder / name).write_bytes(data)
        with_folder(office, folder, role="central")

    def at_an_address(data: bytes) -> None:
        line.says = data
        with_address(laptop, line.address, timeout=1)

    def a_code(data: bytes) -> None:
        line.says = b"HTTP/1.1 409 No\r\nContent-Length: %d\r\n\r\n%s" % (len(data), data)
        Address(line.address, 1).send(b"x", laptop.key, office.device)

    return [
        Target("stick", on_a_stick, [given, card], (), 0.2),
        Target("answer", at_an_address, [spoken, moved], (), 0.2),
        Target("code in an answer", a_code, [b'{"code":"gap"}'], (ExchangeError,), 0.2),
    ]


def lists() -> list[Target]:
    """A list of people. A spreadsheet is read in a child; here is what stands around it."""
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
    plain = 'alias;country;team\nBlue Heron;KE;North\n"É\ntoile";CI;Coast\n'

    def opened(data: bytes) -> None:
        source = roster.opened(data)
        roster.read(source, roster.guessed(source))

    def believed(data: bytes) -> None:
        sheets._believed(data, 100)

    return [
        Target(
            "list",
            opened,
            [plain.encode(), plain.encode("utf-16"), plain.encode("cp1252"), b"sep=;\na;b\n"],
            (AcademyError,),
        ),
        Target("spreadsheet", opened, [book.getvalue()], (AcademyError,), 0.01),
        Target(
            "child's answer",
            believed,
            [b'[{"name":"A","rows":[["alias"],["Nova"]],"hidden":[2]}]'],
            (AcademyError,),
        ),
    ]


def books() -> list[Target]:
    """A manual of Word. It is read in a child too; here is what stands around it, and pictures."""
    html = (
        b"<h1>A</h1><p class='title'>B<img src='picture:0' alt='c'></p><ul><li>d<ol><li>e</ol></ul>"
    )

    def written(data: bytes) -> None:
        said = writing.written(data.decode("utf-8", "replace"), {0: "picture-1.png"})
        assert "<" not in said.replace("\\<", "")

    return [
        Target(
            "manual",
            lambda data: manuals.read(data, 1_000),
            [docx(p("Words."))],
            (AcademyError,),
            0.01,
        ),
        Target("what a manual's child says", manuals._believed,
               [b'{"html":"<p>a","pictures":["AAAA"],"told":["names"]}'], (AcademyError,)),
        Target("a manual's words", written, [html], (AcademyError,)),
        Target("picture", bare.bare, [png()], ()),
    ]  # fmt: skip


class Line:
    """Somebody at an address who says whatever they are told to, to every request."""

    def __init__(self) -> None:
        self.says = b""
        self.pause = 0.0
        self.heard: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self._socket.accept()
                with caller, contextlib.suppress(OSError):
                    caller.settimeout(1)
                    self.heard.append(caller.recv(1 << 16))
                    for at in range(0, len(self.says), 10 if self.pause else 1 << 20):
                        caller.sendall(self.says[at : at + (10 if self.pause else 1 << 20)])
                        time.sleep(self.pause)
                    caller.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@contextlib.contextmanager
def answering() -> Iterator[Line]:
    line = Line()
    try:
        yield line
    finally:
        line.close()


def tried(target: Target, data: bytes) -> Any:
    """None, or what was raised that may not be."""
    try:
        target.run(data)
    except target.allowed:
        return None
    except Exception as fault:  # noqa: BLE001 - any other is what we look for
        return fault
    return None

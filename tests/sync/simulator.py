"""Devices to test with: a replica on SQLite in memory, a stick, and a central that answers HTTP."""

import contextlib
import json
import random
import sqlite3
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from sync import central
from sync.errors import SyncError
from sync.keys import DeviceKey
from sync.log import Log
from sync.peers import Peers
from sync.replica import give, take

KIND = "thing.happened"


class Simulated:
    """A replica: one connection, one lock, every change in one transaction."""

    def __init__(self, key=None, reads=None):
        self.connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self.connection.execute("PRAGMA foreign_keys=ON")
        self.log = Log(self.connection, key or DeviceKey.generate())
        self.peers = Peers(self.connection)
        self.reads = reads
        self._lock = threading.RLock()

    @property
    def key(self):
        return self.log.key

    @property
    def device(self):
        return self.key.device

    @contextlib.contextmanager
    def reading(self):
        with self._lock:
            yield self.log, self.peers

    def writing(self, change):
        with self._lock:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                result = change(self.log, self.peers)
                self.log.settle(self.peers.trusted())
            except BaseException:
                self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")
            return result

    def may_read(self, device):
        return None if self.reads is None else self.reads(device)

    def write(self, count=1, body=None, kind=KIND):
        def change(log, _):
            return [
                log.append(kind, body or json.dumps({"n": random.randrange(10**9)}))
                for _ in range(count)
            ]

        return self.writing(change)

    def trust(self, other, role="device"):
        def change(_, peers):
            peers.meet(other.device, "", role)
            peers.trust(other.device)

        self.writing(change)

    def copy(self):
        """Return this device as restored from a backup made now: same key, same tables."""
        twin = Simulated(self.key, self.reads)
        twin.connection.close()
        twin.connection = sqlite3.connect(
            ":memory:",
            isolation_level=None,
            check_same_thread=False,
        )
        self.connection.backup(twin.connection)
        twin.connection.execute("PRAGMA foreign_keys=ON")
        twin.log = Log(twin.connection, self.key)
        twin.peers = Peers(twin.connection)
        return twin

    def standing(self):
        """Return what must be the same on every device once they have converged."""
        with self.reading() as (log, _):
            return (log.tips(), {entry.id for entry in log.since({})}, log.erased())

    def digest(self):
        """Return everything stored, to show that a refusal changed nothing."""
        return list(self.connection.iterdump())

    def close(self):
        self.connection.close()


def befriend(laptop, other):
    """Make `other` the trusted central of a trusted `laptop`."""
    laptop.trust(other, "central")
    other.trust(laptop)


class Post:
    """A way for bundles to travel that loses, doubles, cuts and reorders them."""

    def __init__(self, seed, trouble):
        self.random = random.Random(seed)
        self.trouble = trouble
        self.bags = []

    def exchange(self, one, two):
        """Let `one` write to `two`, then deliver some of what is under way."""
        with one.reading() as (_, peers):
            have = peers.get(two.device).have
        self.bags.append((two, give(one, two.device, have).data))
        if self.random.random() < self.trouble:
            self.random.shuffle(self.bags)
        while self.bags and self.random.random() < 0.8:
            receiver, data = self.bags.pop()
            if self.random.random() < self.trouble:
                continue
            if self.random.random() < self.trouble:
                self.bags.insert(0, (receiver, data))
            if self.random.random() < self.trouble:
                data = data[: self.random.randrange(len(data))]
            with contextlib.suppress(SyncError):
                take(receiver, data)


@contextlib.contextmanager
def serving(replica, spool, hook=None):  # noqa: C901 – one small handler, kept in sight
    """Serve `replica` as central on a loopback port; yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self, work):
            length = int(self.headers.get("Content-Length") or 0)
            data = self.rfile.read(length)
            try:
                if hook:
                    hook(self.command, self.path)
                status, body = 200, work(data)
            except SyncError as error:
                status = central.status(error.code)
                body = json.dumps({"code": error.code}).encode()
            except ConnectionAbortedError:
                self.close_connection = True
                return
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def part(self):
            return urlsplit(self.path).path.rsplit("/", 1)[1]

        def do_GET(self):
            self.answer(lambda _: central.card(replica, "Centre").encode())

        def do_PUT(self):
            offset = int(parse_qs(urlsplit(self.path).query)["offset"][0])
            self.answer(lambda data: said(offset=spool.put(self.part(), offset, data)))

        def do_POST(self):
            if self.path == "/sync/1/bundles":
                self.answer(lambda data: central.receive(replica, data))
            elif self.path == "/sync/1/parts":
                self.answer(lambda data: placed(*spool.announce(replica, data)))
            else:
                self.answer(lambda _: spool.commit(replica, self.part()))

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def placed(slot, offset):
    return said(slot=slot, offset=offset)


def said(**values):
    return json.dumps(values).encode()

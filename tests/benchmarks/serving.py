"""A class on the Wi-Fi: pages per second, fifty arriving at once, fifty answering at once.

The reference stands beside each: a bare one-line Flask view on the same server with the same
number of threads, and for writes a raw SQLite insert with the same promises, one commit each.
"""

import logging
import os
import re
import sqlite3
import threading
import time
import urllib.parse
from http.cookies import SimpleCookie
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import flask
import waitress

from academy import actions, rules
from academy.config import Config
from academy.data import data_folder
from academy.projections import workshops
from academy.web import serve
from tests.benchmarks import load
from tests.benchmarks.starting import memory

PASSPHRASE = "river lamp stone cloud seven"
PORT, STAFF_PORT, BARE_PORT = 8720, 8721, 8722
PHONES = 50
THREADS = serve.LAN.threads
LESSON = "/courses/advocacy/what-advocacy-is/"


def main() -> None:
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    bare = reference()
    with TemporaryDirectory() as folder:
        running = serve.start(
            Config(Path(folder), data_folder("courses"), lan_port=PORT, staff_port=STAFF_PORT)
        )
        cookies = arrive(running.house)
        for name, path, cookie in (
            ("front page", "/", ""),
            ("lesson", LESSON, ""),
            ("home of somebody signed in", "/", cookies[0]),
        ):
            told = load.apart(PORT, [[load.get(path, cookie=cookie)]] * PHONES, 30)
            print(
                f"{name:42}{told['per_second']:9.0f} /s  p99 {told['p99'] * 1000:5.0f} ms"
                f"  (bare Flask {bare:.0f} /s, ratio {told['per_second'] / bare:.2f}; target 0.5)"
            )
        rush(cookies)
        answers(cookies, folder)
        print(f"{'memory under load':42}{memory(os.getpid()):9.0f} MB  (target 150)")
        running.close()


def reference() -> float:
    """Pages per second of a bare Flask view on the same server."""
    app = flask.Flask("bare")
    app.add_url_rule("/", view_func=lambda: "Hello")
    server = waitress.create_server(
        app, host="127.0.0.1", port=BARE_PORT, threads=serve.LAN.threads
    )
    threading.Thread(target=server.run, daemon=True).start()
    told = load.apart(BARE_PORT, [[load.get("/")]] * PHONES, 60)
    server.close()
    return told["per_second"]


def arrive(house) -> list[str]:
    """Set up a workshop, open its door and have everybody join over HTTP; their cookies."""
    store = house.set_up(PASSPHRASE)
    workshop = actions.plan_workshop(
        store,
        title="Week",
        level="regional",
        country="KE",
        starts="2017-04-24",
        ends="2017-04-28",
        shape=rules.shape("five"),
    )
    door = f"door:{workshop}"
    house.codes.open(door)
    house.codes.open(workshops.sessions(store.tables(), workshop)[0]["session"])
    started = time.perf_counter()
    cookies = [join(house.codes.shown(door).secret, f"Phone {n}") for n in range(PHONES)]
    took = time.perf_counter() - started
    print(f"{'people joining, one after the other':42}{PHONES / took:9.0f} /s")
    return cookies


def join(code: str, alias: str) -> str:
    """Join as a phone does: open the form, send it."""
    cookie, token = open_form(f"/join/{code}")
    form = urllib.parse.urlencode({"csrf_token": token, "alias": alias})
    head, _ = ask(load.post("/join", form, cookie=cookie))
    return cookie_of(head) or cookie


def open_form(path: str, cookie: str = "") -> tuple[str, str]:
    """A form's cookie and token."""
    head, body = ask(load.get(path, cookie=cookie).replace("Accept-Encoding: gzip\r\n", ""))
    found = re.search(r'name="csrf_token" value="([^"]+)"', body)
    return cookie_of(head) or cookie, found[1] if found else ""


def ask(request: str) -> tuple[str, str]:
    """One request on a connection of its own: head and body."""
    import socket

    with socket.create_connection(("127.0.0.1", PORT)) as connection:
        connection.sendall(request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", 1).encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    return head.decode("latin-1"), body.decode("utf-8", "replace")


def cookie_of(head: str) -> str:
    """The cookies an answer sets, as a phone sends them back."""
    lines = (line.partition(": ") for line in head.split("\r\n"))
    sent = [SimpleCookie(value) for name, _, value in lines if name.lower() == "set-cookie"]
    return "; ".join(f"{m.key}={m.value}" for one in sent for m in one.values() if m.value)


def rush(cookies: list[str]) -> None:
    """Everybody opens the home page and its style sheet in the same moment."""
    _, body = ask(load.get("/").replace("Accept-Encoding: gzip\r\n", ""))
    sheet = re.search(r'href="(/static/[^"]+)"', body)
    plans = [[load.get("/", cookie=c), load.get(sheet[1] if sheet else "/")] for c in cookies]
    told = load.apart(PORT, plans, 2)
    print(f"{'50 phones arrive, all have their home':42}{told['took']:9.2f} s  (target 0.5)")


def answers(cookies: list[str], folder: str) -> None:
    """Everybody answers quizzes; each answer is on the disk before it is acknowledged."""
    each = 20
    _, page = ask(load.get(LESSON).replace("Accept-Encoding: gzip\r\n", ""))
    chosen = dict.fromkeys(re.findall(r'type="radio" name="([^"]+)"', page), "1")
    plans = []
    for cookie in cookies:
        _, token = open_form(LESSON, cookie)
        forms = [{"csrf_token": token, "attempt": uuid4().hex, **chosen} for _ in range(each)]
        plans.append(
            [load.post(f"{LESSON}quiz", urllib.parse.urlencode(f), cookie=cookie) for f in forms]
        )
    told = load.apart(PORT, plans, each)
    plain = one_by_one(Path(folder) / "plain.db")
    print(
        f"{'50 writers, on disk before acknowledged':42}{told['per_second']:9.0f} /s "
        f" p99 {told['p99'] * 1000:5.0f} ms  (target 1,500 and 100;"
        f" raw SQLite, a commit each {plain:.0f} /s)"
    )


def one_by_one(path: Path) -> float:
    """Rows per second into plain SQLite with the same promises, a commit for each."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE t (id TEXT PRIMARY KEY, body TEXT)")
    started = time.perf_counter()
    for number in range(1000):
        connection.execute("INSERT INTO t VALUES (?, ?)", (str(number), "x" * 200))
    return 1000 / (time.perf_counter() - started)


if __name__ == "__main__":
    main()

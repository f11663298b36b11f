"""A class on the Wi-Fi: pages per second, fifty arriving at once, fifty answering at once.

The reference stands beside each: a bare one-line Flask view on the same server with the same
number of threads, and for writes a raw SQLite insert with the same promises, one commit each, alone
and behind a bare view. What a request costs the processor is counted inside the process that
serves, and says more than the pages per second of a machine that others use too.

Fifty who write and wait are answered within fifty times what one request takes the processor, as
one interpreter runs one of them at a time: 100 ms need 500 a second at the very least, and twice
that where a p99 is twice the middle. With both processors to themselves 50 write 440 to 680 times a
second (1.7 to 2.6 ms each, p99 160 to 240 ms) where the bare view writes 1,100 to 1,500 (0.7 to 0.9
ms, p99 65 to 97): 0.35 to 0.48 of it, and the goals are missed. Where others use the machine too it
was 1.4 ms beside 0.9, and p99 170 to 200 beside 210 to 260: threads that take the interpreter from
each other across two processors cost more than one processor's turns. Of a request the writer has
0.2 ms, the commit 0.04, and most is the form, its token and the session; the disk takes 9 to 13 ms
for each group of 24, the whole group 26 to 30. A turn for every request, given back while the disk
is waited for, was tried: 460 to 600 a second, where it was 470 to 540 in the same quarter of an
hour.

A home made anew costs the processor 1.6 to 1.7 ms alone in a process, where an empty page inside
Flask costs 0.04, and some 2.0 to 2.6 over HTTP. What it cost beyond that wasn't the page. The
door's own thread asked after an answer that was just being sent, over and over: 80 times an answer
with four phones, up to as much of the second processor as was free; now 1.5 times, and four phones'
homes cost 2.4 ms instead of 2.9, their ready lessons 0.17 instead of 0.24. And 32 threads took the
interpreter from each other at every question to the store, each with a connection of its own, which
costs 0.9 ms to open and 1.8 for the first page. So one is made at a time: with both processors to
themselves fifty phones have 335 to 405 homes a second at 2.5 to 3.1 ms, where four at a time gave
205 to 330 at 3.4 to 5.4, and all at once 175 at 7.5.

What is left is half Jinja, a quarter the store (17 questions, which were 25, of 20 µs) and an
eighth Flask's own about an answer. Tried, and left out: sentences compiled into the templates, an
environment a language (0.97 to 1.05 of the time, a megabyte a language); macros that are made once
for all pages (0.98); one semaphore instead of turns, which wakes who then finds it taken (1.2);
fewer connections than threads, handed on with each question (1.1). A page leaves some 390 objects
in rings, and to free them takes 0.12 to 0.19 ms whenever it is done; to leave what the start made
out of the looking (`gc.freeze`) spares 0.03.

Memory under load was 147 MB, then 132, and is 113 to 116. Of it the libraries are 52, what the
start makes 24, pages that are kept up to 16, what a name looks like 5, the store with its writer 4,
a connection to read by 0.25: there are some 20 after fifty wrote at once. At most eight of them,
for which others wait, were tried: 3 MB less and the same work, and a long question would be in a
page's way. What judged a passphrase on the day it was made took 13, and is a child's now. An arena
of glibc's for each thread kept 6, so all share two; what is free in those is given back when it is
calm (`academy.web.memory`), another 5 to 12. Larger pieces of their own (`M_MMAP_THRESHOLD`)
changed nothing. A home made anew costs the processor the same with all that, 2.8 ms in the mean of
twelve measurements with and twelve without.
"""

import logging
import os
import random
import re
import sqlite3
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import flask

from academy import actions, rules
from academy.config import Config
from academy.data import data_folder
from academy.projections import people, workshops
from academy.store import Store
from academy.web import serve
from academy.web.listening import Door
from academy.web.shared.ready import ReadyPages
from tests.benchmarks import load
from tests.benchmarks.starting import memory

PASSPHRASE = "river lamp stone cloud seven"
PORT, STAFF_PORT, BARE_PORT = 8720, 8721, 8722
PHONES = 50
THREADS = serve.LAN.threads
LESSON = "/courses/advocacy/what-advocacy-is/"


EACH = 40
WRITES = 10
"""Real writes a second while people look at their pages."""


def main() -> None:
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    bare, close = bare_view()
    with TemporaryDirectory() as folder:
        running = serve.start(
            Config(Path(folder), data_folder("courses"), lan_port=PORT, staff_port=STAFF_PORT)
        )
        cookies = arrive(running.house)
        running.warming.join()
        threading.Thread(target=running.wait, daemon=True).start()  # as the program does
        everybody = [[load.get("/", cookie=cookie)] for cookie in cookies]
        for name, plans in (
            ("front page", [[load.get("/")]] * PHONES),
            ("lesson", [[load.get(LESSON)]] * PHONES),
            ("lesson, signed in", [[load.get(LESSON, cookie=cookie)] for cookie in cookies]),
            ("home of each", everybody),
        ):
            line(name, measured(PORT, plans), bare())
        with writing(running.house.need_store()) as written:
            line(f"the same, {WRITES} writes a second", measured(PORT, everybody, 200), bare(200))
        print(f"{'':42}{written[0]:9.0f} were written meanwhile")
        anew(everybody, bare())
        rush(cookies)
        answers(cookies, folder)
        print(f"{'memory under load':42}{memory(os.getpid()):9.0f} MB  (target 120)")
        running.close()
    close()


def line(name: str, told: dict[str, float], bare: dict[str, float]) -> None:
    print(
        f"{name:42}{told['per_second']:9.0f} /s  p99 {told['p99'] * 1000:5.0f} ms,"
        f" {told['cost'] * 1e6:5.0f} µs of the processor  (bare Flask {bare['per_second']:.0f},"
        f" {bare['p99'] * 1000:.0f}, {bare['cost'] * 1e6:.0f}; ratio of the cost"
        f" {told['cost'] / bare['cost']:.2f}, target 1)"
    )


def measured(port: int, plans: list[list[str]], each: int = EACH) -> dict[str, float]:
    """Figures of so many requests of each phone, with what one costs this process."""
    spent = time.process_time()
    told = load.apart(port, plans, each)
    return {**told, "cost": (time.process_time() - spent) / (len(plans) * each)}


def bare_view() -> tuple[Callable[..., dict[str, float]], Callable[[], None]]:
    """A bare Flask view on the same server: measures it, and closes it."""
    app = flask.Flask("bare")
    app.add_url_rule("/", view_func=lambda: "Hello")
    door = Door(app, "127.0.0.1", BARE_PORT, serve.LAN)
    return lambda each=EACH: measured(BARE_PORT, [[load.get("/")]] * PHONES, each), door.close


@contextmanager
def writing(store: Store) -> Iterator[list[int]]:
    """Somebody finishes a quiz ten times a second; how often, at the end."""
    workshop = store.tables().value("SELECT workshop FROM workshops")
    ids = [row["person"] for row in people.people(store.tables(), workshop)]
    done, count = threading.Event(), [0]

    def write() -> None:
        while not done.wait(1 / WRITES):
            actions.answer_quiz(
                store, workshop=workshop, person=random.choice(ids), course="advocacy",
                lesson="what-advocacy-is", attempt=uuid4().hex, correct=1, of=3,
            )  # fmt: skip
            count[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    yield count
    done.set()
    writer.join()


def anew(plans: list[list[str]], bare: dict[str, float]) -> None:
    """The same pages, each made every time: what the room of ready pages spares."""
    with patch.object(ReadyPages, "_asked", lambda *_: None):
        line("home, made anew each time", measured(PORT, plans, 10), bare)


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
    print(f"{'50 phones arrive, all have their home':42}{told['took']:9.2f} s  (target 0.15)")


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
    told = measured(PORT, plans, each)
    plain, bare = one_by_one(Path(folder) / "plain.db"), bare_posts(Path(folder), plans, each)
    print(
        f"{'50 writers, on disk before acknowledged':42}{told['per_second']:9.0f} /s "
        f" p99 {told['p99'] * 1000:5.0f} ms, {told['cost'] * 1e6:5.0f} µs  (bare Flask, a commit"
        f" each {bare['per_second']:.0f} /s, {bare['p99'] * 1000:.0f}, {bare['cost'] * 1e6:.0f};"
        f" ratio of pages {told['per_second'] / bare['per_second']:.2f}, target 0.6; raw SQLite, a"
        f" commit each {plain:.0f} /s)"
    )


def bare_posts(folder: Path, plans: list[list[str]], each: int) -> dict[str, float]:
    """The same forms to a bare view that puts one row into SQLite, a commit each."""
    connection = table(folder / "bare.db", check_same_thread=False)
    alone = threading.Lock()

    def take(path: str) -> Any:
        with alone:
            connection.execute("INSERT INTO t VALUES (?, ?)", (uuid4().hex, "x" * 200))
        return flask.redirect("/", 303)

    app = flask.Flask("bare")
    app.add_url_rule("/<path:path>", view_func=take, methods=["POST"])
    door = Door(app, "127.0.0.1", BARE_PORT + 1, serve.LAN)
    told = measured(BARE_PORT + 1, plans, each)
    door.close()
    connection.close()
    return told


def one_by_one(path: Path) -> float:
    """Rows per second into plain SQLite with the same promises, a commit for each."""
    connection = table(path)
    started = time.perf_counter()
    for number in range(1000):
        connection.execute("INSERT INTO t VALUES (?, ?)", (str(number), "x" * 200))
    return 1000 / (time.perf_counter() - started)


def table(path: Path, **how: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, **how)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE t (id TEXT PRIMARY KEY, body TEXT)")
    return connection


if __name__ == "__main__":
    main()

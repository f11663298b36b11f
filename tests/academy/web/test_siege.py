"""A full room is served while somebody holds the door's connections and asks for nothing."""

import contextlib
import socket

import pytest

from academy.web import listening
from academy.web.listening import Door, Limits
from academy.web.places import Doing, Place, to_give_up
from tests.academy.web import siege
from tests.academy.web.test_listening import an_app, ask, door
from tests.patience import PATIENCE, until

ROOM = Limits(threads=8, places=500, body=2**16)
PHONES, PAGES = 200, 3


@pytest.mark.parametrize("addresses", [1, 200], ids=["one address", "many addresses"])
@pytest.mark.parametrize("said", siege.KINDS.values(), ids=siege.KINDS.keys())
def test_two_hundred_phones_behind_one_address_are_all_served(said, addresses):
    """450 and more used to stop the door: whoever came later waited until they let go."""
    with door(an_app(), ROOM) as port, siege.attack(port, 450, said, addresses) as attacker:
        took, wrong = siege.room(PHONES, lambda: siege.phone(port, PAGES, "/2000"))
        assert attacker.opened >= 450
    assert wrong == []
    assert len(took) == PHONES * PAGES


def test_the_attackers_may_have_the_phones_own_address():
    with door(an_app(), ROOM) as port, siege.attack(port, 450, siege.HALF_A_HEAD):
        took, wrong = siege.room(
            PHONES, lambda: siege.phone(port, PAGES, "/2000", address="127.0.0.2")
        )
    assert wrong == []
    assert len(took) == PHONES * PAGES


def test_without_making_room_the_door_is_stopped(monkeypatch):
    """The test's own eyes."""
    monkeypatch.setattr(listening._Server, "_make_room", lambda *_args: None)
    limits = Limits(threads=4, places=30, body=100)
    with (
        door(an_app(), limits) as port,
        siege.attack(port, 300, b""),
        socket.create_connection(("127.0.0.1", port), timeout=2) as late,
    ):
        late.sendall(b"GET /5 HTTP/1.0\r\n\r\n")
        with pytest.raises(TimeoutError):
            late.recv(100)


def test_what_drips_or_sleeps_is_closed_in_time(monkeypatch):
    for name in ("HEAD", "BODY", "FETCH", "IDLE"):
        monkeypatch.setattr(f"academy.web.places.{name}", 0.5)
    sent = {
        "nothing said": b"",
        "half a head": siege.HALF_A_HEAD,
        "half a body": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000\r\n\r\nx",
        "asked once, then nothing": b"GET /5 HTTP/1.1\r\nHost: a\r\n\r\n",
    }
    with door(an_app(), ROOM) as port:
        held = {name: socket.create_connection(("127.0.0.1", port), PATIENCE) for name in sent}
        for name, connection in held.items():
            connection.sendall(sent[name])
        for connection in held.values():
            while connection.recv(1000):
                pass  # it ends, or the test does by its time-out
            connection.close()


def test_an_answer_that_nobody_fetches_is_given_up(monkeypatch):
    monkeypatch.setattr("academy.web.places.FETCH", 0.5)
    with (
        contextlib.closing(Door(an_app(), "127.0.0.1", 0, ROOM)) as opened,
        socket.create_connection(("127.0.0.1", opened.port), PATIENCE) as slow,
    ):
        slow.sendall(b"GET /9000000 HTTP/1.1\r\nHost: a\r\n\r\n")
        until(lambda: opened._server.active_channels)
        until(lambda: not opened._server.active_channels)
        assert fetched(slow, 9_000_000) < 9_000_000


def test_answers_that_wait_have_a_limit_in_all(monkeypatch):
    monkeypatch.setattr(listening, "MOST_WAITING", 6_000_000)
    with contextlib.closing(Door(an_app(), "127.0.0.1", 0, ROOM)) as opened:
        address = ("127.0.0.1", opened.port)
        slow = [socket.create_connection(address, PATIENCE) for _ in range(5)]
        for connection in slow:
            connection.sendall(b"GET /9000000 HTTP/1.1\r\nHost: a\r\n\r\n")
        assert ask(opened.port, b"GET /5 HTTP/1.0\r\n\r\n").endswith(b"xxxxx")  # all have come
        until(lambda: len(opened._server.active_channels) <= 1)
        sizes = [fetched(connection, 9_000_000) for connection in slow]
        for connection in slow:
            connection.close()
    assert len([size for size in sizes if size < 9_000_000]) >= 4


def fetched(connection: socket.socket, most: int) -> int:
    """How many bytes still come, until the end or a reset."""
    size = 0
    with contextlib.suppress(OSError):
        while size < most and (more := connection.recv(1 << 16)):
            size += len(more)
    return size


OLD = Place("10.0.0.9", asking=30.0)
NEW = Place("10.0.0.1", asking=0.1)
IDLE = Place("10.0.0.1", still=20.0)
WORKING = Place("10.0.0.1", working=True)
IGNORED = Place("10.0.0.1", pending=5000, still=9.0)
FETCHING = Place("10.0.0.1", pending=5000, still=0.1)


def test_what_helps_nobody_is_given_up_first_and_work_never():
    places = dict(enumerate([WORKING, NEW, IDLE, FETCHING, IGNORED, OLD]))
    assert to_give_up(places.items(), 3) == [5, 4, 2]
    assert set(to_give_up(places.items(), 9)) == {1, 2, 3, 4, 5}
    assert WORKING.doing is Doing.ANSWERED


def test_the_address_that_holds_most_gives_first():
    greedy = [Place("10.0.0.9", still=1.0)] * 20
    modest = [Place(f"10.0.0.{number}", still=50.0) for number in range(8)]
    given = to_give_up(enumerate([*modest, *greedy]), 12)
    assert min(given) >= len(modest)


def test_half_requests_of_many_addresses_go_before_the_idle_of_one():
    """Phones behind one address must not pay for an attacker who has many."""
    hotspot = [Place("10.0.0.1", still=5.0)] * 200
    spread = [Place(f"10.1.0.{number}", asking=3.0) for number in range(100)]
    assert min(to_give_up(enumerate([*hotspot, *spread]), 100)) >= len(hotspot)


def test_files_are_asked_for_and_never_more_than_the_system_has(monkeypatch):
    import resource

    asked = []
    monkeypatch.setattr(resource, "setrlimit", lambda _which, limits: asked.append(limits))
    for allowed, most, places in ((256, 4096, 3796), (1024, 1024, 724), (9000, 9000, 8700)):
        monkeypatch.setattr(resource, "getrlimit", lambda _which, a=allowed, m=most: (a, m))
        assert listening.most_places() == places
    assert asked == [(4096, 4096)]

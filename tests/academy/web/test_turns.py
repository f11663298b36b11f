"""One at a time, in the order of coming; and whoever fails gives the turn back."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from academy.web.shared.turns import Turns
from tests.patience import PATIENCE


def test_no_two_are_at_it_and_all_get_their_turn():
    turns, lock, now, most = Turns(), threading.Lock(), [0], [0]

    def work() -> None:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        threading.Event().wait(0.002)
        with lock:
            now[0] -= 1

    with ThreadPoolExecutor(20) as pool:
        for done in [pool.submit(turns.taking(work)) for _ in range(100)]:
            done.result(PATIENCE)
    assert (most[0], now[0]) == (1, 0)


def test_whoever_came_first_has_the_first_turn():
    turns, had = Turns(), []
    with ThreadPoolExecutor(8) as pool:
        with turns:
            waiting = []
            for number in range(8):
                waiting.append(pool.submit(turns.taking(had.append), number))
                while len(turns._waiting) <= number:
                    threading.Event().wait(0.001)
        for one in waiting:
            one.result(PATIENCE)
    assert had == list(range(8))


def test_whoever_fails_gives_the_turn_back():
    turns = Turns()

    def fail() -> None:
        1 / 0  # noqa: B018 - to fail

    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            turns.taking(fail)()
    assert turns.taking(lambda: "again")() == "again"

"""A pace is exact for one name, for many threads, and needs no memory for a million names."""

from concurrent.futures import ThreadPoolExecutor

from academy.door.pace import Pace


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_few_at_once_then_one_at_a_time():
    clock = Clock()
    pace = Pace(5, 300, clock)
    assert [pace.take("heron") > 0 for _ in range(7)] == [False] * 5 + [True] * 2
    assert 59 < pace.take("heron") <= 60
    clock.now += 61
    assert pace.take("heron") == 0
    assert pace.take("heron") > 0
    clock.now += 301
    assert [pace.take("heron") > 0 for _ in range(6)] == [False] * 5 + [True]


def test_what_must_wait_is_not_counted_and_what_is_given_back_is_free_again():
    pace = Pace(2, 60, Clock())
    assert pace.take("heron") == pace.take("heron") == 0
    waits = [pace.take("heron") for _ in range(20)]
    assert len(set(waits)) == 1
    pace.give_back("heron")
    assert pace.take("heron") == 0
    assert pace.take("heron") > 0


def test_forty_at_once_are_worth_five():
    pace = Pace(5, 300, Clock())
    with ThreadPoolExecutor(40) as threads:
        waits = list(threads.map(lambda _: pace.take("heron"), range(40)))
    assert sum(wait == 0 for wait in waits) == 5


def test_a_flood_of_names_takes_no_memory_frees_nobody_and_shuts_nobody_out():
    pace = Pace(5, 300, Clock())
    size = len(pace._full)
    for _ in range(5):
        pace.take("locked")
    for number in range(20_000):
        pace.take(f"invented {number}")
    assert len(pace._full) == size
    assert pace.take("locked") > 0
    shut_out = sum(pace.take(f"honest {number}") > 0 for number in range(1000))
    assert shut_out <= 2

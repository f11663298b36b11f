"""What is free goes back after work, and nothing is done where nothing is to be done."""

import os
import subprocess
import sys

import pytest

from academy.web import memory, serve


class Library:
    """A C library that notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[int, ...]]] = []

    def __getattr__(self, name):
        return lambda *words: self.asked.append((name, words))


@pytest.fixture
def library(monkeypatch):
    found = Library()
    monkeypatch.setattr(memory, "_glibc", lambda: found)
    return found


@pytest.fixture
def worked(monkeypatch):
    """The processor's seconds so far, to be set."""
    spent = [100.0]
    monkeypatch.setattr("time.process_time", lambda: spent[0])
    return spent


def test_whoever_opens_the_doors_shares_two_arenas_first(library, monkeypatch):
    class StopError(Exception):
        pass

    def house(_config):
        assert library.asked == [("mallopt", (-8, 2))]
        raise StopError

    monkeypatch.setattr(serve, "House", house)
    with pytest.raises(StopError):
        serve.start(type("Config", (), {"log_url": None})())


def test_an_idle_process_is_left_alone(library, worked):
    spare = memory.Spare()
    for _ in range(20):
        worked[0] += 0.02
        assert not spare.look()
    assert library.asked == []


def test_it_is_given_back_once_it_is_calm(library, worked):
    spare = memory.Spare()
    worked[0] += 0.6
    assert not spare.look()
    assert spare.look()
    assert not spare.look()
    assert library.asked == [("malloc_trim", (0,))]


def test_it_is_given_back_now_and_then_where_it_never_is_calm(library, worked):
    spare = memory.Spare()
    given = 0
    for _ in range(20):
        worked[0] += 0.5
        given += spare.look()
    assert given == 5 == len(library.asked)


def test_other_c_libraries_are_asked_nothing(monkeypatch):
    """By its name, which Python knows where it was built with glibc alone."""
    monkeypatch.setattr(os, "confstr_names", {"CS_PATH": 0}, raising=False)
    assert memory._glibc() is None
    memory.share()
    memory.Spare().look()


def test_glibc_takes_what_it_is_told():
    if "CS_GNU_LIBC_VERSION" not in getattr(os, "confstr_names", ()):
        pytest.skip("needs glibc")
    code = (
        "from academy.web import memory\n"
        "library = memory._glibc()\n"
        "print(library.mallopt(memory._ARENA_MAX, memory.ARENAS), library.malloc_trim(0) in (0, 1))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["1", "True"]

"""Logs to test on."""

import sqlite3

import pytest

from sync.keys import DeviceKey
from sync.log import Log
from tests.sync.simulator import Simulated, befriend


def open_sqlite(path=":memory:"):
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA foreign_keys=ON")
    return connection


@pytest.fixture
def key():
    return DeviceKey(bytes(range(32)))


@pytest.fixture
def log(key):
    connection = open_sqlite()
    yield Log(connection, key)
    connection.close()


@pytest.fixture
def new():
    made = []

    def make(*arguments, **named):
        made.append(Simulated(*arguments, **named))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def central(new):
    return new()


@pytest.fixture
def laptop(new, central):
    one = new()
    befriend(one, central)
    return one

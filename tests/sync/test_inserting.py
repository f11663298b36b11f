"""Many rows are inserted some dozens at a time, and all of them."""

import sqlite3

import pytest

from sync.inserting import insert


@pytest.mark.parametrize("count", [0, 1, 63, 64, 65, 129, 1_000])
def test_every_row_is_there_in_its_order(count):
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE t (number INTEGER PRIMARY KEY, a BLOB, b TEXT)")
    rows = [(number, bytes([number % 256]), None) for number in range(count)]
    insert(connection, "t", rows)
    assert connection.execute("SELECT * FROM t ORDER BY rowid").fetchall() == rows
    connection.close()


def test_one_bad_row_among_many_is_refused():
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, before INTEGER REFERENCES t)")
    chain = [(number, number - 1 if number else None) for number in range(200)]
    insert(connection, "t", chain)
    with pytest.raises(sqlite3.IntegrityError):
        insert(connection, "t", [(number, number + 1) for number in range(300, 400)])
    connection.close()

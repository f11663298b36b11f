"""What PostgreSQL adds to the log's promises: several writers at once."""

import threading

import pytest

from sync.keys import DeviceKey
from tests.patience import PATIENCE
from tests.postgres import fresh

pytest.importorskip("psycopg", reason="needs psycopg")


@pytest.fixture
def two_logs(postgres_dsn):
    """Two processes' logs on one database."""
    from sync.postgres import PostgresLog, connect

    address, key = fresh(postgres_dsn), DeviceKey.generate()
    connections = [connect(address) for _ in range(3)]
    yield [PostgresLog(connection, key) for connection in connections]
    for connection in connections:
        connection.close()


def test_positions_become_visible_in_the_order_of_their_numbers(two_logs):
    one, two, reader = two_logs
    one.tables.run("BEGIN")
    one.append("thing.happened", '{"n":1}')
    begun, done = threading.Event(), threading.Event()

    def second():
        two.tables.run("BEGIN")
        begun.set()
        two.append("thing.happened", '{"n":2}')
        two.tables.run("COMMIT")
        done.set()

    writer = threading.Thread(target=second)
    writer.start()
    assert begun.wait(PATIENCE)
    assert not done.wait(0.2)
    assert list(reader.arrivals()) == []
    one.tables.run("COMMIT")
    writer.join(PATIENCE)
    assert [(place, e.seq, e.body) for place, e in reader.arrivals()] == [
        (1, 1, '{"n":1}'),
        (2, 2, '{"n":2}'),
    ]
    reader.verify()


def test_an_erased_body_never_gives_its_position_to_another(two_logs):
    one, _, reader = two_logs
    subject = "0123456789abcdef" * 2
    for _ in range(3):
        one.append("thing.happened", f'{{"p":"{subject}"}}')
    before = max(place for place, _ in reader.arrivals())
    one.erase(subject)
    one.append("thing.happened", "{}")
    assert [place for place, _ in reader.arrivals(before)] == [4, 5]


def test_a_hanging_writer_keeps_the_others_out_for_a_time_only(two_logs):
    from sync import postgres

    one, two, _ = two_logs
    two.tables.run("SET lock_timeout = '100ms'")
    one.tables.run("BEGIN")
    one.append("thing.happened", "{}")
    two.tables.run("BEGIN")
    with pytest.raises(postgres.Error) as caught:
        two.append("thing.happened", "{}")
    assert postgres.trouble(caught.value) == "busy"
    two.tables.run("ROLLBACK")
    assert two.tables.one("SHOW idle_in_transaction_session_timeout") == "1min"

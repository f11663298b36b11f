"""A log of the first form is opened: the same entries, and everything that was known of them."""

import pytest

from sync import entries
from sync.packing import unpack
from sync.shape import FORM
from tests.sync.test_log_contract import KIND, OTHER, SUBJECT, about, new_log

__all__ = ["new_log"]

FIRST = (
    """CREATE TABLE log_entries (
        number {integer} PRIMARY KEY, id {blob} NOT NULL UNIQUE,
        device {integer} NOT NULL REFERENCES log_devices, seq {integer} NOT NULL,
        clock {integer} NOT NULL, kind {integer} NOT NULL REFERENCES log_kinds,
        commitment {blob} NOT NULL, parent {integer} REFERENCES log_entries, body {integer})""",
    "CREATE INDEX log_entries_chain ON log_entries (device, seq)",
    "CREATE INDEX log_entries_lacking ON log_entries (device, seq) WHERE body IS NULL",
    """CREATE TABLE log_bodies (
        position {integer} PRIMARY KEY, entry {integer} NOT NULL REFERENCES log_entries,
        salt {blob} NOT NULL, body TEXT NOT NULL)""",
    """CREATE TABLE log_tips (
        device {integer} NOT NULL REFERENCES log_devices,
        entry {integer} NOT NULL REFERENCES log_entries, PRIMARY KEY (device, entry))""",
    """CREATE TABLE log_signed (
        entry {integer} PRIMARY KEY REFERENCES log_entries, signature {blob} NOT NULL)""",
    """CREATE TABLE log_aside (
        entry {integer} PRIMARY KEY REFERENCES log_entries,
        device {integer} NOT NULL REFERENCES log_devices, standing {integer} NOT NULL,
        why TEXT NOT NULL, subject {blob}, via {blob}, came {integer} NOT NULL)""",
    "CREATE INDEX log_aside_open ON log_aside (device) WHERE standing < 2",
)
CHANGED = ("log_aside", "log_signed", "log_tips", "log_bodies", "log_entries")


def as_it_was(log):
    """Put a log's tables back into their first form."""
    tables = log.tables
    columns = "number, id, device, seq, clock, kind, commitment, parent, body"
    kept = {
        name: tables.run(
            f"SELECT {columns if name == 'log_entries' else '*'} FROM {name} ORDER BY 1"
        ).fetchall()
        for name in CHANGED
    }
    kept["log_bodies"] = [(*row[:3], unpack(row[3])) for row in kept["log_bodies"]]
    for name in (*CHANGED, "log_topics", "log_versions"):
        tables.run(f"DROP TABLE {name}")
    for statement in FIRST:
        tables.run(statement.format(**tables.types))
    for name in reversed(CHANGED):
        for row in kept[name]:
            tables.run(f"INSERT INTO {name} VALUES ({', '.join('?' * len(row))})", row)


def everything(log):
    aside = log.tables.run("SELECT entry, standing, why FROM log_aside ORDER BY entry").fetchall()
    signed = log.tables.run("SELECT entry, signature FROM log_signed ORDER BY entry").fetchall()
    return (
        list(log.since({})), log.tips(), log.have(), list(log.arrivals()), log.erased(),
        log.forked(), log.suspects(), aside, signed,
    )  # fmt: skip


@pytest.fixture
def life(new_log):
    """A log with a fork, what doesn't count, what was erased and what is withheld."""
    log, writer, stranger = new_log(), new_log(), new_log()
    for number in range(5):
        writer.append(KIND, f'{{"n":{number}}}')
    writer.append(KIND, about(OTHER))
    log.append(KIND, about(SUBJECT))
    log.append(KIND, '{"workshop":"' + OTHER + '"}')
    own = list(writer.since({}))
    twin = entries.make(writer.key.device, 4, 9, KIND, own[2].prev and own[2].id, '{"twin":1}')
    log.merge([e._replace(salt=None, body=None) if e.seq == 2 else e for e in own])
    log.merge([twin])
    stranger.append(KIND, "{}")
    log.merge(list(stranger.since({})), doubt=lambda _: "writer")
    tip = writer.tips()[writer.key.device][0]
    log.keep_heads([(writer.key.device, tip, entries.sign_head(writer.key, tip))])
    log.erase(SUBJECT)
    return log


def test_a_log_of_the_first_form_is_the_same_log_afterwards(life):
    before = everything(life)
    as_it_was(life)
    again = type(life)(life.tables.connection, life.key)
    assert everything(again) == before
    again.verify()
    assert again.tables.version("log") == FORM
    assert not again.tables.exists("older_entries")
    writer = next(iter(again.forked()))
    assert again.append(KIND, "{}").seq == 4
    late = [e for e in again.since({}) if e.device == writer and e.seq == 2]
    assert late[0].body is None
    again.verify()


def test_opening_again_changes_nothing(life):
    before = everything(life)
    again = type(life)(life.tables.connection, life.key)
    assert everything(again) == before


def test_the_database_itself_refuses_an_entry_twice(new_log):
    log = new_log()
    log.append(KIND, "{}")
    row = log.tables.run("SELECT * FROM log_entries").fetchone()
    with pytest.raises(Exception, match=r"(?i)unique"):
        log.tables.run(f"INSERT INTO log_entries VALUES ({', '.join('?' * 10)})", (99, *row[1:]))

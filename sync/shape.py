"""The shape of the log's tables.

Rows are small: a device and a kind are numbers, an entry names the one before it by number, so the
database itself refuses a gap. An entry is found by its place in its chain, so no index holds the
random ids; `twin` is 0, or of a forked device how many stand in the same place before it, so the
database refuses to hold one twice. `log_entries.body` is NULL while a body is withheld, 0 once it
is erased, else its place in `log_bodies`, whose rows stand in the order in which bodies came to
count here, each packed (`packing.py`). What is kept without counting has a row in `log_aside`
(`aside.py`); `log_topics` says what chains are about (`topics.py`), and `log_versions` in which
form or by which version tables were made.
"""

from __future__ import annotations

FORM = 2
"""Raised when the tables change: `upgrading.py` then brings those of before into the new form."""

SCHEMA = (
    """CREATE TABLE IF NOT EXISTS log_devices (
        number {integer} PRIMARY KEY, device {blob} NOT NULL UNIQUE,
        suspect {integer} NOT NULL DEFAULT 0)""",
    "CREATE INDEX IF NOT EXISTS log_devices_suspect ON log_devices (suspect) WHERE suspect > 0",
    """CREATE TABLE IF NOT EXISTS log_kinds (
        number {integer} PRIMARY KEY, kind TEXT NOT NULL UNIQUE)""",
    """CREATE TABLE IF NOT EXISTS log_entries (
        number {integer} PRIMARY KEY, id {blob} NOT NULL,
        device {integer} NOT NULL REFERENCES log_devices, seq {integer} NOT NULL,
        twin {integer} NOT NULL, clock {integer} NOT NULL,
        kind {integer} NOT NULL REFERENCES log_kinds, commitment {blob} NOT NULL,
        parent {integer} REFERENCES log_entries, body {integer}, UNIQUE (device, seq, twin))""",
    """CREATE INDEX IF NOT EXISTS log_entries_lacking ON log_entries (device, seq)
        WHERE body IS NULL""",
    """CREATE TABLE IF NOT EXISTS log_bodies (
        position {integer} PRIMARY KEY, entry {integer} NOT NULL REFERENCES log_entries,
        salt {blob} NOT NULL, body {blob} NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS log_tips (
        device {integer} NOT NULL REFERENCES log_devices,
        entry {integer} NOT NULL REFERENCES log_entries, PRIMARY KEY (device, entry))""",
    """CREATE TABLE IF NOT EXISTS log_signed (
        entry {integer} PRIMARY KEY REFERENCES log_entries, signature {blob} NOT NULL)""",
    "CREATE TABLE IF NOT EXISTS log_erased (subject {blob} PRIMARY KEY)",
    """CREATE TABLE IF NOT EXISTS log_aside (
        entry {integer} PRIMARY KEY REFERENCES log_entries,
        device {integer} NOT NULL REFERENCES log_devices, standing {integer} NOT NULL,
        why TEXT NOT NULL, subject {blob}, via {blob}, came {integer} NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS log_aside_open ON log_aside (device) WHERE standing < 2",
    "CREATE TABLE IF NOT EXISTS log_withdrawn (times {integer} NOT NULL)",
    """CREATE TABLE IF NOT EXISTS log_topics (
        topic TEXT NOT NULL, device {integer} NOT NULL REFERENCES log_devices,
        block {integer} NOT NULL, PRIMARY KEY (topic, device, block))""",
    """CREATE TABLE IF NOT EXISTS log_versions (
        what TEXT PRIMARY KEY, version {integer} NOT NULL)""",
)

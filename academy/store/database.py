"""The encrypted SQLite file: how it is opened, and with which promises.

sqlcipher3's exceptions are not the standard library's, and sqlite-utils catches whichever module
it found under the name `pysqlite3`; so that name is taken *before* sqlite-utils is imported. This
room must therefore be the first to be imported of those that use sqlite-utils
(`academy/__init__.py` sees to it). Code of ours catches `Error` from here and nothing of `sqlite3`.
"""

import sys
from pathlib import Path
from typing import Any, Final

import sqlcipher3
from sqlcipher3 import dbapi2

sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)

from academy import folder as private  # noqa: E402 - see above
from academy.errors import AcademyError  # noqa: E402 - see above

# Of bytes and of None the driver asks each time whether anybody adapts them, and looks in three
# places before it takes them as they are: 2 µs for each, and a mark comes with five. An answer in
# the first place costs a tenth of it.
dbapi2.register_adapter(bytes, bytearray)
dbapi2.register_adapter(type(None), lambda none: none)

FILE: Final = "store.db"
Error = dbapi2.Error
OperationalError = dbapi2.OperationalError

# A race in the write-ahead log of SQLite 3.7.0 to 3.51.2 can lose committed writes.
SAFE_SQLITE: Final = (3, 51, 3)

PATIENCE: Final = 5000
"""Milliseconds to wait for another connection."""

STATEMENTS: Final = 1000
"""How many statements a connection keeps as SQLite has understood them: more than this house has.
To understand one takes up to ten times as long as to run it. Of the usual hundred the driver gives
up the one asked least, which is always the newest: once tables were made, it kept nothing else."""

KEPT: Final = 64 * 1024
"""KiB of pages that the connection that writes keeps in mind, if the file has as many."""

IO_ERROR: Final = 10
WRITING: Final = (3, 4, 5, 6, 18, 19, 21)
"""SQLite's kinds of input and output error (the second byte of the code) that are of writing:
write, fsync, dir_fsync, truncate, shmopen, shmsize, shmmap."""

REFUSALS: Final = {
    **{IO_ERROR | kind << 8: "disk_full" for kind in WRITING},
    dbapi2.SQLITE_FULL: "disk_full",
    dbapi2.SQLITE_BUSY: "store_busy",
    dbapi2.SQLITE_LOCKED: "store_busy",
    dbapi2.SQLITE_READONLY: "store_readonly",
    dbapi2.SQLITE_CANTOPEN: "store_readonly",
}
"""What SQLite's codes mean to whoever reads the sentence. A disk without room fails in many ways,
each of them in writing; what fails in reading is a damaged file."""

PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA fullfsync = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA trusted_schema = OFF",
    f"PRAGMA busy_timeout = {PATIENCE}",
)


def connect(path: Path, key: bytes, *, create: bool = False) -> Any:  # noqa: ANN401
    """A connection in autocommit mode, keyed before anything else is said to it.

    Raises AcademyError: "store_missing", "store_unreadable" (wrong key, damaged), "disk_full",
    "cipher_missing", "sqlite_too_old".
    An unreadable file is left as it is, and an absent one is made only when `create` says so. An
    empty one isn't even opened: SQLite would throw away the write-ahead log beside it.
    """
    if not create and not path.exists():
        raise AcademyError("store_missing", file=path.name)
    if not create and path.stat().st_size == 0:
        raise AcademyError("store_unreadable", file=path.name)
    if dbapi2.sqlite_version_info < SAFE_SQLITE:
        raise AcademyError("sqlite_too_old", version=dbapi2.sqlite_version)
    if create:
        private.new_file(path)  # what SQLite puts beside it gets the same rights
    connection = dbapi2.connect(
        str(path), isolation_level=None, check_same_thread=False, cached_statements=STATEMENTS
    )
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        # A library without the cipher passes over the key in silence and writes in clear.
        if connection.execute("PRAGMA cipher_version").fetchone() is None:
            connection.close()
            raise AcademyError("cipher_missing")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for pragma in PRAGMAS:
            connection.execute(pragma)
    except Error as error:
        connection.close()
        raise refusal(error) from error
    return connection


def keep_pages(connection: Any) -> None:  # noqa: ANN401
    """Let the connection that writes keep more pages deciphered than the usual 8 MB.

    Only a central copy's file is larger than those. Nobody else's changes make this connection let
    go of what it has read, so what many merges change needn't be deciphered for each.
    """
    connection.execute(f"PRAGMA cache_size = -{KEPT}")


def check(connection: Any) -> None:  # noqa: ANN401
    """Read every page and its seal: one flipped bit is AcademyError("store_unreadable").

    Some 3 milliseconds for a megabyte, so it is done each time a store is opened: whoever goes on
    with a damaged one records what nobody will be able to read.
    """
    try:
        damaged = connection.execute("PRAGMA cipher_integrity_check").fetchone()
    except Error as error:
        raise refusal(error) from error
    if damaged:
        raise AcademyError("store_unreadable", file=FILE)


def put_aside(path: Path) -> None:
    """Rename what lies at a store's place, and beside it, so that a new one can be made there."""
    for end in ("", "-wal", "-shm"):
        found = path.with_name(path.name + end)
        if found.exists():
            found.replace(path.with_name(f"{path.name}.unfinished{end}"))


def empty_wal(connection: Any) -> bool:  # noqa: ANN401
    """Leave nothing in the write-ahead log, which keeps pages as they were before an erasure.

    False while a reader is in the way: nobody's changes wait long for that; try again later.
    """
    connection.execute("PRAGMA busy_timeout = 200")
    try:
        busy: int = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except OperationalError:
        busy = 1
    connection.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    return not busy


def in_memory() -> Any:  # noqa: ANN401
    """An empty database that is never written anywhere."""
    return dbapi2.connect(":memory:", isolation_level=None)


def refusal(error: Exception) -> AcademyError:
    """A database error as a sentence of ours, by SQLite's own code and never by its words."""
    code = getattr(error, "sqlite_errorcode", None) or 0
    found = REFUSALS.get(code) or REFUSALS.get(code & 0xFF)
    return AcademyError(found) if found else AcademyError("store_unreadable", file=FILE)

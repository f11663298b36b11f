"""The log on a PostgreSQL server: this process's connections to it, and what can go wrong there.

One connection writes, in the writer's thread, and holds the log's lock from the beginning of a
transaction to its end: so decisions don't interleave with those of another process, and positions
become visible in the order of their numbers. Reads borrow a connection each and give it back.

`log_keeper` on the server names the one device key whose log this is; all processes of a central
copy go by that key. Where its folder is lost for good, and with it the key, an administrator
empties that table, and a new folder can be set up on the log.
"""

import contextlib
import threading
from collections.abc import Iterator
from typing import NamedTuple

from academy.errors import AcademyError
from academy.store.folding import FoldedLog
from sync import postgres
from sync.keys import DeviceKey
from sync.log import Log
from sync.peers import Peers
from sync.postgres import Connection, PostgresLog, PostgresTables

REFUSALS = {"busy": "store_busy", "full": "disk_full", "unreachable": "log_unreachable"}


class Mark(NamedTuple):
    """How far a log goes: the place of its last body, and its last entry.

    Entries are never taken out of a log, so the last one also tells it from any other log, and
    from an older copy of itself that was put in its place. What came to count has a later place
    than all before; `withdrawn` tells how often something has ceased to.
    """

    position: int
    number: int
    id: str
    withdrawn: int = 0


class FoldedPostgresLog(FoldedLog, PostgresLog):
    """The log that changes are made in."""


class _MadeTables(PostgresTables):
    def create(self) -> None:
        """The writing connection has made them."""


class _ReadLog(PostgresLog):
    _tables = _MadeTables


class _Line(NamedTuple):
    """One connection and what goes through it."""

    connection: Connection
    log: Log
    peers: Peers


def refusal(error: postgres.Error) -> AcademyError:
    """A failure of the server as a sentence of ours; its own words may tell a name."""
    return AcademyError(REFUSALS[postgres.trouble(error)])


def check(address: str, *, unused: bool) -> None:
    """See that the server answers and, if asked, that no central copy has its log there."""
    try:
        connection = postgres.connect(address)
        try:
            if unused and keeper(connection) is not None:
                raise AcademyError("log_taken")
        finally:
            connection.close()
    except postgres.Error as error:
        raise refusal(error) from error


def keeper(connection: Connection) -> str | None:
    """The device whose log lies there, if any."""
    if connection.execute("SELECT to_regclass('log_keeper')").fetchone() == (None,):
        return None
    row = connection.execute("SELECT device FROM log_keeper").fetchone()
    return None if row is None else str(row[0])


class SharedLog:
    """The log as one process uses it. What begins with `begin` belongs to the writer's thread."""

    log: FoldedPostgresLog
    peers: Peers
    begun = False
    """Whether a transaction was begun and not ended, be it that its connection is gone."""

    def __init__(self, address: str, key: DeviceKey, *, known: bool) -> None:
        """Connect, make the tables that are missing, and take the log if nobody has it yet.

        `known` says that this copy's log is on a server already, so that an empty one is none of
        its own. Raises AcademyError: "log_unreachable", "log_taken", "log_missing".
        """
        self._address = address
        self._key = key
        self._known = known
        self._idle: list[_Line] = []
        self._lock = threading.Lock()
        self._threads = threading.local()
        self._closed = False
        try:
            self._connect()
        except postgres.Error as error:
            raise refusal(error) from error

    # Changes: one transaction for all that are committed together

    def wake(self) -> None:
        """Make another connection when the server was started anew since the last change."""
        try:
            self._connection.execute("SELECT 1")
        except postgres.Error:
            self._connection.close()
            self._connect()

    def begin(self) -> None:
        """Begin a transaction that keeps every other process's changes out until it ends."""
        self.wake()
        self.begun = True
        self._connection.execute("BEGIN")
        self.log.tables.lock()

    def run(self, sql: str) -> None:
        """Say something of the transaction itself: a savepoint, and what becomes of it."""
        self._connection.execute(sql)

    def let_go(self) -> None:
        """Keep nothing in mind of what the log's tables say."""
        self.log.let_go()

    def commit(self) -> None:
        """Make the changes durable. From then on they are recorded, whatever happens here."""
        done = self._connection.execute("COMMIT")
        self.begun = False
        if done.statusmessage != "COMMIT":
            raise AcademyError("log_unreachable")

    def undo(self) -> None:
        """Drop the transaction, if there is one."""
        if self.begun:
            self.begun = False
            try:
                self._connection.execute("ROLLBACK")
            except postgres.Error:
                self._connection.close()

    def mark(self) -> Mark:
        """How far the log goes now."""
        position = self.log.tables.last("log_bodies", "position")
        sql = "SELECT number, id FROM log_entries ORDER BY number DESC LIMIT 1"
        row = self.log.tables.run(sql).fetchone()
        number, id = (row[0], row[1].hex()) if row else (0, "")
        return Mark(position, number, id, self.log.aside.withdrawn())

    def goes_on_from(self, mark: Mark) -> bool:
        """Whether this is the log that the mark was taken of, with nothing lost since."""
        tables = self.log.tables
        found = tables.one("SELECT id FROM log_entries WHERE number = ?", mark.number)
        here = "" if found is None else found.hex()
        if here != mark.id or self.log.aside.withdrawn() != mark.withdrawn:
            return False
        return tables.last("log_bodies", "position") >= mark.position

    # Reads

    @contextlib.contextmanager
    def reading(self) -> Iterator[tuple[Log, Peers]]:
        """The log and the known devices as they were at one moment. May be nested."""
        held: _Line | None = getattr(self._threads, "line", None)
        if held is not None:
            yield held.log, held.peers
            return
        try:
            line = self._borrow()
            self._threads.line = line
            try:
                yield line.log, line.peers
            finally:
                self._threads.line = None
                self._give_back(line)
        except postgres.Error as error:
            raise refusal(error) from error

    def moved_since(self, mark: Mark) -> bool:
        """Whether more counts than at that mark, or less; asked from any thread."""
        with self.reading() as (log, _peers):
            position = log.tables.last("log_bodies", "position")
            return (position, log.aside.withdrawn()) != (mark.position, mark.withdrawn)

    def close(self) -> None:
        """Close every connection."""
        self._connection.close()
        with self._lock:
            self._closed = True
            for line in self._idle:
                line.connection.close()
            self._idle.clear()

    # Inside

    def _connect(self) -> None:
        connection = postgres.connect(self._address)
        try:
            with connection.transaction():
                PostgresTables(connection).lock()
                self.log = FoldedPostgresLog(connection, self._key)
                self.peers = Peers(connection, PostgresTables)
                self._keep(connection)
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        self._known = True

    def _keep(self, connection: Connection) -> None:
        connection.execute("CREATE TABLE IF NOT EXISTS log_keeper (device TEXT PRIMARY KEY)")
        found = keeper(connection)
        if found is None:
            if self._known:
                raise AcademyError("log_missing")
            connection.execute("INSERT INTO log_keeper VALUES (%s)", (self._key.device,))
        elif found != self._key.device:
            raise AcademyError("log_taken")

    def _borrow(self) -> _Line:
        """A connection with a read begun: one that is idle and still good, else a new one."""
        while True:
            with self._lock:
                line = self._idle.pop() if self._idle else None
            fresh = line is None
            if line is None:
                connection = postgres.connect(self._address)
                peers = Peers(connection, PostgresTables)
                line = _Line(connection, _ReadLog(connection, self._key), peers)
            try:
                line.connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            except postgres.Error:
                line.connection.close()
                if fresh:
                    raise
            else:
                return line

    def _give_back(self, line: _Line) -> None:
        with contextlib.suppress(postgres.Error):
            line.connection.execute("ROLLBACK")
        with self._lock:
            if self._closed or line.connection.closed:
                line.connection.close()
            else:
                self._idle.append(line)

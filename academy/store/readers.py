"""The connections by which a store is read: as few as are asked at one moment, so that they stay
warm.

With each commit SQLite lets go of all that another connection has read, and to read a page again is
to decipher it: two hundred microseconds for the first question after it, where the next takes
twenty. A connection for each thread would pay that in every thread. So whoever asks borrows the one
that was given back last, for one question, and takes all of its answer along: nothing stays open
that would keep a connection at an earlier moment, and a long question is in nobody's way.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from academy.errors import AcademyError

Values = Sequence[object] | Mapping[str, object]


class Answer:
    """All rows of a question, to be read as from a cursor."""

    __slots__ = ("_rows", "description")

    def __init__(self, description: Any, rows: list[Any]) -> None:  # noqa: ANN401 - the driver's
        self.description = description
        self._rows = iter(rows)

    def __iter__(self) -> Iterator[Any]:
        return self._rows

    def fetchone(self) -> Any:  # noqa: ANN401
        """The next row, or None."""
        return next(self._rows, None)

    def fetchall(self) -> list[Any]:
        """The rows that are left."""
        return list(self._rows)


class Readers:
    """Lends connections, the warmest first. Asked by any thread."""

    in_transaction = False
    """To whoever takes this for a connection: each question is by itself."""

    def __init__(self, connect: Callable[[], Any]) -> None:
        self._connect = connect
        self._lock = threading.Lock()
        self._free: list[Any] = []
        self._closed = False

    def execute(self, sql: str, values: Values = ()) -> Answer:
        """Ask one question, as of the last commit."""
        with self.lend() as connection:
            cursor = connection.cursor()
            try:
                cursor.execute(sql, values)
                return Answer(cursor.description, cursor.fetchall())
            finally:
                cursor.close()

    @contextmanager
    def lend(self) -> Iterator[Any]:
        """A connection for one alone. Raises AcademyError("store_locked") once this is closed."""
        with self._lock:
            if self._closed:
                raise AcademyError("store_locked")
            connection = self._free.pop() if self._free else None
        connection = connection or self._connect()
        try:
            yield connection
        finally:
            with self._lock:
                kept = not self._closed
                if kept:
                    self._free.append(connection)
            if not kept:
                connection.close()

    def close(self) -> None:
        """Close what is free now, and each of the others when it is given back."""
        with self._lock:
            self._closed = True
            free, self._free = self._free, []
        for connection in free:
            connection.close()

"""One connection's view of the tables: the way every read goes."""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils import Database

Row = dict[str, Any]


class Tables:
    """What a decision or a page reads from. Belongs to one thread.

    `device` is this device's own, where a store says so: its word goes first where two claim a
    thing. The tables themselves are the same on every device.
    """

    device = ""

    def __init__(self, connection: Any) -> None:  # noqa: ANN401 - sqlite3's or sqlcipher3's
        self.connection = connection

    @cached_property
    def db(self) -> "Database":
        """What makes tables: its library is loaded where one is going to be made."""
        from sqlite_utils import Database

        return Database(self.connection, execute_plugins=False)

    def rows(self, sql: str, parameters: tuple[object, ...] | Row = ()) -> list[Row]:
        """All rows of a SELECT, each a dict."""
        return list(self._each(sql, parameters))

    def row(self, sql: str, parameters: tuple[object, ...] | Row = ()) -> Row | None:
        """The first row of a SELECT, or None."""
        return next(self._each(sql, parameters), None)

    def value(self, sql: str, parameters: tuple[object, ...] | Row = ()) -> Any:  # noqa: ANN401
        """The first value of the first row, or None."""
        found = self.connection.execute(sql, parameters).fetchone()
        return found[0] if found else None

    def _each(self, sql: str, parameters: tuple[object, ...] | Row) -> Iterator[Row]:
        """The rows one by one. `Database.query` guards against writes with a savepoint, which is
        three statements for one; nothing here but a SELECT is ever asked, ten times a page.
        """
        cursor = self.connection.execute(sql, parameters)
        names = [column[0] for column in cursor.description]
        return (dict(zip(names, values, strict=True)) for values in cursor)

"""A page's questions to the store, each asked once.

A page is put together from rooms that don't know of each other: seven of them ask which workshops
are one with this one. Whatever is asked again is answered as it was the first time, so the parts of
a page agree as well.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from academy.projections import Tables

if TYPE_CHECKING:
    from academy.store.readers import Answer, Readers, Values


def once_each(tables: Tables) -> Tables:
    """The same tables for one page: as they are, where a question is new."""
    found = Tables(_Asked(tables.connection))
    found.device = tables.device
    return found


class _Asked:
    """What the connection has answered."""

    in_transaction = False

    def __init__(self, connection: "Readers") -> None:
        self._connection = connection
        self._answers: dict[tuple[object, ...], tuple[Any, list[Any]]] = {}

    def execute(self, sql: str, values: "Values" = ()) -> "Answer":
        """Ask one question, if it wasn't asked before."""
        from academy.store.readers import Answer

        asked = (sql, *(values.items() if isinstance(values, Mapping) else values))
        if asked not in self._answers:
            found = self._connection.execute(sql, values)
            self._answers[asked] = found.description, found.fetchall()
        return Answer(*self._answers[asked])

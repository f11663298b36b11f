"""A page's questions to the store, each asked once.

A page is put together from rooms that don't know of each other: seven of them ask which workshops
are one with this one. Whatever is asked again is answered as it was the first time, so the parts of
a page agree as well.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from academy.projections import Tables

if TYPE_CHECKING:
    from academy.store.concerns import Concerns
    from academy.store.readers import Answer, Readers, Values


def once_each(tables: Tables, concerns: "Concerns") -> Tables:
    """The same tables for one page; a change that is made meanwhile has everything asked anew."""
    found = Tables(_Asked(tables.connection, concerns))
    found.device = tables.device
    return found


class _Asked:
    """What the connection has answered."""

    in_transaction = False

    def __init__(self, connection: "Readers", concerns: "Concerns") -> None:
        self._connection, self._concerns = connection, concerns
        self._count = concerns.count
        self._answers: dict[tuple[object, ...], tuple[Any, list[Any]]] = {}

    def execute(self, sql: str, values: "Values" = ()) -> "Answer":
        """Ask one question, if it wasn't asked before."""
        from academy.store.readers import Answer

        if self._count != self._concerns.count:
            self._count, self._answers = self._concerns.count, {}
        asked = (sql, *(values.items() if isinstance(values, Mapping) else values))
        if asked not in self._answers:
            found = self._connection.execute(sql, values)
            self._answers[asked] = found.description, found.fetchall()
        return Answer(*self._answers[asked])

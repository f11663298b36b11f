"""The log as the store keeps it: what comes to count is folded in the same transaction.

Here, too, whatever an erasure reaches beside the log: rows, and what this device noted of a person.
"""

from typing import Any, Final

from academy import events, projections
from academy.projections import Tables
from academy.store import erasing, local, scope, sheets
from sync.aside import Pending
from sync.entries import ERASED, Entry
from sync.keys import DeviceKey
from sync.log import Log

WITHDRAWN: Final = events.PersonWithdrawn.kind


class FoldedLog(Log):
    """A log that remembers what a change brought, and folds it into `into` before it ends."""

    into: Tables
    """The tables of this copy."""
    keeps_end = True  # the writer says when to let go

    def __init__(self, connection: Any, key: DeviceKey) -> None:  # noqa: ANN401
        super().__init__(connection, key)
        self.topics_of = scope.topics_of
        self.begin()

    def name_topics(self) -> None:
        """Make the table of topics anew if it is of another version, as before there was one."""
        if not self.topics.are_of(scope.VERSION):
            counted = (entry for _, entry in self.arrivals())
            self.topics.make_anew(counted, scope.topics_of, scope.VERSION)

    def begin(self) -> None:
        """Begin a change: nothing is fresh yet."""
        self.fresh: list[Entry] = []
        self.erased_here = False
        self._anew = self._suspicious = False
        self.may_erase = self._may_erase

    def fold(self) -> list[Entry]:
        """Fold what has come to count since the last time, and return it."""
        fresh, self.fresh = self.fresh, []
        if self._anew:
            self._anew = False
            arrived = (entry for _, entry in self.arrivals())
            projections.rebuild(self.into, arrived, self.suspects())
        else:
            projections.fold(self.into, fresh, self.suspects() if self._suspicious else None)
        if any(entry.kind == ERASED for entry in fresh):
            local.forget_erased(self.into)
            self.erased_here = True
        elif any(entry.kind == WITHDRAWN for entry in fresh):
            sheets.forget_gone(self.into)
        return fresh

    def _may_erase(self, asked: list[Pending], decided: bool) -> dict[str, str]:  # noqa: FBT001
        self.fold()  # what came together may be what an erasure is about
        return erasing.judged(self, self.into, asked, decided=decided)

    def _told(self, entries: list[Entry]) -> None:
        self.fresh += entries

    def _dropped(self, subject: str, entries: list[Entry]) -> None:
        # The fold takes out the rows about a person. A body that named the id otherwise has left
        # rows that it doesn't know of: then the tables are made anew, here and in every process.
        if not all(_about(subject, entry) for entry in entries):
            self.aside.withdraw()
            self._undone()

    def _undone(self) -> None:
        self._anew = True

    def _suspected(self) -> None:
        self._suspicious = True


def _about(subject: str, entry: Entry) -> bool:
    """Whether an entry is one that this version folds, and names the subject as a person only."""
    understood = events.read(entry.kind, entry.body or "") is not None
    return understood and erasing.names_as_person(subject, entry)

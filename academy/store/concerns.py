"""Whom a change concerns, so that whoever keeps something made of the tables sees when it is old.

Each change that was committed has a number, and for each id the number of the last that concerned
it is known. A page that was made when `count` was 7 is right as long as none of the ids it is about
has a later one. What is counted is a hint in memory and never in the store: after a restart nothing
is kept that it could be compared with.

A change says whom it concerns while it is made (`announce`); it counts from the commit on
(`publish`). A commit in which nobody said anything concerns everybody, and so does every change
that the store isn't told more of: forgetting to say it costs time and makes no page stale. A change
that is refused concerns nobody.
"""

from collections.abc import Callable, Collection
from typing import Final, TypeVar

from academy.events import Event

T = TypeVar("T")
Ids = Collection[str]

EVERYBODY: Final = "*"
ALL: Final = (EVERYBODY,)
MOST: Final = 50_000
"""Ids that are remembered. One more, and everybody is concerned once."""

OF_ONE: Final = frozenset(
    {
        "person.registered", "person.revised", "person.withdrawn", "attendance.marked",
        "attendance.corrected", "lesson.finished", "quiz.answered", "test.taken", "test.corrected",
        "evaluation.handed_in", "certificate.issued",
    }
)  # fmt: skip
"""Kinds that change nothing on the pages of anybody but the person they name."""


def concerned(event: Event) -> tuple[str, ...]:
    """The ids whose pages an event may change: a person's, a workshop's with all in it, or all."""
    name = "person" if event.kind in OF_ONE else "workshop"
    return (getattr(event, name, EVERYBODY),)


class Concerns:
    """Announced to and published by the one writer, asked by any thread."""

    def __init__(self) -> None:
        self.count = 0
        self._last: dict[str, int] = {}
        self._all = 0
        self._announced: set[str] | None = None

    def announce(self, ids: Ids) -> None:
        """Inside a change: it concerns these ids, and no others."""
        self._announced = (self._announced or set()).union(ids)

    def announcing(self, ids: Ids, change: Callable[[], T]) -> Callable[[], T]:
        """A change that announces these ids when it is run."""

        def announced() -> T:
            self.announce(ids)
            return change()

        return announced

    def publish(self) -> None:
        """After the commit, and before anybody is told of it."""
        told, self._announced = self._announced, None
        if told is not None and not told:
            return
        count = self.count + 1
        if told is None or EVERYBODY in told or len(self._last) + len(told) > MOST:
            self._all = count  # before the ids are let go, or somebody looking now would miss it
            self._last = {}
        else:
            self._last.update(dict.fromkeys(told, count))
        self.count = count

    def since(self, count: int, ids: Ids) -> bool:
        """Whether anything has concerned one of these ids since `count` was read."""
        last = self._last
        return count < self._all or any(last.get(one, 0) > count for one in ids)

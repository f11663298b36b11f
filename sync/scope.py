"""Whether a chain concerns a reader with a limit: it does when one entry of it may be read.

Asking every entry of every chain at every exchange would make central slower with every laptop. So
a `may_read` may carry an attribute `scope`, any hashable value that changes whenever its answers
could; then how far a chain was found silent is remembered for that scope. What is remembered names
the id it goes up to, so neither a rollback nor a fork can make it untrue.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable

from sync.entries import ERASED
from sync.log import Log, MayRead
from sync.stretches import Stretch

_LIMIT = 100_000


class _Silent:
    """How far each chain holds nothing for each scope; shared by the threads of this process."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[Hashable, str], tuple[int, str]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, scope: Hashable, device: str) -> tuple[int, str]:
        with self._lock:
            return self._known.get((scope, device), (0, ""))

    def put(self, scope: Hashable, device: str, seq: int, id: str) -> None:
        with self._lock:
            self._known[scope, device] = (seq, id)
            self._known.move_to_end((scope, device))
            if len(self._known) > _LIMIT:
                self._known.popitem(last=False)


_silent = _Silent()


def concerns(log: Log, stretch: Stretch, may_read: MayRead) -> bool:
    """Say whether anything in a whole chain, given as a stretch from its start, may be read."""
    scope = getattr(may_read, "scope", None)
    lasting = scope is not None and stretch.only is None and not log.tables.lacks(stretch.number)
    start = 0
    if lasting:
        seq, id = _silent.get(scope, stretch.device)
        if seq and id in log.tables.held(stretch.number, seq, seq):
            start = seq
    doubted = log.aside.first(stretch.number) or stretch.high + 1
    last = None
    for entry in log.read(stretch._replace(low=max(stretch.low, start + 1)), aside=False):
        if entry.body is not None and (entry.kind == ERASED or may_read(entry)):
            return True
        if entry.seq < doubted:  # what doesn't count yet is silent for now only
            last = entry
    if lasting and last is not None:
        _silent.put(scope, stretch.device, last.seq, last.id)
    return False

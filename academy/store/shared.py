"""A store whose log lies on a PostgreSQL server, where several processes of a central copy meet.

What is shared and durable is the log there, with the devices that are known. Everything that is
read lies in this process's own encrypted file, folded from the log as always, and can be folded
again; so can the *mark* beside it, which says how far that went and is committed with the fold.

One write: begin on the server and keep the other processes out, fold what they have added, run the
change and fold it, commit on the server, commit here, answer. After the first commit it is
recorded; when this process dies before the second, the mark has stayed behind, and what is missing
is folded at the next start, read or write. Changes that wait together share both commits, with a
savepoint each on both sides.

One read: this process's own tables, after asking the server, at most once a second, whether there
is more. So a page is at most about a second behind what another process has saved.

The device key, the address of the server, passphrases and settings lie in the folder, and all
processes go by one device key. **A second process joins with a copy of the folder**: end the
first, copy `slots.json` and `store.db`, start both. From then on each has its own settings and
passphrases. (The commands may use the folder of a process that serves, as ever: both ask for the
file first and for the server second.)
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from academy import projections
from academy.errors import AcademyError
from academy.projections import Tables
from academy.store import local, moving, shared_log
from academy.store.concerns import ALL
from academy.store.database import Error
from academy.store.shared_log import FoldedPostgresLog, Mark, SharedLog
from academy.store.store import Store
from academy.store.writer import Writer
from sync import postgres
from sync.entries import ERASED, Entry
from sync.keys import DeviceKey
from sync.log import Log
from sync.peers import Peers

LOOK_EVERY: Final = 1.0
"""Seconds between two looks at the server for what other processes have added."""


def check(log_url: str, *, unused: bool = False) -> None:
    """As `opening.check_log`, which asks it here."""
    shared_log.check(log_url, unused=unused)


class SharedWriter(Writer):
    """Commits on the server first, then here. The log's side opens when a change first needs it."""

    failures = (Error, postgres.Error, AcademyError)

    def __init__(self, connection: Any, shared: SharedLog, note: Callable[[], None]) -> None:  # noqa: ANN401
        self._shared = shared
        self._note = note
        self._nested = False
        super().__init__(connection, shared.let_go)

    def is_here(self) -> bool:
        """Whether whoever asks is a change that is being made."""
        return threading.current_thread() is self._thread

    def _commit(self) -> None:
        if not self._shared.begun:
            super()._commit()
            return
        self._note()
        self._shared.commit()
        try:
            super()._commit()
        except Error as error:
            raise AcademyError("saved_not_shown") from error

    def _undo(self) -> None:
        super()._undo()
        self._shared.undo()

    def _begin_change(self) -> None:
        super()._begin_change()
        self._nested = self._shared.begun
        if self._nested:
            self._shared.run("SAVEPOINT change")

    def _undo_change(self) -> None:
        super()._undo_change()
        if self._nested:
            self._shared.run("ROLLBACK TO change")
        else:
            self._shared.undo()

    def _end_change(self) -> None:
        super()._end_change()
        if self._nested:
            self._shared.run("RELEASE change")

    def _refusal(self, error: BaseException) -> BaseException:
        if isinstance(error, postgres.Error):
            return shared_log.refusal(error)
        return super()._refusal(error)


class SharedStore(Store):
    """A store as any other, for whoever holds it."""

    writer: SharedWriter

    def __init__(self, folder: Path, key: bytes, connection: Any, log_url: str) -> None:  # noqa: ANN401
        self._log_url = log_url
        self._looking = threading.Lock()
        self._next_look = 0.0
        self._refused: str | None = None
        try:
            super().__init__(folder, key, connection)
        except BaseException as error:
            if hasattr(self, "_shared"):
                self._shared.close()
            if isinstance(error, postgres.Error):
                raise shared_log.refusal(error) from error
            raise

    # Reading

    def tables(self) -> Tables:
        """This thread's view of the tables, at most about a second behind the log."""
        self._look()
        return self._reader()

    @contextmanager
    def reading(self) -> Iterator[tuple[Log, Peers]]:
        """The log and the known devices, as they were on the server at one moment."""
        self._look()
        with self._shared.reading() as found:
            yield found

    # Writing

    def new_key(self) -> None:
        """Refused: the other processes of this central copy would go on under the old key."""
        raise AcademyError("key_shared")

    def close(self) -> None:
        """Finish what waits, close every connection and let the key go."""
        super().close()
        self._shared.close()

    # Inside

    def _look(self) -> None:
        """Fold what another process has added, unless there was a look just now."""
        if self.writer.is_here():
            return
        if time.monotonic() >= self._next_look and self._looking.acquire(blocking=False):
            try:
                self._look_now()
            finally:
                self._looking.release()
        if self._refused is not None:
            raise AcademyError(self._refused)

    def _look_now(self) -> None:
        self._refused = None
        try:
            mark = local.setting(self._reader(), "mark")
            if mark is None or self._shared.moved_since(Mark(*mark)):
                self.writer.run(self._catch_up_alone)
        except AcademyError as refused:
            self._refused = refused.code
        self._next_look = time.monotonic() + LOOK_EVERY

    def _catch_up_alone(self) -> None:
        """Catch up without keeping anybody out: a position that can be seen is never overtaken."""
        if not self._shared.begun:
            self._shared.wake()
            self._catch_up()

    def _catch_up(self) -> None:
        """Fold what came to the log since the mark; all of it where the mark is of another log."""
        self.concerns.announce(ALL)
        tables, log = self._written, self._shared.log
        told = local.setting(tables, "mark")
        last = self._shared.mark()
        known = local.setting(tables, "projections") == projections.VERSION
        goes_on = told is not None and known and self._shared.goes_on_from(Mark(*told))
        position = Mark(*told).position if goes_on else 0
        erased = False

        def arrived() -> Iterator[Entry]:
            nonlocal position, erased
            for place, entry in log.arrivals(position):
                position, erased = place, erased or entry.kind == ERASED
                yield entry

        fold = projections.fold_many if goes_on else projections.rebuild
        fold(tables, arrived(), log.suspects())
        if erased:
            local.forget_erased(tables)
            self._sweep()
        # The last bodies may be of entries that don't count: they were looked at all the same.
        position = max(position, last.position)
        local.set_setting(tables, "projections", projections.VERSION)
        local.set_setting(tables, "mark", last._replace(position=position))

    def _sweep(self) -> None:
        if hasattr(self, "writer"):  # at the start there is none yet, and the file was just opened
            self.writer.sweep()

    def _note_mark(self) -> None:
        local.set_setting(self._written, "mark", self._shared.mark())

    def _use(self, key: DeviceKey) -> None:
        # The key must be safe on this disk before the server says that the log is this key's.
        self._written.connection.execute("COMMIT")
        known = local.setting(self._written, "mark") is not None
        self._shared = SharedLog(self._log_url, key, known=known)
        self._written.connection.execute("BEGIN IMMEDIATE")
        self.key = key
        self._written.device = key.device

    def _log(self) -> FoldedPostgresLog:
        if not self._shared.begun:
            self._shared.begin()
            self._catch_up()
        self._shared.log.into = self._written
        self._shared.log.begin()
        return self._shared.log

    def _peers(self) -> Peers:
        return self._shared.peers

    def _new_writer(self) -> SharedWriter:
        return SharedWriter(self._written.connection, self._shared, self._note_mark)

    def _fold_again(self) -> None:
        """Move a log that lay in this file, then fold what is new on the server."""
        self._shared.begin()
        self._shared.log.name_topics()
        moving.move(self._written, self._shared.log, self._shared.peers)
        self._catch_up()
        local.set_setting(self._written, "log_url", self._log_url)
        self._shared.commit()

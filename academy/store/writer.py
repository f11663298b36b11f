"""The one writer: concurrent requests are committed together, and answered after the commit.

Fifty phones that save at once would each wait for their own turn at the disk. One thread takes all
the changes that are waiting, runs each inside a savepoint of one transaction, commits once, and
only then lets every caller go on. A change that is refused is undone alone.
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Final, TypeVar

from academy.errors import AcademyError
from academy.store import database
from academy.store.database import Error, refusal

T = TypeVar("T")
Job = tuple[Callable[[], Any], "Future[Any]"]

MOST_TOGETHER: Final = 256
"""How many changes share a commit at the most, so that the first doesn't wait for ever."""

STOP: Final[Job] = (lambda: None, Future())


class Writer:
    """Runs changes on one connection, in one thread, in the order they came."""

    failures: tuple[type[Exception], ...] = (Error,)
    """What a failing disk raises; `_refusal` says it as a sentence of ours."""

    def __init__(self, connection: Any, let_go: Callable[[], None]) -> None:  # noqa: ANN401 - sqlcipher3 has no types
        """`let_go` is told when a transaction begins, and when anything of it is undone: whoever
        keeps in mind what the tables say lets go of it then.
        """
        self._connection = connection
        self.committed: Callable[[], None] = lambda: None
        """Called after each commit, before anybody is answered."""
        self._let_go = let_go
        self._jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._closed = False
        self._sweeping = True  # of what lay beside the file when the power failed
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    def run(self, change: Callable[[], T]) -> T:
        """What `change` returns, once it is on the disk. What it raises, once it is undone.

        A failing disk raises AcademyError("disk_full"), "store_busy" … and nothing was kept.
        """
        if self._closed:
            raise AcademyError("store_locked")
        done: Future[T] = Future()
        self._jobs.put((change, done))
        return done.result()

    def sweep(self) -> None:
        """Once this change is committed, leave no older state of a page beside the file."""
        self._sweeping = True

    def close(self) -> None:
        """Finish what waits, then stop."""
        self._closed = True
        self._jobs.put(STOP)
        self._thread.join()

    def _work(self) -> None:
        job = self._jobs.get()
        while job is not STOP:
            job = self._commit_together(job) or self._jobs.get()

    def _commit_together(self, job: Job) -> Job | None:
        """Run this change and all that wait behind it; STOP when told to stop meanwhile."""
        answers: list[tuple[Future[Any], Any]] = []
        taken: list[Future[Any]] = []
        following: Job | None = job
        try:
            self._begin()
            while following not in (None, STOP) and len(taken) < MOST_TOGETHER:
                change, done = following
                taken.append(done)
                self._attempt(change, done, answers)
                following = self._waiting()
            self._commit()
            self.committed()
        except self.failures as error:
            self._undo()
            for done in taken or [job[1]]:
                if not done.done():
                    done.set_exception(self._refusal(error))
            return None if following in (None, job) or following[1] in taken else following
        for done, answer in answers:
            done.set_result(answer)
        return following

    def _waiting(self) -> Job | None:
        try:
            return self._jobs.get_nowait()
        except queue.Empty:
            return None

    def _attempt(
        self,
        change: Callable[[], Any],
        done: "Future[Any]",
        answers: list[tuple["Future[Any]", Any]],
    ) -> None:
        """One change inside its savepoint. A refusal is handed over at once: it wrote nothing."""
        self._begin_change()
        try:
            answers.append((done, change()))
        except BaseException as refused:
            if not self._connection.in_transaction:
                raise  # a full disk made SQLite drop the whole transaction, not this change alone
            self._undo_change()
            known = isinstance(refused, self.failures)
            done.set_exception(self._refusal(refused) if known else refused)
        self._end_change()

    # What a log that lies elsewhere adds to

    def _begin(self) -> None:
        self._let_go()
        self._connection.execute("BEGIN IMMEDIATE")

    def _commit(self) -> None:
        self._connection.execute("COMMIT")
        if self._sweeping:
            self._sweeping = not database.empty_wal(self._connection)

    def _undo(self) -> None:
        self._let_go()
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _begin_change(self) -> None:
        self._connection.execute("SAVEPOINT change")

    def _undo_change(self) -> None:
        self._let_go()
        self._connection.execute("ROLLBACK TO change")

    def _end_change(self) -> None:
        self._connection.execute("RELEASE change")

    def _refusal(self, error: BaseException) -> BaseException:
        return refusal(error) if isinstance(error, Error) else error

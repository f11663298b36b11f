"""What the rest of the house holds in its hand: one open store.

Writes go through `record` (events) or `writing` (the sync floor's changes); both append and fold
in one transaction of the one writer. Reads go through `tables()`, by connections that are lent.

The log lies in the same file. Where several central processes share one on a PostgreSQL server,
`academy.store.shared` says what is different.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from academy import events, projections
from academy.errors import AcademyError
from academy.projections import Tables
from academy.store import database, erasing, holders, local, slots
from academy.store.concerns import ALL, Concerns, Ids, concerned
from academy.store.folding import FoldedLog
from academy.store.readers import Readers
from academy.store.scope import Scope
from academy.store.writer import Writer
from academy.times.clock import Clock
from sync.entries import Entry
from sync.keys import DeviceKey
from sync.log import Log
from sync.peers import Peers

T = TypeVar("T")


class _Undone(Exception):  # noqa: N818 - no error: what undoes a change once its answer is known
    def __init__(self, answer: Any) -> None:  # noqa: ANN401
        super().__init__()
        self.answer = answer


class Store:
    """An open store. `opening` makes it; `close` drops the key."""

    def __init__(self, folder: Path, key: bytes, connection: Any) -> None:  # noqa: ANN401
        self.folder = folder
        self._path = folder / database.FILE
        self._secret = key
        self._threads = threading.local()
        self._readers = Readers(lambda: database.connect(self._path, self._secret))
        self._read = Tables(self._readers)
        self.clock = Clock(folder)
        self.concerns = Concerns()
        self._written = Tables(connection)
        self._prepare()
        self.writer = self._new_writer()
        self.writer.committed = self.concerns.publish

    def opens_with(self, passphrase: str) -> bool:
        """Whether this passphrase opens this store: how whoever is at the screen proves it."""
        try:
            return slots.unlock(self.folder, passphrase) == self._secret
        except AcademyError as refused:
            if refused.code != "passphrase_wrong":
                raise
            return False

    def add_passphrase(self, name: str, passphrase: str) -> None:
        """One more passphrase for the same store, for one more organiser.

        Raises AcademyError: "slot_taken", "slots_full", and as `passphrases.judge`.
        """
        holders.add(self, self._secret, name, passphrase)

    # Reading

    def tables(self) -> Tables:
        """The tables, as of the last commit at each question; inside `reading`, as of one."""
        return self._reader()

    def _reader(self) -> Tables:
        found: Tables = getattr(self._threads, "tables", None) or self._read
        found.device = self.key.device
        return found

    def setting(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - any JSON
        """A local setting: never in the log, never sent."""
        return local.setting(self._reader(), name, default)

    @contextmanager
    def reading(self) -> Iterator[tuple[Log, Peers]]:
        """The log and the known devices, as they were at one moment. May be nested."""
        with self._at_one_moment() as tables:
            log = Log(tables.connection, self.key, made=True)
            yield log, Peers(tables.connection, made=True)

    @contextmanager
    def _at_one_moment(self) -> Iterator[Tables]:
        """One connection for all that this thread asks, which sees no commit meanwhile."""
        held: Tables | None = getattr(self._threads, "tables", None)
        if held is not None:
            yield held
            return
        with self._readers.lend() as connection:
            connection.execute("BEGIN")
            self._threads.tables = Tables(connection)
            try:
                yield self._reader()
            finally:
                self._threads.tables = None
                connection.execute("COMMIT")

    def folds_to_the_same(self) -> bool:
        """Whether the tables are what the log folds to; if not, the next start folds it again."""
        with self.reading() as (log, _peers), self._at_one_moment() as tables:
            anew = Tables(database.in_memory())
            entries = (entry for _, entry in log.arrivals())
            projections.rebuild(anew, entries, log.suspects())
            same = projections.digest(anew) == projections.digest(tables)
        if not same:
            self.set_setting("projections", 0)
        return same

    # Writing

    def record(self, decide: Callable[[Tables], Iterable[events.Event]]) -> list[Entry]:
        """Ask `decide` for events and record them, folded, in one transaction; return after it.

        `decide` sees the tables as they are inside that transaction, so what it checks still
        holds when its events are written. What it raises is raised here, and nothing is written.
        """

        def change() -> list[Entry]:
            log = self._log()
            for event in decide(self._written):
                log.append(*events.write(event))
                self.concerns.announce(concerned(event))
            return log.fold()

        return self.writer.run(self.concerns.announcing((), change))

    def writing(self, change: Callable[[Log, Peers], T]) -> T:
        """Run a change of the sync floor and fold whatever came to count by it, or ceased to."""

        def folded() -> T:
            log, peers = self._log(), self._peers()
            answer = change(log, peers)
            log.settle(peers.trusted())
            log.fold()
            if log.erased_here:
                self.writer.sweep()
            return answer

        return self.writer.run(self.concerns.announcing(ALL, folded))

    def rehearsing(self, change: Callable[[Log, Peers], T]) -> T:
        """What a change of the sync floor would come to: it is made and undone at once."""

        def undone() -> None:
            raise _Undone(change(self._log(), self._peers()))

        try:
            self.writer.run(self.concerns.announcing((), undone))
        except _Undone as seen:
            answer: T = seen.answer
        return answer

    def erase(self, person: str, *others: str) -> None:
        """Forget a person here, and wherever this log goes; of their `others` ids, those known.

        Raises AcademyError("person_unknown") where this copy doesn't know the id as a person's, or
        knows it as something else too: whatever it named would be lost.
        """

        def change(log: Log, _peers: Peers) -> None:
            ids = dict.fromkeys((person, *others))
            known = [one for one in ids if erasing.is_person(log, self._written, one)]
            if person not in known:
                raise AcademyError("person_unknown")
            for one in known:
                log.erase(one)

        self.writing(change)

    def noting(self, change: Callable[[Tables], T], concerns: Ids = ALL) -> T:
        """Run a change of local notes (settings, PINs, web sessions): nothing for the log.

        `concerns` are the ids on whose pages it shows; () for what no page shows.
        """
        return self.writer.run(self.concerns.announcing(concerns, lambda: change(self._written)))

    def noting_unseen(self, change: Callable[[Tables], T], concerns: Ids = ALL) -> T:
        """As `noting`; and what a page was before lies nowhere beside the file afterwards."""

        def swept(tables: Tables) -> T:
            self.writer.sweep()
            return change(tables)

        return self.noting(swept, concerns)

    def set_setting(self, name: str, value: Any) -> None:  # noqa: ANN401 - any JSON
        """Keep a local setting."""
        self.set_settings({name: value})

    def set_settings(self, values: Mapping[str, Any]) -> None:
        """Keep several local settings, all or none."""
        self.noting(lambda tables: local.set_settings(tables, values))

    def now(self) -> datetime:
        """The time in UTC, as this device's trainer confirmed it (`Clock`)."""
        return self.clock.now()

    # What the sync floor asks of whoever keeps the log

    def may_read(self, device: str) -> Callable[[Entry], bool] | None:
        """What another device may read: the workshops it takes part in, and what names none.

        None, everything, for the central copy this device reports to.
        """
        with self.reading() as (_log, peers):
            peer = peers.get(device)
        if peer is not None and peer.role == "central":
            return None
        rows = self.tables().rows("SELECT workshop FROM takes_part WHERE device = ?", (device,))
        return Scope(frozenset(row["workshop"] for row in rows))

    def new_key(self) -> None:
        """Go on under a new device key: this copy turned out to be a restored or cloned one."""
        key = DeviceKey.generate()

        def change(tables: Tables) -> None:
            self._folded.renew(key)
            self._keep_key(tables, key)

        self.noting(change)

    def close(self) -> None:
        """Finish what waits, close every connection and let the key go."""
        self.writer.close()
        self._readers.close()
        self._written.connection.close()
        self._secret = b""

    def _log(self) -> FoldedLog:
        """The written log, at the beginning of a change."""
        self._folded.begin()
        return self._folded

    def _peers(self) -> Peers:
        return Peers(self._written.connection, made=True)

    def _new_writer(self) -> Writer:
        return Writer(self._written.connection, self._let_go)

    def _let_go(self) -> None:
        self._folded.let_go()

    def _prepare(self) -> None:
        """Make the tables, load the key, and fold again if the tables are of another version."""
        tables = self._written
        database.keep_pages(tables.connection)
        tables.connection.execute("BEGIN IMMEDIATE")
        projections.create(tables)
        local.create(tables)
        seeds = local.setting(tables, "device_seeds", [])
        if seeds:
            self._use(DeviceKey(bytes.fromhex(seeds[-1])))
        else:
            self._keep_key(tables, DeviceKey.generate())
        self._fold_again()
        tables.connection.execute("COMMIT")

    def _fold_again(self) -> None:
        """Fold the whole log anew if the tables are of another version."""
        tables = self._written
        Peers(tables.connection)  # makes their tables
        self._folded.name_topics()
        if local.setting(tables, "projections") != projections.VERSION:
            entries = (entry for _, entry in self._folded.arrivals())
            projections.rebuild(tables, entries, self._folded.suspects())
            local.set_setting(tables, "projections", projections.VERSION)

    def _keep_key(self, tables: Tables, key: DeviceKey) -> None:
        seeds = local.setting(tables, "device_seeds", [])
        local.set_setting(tables, "device_seeds", [*seeds, key.seed.hex()])
        self._use(key)

    def _use(self, key: DeviceKey) -> None:
        self.key = key
        self._written.device = key.device
        self._folded = FoldedLog(self._written.connection, key)
        self._folded.into = self._written

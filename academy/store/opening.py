"""What opens a store: it alone knows that there are two kinds, one with its log on a server."""

from pathlib import Path
from types import ModuleType
from typing import Any

from academy import folder as private
from academy.errors import AcademyError
from academy.projections import Tables
from academy.store import database, holders, local, slots
from academy.store.store import Store
from sync.errors import LogError


def create(folder: Path, passphrase: str, log_url: str | None = None) -> Store:
    """Set up a folder: a fresh key under this passphrase, an empty store, a device key.

    With `log_url` the log lies on that PostgreSQL server. Raises AcademyError: "already_set_up", as
    `passphrases.judge`, with `log_url` as `check_log` too, and "log_taken" where that log is
    another copy's.

    The slots are written last. So a set-up that a power cut ended is begun again; the file it left,
    which no passphrase opens, is put aside and not deleted.
    """
    private.make(folder)
    if slots.exists(folder):
        raise AcademyError("already_set_up")
    if log_url is not None:
        check_log(log_url, unused=True)
    key, slot = slots.make(passphrase)
    path = folder / database.FILE
    database.put_aside(path)
    made = _of(folder, key, database.connect(path, key, create=True), log_url)
    holders.note_first(made, str(slot["salt"]))
    slots.publish(folder, slot)
    return made


def unlock(folder: Path, passphrase: str, log_url: str | None = None) -> Store:
    """Open a folder that was set up. A store that can't be read is left as it is.

    A log that lies on a server is found again without `log_url`; with it, a log that lay in the
    folder moves there. Raises AcademyError: "passphrase_wrong", "store_missing",
    "store_unreadable", "store_newer" for what a newer version has written, for a log on a server
    also as `create`, and "log_missing" where there should be one.
    """
    key = slots.unlock(folder, passphrase)
    connection = database.connect(folder / database.FILE, key)
    try:
        database.check(connection)
        # A file without a device key is no store of ours any more, and gets none.
        if not local.has_key(Tables(connection)):
            raise AcademyError("store_unreadable", file=database.FILE)  # noqa: TRY301
        log_url = log_url or local.log_url(Tables(connection))
    except BaseException:
        connection.close()
        raise
    opened = _of(folder, key, connection, log_url)
    holders.take_in(opened)
    return opened


def exists(folder: Path) -> bool:
    """Whether this folder was set up before."""
    return slots.exists(folder)


def check_log(log_url: str, *, unused: bool = False) -> None:
    """See that a log's server answers and, if asked, that no central copy has its log there.

    Raises AcademyError: "postgres_missing", "log_unreachable", "log_taken".
    """
    _shared().check(log_url, unused=unused)


def _of(folder: Path, key: bytes, connection: Any, log_url: str | None) -> Store:  # noqa: ANN401
    """A store whose log lies here or, with `log_url`, on a server."""
    try:
        if log_url is None:
            return Store(folder, key, connection)
        made: Store = _shared().SharedStore(folder, key, connection, log_url)
    except BaseException as error:
        connection.close()
        if isinstance(error, LogError) and error.code == "form_newer":
            raise AcademyError("store_newer") from error
        raise
    return made


def _shared() -> ModuleType:
    """The room for a log on a server. It needs psycopg, which few have."""
    try:
        from academy.store import shared
    except ImportError as error:
        raise AcademyError("postgres_missing") from error
    return shared

"""The folder that holds all that this device keeps, closed to every other account of the computer.

The only room that makes folders and files in it. A folder is made for its owner alone (0700) and a
file too (0600), whatever the account's own habit (its umask) says; what an older version or a
careless copy left open is closed at the start. On Windows the same is done by an access list that
names this account and the system, and nobody else.
"""

import contextlib
import os
import re
import shutil
import stat
import subprocess
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from errno import ENOSPC
from pathlib import Path
from typing import IO, Final

from academy.errors import AcademyError

FOLDER_MODE: Final = 0o700
FILE_MODE: Final = 0o600
WINDOWS: Final = os.name == "nt"
OTHERS: Final = 0o077
"""What the group and everybody else would be allowed."""
LOCK: Final = "lock"
KEYS: Final = "slots.json"
OURS: Final = frozenset(
    {
        KEYS,
        "store.db",
        "search",
        "clock.json",
        "spool",
        "courses",
        "read.json",
        "fonts",
        "inserts",
        "translations",
    }
)
"""What may lie in a folder in which an academy starts: what is its own, or a network prepared."""
ASIDE: Final = ".new"
"""What the name of a file ends with until all of it is written."""
BESIDE: Final = ("-wal", "-shm", "-journal", ASIDE)
"""How SQLite and `write` call what lies beside a file for a while."""
LEAVINGS: Final = frozenset({"Thumbs.db", "desktop.ini", "lost+found"})
FAR: Final = 2**30
"""A byte that is never written: Windows lets nobody read what is locked, and the number is read."""


@dataclass(frozen=True)
class Found:
    """How the folder was found at the start, and left."""

    closed: int = 0
    """So many things in it were open to other accounts, and are no more."""
    still_open: int = 0
    """So many can't be closed here: the disk knows no owners, or it isn't ours."""
    foreign: int = 0
    """So many belong to another account, which can open them again."""

    @property
    def private(self) -> bool:
        """Whether nobody else can read it now."""
        return not self.still_open and not self.foreign


def keep_to_ourselves() -> None:
    """Have this process make nothing that others can read, nor leave its memory in a file."""
    os.umask(OTHERS)
    with contextlib.suppress(ImportError):  # Windows keeps no such file unless it is asked to
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, most))


def make(path: Path) -> Path:
    """A folder that only this account can look into, made or closed; returns it.

    Raises AcademyError: "store_readonly", "disk_full".
    """
    try:
        path.mkdir(parents=True, exist_ok=True, mode=FOLDER_MODE)
    except OSError as error:
        raise _refusal(error) from error
    with contextlib.suppress(OSError):  # another's, or on a stick that knows no owners: see `close`
        path.chmod(FOLDER_MODE)
    return path


def new_file(path: Path) -> None:
    """An empty file for this account alone. Raises FileExistsError, and AcademyError as `make`."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE))
    except FileExistsError:
        raise
    except OSError as error:
        raise _refusal(error) from error


def write(path: Path, data: bytes) -> None:
    """Write aside, then rename: a power cut leaves the old file or the new one.

    Raises AcademyError as `make`.
    """
    aside = path.with_name(f"{path.name}{ASIDE}")
    aside.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "wb") as f:
            f.write(data)
            f.flush()
            os.fsync(f.fileno())
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise _refusal(error) from error


def need_for_us(path: Path, ours: Collection[str]) -> None:
    """Raise AcademyError("folder_strange") for a folder in which others have put their things, but
    none of what is `ours`: documents stay alone.
    """
    try:
        found = {entry.name for entry in os.scandir(path)} if path.is_dir() else set()
    except OSError as error:
        raise _refusal(error) from error
    visible = {name for name in found if not name.startswith(".")} - {LOCK, *LEAVINGS}
    if visible and not visible & set(ours):
        raise AcademyError("folder_strange", folder=str(path))


def hold(path: Path) -> IO[bytes]:
    """Hold a folder for this process alone, until the file returned is closed or the process ends.

    Raises AcademyError("folder_taken"), with the other's `process` number and the `address` of its
    pages ("" until it has said so, see `tell`), and as `make`. Commands that open the store beside
    a running one need none: SQLite has them wait for each other.
    """
    if not path.exists():
        make(path)
    try:
        held = os.fdopen(os.open(path / LOCK, os.O_RDWR | os.O_CREAT, FILE_MODE), "r+b")
    except OSError as error:
        raise _refusal(error) from error
    try:
        _lock(held.fileno())
    except OSError:
        process, _, address = held.read(200).decode("ascii", "replace").partition("\n")
        held.close()
        raise AcademyError(
            "folder_taken", folder=str(path), process=process or "?", address=address.strip()
        ) from None
    held.truncate()
    held.write(f"{os.getpid()}\n".encode())
    held.flush()
    return held


def remove(path: Path) -> list[str]:
    """Delete what is ours in a folder, and the folder; return the names of what is others' in it.

    The keys go first: whoever cuts the power meanwhile is left with what nobody can open.
    Raises AcademyError as `make`.
    """
    ours = dict.fromkeys([KEYS, *sorted(OURS), LOCK])
    names = [*ours, *(f"{name}{end}" for name in ours for end in BESIDE)]
    try:
        for name in names:
            one = path / name
            if one.is_dir() and not one.is_symlink():
                shutil.rmtree(one)
            else:
                one.unlink(missing_ok=True)
        left = sorted(entry.name for entry in os.scandir(path))
        if not left:
            path.rmdir()
    except OSError as error:
        raise _refusal(error) from error
    return left


def tell(held: IO[bytes], address: str) -> None:
    """Say to whoever starts a second one where the pages of the first are."""
    held.seek(0)
    held.truncate()
    held.write(f"{os.getpid()}\n{address}\n".encode())
    held.flush()


def _lock(number: int) -> None:
    """Lock an open file, or OSError at once. The system lets go of it with the process."""
    if WINDOWS:
        import msvcrt

        os.lseek(number, FAR, os.SEEK_SET)
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        os.lseek(number, 0, os.SEEK_SET)
    else:
        import fcntl

        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


def open_at_start(path: Path) -> Found:
    """The folder, made, or closed if it was there; how it was found. Raises as `make`."""
    found = close(path) if path.exists() else Found()
    make(path)
    return found


def close(path: Path) -> Found:
    """Close the folder and all that lies in it to other accounts. Links are not followed."""
    if WINDOWS:
        return Found() if _close_on_windows(path) else Found(still_open=1)
    closed = still_open = foreign = 0
    for one, found in _all_in(path):
        if found.st_uid != os.geteuid():
            foreign += 1
        if stat.S_IMODE(found.st_mode) & OTHERS:
            if _close_one(one, found):
                closed += 1
            else:
                still_open += 1
    return Found(closed, still_open, foreign)


def _all_in(path: Path) -> Iterator[tuple[str, os.stat_result]]:
    """The folder, then all that lies in it, each with what it is; links left out."""
    waiting = [os.path.realpath(path)]  # the folder itself may lie behind a link, on another disk
    with contextlib.suppress(OSError):
        yield waiting[0], os.stat(waiting[0])  # noqa: PTH116 - a name, as below
    while waiting:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_symlink():
                    continue
                yield entry.path, entry.stat(follow_symlinks=False)
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)


def _close_one(path: str, found: os.stat_result) -> bool:
    """Take from others what they may; whether that held. The file is held while it is looked at,
    so that a link put in its place meanwhile changes nothing elsewhere.
    """
    try:
        held = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        if os.fstat(held).st_ino == found.st_ino:
            os.fchmod(held, stat.S_IMODE(found.st_mode) & ~OTHERS)
        return not stat.S_IMODE(os.fstat(held).st_mode) & OTHERS
    except OSError:
        return False
    finally:
        os.close(held)


def _close_on_windows(path: Path) -> bool:
    """Let the access list name this account and the system alone; what lies inside inherits it."""
    try:
        told = subprocess.run(  # noqa: S603 - fixed words
            [_system("whoami"), "/user", "/fo", "csv", "/nh"],
            capture_output=True, check=True, timeout=10, text=True,
        ).stdout  # fmt: skip
        found = re.search(r"S-1-[0-9-]+", told)
        if found is None:
            return False
        for words in (
            ["/reset", "/T", "/C", "/Q", "/L"],
            ["/inheritance:r", "/grant:r", f"*{found[0]}:(OI)(CI)F", "*S-1-5-18:(OI)(CI)F", "/Q"],
        ):
            subprocess.run(  # noqa: S603 - fixed words
                [_system("icacls"), str(path), *words],
                capture_output=True, check=True, timeout=60,
            )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _system(name: str) -> str:
    """A program of Windows itself, never one of the same name that lies elsewhere."""
    root = os.environ.get("SYSTEMROOT", r"C:\Windows")
    return str(Path(root) / "System32" / f"{name}.exe")


def _refusal(error: OSError) -> AcademyError:
    return AcademyError("disk_full" if error.errno == ENOSPC else "store_readonly")

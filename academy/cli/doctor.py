"""What a helper on the phone needs to know of this machine, with nothing of anyone in it.

Each line is a name, ✓ or ! or –, and what was found; a line with ! says what to do. The store is
not opened, no name of a person, course or account is read, and a path begins at the home folder.
"""

import os
import platform
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Final, NamedTuple

import click

from academy import __version__
from academy.cli.saying import say
from academy.data import data_folder
from academy.door import network

FINE, LOOK, OPEN = "✓", "!", "–"
LEAST_FREE: Final = 500 * 2**20
PORTS: Final = {"phones": 8000, "trainer": 8001}
LIBRARIES: Final = ("flask", "waitress", "weasyprint", "whoosh", "sqlcipher3", "pynacl")
EARLIEST: Final = 2026


class Line(NamedTuple):
    """One thing that was looked at."""

    name: str
    state: str
    found: str


@click.command()
@click.option("--port", default=PORTS["phones"], help="What phones open.")
@click.option("--staff-port", default=PORTS["trainer"], help="What the trainer opens.")
@click.pass_obj
def doctor(folder: Path, port: int, staff_port: int) -> None:
    """Say how this machine is, for whoever helps from afar. Nothing of anyone is in it.

    The exit code is 1 when something should be looked at.
    """
    found = list(lines(folder, {"phones": port, "trainer": staff_port}))
    for line in found:
        say(f"{line.state} {line.name}: {line.found}")
    if any(line.state == LOOK for line in found):
        raise click.exceptions.Exit(1)


def lines(folder: Path, ports: dict[str, int]) -> Iterator[Line]:
    """Everything that was looked at, in the order in which a helper would ask."""
    yield _version()
    yield Line("system", FINE, f"{platform.system()} {platform.release()}, {platform.machine()}")
    yield Line("Python", FINE, platform.python_version())
    yield _libraries()
    yield _courses()
    yield _pdf()
    yield _search()
    yield _fonts()
    yield from _folder(folder)
    yield _disk(folder)
    yield _clock()
    yield from (_port(name, port, _runs(folder)) for name, port in ports.items())
    yield _addresses()
    yield _firewall()


def _version() -> Line:
    from academy.updates.places import Places

    places = Places()
    use, running = places.state().use, places.running
    came = "brought by a file" if running else "as it was first put here"
    if use == running:
        return Line("academy", FINE, f"{__version__}, {came}")
    after = places.version(use)
    return Line("academy", FINE, f"{__version__}, {came}; {after} from the next start")


def _libraries() -> Line:
    found, missing = [f"SQLite {sqlite3.sqlite_version}"], []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return Line("libraries", LOOK, f"missing: {', '.join(missing)}; start start.py again")
    return Line("libraries", FINE, ", ".join(found))


def _courses() -> Line:
    from academy.courses.reader import pack_ids
    from academy.errors import AcademyError

    try:
        count = len(pack_ids(data_folder("courses")))
    except AcademyError:
        count = 0
    if not count:
        return Line("courses", LOOK, "none; the folder of the program is not whole, fetch it again")
    return Line("courses", FINE, f"{count} came with the program")


def _pdf() -> Line:
    from academy.printing import pdf

    why = pdf.why_not()
    if why is None:
        return Line("PDF", FINE, "WeasyPrint and Pango are there")
    return Line("PDF", LOOK, f"{why}; certificates print from the browser until it is installed")


def _search() -> Line:
    from academy.search import why_not

    why = why_not()
    if why is None:
        return Line("search", FINE, "Whoosh is there")
    return Line("search", LOOK, f"courses can be read, not searched: {why}; use an older Python")


def _fonts() -> Line:
    from academy.printing import brought, glyphs, samples

    if refused := len(brought.refused()):
        return Line("fonts", LOOK, f"{refused} that you put there are not used; see academy fonts")
    lacking = [sample.script for sample in samples.SAMPLES if glyphs.unknown_here(sample.letters)]
    if lacking:
        return Line(
            "fonts",
            OPEN,
            f"names in these scripts would print as boxes: {' '.join(lacking)}; see academy fonts",
        )
    own = f", {len(brought.fonts())} fonts of your own" if brought.fonts() else ""
    return Line("fonts", FINE, f"letters of {len(samples.SAMPLES)} scripts{own}")


def _folder(folder: Path) -> Iterator[Line]:
    from academy.store import opening

    shown = _from_home(folder)
    if not folder.is_dir():
        yield Line("data folder", OPEN, f"{shown} is not there yet")
        return
    written = os.access(folder, os.W_OK)
    state = FINE if written else LOOK
    words = (
        "can be written" if written else "can't be written: another account's, or a locked stick"
    )
    yield Line("data folder", state, f"{shown}, {words}")
    if not opening.exists(folder):
        yield Line("data", OPEN, "nothing was set up here yet")
        return
    size = sum(path.stat().st_size for path in folder.glob("store.db*"))
    yield Line("data", FINE if size else LOOK, f"set up, {size // 1024} kB, not opened")


def _from_home(folder: Path) -> str:
    """The folder without the name of whoever's it is."""
    try:
        return f"~/{folder.absolute().relative_to(Path.home())}"
    except (ValueError, RuntimeError):
        return f"a folder that isn't in the home folder, {len(folder.absolute().parts)} steps deep"


def _disk(folder: Path) -> Line:
    there = next(
        place for place in (folder.absolute(), *folder.absolute().parents) if place.exists()
    )
    free = shutil.disk_usage(there).free
    if free < LEAST_FREE:
        return Line("disk", LOOK, f"{free >> 20} MB free; make room before the next workshop")
    return Line("disk", FINE, f"{free >> 20} MB free")


def _clock() -> Line:
    now = time.localtime()
    said = time.strftime("%Y-%m-%d %H:%M %z", now)
    if not EARLIEST <= now.tm_year < EARLIEST + 10:
        return Line("clock", OPEN, f"{said}; the trainer says the day, so nothing is lost by it")
    return Line("clock", FINE, said)


def _runs(folder: Path) -> bool:
    """Whether an academy runs in this folder now."""
    from academy.errors import AcademyError
    from academy.folder import LOCK, hold

    if not (folder / LOCK).exists():
        return False
    try:
        hold(folder).close()
    except AcademyError as refused:
        return refused.code == "folder_taken"
    return False


def _port(name: str, port: int, running: bool) -> Line:  # noqa: FBT001 - one fact of two
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trying:
        trying.settimeout(1)
        taken = trying.connect_ex(("127.0.0.1", port)) == 0
    if taken and running:
        return Line(f"port {port} ({name})", FINE, "the academy answers there")
    if taken:
        return Line(f"port {port} ({name})", LOOK, "another program answers there; see --port")
    return Line(f"port {port} ({name})", FINE, "free")


def _addresses() -> Line:
    found = network.candidates()
    if not found:
        return Line("addresses", LOOK, "on no network: join the room's Wi-Fi, or open a hotspot")
    return Line("addresses", FINE, ", ".join(found))


def _firewall() -> Line:
    """A guess: asking for certain needs rights that nobody should need here."""
    if sys.platform == "win32":
        on = "ON" in _asked("netsh", "advfirewall", "show", "currentprofile", "state")
    elif sys.platform == "darwin":
        tool = "/usr/libexec/ApplicationFirewall/socketfilterfw"
        on = "enabled" in _asked(tool, "--getglobalstate")
    else:
        on = "ENABLED=yes" in _read("/etc/ufw/ufw.conf")
    if on:
        return Line(
            "firewall", OPEN, "seems to be on: when phones can't open the page, allow Python"
        )
    return Line("firewall", FINE, "none was seen")


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8", "replace")
    except OSError:
        return ""


def _asked(*words: str) -> str:
    try:
        done = subprocess.run(words, capture_output=True, timeout=5, check=False)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace")

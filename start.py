#!/usr/bin/env python3
"""Start the academy from its source, on a machine that has only Python.

    python3 start.py                 run it                    (Windows: py start.py)
    python3 start.py demo            run it with invented people and workshops
    python3 start.py test            run its tests
    python3 start.py sync /media/x   any other words go to the `academy` command

Everything is put into `.venv` beside this file, and what came from the internet is kept in
`.wheels`: delete both to undo it. A folder `wheels` beside this file, filled on a machine of the
same kind as README says, is used instead of the internet. The whole folder may be moved or renamed.
A newer program that was brought later lies in `.updates`, and this file starts it instead of the
one beside it; `python3 start.py program back` starts the one beside it again.
Standard library only; nothing here is imported by the academy.
"""

import contextlib
import ctypes
import errno
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

VERSION = ".".join(str(number) for number in sys.version_info[:2])

# This whole file parses on Python 3.6, so that the sentence can be said.
if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this file may have any Python
    sys.exit(
        f"The academy needs Python 3.11 or newer; this is Python {VERSION}. "
        "Please install a newer Python and start this file with it."
    )

UPDATES = ".updates"
ROOT = Path(__file__).resolve().parent
BASE = ROOT.parent.parent if ROOT.parent.name == UPDATES else ROOT
"""Where everything began: what an update brought lies below it, and shares its libraries."""
LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "tests" / "requirements.lock"
GIVEN = ROOT / "wheels"  # put here by hand, for a machine that never had the internet


def home_of_libraries(root: Path) -> Path:
    """Return where the libraries may lie: beside this file, or with the account's own files."""
    if os.access(str(root), os.W_OK):
        return root
    name = hashlib.sha256(str(root).encode()).hexdigest()[:8]
    own = os.environ.get("LOCALAPPDATA") or str(Path.home() / ".local" / "share")
    return Path(own) / "academy-libraries" / name


def name_of_environment() -> str:
    """Return how the environment is called: a program with another lock has one of its own, so that
    the one before stays whole.
    """
    with contextlib.suppress(OSError):
        if digest_of(LOCK) != digest_of(BASE / LOCK.name):
            return f".venv-{digest_of(LOCK)[:8]}"
    return ".venv"


def digest_of(file: Path) -> str:
    """Return what tells one file from another."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


PLACE = home_of_libraries(BASE)
VENV = PLACE / name_of_environment()
KEPT = PLACE / ".wheels"
WAITING = PLACE / ".venv-lock"
"""Held by whoever makes the environment, so that two first starts wait for each other."""
WHOLE = "whole.json"
INSTALL_LOG = "install.log"
PANGO_TRIED = VENV / "pango-tried"
IN_VENV = "Scripts/python.exe" if os.name == "nt" else "bin/python"
PYTHON = VENV / IN_VENV
ROOM = 400 * 2**20
"""Bytes: the libraries as they travel, and unpacked beside those that were here before."""

# What WeasyPrint 70 loads, by the names each system gives them.
PANGO_LIBRARIES = {
    "linux": (
        "libgobject-2.0.so.0",
        "libpango-1.0.so.0",
        "libharfbuzz.so.0",
        "libharfbuzz-subset.so.0",
        "libfontconfig.so.1",
        "libpangoft2-1.0.so.0",
    ),
    "darwin": (
        "libgobject-2.0.0.dylib",
        "libpango-1.0.0.dylib",
        "libharfbuzz.0.dylib",
        "libfontconfig.1.dylib",
        "libpangoft2-1.0.0.dylib",
    ),
    "win32": ("libpango-1.0-0.dll",),
}
PANGO_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
PANGO_COMMANDS = {
    "linux": "sudo apt-get install " + " ".join(PANGO_PACKAGES),
    "darwin": "brew install pango",
    "win32": "pacman -S mingw-w64-ucrt-x86_64-pango   (in an MSYS2 window)",
}
# Where WeasyPrint looks on Windows without being told.
WINDOWS_FOLDERS = (
    r"C:\msys64\ucrt64\bin",
    r"C:\msys64\mingw64\bin",
    r"C:\Program Files\GTK3-Runtime Win64\bin",
)


def say(words: str) -> None:
    """Tell the person at the keyboard what happens, at once."""
    print(words, file=sys.stderr, flush=True)


def say_over(words: str, *, last: bool) -> None:
    """Tell how far it is, over what was told before; where nobody watches, the end alone."""
    if sys.stderr.isatty():
        print(f"\r{words}", end="\n" if last else "", file=sys.stderr, flush=True)
    elif last:
        say(words)


def main(words: list[str]) -> int:
    """Make the machine ready, then become the academy (or its tests), or the newer one."""
    newer = None if words[:1] == ["test"] or words[:2] == ["program", "back"] else in_use()
    if newer is not None:
        return become([sys.executable, str(newer / "start.py"), *words], dict(os.environ))
    os.chdir(str(ROOT))
    make_ready(tests=words[:1] == ["test"])
    environment = dict(os.environ)
    if words[:1] == ["test"]:
        look_for_pango(environment)
        command = [str(PYTHON), "-m", "pytest", *words[1:]]
    else:
        if not words or words[0] in {"run", "demo", "central"}:
            look_for_pango(environment)
        command = [str(PYTHON), "-m", "academy", *(words or ["run"])]
    return become(command, environment)


def in_use() -> "Path | None":
    """Return the program that an update brought and somebody chose over this very one."""
    if ROOT != BASE:
        return None
    try:
        state = json.loads((ROOT / UPDATES / "state.json").read_text(encoding="utf-8"))
        if not state["use"] or state["over"] != digest_of(ROOT / "academy" / "__init__.py"):
            return None
        newer = ROOT / UPDATES / Path(state["use"]).name
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if (newer / "start.py").is_file():
        return newer
    say(f"The newer program is not whole, so the one before starts. It lay here: {newer}")
    return None


def become(command: list[str], environment: dict[str, str]) -> int:
    """Hand this process over to `command`; on Windows, wait for it instead."""
    if os.name != "nt":
        os.execve(command[0], command, environment)  # noqa: S606 - no shell is wanted
    child = subprocess.Popen(command, env=environment)
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue  # Ctrl-C reached the child too; let it end in its own way


# --- the libraries -------------------------------------------------------------------------------


def make_ready(*, tests: bool = False) -> None:
    """Have `.venv` hold exactly what the lock names; does nothing when it already does.

    With `tests`, what the tests need as well. What is not whole is made anew beside what is there,
    and takes its place when it is whole.
    """
    wanted = {
        "lock": digest_of(LOCK),
        "python": VERSION,
        "tests": digest_of(TEST_LOCK) if tests else "",
    }
    try:
        if not is_whole(wanted):
            PLACE.mkdir(parents=True, exist_ok=True)
            with alone():
                if not is_whole(wanted):  # whoever was first may have made it meanwhile
                    renew(wanted)
        put_source_on_path(VENV)
    except OSError as error:
        sys.exit(sentence(error))


def is_whole(wanted: dict[str, str]) -> bool:
    """Say whether the environment was finished for this lock and still has every file."""
    try:
        found = json.loads((VENV / WHOLE).read_text(encoding="utf-8"))
        same = all(found[key] == (value or found[key]) for key, value in wanted.items())
        return same and PYTHON.exists() and files_of(VENV).items() >= found["files"].items()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def files_of(venv: Path) -> dict[str, int]:
    """Return the size of every file of the libraries; not of what Python makes of them."""
    found: dict[str, int] = {}
    waiting = [str(venv / "Lib" if os.name == "nt" else venv / "lib")]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != "__pycache__":
                        waiting.append(entry.path)
                elif entry.name != "academy-source.pth":
                    found[os.path.relpath(entry.path, str(venv))] = entry.stat().st_size
    return found


def renew(wanted: dict[str, str]) -> None:
    """Make the environment beside the old one, and put it in its place when it is whole."""
    free = shutil.disk_usage(str(PLACE)).free
    if free < ROOM:
        sys.exit(
            f"The libraries need {ROOM >> 20} MB of room for a moment; this disk has {free >> 20}. "
            f"Please make room and start again. They go here: {PLACE}"
        )
    if PLACE != ROOT:
        say(f"This folder can't be written to, so the libraries go here: {PLACE}")
    new, old = PLACE / ".venv-new", PLACE / f".venv-old-{os.getpid()}"
    shutil.rmtree(str(new), ignore_errors=True)
    make_environment(new)
    locks = [LOCK, *([TEST_LOCK] if wanted["tests"] else [])]
    install_libraries(new, locks)
    if not wanted["tests"]:
        run_logged(new, [str(new / IN_VENV), "-m", "pip", "uninstall", "-y", "pip", "setuptools"])
    name_its_place(new, VENV)
    (new / WHOLE).write_text(json.dumps({**wanted, "files": files_of(new)}), encoding="utf-8")
    if VENV.exists():
        VENV.rename(old)
    new.rename(VENV)
    for left in PLACE.glob(".venv-old-*"):
        shutil.rmtree(str(left), ignore_errors=True)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Wait until nobody else makes this environment; the system lets go with the process."""
    with WAITING.open("a+") as held:
        told = False
        while not take(held.fileno()):
            if not told:
                say("Another start is making the libraries ready; waiting for it …")
            told = True
            time.sleep(0.5)
        yield


def take(number: int) -> bool:
    """Lock an open file if nobody else has."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def make_environment(venv: Path) -> None:
    """Make a new, empty environment."""
    if importlib.util.find_spec("ensurepip") is None:
        add_venv_module()
    say("Making a place for the libraries …")
    run_logged(
        venv,
        [sys.executable, "-m", "venv", str(venv)],
        f"Could not make a place for the libraries in {PLACE}.",
    )


def add_venv_module() -> None:
    """Debian keeps `venv` in a package of its own: install it, or say how."""
    packages = ["python3-venv", f"python{VERSION}-venv"]
    if may_use_apt():
        say("Installing python3-venv …")
        for package in packages:
            apt_install([package])
            look = subprocess.run([sys.executable, "-c", "import ensurepip"], check=False)
            if look.returncode == 0:
                return
    sys.exit(
        "This Python cannot make a place for libraries. On Debian or Ubuntu this mends it: "
        f"sudo apt-get install {packages[0]}"
    )


def install_libraries(venv: Path, locks: list[Path]) -> None:
    """Install what the locks name, each file checked against its hash.

    What is here already, given or kept from before, is enough without the internet; what came from
    the internet is kept, so that no second start needs it.
    """
    wanted = ["--require-hashes", "--only-binary=:all:", "--no-deps", "--no-input"]
    wanted += ["--disable-pip-version-check"]
    for lock in locks:
        wanted += ["-r", str(lock)]
    pip = [str(venv / IN_VENV), "-m", "pip"]
    given = dict.fromkeys((GIVEN, BASE / GIVEN.name, KEPT))
    here = [place for place in given if place.is_dir()]
    places = [word for place in here for word in ("--find-links", str(place))]
    install = [*pip, "install", "--no-compile", *wanted, "--no-index"]
    if here:
        say("Installing the libraries from this machine …")
        if run_logged(venv, [*install, *places]):
            return
    say("Fetching the libraries (once; about 45 MB from the internet) …")
    trouble = "The libraries could not be fetched. Connect to the internet and start again."
    download = [*pip, "download", *wanted, "-d", str(KEPT)]
    run_logged(venv, download, trouble, most=sum(map(count_of, locks)))
    say("Installing them …")
    run_logged(venv, [*install, "--find-links", str(KEPT)], "The libraries could not be installed.")


def count_of(lock: Path) -> int:
    """Return how many libraries a lock names."""
    return sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())


def name_its_place(venv: Path, place: Path) -> None:
    """Have the commands in an environment name the place where it will lie."""
    for path in (venv / IN_VENV).parent.iterdir():
        if path.is_symlink() or not path.is_file() or path.stat().st_size > 2**16:
            continue
        text = path.read_bytes()
        if str(venv).encode() in text and b"\0" not in text:
            path.write_bytes(text.replace(str(venv).encode(), str(place).encode()))


def put_source_on_path(venv: Path) -> None:
    """Let the environment's Python import `academy` and `sync` from this folder, wherever that was
    moved to: this file alone names it.
    """
    libraries = "Lib" if os.name == "nt" else f"lib/python{VERSION}"
    path = venv / libraries / "site-packages" / "academy-source.pth"
    text = f"{ROOT}\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def run_logged(venv: Path, command: list[str], trouble: str = "", most: int = 0) -> bool:
    """Run `command` quietly; when it fails, stop with `trouble`, or return False without one.

    With `most`, say how many libraries of so many were met so far.
    """
    child = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    lines, met = [], 0
    for line in child.stdout or ():
        lines.append(line)
        if most and line.startswith(("Collecting ", "Processing ", "Ignoring ")):
            met += 1
            say_over(f"    {met} of {most}", last=met == most)
    code = child.wait()
    if venv.is_dir():
        with (venv / INSTALL_LOG).open("a", encoding="utf-8") as log:
            log.write(f"$ {' '.join(command)}\n{''.join(lines)}\n")
    if code and trouble:
        for line in lines[-2:]:
            say(f"    {line.rstrip()}")
        if any("No space left" in line for line in lines):
            trouble = sentence(OSError(errno.ENOSPC, ""))
        sys.exit(f"{trouble} The whole log: {venv / INSTALL_LOG}")
    return not code


def sentence(error: OSError) -> str:
    """Return what to do about a file that could not be written."""
    if error.errno == errno.ENOSPC:
        return (
            f"The disk is full. Please make room and start again. The libraries lie here: {PLACE}"
        )
    return (
        f"The libraries can't be written here: {error.filename or PLACE}. It may belong to another "
        "account: copy the whole folder to a place of your own and start it there."
    )


# --- Pango, which draws the certificates ---------------------------------------------------------


def look_for_pango(environment: dict[str, str]) -> None:
    """Install Pango where that needs no question; otherwise say how, and go on without it."""
    if sys.platform == "darwin":
        add_homebrew_libraries(environment)
    if pango_loads(environment):
        return
    if not PANGO_TRIED.exists():
        PANGO_TRIED.touch()  # once: a machine without a network must not wait at every start
        if may_use_apt():
            say("Installing Pango, which draws the certificates …")
            apt_install(PANGO_PACKAGES)
        elif sys.platform == "darwin" and shutil.which("brew"):
            say("Installing Pango, which draws the certificates …")
            subprocess.run(["brew", "install", "--quiet", "pango"], check=False)  # noqa: S607
            add_homebrew_libraries(environment)
        if pango_loads(environment):
            return
    how = PANGO_COMMANDS.get(sys.platform, PANGO_COMMANDS["linux"])
    say(f"Certificates print from the browser; for PDF files, install Pango:  {how}")


def pango_loads(environment: dict[str, str]) -> bool:
    """Say whether every library that draws a PDF can be loaded, without loading WeasyPrint."""
    names = PANGO_LIBRARIES.get(sys.platform, PANGO_LIBRARIES["linux"])
    places = [""]
    if sys.platform == "darwin":
        places += environment.get("DYLD_FALLBACK_LIBRARY_PATH", "").split(":")
    elif sys.platform == "win32":
        told = environment.get("WEASYPRINT_DLL_DIRECTORIES", "")
        return any(
            (Path(folder) / names[0]).exists() for folder in (*told.split(";"), *WINDOWS_FOLDERS)
        )
    return all(any(loads(str(Path(place) / name)) for place in places) for name in names)


def loads(library: str) -> bool:
    """Say whether the system can load `library`."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def add_homebrew_libraries(environment: dict[str, str]) -> None:
    """Let a Python that isn't Homebrew's own find Homebrew's libraries."""
    brew = shutil.which("brew")
    if brew is None:
        return
    folder = str(Path(brew).resolve().parent.parent / "lib")
    known = environment.get("DYLD_FALLBACK_LIBRARY_PATH", "/usr/local/lib:/usr/lib")
    if folder not in known.split(":"):
        environment["DYLD_FALLBACK_LIBRARY_PATH"] = f"{folder}:{known}"


# --- Debian and Ubuntu ---------------------------------------------------------------------------


def may_use_apt() -> bool:
    """Say whether packages can be installed here without asking anyone."""
    return os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(packages: tuple[str, ...] | list[str]) -> None:
    """Try to install Debian packages; whether that worked, the caller finds out."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            ["apt-get", "-q", *words],  # noqa: S607 - found on PATH by may_use_apt
            env=environment,
            check=False,
            capture_output=True,
            text=True,
        )
        if VENV.is_dir():
            with (VENV / INSTALL_LOG).open("a", encoding="utf-8") as log:
                log.write(done.stdout + done.stderr)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Stopped. Starting again goes on from here.")

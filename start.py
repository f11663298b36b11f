#!/usr/bin/env python3
"""Start the academy from its source, on a machine that has only Python.

    python3 start.py                 run it                    (Windows: py start.py)
    python3 start.py demo            run it with invented people and workshops
    python3 start.py test            run its tests
    python3 start.py sync /media/x   any other words go to the `academy` command

Everything is put into `.venv` beside this file: delete that folder to undo it. A folder `wheels`
beside this file (filled by `pip download --require-hashes -r requirements.lock -d wheels` on a
machine of the same kind) is used instead of the internet. Standard library only; nothing here is
imported by the academy.
"""

import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

VERSION = ".".join(str(number) for number in sys.version_info[:2])

# This whole file parses on Python 3.6, so that the sentence can be said.
if sys.version_info < (3, 11):  # noqa: UP036 - whoever starts this file may have any Python
    sys.exit(
        f"The academy needs Python 3.11 or newer; this is Python {VERSION}. "
        "Please install a newer Python and start this file with it."
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
WHEELS = ROOT / "wheels"
STAMP = VENV / "installed.json"
INSTALL_LOG = VENV / "install.log"
PANGO_TRIED = VENV / "pango-tried"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

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


def main(words: list[str]) -> int:
    """Make the machine ready, then become the academy (or its tests)."""
    os.chdir(ROOT)
    make_ready()
    environment = dict(os.environ)
    if words[:1] == ["test"]:
        look_for_pango(environment)
        command = [str(PYTHON), "-m", "pytest", *words[1:]]
    else:
        if not words or words[0] in {"run", "demo", "central"}:
            look_for_pango(environment)
        command = [str(PYTHON), "-m", "academy", *(words or ["run"])]
    return become(command, environment)


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


def make_ready() -> None:
    """Have `.venv` hold exactly what the lock names; does nothing when it already does."""
    wanted = {
        "lock": hashlib.sha256(LOCK.read_bytes()).hexdigest(),
        "python": VERSION,
        "folder": str(ROOT),  # a moved folder needs a new .venv: its scripts name the old place
    }
    found = read_stamp()
    if found == wanted and PYTHON.exists():
        return
    if {**found, "lock": ""} != {**wanted, "lock": ""} or not PYTHON.exists():
        make_environment()
    install_libraries()
    put_source_on_path()
    STAMP.write_text(json.dumps(wanted), encoding="utf-8")


def read_stamp() -> dict[str, str]:
    """Return what was installed last time; empty when that is unknown."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def make_environment() -> None:
    """Make a new, empty `.venv`."""
    if importlib.util.find_spec("ensurepip") is None:
        add_venv_module()
    say("Making a place for the libraries (.venv) …")
    shutil.rmtree(VENV, ignore_errors=True)
    run_logged(
        [sys.executable, "-m", "venv", str(VENV)],
        "Could not make the folder .venv beside start.py.",
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


def install_libraries() -> None:
    """Install what the lock names, each file checked against its hash."""
    command = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--only-binary=:all:"]
    command += ["--no-input", "--disable-pip-version-check", "-r", str(LOCK)]
    if WHEELS.is_dir():
        say("Installing the libraries (from the folder wheels) …")
        command += ["--no-index", "--find-links", str(WHEELS)]
        trouble = "The folder wheels lacks a library that this machine needs."
    else:
        say("Installing the libraries (once; about 45 MB from the internet) …")
        trouble = "The libraries could not be fetched. Connect to the internet and start again."
    run_logged(command, trouble)


def put_source_on_path() -> None:
    """Let the environment's Python import `academy` and `sync` from this folder."""
    finds = "import sysconfig; print(sysconfig.get_path('purelib'))"
    told = subprocess.run(
        [str(PYTHON), "-c", finds], check=True, capture_output=True, text=True
    ).stdout.strip()
    (Path(told) / "academy-source.pth").write_text(f"{ROOT}\n", encoding="utf-8")


def run_logged(command: list[str], trouble: str) -> None:
    """Run `command` quietly; when it fails, show the end of its log and stop with `trouble`."""
    done = subprocess.run(
        command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if VENV.is_dir():
        with INSTALL_LOG.open("a", encoding="utf-8") as log:
            log.write(f"$ {' '.join(command)}\n{done.stdout}\n")
    if done.returncode:
        for line in done.stdout.strip().splitlines()[-2:]:
            say(f"    {line}")
        sys.exit(f"{trouble} The whole log: {INSTALL_LOG}")


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
            with INSTALL_LOG.open("a", encoding="utf-8") as log:
                log.write(done.stdout + done.stderr)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("Stopped. Starting again goes on from here.")

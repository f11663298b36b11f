"""Fonts for the scripts that ours lack, in one file that a stick carries.

A pack is a zip: `manifest.json`, the licences of its fonts, and the fonts. It is made on a laptop
with internet from what a system or a package of Noto fonts has, one font for each script, and taken
in on any other. Nothing in a pack is believed: names, counts and sizes are held to limits, each
font to its hash, and each is read to its end by a child (`tables`) that writes it anew.
"""

import hashlib
import io
import json
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from academy import apart
from academy.errors import AcademyError
from academy.printing import brought, cmap, glyphs, tables
from academy.printing.samples import SAMPLES, SIGNS, Sample
from sync import files

FORMAT: Final = "academy-fonts/1"
MANIFEST: Final = "manifest.json"
LICENCE: Final = "OFL.txt"
LARGEST: Final = 64 * 2**20
"""The most bytes of a pack, packed and unpacked."""
_LARGEST_MANIFEST: Final = 2**16
_WHOLE: Final = 4 * 2**20
"""A file larger than this holds many scripts, and only one of them is cut out."""
_ASCII: Final = 0x7E
_CHILD: Final = Path(tables.__file__)
_LICENCES: Final = ("OFL*", "LICENSE*", "copyright")


class Font(NamedTuple):
    """A font of a pack and the scripts whose letters it has."""

    file: str
    data: bytes
    scripts: tuple[str, ...]


# Made


def lacking() -> list[Sample]:
    """The scripts of letters that our own fonts don't have."""
    return [
        one for one in SAMPLES if one.script != SIGNS and glyphs.missing_characters(one.letters)
    ]


def make(sources: Sequence[Path]) -> tuple[bytes, list[Font]]:
    """A pack of the fonts found in files, folders and packages (.whl, .zip), and what is in it.

    Of a script for which no free font is found, there is none.
    """
    with tempfile.TemporaryDirectory(prefix="fonts-") as spare:
        places = [place for source in sources for place in _unfolded(source, Path(spare))]
        chosen: dict[tuple[Path, int], list[Sample]] = {}
        found = [(path, cmap.ranges(path)) for path in _fonts_in(places)]
        for sample in lacking():
            if best := _best(sample, found):
                chosen.setdefault(best, []).append(sample)
        fonts = [_cut(path, number, samples) for (path, number), samples in chosen.items()]
        licence = _licence(places)
    return _zipped(sorted(fonts), licence), sorted(fonts)


def _unfolded(source: Path, spare: Path) -> list[Path]:
    """A source, or what a package holds: it is whoever makes the pack who chose it."""
    if source.suffix.lower() not in {".whl", ".zip"}:
        return [source]
    place = spare / source.stem
    with zipfile.ZipFile(source) as package:
        package.extractall(place)  # zipfile itself keeps names within the folder
    return [place]


def _fonts_in(places: Sequence[Path]) -> list[Path]:
    every = (
        path for place in places for path in ([place] if place.is_file() else place.rglob("*"))
    )
    return sorted({path for path in every if path.suffix.lower() in cmap.SUFFIXES})


def _best(sample: Sample, found: Sequence[tuple[Path, cmap.Ranges]]) -> tuple[Path, int] | None:
    """The plainest font that has all letters of a script: upright, regular, without serifs."""
    asked = {ord(one) for one in sample.word + sample.letters if glyphs.needs_a_glyph(one)}
    asked = {point for point in asked if glyphs.script(chr(point)) == sample.script}
    ranked = [
        (
            not facts.family.startswith("Noto Sans"),
            abs(facts.weight - tables.REGULAR),
            facts.slanted,
            sample.script == "Hang" and not facts.family.endswith("KR"),
            len(facts.family),
            path,
            number,
        )
        for path, ranges in found
        if all(any(first <= point <= last for first, last in ranges) for point in asked)
        for number, facts in enumerate(tables.fonts(path))
        if facts.packable
    ]
    return min(ranked)[-2:] if ranked else None


def _cut(path: Path, number: int, samples: Sequence[Sample]) -> Font:
    scripts = tuple(one.script for one in samples)
    large = path.stat().st_size > _WHOLE

    def wanted(point: int) -> bool:
        return not large or point <= _ASCII or glyphs.script(chr(point)) in scripts

    data = tables.cut(path, number, wanted)
    ending = "otf" if data[:4] == b"OTTO" else "ttf"
    return Font(f"{'-'.join(scripts)}.{ending}", data, scripts)


def _licence(places: Sequence[Path]) -> str:
    """What lies beside the fonts of what may be done with them."""
    told = dict.fromkeys(
        path.read_text("utf-8", "replace")
        for place in places
        if place.is_dir()
        for pattern in _LICENCES
        for path in sorted(place.rglob(pattern))
        if path.is_file()
    )
    told.setdefault((glyphs.FOLDER / LICENCE).read_text("utf-8"))
    return "\n\n".join(told)


def _zipped(fonts: Sequence[Font], licence: str) -> bytes:
    manifest = {
        "format": FORMAT,
        "licence": "OFL-1.1",
        "fonts": [
            {
                "file": one.file, "bytes": len(one.data), "scripts": one.scripts,
                "sha256": hashlib.sha256(one.data).hexdigest(),
            }
            for one in fonts
        ],
    }  # fmt: skip
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        parts = {MANIFEST: json.dumps(manifest, indent=1).encode(), LICENCE: licence.encode()}
        for name, data in {**parts, **{one.file: one.data for one in fonts}}.items():
            packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data,
                            zipfile.ZIP_DEFLATED)  # fmt: skip
    return made.getvalue()


# Taken in


def read(path: Path) -> dict[str, bytes]:
    """What a pack, or a single font, brings into the folder of fonts: its files, made anew.

    Raises AcademyError: "damaged" where a pack isn't whole or isn't one, "font_refused" with the
    `file` that is no font, too large, or called what it may not be.
    """
    try:
        data = files.read(path, LARGEST)
    except OSError as error:
        raise AcademyError("damaged") from error
    if len(data) > LARGEST:
        raise AcademyError("damaged")
    if path.suffix.lower() in {".ttf", ".otf", ".woff2"}:
        return dict([_anew(path.name, data)])
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return _unpacked(packed)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, LookupError, TypeError,
            RuntimeError) as error:  # fmt: skip
        raise AcademyError("damaged") from error


def _unpacked(packed: zipfile.ZipFile) -> dict[str, bytes]:
    names = packed.namelist()
    manifest = json.loads(_part(packed, MANIFEST, _LARGEST_MANIFEST))
    if manifest["format"] != FORMAT or not 0 < len(manifest["fonts"]) <= brought.MOST:
        raise ValueError("another kind of file")
    told = {str(one["file"]): str(one["sha256"]) for one in manifest["fonts"]}
    if sorted(names) != sorted({MANIFEST, LICENCE, *told}):
        raise ValueError("more or less than it says")
    taken = dict(_checked(packed, told))
    return taken | {LICENCE: _part(packed, LICENCE, _LARGEST_MANIFEST)}


def _checked(packed: zipfile.ZipFile, told: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    left = LARGEST
    for name, digest in told.items():
        data = _part(packed, name, min(left, tables.LARGEST))
        left -= len(data)
        if hashlib.sha256(data).hexdigest() != digest:
            raise ValueError("not what was packed")
        yield _anew(name, data)


def _part(packed: zipfile.ZipFile, name: str, most: int) -> bytes:
    with packed.open(name) as part:  # what a size claims is believed by nobody
        data = part.read(most + 1)
    if len(data) > most:
        raise ValueError("too large")
    return data


def _anew(name: str, data: bytes) -> tuple[str, bytes]:
    """A font under a name that it may have, written anew by a child that can't do anything else."""
    stem, _, _ending = name.rpartition(".")
    made = b""
    if brought.NAME.fullmatch(f"{stem}.ttf") and len(data) <= tables.LARGEST:
        made = apart.ask(_CHILD, data, [], most=tables.LARGEST, seconds=2 * tables.SECONDS)
    if not made:
        raise AcademyError("font_refused", file=name)
    return f"{stem}.{'otf' if made[:4] == b'OTTO' else 'ttf'}", made

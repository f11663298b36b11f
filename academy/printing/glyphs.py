"""The fonts: those in this folder, those the laptop has besides, and what a character asks of them.

A PDF made elsewhere must look the same, so the fonts travel with the program. A name in a script
they lack still prints where a network brought a font for it (`brought`), or the system has one.
"""

import functools
import os
import re
import sys
import unicodedata
from pathlib import Path
from typing import Final, NamedTuple

from academy.printing import brought, cmap, tables
from academy.text import han

FOLDER = Path(__file__).with_name("fonts")
REGULAR: Final = tables.REGULAR


class Family(NamedTuple):
    """A family of the style sheet, which is one file of this folder."""

    name: str
    weight: int
    file: str


class Face(NamedTuple):
    """How a text is set: our families in the order they are asked, the weight, their files."""

    own: tuple[str, ...]
    weight: int
    files: tuple[str, ...]

    @property
    def families(self) -> str:
        """All families in the order they are asked: ours, those brought, the laptop's."""
        return ",".join((*self.own, *(one.family for one in brought.fonts()), *_LAPTOP))


# One family a weight: of several weights in one family, Pango found only the regular one.
FAMILIES: Final = (
    Family("Academy Name", 300, "NotoSans-Light.ttf"),
    Family("Academy Sans", 400, "NotoSans-Regular.ttf"),
    Family("Academy Title", 600, "NotoSans-SemiBold.ttf"),
    Family("Academy Arabic", 400, "NotoSansArabic-Regular.ttf"),
    Family("Academy Arabic Name", 300, "NotoSansArabic-Light.ttf"),
    Family("Academy Chinese", 300, "NotoSansSC-Light.ttf"),
)


GENERIC: Final = ("system-ui", "sans-serif")

# Fonts that a laptop may have, for what ours lack. Named one by one: left to choose by itself, a
# browser took a supplement without letters for Tamil, and Pango a thin stand-in for Armenian.
_NOTO: Final = (
    "Hebrew", "Armenian", "Georgian", "Ethiopic", "Devanagari", "Bengali", "Gurmukhi", "Gujarati",
    "Oriya", "Tamil", "Telugu", "Kannada", "Malayalam", "Sinhala", "Thai", "Lao", "Khmer",
    "Myanmar", "Tifinagh", "NKo", "Thaana", "CJK SC",
)  # fmt: skip
_LAPTOP: Final = (
    "Noto Sans", *(f"Noto Sans {script}" for script in _NOTO), "Noto Serif Tibetan",
    "Nirmala UI", "Leelawadee UI", "Myanmar Text", "Ebrima", "Malgun Gothic", "Yu Gothic",
    "Microsoft Himalaya", *GENERIC,
)  # fmt: skip


def _face(weight: int, *families: str) -> Face:
    files = {family.name: family.file for family in FAMILIES}
    return Face(families, weight, tuple(files[name] for name in families))


TEXT: Final = _face(400, "Academy Sans", "Academy Arabic", "Academy Chinese")
STRONG: Final = _face(600, "Academy Title", "Academy Arabic", "Academy Chinese")
NAME: Final = _face(300, "Academy Name", "Academy Arabic Name", "Academy Chinese")


# What needs a glyph

# Unicode's default-ignorable code points: where no font has them, nothing is drawn, and no box.
_IGNORED: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def needs_a_glyph(character: str) -> bool:
    """Whether a character that no font has is seen as a box: not spaces, joiners, selectors."""
    if _IGNORED.match(character):
        return False
    return unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"}


def script(character: str) -> str:
    """The script a character is written in, by its four letters; "" for what all scripts share."""
    code = tables.script(character)
    return "" if code in {"Zyyy", "Zinh", "Zzzz"} else code


def is_a_mark(character: str) -> bool:
    """Whether a character sits on another: an accent, a vowel sign."""
    return unicodedata.category(character)[0] == "M"


# Which characters there are glyphs for


def missing_characters(text: str) -> set[str]:
    """The visible characters of a text that none of the fonts in this folder has."""
    return {one for one in text if needs_a_glyph(one) and ord(one) not in _travelling()}


def unknown_here(text: str) -> set[str]:
    """The visible characters that no font has: in this folder, brought, or on this laptop."""
    return {one for one in missing_characters(text) if not _elsewhere(ord(one))}


def standing_in(text: str) -> dict[str, str]:
    """For each Traditional Chinese character of a text that no font here has, its Simplified form.

    For texts that a program put into Traditional characters: they were read in that form before.
    """
    return {
        one: simplified
        for one in sorted(unknown_here(text))
        if not unknown_here(simplified := han.folded(one))
    }


@functools.cache
def _travelling() -> frozenset[int]:
    return frozenset(
        point
        for path in sorted(FOLDER.glob("*.ttf"))
        for first, last in cmap.ranges(path)
        for point in range(first, last + 1)
    )


def _elsewhere(point: int) -> bool:
    every = (*_brought(brought.fonts()), *_installed())
    return any(first <= point <= last for first, last in every)


@functools.lru_cache(maxsize=1)
def _brought(fonts: tuple[brought.Brought, ...]) -> tuple[tuple[int, int], ...]:
    return tuple(one for font in fonts for one in cmap.ranges(font.path))


@functools.cache
def _installed() -> tuple[tuple[int, int], ...]:
    """What the fonts that the system has can show; read once, in a fraction of a second."""
    found = {
        one
        for folder in font_folders()
        for path in folder.rglob("*")
        if path.suffix.lower() in cmap.SUFFIXES
        for one in cmap.ranges(path)
    }
    return tuple(sorted(found))


def font_folders() -> list[Path]:
    """Where this system keeps its fonts, as far as they are there."""
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", str(home / "AppData" / "Local"))
        folders = [
            Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
            Path(local) / "Microsoft" / "Windows" / "Fonts",
        ]
    elif sys.platform == "darwin":
        folders = [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library/Fonts"]
    else:
        folders = _named_to_fontconfig() or [
            Path("/usr/share/fonts"),
            Path("/usr/local/share/fonts"),
            home / ".local/share/fonts",
            home / ".fonts",
        ]
    return [folder for folder in folders if folder.is_dir()]


def _named_to_fontconfig() -> list[Path]:
    """The folders of a font configuration of one's own."""
    file = Path(os.environ.get("FONTCONFIG_FILE", ""))
    if not file.is_file():
        return []
    return [Path(said) for said in re.findall(r"<dir>([^<]+)</dir>", file.read_text("utf-8"))]


# Widths


@functools.cache
def advances(file: str) -> dict[int, float]:
    """How far each character of a font in this folder moves the next one, in ems."""
    return tables.advances(FOLDER / file)

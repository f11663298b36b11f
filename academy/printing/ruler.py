"""How wide a line of text is: asked of Pango for a PDF, reckoned from the fonts for a browser.

A browser lays the page for printing out by itself, without a script of ours. It is given the fonts
of this folder, whose widths are known; for any other script a careful guess stands in, and the
line is left room to be wrong by half.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final, Protocol

from academy.printing import glyphs
from academy.printing.glyphs import Face


@dataclass(frozen=True)
class Line:
    """A line of text at the size of one em, lengths in ems from its baseline.

    `above` and `below` are how far its ink reaches, `ascent` and `descent` what its fonts reserve.
    """

    width: float
    above: float
    below: float
    ascent: float
    descent: float


class Ruler(Protocol):
    """What measures lines. A `certain` one measures just what will be drawn."""

    certain: bool

    def line(self, text: str, face: Face, language: str) -> Line:
        """Measure a text set on one line."""

    def known(self, text: str) -> bool:
        """Whether the fonts that will draw this text are known."""

    def breaks(self, text: str, language: str) -> set[int]:
        """The places, counted in characters, where a line of this text may end."""

    def missing(self, text: str, language: str) -> set[str]:
        """The characters of a text that would be drawn as boxes."""


# The mean letter of scripts that are wider than Latin, and wider still to be safe (measured on
# Noto Sans: 0.94 to 1.06 for the first five, 0.58 to 0.84 for all others).
_WIDE: Final = {"Taml": 1.2, "Mlym": 1.2, "Sinh": 1.1, "Mymr": 1.1, "Mong": 1.1, "Telu": 1.0,
                "Knda": 1.0, "Java": 1.2, "Bali": 1.2}  # fmt: skip
_OTHERS: Final = 0.9
_STACKED: Final = {"Mymr", "Khmr", "Tibt", "Mong", "Lana", "Java", "Bali"}
_SLACK: Final = 1.03  # browsers kern and round a little otherwise


class Browser:
    """The ruler of a page that a browser prints."""

    certain = False

    def line(self, text: str, face: Face, language: str) -> Line:  # noqa: ARG002
        """Add up what each character takes by itself; joined letters take less."""
        width = sum(_advance(one, face) for one in text) * _SLACK
        if any(glyphs.script(one) in _STACKED for one in text):
            return Line(width, 1.1, 0.7, 1.07, 0.3)
        return Line(width, 0.95, 0.29, 1.07, 0.3)

    def known(self, text: str) -> bool:
        """Whether our own fonts have all of it."""
        return not glyphs.missing_characters(text)

    def breaks(self, text: str, language: str) -> set[int]:  # noqa: ARG002
        """Between any two Chinese characters, kana or syllables of Hangul; not within words."""
        return {
            at
            for at in range(1, len(text))
            if all(unicodedata.east_asian_width(one) in "WF" for one in text[at - 1 : at + 1])
        }

    def missing(self, text: str, language: str) -> set[str]:  # noqa: ARG002
        """What no font has, ours or the laptop's."""
        return glyphs.unknown_here(text)


def _advance(character: str, face: Face) -> float:
    for file in face.files:
        known = glyphs.advances(file).get(ord(character))
        if known is not None:
            return known
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0.0
    if unicodedata.east_asian_width(character) in "WF":
        return 1.0
    return _WIDE.get(glyphs.script(character), _OTHERS)

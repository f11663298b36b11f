"""A worksheet on paper: A4, black on white, blank to be filled in by hand, or filled in.

It says what is on the sheet and nothing of who printed it or where.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from academy.printing import document
from academy.printing.words import ENGLISH, Words

NARROW = 7
"""Columns up to which a page stands upright."""


@dataclass(frozen=True)
class Pairs:
    """Labels and what stands beside them; with nothing there, a line to write on."""

    title: str
    rows: Sequence[tuple[str, str]]
    hint: str = ""


@dataclass(frozen=True)
class Grid:
    """A table. `numbers` says which columns hold numbers; `wide` which hold longer texts; `short`
    which hold a day or a word of ours.

    The rows of a `tall` one have room for sentences written by hand.
    """

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[bool]
    wide: Sequence[bool]
    hint: str = ""
    tall: bool = False
    short: Sequence[bool] = ()


@dataclass(frozen=True)
class Cards:
    """A table of many columns: each of its rows is a card of labels and texts."""

    title: str
    cards: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    hint: str = ""


@dataclass(frozen=True)
class Drawing:
    """A picture, and the same in words."""

    title: str
    svg: str
    told: Sequence[str]
    hint: str = ""


@dataclass(frozen=True)
class Notes:
    """What the checks say."""

    title: str
    lines: Sequence[str]
    hint: str = ""


Part = Pairs | Grid | Cards | Drawing | Notes


def html(
    title: str,
    summary: str,
    parts: Sequence[Part],
    *,
    words: Words = ENGLISH,
    language: str = "",
    direction: str = "",
    nonce: str | None = None,
    faces_at: str | None = None,
) -> str:
    """Lay out a worksheet. `language` and `direction` are its own, where they aren't the page's.

    With a `nonce` it is a page that a browser prints, with the fonts at the address `faces_at`.
    """
    kinds = [(type(part).__name__.lower(), part) for part in parts]
    broad = any(isinstance(part, Grid) and len(part.headings) > NARROW for part in parts)
    inside = document.part(
        "worksheet.html",
        words,
        title=title,
        summary=summary,
        parts=kinds,
        broad=broad,
        language=language or words.language,
        direction=direction or words.direction,
        svg=lambda drawing: Markup(drawing.svg),  # noqa: S704 - drawn by us, its words escaped
    )
    name = words.gettext("Worksheet")
    return document.whole([inside], words=words, title=name, nonce=nonce, faces_at=faces_at)

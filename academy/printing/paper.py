"""A model of a group's own rules, on A4, with its adaptation record as the last page.

Black on white, to be read, marked and filled in by hand. It names its source and nothing of who
printed it or where.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from academy.printing import document
from academy.printing.words import ENGLISH, Words

SIZES: Final = (8.75, 9.0, 9.25, 9.5, 9.75, 10.0)
"""Points; the largest that needs no sheet more is taken."""


@dataclass(frozen=True)
class Part:
    """A section: its heading, "" above the lead, and its text as HTML that is safe."""

    title: str
    html: str


@dataclass(frozen=True)
class Record:
    """The last page: its title, two halves of labels and what is said there, a closing sentence."""

    title: str
    halves: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    may: str


def html(
    title: str,
    summary: str,
    parts: Sequence[Part],
    record: Record,
    *,
    language: str,
    foot: str,
    about: str,
    words: Words = ENGLISH,
    nonce: str | None = None,
    faces_at: str | None = None,
) -> str:
    """Lay out a paper. `foot` stands below each page, `about` in the file's properties.

    With a `nonce` it is a page that a browser prints, with the fonts at the address `faces_at`.
    """
    inside = document.part(
        "paper.html",
        words,
        title=title,
        summary=summary,
        parts=[(one.title, Markup(one.html)) for one in parts],  # noqa: S704 - made safe before
        record=record,
        language=language,
        foot=foot,
    )
    return document.whole(
        [inside], words=words, title=title, about=about, nonce=nonce, faces_at=faces_at
    )

"""The sign-in sheet: for a room without phones, typed in later.

Aliases and teams only. The rows are numbered as the page for typing in numbers them, so that
somebody can read them out. Nothing is signed: a signature is a name.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from academy.printing import beads, document
from academy.printing.words import ENGLISH, Words

MOST_COLUMNS = 4
STATES: tuple[beads.State, ...] = ("present", "late", "left_early", "excused", "absent")


@dataclass(frozen=True)
class Column:
    """One half-day on the sheet, in words of the sheet's language: `day` above `half`."""

    day: str
    half: str


@dataclass(frozen=True)
class Row:
    """One person on the sheet."""

    number: int
    alias: str
    team: str


def html(
    title: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    words: Words = ENGLISH,
    blank: int = 4,
    nonce: str | None = None,
) -> str:
    """Lay out a sheet for up to `MOST_COLUMNS` half-days, with `blank` empty lines for latecomers.

    Each half-day has five circles, one a state, of which one is filled in.
    """
    columns = columns[:MOST_COLUMNS]
    last = max((row.number for row in rows), default=0)
    empty = [Row(last + number, "", "") for number in range(1, blank + 1)]
    beads_of = {state: beads.one(state, direction=words.direction) for state in STATES}
    inside = document.part(
        "sheet.html",
        words,
        title=title,
        columns=columns,
        rows=[*rows, *empty],
        states=STATES,
        beads=beads_of,
    )
    return document.whole([inside], words=words, title=words.gettext("Sign-in sheet"), nonce=nonce)

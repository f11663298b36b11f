"""The sign-in sheet: for a room without phones, typed in later.

Aliases and teams only. The rows are numbered as the page for typing in numbers them, so that
somebody can read them out. Nothing is signed: a signature is a name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from academy.printing import beads, document, fit, pango
from academy.printing.words import ENGLISH, Words

MOST_COLUMNS = 4
ALIAS_WIDTHS: Final = {0: 60, 1: 57, 2: 86, 3: 58, 4: 30}
"""How much is left for an alias (mm) beside the number, the team and so many half-days."""

HALF_WIDTH: Final = 26
"""What a half-day's column leaves for its title (mm)."""

STATES: tuple[beads.State, ...] = ("present", "late", "left_early", "excused", "absent")


@dataclass(frozen=True)
class Column:
    """One half-day on the sheet, in words of the sheet's language: `day` above `half` and `title`.

    The title may have been typed, in whatever language; "" where there is none.
    """

    day: str
    half: str
    title: str = ""


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
    faces_at: str | None = None,
) -> str:
    """Lay out a sheet for up to `MOST_COLUMNS` half-days, with `blank` empty lines for latecomers.

    Each half-day has five circles, one a state, of which one is filled in. With a `nonce` it is a
    page that a browser prints, with the fonts at the address `faces_at`.
    """
    columns = columns[:MOST_COLUMNS]
    last = max((row.number for row in rows), default=0)
    empty = [Row(last + number, "", "") for number in range(1, blank + 1)]
    by = pango.ruler(browser=nonce is not None)
    place = replace(fit.ROW_ALIAS, width=ALIAS_WIDTHS[len(columns)])
    laid = [
        (
            row.number,
            fit.fit(row.alias, place, by, words.language),
            fit.fit(row.team, fit.TEAM, by, words.language),
        )
        for row in [*rows, *empty]
    ]
    room = replace(fit.HALF_TITLE, width=ALIAS_WIDTHS[1] if len(columns) == 1 else HALF_WIDTH)
    titles = [fit.fit(column.title, room, by, words.language) for column in columns]
    beads_of = {state: beads.one(state, direction=words.direction) for state in STATES}
    inside = document.part(
        "sheet.html",
        words,
        title=fit.fit(title, fit.HEAD, by, words.language),
        columns=list(zip(columns, titles, strict=True)),
        rows=laid,
        states=STATES,
        beads=beads_of,
    )
    title = words.gettext("Sign-in sheet")
    return document.whole([inside], words=words, title=title, nonce=nonce, faces_at=faces_at)

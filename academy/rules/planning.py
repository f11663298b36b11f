"""What a half-day is made of, and what fits in one: pure reckoning, for whoever plans a week."""

import re
from collections.abc import Sequence
from typing import Final

from academy.errors import AcademyError
from academy.rules import SLUG

PIECE: Final = rf"{SLUG}/{SLUG}"
"""A lesson or an activity of a course: `advocacy/who-decides`."""
MOST_PIECES: Final = 6
"""The most that one half-day is made of."""

TEACHING_MINUTES: Final = {"am": 165, "pm": 150, "eve": 90}
"""What a half-day has for teaching, breaks apart: 90 and 75; 90 and 60; an evening's 90."""


def pieces(values: Sequence[str]) -> tuple[str, ...]:
    """The lessons and activities of a half-day as they are recorded: each once.

    Raises AcademyError: "choice_unknown", "too_many_pieces".
    """
    for value in values:
        if not re.fullmatch(PIECE, value):
            raise AcademyError("choice_unknown", field="teaches", value=value[:40])
    told = tuple(dict.fromkeys(values))
    if len(told) > MOST_PIECES:
        raise AcademyError("too_many_pieces", most=MOST_PIECES)
    return told


def half_days(left: Sequence[tuple[str, int]], minutes: int) -> list[list[str]]:
    """Half-days of at most so many minutes, made of pieces with their minutes.

    The pieces keep their order, and no half-day has pieces of two courses. What takes longer than a
    whole half-day is in none.
    """
    made: list[list[str]] = []
    spent, course = 0, ""
    for piece, takes in left:
        own = piece.partition("/")[0]
        if takes > minutes:
            course = ""
            continue
        if own == course and spent + takes <= minutes and len(made[-1]) < MOST_PIECES:
            made[-1].append(piece)
            spent += takes
        else:
            made.append([piece])
            spent, course = takes, own
    return made

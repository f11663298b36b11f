"""Saves what came back from other tools, place by place, and says of the rest why it was left."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from academy.courses.own import keeping, words
from academy.courses.own.bench import Work
from academy.courses.own.words import Words
from academy.errors import AcademyError

MOST_TRIES: Final = 12
"""Words of a list that may be wrong before the whole list waits for somebody to look at it: each
time all of the course is read."""


class Refused(NamedTuple):
    """Something with a mistake, left as it is."""

    place: str
    error: AcademyError
    alone: bool = False
    """Nothing else of its place was lost."""


@dataclass
class Brought:
    """What came of what was brought back."""

    saved: int = 0
    incomplete: list[str] = field(default_factory=list)
    """Parts that something is missing of, as place/part: nothing of them was saved."""
    refused: list[Refused] = field(default_factory=list)


def save(
    work: Work, language: str, place: str, said: Mapping[str, Words],
    made_from: Mapping[str, Words | str], called: Mapping[str, str], result: Brought,
) -> None:  # fmt: skip
    """Save the parts of a place, and what it is called where that is said otherwise now.

    A text is saved as a whole or not at all; of a list, all but the words with a mistake.
    """
    shown, left = work.shown(language, place), dict(said)
    title, summary = (
        one if key in work.called(language, place) and one != words.value(shown, key) else ""
        for key, one in ((key, called.get(key, "")) for key in ("title", "summary"))
    )
    for tries in range(MOST_TRIES):
        if not (left or title or summary):
            return
        try:
            keeping.save_all(work, language, place, left, made_from, title, summary)
        except AcademyError as error:
            part = str(error.details.get("part", ""))
            alone = work.place(place).is_list and part in left and tries + 1 < MOST_TRIES
            result.refused.append(Refused(place, error, alone))
            if not alone:
                return
            del left[part]
        else:
            result.saved += len(left) + bool(title or summary)
            return

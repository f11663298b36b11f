"""Pure decisions about the questions before and after, and about the evaluation.

Of a group that grows from five to six, two totals tell what the sixth said. So nothing is counted
together as it comes: what was said is counted when a trainer closes, five people or more at a time,
and each of them once. Two things that are shown differ by five people at least, or not at all,
whoever comes late, from another laptop, or asks to be forgotten.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

TESTS: Final = ("pre", "post")
FORMS: Final = ("a", "b")
OPENED: Final = (*TESTS, "evaluation")
"""What a trainer opens for a workshop, and closes."""

FEWEST: Final = 5
"""Of fewer people together nothing is ever counted or shown."""


MOST_ASKED: Final = 12
"""The most questions of one form: a quarter of an hour for somebody who reads slowly. Ours."""


def asked(about: Mapping[str, str], taught: Collection[str]) -> tuple[str, ...]:
    """Which questions of a bank a workshop asks, by the lesson that each is `about`.

    They are about what is `taught`, as far as that is planned, else about everything; where there
    are too many, every second or third of them, so that no course is left out. The same plan gives
    the same questions on every laptop.
    """
    found = [id for id, lesson in about.items() if lesson in taught] or list(about)
    kept = min(len(found), MOST_ASKED)
    return tuple(found[at * len(found) // kept] for at in range(kept))


def first_form(person: str) -> str:
    """The form of the questions that somebody takes before: it follows from the id alone.

    So it is the same on every laptop and after every reload. Ids are drawn so that a class is split
    evenly (`actions.register_list`).
    """
    return FORMS[int(person[-1], 16) % len(FORMS)]


def form_of(test: str, person: str, before: str = "") -> str:
    """Which form somebody takes now: after, the one they did not take `before`."""
    first = before or first_form(person)
    return first if test == "pre" else next(form for form in FORMS if form != first)


def percent(correct: int, of: int) -> int:
    """A score in whole per cent, rounded half up."""
    return (correct * 200 + of) // (2 * of) if of else 0


Pair = tuple[int, int]
"""Before and after, in per cent."""


@dataclass(frozen=True)
class Gain:
    """What people had before and after, all of whom took both. Tenths of a per cent, rounded half
    up: 712.5 is nobody's, so 71.25 is said as 71.3.
    """

    pairs: tuple[Pair, ...]

    @property
    def people(self) -> int:
        """How many they are."""
        return len(self.pairs)

    @property
    def before(self) -> int:
        """The mean before, in tenths of a per cent."""
        return tenths(sum(before for before, _after in self.pairs), self.people)

    @property
    def after(self) -> int:
        """The mean after, in tenths of a per cent."""
        return tenths(sum(after for _before, after in self.pairs), self.people)

    @property
    def points(self) -> int:
        """The mean of what each of them gained, in tenths of a point; less than 0 for a loss."""
        return tenths(sum(after - before for before, after in self.pairs), self.people)

    @property
    def improved(self) -> int:
        """How many had more after than before."""
        return sum(after > before for before, after in self.pairs)


def gain(pairs: Iterable[Pair]) -> Gain | None:
    """What pairs come to, the lowest first; None where there are too few."""
    found = tuple(sorted((before, after) for before, after in pairs))
    return Gain(found) if len(found) >= FEWEST else None


def mean(counts: Sequence[int]) -> int | None:
    """The mean of answers 1, 2, 3 … by how often each was given: in tenths; None for too few."""
    given = sum(counts)
    if given < FEWEST:
        return None
    return tenths(sum(at * count for at, count in enumerate(counts, 1)), given)


def tenths(total: int, of: int) -> int:
    """Ten times a share in whole numbers, rounded half up (away from 0)."""
    size = (abs(total) * 20 + of) // (2 * of)
    return size if total >= 0 else -size

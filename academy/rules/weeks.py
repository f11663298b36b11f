"""The shape of a week: which half-days it has, and which of them count."""

from dataclasses import dataclass

from academy.errors import AcademyError
from academy.rules.values import HALVES, MOST_SESSIONS


@dataclass(frozen=True)
class HalfDay:
    """One half-day of a shape: the day counted from 0, its half, and whether it counts."""

    day: int
    half: str
    countable: bool


def shape(name: str, days: int = 5, halves: int = 2) -> list[HalfDay]:
    """The half-days of a week. `five` has ten that count; `seven` opens with an arrival evening
    and closes with a departure, with twelve between that count; `own` is days × halves.

    Raises AcademyError("shape_wrong") for days or halves that make no week.
    """
    if name == "five":
        days, halves = 5, 2
    elif name == "seven":
        week = [HalfDay(0, "eve", countable=False)]
        for number in range(1, 6):
            week += [HalfDay(number, "am", countable=True), HalfDay(number, "pm", countable=True)]
        return [*week, HalfDay(6, "am", countable=True), HalfDay(6, "pm", countable=True)]
    if not (1 <= days <= 31 and 1 <= halves <= len(HALVES)) or days * halves > MOST_SESSIONS:  # noqa: PLR2004
        raise AcademyError("shape_wrong", days=days, halves=halves)
    return [
        HalfDay(number, half, countable=half != "eve")
        for number in range(days)
        for half in HALVES[:halves]
    ]

"""Sharing a pot of whole units among weights so that not one unit is lost or made.

Everybody gets the floor of the exact share; what is left goes, one unit each, to the largest
remainders; among equals to who stands first. So the parts always add up to the pot.
"""

from collections.abc import Sequence
from fractions import Fraction


def shared(pot: int, weights: Sequence[int], whole: int) -> tuple[list[int], int]:
    """The part of each weight out of `whole`, and the rest: the part of what is missing to `whole`.

    Where the weights come to more than `whole`, the parts come to as much more, rounded half up,
    and the rest is nothing: what is charged twice is not hidden.
    """
    weights = [*weights, max(0, whole - sum(weights))]
    floors, remainders = zip(*(divmod(pot * weight, whole) for weight in weights), strict=True)
    left = rounded(Fraction(sum(remainders), whole))
    order = sorted(range(len(weights)), key=lambda at: (-remainders[at], at))
    parts = list(floors)
    for at in order[:left]:
        parts[at] += 1
    return parts[:-1], parts[-1]


def rounded(value: Fraction, decimals: int = 0) -> int:
    """The value in units of its last decimal, half away from zero, as every spreadsheet rounds."""
    scaled = abs(value) * 10**decimals
    units = int(scaled + Fraction(1, 2))
    return -units if value < 0 else units

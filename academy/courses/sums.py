"""Sums: no line ends in one, and where one writes from the right they are read from the left.

Without a word between them, browsers set “9 − 4 = 5” in an Arabic line as “5 = 4 − 9”, and the
minus of “−8” behind the 8. A calculator shows neither. So each sum is told apart from its line, by
signs that leave no ink; authors need not write them, and could not (see `pack`).
"""

import re
from typing import Final

_CURRENCY: Final = "(?:[A-Z]{3} )?"
_NUMBER: Final = rf"{_CURRENCY}[+−-]?\d(?:[\d.,]*\d)?%?(?: [A-Z]{{3}}\b)?"
_BETWEEN: Final = r"(?: [+−×÷/=→±] | ?[+−×÷=] ?)"
_SUM: Final = re.compile(
    rf"(?<![\w.,+−-])(?:\(*{_NUMBER}(?:\)*{_BETWEEN}\(*{_NUMBER})+\)*|{_CURRENCY}[+−-]\d(?:[\d.,]*\d)?%?)(?!\w)"
)
"""Numbers with a sign between them, or one with a sign before it."""
_SHORT: Final = 28
"""So many signs fit on a line of any phone."""
_APART: Final = ("\u2066", "\u2069")
"""From the left, and the end of it (Unicode Standard Annex 9: LRI, PDI)."""


def apart(text: str) -> str:
    """The text with every sum in it told apart, to be read from the left."""
    return _SUM.sub(lambda found: _closed(found[0]), text)


def together(text: str) -> str:
    """The text with no line that ends in a sum or before a per cent; in a long sum only before what
    it comes to.
    """
    return _SUM.sub(lambda found: _held(found[0]), text).replace(" %", "\u00a0%")


def _held(found: str) -> str:
    held = found.replace(" ", "\u00a0")
    return held if len(found) <= _SHORT else held.replace("\u00a0=", " =")


def _closed(found: str) -> str:
    """A sum told apart; a bracket whose other half isn't in it belongs to the line around it."""
    more = found.count("(") - found.count(")")
    begin, end = max(more, 0), len(found) - max(-more, 0)
    if set(found[:begin]) - {"("} or set(found[end:]) - {")"}:
        begin, end = 0, len(found)
    return found[:begin] + found[begin:end].join(_APART) + found[end:]

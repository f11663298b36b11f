"""How wide words are, and where their lines end, so that they stay in their boxes on any phone.

The phone draws with a font of its own, so nothing is measured here: each character has the width it
has in a wide font (Noto Sans, half bold), rounded up, and a script without a table a careful guess.
A test holds the table against the fonts that travel with the program. Certificates are measured to
the hair in `academy.printing`, which is another room with other needs.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

SLACK: Final = 1.02
"""Phones round and kern a little otherwise."""
BOLD: Final = 1.04

_BY_WIDTH: Final = {
    0.3: "!,.:;ijl· '‘’\u202f\xa0",
    0.4: "()-J[]`/I\\f{}•",
    0.5: '_rt“”°"?szгт–',
    0.55: "FLScvyГзсуэ",
    0.6: "$*+0123456789<=>ETZ^aekx|~ЕЗТавекхьяёЁ«»×÷−€£",
    0.65: "#CKPRVXYbdghnopquБРСУХЬбдлнопрцч",
    0.7: "ABАВКЭЯийъ",
    0.75: "طظ",
    0.8: "&DGUЛЧЪHNOQДИЙНОПЦф",
    0.9: "wжмыю…%@ФЫ",
    1.0: "MМшщWmЖ—سشصض",
    1.1: "Ю№ШЩ",
}
_WIDTHS: Final = {one: width for width, signs in _BY_WIDTH.items() for one in signs}
_ARABIC: Final = 0.62  # joined letters; alone some are wider, in words few come to this
_OTHERS: Final = 1.1
_INSIDE: Final = 10.0
"""How uneven lines may be (in square ems) to end where a sentence has a sign."""
_AFTER: Final = frozenset(" -‐–/")
_NEVER_FIRST: Final = frozenset("!),.:;?]}’”»›…%，。、；：？！）》」』】")
_NEVER_LAST: Final = frozenset("([{‘“«‹（《「『【")


def width(text: str, *, bold: bool = False) -> float:
    """How wide a line is at most, in ems."""
    return sum(map(_advance, text)) * SLACK * (BOLD if bold else 1.0)


def _advance(sign: str) -> float:
    if unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0.0
    if _is_wide(sign):
        return 1.0
    plain = unicodedata.normalize("NFD", sign)[0]
    known = _WIDTHS.get(sign) or _WIDTHS.get(plain)
    if known:
        return known
    return _ARABIC if unicodedata.bidirectional(sign) == "AL" else _OTHERS


@dataclass(frozen=True)
class Set:
    """Words ready to be drawn: their lines, the size, and whether they fit at a readable one."""

    lines: tuple[str, ...]
    size: float
    fits: bool


def fit(words: str, room: tuple[float, float], *, size: float, least: float, bold: bool) -> Set:
    """Set words in a box so wide and high, as large as they fit, and never out of it.

    Between `size` and `least` they fit; what has to be smaller still stays inside, but can't be
    read on a phone, and `fits` says so.
    """
    pieces = _pieces(words)
    for trial in _sizes(size, least):
        most = int(room[1] / trial / leading(words))
        lines = _lines(pieces, room[0] / trial, most, bold=bold)
        if lines:
            return Set(lines, trial, trial >= least)
    return Set((words,), min(1.0, room[0] / max(width(words, bold=bold), 1)), fits=False)


def _sizes(size: float, least: float) -> Iterator[float]:
    trial = size
    while trial >= least:
        yield trial
        trial -= 0.5
    while trial > 1:
        yield trial
        trial *= 0.85


def leading(words: str) -> float:
    """How far lines stand apart, in ems: letters with signs above and below need more."""
    return 1.36 if any(unicodedata.bidirectional(one) == "AL" for one in words) else 1.22


def _lines(pieces: list[str], wide: float, most: int, *, bold: bool) -> tuple[str, ...]:
    """The fewest lines, at most `most`, no wider than `wide` ems, as even as can be; or none."""
    # With the space that ends a piece, and without it: at a line's end it takes no room.
    widths = [(width(one, bold=bold), width(one.rstrip(), bold=bold)) for one in pieces]
    best: _Best = {0: (0.0, (0,))}
    for _ in range(min(most, len(pieces))):
        best = _one_line_more(best, pieces, widths, wide)
        if len(pieces) in best:
            ends = best[len(pieces)][1]
            return tuple("".join(pieces[a:b]).strip() for a, b in pairwise(ends))
    return ()


_Best = dict[int, tuple[float, tuple[int, ...]]]
"""How many pieces are set → how uneven that is, and where the lines end."""


def _one_line_more(
    best: _Best, pieces: list[str], widths: list[tuple[float, float]], wide: float
) -> _Best:
    found: _Best = {}
    for begin, (uneven, ends) in best.items():
        reach = 0.0
        for to in range(begin + 1, len(pieces) + 1):
            line = reach + widths[to - 1][1]
            reach += widths[to - 1][0]
            if line > wide:
                break
            cost = uneven + line**2 + (_INSIDE if _is_inside(pieces, to) else 0)
            if to not in found or cost <= found[to][0]:  # of two as even, the longer first
                found[to] = (cost, (*ends, to))
    return found


def _is_inside(pieces: list[str], at: int) -> bool:
    """Whether a line that ends here may end within a Chinese word; nobody can tell by the signs."""
    return at < len(pieces) and pieces[at - 1][-1].isalpha()


def _pieces(words: str) -> list[str]:
    """The words cut wherever a line may end: after a space or a hyphen, at Chinese signs."""
    pieces = [""]
    for before, after in pairwise(" " + words):
        if _may_end(before, after):
            pieces.append("")
        pieces[-1] += after
    return [one for one in pieces if one]


def _may_end(before: str, after: str) -> bool:
    if after in _AFTER | _NEVER_FIRST or before in _NEVER_LAST:
        return False
    if before in _AFTER:
        return before == " " or not after.isdigit()
    return _is_wide(before) or (_is_wide(after) and before.isalpha())


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"

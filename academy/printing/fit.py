"""The largest size at which a text fits its place on paper, and where its lines end.

A place says what it has room for and in which order it gives way: first smaller on one line, then
two lines broken at a space, then between words, and within a word only when nothing else is left.
Sizes are whole points, because the pages carry them as classes: they may have no style of their
own.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from markupsafe import Markup

from academy.printing import glyphs
from academy.printing.glyphs import NAME, STRONG, TEXT, Face
from academy.printing.ruler import Line, Ruler

SMALLEST: Final = 5
LARGEST: Final = 62
LEADING: Final = 1.25
TALL: Final = 1.75
"""How high a line is, in ems, in the style sheet: usually, and for stacked letters."""

_MM: Final = 72 / 25.4

Break = Literal["space", "word", "sign"]


@dataclass(frozen=True)
class Try:
    """One way to set a text: on so many lines, ending at such places, between two sizes."""

    lines: int
    at: Break
    largest: int
    smallest: int


@dataclass(frozen=True)
class Place:
    """Where a text stands: how wide and high (mm), in which face, and how it may give way.

    `over` is how far its ink may reach out of the height, above and below. Where `shared`, its
    lines share out the height between them; elsewhere they are as high as the style sheet says.
    """

    name: str
    face: Face
    width: float
    height: float
    tries: tuple[Try, ...]
    over: float
    shared: bool = False


@dataclass(frozen=True)
class Fitted:
    """A text ready to be set.

    `certain`: measured as it will be drawn, so nothing may wrap it. `tall`: in a script whose
    letters are stacked higher than lines usually are.
    """

    place: str
    size: int
    lines: tuple[str, ...]
    certain: bool
    tall: bool = False

    @property
    def classes(self) -> str:
        """The classes of the element that holds the text."""
        kind = ("certain" if self.certain else "guessed") + (" tall" if self.tall else "")
        return f"fit fit-{self.place} of-{len(self.lines)} pt-{self.size} {kind}"

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        """Which way the text runs, by its first letter: WeasyPrint knows no `auto`."""
        for one in "".join(self.lines):
            if (way := unicodedata.bidirectional(one)) in {"L", "R", "AL"}:
                return "ltr" if way == "L" else "rtl"
        return "ltr"

    def __html__(self) -> str:
        return str(Markup("<br>").join(self.lines))


def _ladder(largest: int, readable: int, smallest: int, lines: int) -> tuple[Try, ...]:
    """The usual way down: one line, lines ended at spaces, between words, within words."""
    more = range(2, lines + 1)
    return (
        Try(1, "space", largest, readable),
        *(Try(count, at, largest, readable) for count in more for at in ("space", "word")),
        Try(1, "space", readable, smallest),
        *(Try(count, at, readable, SMALLEST) for count in more for at in ("space", "sign")),
    )


NAME_PLACE: Final = Place(
    "name", NAME, 240, 38,
    (
        Try(1, "space", LARGEST, 30), Try(2, "space", 42, 20), Try(2, "word", 42, 20),
        Try(1, "space", 30, 20), Try(3, "space", 27, 14), Try(3, "word", 27, 14),
        Try(2, "sign", 42, 14), Try(3, "sign", 27, 9), Try(4, "sign", 20, SMALLEST),
    ),
    over=2.5, shared=True,
)  # fmt: skip
TITLE_PLACE: Final = Place("title", STRONG, 240, 26, _ladder(25, 18, 10, 3), over=2)
ISSUER_PLACE: Final = Place("issuer", TEXT, 84, 15, _ladder(12, 9, 6, 3), over=2)
CARD_ALIAS: Final = Place("card", STRONG, 77, 8, _ladder(16, 8, 6, 2), over=1)
ROW_ALIAS: Final = Place("row", TEXT, 60, 10.5, _ladder(12, 8, 6, 3), over=1.2)
TEAM: Final = Place("team", TEXT, 23, 9, _ladder(9, 7, 5, 3), over=1.2)
HALF_TITLE: Final = Place("half", TEXT, 26, 10, _ladder(8, 7, 5, 3), over=1)
HEAD: Final = Place("head", STRONG, 178, 14, _ladder(16, 11, 8, 2), over=2)


def fit(text: str, place: Place, by: Ruler, language: str) -> Fitted:
    """Set a text in its place, as large as the place's first possible way allows."""
    certain = by.certain or by.known(text)
    whole = by.line(text, place.face, language)
    tall = not place.shared and whole.above + whole.below > LEADING
    fitted = Fitted(place.name, SMALLEST, (text,), certain, tall)
    for way in place.tries:
        lines = _lines(text, way, place.face, by, language)
        if lines is None:
            continue
        most = _most(way, place, certain=certain, tall=tall)
        size = min(most, _largest(lines, place, by, language, tall=tall))
        fitted = Fitted(place.name, max(size, SMALLEST), tuple(lines), certain, tall)
        if size >= way.smallest:
            break
    return fitted


def _most(way: Try, place: Place, *, certain: bool, tall: bool) -> int:
    """The largest size a way may take: a guessed text has to fit even with one line more."""
    if certain:
        return way.largest
    line = (TALL if tall else LEADING) * (way.lines + 1)
    return min(way.largest, int(place.height * _MM / line))


def _largest(
    lines: Sequence[str], place: Place, by: Ruler, language: str, *, tall: bool = False
) -> int:
    """The largest size at which these lines keep within the place, both ways."""
    measured = [by.line(one, place.face, language) for one in lines]
    widest = max(one.width for one in measured)
    size = min(LARGEST, int(place.width * _MM / widest)) if widest else LARGEST
    leading = 0.0 if place.shared else TALL if tall else LEADING
    if leading:
        size = min(size, int(place.height * _MM / (leading * len(lines))))
    strut = by.line(" ", place.face, language)
    while size > SMALLEST and not _keeps_within(measured, strut, size, place, leading):
        size -= 1
    return size


def _keeps_within(
    lines: Sequence[Line], strut: Line, size: int, place: Place, leading: float
) -> bool:
    """Whether the ink of lines set at this size stays in the place and out of each other."""
    height, over = place.height * _MM / size, place.over * _MM / size
    share = leading or height / len(lines)
    top, inked = 0.0, -over
    for line in lines:
        # As CSS has it: a line is as high as its highest half-leading, the strut's or the text's.
        above = max((share + one.ascent - one.descent) / 2 for one in (strut, line))
        below = max(share - (share + one.ascent - one.descent) / 2 for one in (strut, line))
        if top + above - line.above < inked:
            return False
        inked = top + above + line.below
        top += above + below
    return inked <= height + over


# Where lines end


def _lines(text: str, way: Try, face: Face, by: Ruler, language: str) -> list[str] | None:
    """The text on as many lines as the way says, as even as its breaks allow."""
    if way.lines == 1:
        return [text]
    places = sorted(_breaks(text, way.at, by, language))
    if len(places) < way.lines - 1:
        return None
    reach = {at: by.line(text[:at].rstrip(), face, language).width for at in [*places, len(text)]}
    starts = {0: 0.0} | {at: by.line(text[:at], face, language).width for at in places}
    chosen = _evenly([0, *places, len(text)], reach, starts, way.lines)
    return [text[a:b].strip() for a, b in pairwise(chosen)]


def _evenly(
    places: list[int], reach: dict[int, float], starts: dict[int, float], lines: int
) -> list[int]:
    """The places that make the widest of so many lines as narrow as can be."""
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [0])}
    for _ in range(lines):
        best = {
            end: min(
                (max(widest, reach[end] - starts[begin]), [*chosen, end])
                for begin, (widest, chosen) in best.items()
                if begin < end
            )
            for end in places
            if any(begin < end for begin in best)
        }
    return best[places[-1]][1]


def _breaks(text: str, at: Break, by: Ruler, language: str) -> set[int]:
    """The places where a line may end, of one kind and all kinder ones."""
    inside = range(1, len(text))
    kind = {n for n in inside if text[n - 1] in _AFTER and text[n] not in _AFTER | _NEVER_FIRST}
    if at == "space":
        return kind
    signs = {n for n in inside if _between_signs(text, n)}
    if at == "sign":
        return kind | signs
    words = by.breaks(text, language) & signs
    # Who writes without spaces ends a line after any syllable, where no dictionary says better.
    return kind | words or {n for n in signs if glyphs.script(text[n]) in _WITHOUT_SPACES}


_AFTER: Final = frozenset(" -‐–/·・‧•་\u1361\u200b\u3000")
_NEVER_FIRST: Final = frozenset(":;!?»›”)]}…—%.,")
_WITHOUT_SPACES: Final = {"Thai", "Laoo", "Khmr", "Mymr", "Tibt", "Lana", "Java", "Bali"}
_BEFORE_THEIR_CONSONANT: Final = frozenset("เแโใไເແໂໃໄ")
_KILLER, _STACKER = "\u103a", "\u1039"  # Burmese signs: no vowel follows; the next goes below
_VIRAMA: Final = 9  # the canonical class of the signs that tie the next consonant to this one


def _between_signs(text: str, at: int) -> bool:
    """Whether a place lies between two written signs and not within one."""
    before, after = text[at - 1], text[at]
    if unicodedata.category(after) in {"Mn", "Mc", "Me", "Cf", "Lm", "Po", "Pe", "Pf"}:
        return False
    ties = unicodedata.combining(before) == _VIRAMA and before != _KILLER
    if ties or before in "\u200d\u200c":
        return False
    return before not in _BEFORE_THEIR_CONSONANT and not _is_final(text, at)


def _is_final(text: str, at: int) -> bool:
    """Whether a Burmese consonant only ends the syllable before it, as a mark on it says."""
    for one in text[at + 1 :]:
        if one in {_KILLER, _STACKER}:
            return True
        if unicodedata.category(one)[0] != "M":
            break
    return False

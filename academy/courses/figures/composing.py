"""A drawing and the words of one language → one SVG that draws, speaks and leads nowhere.

Shapes come as `canvas` wrote them; words are escaped and set line by line in their boxes. A
language that is written from right to left sees the shapes mirrored and its words not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import combinations
from typing import Final, Literal

from academy.courses import sums
from academy.courses.drawings import SVG
from academy.courses.figures import letters
from academy.courses.figures.canvas import INKS, SIZES, USUAL, WIDTH, Canvas, Slot
from academy.text import numbers

LEAST: Final = 12.0
"""Smaller words can't be read on a phone without zooming."""
INK: Final = "#1f2a2e"
_FONTS: Final = "Academy Sans,Academy Arabic,Academy Chinese,Noto Sans,system-ui,sans-serif"
_STRONG: Final = "Academy Title,Academy Arabic,Academy Chinese,Noto Sans,system-ui,sans-serif"
_RAISED: Final = 0.35  # from a line's middle down to its baseline, in ems

Side = Literal["start", "middle", "end"]
_OTHER: Final[dict[str, Side]] = {"start": "end", "middle": "middle", "end": "start"}
_ALIGNED: Final = {"start": ("left", 0.0), "middle": ("center", 0.5), "end": ("right", 1.0)}


@dataclass(frozen=True)
class Tongue:
    """Which language the words are in, and whether it is written from right to left."""

    language: str
    rtl: bool


@dataclass(frozen=True)
class _Line:
    """One line of words, where it is drawn: `side` is where `x` is of it, seen from the left."""

    text: str
    x: float
    middle: float
    side: Side
    size: float
    ink: str
    strong: bool
    rtl: bool


def misfits(canvas: Canvas, words: Mapping[str, str]) -> dict[str, float]:
    """The keys of words too long for their box, with the size they would need to stay inside."""
    found = {}
    for slot in canvas.slots:
        if not slot.is_sign and slot.key in words:
            one = _fitted(slot, words[slot.key])
            if not one.fits:
                found[slot.key] = one.size
    return found


def overlaps(canvas: Canvas, words: Mapping[str, str]) -> Iterator[tuple[Slot, Slot]]:
    """Places whose words, as they are set, run over each other or over a sign.

    Boxes may overlap: what counts is how wide and how high the lines are.
    """
    tongue = Tongue("", rtl=False)  # mirrored, what meets meets too
    said = [slot for slot in canvas.slots if slot.is_sign or words.get(slot.key)]
    drawn = [(slot, [*_set(slot, words, tongue)]) for slot in said]
    for (slot, lines), (other, others) in combinations(drawn, 2):
        if any(_meet(one, two) for one in lines for two in others):
            yield slot, other


def _meet(one: _Line, other: _Line) -> bool:
    apart = abs(one.middle - other.middle)
    (left, right), (begin, end) = _reach(one), _reach(other)
    return apart < (one.size + other.size) / 2 and left < end and begin < right


def _reach(line: _Line) -> tuple[float, float]:
    wide = letters.width(line.text, bold=line.strong) * line.size
    left = line.x - wide * _ALIGNED[line.side][1]
    return left, left + wide


def inline(canvas: Canvas, words: Mapping[str, str], title: str, tongue: Tongue) -> str:
    """The SVG to stand in a page, which gives it colours and fonts."""
    label = f'xmlns="{SVG}" role="img" aria-label="{escape(title)}"'
    texts = "".join(_written(line, tongue) for line in _lines(canvas, words, tongue))
    return f"<svg {label} {_root(canvas, tongue)}>{_shapes(canvas, tongue)}{texts}</svg>"


def alone(
    canvas: Canvas, words: Mapping[str, str], title: str, alternative: str, tongue: Tongue
) -> str:
    """The SVG as a file of its own: on white, with its title and what it says inside."""
    said = f"<title>{escape(title)}</title><desc>{escape(alternative)}</desc>"
    ground = f'<rect width="{WIDTH}" height="{canvas.height}" fill="#ffffff"/>'
    head = f'xmlns="{SVG}" width="{WIDTH}" height="{canvas.height}" xml:lang="{tongue.language}"'
    fonts = f'role="img" font-family="{_FONTS}"'
    texts = "".join(_written(line, tongue, _STRONG) for line in _lines(canvas, words, tongue))
    shapes = f"{ground}{_shapes(canvas, tongue)}"
    return f"<svg {head} {fonts} {_root(canvas, tongue)}>{said}{shapes}{texts}</svg>"


def laid_out(canvas: Canvas, words: Mapping[str, str], tongue: Tongue, width: float) -> str:
    """The picture, so many mm wide, as HTML with styles of its own, for who prints PDF.

    WeasyPrint draws the words of an SVG letter by letter, which tears Arabic apart; as HTML it sets
    them well.
    """
    mm = width / WIDTH
    size = f"width:{width:.2f}mm;height:{canvas.height * mm:.2f}mm"
    svg = (
        f'<svg xmlns="{SVG}" style="{size}" {_root(canvas, tongue)}>{_shapes(canvas, tongue)}</svg>'
    )
    texts = "".join(_placed(line, mm) for line in _lines(canvas, words, tongue))
    return f'<div style="position:relative;{size};font-family:{_FONTS}">{svg}{texts}</div>'


def _root(canvas: Canvas, tongue: Tongue) -> str:
    return (
        f'viewBox="0 0 {WIDTH} {canvas.height}" fill="none" stroke-width="1.5" '
        'stroke-linejoin="round" stroke-linecap="round" text-anchor="middle" '
        f'font-size="{_short(USUAL)}" direction="{"rtl" if tongue.rtl else "ltr"}"'
    )


def _shapes(canvas: Canvas, tongue: Tongue) -> str:
    shapes = "".join(canvas.shapes)
    if canvas.mirrored and tongue.rtl:
        return f'<g transform="matrix(-1 0 0 1 {WIDTH} 0)">{shapes}</g>'
    return shapes


def _fitted(slot: Slot, words: str) -> letters.Set:
    room = (slot.width, slot.height)
    return letters.fit(words, room, size=_size(slot), least=LEAST, bold="strong" in slot.classes)


def _size(slot: Slot) -> float:
    return next((SIZES[name] for name in slot.classes if name in SIZES), USUAL)


def _lines(canvas: Canvas, words: Mapping[str, str], tongue: Tongue) -> Iterator[_Line]:
    for slot in canvas.slots:
        yield from _set(slot, words, tongue, mirrored=canvas.mirrored and tongue.rtl)


def _set(
    slot: Slot, words: Mapping[str, str], tongue: Tongue, *, mirrored: bool = False
) -> Iterator[_Line]:
    if slot.is_sign:
        fitted = letters.Set((_sign(slot.key, tongue),), _size(slot), fits=True)
    else:
        fitted = _fitted(slot, words.get(slot.key, ""))
    step = letters.leading("".join(fitted.lines)) * fitted.size
    top = slot.y - step * (len(fitted.lines) - 1) / 2
    for number, text in enumerate(fitted.lines):
        rtl = tongue.rtl and not slot.is_sign
        yield _Line(
            text=sums.apart(text) if rtl else text,
            x=WIDTH - slot.x if mirrored else slot.x,
            middle=top + step * number,
            side=_OTHER[slot.anchor] if mirrored else slot.anchor,
            size=fitted.size,
            ink=next((name for name in INKS if name in slot.classes), "ink"),
            strong="strong" in slot.classes,
            rtl=rtl,
        )


def _sign(drawn: str, tongue: Tongue) -> str:
    """What is drawn as a sign, as that language writes it: the same place has room for less."""
    return drawn.replace(" %", "%") if tongue.language in numbers.CLOSE else drawn


def _written(line: _Line, tongue: Tongue, family: str = "") -> str:
    """A line as SVG. An anchor is where it begins as it is read, in Arabic at the right."""
    style = f'class="p-{line.ink}" fill="{INKS.get(line.ink, INK)}"'
    if line.size != USUAL:
        style += f' font-size="{_short(line.size)}"'
    if line.strong:
        style += ' font-weight="600"' + (f' font-family="{family}"' if family else "")
    if tongue.rtl and not line.rtl:
        style += ' direction="ltr"'
    if line.side != "middle":
        style += f' text-anchor="{_OTHER[line.side] if line.rtl else line.side}"'
    y = line.middle + _RAISED * line.size
    return f'<text x="{_short(line.x)}" y="{_short(y)}" {style}>{escape(line.text)}</text>'


def _placed(line: _Line, mm: float) -> str:
    """A line as HTML, in a box of its own that is wider than any line."""
    align, part = _ALIGNED[line.side]
    style = (
        f"position:absolute;left:{(line.x - part * WIDTH) * mm:.2f}mm;width:{WIDTH * mm:.2f}mm;"
        f"top:{(line.middle - 0.6 * line.size) * mm:.2f}mm;text-align:{align};margin:0;"
        f"font-size:{line.size * mm:.2f}mm;line-height:1.2;white-space:nowrap;"
        f"color:{INKS.get(line.ink, INK)}"
    )
    if line.strong:
        style += f";font-weight:600;font-family:{_STRONG}"
    direction = "rtl" if line.rtl else "ltr"
    return f'<div dir="{direction}" style="{style}">{escape(line.text)}</div>'


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")

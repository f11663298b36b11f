"""A drawing and the words of one language → one SVG that draws, speaks and leads nowhere.

Shapes come as `canvas` wrote them; words are escaped and set line by line in their boxes. A
language that is written from right to left sees the shapes mirrored and its words not.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Final

from academy.courses.drawings import SVG
from academy.courses.figures import letters
from academy.courses.figures.canvas import INKS, SIZES, USUAL, WIDTH, Canvas, Slot

LEAST: Final = 12.0
"""Smaller words can't be read on a phone without zooming."""
INK: Final = "#1f2a2e"
_FONTS: Final = "Academy Sans,Academy Arabic,Academy Chinese,Noto Sans,system-ui,sans-serif"
_STRONG: Final = "Academy Title,Academy Arabic,Academy Chinese,Noto Sans,system-ui,sans-serif"
_RAISED: Final = 0.35  # from a line's middle down to its baseline, in ems


@dataclass(frozen=True)
class Tongue:
    """Which language the words are in, and whether it is written from right to left."""

    language: str
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


def inline(canvas: Canvas, words: Mapping[str, str], title: str, tongue: Tongue) -> str:
    """The SVG to stand in a page, which gives it colours and fonts."""
    label = f'role="img" aria-label="{escape(title)}"'
    return (
        f'<svg xmlns="{SVG}" {label} {_root(canvas, tongue)}>{_body(canvas, words, tongue)}</svg>'
    )


def alone(
    canvas: Canvas, words: Mapping[str, str], title: str, alternative: str, tongue: Tongue
) -> str:
    """The SVG as a file of its own: on white, with its title and what it says inside."""
    said = f"<title>{escape(title)}</title><desc>{escape(alternative)}</desc>"
    ground = f'<rect width="{WIDTH}" height="{canvas.height}" fill="#ffffff"/>'
    head = f'xmlns="{SVG}" width="{WIDTH}" height="{canvas.height}" xml:lang="{tongue.language}"'
    fonts = f'font-family="{_FONTS}"'
    body = _body(canvas, words, tongue, family=f' font-family="{_STRONG}"')
    return f'<svg {head} role="img" {_root(canvas, tongue)} {fonts}>{said}{ground}{body}</svg>'


def _root(canvas: Canvas, tongue: Tongue) -> str:
    return (
        f'direction="{"rtl" if tongue.rtl else "ltr"}" '
        f'viewBox="0 0 {WIDTH} {canvas.height}" fill="none" stroke-width="1.5" '
        'stroke-linejoin="round" stroke-linecap="round" text-anchor="middle" '
        f'font-size="{_short(USUAL)}"'
    )


def _body(canvas: Canvas, words: Mapping[str, str], tongue: Tongue, *, family: str = "") -> str:
    mirrored = canvas.mirrored and tongue.rtl
    shapes = "".join(canvas.shapes)
    if mirrored:
        shapes = f'<g transform="matrix(-1 0 0 1 {WIDTH} 0)">{shapes}</g>'
    texts = (_words(slot, words, tongue, mirrored=mirrored, family=family) for slot in canvas.slots)
    return shapes + "".join(texts)


def _fitted(slot: Slot, words: str) -> letters.Set:
    room = (slot.width, slot.height)
    return letters.fit(words, room, size=_size(slot), least=LEAST, bold="strong" in slot.classes)


def _size(slot: Slot) -> float:
    return next((SIZES[name] for name in slot.classes if name in SIZES), USUAL)


def _words(
    slot: Slot, words: Mapping[str, str], tongue: Tongue, *, mirrored: bool, family: str
) -> str:
    x = WIDTH - slot.x if mirrored else slot.x
    if slot.is_sign:
        fitted = letters.Set((slot.key,), _size(slot), fits=True)
    else:
        fitted = _fitted(slot, words.get(slot.key, ""))
    style = "".join(_style(slot, fitted.size, tongue, mirrored=mirrored))
    if "strong" in slot.classes:
        style += family
    step = letters.leading("".join(fitted.lines)) * fitted.size
    top = slot.y - step * (len(fitted.lines) - 1) / 2 + _RAISED * fitted.size
    return "".join(
        f'<text x="{_short(x)}" y="{_short(top + step * number)}"{style}>{escape(line)}</text>'
        for number, line in enumerate(fitted.lines)
    )


def _style(slot: Slot, size: float, tongue: Tongue, *, mirrored: bool) -> Iterator[str]:
    ink = next((name for name in INKS if name in slot.classes), "")
    yield f' class="p-{ink or "ink"}" fill="{INKS.get(ink, INK)}"'
    if size != USUAL:
        yield f' font-size="{_short(size)}"'
    if "strong" in slot.classes:
        yield ' font-weight="600"'
    spoken_rtl = tongue.rtl and not slot.is_sign
    if tongue.rtl and slot.is_sign:
        yield ' direction="ltr"'
    # An anchor is where the line begins as it is read, which is at the right in Arabic.
    if slot.anchor != "middle":
        swapped = mirrored != spoken_rtl
        yield f' text-anchor="{_other(slot.anchor) if swapped else slot.anchor}"'


def _other(anchor: str) -> str:
    return "start" if anchor == "end" else "end"


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")

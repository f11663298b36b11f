"""The bead string as a drawing: one bead is one half-day.

Drawn as SVG shapes because browsers leave CSS backgrounds out when they print, and a bead without
its filling would say "absent". The shapes differ, so they hold in black and white.
"""

import base64
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, Literal

from markupsafe import Markup

State = Literal["present", "late", "left_early", "excused", "absent", "not_recorded"]

TEAL: Final = "#0e5a5a"
INK: Final = "#1f2a2e"

_STEP = 24  # from one bead's middle to the next; a bead is 16 across

# Dots with round ends, drawn as wide as a bead, are discs: to WeasyPrint ten times cheaper than two
# arcs each. A line of nothing but such dots is as cheap as one.
_DOTS = f'fill="none" stroke-linecap="round" stroke-dasharray=".01 {_STEP - 0.01}"'
# Each shape is drawn around (0, 0) by relative commands, so that it can follow any "M".
_RING = "m-7 0a7 7 0 1 0 14 0a7 7 0 1 0 -14 0z"
_FILLINGS: dict[State, str] = {
    "late": "m0 -7a7 7 0 0 1 0 14z",  # the first half is missing
    "left_early": "m0 -7a7 7 0 0 0 0 14z",  # and here the second
    "excused": "m-4 -1.75h8v3.5h-8z",
}
_MIRRORED: dict[State, State] = {"late": "left_early", "left_early": "late"}


def string(states: Sequence[State], *, label: str, direction: str, colour: str = TEAL) -> Markup:
    """Draw a string of beads as an `<img>`, the first half-day at the reading side's start.

    `label` is the sentence for those who don't see it. The page says how high it is; a bead is two
    thirds of that. A picture is read once for all who have the same beads, and no style is looked
    for in it, which takes longer than to draw it.
    """
    seen = _as_seen(states, direction)
    thread = f'<path d="M0 12H{_STEP * len(seen)}" stroke="{colour}" stroke-width="1.65"/>'
    drawn = _svg("", seen, thread + _beads(seen, colour))
    address = "data:image/svg+xml;base64," + base64.b64encode(drawn.encode()).decode()
    return Markup('<img class="beads" alt="{}" src="{}">').format(label, address)


def one(state: State, *, direction: str = "ltr", height: str = "4mm", colour: str = INK) -> Markup:
    """Draw a single bead without thread or sentence, to stand beside a word or head a column."""
    seen = _as_seen([state], direction)
    look = Markup('class="beads" height="{}" aria-hidden="true" ').format(height)
    return Markup(_svg(look, seen, _beads(seen, colour)))  # noqa: S704  # our own shapes


def _as_seen(states: Sequence[State], direction: str) -> list[State]:
    """Return the states from left to right; time runs the way the language is read."""
    if direction == "ltr":
        return list(states)
    return [_MIRRORED.get(state, state) for state in reversed(states)]


def _svg(look: str, seen: list[State], inside: str) -> str:
    view = f"0 0 {_STEP * len(seen)} 24"
    return f'<svg {look}xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{inside}</svg>'


def _beads(seen: list[State], colour: str) -> str:
    """Draw all beads with at most one path a shape, which is what the drawing's time depends on."""
    recorded = [state != "not_recorded" for state in seen]
    hollow = [state not in {"not_recorded", "present"} for state in seen]
    dotted = "".join(
        f"{_at(index)}{_RING}" for index, state in enumerate(seen) if state == "not_recorded"
    )
    filled = "".join(
        f"{_at(index)}{_FILLINGS[state]}" for index, state in enumerate(seen) if state in _FILLINGS
    )
    drawn = (
        ("".join(_runs(recorded)), f'{_DOTS} stroke="{colour}" stroke-width="16"'),
        ("".join(_runs(hollow)), f'{_DOTS} stroke="#fff" stroke-width="12"'),
        (
            dotted,
            (
                f'fill="#fff" stroke="{colour}" stroke-width="2" stroke-linecap="round" '
                'stroke-dasharray="0.1 4.3"'
            ),
        ),
        (filled, f'fill="{colour}"'),
    )
    return "".join(f'<path d="{path}" {look}/>' for path, look in drawn if path)


def _runs(dots: list[bool]) -> Iterator[str]:
    """A line for each run of dots; it ends a little after the last, which must not be cut off."""
    at = 0
    for dot, run in groupby(dots):
        many = len(list(run))
        if dot:
            yield f"{_at(at)}h{_STEP * (many - 1) + 1}"
        at += many


def _at(index: int) -> str:
    return f"M{_STEP * index + _STEP // 2} 12"

"""The bead string as an inline drawing: one bead is one half-day.

Drawn as SVG shapes because browsers leave CSS backgrounds out when they print, and a bead without
its filling would say "absent". The shapes differ, so they hold in black and white.
"""

from collections.abc import Sequence
from typing import Final, Literal

from markupsafe import Markup

State = Literal["present", "late", "left_early", "excused", "absent", "not_recorded"]

TEAL: Final = "#0e5a5a"
INK: Final = "#1f2a2e"

_STEP = 24  # from one bead's middle to the next; a bead is 16 across

# Each shape is drawn around (0, 0) by relative commands, so that it can follow any "M". A dot with
# round ends, drawn as wide as a bead, is a disc: to WeasyPrint ten times cheaper than two arcs.
_DOT = "h.01"
_RING = "m-7 0a7 7 0 1 0 14 0a7 7 0 1 0 -14 0z"
_FILLINGS: dict[State, str] = {
    "late": "m0 -7a7 7 0 0 1 0 14z",  # the first half is missing
    "left_early": "m0 -7a7 7 0 0 0 0 14z",  # and here the second
    "excused": "m-4 -1.75h8v3.5h-8z",
}
_MIRRORED: dict[State, State] = {"late": "left_early", "left_early": "late"}


def string(
    states: Sequence[State], *, label: str, direction: str, height: str, colour: str = TEAL
) -> Markup:
    """Draw a string of beads, the first half-day at the reading side's start.

    `label` is the sentence for those who don't see it. `height` is any CSS length; a bead is two
    thirds of it.
    """
    seen = _as_seen(states, direction)
    thread = f'<path d="M0 12H{_STEP * len(seen)}" stroke="{colour}" stroke-width="1.65"/>'
    return _drawing(seen, thread, label, height, colour)


def one(state: State, *, direction: str = "ltr", height: str = "4mm", colour: str = INK) -> Markup:
    """Draw a single bead without thread or sentence, to stand beside a word or head a column."""
    return _drawing(_as_seen([state], direction), "", "", height, colour)


def _as_seen(states: Sequence[State], direction: str) -> list[State]:
    """Return the states from left to right; time runs the way the language is read."""
    if direction == "ltr":
        return list(states)
    return [_MIRRORED.get(state, state) for state in reversed(states)]


def _drawing(seen: list[State], thread: str, label: str, height: str, colour: str) -> Markup:
    told = Markup('role="img"') if label else Markup('aria-hidden="true"')
    title = Markup("<title>{}</title>").format(label) if label else Markup()
    return Markup(
        '<svg class="beads" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 24" '
        'height="{height}" {told}>{title}{inside}</svg>'
    ).format(
        width=_STEP * len(seen),
        height=height,
        told=told,
        title=title,
        inside=Markup(thread + _beads(seen, colour)),  # noqa: S704  # our own shapes
    )


def _beads(seen: list[State], colour: str) -> str:
    """Draw all beads with at most one path a shape, which is what the drawing's time depends on."""
    discs, holes, dotted, filled = "", "", "", ""
    for index, state in enumerate(seen):
        start = f"M{_STEP * index + _STEP // 2} 12"
        if state == "not_recorded":
            dotted += start + _RING
            continue
        discs += start + _DOT
        holes += "" if state == "present" else start + _DOT
        filled += start + _FILLINGS[state] if state in _FILLINGS else ""
    round_ends = 'fill="none" stroke-linecap="round"'
    drawn = (
        (discs, f'{round_ends} stroke="{colour}" stroke-width="16"'),
        (holes, f'{round_ends} stroke="#fff" stroke-width="12"'),
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

"""Small things both doors draw: beads, days, the names of states and sessions."""

from datetime import date
from typing import Final

from academy.courses import Library
from academy.languages import i18n
from academy.languages.i18n import lazy_gettext as _
from academy.projections import Row

STATE_NAMES: Final = {
    "present": _("present"),
    "late": _("late"),
    "left_early": _("left early"),
    "excused": _("excused"),
    "absent": _("absent"),
    None: _("not recorded"),
}

BEADS: Final = {
    "present": "on",
    "done": "on",
    "late": "half",
    "left_early": "half",
    "excused": "ex",
    "absent": "off",
    "ahead": "off",
    "now": "now",
    "whole": "on",
    "draft": "half",
    "stale": "ex",
    "missing": "off",
    None: "none",
}
"""The class of a bead per state: ● on, ◐ half, ▬ ex, ○ off, dotted none, marigold now."""


SIGNS: Final = {"on": "●", "half": "◐", "ex": "▬", "off": "○", "now": "◉", "none": "◌"}
"""What stands in a bead for whoever sees no styles, per class; with them it is not seen."""


def bead(state: str | None) -> str:
    """The bead's class."""
    return BEADS.get(state, "none")


def sign(state: str | None) -> str:
    """The sign that stands in the bead."""
    return SIGNS[bead(state)]


def state_name(state: str | None) -> str:
    """The state in words."""
    return str(STATE_NAMES.get(state, STATE_NAMES[None]))


def month(value: str | None) -> str:
    """`2026-11` as the reader writes it; a day by its month, "" where none is known."""
    year, _dash, rest = (value or "").partition("-")
    if not year:
        return ""
    return i18n.format_month(int(year), int(rest[:2]) if rest else None, i18n.current())


def day(value: str, locale: str, *, short: bool = False) -> str:
    """A recorded date as the visitor writes it; the text itself where it is no date."""
    try:
        return i18n.format_day(date.fromisoformat(value), locale, short=short)
    except ValueError:
        return value


def session_name(row: Row, library: Library, locale: str) -> str:
    """What a session is called: its half-day and its title, if it has one."""
    when = f"{day(row['day'], locale, short=True)} · {i18n.half_name(row['half'], locale)}"
    title = session_title(row, library, locale)
    return f"{when} · {isolated(title)}" if title else when


def session_title(row: Row, library: Library, locale: str) -> str:
    """A session's title as it was typed, else those of what is taught in it, in this language.

    What this laptop has no course for is left out; "" where nothing is left.
    """
    if row["title"]:
        return str(row["title"])
    taught = (library.taught(piece, locale) for piece in row["teaches"])
    return " · ".join(one.title for one in taught if one is not None)


def isolated(text: str) -> str:
    """Text that keeps its own direction among words of the other one."""
    return f"\u2068{text}\u2069"

"""Small things both doors draw: beads, days, the names of states and sessions."""

from datetime import date
from typing import Final

from academy import i18n
from academy.i18n import lazy_gettext as _
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


def bead(state: str | None) -> str:
    """The bead's class."""
    return BEADS.get(state, "none")


def state_name(state: str | None) -> str:
    """The state in words."""
    return str(STATE_NAMES.get(state, STATE_NAMES[None]))


def day(value: str, locale: str, *, short: bool = False) -> str:
    """A recorded date as the visitor writes it; the text itself where it is no date."""
    try:
        return i18n.format_day(date.fromisoformat(value), locale, short=short)
    except ValueError:
        return value


def session_name(row: Row, locale: str) -> str:
    """What a session is called: its title, else its half-day."""
    when = f"{day(row['day'], locale, short=True)} · {i18n.half_name(row['half'], locale)}"
    return f"{when} · {isolated(row['title'])}" if row.get("title") else when


def isolated(text: str) -> str:
    """Text that keeps its own direction among words of the other one."""
    return f"\u2068{text}\u2069"

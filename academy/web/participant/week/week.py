"""One person's week as it is drawn: a bead per half-day, a sentence for all, what comes next."""

from dataclasses import dataclass

from academy.languages import i18n
from academy.projections import Row, attendance, certificates, workshops
from academy.rules import Standing
from academy.web.participant.common import moment, tables
from academy.web.shared.app import house
from academy.web.shared.drawing import state_name

_ORDER = {"am": 0, "pm": 1, "eve": 2}
_ENDS = ("present", "late", "left_early", "excused", "absent")


@dataclass(frozen=True)
class Week:
    """The sessions of a workshop with one person's states; `now` is this half-day's, if any."""

    person: Row
    """The registration."""
    rows: list[Row]
    now: Row | None
    following: Row | None
    """The next session still to come."""

    @property
    def beads(self) -> list[str | None]:
        """A state per session; this half-day's is "now" until it is recorded."""
        return [
            "now" if row is self.now and row["state"] is None else row["state"] for row in self.rows
        ]

    @property
    def standing(self) -> Standing:
        """What these states earn, and what is missing."""
        counted = [row["state"] for row in self.rows if row["countable"]]
        return certificates.standing_with(tables(), self.person, counted)

    @property
    def open(self) -> Row | None:
        """The session whose code is being shown, or None."""
        codes = house().codes
        return next((row for row in self.rows if codes.is_open(row["session"])), None)

    @property
    def open_past(self) -> int:
        """How many countable sessions are over and not recorded."""
        return sum(row["past"] and row["countable"] and not row["state"] for row in self.rows)

    @property
    def sentence(self) -> str:
        """The beads in words: "10 half-days. Present: 2. Late: 1. Not recorded: 7."

        Numbers stand behind the words, so that no language's grammar has to bend them.
        """
        total = len(self.rows)
        told = [i18n.ngettext("%(num)s half-day.", "%(num)s half-days.", total)]
        for state in (*_ENDS, None):
            count = sum(row["state"] == state for row in self.rows)
            if count:
                name = state_name(state)
                number = i18n.format_number(count, i18n.current())
                said = f"{name[:1].upper()}{name[1:]}"
                told.append(i18n.gettext("%(state)s: %(number)s.", state=said, number=number))
        return " ".join(told)


def week(visitor: Row) -> Week:
    """The week of a registered person."""
    today, hour = moment()
    at = (today, 0 if hour < 13 else 1 if hour < 18 else 2)  # noqa: PLR2004 - the day's halves
    states = attendance.of_person(tables(), visitor["workshop"], visitor["person"])
    rows = [
        {
            **row,
            "state": states.get(row["session"]),
            "past": (row["day"], _ORDER[row["half"]]) < at,
            "ahead": (row["day"], _ORDER[row["half"]]) > at,
        }
        for row in workshops.week(tables(), visitor["workshop"])
    ]
    now = next((row for row in rows if not row["past"] and not row["ahead"]), None)
    return Week(visitor, rows, now, next((row for row in rows if row["ahead"]), None))

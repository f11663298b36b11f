"""Pure decisions: may this be recorded, what counts as attended, is a certificate earned?

No database, no clock, no language: values in, a verdict out or an `AcademyError`. The numbers are
those of the curriculum's attendance and certificate rules; all arithmetic is in whole numbers,
because 56 % of 25 is 14 and a binary fraction makes it 15.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from academy.errors import AcademyError

LEVELS: Final = ("regional", "national", "academy")
ROLES: Final = ("participant", "co-facilitator", "facilitator", "organiser")
HALVES: Final = ("am", "pm", "eve")
WAYS: Final = ("code", "grid", "sheet")
REQUIREMENTS: Final = ("posttest", "evaluation", "plan")
TEAM_REQUIREMENTS: Final = ("plan",)

STATES: Final = ("present", "late", "left_early", "excused", "absent")
"""In the participant's favour, best first: the first of two that disagree holds for now."""

COUNTED: Final = frozenset({"present", "late"})
"""Present for counting is present or late; left early and excused stay in the denominator."""

THRESHOLD_PERCENT: Final = 80
LONGEST: Final = {
    "alias": 40,
    "organisation": 120,
    "team": 60,
    "language": 20,
    "title": 120,
    "reason": 300,
}
MOST_SESSIONS: Final = 60
LONGEST_WORKSHOP: Final = 62


# What may be recorded


def text(field: str, value: str, *, required: bool = True) -> str:
    """The value in NFC with single spaces, or AcademyError: missing, too long, or with control
    characters or direction overrides in it, which would let one alias pass for another.
    """
    clean = " ".join(unicodedata.normalize("NFC", value).split())
    if required and not clean:
        raise AcademyError("field_missing", field=field)
    longest = LONGEST.get(field, 200)
    if len(clean) > longest:
        raise AcademyError("field_too_long", field=field, longest=longest)
    if any(
        unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cs"} and sign not in "\u200c\u200d"
        for sign in clean
    ):
        raise AcademyError("field_strange", field=field)
    return clean


def one_of(field: str, value: str, allowed: Sequence[str]) -> str:
    """The value, or AcademyError("choice_unknown")."""
    if value not in allowed:
        raise AcademyError("choice_unknown", field=field, value=value[:40])
    return value


def country(value: str, *, required: bool = True) -> str:
    """An ISO 3166-1 alpha-2 code in capitals ("" when not required and not given)."""
    code = value.strip().upper()
    if not code and not required:
        return ""
    if not re.fullmatch(r"[A-Z]{2}", code):
        raise AcademyError("country_unknown", value=value[:40])
    return code


def day(field: str, value: str) -> str:
    """A date as YYYY-MM-DD between 2000 and 2099, or AcademyError("date_wrong")."""
    try:
        found = date.fromisoformat(value.strip())
    except ValueError:
        raise AcademyError("date_wrong", field=field, value=value[:40]) from None
    if not 2000 <= found.year < 2100:  # noqa: PLR2004
        raise AcademyError("date_wrong", field=field, value=value[:40])
    return found.isoformat()


def period(starts: str, ends: str, *, longest: int = 3700) -> None:
    """Raise unless the first date is not after the last and the span is sensible."""
    first, last = date.fromisoformat(starts), date.fromisoformat(ends)
    if last < first:
        raise AcademyError("dates_reversed", starts=starts, ends=ends)
    if last - first > timedelta(days=longest):
        raise AcademyError("dates_too_far", days=longest)


def compared(name: str) -> str:
    """A name as two names are compared: compatibility forms, case and spacing do not tell apart."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def organisation(name: str) -> str:
    """An organisation's name as two are compared: also punctuation and accents aside."""
    plain = unicodedata.normalize("NFKD", compared(name))
    kept = "".join(s for s in plain if not unicodedata.combining(s))
    return " ".join(re.sub(r"[^\w]+", " ", kept).split())


# The shape of a week


@dataclass(frozen=True)
class HalfDay:
    """One half-day of a shape: the day counted from 0, its half, and whether it counts."""

    day: int
    half: str
    countable: bool


def shape(name: str, days: int = 5, halves: int = 2) -> list[HalfDay]:
    """The half-days of a week. `five` has ten that count; `seven` opens with an arrival evening
    and closes with a departure, with twelve between that count; `own` is days × halves.

    Raises AcademyError("shape_wrong") for days or halves that make no week.
    """
    if name == "five":
        days, halves = 5, 2
    elif name == "seven":
        week = [HalfDay(0, "eve", countable=False)]
        for number in range(1, 6):
            week += [HalfDay(number, "am", countable=True), HalfDay(number, "pm", countable=True)]
        return [*week, HalfDay(6, "am", countable=True), HalfDay(6, "pm", countable=True)]
    if not (1 <= days <= 31 and 1 <= halves <= len(HALVES)) or days * halves > MOST_SESSIONS:  # noqa: PLR2004
        raise AcademyError("shape_wrong", days=days, halves=halves)
    return [
        HalfDay(number, half, countable=half != "eve")
        for number in range(days)
        for half in HALVES[:halves]
    ]


# What counts


def state_of(states: Sequence[str]) -> str | None:
    """The state that holds for now among the marks nobody replaced: the best for the participant.

    None when nothing is recorded, which is not the same as absent.
    """
    return min(states, key=STATES.index) if states else None


def in_conflict(states: Sequence[str]) -> bool:
    """Whether marks that nobody replaced disagree, so that a person has to decide."""
    return len(set(states)) > 1


def required_sessions(held: int, percent: int = THRESHOLD_PERCENT) -> int:
    """How many of `held` sessions must be counted: the threshold, rounded up."""
    return -(-held * percent // 100)


@dataclass(frozen=True)
class Record:
    """All that the certificate rules look at for one person in one workshop.

    `states` holds one entry per countable session that was not cancelled: a state, or None for
    not recorded. `met` holds the requirements met by the person or by the person's team.
    """

    role: str
    states: tuple[str | None, ...]
    met: frozenset[str] = frozenset()

    @property
    def counted(self) -> int:
        """Sessions that count as attended."""
        return sum(state in COUNTED for state in self.states)


@dataclass(frozen=True)
class Standing:
    """Where a person stands.

    `earned` is None, "attendance", "completion" or "facilitator". `missing` says what stands
    between them and the next one: pairs of a code and a number ("sessions", 2),
    ("not_recorded", 1), ("posttest", 1) … `out_of_reach`: the sessions left are too few.
    """

    earned: str | None
    missing: tuple[tuple[str, int], ...] = ()
    counted: int = 0
    held: int = 0
    required: int = 0
    out_of_reach: bool = False


def standing(record: Record, percent: int = THRESHOLD_PERCENT) -> Standing:
    """What a record has earned by the curriculum's §3.4, and what it still misses.

    A session that is not recorded blocks both certificates until somebody resolves it.
    """
    held, counted = len(record.states), record.counted
    required = required_sessions(held, percent)
    if record.role != "participant":
        earned = "facilitator" if "facilitator" in record.role else None
        return Standing(earned, (), counted, held, required)
    open_states = sum(state is None for state in record.states)
    short = max(0, required - counted)
    missing: list[tuple[str, int]] = []
    if short:
        missing.append(("sessions", short))
    if open_states:
        missing.append(("not_recorded", open_states))
    attended = held > 0 and not missing
    missing += [(name, 1) for name in REQUIREMENTS if name not in record.met]
    earned = None
    if attended:
        earned = "attendance" if missing else "completion"
    return Standing(
        earned, tuple(missing), counted, held, required, out_of_reach=short > open_states
    )


def lost(
    certificate: str, role: str, standing: Standing, withdrawn: frozenset[str]
) -> Literal["", "sessions", "withdrawn", "role"]:
    """Why a certificate that was printed is not earned any more; "" while that isn't certain.

    `withdrawn` holds the requirements that were met once and taken back. What isn't recorded may
    be recorded on another laptop: a certificate is only lost when no mark still to come could earn
    it, and a requirement only when it is known to have been taken back.
    """
    if certificate == "facilitator":
        return "" if "facilitator" in role else "role"
    if role != "participant":
        return "role"
    if standing.out_of_reach:
        return "sessions"
    still_missing = {name for name, _number in standing.missing}
    if certificate == "completion" and withdrawn & still_missing:
        return "withdrawn"
    return ""


# The same person twice


def clusters(
    links: Sequence[tuple[str, str]], vetoes: Sequence[tuple[str, str]] = ()
) -> tuple[dict[str, str], set[str]]:
    """Which id stands for which: each linked id's canonical id, and the ids somebody must look at.

    The canonical id is the least of a connected component. A component that holds a vetoed pair
    isn't merged at all: its ids stand for themselves and are named in the second result.
    """
    parent: dict[str, str] = {}

    def root(item: str) -> str:
        while parent.setdefault(item, item) != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for a, b in links:
        one, other = sorted((root(a), root(b)))
        parent[other] = one
    refused = {root(a) for a, b in vetoes if a in parent and b in parent and root(a) == root(b)}
    canonical = {item: root(item) for item in list(parent)}
    flagged = {item for item, top in canonical.items() if top in refused}
    return {item: item if item in flagged else top for item, top in canonical.items()}, flagged


def best_score(tries: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The best of several tries (correct, of); never a sum."""
    return max(tries, key=lambda t: (t[0] * 1000 // t[1] if t[1] else 0, t[0]), default=None)

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
from academy.text import digits, places, signs

LEVELS: Final = ("regional", "national", "academy")
ROLES: Final = ("participant", "co-facilitator", "facilitator", "organiser")
HALVES: Final = ("am", "pm", "eve")
WAYS: Final = ("code", "grid", "sheet")
REQUIREMENTS: Final = ("posttest", "evaluation", "plan")
TEAM_REQUIREMENTS: Final = ("plan",)
CERTIFICATES: Final = ("attendance", "completion", "facilitator")

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
    "remark": 500,
}
LANGUAGE: Final = r"[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,2}"
SLUG: Final = r"[a-z0-9-]{1,80}"
MOST_SESSIONS: Final = 60
LONGEST_WORKSHOP: Final = 62
MOST_SCORED: Final = 1_000
"""The most questions that a quiz is counted by."""

MOST_DECIDED: Final = 60
"""The most registrations that one press decides about: kept apart, each pair is an entry."""

MOST_NAMED: Final = 500
"""The most entries that one correction takes the place of: its body must stay a body."""


# What may be recorded


def text(field: str, value: str, *, required: bool = True) -> str:
    """The value as it is kept: in NFC, on one line, without signs that nobody sees.

    Raises AcademyError: "field_missing", "field_invisible" where nothing in it leaves ink,
    "field_too_long", "field_strange" for signs of one font alone.
    """
    clean = signs.clean(value)
    if not signs.visible(clean):
        if value.strip() and required:
            raise AcademyError("field_invisible", field=field)
        clean = ""
    if required and not clean:
        raise AcademyError("field_missing", field=field)
    longest = LONGEST.get(field, 200)
    if len(clean) > longest:
        raise AcademyError("field_too_long", field=field, longest=longest)
    if signs.is_strange(clean):
        raise AcademyError("field_strange", field=field)
    return clean


def one_of(field: str, value: str, allowed: Sequence[str]) -> str:
    """The value, or AcademyError("choice_unknown")."""
    if value not in allowed:
        raise AcademyError("choice_unknown", field=field, value=value[:40])
    return value


def country(value: str, *, required: bool = True) -> str:
    """The ISO 3166-1 code of a country that exists ("" when not required and not given).

    It may be written as a name, or as ISO's three letters. Raises AcademyError("country_unknown").
    """
    if not value.strip() and not required:
        return ""
    code = places.country(value)
    if code is None:
        raise AcademyError("country_unknown", value=signs.clean(value)[:40])
    return code


def language(value: str) -> str:
    """The code of a language ("" where none is given), or AcademyError("choice_unknown")."""
    code = value.strip()
    if code and not (len(code) <= LONGEST["language"] and re.fullmatch(LANGUAGE, code)):
        raise AcademyError("choice_unknown", field="language", value=code[:40])
    return code


def slug(field: str, value: str) -> str:
    """A course's or a lesson's id, or AcademyError("choice_unknown")."""
    if not re.fullmatch(SLUG, value):
        raise AcademyError("choice_unknown", field=field, value=value[:40])
    return value


def day(field: str, value: str) -> str:
    """A date, in any script's digits, as YYYY-MM-DD between 2000 and 2099, or
    AcademyError("date_wrong").
    """
    try:
        found = date.fromisoformat(digits.western(signs.clean(value)))
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


def organisation(name: str) -> str:
    """An organisation's name as two are compared: case, width, accents and punctuation aside.

    Links in the log name organisations by it, so it hangs on no library's table of look-alikes.
    """
    plain = unicodedata.normalize("NFKD", signs.ignored(name).casefold())
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


# What another device may have forgotten

UNKNOWN: Final = "unknown"
NO_PERSON: Final = "no_person"
ELSEWHERE: Final = "elsewhere"
MANY: Final = "many"
"""Why an erasure waits. For the first and the third, what comes later may end it."""

MOST_ERASED: Final = 5
"""So many people may one device have erased in a day without an organiser's word. A trainer who is
asked to forget somebody is asked by one or two; a whole room at once is a mistake or an attack, and
what is erased can't be brought back."""


def may_erase(*, known: bool, only_a_person: bool, takes_part: bool) -> str | None:
    """Why an erasure that another device wrote must wait; None where it may be carried out.

    `known`: the id is somebody here. `only_a_person`: it stands for nothing else, as far as this
    copy knows. `takes_part`: the device takes part in a workshop in which that person is named.
    """
    if not only_a_person:
        return NO_PERSON
    if not known:
        return UNKNOWN
    return None if takes_part else ELSEWHERE


def too_many(erased: int) -> bool:
    """Whether so many erasures of one device in a day wait for an organiser."""
    return erased > MOST_ERASED


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

"""What counts as attended, and is a certificate earned?

The numbers are those of the curriculum's attendance and certificate rules (§3); all arithmetic is
in whole numbers, because 56 % of 25 is 14 and a binary fraction makes it 15.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from academy.rules.values import REQUIREMENTS

STATES: Final = ("present", "late", "left_early", "excused", "absent")
"""In the participant's favour, best first: the first of two that disagree holds for now."""

COUNTED: Final = frozenset({"present", "late"})
"""Present for counting is present or late; left early and excused stay in the denominator."""

THRESHOLD_PERCENT: Final = 80


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


def best_score(tries: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The best of several tries (correct, of); never a sum."""
    return max(tries, key=lambda t: (t[0] * 1000 // t[1] if t[1] else 0, t[0]), default=None)

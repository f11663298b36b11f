"""Pure decisions: may this be recorded, what counts as attended, is a certificate earned?

No database, no clock, no language: values in, a verdict out or an `AcademyError`.

    values.py       what may be recorded, and how long it may be
    weeks.py        the half-days of a week
    counting.py     attendance, and what it earns
    assessment.py   the questions before and after, and the evaluation
    planning.py     what a half-day is made of, and what fits in one
    erasing.py      what another device may have this copy forget
    same.py         the same person twice
"""

from academy.rules.counting import (
    COUNTED,
    STATES,
    THRESHOLD_PERCENT,
    Record,
    Standing,
    best_score,
    in_conflict,
    lost,
    required_sessions,
    standing,
    state_of,
)
from academy.rules.erasing import (
    ELSEWHERE,
    MANY,
    MOST_ERASED,
    NO_PERSON,
    UNKNOWN,
    may_erase,
    too_many,
)
from academy.rules.same import (
    clusters,
)
from academy.rules.values import (
    CERTIFICATES,
    HALVES,
    LANGUAGE,
    LEVELS,
    LONGEST,
    LONGEST_WORKSHOP,
    MOST_DECIDED,
    MOST_NAMED,
    MOST_SCORED,
    MOST_SESSIONS,
    REQUIREMENTS,
    ROLES,
    SLUG,
    TEAM_REQUIREMENTS,
    WAYS,
    country,
    day,
    language,
    one_of,
    organisation,
    period,
    slug,
    text,
)
from academy.rules.weeks import (
    HalfDay,
    shape,
)

__all__ = [
    "CERTIFICATES",
    "COUNTED",
    "ELSEWHERE",
    "HALVES",
    "LANGUAGE",
    "LEVELS",
    "LONGEST",
    "LONGEST_WORKSHOP",
    "MANY",
    "MOST_DECIDED",
    "MOST_ERASED",
    "MOST_NAMED",
    "MOST_SCORED",
    "MOST_SESSIONS",
    "NO_PERSON",
    "REQUIREMENTS",
    "ROLES",
    "SLUG",
    "STATES",
    "TEAM_REQUIREMENTS",
    "THRESHOLD_PERCENT",
    "UNKNOWN",
    "WAYS",
    "HalfDay",
    "Record",
    "Standing",
    "best_score",
    "clusters",
    "country",
    "day",
    "in_conflict",
    "language",
    "lost",
    "may_erase",
    "one_of",
    "organisation",
    "period",
    "required_sessions",
    "shape",
    "slug",
    "standing",
    "state_of",
    "text",
    "too_many",
]

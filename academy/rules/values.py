"""May this be recorded? What is typed, as it is kept, or why it can't be."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from academy.errors import AcademyError
from academy.text import digits, places, signs

LEVELS: Final = ("regional", "national", "academy")
ROLES: Final = ("participant", "co-facilitator", "facilitator", "organiser")
HALVES: Final = ("am", "pm", "eve")
WAYS: Final = ("code", "grid", "sheet")
REQUIREMENTS: Final = ("posttest", "evaluation", "plan")
TEAM_REQUIREMENTS: Final = ("plan",)
CERTIFICATES: Final = ("attendance", "completion", "facilitator")

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

"""Up to when advice was checked: a month for a course, a year or a month for a section.

    as_of:
      what-is-newer: "2025-06"

It is written in the original alone; what is true of its advice is true of every translation.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from academy.courses.facts import Facts
from academy.courses.model import Lesson

KEY: Final = "as_of"
_DATE = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?")


def read(facts: Facts, original: Lesson | None) -> Mapping[str, str]:
    """Return the date of each section that has one of its own; `original` if this is no original.

    In `original` it is found, whatever the translation says.
    """
    if original is not None:
        if KEY in facts.values:
            facts.complain(KEY, f"“{KEY}” is written in the original only.", "warning")
        found = (part for part in (original.lead, *original.sections) if part is not None)
        return {part.id: part.as_of for part in found if part.as_of is not None}
    said = facts.mapping(KEY)
    for id, date in said.items():
        if not _DATE.fullmatch(date):
            facts.complain(KEY, f"“{id}” has no year or month such as “2025” or “2025-06”.")
    return said


def shown(date: str | None, month: Callable[[int, int], str]) -> str:
    """`2025-06` as `month` writes a month; a year as it is; nothing where there is no date."""
    return month(*map(int, date.split("-"))) if date and "-" in date else date or ""

"""A language as the printed paper needs it, handed in so that printing knows no web framework."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Words:
    """One language's sentences, dates and direction.

    `gettext` and `ngettext` are called as Flask-Babel's are: named values replace `%(name)s`, and
    `ngettext` adds `num`. `month` writes a year and a month, "October 2027". `language` is what
    HTML calls the language ("zh-Hans", not "zh_Hans").
    """

    language: str
    direction: Literal["ltr", "rtl"]
    gettext: Callable[..., str]
    ngettext: Callable[..., str]
    month: Callable[[int, int], str]


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def _gettext(text: str, **values: object) -> str:
    return text % values if values else text


def _ngettext(singular: str, plural: str, number: int, **values: object) -> str:
    return (singular if number == 1 else plural) % {"num": number, **values}


def _month(year: int, month: int) -> str:
    return f"{MONTHS[month - 1]} {year}"


ENGLISH = Words("en", "ltr", _gettext, _ngettext, _month)
"""The words as they are written in the source, for when no catalogue is at hand."""

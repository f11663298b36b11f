"""How long a lesson takes: to read it, to do its tasks by oneself, to hold it with a group.

`reading` can be reckoned, and `far_off` reckons it. How fast people read aloud was measured in 17
languages with the same texts: S. Trauzettel-Klosinski and K. Dietz, "Standardized assessment of
reading performance: the new International Reading Speed Texts IReST", Investigative Ophthalmology &
Visual Science 53 (2012), 5452-5461. In one minute: English 228 words, Spanish 218, French 195,
Portuguese 181, Russian 184, Arabic 138; Chinese 255
characters. Those were adults who read every day, in their
first language. Many of ours read in a second one, on a small screen, with numbers to follow: we
reckon with two thirds of these speeds. The two thirds are our own decision.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, TypeGuard

from academy.courses.facts import Facts

NAMES: Final = ("reading", "alone", "together")
MOST: Final = 600
EXAMPLE: Final = "“minutes: {reading: 8, alone: 20, together: 75}”"
SLOWER: Final = Fraction(2, 3)
"""How fast our readers are, measured by those of the study."""

SPEEDS: Final = {"ar": 138, "en": 228, "es": 218, "fr": 195, "pt": 181, "ru": 184, "zh": 255}
"""What is read aloud in a minute: words; in Chinese, characters."""
USUAL: Final = 184
"""The study's mean of all languages, for one that is not named here."""

_SIGN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WORD: Final = re.compile(r"[^\W_]+(?:(?:[.,'’-]|(?<=\d)[\u00a0\u202f](?=\d))[^\W_]+)*")
"""A number whose thousands are parted by a space that keeps them together is one word."""


@dataclass(frozen=True)
class Minutes:
    """The minutes of a lesson, or of several."""

    reading: int = 0
    """Reading the text once."""
    alone: int = 0
    """Its tasks and its questions, by oneself."""
    together: int = 0
    """The whole lesson in a group, as its guide for trainers leads it."""
    line: int = field(default=1, compare=False, repr=False)
    """Where they stand in their file."""


def sum_of(several: Iterable[Minutes]) -> Minutes:
    """The minutes of several lessons, each kind by itself."""
    listed = list(several)
    return Minutes(*(sum(getattr(one, name) for one in listed) for name in NAMES))


def read(facts: Facts) -> Minutes:
    """The `minutes` of a lesson's front matter; what is wrong with them is reported."""
    value = facts.values.get("minutes")
    if not isinstance(value, dict):
        facts.complain("minutes", f"“minutes” says how long each way takes: {EXAMPLE}.")
        return Minutes()
    for name in dict.fromkeys([*NAMES, *map(str, value)]):
        if name not in NAMES:
            facts.complain("minutes", f"“{name}” is no part of “minutes”: {EXAMPLE}.")
        elif not _is_count(value.get(name)):
            problem = f"“{name}” in “minutes” must be a whole number from 0 to {MOST}."
            facts.complain("minutes", problem)
    counts = {name: value[name] for name in NAMES if _is_count(value.get(name))}
    return Minutes(**counts, line=facts.lines.get("minutes", 1))


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST


def reckoned(text: str, language: str) -> int:
    """The minutes that reading a plain text in this language takes, at least one."""
    signs = len(_SIGN.findall(text))
    words = len(_WORD.findall(_SIGN.sub(" ", text)))
    own = SPEEDS.get(language.partition("-")[0], USUAL)
    spoken = Fraction(signs, SPEEDS["zh"]) + Fraction(words, USUAL if signs else own)
    return max(1, round(spoken / SLOWER))


def far_off(said: int, text: str, language: str) -> int | None:
    """What reading the text takes, where that is far from what is said of it; else None.

    Far is more than a quarter and more than a minute.
    """
    found = reckoned(text, language)
    return found if abs(said - found) > max(Fraction(1), Fraction(found, 4)) else None

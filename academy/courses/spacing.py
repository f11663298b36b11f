"""Spaces as a script has them, where a program can tell.

Chinese has none between its own signs and Latin letters or digits: all courses do it one way, and
browsers set the gap that is wanted there. French has one before `; : ? ! %` and inside `« »`, and a
line must not break at it. The files are looked at as they lie there, worksheets and guides too.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from academy.courses.model import Course
from academy.courses.pack import Desk
from academy.courses.problems import Problem
from academy.courses.vocabulary import written_in

_HAN: Final = "[\u3400-\u9fff\uf900-\ufaff]"
_WRONG: Final = {
    "zh": (
        re.compile(rf"{_HAN} +(?=[A-Za-z0-9]|{{(?!#))|[A-Za-z0-9%}}] +(?={_HAN})"),
        "Chinese has no space beside letters and digits: “{beside}”.",
    ),
    "fr": (
        re.compile(r"(?<=[\w»)…]) (?=[:;?!»%](?:[^\w]|$))|« "),
        "French has a no-break space here: “{beside}”.",
    ),
}
_BOX: Final = re.compile(r":::[a-z]+ +")
"""What opens a box is parted from its title."""


def loose(folder: Path, courses: list[Course]) -> Iterator[Problem]:
    """Name the first space of each line that shouldn't be there, or not such a one."""
    for language, file in written_in(folder, courses):
        if language.partition("-")[0] in _WRONG:
            yield from loose_in(Desk(folder, lambda _: None).text(file) or "", file, language)


def loose_in(text: str, file: str, language: str) -> Iterator[Problem]:
    """The same for one file's text."""
    pattern, problem = _WRONG.get(language.partition("-")[0], (None, ""))
    for at, line in enumerate(text.split("\n"), 1) if pattern else ():
        shown = _BOX.sub("", line).replace("*", "")
        match = pattern.search(shown) if pattern else None
        if match is not None:
            beside = (match[0] + shown[match.end() :][:1]).strip()
            yield Problem(file, at, problem.format(beside=beside), "warning")

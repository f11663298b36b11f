"""The ask of the lesson on messages and what five audiences are told, read from its text."""

import re

from academy.worksheets import Entered, Worked, Worksheet
from tests.academy.test_courses_examples_advocacy import MESSAGE, SIGNS, length, rows, section
from tests.academy.worksheets.examples import shipped

AUDIENCE = re.compile(r"^\*\*(.+?)\*\*\s*(.+?)\s*[:：]$\n\n> (.+)$", re.MULTILINE)
"""Who it is, what they care about, what they are told."""


def messages(language: str = "en", **changes: object) -> Worked:
    """The sheet of the lesson; `__` in a change stands for a dot."""
    asked = list(rows(section(language, MESSAGE, "forty-words"), 2))[2][1]
    told = AUDIENCE.findall(section(language, MESSAGE, "five-audiences"))
    given: dict[str, object] = {"ask": asked}
    if language.startswith("zh"):
        given["limit"] = SIGNS
    for number, (audience, cares, message) in enumerate(told, 1):
        row = {"audience": audience, "cares": cares, "message": message}
        row |= {"words": str(length(message, language)[0]), "says": "coordinator"}
        row |= {"how": "visit", "by": f"2027-09-{number:02}"}
        given |= {f"audiences.{number}.{id}": one for id, one in row.items()}
    given |= {place.replace("__", "."): one for place, one in changes.items()}
    numbers = tuple(str(n) for n in range(1, len(told) + 1))
    texts = {place: str(one) for place, one in given.items()}
    return Worked(shipped("advocacy", "messages"), Entered({"audiences": numbers}, texts))


def others() -> dict[str, tuple[Worksheet, Entered]]:
    """What a spreadsheet has to come to as well, by name."""
    made = {
        "messages-lesson": messages(),
        "messages-signs": messages("zh-Hans", audiences__1__words=91),
        "messages-edges": messages(audiences__1__words=40, audiences__2__words=41),
        "messages-bare": messages(ask="", audiences__3__message="", audiences__3__words=""),
    }
    return {name: (one.worksheet, one.entered) for name, one in made.items()}

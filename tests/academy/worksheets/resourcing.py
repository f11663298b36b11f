"""The resource plan and the adaptation record of the lessons, read from their text."""

from pathlib import Path

from academy.worksheets import Entered, Worked, Worksheet
from tests.academy.test_courses_examples_organisation_money import (
    MANUALS,
    MONEY,
    months,
    need,
    sources,
    steps,
)
from tests.academy.worksheets.organising import typed

MARKS = ("keep", "change", "delete", "add")


def plan(path: Path = MONEY[0], *, more: tuple[int, int] | None = None, **texts: object) -> Worked:
    """The three sources of the lesson, and one more where it is given."""
    lines = [*sources(path), *([more] if more else [])]
    when = [*months(path), (1, 12)]
    given: dict[str, object] = {"need": need(path)}
    for number, (amount, likely) in enumerate(lines, 1):
        row = {"source": f"S{number}", "amount": amount, "likely": likely, "free": "project"}
        row |= {"first": when[number - 1][0], "last": when[number - 1][1], "next": "treasurer"}
        given |= {f"streams.{number}.{id}": one for id, one in row.items()}
    given |= {place.replace("__", "."): one for place, one in texts.items()}
    return typed("resource-plan", given, streams=len(lines))


def record(path: Path = MANUALS[0], **texts: object) -> Worked:
    """What Lantern wrote down: each rule but those that it kept as they were."""
    kept, *others = steps(path, "first-step")
    given: dict[str, object] = {
        "source_title": "Finance manual", "source_by": "Harbour", "source_version": "2.1",
        "licence": "allows", "adopted_on": "2027-03-10", "adopted_by": "board",
        "review": "2028-03-10", "kept_more": kept,
    }  # fmt: skip
    marks = [mark for mark, n in zip(MARKS[1:], others, strict=True) for _ in range(n)]
    for number, mark in enumerate(marks, 1):
        row = {"rule": number, "mark": mark, "protects": "money", "ours": "so"}
        given |= {f"rules.{number}.{id}": one for id, one in row.items()}
    given |= {place.replace("__", "."): one for place, one in texts.items()}
    return typed("adaptation-record", given, rules=len(marks))


def others() -> dict[str, tuple[Worksheet, Entered]]:
    """What a spreadsheet has to come to as well, by name."""
    made = {
        "plan-lesson": plan(),
        "plan-more": plan(more=(10000, 40), streams__3__free="free", need="22999.99"),
        "plan-one": plan(need="", streams__1__amount="0.07", streams__1__likely="33.33"),
        "plan-bare": plan(streams__2__likely="", streams__1__first="7", streams__1__last="3"),
        "record-lesson": record(),
        "record-bare": record(licence="silent", review="2027-03-10", rules__1__ours=""),
    }
    return {name: (one.worksheet, one.entered) for name, one in made.items()}

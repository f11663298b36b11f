"""The worked examples of the lessons on limits and members, read from their text, typed in."""

from collections.abc import Sequence
from pathlib import Path

from academy.worksheets import Entered, Worked, Worksheet
from tests.academy.lesson_files import numbers, part, rows
from tests.academy.test_courses_examples_governance_members import IN_TABLE, LIMITS, limits
from tests.academy.worksheets.examples import shipped

Lines = Sequence[Sequence[object]]


def typed(id: str, table: str, columns: str, lines: Lines, **fields: object) -> Worked:
    """A worksheet of this course with these lines and fields; `__` in a field stands for a dot."""
    texts = {name.replace("__", "."): str(one) for name, one in fields.items()}
    for number, line in enumerate(lines, 1):
        for column, cell in zip(columns.split(), line, strict=True):
            texts[f"{table}.{number}.{column}"] = "" if cell is None else str(cell)
    numbered = tuple(str(n) for n in range(1, len(lines) + 1))
    return Worked(shipped("governance", id), Entered({table: numbered}, texts))


def expenses(lines: Lines, three: Sequence[object] = (200, 1000, 10000)) -> Worked:
    """Expenses with the limits of the lesson, or others."""
    named = dict(zip(("alone", "two", "board"), three, strict=True))
    return typed("delegation", "expenses", "each times planned", lines, **named)


def expenses_of_the_lesson(path: Path = LIMITS[0]) -> Worked:
    """The table of the lesson."""
    cells = [numbers(cells[1])[:2] for cells in rows(part(path, "spending-limits"), 4)]
    lines = [
        (*sorted(pair, reverse=pair[0] == 1), "yes" if planned else "no")
        for pair, planned in zip(cells, IN_TABLE, strict=True)
    ]
    return expenses(lines, limits(path))


def register() -> Worked:
    """Four organisations, of which two lack something."""
    columns = "alias class declared confirmed checked again listed"
    lines = [
        ("North", "full", "yes", 2, "2026-06-01", "2028-06-01", "yes"),
        ("South", "full", "yes", 1, "2026-06-01", "2026-06-01", ""),
        ("East", "full", "", 3, "", "", "no"),
        ("West", "associate", "", "", "", "", "yes"),
        ("Isles", "", "", "", "", "", ""),
    ]
    return typed("members", "members", columns, lines, needed=2)


def others() -> dict[str, tuple[Worksheet, Entered]]:
    """What a spreadsheet has to come to as well, by name."""
    edges = [
        ("200", 1, "yes"), ("200.01", 1, "yes"), ("0.01", 1, "no"), (1000, 1, "yes"),
        ("500.01", 2, "yes"), (10000, 1, "no"), ("2500.01", 4, "yes"), (5, None, "yes"),
        (5, 1, ""), (None, None, ""),
    ]  # fmt: skip
    made = {
        "delegation-lesson": expenses_of_the_lesson(),
        "delegation-edges": expenses(edges),
        "delegation-unlike": expenses(edges, (200, 100, 50)),
        "delegation-without": expenses(edges, ("", "", "")),
        "members-register": register(),
    }
    return {name: (one.worksheet, one.entered) for name, one in made.items()}

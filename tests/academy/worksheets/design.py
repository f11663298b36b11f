"""The project of the lessons on design and indicators, read from their text, typed in."""

from collections.abc import Sequence

from academy.worksheets import Entered, Worked, Worksheet
from tests.academy.lesson_texts import cells
from tests.academy.test_courses_examples_projects_design import (
    CHAIN,
    COUNT,
    costs,
    section,
    the_project,
    the_way,
    written,
)
from tests.academy.worksheets.examples import shipped

LANGUAGES = written(COUNT)

Lines = Sequence[Sequence[object]]


def typed(id: str, tables: dict[str, tuple[str, Lines]], **fields: object) -> Worked:
    """A worksheet of this course with these lines and fields; None is an empty cell."""
    texts = {name: str(one) for name, one in fields.items()}
    for table, (columns, lines) in tables.items():
        for number, line in enumerate(lines, 1):
            for column, cell in zip(columns.split(), line, strict=True):
                texts[f"{table}.{number}.{column}"] = "" if cell is None else str(cell)
    rows = {id: tuple(map(str, range(1, len(lines) + 1))) for id, (_c, lines) in tables.items()}
    return Worked(shipped("projects", id), Entered(rows, texts))


def page(language: str = "en", *, evenings: int | None = None, **fields: object) -> Worked:
    """The page of the rent evenings, with their four costs."""
    training, room, pay, forms = costs(language)
    held = room[0] if evenings is None else evenings
    lines = (
        ("Training", training[0], training[1], training[2]),
        ("Room and tea", held, None, room[1]),
        ("Pay", held, pay[1], pay[2]),
        ("Forms", forms[0], None, f"{forms[1]}.{forms[2]}"),
    )
    told = {
        "problem": f"{the_project(language)['1'][0]} have none",
        "change": "More have one",
        "known": "Ask again",
        "decides": "Members, 3 June",
    }
    return typed("one-page", {"activities": ("what number times each", lines)}, **told, **fields)


LEVELS = ["impact", "outcome", "output", "activity"]


def logframe(language: str = "en", **changes: object) -> Worked:
    """The lesson's table; “–” is an empty cell. `changes` are texts by column, of every row."""
    rows = cells(section(language, CHAIN, "logframe"))[1:]
    lines = [
        (level, *(None if one == "–" else one for one in row), *changes.values())
        for level, row in zip(LEVELS, rows, strict=True)
    ]
    columns = " ".join(["level result indicator verification holds", *changes])
    return typed("logframe", {"lines": (columns, lines)})


def indicators(*ways: Sequence[object]) -> Worked:
    """Indicators with a baseline, a target value and where they are now."""
    lines = [(f"Indicator {n}", "this", "not that", "people", *way) for n, way in enumerate(ways)]
    columns = "name counts not_counted unit baseline target now"
    return typed("indicators", {"lines": (columns, lines)})


def indicator_of_the_lesson(language: str = "en") -> Worked:
    """How many have an agreement: before, wanted, a year later."""
    way = the_way(language)
    before, target, now = way[0], way[2], way[4]
    return indicators((before, target, now))


def others() -> dict[str, tuple[Worksheet, Entered]]:
    """What a spreadsheet has to come to as well, by name."""
    bare = (("activity", "Meet", None, None, None), (None, "?", "1", None, None))
    made = {
        "page": page(have="2,000"),
        "page-paid": page(have="5,000.01"),
        "page-odd": typed(
            "one-page",
            {
                "activities": ("what number times each", [("a", 1, 0, 5), ("b", 3, None, None)]),
                "risks": ("risk", [["Rain"]]),
                "swot": ("field entry so", [("threat", "Rain", None), ("strength", "Us", "go")]),
            },
            change="x",
        ),
        "logframe": logframe(),
        "logframe-bare": typed(
            "logframe", {"lines": ("level result indicator verification holds", bare)}
        ),
        "indicators": indicators((14, 24, 23), (30, 50, 42), (0, "0.0003", "0.0001"), (40, 10, 30)),
        "indicators-gaps": indicators((None, 24, 23), (7, 7, 9), (5, None, 6), (0, 3, 4)),
    }
    return {name: (one.worksheet, one.entered) for name, one in made.items()}

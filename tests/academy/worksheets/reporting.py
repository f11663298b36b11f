"""The plan, the story and the call of the lessons on plan and report, read from their text."""

import re

from academy.worksheets import Entered, Worked, Worksheet
from tests.academy.lesson_texts import numbers
from tests.academy.test_courses_examples_projects_report import (
    PLAN,
    REPORT,
    section,
    table,
    written,
    year,
)
from tests.academy.worksheets.design import Lines, typed

LANGUAGES = written(PLAN)
MONTHS = [f"m{n}" for n in range(1, 13)]
ROLES = {
    "training": "trainer",
    "forms": "treasurer",
    "learn": "coordinator",
    "report": "coordinator",
}


def prices(language: str = "en") -> dict[str, int]:
    """What each activity of the plan costs each time."""
    rows = [row for row in table(section(language, PLAN, "each-has-a-line")) if len(row) == 5]
    told = [row[2][0] for row in rows if all(row[1:4])]
    return dict(zip(("training", "forms", "evenings", "again"), told, strict=True))


def year_plan(language: str = "en", *, lines: str = "line", **fields: object) -> Worked:
    """The twelve months of the drawing, at the prices of the lesson."""
    each = prices(language)
    rows = [
        (
            name,
            ROLES.get(name, "advisers"),
            lines,
            each.get(name),
            *(row.get(n) for n in range(1, 13)),
        )
        for name, row in year().items()
        if name not in {"month", "sum"}
    ]
    columns = " ".join(["activity", "role", "line", "each", *MONTHS])
    return typed("work-plan", {"work": (columns, rows)}, **fields)


def first_page(language: str = "en") -> int:
    """What the project cost before the plan was made."""
    text = section(language, PLAN, "each-has-a-line")
    (before,) = re.findall(r"(\d+) \+ \d+ = 2800", text)
    return int(before)


def call(language: str = "en", **fields: object) -> Worked:
    """The sheet for the call about the room."""
    text = section(language, REPORT, "preparing")
    planned, held = numbers(text.partition(" − ")[0])[-1], numbers(text.partition(" − ")[2])[0]
    price, dearer = prices(language)["evenings"], numbers(text.partition("13 × ")[2])[0]
    half = [row for row in table(section(language, REPORT, "words-and-money")) if row[1]]
    told = [("evenings", *(cell[0] for cell in half[2][1:3]), "evening sheets")]
    tables: dict[str, tuple[str, Lines]] = {"numbers": ("what plan fact source", told)}
    asked = {"decision": "A or B", "until": "2027-07-15", "speaks": "coordinator"}
    sums = {"planned": planned, "held": held, "price": price, "price_now": dearer}
    return typed("donor-call", tables, **{"writes": "treasurer", **asked, **sums, **fields})


def story(*sources: str, **fields: object) -> Worked:
    """The health centre that is open until eight."""
    lines = [("notice", "nurse in charge", one) for one in sources]
    told = {"change": "Open until eight", "ours": "Two meetings", "consent": "nobody", **fields}
    return typed("story-of-change", {"evidence": ("piece role source", lines)}, **told)


def others() -> dict[str, tuple[Worksheet, Entered]]:
    """What a spreadsheet has to come to as well, by name."""
    made = {
        "year": year_plan(carry=4, budget=2800),
        "year-too-much": year_plan(carry=3, budget="2,720.50", lines=""),
        "call": call(),
        "call-odd": call(planned="7.5", held="2.25", price="0.07", price_now="0.11", writes=""),
        "call-none": call(planned=3, held=5, price_now=""),
        "story": story("outside", "us", others="A new head", anyway="A letter"),
        "story-ours": story("us", ""),
    }
    return {name: (one.worksheet, one.entered) for name, one in made.items()}

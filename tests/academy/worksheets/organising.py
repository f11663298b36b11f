"""The worked examples of the lessons on stages, strategy and people, read from their text."""

import re
from collections.abc import Mapping
from pathlib import Path

from academy.worksheets import Entered, Worked, Worksheet
from tests.academy.test_courses_examples_organisation_people import (
    PEOPLE,
    STAGES,
    STRATEGY,
    applied,
    areas,
    table,
    told,
    two_dates,
)
from tests.academy.worksheets.examples import shipped

AREAS = (
    "governance", "members", "finance", "people", "planning", "programmes", "relations", "safety",
)  # fmt: skip


def typed(id: str, texts: Mapping[str, object], **counts: int) -> Worked:
    """A worksheet of this course with these texts and so many rows."""
    numbered = {name: tuple(str(n) for n in range(1, most + 1)) for name, most in counts.items()}
    return Worked(
        shipped("organisation", id),
        Entered(numbered, {place: str(one) for place, one in texts.items()}),
    )


def assessment(path: Path = STAGES[0], **more: object) -> Worked:
    """The eight areas of the lesson on both dates."""
    texts: dict[str, object] = {"first_date": "2026-11-26", "second_date": "2027-11-26"}
    for area, (_today, enough, _gap), (first, second, _change) in zip(
        AREAS, areas(path)[0], two_dates(path), strict=True
    ):
        texts |= {f"areas.{area}.first": first, f"areas.{area}.second": second}
        texts |= {f"areas.{area}.enough": enough}
    return typed("eight-areas", {**texts, **{k.replace("__", "."): v for k, v in more.items()}})


SLIPS = (
    ("paralegals", "inside", "helps", 5),
    ("accounts", "inside", "hinders", 4),
    ("advice desk", "outside", "helps", 6),
    ("audits", "outside", "hinders", 3),
    ("rents", "outside", "", ""),
)


def swot(people: int = 6) -> Worked:
    """Five slips, of which one is not sorted yet."""
    texts: dict[str, object] = {"people": people, "each": 3}
    for number, (slip, where, does, votes) in enumerate(SLIPS, 1):
        given = {"slip": slip, "where": where, "does": does, "votes": votes}
        texts |= {f"slips.{number}.{id}": one for id, one in given.items()}
    return typed("swot", texts, slips=len(SLIPS), crossings=1)


def year(path: Path = STRATEGY[0], **more: object) -> Worked:
    """The year of the lesson, its goal, and what of it stands in the plan of others."""
    (factors,) = re.findall(r"(\d+) × (\d+) × (\d+) = ", told(path, "annual-plan"))
    (quoted,) = re.findall(r"^> (.*)$", told(path, "goals"), re.MULTILINE)
    today, target, *_ = [int(one) for one in re.findall(r"\d+", quoted)]
    texts: dict[str, object] = dict(zip(("people", "week", "weeks"), factors, strict=True))
    texts |= {"free": 25, "goals.one.today": today, "goals.one.target": target}
    texts |= {"goals.one.years": 3, "goals.one.goal": "Legal help"}
    *lines, _ = table(path, "annual-plan", 4)
    for number, (hours,) in enumerate(lines, 1):
        texts |= {f"activities.{number}.activity": "A", f"activities.{number}.hours": hours}
        texts |= {f"activities.{number}.role": "trainer"}
    for number, met in enumerate(("yes", "yes", "no", "no", "dk"), 1):
        texts[f"activities.{number}.met"] = met
    texts |= {place.replace("__", "."): one for place, one in more.items()}
    return typed("year", texts, activities=len(lines))


def choice(weights: list[int], candidates: list[list[int]], **more: object) -> Worked:
    """Weights, and the points of each candidate for each criterion."""
    texts: dict[str, object] = {"fixed": "2026-05-01", "panel": 3, "least": 60}
    for row, weight in enumerate(weights, 1):
        texts |= {f"criteria.{row}.criterion": "C", f"criteria.{row}.weight": weight}
        for column, points in enumerate(candidates, 1):
            texts[f"criteria.{row}.score.{column}"] = points[row - 1]
    for column in range(1, len(candidates) + 1):
        texts[f"candidates.{column}.code"] = f"K{column}"
    texts |= more
    return typed("fair-choice", texts, criteria=len(weights), candidates=len(candidates))


def choice_of_the_lesson(path: Path = PEOPLE[0]) -> Worked:
    """The three candidates of the lesson."""
    return choice(*applied(path))


def others() -> dict[str, tuple[Worksheet, Entered]]:
    """What a spreadsheet has to come to as well, by name."""
    made = {
        "areas-lesson": assessment(),
        "areas-some": assessment(areas__people__first="", areas__safety__second=""),
        "swot-slips": swot(),
        "swot-votes": swot(people=5),
        "year-lesson": year(),
        "year-bare": year(free="", activities__1__hours=""),
        "choice-lesson": choice_of_the_lesson(),
        "choice-tie": choice([2, 1], [[9, 0], [8, 2], [6, 6], [6, 6], [1, 1], [3, 9]]),
        "choice-one": choice([2], [[3]], opened="2026-04-30"),
    }
    return {name: (one.worksheet, one.entered) for name, one in made.items()}

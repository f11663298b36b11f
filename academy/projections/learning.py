"""Questions about what a participant has read and answered. For the participant's own eyes."""

from academy import rules
from academy.projections import same
from academy.projections.tables import Tables


def finished(tables: Tables, person: str) -> set[tuple[str, str]]:
    """The (course, lesson) pairs a person is done with."""
    return {
        (row["course"], row["lesson"])
        for row in tables.rows(
            f"SELECT course, lesson FROM lessons WHERE person IN (SELECT id FROM ({same.IDS}))",
            {"person": person},
        )
    }


def scores(tables: Tables, person: str) -> dict[tuple[str, str], tuple[int, int]]:
    """A person's best try per (course, lesson): how many right, of how many. Never a sum."""
    tries: dict[tuple[str, str], list[tuple[int, int]]] = {}
    asked = f"SELECT * FROM tries WHERE person IN (SELECT id FROM ({same.IDS}))"
    for row in tables.rows(asked, {"person": person}):
        tries.setdefault((row["course"], row["lesson"]), []).append((row["correct"], row["of"]))
    return {at: best for at, made in tries.items() if (best := rules.best_score(made))}


def tries(tables: Tables, person: str, course: str, lesson: str) -> int:
    """How often a person answered a lesson's quiz."""
    asked = (
        "SELECT count(*) AS made FROM tries WHERE course = :course AND lesson = :lesson"
        f" AND person IN (SELECT id FROM ({same.IDS}))"
    )
    row = tables.row(asked, {"person": person, "course": course, "lesson": lesson})
    return int(row["made"]) if row else 0


def has_tried(tables: Tables, person: str, attempt: str) -> bool:
    """Whether a try of this id is one of a person's, however many there are."""
    asked = (
        "SELECT 1 FROM tries WHERE attempt = :attempt"
        f" AND person IN (SELECT id FROM ({same.IDS})) LIMIT 1"
    )
    return tables.value(asked, {"person": person, "attempt": attempt}) is not None


def totals(tables: Tables, workshop: str) -> dict[tuple[str, str], int]:
    """How many people of a workshop finished each (course, lesson): a number, never who."""
    return {
        (row["course"], row["lesson"]): row["people"]
        for row in tables.rows(
            "SELECT course, lesson, count(DISTINCT coalesce(s.canonical, l.person)) AS people"
            " FROM lessons l JOIN people p ON p.person = l.person AND p.workshop = l.workshop"
            " LEFT JOIN same_people s ON s.person = l.person"
            f" WHERE l.workshop IN (SELECT id FROM ({same.PARTS})) GROUP BY course, lesson",
            {"workshop": workshop},
        )
    }

"""Questions about what a participant has read and answered. For the participant's own eyes."""

from academy import rules
from academy.projections.tables import Tables


def finished(tables: Tables, person: str) -> set[tuple[str, str]]:
    """The (course, lesson) pairs a person is done with."""
    return {
        (row["course"], row["lesson"])
        for row in tables.rows("SELECT course, lesson FROM lessons WHERE person = ?", (person,))
    }


def scores(tables: Tables, person: str) -> dict[tuple[str, str], tuple[int, int]]:
    """A person's best try per (course, lesson): how many right, of how many. Never a sum."""
    tries: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for row in tables.rows("SELECT * FROM tries WHERE person = ?", (person,)):
        tries.setdefault((row["course"], row["lesson"]), []).append((row["correct"], row["of"]))
    return {at: best for at, made in tries.items() if (best := rules.best_score(made))}


def totals(tables: Tables, workshop: str) -> dict[tuple[str, str], int]:
    """How many people of a workshop finished each (course, lesson): a number, never who."""
    return {
        (row["course"], row["lesson"]): row["people"]
        for row in tables.rows(
            "SELECT course, lesson, count(DISTINCT person) AS people FROM lessons"
            " JOIN people USING (person, workshop) WHERE workshop = ? GROUP BY course, lesson",
            (workshop,),
        )
    }

"""Questions about the tests before and after, and about evaluations.

A person's own score is for her own page. What is told of several comes from what was counted
together when a trainer closed (`academy.rules.assessment`), never from anybody's score.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from academy import rules
from academy.projections import same
from academy.projections.tables import Row, Tables
from academy.rules import assessment


@dataclass
class Evaluation:
    """What `people` said together: by question how often each answer was given, and the texts."""

    asked: str = ""
    people: int = 0
    counts: dict[str, list[int]] = field(default_factory=dict)
    remarks: dict[str, list[str]] = field(default_factory=dict)


def scores_of(tables: Tables, workshop: str, person: str) -> dict[str, Row]:
    """A person's scores in a workshop by test: `form`, `correct`, `of`, whether it was `typed` in;
    `standing`, the entries that say so, by (workshop, person); `devices`, which recorded them.

    Of several that nobody corrected the best holds; never a sum.
    """
    rows = tables.rows(
        "SELECT *, lower(hex(entry)) AS entry FROM current_scores"
        f" WHERE person IN (SELECT id FROM ({same.IDS}))"
        f" AND workshop IN (SELECT id FROM ({same.PARTS})) ORDER BY form, entry",
        {"person": person, "workshop": workshop},
    )
    return {test: _best([row for row in rows if row["test"] == test]) for test in _tests(rows)}


def scores(tables: Tables, workshop: str) -> dict[str, dict[str, Row]]:
    """What `scores_of` says of everybody, by person as `people` gives them: for counting alone."""
    parts = same.parts(tables, workshop)
    who = same.shown(tables, parts)
    found: dict[str, list[Row]] = {}
    for part in parts:
        sql = "SELECT *, lower(hex(entry)) AS entry FROM current_scores WHERE workshop = ?"
        for row in tables.rows(f"{sql} ORDER BY form, entry", (part,)):
            found.setdefault(same.stands_for(who, row["person"]), []).append(row)
    return {
        person: {test: _best([r for r in rows if r["test"] == test]) for test in _tests(rows)}
        for person, rows in found.items()
    }


def _tests(rows: Iterable[Row]) -> list[str]:
    taken = {row["test"] for row in rows}
    return [test for test in assessment.TESTS if test in taken]


def _best(rows: list[Row]) -> Row:
    correct, of = rules.best_score([(row["correct"], row["of"]) for row in rows]) or (0, 0)
    best = next(row for row in rows if (row["correct"], row["of"]) == (correct, of))
    standing: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        standing.setdefault((row["workshop"], row["person"]), []).append(row["entry"])
    devices = {row["device"].hex() for row in rows}
    typed = all(row["typed"] for row in rows)
    return {**best, "typed": typed, "standing": standing, "devices": devices}


def taken(tables: Tables, workshop: str) -> dict[str, int]:
    """How many people have taken each test: a number, whatever their scores."""
    every = scores(tables, workshop).values()
    return {test: sum(test in one for one in every) for test in assessment.TESTS}


def gain(tables: Tables, workshop: str) -> assessment.Gain | None:
    """What people had before and after, of all that was counted; None before anything was."""
    return assessment.gain(_counted(tables, workshop))


def _counted(tables: Tables, workshop: str) -> list[assessment.Pair]:
    return [
        (before, after)
        for part in same.parts(tables, workshop)
        for row in tables.rows("SELECT pairs FROM pairs WHERE workshop = ?", (part,))
        for before, after in json.loads(row["pairs"])
    ]


def evaluation(tables: Tables, workshop: str, *, texts: bool = True) -> Evaluation:
    """What was said in all evaluations of a workshop that were closed, each counted once.

    Without the `texts`, which are long, for whoever counts over many workshops.
    """
    found = Evaluation()
    said = "remarks" if texts else "'[]' AS remarks"
    sql = f"SELECT asked, handed, counts, {said} FROM evaluations WHERE workshop = ? ORDER BY entry"
    for part in same.parts(tables, workshop):
        for row in tables.rows(sql, (part,)):
            _add(found, row)
    return found


def _add(found: Evaluation, row: Row) -> None:
    found.asked = found.asked or row["asked"]
    found.people += row["handed"]
    for question, each in json.loads(row["counts"]):
        held = found.counts.setdefault(question, [])
        held += [0] * (len(each) - len(held))
        for at, count in enumerate(each):
            held[at] += count
    for question, text in json.loads(row["remarks"]):
        found.remarks.setdefault(question, []).append(text)


def has_handed_in(tables: Tables, workshop: str, person: str) -> bool:
    """Whether the log says that somebody handed an evaluation in."""
    return bool(
        tables.value(
            f"SELECT 1 FROM handed_in WHERE person IN (SELECT id FROM ({same.IDS}))"
            f" AND workshop IN (SELECT id FROM ({same.PARTS})) LIMIT 1",
            {"person": person, "workshop": workshop},
        )
    )


def happened(tables: Tables, workshop: str) -> set[tuple[str, str, str]]:
    """The requirements that are met by what happened, as `certificates.met_by` gives those."""
    parts = same.parts(tables, workshop)
    return happened_in(tables, parts, same.shown(tables, parts))


def happened_in(
    tables: Tables, parts: Iterable[str], who: dict[str, str]
) -> set[tuple[str, str, str]]:
    """What `happened` says, for whoever knows the parts and under which ids people stand."""
    asked = (
        ("posttest", "SELECT person FROM current_scores WHERE workshop = ? AND test = 'post'"),
        ("evaluation", "SELECT person FROM handed_in WHERE workshop = ?"),
    )
    return {
        (requirement, same.stands_for(who, row["person"]), "")
        for part in parts
        for requirement, sql in asked
        for row in tables.rows(sql, (part,))
    }

"""Whoever is erased takes their marks along, and no others are looked at for it."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest

from academy import projections
from academy.projections import Tables
from sync import entries
from sync.entries import ERASED, Entry
from tests.academy.test_projections_order import Chain, fold, left_by_erasing

__all__ = ["fold"]

ONE, OTHER, THIRD, FOURTH = (f"{letter * 32}" for letter in "abcd")


def marked(chain: Chain, workshop: str, session: str, person: str) -> Entry:
    return chain.say("attendance.marked", workshop=workshop, session=session, person=person)


def of(named: str) -> Callable[[], tuple[list[Entry], str]]:
    """Marks of which some name the first id as that, and others nothing of it."""

    def told() -> tuple[list[Entry], str]:
        chain = Chain()
        where: dict[str, Any] = {"workshop": OTHER, "session": THIRD, "person": FOURTH}
        return [
            chain.say("attendance.marked", **{**where, named: ONE}),
            chain.say("attendance.marked", **{**where, named: ONE}, state="absent"),
            chain.say("attendance.marked", **where),
        ], ONE

    return told


def a_session_under_several_workshops() -> tuple[list[Entry], str]:
    chain = Chain()
    told = [marked(chain, f"{n:032x}", ONE if n % 2 else OTHER, THIRD) for n in range(1, 6)]
    return told, ONE


def hidden_in_what_a_correction_replaces() -> tuple[list[Entry], str]:
    """The id lies in that of an entry: the correction goes, the mark it replaced stands again."""
    chain = Chain()
    mark = marked(chain, OTHER, THIRD, FOURTH)
    said: dict[str, Any] = {
        "workshop": OTHER,
        "session": THIRD,
        "person": FOURTH,
        "replaces": [mark.id],
    }
    corrected = chain.say("attendance.corrected", **said, state="absent")
    return [mark, corrected, marked(chain, OTHER, ONE, FOURTH)], mark.id[7:39]


def hidden_in_what_a_revision_replaces() -> tuple[list[Entry], str]:
    """The id lies in that of an entry, and the revision that replaces it names it nowhere else."""
    chain = Chain()
    first = chain.say("session.planned", session=THIRD, workshop=OTHER)
    second = chain.say(
        "session.revised", session=THIRD, workshop=OTHER, title="Other", replaces=[first.id]
    )
    others = [chain.say("session.planned", session=ONE, workshop=OTHER)]
    return [first, second, *others, marked(chain, OTHER, ONE, FOURTH)], first.id[7:39]


@pytest.mark.parametrize(
    "case",
    [
        of("person"), of("workshop"), of("session"), a_session_under_several_workshops,
        hidden_in_what_a_correction_replaces, hidden_in_what_a_revision_replaces,
    ],
    ids=["person", "workshop", "session", "session under several workshops", "hidden in a mark",
         "hidden in a plan"],
)  # fmt: skip
def test_what_is_left_is_what_was_never_said(case, fold: Callable[..., Tables]):
    told, gone = case()
    told.append(Chain().write(ERASED, entries.erasure(gone)))
    left = fold([left_by_erasing(told)])
    assert 0 < left.value("SELECT count(*) FROM marks") < len(told) - 1
    for order in [told, *list(permutations(told))[:24]]:
        assert projections.digest(fold(order)) == projections.digest(left)


def test_forgetting_somebody_costs_the_same_however_many_others_were_marked(
    fold: Callable[..., Tables],
):
    """Counted in the database's own steps."""
    costs = []
    for many in (50, 1_500):
        chain, steps = Chain(), [0]
        others = [marked(chain, OTHER, THIRD, f"{n:032x}") for n in range(many)]
        tables = fold([[*others, marked(chain, OTHER, THIRD, ONE)]])

        def step(steps: list[int] = steps) -> None:
            steps[0] += 1

        tables.connection.set_progress_handler(step, 1)
        projections.fold(tables, [chain.write(ERASED, entries.erasure(ONE))])
        tables.connection.set_progress_handler(None, 1)
        assert tables.value("SELECT count(*) FROM marks") == many
        costs.append(steps[0])
    assert costs[1] <= costs[0] * 1.2, costs


READ_THROUGH = {
    "scores": "an index by person would cost every test that is taken more than this ever saves",
    "certificates": "as scores",
    "tries": "the person has an index; nothing asks by what else a try names",
    "lessons": "as tries",
}
LARGE = {
    "ids", "mark_rows", "m", "r", "people", "person_versions", "sessions", "session_versions",
    "recorded_in", "handed_in", "workshops", "workshop_versions", *READ_THROUGH,
}  # fmt: skip


def test_an_erasure_reads_no_large_table_but_those_that_say_why(fold: Callable[..., Tables]):
    chain = Chain()
    told = [
        chain.say("session.planned", session=THIRD, workshop=OTHER),
        chain.say("person.registered", person=ONE, workshop=OTHER),
        chain.say("test.taken", person=ONE, workshop=OTHER),
        marked(chain, OTHER, THIRD, ONE),
    ]
    tables = fold([told])
    asked: set[str] = set()
    tables.connection.set_trace_callback(asked.add)
    projections.fold(tables, [chain.write(ERASED, entries.erasure(ONE))])
    tables.connection.set_trace_callback(None)
    read: set[str] = set()
    for sql in asked:
        if sql.startswith(("SELECT", "WITH", "DELETE")):
            steps = [row["detail"].split() for row in tables.rows(f"EXPLAIN QUERY PLAN {sql}")]
            read |= {words[1] for words in steps if words[0] == "SCAN" and "VIRTUAL" not in words}
    assert read & LARGE == READ_THROUGH.keys()

"""Tables are a function of the set of entries, whatever those say and in whatever order they come.

Small sets, every order, folded one by one; the oracle is the folding of what a log would hand out:
the bodies that name nobody erased.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from itertools import permutations
from typing import Any

import pytest

from academy import persons, projections, rules
from academy.projections import (
    Tables,
    assessments,
    attendance,
    cells,
    certificates,
    learning,
    people,
    workshops,
)
from academy.projections.versions import standing
from academy.store import database
from sync import entries
from sync.entries import ERASED, GENESIS, MAX_NUMBER, Entry, mentioned
from sync.keys import DeviceKey
from tests.academy.bodies import Ids, bad, body_of, good, may_be_said

IDS = Ids()
TOLD = good(IDS)


class Chain:
    """What one device says, entry by entry, by a clock that it sets as it likes."""

    def __init__(self) -> None:
        self.device = DeviceKey.generate().device
        self.seq, self.clock, self.prev = 0, 0, GENESIS

    def say(self, kind: str, clock: int = 0, **change: Any) -> Entry:
        """One entry: the good body of its kind, changed."""
        return self.write(kind, body_of({**TOLD[kind], **change}), clock)

    def write(self, kind: str, body: str, clock: int = 0) -> Entry:
        self.seq, self.clock = self.seq + 1, clock or self.clock + 1
        made = entries.make(self.device, self.seq, self.clock, kind, self.prev, body)
        self.prev = made.id
        return made


@pytest.fixture
def fold() -> Iterable[Callable[..., Tables]]:
    """Folds entries, one by one or as they are given, into fresh tables."""
    opened = []

    def make(runs: Iterable[Entry | list[Entry]], suspects: dict[str, int] | None = None) -> Tables:
        tables = Tables(database.in_memory())
        opened.append(tables.connection)
        projections.create(tables)
        for run in runs:
            projections.fold(tables, run if isinstance(run, list) else [run], suspects)
        return tables

    yield make
    for connection in opened:
        connection.close()


def left_by_erasing(told: list[Entry]) -> list[Entry]:
    """What a log that has all of these hands out."""
    gone = {subject for entry in told if (subject := entries.erases(entry))}
    return [e for e in told if e.kind == ERASED or gone.isdisjoint(mentioned(e.body or ""))]


def a_life() -> list[Entry]:
    """Somebody registers, learns, earns, is linked, and is erased; somebody else is like them."""
    one, two = Chain(), Chain()
    mark = one.say("attendance.marked")
    return [
        one.say("person.registered"),
        mark,
        two.say("attendance.corrected", replaces=[mark.id]),
        two.say("quiz.answered", person=IDS.other),
        one.say("certificate.issued"),
        two.write(ERASED, entries.erasure(IDS.person)),
    ]


def a_test_and_an_evaluation() -> list[Entry]:
    """Scores, corrected and of two laptops, what was counted together; and somebody is erased."""
    one, two = Chain(), Chain()
    first = one.say("test.taken")
    return [
        first,
        two.say("test.corrected", replaces=[first.id], correct=9),
        two.say("evaluation.closed"),
        one.say("pairs.counted"),
        one.say("evaluation.handed_in"),
        two.write(ERASED, entries.erasure(IDS.person)),
    ]


def one_id_for_two() -> list[Entry]:
    """Two people, one of them erased, and everything that came from outside under one id."""
    one, two = Chain(), Chain()
    return [
        one.say("quiz.answered"),
        two.say("quiz.answered", person=IDS.other, correct=7),
        one.say("certificate.issued"),
        two.say("certificate.issued", person=IDS.other, title="Other"),
        two.write(ERASED, entries.erasure(IDS.person)),
    ]


def one_link_for_two() -> list[Entry]:
    """Two links under one id, of which one is of somebody erased."""
    one, two = Chain(), Chain()
    return [
        one.say("person.linked"),
        two.say("person.linked", a="0" * 32, b="1" * 32),
        two.say("person.distinct"),
        one.say("organisation.linked", link="5" * 32),
        two.write(ERASED, entries.erasure(IDS.other)),
    ]


def ids_in_odd_places() -> list[Entry]:
    """Somebody's id where no id of a person is: all of it goes with them, nothing else does."""
    one, two = Chain(), Chain()
    id = IDS.person
    return [
        one.say("session.planned", session=id),
        two.say("workshop.assigned", device=id * 2),
        one.say("attendance.corrected", person=IDS.other, replaces=["f" * 16 + id + "f" * 16]),
        two.write("person.sang", f'{{"of":["{id}f"]}}'),
        two.say("session.cancelled", session=IDS.session, reason="kept"),
        one.write(ERASED, entries.erasure(id)),
    ]


def a_workshop_erased() -> list[Entry]:
    """What should never be carried out, but stays a function of the set when it is."""
    one, two = Chain(), Chain()
    return [
        one.say("workshop.planned"),
        two.say("workshop.revised"),
        one.say("requirement.met"),
        two.say("certificate.revoked"),
        two.say("workshop.planned", workshop="9" * 32),
        one.write(ERASED, entries.erasure(IDS.workshop)),
    ]


def a_revision_erased() -> list[Entry]:
    """A version that replaced another is erased, and the other holds again."""
    one, two = Chain(), Chain()
    first = one.say("session.planned")
    hidden = "f" * 32 + IDS.other
    return [
        first,
        two.say("session.revised", title="Second", replaces=[first.id, hidden]),
        one.say("requirement.withdrawn", replaces=[hidden]),
        two.say("lesson.finished", person=IDS.other),
        two.write(ERASED, entries.erasure(IDS.other)),
    ]


SETS = [a_life, a_test_and_an_evaluation, one_id_for_two, one_link_for_two, ids_in_odd_places,
        a_workshop_erased, a_revision_erased]  # fmt: skip


@pytest.mark.parametrize("told", [made() for made in SETS], ids=[made.__name__ for made in SETS])
def test_every_order_gives_what_a_log_without_the_erased_folds_to(
    told: list[Entry], fold: Callable[..., Tables]
):
    expected = projections.digest(fold([left_by_erasing(told)]))
    assert len(left_by_erasing(told)) < len(told)
    tables = fold([])
    for order in permutations(told):
        for table in projections.schema.TABLES:
            tables.connection.execute(f"DELETE FROM {table}")
        for entry in order:
            projections.fold(tables, [entry])
        assert projections.digest(tables) == expected
    assert projections.digest(fold([told])) == expected
    assert projections.digest(fold([told[3:], told, told[:3]])) == expected


def test_everything_that_can_be_said_gives_the_same_in_any_order(fold: Callable[..., Tables]):
    devices = [Chain(), Chain(), Chain()]
    dice = random.Random(6)
    told = [
        dice.choice(devices).write(one.kind, one.body)
        for one in bad()
        if may_be_said(one.kind, one.body)
    ]
    told.append(devices[0].write(ERASED, entries.erasure(IDS.other)))
    suspects = {devices[1].device: 900, devices[2].device: 1}
    expected = projections.digest(fold([left_by_erasing(told)], suspects))
    for _ in range(4):
        dice.shuffle(told)
        cuts = sorted(dice.sample(range(len(told)), 7))
        runs = [told[a:b] for a, b in zip([0, *cuts], [*cuts, len(told)], strict=True)]
        assert projections.digest(fold(runs, suspects)) == expected


# Which version holds


def test_the_version_nobody_replaced_holds_whatever_its_clock_says(fold: Callable[..., Tables]):
    one, two = Chain(), Chain()
    first = one.say("workshop.planned", clock=500, title="First")
    second = two.say("workshop.revised", clock=3, title="Second", replaces=[first.id])
    third = two.say("workshop.revised", clock=4, title="Third", replaces=[second.id])
    for order in permutations([first, second, third]):
        tables = fold(order)
        assert workshops.workshop(tables, IDS.workshop)["title"] == "Third"
        assert standing(tables, "workshop", IDS.workshop) == (third.id,)


def test_of_two_that_stand_the_latest_holds_and_a_revision_settles_it(fold: Callable[..., Tables]):
    one, two = Chain(), Chain()
    first = one.say("person.registered", alias="First")
    here = one.say("person.revised", alias="Here", replaces=[first.id])
    there = two.say("person.revised", clock=9, alias="There", replaces=[first.id])
    tables = fold([here, there, first])
    assert people.person(tables, IDS.person, IDS.workshop)["alias"] == "There"
    stand = standing(tables, "person", IDS.person, IDS.workshop)
    assert stand == (there.id, here.id)
    settled = one.say("person.revised", alias="Settled", replaces=list(stand))
    for order in permutations([first, here, there, settled]):
        tables = fold(order)
        assert people.person(tables, IDS.person, IDS.workshop)["alias"] == "Settled"
        assert standing(tables, "person", IDS.person, IDS.workshop) == (settled.id,)


def test_a_version_written_before_there_was_a_field_for_it_still_counts(
    fold: Callable[..., Tables],
):
    one = Chain()
    values = {k: v for k, v in TOLD["session.revised"].items() if k != "replaces"}
    first = one.say("session.planned", title="First")
    old = one.write("session.revised", body_of({**values, "title": "Old"}))
    assert workshops.session(fold([old, first]), IDS.session)["title"] == "Old"


POISON = MAX_NUMBER - 10


@pytest.mark.parametrize("replaces", ["nothing", "what it saw"])
def test_a_clock_that_jumped_never_outranks_an_honest_one(
    replaces: str, fold: Callable[..., Tables]
):
    honest, rogue = Chain(), Chain()
    first = honest.say("session.planned", title="Honest")
    seen = [first.id] if replaces == "what it saw" else []
    poisoned = rogue.say("session.revised", clock=POISON, title="Poisoned", replaces=seen)
    again = rogue.say("session.revised", title="Again", replaces=[first.id, poisoned.id])
    suspects = {rogue.device: 1}
    for order in permutations([first, poisoned, again]):
        tables = fold(order, suspects)
        assert workshops.session(tables, IDS.session)["title"] == "Honest"
        assert standing(tables, "session", IDS.session, IDS.workshop) == (first.id, again.id)
    digests = set()
    revised = honest.say("session.revised", title="Settled", replaces=[first.id, again.id])
    for order in permutations([first, poisoned, again, revised]):
        tables = fold(order, suspects)
        digests.add(projections.digest(tables))
        assert workshops.session(tables, IDS.session)["title"] == "Settled"
    assert len(digests) == 1


def test_one_poisoned_version_that_nobody_doubts_is_settled_by_one_revision(
    fold: Callable[..., Tables],
):
    honest, rogue = Chain(), Chain()
    first = honest.say("workshop.planned", title="Honest")
    poisoned = rogue.say("workshop.planned", clock=POISON, title="Poisoned")
    tables = fold([first, poisoned])
    assert workshops.workshop(tables, IDS.workshop)["title"] == "Poisoned"
    seen = standing(tables, "workshop", IDS.workshop)
    settled = honest.say("workshop.revised", title="Settled", replaces=list(seen))
    assert workshops.workshop(fold([first, settled, poisoned]), IDS.workshop)["title"] == "Settled"


def test_a_doubt_that_comes_later_is_as_one_that_was_there(fold: Callable[..., Tables]):
    honest, rogue = Chain(), Chain()
    told = [
        honest.say("person.registered", alias="Honest"),
        rogue.say("person.registered", alias="Before"),
        rogue.say("person.revised", clock=POISON, alias="Poisoned"),
    ]
    late, early = fold([told], {}), fold([told], {rogue.device: 2})
    assert people.person(late, IDS.person, IDS.workshop)["alias"] == "Poisoned"
    assert people.person(early, IDS.person, IDS.workshop)["alias"] in {"Honest", "Before"}
    projections.fold(late, [], {rogue.device: 2})
    assert projections.digest(late) == projections.digest(early)
    projections.fold(late, [], {rogue.device: 1})
    assert people.person(late, IDS.person, IDS.workshop)["alias"] == "Honest"
    projections.fold(late, [])
    assert people.person(late, IDS.person, IDS.workshop)["alias"] == "Honest"


def test_only_a_version_of_the_same_thing_takes_its_place(fold: Callable[..., Tables]):
    one, two = Chain(), Chain()
    first = one.say("workshop.planned", title="First")
    others = [
        two.say("workshop.revised", workshop="9" * 32, replaces=[first.id]),
        two.say("session.revised", replaces=[first.id]),
        two.say("attendance.corrected", replaces=[first.id]),
        two.say("requirement.withdrawn", replaces=[first.id]),
    ]
    tables = fold([first, *others])
    assert standing(tables, "workshop", IDS.workshop) == (first.id,)


# What belongs to whom


def test_a_score_is_corrected_for_the_same_person_and_test_only(fold: Callable[..., Tables]):
    one, two = Chain(), Chain()
    first = one.say("test.taken", correct=3)
    other: dict[str, Any] = {"correct": 9, "replaces": [first.id]}
    tables = fold(
        [
            first,
            two.say("test.corrected", **{**other, "person": IDS.other}),
            two.say("test.corrected", **{**other, "test": "post"}),
            two.say("test.corrected", **{**other, "workshop": "9" * 32}),
            two.say("requirement.withdrawn", replaces=[first.id]),
        ]
    )
    assert assessments.scores_of(tables, IDS.workshop, IDS.person)["pre"]["correct"] == 3
    projections.fold(tables, [two.say("test.corrected", **{**other, "correct": 2})])
    assert assessments.scores_of(tables, IDS.workshop, IDS.person)["pre"]["correct"] == 2


def test_parts_of_an_evaluation_add_up_however_often_they_come(fold: Callable[..., Tables]):
    one, two = Chain(), Chain()
    parts = [one.say("evaluation.closed"), two.say("evaluation.closed")]
    tables = fold([parts, parts, *reversed(parts)])
    told = assessments.evaluation(tables, IDS.workshop)
    assert (told.people, told.counts["safety"], len(told.remarks["useful"])) == (12, [10], 4)
    assert assessments.evaluation(tables, "9" * 32).people == 0


def test_somebody_withdrawn_has_no_score_and_meets_nothing(fold: Callable[..., Tables]):
    one = Chain()
    tables = fold([one.say("test.taken", test="post"), one.say("person.withdrawn")])
    assert assessments.scores_of(tables, IDS.workshop, IDS.person) == {}
    assert assessments.happened(tables, IDS.workshop) == set()


def test_a_correction_takes_the_place_of_marks_of_the_same_person_and_session_only(
    fold: Callable[..., Tables],
):
    one, two = Chain(), Chain()
    session = one.say("session.planned")
    mark = one.say("attendance.marked", state="present")
    other: dict[str, Any] = {"state": "absent", "replaces": [mark.id]}
    tables = fold(
        [
            session,
            mark,
            two.say("attendance.corrected", **{**other, "person": IDS.other}),
            two.say("attendance.corrected", **{**other, "session": "9" * 32}),
            two.say("attendance.corrected", **{**other, "workshop": "9" * 32}),
            two.say("requirement.withdrawn", replaces=[mark.id]),
        ]
    )
    assert attendance.of_person(tables, IDS.workshop, IDS.person)[IDS.session] == "present"
    assert [m["standing"] for m in attendance.trail(tables, IDS.session, IDS.person)] == [1]


def test_one_session_under_two_workshops_is_two_sessions(fold: Callable[..., Tables]):
    one, two = Chain(), Chain()
    elsewhere = "9" * 32
    tables = fold(
        [
            one.say("session.planned"),
            one.say("attendance.marked", state="present"),
            two.say("session.planned", clock=9, workshop=elsewhere),
            two.say("attendance.marked", workshop=elsewhere, state="absent"),
            two.say("session.cancelled", workshop=elsewhere),
        ]
    )
    for workshop, state in ((IDS.workshop, "present"), (elsewhere, "absent")):
        held = attendance.states(tables, workshop)[IDS.person, IDS.session]
        assert (held["state"], held["conflict"]) == (state, 0)
    assert not attendance.conflicts(tables)
    assert [s["marked"] for s in workshops.sessions(tables, IDS.workshop)] == [1]
    assert workshops.sessions(tables, elsewhere) == []


def test_what_waits_for_a_decision_is_found_by_those_who_differ_now(
    fold: Callable[..., Tables],
):
    one, two = Chain(), Chain()
    planned = [one.say("workshop.planned"), one.say("session.planned")]
    known = [one.say("person.registered"), one.say("person.registered", person=IDS.other)]
    present = [one.say("attendance.marked", person=p, state="present") for p in IDS[2:4]]
    absent = [two.say("attendance.marked", person=p, state="absent") for p in IDS[2:4]]
    seen = [present[0].id, absent[0].id]
    decided = two.say("attendance.corrected", state="late", replaces=seen)
    gone = two.say("subject.erased", subject=IDS.other)
    told = [*planned, *known, *present, *absent]
    for runs in ([told], told, told[::-1]):
        tables = fold(runs)
        assert [row["person"] for row in attendance.conflicts(tables)] == list(IDS[2:4])
    assert [row["person"] for row in attendance.conflicts(fold([told, decided]))] == [IDS.other]
    tables = fold([told, decided, gone])
    assert attendance.conflicts(tables) == []
    assert tables.rows("SELECT * FROM differing") == []
    assert [row["person"] for row in attendance.conflicts(fold([decided, told]))] == [IDS.other]


def test_marking_somebody_once_more_costs_the_same_however_often_it_was_done(
    fold: Callable[..., Tables],
):
    """Counted in the database's own steps: nobody makes a merge slow by marking one cell."""
    one, tables = Chain(), fold([])
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    costs = []
    for marks in (30, 600):
        projections.fold(tables, [one.say("attendance.marked") for _ in range(marks)])
        steps = 0
        tables.connection.set_progress_handler(step, 1)
        projections.fold(tables, [one.say("attendance.marked")])
        tables.connection.set_progress_handler(None, 1)
        costs.append(steps)
    assert costs[1] <= costs[0] * 1.2, costs
    assert tables.value("SELECT count(*) FROM marks") == 632


def test_asking_about_one_workshop_reads_no_other(fold: Callable[..., Tables]):
    tables = fold([])
    cell = "cell (workshop=?"
    for asked, index in (
        (cells.OF_WORKSHOP, f"{cell})"),
        (cells.OF_SESSION, f"{cell} AND session=?)"),
        (cells.OF_PEOPLE, "person (person=?)"),
    ):
        sql = re.sub(r":\w+", "'[\"1\"]'", asked)
        steps = [row["detail"] for row in tables.rows(f"EXPLAIN QUERY PLAN {sql}")]
        assert any(s.startswith("SEARCH r ") and s.endswith(f"mark_rows_{index}") for s in steps)
        # What replaced a mark is looked for by the mark, however many somebody was given.
        assert not any(step.startswith(("SCAN r", "SCAN c", "SCAN s", "SCAN p")) for step in steps)
        assert any(step.startswith("SEARCH c ") and "(entry=?)" in step for step in steps)
    assert "SCAN r" in str(tables.rows("EXPLAIN QUERY PLAN SELECT * FROM marks WHERE way = '1'"))


def test_the_same_try_and_the_same_code_of_two_people_are_both_kept(fold: Callable[..., Tables]):
    tables = fold([one_id_for_two()[:4]])
    assert learning.scores(tables, IDS.person)[("advocacy", "why-swit")] == (0, 1000)
    assert learning.scores(tables, IDS.other)[("advocacy", "why-swit")] == (7, 1000)
    assert len(certificates.issued(tables, IDS.workshop)) == 2


def test_a_code_is_the_first_ones_unless_that_ones_clock_has_jumped(fold: Callable[..., Tables]):
    honest, rogue = Chain(), Chain()
    honest.clock = 40
    told = [
        rogue.say("certificate.issued", clock=2, title="Mine"),
        honest.say("certificate.issued", title="Honest"),
    ]
    code = TOLD["certificate.issued"]["certificate"]
    assert certificates.check(fold(told), code)["title"] == "Mine"
    assert certificates.check(fold(told, {rogue.device: 1}), code)["title"] == "Honest"


def test_a_certificate_is_revoked_in_its_own_workshop_only(fold: Callable[..., Tables]):
    one = Chain()
    issued, code = one.say("certificate.issued"), TOLD["certificate.issued"]["certificate"]
    elsewhere = one.say("certificate.revoked", workshop="9" * 32)
    assert certificates.check(fold([issued, elsewhere]), code)["revoked"] == 0
    here = one.say("certificate.revoked")
    assert certificates.check(fold([here, issued]), code)["revoked"] == 1


def test_of_many_with_one_alias_the_proposals_end_somewhere(fold: Callable[..., Tables]):
    one = Chain()
    many = [one.say("person.registered", person=f"{n:032x}") for n in range(100)]
    pair = [one.say("person.registered", person=f"{n:032x}", alias="Two") for n in (200, 201)]
    proposed = persons.proposals(fold([many + pair]))
    assert [len(group.members) for group in proposed] == [2, 40, rules.MOST_DECIDED]
    assert {row["alias"] for row in proposed[0].members} == {"Two"}


# What a session teaches: a field that older entries don't have


def test_a_session_older_than_the_field_teaches_nothing(fold):
    chain = Chain()
    older = {name: value for name, value in TOLD["session.planned"].items() if name != "teaches"}
    tables = fold([chain.say("workshop.planned"), chain.write("session.planned", body_of(older))])
    (row,) = workshops.week(tables, IDS.workshop)
    assert row["teaches"] == []


def test_a_laptop_of_before_the_field_can_be_revised_and_revise_in_any_order(fold):
    new, old = Chain(), Chain()
    first = new.say("session.planned", teaches=["advocacy/who-decides"])
    named = {**TOLD["session.revised"], "title": "By hand", "replaces": [first.id]}
    del named["teaches"]
    second = old.write("session.revised", body_of(named), clock=5)
    third = new.say(
        "session.revised", clock=9, teaches=["swit/why-swit", "swit/six-petals"],
        replaces=[second.id],
    )  # fmt: skip
    told = [new.say("workshop.planned"), first, second, third]
    found = set()
    for order in permutations(told):
        tables = fold(order)
        (row,) = workshops.week(tables, IDS.workshop)
        assert row["teaches"] == ["swit/why-swit", "swit/six-petals"]
        found.add(projections.digest(tables))
    assert len(found) == 1
    (row,) = workshops.week(fold(told[:3]), IDS.workshop)
    assert (row["title"], row["teaches"]) == ("By hand", [])


def test_two_who_fill_a_session_at_once_are_two_versions_of_it(fold):
    one, two = Chain(), Chain()
    first = one.say("session.planned", teaches=[])
    told = [
        one.say("workshop.planned"),
        first,
        one.say("session.revised", clock=9, teaches=["a/one"], replaces=[first.id]),
        two.say("session.revised", clock=8, teaches=["b/two"], replaces=[first.id]),
    ]
    for order in permutations(told):
        tables = fold(order)
        (row,) = workshops.week(tables, IDS.workshop)
        assert row["teaches"] == ["a/one"]
        assert len(standing(tables, "session", IDS.session, IDS.workshop)) == 2


def test_sessions_of_a_week_planned_twice_are_matched_by_what_is_taught(fold):
    one, two = Chain(), Chain()
    pieces = (["a/one"], ["b/two"])
    other = "f" * 32
    told = [one.say("workshop.planned"), two.say("workshop.planned", workshop=other)]
    for chain, workshop, order in ((one, IDS.workshop, pieces), (two, other, pieces[::-1])):
        told += [
            chain.say("session.planned", workshop=workshop, session=f"{id}" * 32, teaches=taught)
            for id, taught in zip("78" if chain is one else "ab", order, strict=True)
        ]
    told.append(one.say("workshop.linked", a=IDS.workshop, b=other))
    week = workshops.week(fold([told]), IDS.workshop)
    matched = {row["teaches"][0]: {twin for _workshop, twin in row["twins"]} for row in week}
    assert matched == {"a/one": {"7" * 32, "b" * 32}, "b/two": {"8" * 32, "a" * 32}}

"""Which ids are one is a function of what was said, in any order, and is asked without a search."""

from itertools import permutations

import pytest

from academy import actions, projections, rules
from academy.errors import AcademyError
from academy.projections import (
    Tables,
    attendance,
    certificates,
    learning,
    people,
    same,
    workshops,
)
from academy.store import Store, database
from sync.entries import ERASED
from tests.academy.bodies import body_of
from tests.academy.test_projections_order import Chain

A, B, C = ("a" * 32, "b" * 32, "c" * 32)


def tables_of(entries) -> Tables:
    tables = Tables(database.in_memory())
    projections.create(tables)
    for entry in entries:
        projections.fold(tables, [entry])
    return tables


def groups(tables):
    return dict(tables.connection.execute("SELECT person, canonical FROM same_people").fetchall())


def test_links_vetoes_and_what_takes_them_back_come_to_the_same_in_any_order():
    one, two = Chain(), Chain()
    veto = one.say("person.distinct", a=A, b=C)
    said = [
        one.say("person.linked", link="1" * 32, a=A, b=B),
        two.say("person.linked", link="2" * 32, a=B, b=C),
        veto,
        two.say("distinct.withdrawn", a=A, b=C, replaces=[veto.id]),
        one.say("person.unlinked", link="1" * 32),
    ]
    outcomes = set()
    for order in permutations(said):
        tables = tables_of(order)
        assert groups(tables) == {B: B, C: B}
        outcomes.add(projections.digest(tables))
        tables.connection.close()
    assert len(outcomes) == 1


@pytest.mark.parametrize(
    ("till", "expected"),
    [(1, {A: A, B: A}), (2, {A: A, B: A, C: A}), (3, {}), (4, {A: A, B: A, C: A}),
     (5, {B: B, C: B})],
)  # fmt: skip
def test_a_veto_parts_all_who_are_linked_until_it_is_taken_back(till, expected):
    one = Chain()
    said = [
        one.say("person.linked", link="1" * 32, a=A, b=B),
        one.say("person.linked", link="2" * 32, a=B, b=C),
        one.say("person.distinct", a=A, b=C),
    ]
    said += [
        one.say("distinct.withdrawn", a=A, b=C, replaces=[said[2].id]),
        one.say("person.unlinked", link="1" * 32),
    ]
    assert groups(tables_of(said[:till])) == expected


def test_only_the_veto_of_the_same_two_is_taken_back():
    one = Chain()
    link = one.say("person.linked", link="1" * 32, a=A, b=B)
    veto = one.say("person.distinct", a=A, b=B)
    other = one.say("distinct.withdrawn", a=A, b=C, replaces=[veto.id])
    mark = one.say("attendance.corrected", replaces=[veto.id])
    assert groups(tables_of([link, veto, other, mark])) == {}


def test_a_veto_said_again_holds_again():
    one = Chain()
    link = one.say("person.linked", link="1" * 32, a=A, b=B)
    veto = one.say("person.distinct", a=A, b=B)
    back = one.say("distinct.withdrawn", a=A, b=B, replaces=[veto.id])
    again = one.say("person.distinct", a=A, b=B)
    assert groups(tables_of([link, veto, back])) == {A: A, B: A}
    assert groups(tables_of([link, veto, back, again])) == {}


def test_a_long_log_is_folded_to_the_same_a_batch_at_a_time(store, workshop):
    ids = actions.register_list(
        store, workshop=workshop, rows=[{"alias": f"Star {n}"} for n in range(6)]
    )
    actions.decide_people(store, one=[ids[:3]])
    actions.keep_apart(store, *ids[2:4])
    actions.decide_people(store, one=[ids[4:]])
    with store.reading() as (log, _peers):
        entries = [entry for _, entry in log.arrivals()]
    tables = Tables(database.in_memory())
    for batch in (1, 3, 5000):
        projections.rebuild(tables, entries, {}, batch=batch)
        assert projections.digest(tables) == projections.digest(store.tables())
    assert len(groups(tables)) == 5


def test_a_person_who_is_erased_is_one_with_nobody():
    one = Chain()
    said = [
        one.say("person.linked", link="1" * 32, a=A, b=B),
        one.say("person.linked", link="2" * 32, a=B, b=C),
        one.write(ERASED, body_of({"subject": B})),
    ]
    for order in permutations(said):
        assert groups(tables_of(order)) == {}


def test_who_would_be_parted_by_a_veto_is_not_linked(store, workshop):
    a, b, c = actions.register_list(
        store, workshop=workshop, rows=[{"alias": alias} for alias in "ABC"]
    )
    actions.keep_apart(store, a, c)
    actions.link_people(store, a, b)
    for pair in ((a, c), (b, c)):
        with pytest.raises(AcademyError, match="kept_apart"):
            actions.link_people(store, *pair)
    actions.rejoinable(store, [(c, a)])
    actions.link_people(store, b, c)
    (row,) = people.people(store.tables(), workshop)
    assert sorted(row["registrations"]) == sorted([a, b, c])


def test_many_are_decided_about_at_once_and_too_many_are_not(store, workshop):
    rows = [{"alias": f"Queen {n}"} for n in range(rules.MOST_DECIDED + 1)]
    ids = actions.register_list(store, workshop=workshop, rows=rows)
    for decide in (lambda some: actions.decide_people(store, one=[some]),
                   lambda some: actions.keep_apart(store, *some)):  # fmt: skip
        with pytest.raises(AcademyError, match="too_many_at_once"):
            decide(ids)
    links = actions.decide_people(store, one=[ids[:12]])
    assert len(people.people(store.tables(), workshop)) == len(ids) - 11
    assert actions.decide_people(store, one=[ids[:12]]) == links
    actions.unlink(store, *links)
    actions.keep_apart(store, *ids[:12])
    assert store.tables().value("SELECT count(*) FROM live_distinct") == 66


def test_no_question_searches_all_marks(store, workshop):
    ids = actions.register_list(
        store, workshop=workshop, rows=[{"alias": alias} for alias in ("Heron", "heron 2", "Crane")]
    )
    actions.link_people(store, *ids[:2])
    other = actions.plan_workshop(
        store, title="Leadership week", level="regional", country="KE", starts="2017-04-24",
        ends="2017-04-28", shape=rules.shape("five"),
    )  # fmt: skip
    actions.link_workshops(store, workshop, other)
    tables = store.tables()
    session = workshops.week(tables, workshop)[0]["session"]
    asked: list[str] = []
    with tables.connection.lend() as reader:
        reader.set_trace_callback(asked.append)
    people.people(tables, workshop)
    people.person(tables, ids[1], workshop)
    people.by_alias(tables, workshop, "Heron")
    people.sharing_an_alias(tables, workshop)
    attendance.states(tables, workshop)
    attendance.session_states(tables, session)
    attendance.of_person(tables, workshop, ids[1])
    attendance.trail(tables, session, ids[1])
    attendance.conflicts(tables, workshop)
    certificates.standings(tables, workshop)
    certificates.issued(tables, workshop)
    certificates.of_person(tables, workshop, ids[0])
    learning.finished(tables, ids[0])
    learning.scores(tables, ids[0])
    workshops.sessions(tables, workshop)
    same.shown(tables, [workshop, other])
    with tables.connection.lend() as reader:
        reader.set_trace_callback(None)
    assert len(asked) > 30
    named = {"m", "p", "marks", "people", "lessons", "tries", "certificates", "c", "l"}
    for sql in asked:
        for row in tables.rows(f"EXPLAIN QUERY PLAN {sql}"):
            step = row["detail"].split()
            assert step[0] != "SCAN" or step[1] not in named, (sql, row["detail"])


def test_who_is_here_is_counted_the_same_with_and_without_anybody_linked(
    store: Store, workshop: str, monkeypatch: pytest.MonkeyPatch
):
    rows = [{"alias": f"Heron {n}", "role": rules.ROLES[n % 2]} for n in range(9)]
    ids = actions.register_list(store, workshop=workshop, rows=rows)
    session = workshops.sessions(store.tables(), workshop)[0]["session"]
    states = dict(zip(ids, (rules.STATES * 2)[:7], strict=False))
    actions.mark_attendance(store, session=session, states=states, way="grid")
    tables = store.tables()
    assert same.is_plain(tables, workshop)
    quickly = attendance.here(tables, session, workshop)
    with monkeypatch.context() as patch:
        patch.setattr(same, "is_plain", lambda *_: False)
        assert attendance.here(tables, session, workshop) == quickly
        assert attendance.conflicts(tables, workshop) == []
    assert attendance.conflicts(tables, workshop) == []
    actions.link_people(store, ids[0], ids[2])
    assert not same.is_plain(store.tables(), workshop)
    present, expected, unrecorded = attendance.here(store.tables(), session, workshop)
    assert expected == quickly[1] - 1
    assert (present, unrecorded) <= quickly[::2]

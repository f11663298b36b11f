"""Tables are a function of the set of entries: order, repetition and folding again don't matter."""

import random
from collections.abc import Callable

import pytest

from academy import actions, projections
from academy.projections import Tables, unknown, workshops
from academy.store import Store, database, opening
from sync.entries import Entry
from tests.academy.bodies import Ids, body_of, good
from tests.academy.conftest import PASSPHRASE


def a_week(store: Store, workshop: str) -> None:
    """A bit of everything that can be recorded."""
    tables = store.tables()
    people = actions.register_list(
        store,
        workshop=workshop,
        rows=[
            {"alias": f"Heron {n}", "organisation": "Étoile", "country": "KE", "team": "North"}
            for n in range(5)
        ],
    )
    sessions = [r["session"] for r in tables.rows("SELECT session FROM sessions ORDER BY day")]
    for session in sessions[:4]:
        actions.mark_attendance(
            store, session=session, way="grid", states=dict.fromkeys(people, "present")
        )
    actions.correct_mark(
        store, session=sessions[0], person=people[0], state="late", reason="came at ten"
    )
    actions.correct_mark(
        store, session=sessions[1], person=people[4], state="excused", reason="felt ill"
    )
    actions.cancel_session(store, sessions[9], reason="power cut")
    actions.finish_lesson(
        store, workshop=workshop, person=people[1], course="advocacy", lesson="who-decides"
    )
    actions.answer_quiz(
        store,
        workshop=workshop,
        person=people[1],
        course="advocacy",
        lesson="who-decides",
        attempt="a" * 32,
        correct=2,
        of=3,
    )
    actions.meet_requirement(store, workshop=workshop, requirement="plan", team="North")
    actions.meet_requirement(store, workshop=workshop, requirement="posttest", person=people[2])
    actions.withdraw_requirement(store, workshop=workshop, requirement="posttest", person=people[2])
    actions.revise_person(store, people[3], workshop=workshop, alias="Egret")
    link = actions.link_people(store, people[0], people[1])
    actions.unlink(store, link)
    actions.keep_apart(store, people[1], people[2])
    actions.erase_person(store, people[4])
    actions.correct_mark(
        store, session=sessions[2], person=people[2], state="absent", reason="nobody"
    )
    actions.withdraw_people(store, workshop=workshop, people=people[2:3])


def entries_of(store: Store) -> list[Entry]:
    with store.reading() as (log, _peers):
        return [entry for _, entry in log.arrivals()]


@pytest.fixture
def fresh_tables() -> Callable[[], Tables]:
    def make() -> Tables:
        tables = Tables(database.in_memory())
        projections.create(tables)
        return tables

    return make


def test_folding_the_log_again_gives_the_live_tables(
    store: Store, workshop: str, fresh_tables: Callable[[], Tables]
):
    a_week(store, workshop)
    again = fresh_tables()
    projections.rebuild(again, entries_of(store), {}, batch=7)
    assert projections.digest(again) == projections.digest(store.tables())


def test_any_order_and_any_repetition_gives_the_same_tables(
    store: Store, workshop: str, fresh_tables: Callable[[], Tables]
):
    a_week(store, workshop)
    entries = entries_of(store)
    expected = projections.digest(store.tables())
    dice = random.Random(20171103)
    for _ in range(40):
        shuffled = [*entries, *dice.sample(entries, 5)]
        dice.shuffle(shuffled)
        tables = fresh_tables()
        while shuffled:
            run = dice.randint(1, len(shuffled))
            projections.fold(tables, shuffled[:run])
            shuffled = shuffled[run:]
        assert projections.digest(tables) == expected
        tables.connection.close()


def test_a_kind_of_the_future_is_kept_and_counted(store: Store, workshop: str):
    assert unknown.by_device(store.tables()) == {}
    store.writing(lambda log, _peers: log.append("person.sang", '{"song":"la"}'))
    assert unknown.by_device(store.tables()) == {store.key.device: 1}
    assert store.folds_to_the_same()
    with store.reading() as (log, _peers):
        assert any(e.kind == "person.sang" for _, e in log.arrivals())


def test_who_was_erased_leaves_no_trace_in_store_or_tables(store: Store, workshop: str):
    person = actions.register_person(store, workshop=workshop, alias="Zanzibar Heron")
    actions.erase_person(store, person)
    assert store.tables().value("SELECT count(*) FROM people") == 0
    with store.reading() as (log, _peers):
        log.verify()
        assert log.erased() == {person}
    told = [
        str(row)
        for table in store.tables().db.table_names()
        for row in store.tables().connection.execute(f"SELECT * FROM {table}")
    ]
    assert not any("Zanzibar" in row for row in told)


def test_erasing_finds_an_id_in_what_nobody_understands(store: Store, workshop: str):
    heron, ibis = (
        actions.register_person(store, workshop=workshop, alias=alias)
        for alias in ("Heron", "Ibis")
    )
    mark = good(Ids(workshop, person=heron))["attendance.marked"]
    odd = [
        ("person.sang", body_of({"about": [f"x{heron}y"]})),
        ("attendance.marked", body_of({**mark, "person": ibis, "seen_by": heron})),
        ("attendance.marked", body_of({**mark, "state": "perhaps"})),
    ]
    kept = [
        ("person.sang", body_of({"about": ibis})),
        ("attendance.marked", body_of({**mark, "person": ibis, "seen_by": "nobody"})),
    ]
    store.writing(lambda log, _peers: [log.append(*one) for one in odd + kept])
    assert unknown.by_device(store.tables()) == {store.key.device: 4}
    actions.erase_person(store, heron)
    assert unknown.by_device(store.tables()) == {store.key.device: 1}
    assert store.tables().value("SELECT count(*) FROM marks") == 1
    assert store.folds_to_the_same()


def test_tables_of_another_version_are_folded_again_at_the_door(store: Store, workshop: str):
    a_week(store, workshop)
    expected = projections.digest(store.tables())
    store.noting(lambda t: t.connection.execute("DELETE FROM mark_rows"))
    store.set_setting("projections", 0)
    store.close()
    again = opening.unlock(store.folder, PASSPHRASE)
    assert projections.digest(again.tables()) == expected
    again.close()


def test_what_is_a_view_now_may_have_been_a_table_in_an_older_store(store: Store, workshop: str):
    a_week(store, workshop)
    expected = projections.digest(store.tables())

    def as_it_was(tables: Tables) -> None:
        tables.connection.execute("DROP VIEW takes_part")
        tables.connection.execute("CREATE TABLE takes_part (workshop TEXT, device TEXT)")
        tables.connection.execute("DROP TABLE not_understood")
        tables.connection.execute("ALTER TABLE tries DROP COLUMN of")
        for table in ("people", "sessions"):
            sql = "SELECT name FROM sqlite_master WHERE tbl_name = ? AND sql LIKE '%INDEX%number%'"
            for (index,) in tables.connection.execute(sql, (table,)).fetchall():
                tables.connection.execute(f"DROP INDEX {index}")
            tables.connection.execute(f"ALTER TABLE {table} DROP COLUMN number")

    store.noting(as_it_was)
    store.set_setting("projections", 1)
    store.close()
    again = opening.unlock(store.folder, PASSPHRASE)
    assert projections.digest(again.tables()) == expected
    assert workshops.devices(again.tables(), workshop) == [store.key.device]
    again.close()


def test_tables_that_differ_from_the_log_are_noticed_and_folded_at_the_next_start(
    store: Store, workshop: str
):
    a_week(store, workshop)
    assert store.folds_to_the_same()
    store.noting(lambda t: t.connection.execute("DELETE FROM mark_rows"))
    assert not store.folds_to_the_same()
    store.close()
    again = opening.unlock(store.folder, PASSPHRASE)
    assert again.folds_to_the_same()
    again.close()

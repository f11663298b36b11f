"""People who were invented leave every count, on every copy, in any order, and can be taken back
in only by coming again.
"""

import random
from pathlib import Path

import pytest

from academy import actions, projections, reports
from academy.door import access
from academy.projections import Tables, attendance, certificates, people
from academy.store import Store, database
from sync.entries import Entry
from tests.academy.test_projections import entries_of


@pytest.fixture
def sessions(store: Store, workshop: str) -> list[str]:
    rows = store.tables().rows("SELECT session FROM sessions WHERE workshop = ?", (workshop,))
    return [row["session"] for row in rows]


@pytest.fixture
def flooded(store: Store, workshop: str, sessions: list[str]) -> tuple[list[str], list[str]]:
    """Three people who are here, and forty that somebody invented; everybody present."""
    here, invented = (
        actions.register_list(
            store, workshop=workshop, rows=[{"alias": f"{name} {n}"} for n in range(count)]
        )
        for name, count in (("Heron", 3), ("x", 40))
    )

    def came(tables: Tables) -> None:
        for one in invented:
            access.note_joined(tables, one, workshop, "2017")

    store.noting(came)
    for person in invented:
        access.new_pin(store, person)
        access.remember_phone(store, f"phone of {person}", person)
    for session in sessions[:2]:
        states = dict.fromkeys([*here, *invented], "present")
        actions.mark_attendance(store, session=session, states=states, way="code")
    actions.correct_mark(
        store, session=sessions[0], person=invented[0], state="absent", reason="nobody"
    )
    actions.finish_lesson(
        store, workshop=workshop, person=invented[1], course="advocacy", lesson="who-decides"
    )
    actions.meet_requirement(store, workshop=workshop, requirement="posttest", person=invented[2])
    return here, invented


def figures(tables: Tables) -> reports.LevelReport:
    made = reports.report(tables, "2017-01-01", "2017-12-31", as_of="")
    return next(level for level in made.levels if level.level == "regional")


def test_they_leave_lists_marks_standings_and_report(
    store: Store, workshop: str, sessions: list[str], flooded: tuple[list[str], list[str]]
):
    here, invented = flooded
    assert actions.withdraw_people(store, workshop=workshop, people=invented) == invented
    tables = store.tables()
    assert {row["person"] for row in people.people(tables, workshop)} == set(here)
    assert set(attendance.session_states(tables, sessions[0])) == set(here)
    assert set(certificates.standings(tables, workshop)) == set(here)
    told = figures(tables)
    assert (told.register, told.people, told.attendances, told.possible) == (3, 3, 6, 6)
    for table in ("people", "current_marks", "told_certificates", "pins", "phones", "joins"):
        marks = ", ".join("?" * len(invented))
        count = f"SELECT count(*) FROM {table} WHERE person IN ({marks})"
        assert tables.value(count, tuple(invented)) == 0, table


def test_twice_is_once_and_coming_again_is_a_new_person(
    store: Store, workshop: str, flooded: tuple[list[str], list[str]]
):
    _here, invented = flooded
    actions.withdraw_people(store, workshop=workshop, people=invented)
    assert actions.withdraw_people(store, workshop=workshop, people=invented) == []
    again = actions.register_person(store, workshop=workshop, alias="x 1")
    assert again not in invented
    assert people.by_alias(store.tables(), workshop, "x 1")["person"] == again


def test_trainers_and_who_has_a_certificate_stay(store: Store, workshop: str):
    trainer = actions.register_person(store, workshop=workshop, alias="Ibis", role="facilitator")
    given = actions.issue_certificates(
        store, workshop=workshop, people=[trainer], titles={trainer: "x"},
        new_code=lambda: "ABCDEFGHJKMNPQRS",
    )  # fmt: skip
    actions.revise_person(store, trainer, workshop=workshop, alias="Ibis")
    for person in (trainer, "0" * 32):
        assert actions.withdraw_people(store, workshop=workshop, people=[person]) == []
    actions.revoke_certificate(store, given[trainer])
    assert actions.withdraw_people(store, workshop=workshop, people=[trainer]) == [trainer]


def test_in_any_order_of_arrival_the_tables_are_the_same(
    store: Store, workshop: str, flooded: tuple[list[str], list[str]], tmp_path: Path
):
    """A mark, a revision or a correction that another laptop sends later brings nobody back."""
    here, invented = flooded
    actions.withdraw_people(store, workshop=workshop, people=invented)
    actions.erase_person(store, invented[5])
    actions.erase_person(store, here[0])
    entries, expected = entries_of(store), projections.digest(store.tables())
    assert expected == _folded(tmp_path / "again.db", [entries])
    dice = random.Random(5)
    for number in range(20):
        shuffled = [*entries, *dice.sample(entries, 9)]
        dice.shuffle(shuffled)
        runs = []
        while shuffled:
            cut = dice.randint(1, 60)
            runs.append(shuffled[:cut])
            shuffled = shuffled[cut:]
        assert expected == _folded(tmp_path / f"{number}.db", runs)


def _folded(path: Path, runs: list[list[Entry]]) -> str:
    tables = Tables(database.connect(path, b"k" * 32, create=True))
    projections.create(tables)
    for run in runs:
        projections.fold(tables, run)
    told = projections.digest(tables)
    tables.connection.close()
    return told

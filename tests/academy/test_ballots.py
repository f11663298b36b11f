"""Attacks on the evaluation: with all tables and the whole log, tie an answer to a person."""

import json
import shutil
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from academy import actions, ballots, events
from academy.errors import AcademyError
from academy.projections import assessments, certificates
from academy.store import Store, database, local, opening
from tests.academy.conftest import PASSPHRASE
from tests.academy.test_assessing import exchange, ids, register, two  # noqa: F401 - a fixture

ASKED = ("relevance", "pace")
SAID = ["The map", "More breaks", "演练", "Merci", "خريطة", "Less theory", "The songs"]


def answers_of(number: int) -> dict[str, tuple[int, int]]:
    return {"relevance": (number % 5, 5), "pace": ((number * 3) % 5, 5)}


def hand_in(store: Store, workshop: str, person: str, number: int, **more: Any) -> None:
    told: dict[str, Any] = {"answers": answers_of(number), "remarks": {"useful": SAID[number]}}
    actions.hand_in(store, workshop=workshop, person=person, **{**told, **more})


def opened(store: Store, workshop: str) -> None:
    actions.open_assessment(store, workshop=workshop, what="evaluation")


def close(store: Store, workshop: str, **more: Any) -> int:
    return actions.close_evaluation(store, workshop=workshop, asked="week", **more)


def everything(store: Store, *but: str) -> dict[str, list[Any]]:
    """Every row of every table in the order it lies in, row numbers and all."""
    tables = store.tables()
    names = [
        row["name"] for row in tables.rows("SELECT name FROM sqlite_master WHERE type='table'")
    ]
    return {
        name: tables.rows(f"SELECT rowid AS place, * FROM {name} ORDER BY rowid")
        for name in names
        if name not in but and not name.startswith("sqlite_")
    }


def log_of(store: Store) -> list[Any]:
    with store.reading() as (log, _peers):
        return [entry for _place, entry in log.arrivals()]


# While the week runs


def test_what_lies_in_the_store_is_the_same_whatever_the_order_people_came_in(
    store: Store, workshop: str
):
    """Byte for byte, row numbers too: so the store can't tell who came first, second or last."""
    people = register(store, workshop, *"abcde")[:4]
    opened(store, workshop)
    seen = set()
    for order in permutations(range(4)):
        for at in order:
            hand_in(store, workshop, people[at], at)
        seen.add(json.dumps(everything(store), default=repr, sort_keys=True))
        store.noting(lambda tables: ballots.empty(tables, [workshop]))
    assert len(seen) == 1


def test_who_said_what_can_be_exchanged_and_nothing_in_the_store_changes(
    store: Store, workshop: str
):
    """The same answers of other people: the store is the same. So it can't say whose they are."""
    people = register(store, workshop, *"abcde")[:4]
    opened(store, workshop)
    seen = set()
    for order in permutations(range(4)):
        for person, number in zip(people, order, strict=True):
            hand_in(store, workshop, person, number)
        seen.add(json.dumps(everything(store), default=repr, sort_keys=True))
        store.noting(lambda tables: ballots.empty(tables, [workshop]))
    assert len(seen) == 1


def test_handing_in_adds_nothing_to_the_log_and_no_row_anywhere(store: Store, workshop: str):
    people = register(store, workshop, *"abcde")
    opened(store, workshop)
    hand_in(store, workshop, people[0], 0)
    count = len(log_of(store))
    before = {name: len(rows) for name, rows in everything(store).items()}
    for number, person in enumerate(people[1:], 1):
        hand_in(store, workshop, person, number)
    assert len(log_of(store)) == count
    assert {name: len(rows) for name, rows in everything(store).items()} == before


def test_the_answers_of_one_person_do_not_lie_together(store: Store, workshop: str):
    people = register(store, workshop, *"abcde")
    opened(store, workshop)
    for number, person in enumerate(people):
        hand_in(store, workshop, person, number)
    box = json.loads(store.tables().value("SELECT box FROM ballots"))
    assert set(box) == {"handed", "people", "tallies", "papers", "typed", "remarks"}
    assert box["people"] == sorted(people)
    assert box["remarks"] == sorted(["useful", text] for text in SAID[:5])
    assert {question: sum(each) for question, each in box["tallies"].items()} == {
        "relevance": 5, "pace": 5
    }  # fmt: skip


def test_no_older_state_of_the_box_lies_in_the_write_ahead_log(store: Store, workshop: str):
    people = register(store, workshop, *"abcde")
    opened(store, workshop)
    wal = store.folder / "store.db-wal"
    for number, person in enumerate(people):
        hand_in(store, workshop, person, number)
        assert wal.stat().st_size == 0
    assert store.noting(lambda t: t.value("PRAGMA secure_delete")) == 1
    close(store, workshop)
    assert wal.stat().st_size == 0


def test_what_a_power_cut_left_in_the_write_ahead_log_goes_with_the_next_change(
    store: Store, workshop: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    people = register(store, workshop, *"abcde")
    opened(store, workshop)
    with monkeypatch.context() as cut:
        cut.setattr(database, "empty_wal", lambda _connection: False)
        for number, person in enumerate(people):
            hand_in(store, workshop, person, number)
        shutil.copytree(store.folder, tmp_path / "after")
    wal = tmp_path / "after" / "store.db-wal"
    assert wal.stat().st_size > 0
    again = opening.unlock(tmp_path / "after", PASSPHRASE)
    try:
        assert actions.in_the_box(again, workshop) == 5
        actions.register_person(again, workshop=workshop, alias="Later")
        assert wal.stat().st_size == 0
    finally:
        again.close()


# When it is closed


def test_what_was_said_is_in_one_entry_and_ticks_follow_in_the_order_of_ids(
    store: Store, workshop: str
):
    people = register(store, workshop, *"abcdefg")
    opened(store, workshop)
    for number, person in enumerate(people):
        hand_in(store, workshop, person, number)
    before = len(log_of(store))
    assert close(store, workshop) == 7
    closed, *ticks = log_of(store)[before:]
    event = events.read(closed.kind, closed.body or "")
    assert isinstance(event, events.EvaluationClosed)
    assert (event.handed, dict(event.counts)["relevance"]) == (7, (2, 2, 1, 1, 1))
    assert sorted(text for _q, text in event.remarks) == sorted(SAID)
    assert events.ids_named(closed.body) == [workshop]
    assert {tick.kind for tick in ticks} == {"evaluation.handed_in"}
    told = [json.loads(tick.body) for tick in ticks]
    assert [one["person"] for one in told] == sorted(people)
    assert {tuple(one) for one in told} == {("workshop", "person")}  # and no time
    assert everything(store)["ballots"] == []


def test_the_log_is_the_same_whoever_said_what(
    new_store: Callable[[str], Store], monkeypatch: pytest.MonkeyPatch
):
    """Two laptops, the same people, the same answers dealt to them the other way round."""
    bodies = []
    monkeypatch.setattr("academy.actions.evaluating._chance.sample", lambda some, _n: sorted(some))
    drawn = [f"{n:032x}" for n in range(1, 30)]
    for name, deal in (("one", range(7)), ("other", reversed(range(7)))):
        laptop = new_store(name)
        fresh = iter(drawn)
        for room in ("people", "workshops"):
            monkeypatch.setattr(f"academy.actions.{room}.fresh", lambda f=fresh: next(f))
        workshop = actions.plan_workshop(
            laptop, title="W", level="regional", country="KE", starts="2017-04-24",
            ends="2017-04-24",
        )  # fmt: skip
        people = register(laptop, workshop, *"abcdefg")
        opened(laptop, workshop)
        for person, number in zip(people, deal, strict=True):
            hand_in(laptop, workshop, person, number)
        close(laptop, workshop)
        told = [(e.kind, e.seq, e.clock, e.body) for e in log_of(laptop)]
        bodies.append([(k, s, c, b.split(',"at":')[0]) for k, s, c, b in told])
    assert bodies[0] == bodies[1]


def test_texts_are_shuffled(store: Store, workshop: str):
    people = register(store, workshop, *(f"P{n}" for n in range(40)))
    opened(store, workshop)
    for number, person in enumerate(people):
        hand_in(store, workshop, person, 0, remarks={"useful": f"{number:03}"})
    close(store, workshop)
    told = assessments.evaluation(store.tables(), workshop).remarks["useful"]
    assert sorted(told) == [f"{n:03}" for n in range(40)]
    assert told not in (sorted(told), sorted(told, reverse=True))


@pytest.mark.parametrize("few", [1, 4])
def test_fewer_than_five_are_never_written(store: Store, workshop: str, few: int):
    people = register(store, workshop, *"abcde")
    opened(store, workshop)
    for number in range(few):
        hand_in(store, workshop, people[number], number)
    count = len(log_of(store))
    with pytest.raises(AcademyError, match="too_few_to_count"):
        close(store, workshop)
    assert len(log_of(store)) == count
    assert actions.in_the_box(store, workshop) == few
    assert close(store, workshop, keep=False) == 0
    kinds = [entry.kind for entry in log_of(store)[count:]]
    assert kinds == ["evaluation.handed_in"] * few
    assert not any(text in (e.body or "") for e in log_of(store) for text in SAID)
    assert everything(store)["ballots"] == []


def test_who_comes_after_it_was_closed_is_not_told_apart(store: Store, workshop: str):
    people = register(store, workshop, *"abcdef")
    opened(store, workshop)
    for number, person in enumerate(people[:5]):
        hand_in(store, workshop, person, number)
    close(store, workshop)
    before = assessments.evaluation(store.tables(), workshop)
    with pytest.raises(AcademyError, match="not_open"):
        hand_in(store, workshop, people[5], 5)
    opened(store, workshop)
    hand_in(store, workshop, people[5], 5)
    with pytest.raises(AcademyError, match="too_few_to_count"):
        close(store, workshop)
    assert assessments.evaluation(store.tables(), workshop) == before


def test_a_question_that_fewer_than_five_answered_is_left_out(store: Store, workshop: str):
    people = register(store, workshop, *"abcdef")
    opened(store, workshop)
    for number, person in enumerate(people):
        given = answers_of(number) if number < 4 else {"relevance": (0, 5)}
        hand_in(store, workshop, person, number, answers=given)
    close(store, workshop)
    assert set(assessments.evaluation(store.tables(), workshop).counts) == {"relevance"}


def test_nobody_hands_in_twice(store: Store, workshop: str):
    people = register(store, workshop, *"abcde")
    opened(store, workshop)
    for number, person in enumerate(people):
        hand_in(store, workshop, person, number)
    for state in ("in the box", "closed"):
        with pytest.raises(AcademyError, match="already_handed_in"):
            hand_in(store, workshop, people[0], 0)
        if state == "in the box":
            close(store, workshop)
            opened(store, workshop)


def test_whoever_is_forgotten_leaves_the_box_and_what_was_said_stays(store: Store, workshop: str):
    people = register(store, workshop, *"abcde")
    opened(store, workshop)
    for number, person in enumerate(people):
        hand_in(store, workshop, person, number)
    actions.erase_person(store, people[0])
    box = store.noting(lambda tables: ballots.look(tables, workshop))
    assert (box.handed, sorted(box.people)) == (5, sorted(people[1:]))
    close(store, workshop)
    actions.erase_person(store, people[1])
    assert assessments.evaluation(store.tables(), workshop).people == 5
    assert not assessments.has_handed_in(store.tables(), workshop, people[1])
    assert store.folds_to_the_same()


def test_what_looks_like_an_id_in_a_text_stops_nobody(store: Store, workshop: str):
    people = register(store, workshop, *"abcde")
    opened(store, workshop)
    for number, person in enumerate(people):
        hand_in(store, workshop, person, number, remarks={"useful": people[0] * 3})
    close(store, workshop)
    told = assessments.evaluation(store.tables(), workshop).remarks["useful"]
    assert {text.replace(" ", "") for text in told} == {people[0] * 3}
    actions.erase_person(store, people[0])
    assert assessments.evaluation(store.tables(), workshop).people == 5


def test_more_texts_than_one_entry_holds_go_on_in_the_next(store: Store, workshop: str):
    people = register(store, workshop, *(f"P{n}" for n in range(60)))
    opened(store, workshop)
    for number, person in enumerate(people):
        hand_in(
            store, workshop, person, 0,
            remarks=dict.fromkeys(("useful", "change", "next", "more"), f"{number} {'演' * 490}"),
        )  # fmt: skip
    close(store, workshop)
    told = assessments.evaluation(store.tables(), workshop)
    assert (told.people, [len(r) for r in told.remarks.values()]) == (60, [60] * 4)


@pytest.mark.parametrize(
    ("why", "remarks", "code"),
    [
        ("too long", {"useful": "a" * 501}, "field_too_long"),
        ("a sign of one font", {"useful": "\ue000"}, "field_strange"),
        ("a question that is a path", {"../x": "a"}, "choice_unknown"),
    ],
)
def test_a_text_that_cannot_be_kept_is_refused_and_nothing_is_handed_in(
    store: Store, workshop: str, why: str, remarks: dict[str, str], code: str
):
    (one,) = register(store, workshop, "One")
    opened(store, workshop)
    with pytest.raises(AcademyError, match=code):
        hand_in(store, workshop, one, 0, remarks=remarks)
    assert actions.in_the_box(store, workshop) == 0, why


def test_who_typed_four_papers_in_cannot_work_out_the_fifth_from_a_phone(
    store: Store, workshop: str
):
    people = register(store, workshop, *"abcde")
    opened(store, workshop)
    for number in range(5):
        actions.hand_in_paper(store, workshop=workshop, answers=answers_of(number), remarks={})
    for number, person in enumerate(people, 1):
        hand_in(store, workshop, person, 0, answers={"relevance": (0, 5)}, remarks={})
        assert actions.may_close(store, workshop) == (number == 5)
    assert close(store, workshop) == 10
    told = assessments.evaluation(store.tables(), workshop)
    assert told.counts == {"relevance": [6, 1, 1, 1, 1], "pace": [1, 1, 1, 1, 1]}


def test_of_a_question_that_four_answered_on_phones_only_the_papers_count(
    store: Store, workshop: str
):
    people = register(store, workshop, *"abcde")
    opened(store, workshop)
    for _ in range(5):
        actions.hand_in_paper(store, workshop=workshop, answers={"pace": (4, 5)}, remarks={})
    for number, person in enumerate(people):
        given = {"relevance": (0, 5), **({"pace": (0, 5)} if number < 4 else {})}
        hand_in(store, workshop, person, 0, answers=given, remarks={})
    close(store, workshop)
    told = assessments.evaluation(store.tables(), workshop)
    assert told.counts == {"pace": [0, 0, 0, 0, 5], "relevance": [5, 0, 0, 0, 0]}


# Two laptops, one workshop


def test_each_laptop_closes_its_own_part_and_they_add_up_once(
    two: tuple[Store, Store, Store],  # noqa: F811
    workshop: str,
):
    first, second, centre = two
    everybody = ids(first, workshop)
    for laptop, some in ((first, everybody[:6]), (second, everybody[6:])):
        opened(laptop, workshop)
        for number, person in enumerate(some):
            hand_in(laptop, workshop, person, number)
    assert (close(first, workshop), close(second, workshop)) == (6, 6)
    for _ in range(2):
        for laptop in (first, second):
            exchange(laptop, centre)
    for copy in (centre, first):
        told = assessments.evaluation(copy.tables(), workshop)
        assert (told.people, sum(told.counts["pace"]), len(told.remarks["useful"])) == (12, 12, 12)
    met = certificates.met_by(centre.tables(), workshop)
    assert met == {("evaluation", person, "") for person in everybody}
    assert centre.folds_to_the_same()


def test_the_box_is_in_no_bundle(
    two: tuple[Store, Store, Store],  # noqa: F811
    workshop: str,
):
    first, _second, centre = two
    opened(first, workshop)
    for number, person in enumerate(ids(first, workshop)[:4]):
        hand_in(first, workshop, person, number)
    exchange(first, centre)
    assert everything(centre)["ballots"] == []
    assert set(local.TABLES) >= {"ballots", "opened", "counted"}

"""Tests before and after: split evenly, taken once, told of five people or more and never fewer."""

import random
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest

from academy import actions, events
from academy.errors import AcademyError
from academy.projections import assessments, certificates, people
from academy.rules import assessment
from academy.store import Store
from sync import central, replica
from tests.meeting import meet

CASE = {"one": (4, 7), "two": (5, 8), "three": (6, 8), "four": (4, 6), "five": (3, 3)}


def register(store: Store, workshop: str, *aliases: str) -> list[str]:
    rows = [{"alias": alias} for alias in aliases]
    return actions.register_list(store, workshop=workshop, rows=rows)


def take(
    store: Store, workshop: str, person: str, test: str, correct: int, form: str = "a"
) -> None:
    actions.open_assessment(store, workshop=workshop, what=test)
    actions.take_test(
        store, workshop=workshop, person=person, test=test, form=form, correct=correct, of=10
    )


def both(store: Store, workshop: str, person: str, before: int, after: int) -> None:
    take(store, workshop, person, "pre", before, "a")
    take(store, workshop, person, "post", after, "b")


def count(store: Store, workshop: str) -> int:
    return actions.close_test(store, workshop=workshop, test="post")


def gain(store: Store, workshop: str) -> assessment.Gain | None:
    return assessments.gain(store.tables(), workshop)


# What is asked

ABOUT = {f"q{n}": f"course{n // 9}/lesson{n % 9}" for n in range(54)}


def test_a_workshop_is_asked_about_what_it_teaches():
    assert assessment.asked(ABOUT, {"course1/lesson2", "course3/lesson4"}) == ("q11", "q31")


@pytest.mark.parametrize("taught", [(), ("garden/water",), tuple(ABOUT.values())])
def test_of_a_large_bank_a_dozen_from_every_course(taught: tuple[str, ...]):
    chosen = assessment.asked(ABOUT, taught)
    assert len(chosen) == len(set(chosen)) == assessment.MOST_ASKED
    assert {ABOUT[one].partition("/")[0] for one in chosen} == {f"course{n}" for n in range(6)}


def test_an_empty_bank_asks_nothing():
    assert assessment.asked({}, ()) == ()


# The forms


@pytest.mark.parametrize("size", [1, 2, 7, 30])
def test_a_class_is_split_evenly_however_it_comes_in(store: Store, workshop: str, size: int):
    listed = register(store, workshop, *(f"Bird {n}" for n in range(size)))
    alone = [actions.register_person(store, workshop=workshop, alias=f"Fish {n}") for n in range(7)]
    forms = [assessment.first_form(one) for one in (*listed, *alone)]
    assert abs(forms.count("a") - forms.count("b")) <= 1


def test_who_leads_leaves_the_split_alone(store: Store, workshop: str):
    for number in range(12):
        actions.register_person(store, workshop=workshop, alias=f"T{number}", role="facilitator")
    forms = [assessment.first_form(one) for one in register(store, workshop, *"abcdef")]
    assert forms.count("a") == 3


def test_after_comes_the_form_that_was_not_taken_before():
    for person in ("0" * 32, "f" * 32):
        first = assessment.form_of("pre", person)
        assert {first, assessment.form_of("post", person)} == {"a", "b"}
        assert {"a", "b"} == {assessment.form_of("post", person, form) for form in "ab"}


# Taken once


def test_a_test_is_taken_once_and_only_while_it_is_open(store: Store, workshop: str):
    (one,) = register(store, workshop, "One")
    told: dict[str, Any] = {
        "workshop": workshop, "person": one, "test": "pre", "form": "a", "of": 10
    }  # fmt: skip
    with pytest.raises(AcademyError, match="not_open"):
        actions.take_test(store, **told, correct=4)
    actions.open_assessment(store, workshop=workshop, what="pre")
    actions.take_test(store, **told, correct=4)
    actions.take_test(store, **told, correct=9)
    assert assessments.scores_of(store.tables(), workshop, one)["pre"]["correct"] == 4
    actions.close_test(store, workshop=workshop, test="pre")
    with pytest.raises(AcademyError, match="not_open"):
        actions.take_test(store, **{**told, "test": "post"}, correct=9)


def test_the_log_holds_a_score_and_no_answer(store: Store, workshop: str):
    (one,) = register(store, workshop, "One")
    take(store, workshop, one, "pre", 4)
    with store.reading() as (log, _peers):
        entry = [e for _n, e in log.arrivals()][-1]
    assert entry.kind == "test.taken"
    assert set(events.read(entry.kind, entry.body or "").__struct_fields__) == {  # type: ignore[union-attr]
        "workshop", "person", "test", "form", "correct", "of", "typed", "at"
    }  # fmt: skip


def test_a_test_after_meets_the_requirement_and_one_before_does_not(store: Store, workshop: str):
    one, two = register(store, workshop, "One", "Two")
    take(store, workshop, one, "post", 0)
    take(store, workshop, two, "pre", 9)
    met = certificates.met_by(store.tables(), workshop)
    assert met == {("posttest", one, "")}
    actions.meet_requirement(store, workshop=workshop, requirement="posttest", person=one)
    actions.withdraw_requirement(store, workshop=workshop, requirement="posttest", person=one)
    assert certificates.met_by(store.tables(), workshop) == {("posttest", one, "")}


# Told together


def test_only_matched_pairs_are_counted(store: Store, workshop: str):
    """The curriculum's figures, and one pair more, since fewer than five are never shown."""
    people_ = register(store, workshop, *"abcdefg")
    for person, before, after in zip(
        people_, (4, 5, 5, 6, 3, None, 4), (7, 7, 8, None, 6, 6, 4), strict=True
    ):
        if before is not None:
            take(store, workshop, person, "pre", before)
        if after is not None:
            take(store, workshop, person, "post", after)
    assert count(store, workshop) == 5
    told = gain(store, workshop)
    assert told is not None
    assert sorted(told.pairs) == [(30, 60), (40, 40), (40, 70), (50, 70), (50, 80)]
    assert (told.before, told.after, told.points, told.improved) == (420, 640, 220, 4)


def test_the_curriculums_four_pairs_come_out_to_the_hundredth():
    pairs = ((40, 70), (50, 75), (55, 80), (35, 60))
    four = assessment.Gain(pairs)
    assert (four.before, four.after, four.points, four.improved) == (450, 713, 263, 4)
    assert assessment.gain(pairs) is None


def test_pairs_are_told_of_five_or_of_nobody_whatever_comes_when(store: Store, workshop: str):
    """Any two things that were ever shown differ by five people at least, or not at all."""
    chance = random.Random(7)
    people_ = register(store, workshop, *(f"P{n}" for n in range(19)))
    shown: list[tuple[tuple[int, int], ...]] = [()]
    for number, person in enumerate(people_):
        both(store, workshop, person, number % 10, (number * 3) % 11)
        if chance.random() < 0.6:
            count(store, workshop)
            told = gain(store, workshop)
            shown.append(told.pairs if told else ())
    sizes = sorted({len(pairs) for pairs in shown})
    assert len(sizes) > 2
    assert all(later - earlier >= 5 for earlier, later in combinations(sizes, 2))
    assert {len(p): p for p in shown} == {len(p): p for p in reversed(shown)}  # one for each size


def test_nobody_is_counted_twice(store: Store, workshop: str):
    for person in register(store, workshop, *"abcde"):
        both(store, workshop, person, 4, 6)
    assert [count(store, workshop), count(store, workshop)] == [5, 0]
    told = gain(store, workshop)
    assert told is not None
    assert told.people == 5


def test_who_is_forgotten_is_not_told_by_what_is_missing(store: Store, workshop: str):
    """The unnamed pairs stay as they were: six and then five would have told whose the sixth is."""
    people_ = register(store, workshop, *"abcdef")
    for number, person in enumerate(people_):
        both(store, workshop, person, number, number + 2)
    count(store, workshop)
    before = gain(store, workshop)
    actions.erase_person(store, people_[0])
    assert gain(store, workshop) == before
    assert assessments.scores_of(store.tables(), workshop, people_[0]) == {}
    assert store.folds_to_the_same()
    assert not store.tables().value("SELECT 1 FROM counted WHERE person = ?", (people_[0],))


def test_pairs_name_nobody_and_lie_in_an_order_of_chance(store: Store, workshop: str):
    people_ = register(store, workshop, *(f"P{n}" for n in range(40)))
    for number, person in enumerate(people_):
        both(store, workshop, person, number % 10, 10 - number % 10)
    count(store, workshop)
    with store.reading() as (log, _peers):
        body = next(e.body or "" for _n, e in log.arrivals() if e.kind == "pairs.counted")
    event = events.read("pairs.counted", body)
    assert not any(person in body for person in people_)
    assert list(event.pairs) != sorted(event.pairs)  # type: ignore[union-attr]
    assert events.ids_named(body) == [workshop]


def test_a_score_typed_wrongly_is_corrected_and_the_old_entry_stays(store: Store, workshop: str):
    (one,) = register(store, workshop, "One")
    assert actions.type_scores(store, workshop=workshop, typed={(one, "pre"): 3}, of=10) == 1
    assert actions.type_scores(store, workshop=workshop, typed={(one, "pre"): 8}, of=10) == 1
    assert actions.type_scores(store, workshop=workshop, typed={(one, "pre"): 8}, of=10) == 0
    assert assessments.scores_of(store.tables(), workshop, one)["pre"]["correct"] == 8
    assert store.tables().value("SELECT count(*) FROM scores") == 2
    for correct, of in ((11, 10), (-1, 10), (0, 0)):
        with pytest.raises(AcademyError, match="score_wrong"):
            actions.type_scores(store, workshop=workshop, typed={(one, "pre"): correct}, of=of)


def test_who_typed_four_pairs_in_cannot_work_out_the_fifth_from_a_phone(
    store: Store, workshop: str
):
    people_ = register(store, workshop, *(f"P{n}" for n in range(10)))
    on_paper, on_phones = people_[:5], people_[5:]
    typed = {(one, test): 4 for one in on_paper for test in ("pre", "post")}
    typed[on_phones[0], "pre"] = 3
    actions.type_scores(store, workshop=workshop, typed=typed, of=10)
    take(store, workshop, on_phones[0], "post", 9)
    assert actions.waiting(store, workshop) == (6, 5)
    assert count(store, workshop) == 5
    for person in on_phones[1:4]:
        both(store, workshop, person, 4, 6)
    assert (count(store, workshop), actions.waiting(store, workshop)) == (0, (4, 0))
    both(store, workshop, on_phones[4], 4, 6)
    assert count(store, workshop) == 5


# Two laptops


def exchange(laptop: Store, centre: Store) -> None:
    for _ in range(2):
        with laptop.reading() as (_log, peers):
            peer = peers.get(centre.key.device)
        assert peer is not None
        data = replica.give(laptop, centre.key.device, peer.have).data
        replica.take(laptop, central.receive(centre, data))


@pytest.fixture
def two(
    new_store: Callable[[str], Store], workshop: str, store: Store
) -> tuple[Store, Store, Store]:
    second, centre = new_store("second"), new_store("central")
    for laptop in (store, second):
        meet(laptop, centre)
    register(store, workshop, *(f"P{n}" for n in range(12)))
    exchange(store, centre)
    actions.assign_device(centre, workshop, second.key.device)
    exchange(second, centre)
    return store, second, centre


def ids(store: Store, workshop: str) -> list[str]:
    return [row["person"] for row in people.people(store.tables(), workshop)]


def test_two_laptops_count_each_their_own_and_the_centre_adds_them_once(
    two: tuple[Store, Store, Store], workshop: str
):
    first, second, centre = two
    everybody = ids(first, workshop)
    for laptop, some in ((first, everybody[:6]), (second, everybody[6:])):
        for person in some:
            both(laptop, workshop, person, 4, 6)
    for laptop in (first, second):
        exchange(laptop, centre)
    exchange(first, centre)
    assert [count(laptop, workshop) for laptop in (first, second, centre)] == [6, 6, 0]
    for _ in range(2):
        for laptop in (first, second):
            exchange(laptop, centre)
    told = gain(centre, workshop)
    assert told is not None
    assert told.people == 12
    assert centre.folds_to_the_same()
    assert gain(first, workshop) == told


def test_a_form_is_the_same_on_both_laptops(two: tuple[Store, Store, Store], workshop: str):
    first, second, _centre = two
    forms = [
        {one: assessment.form_of("pre", one) for one in ids(laptop, workshop)}
        for laptop in (first, second)
    ]
    assert forms[0] == forms[1]
    assert sorted(forms[0].values()).count("a") == 6


def test_of_two_scores_of_one_test_the_best_holds_in_any_order(
    two: tuple[Store, Store, Store], workshop: str
):
    first, second, centre = two
    one = ids(first, workshop)[0]
    take(first, workshop, one, "post", 3)
    take(second, workshop, one, "post", 6)
    for laptop in (first, second, first):
        exchange(laptop, centre)
    for copy in (centre, first):
        assert assessments.scores_of(copy.tables(), workshop, one)["post"]["correct"] == 6
    actions.type_scores(centre, workshop=workshop, typed={(one, "post"): 5}, of=10)
    assert assessments.scores_of(centre.tables(), workshop, one)["post"]["correct"] == 5


def test_one_person_with_two_registrations_took_a_test_before_and_one_after(
    store: Store, workshop: str
):
    others = register(store, workshop, *"abcd")
    one, same_one = register(store, workshop, "Heron", "Heron 2")
    for person in others:
        both(store, workshop, person, 4, 6)
    take(store, workshop, one, "pre", 1)
    take(store, workshop, same_one, "post", 9)
    assert count(store, workshop) == 0
    actions.link_people(store, one, same_one)
    assert count(store, workshop) == 5

"""A PIN is guessed at a walking pace, and one person's lock-out is nobody else's."""

import pytest

from academy import access, actions
from academy.errors import AcademyError
from academy.store import Store


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def guesses(clock: Clock) -> access.Guesses:
    return access.Guesses(clock)


@pytest.fixture
def heron(store: Store, workshop: str) -> str:
    return actions.register_person(store, workshop=workshop, alias="Heron")


def wrong(store: Store, guesses: access.Guesses, person: str | None) -> str:
    with pytest.raises(AcademyError) as refused:
        access.check_pin(store, guesses, person, "not a pin")
    return refused.value.code


def test_the_right_pin_opens_and_a_new_one_ends_the_old(
    store: Store, heron: str, guesses: access.Guesses
):
    old = access.new_pin(store, heron)
    assert len(old) == 6
    assert access.check_pin(store, guesses, heron, f" {old[:3]} {old[3:]} ") == heron
    access.new_pin(store, heron)
    assert wrong(store, guesses, heron) == "pin_wrong"


def test_five_wrong_guesses_wait_five_minutes_and_others_are_let_in(
    store: Store, workshop: str, heron: str, guesses: access.Guesses, clock: Clock
):
    pin = access.new_pin(store, heron)
    other = actions.register_person(store, workshop=workshop, alias="Egret")
    others = access.new_pin(store, other)
    assert [wrong(store, guesses, heron) for _ in range(6)] == ["pin_wrong"] * 5 + [
        "too_many_guesses"
    ]
    with pytest.raises(AcademyError, match="too_many_guesses"):
        access.check_pin(store, guesses, heron, pin)
    assert access.check_pin(store, guesses, other, others) == other
    clock.now += 301
    assert access.check_pin(store, guesses, heron, pin) == heron


def test_at_most_sixty_guesses_are_looked_at_in_eight_hours(
    store: Store, heron: str, guesses: access.Guesses, clock: Clock
):
    access.new_pin(store, heron)
    looked_at = 0
    while clock.now < 1000 + 8 * 3600 - 60:
        looked_at += wrong(store, guesses, heron) == "pin_wrong"
        clock.now += 60
    assert looked_at == 60


def test_an_unknown_alias_is_answered_like_a_wrong_pin(
    store: Store, heron: str, guesses: access.Guesses
):
    assert wrong(store, guesses, None) == "pin_wrong"


def test_a_trainer_lets_a_locked_out_person_in_at_once(
    store: Store, heron: str, guesses: access.Guesses
):
    for _ in range(5):
        wrong(store, guesses, heron)
    pin = access.new_pin(store, heron)
    guesses.forget(heron)
    assert access.check_pin(store, guesses, heron, pin) == heron

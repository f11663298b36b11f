"""A PIN is guessed at a walking pace, one person's lock-out is nobody else's, and nothing tells
whether anybody is called so.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from academy import actions, rules
from academy.door import access
from academy.errors import AcademyError
from academy.store import Store

PHONE = "a phone's long random token"


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


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each costly comparison, as it is made."""
    made: list[str] = []
    real = access._stretched

    def counted(salt: bytes, pin: str) -> bytes:
        made.append(pin)
        return real(salt, pin)

    monkeypatch.setattr(access, "_stretched", counted)
    return made


def told(ask: Callable[[], object]) -> object:
    """What comes of a try: the answer, or the refusal's code and the minutes to wait."""
    try:
        return ask()
    except AcademyError as refused:
        return refused.code, refused.details.get("minutes")


def wrong(store: Store, guesses: access.Guesses, alias: str = "Heron", phone: str = "") -> object:
    return told(lambda: access.sign_in(store, guesses, alias, "not a pin", phone))


WRONG = ("pin_wrong", None)


def test_the_right_pin_opens_and_a_new_one_ends_the_old(
    store: Store, workshop: str, heron: str, guesses: access.Guesses
):
    old = access.new_pin(store, heron)
    assert len(old) == 6
    typed = f" {old[:3]} {old[3:]} "
    assert access.sign_in(store, guesses, " hERON", typed) == (heron, workshop)
    arabic = old.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert access.sign_in(store, guesses, "Heron", arabic) == (heron, workshop)
    access.new_pin(store, heron)
    assert told(lambda: access.sign_in(store, guesses, "Heron", old)) == WRONG


def test_of_two_workshops_the_one_whose_pin_was_typed_is_entered(
    store: Store, workshop: str, heron: str, guesses: access.Guesses
):
    later = actions.plan_workshop(
        store, title="Later", level="national", country="KE", starts="2018-01-01",
        ends="2018-01-01", shape=rules.shape("own", 1, 1),
    )  # fmt: skip
    other = actions.register_person(store, workshop=later, alias="Heron")
    pins = {one: access.new_pin(store, one) for one in (heron, other)}
    assert access.sign_in(store, guesses, "Heron", pins[heron]) == (heron, workshop)
    assert access.sign_in(store, guesses, "Heron", pins[other]) == (other, later)


def test_five_wrong_guesses_wait_and_others_are_let_in(
    store: Store, workshop: str, heron: str, guesses: access.Guesses, clock: Clock
):
    pin = access.new_pin(store, heron)
    other = actions.register_person(store, workshop=workshop, alias="Egret")
    others = access.new_pin(store, other)
    assert [wrong(store, guesses) for _ in range(6)] == [WRONG] * 5 + [("too_many_guesses", 1)]
    assert told(lambda: access.sign_in(store, guesses, "Heron", pin)) == ("too_many_guesses", 1)
    assert access.sign_in(store, guesses, "Egret", others)[0] == other
    clock.now += 61
    assert access.sign_in(store, guesses, "Heron", pin)[0] == heron


def test_at_most_sixty_guesses_are_looked_at_in_eight_hours(
    store: Store, heron: str, guesses: access.Guesses, clock: Clock, runs: list[str]
):
    access.new_pin(store, heron)
    runs.clear()
    while clock.now < 1000 + 8 * 3600:
        wrong(store, guesses)
        clock.now += 20
    assert 55 <= len(runs) <= 60


def test_forty_guesses_at_once_are_worth_five(
    store: Store, heron: str, guesses: access.Guesses, runs: list[str]
):
    access.new_pin(store, heron)
    runs.clear()
    with ThreadPoolExecutor(40) as threads:
        answers = list(threads.map(lambda _: wrong(store, guesses), range(40)))
    assert answers.count(WRONG) == len(runs) == 5
    assert answers.count(("too_many_guesses", 1)) == 35


def test_nothing_tells_a_registered_alias_from_an_invented_one(
    store: Store, workshop: str, heron: str, guesses: access.Guesses, clock: Clock, runs: list[str]
):
    """Answer, wait and work are the same over a long sequence, whatever happened before."""
    later = actions.plan_workshop(
        store, title="Later", level="national", country="KE", starts="2018-01-01",
        ends="2018-01-01", shape=rules.shape("own", 1, 1),
    )  # fmt: skip
    for one in (heron, actions.register_person(store, workshop=later, alias="Heron")):
        access.new_pin(store, one)
    actions.register_person(store, workshop=workshop, alias="Egret")  # without a PIN
    for stranger in range(20):
        wrong(store, guesses, f"stranger {stranger}")
    seen: dict[str, list[object]] = {}
    for alias in ("Heron", "Egret", "nobody at all"):
        clock.now = 50_000.0 * (len(seen) + 1)
        for step in range(60):
            runs.clear()
            seen.setdefault(alias, []).append((wrong(store, guesses, alias), len(runs)))
            clock.now += (0, 3, 40, 61)[step % 4]
    assert seen["Heron"] == seen["Egret"] == seen["nobody at all"]
    assert (("too_many_guesses", 1), 0) in seen["Heron"]


def test_that_somebody_came_in_or_was_helped_changes_no_budget(
    store: Store, heron: str, guesses: access.Guesses
):
    """Else a stranger who sits on an alias would see from the wait that its owner is here."""
    for _ in range(3):
        wrong(store, guesses)
        wrong(store, guesses, "nobody")
    pin = access.new_pin(store, heron)
    guesses.forget(heron)
    access.sign_in(store, guesses, "Heron", pin)
    assert [wrong(store, guesses) for _ in range(4)] == [
        wrong(store, guesses, "nobody") for _ in range(4)
    ]


def test_the_right_pin_takes_no_try(store: Store, heron: str, guesses: access.Guesses):
    pin = access.new_pin(store, heron)
    for _ in range(50):
        access.sign_in(store, guesses, "Heron", pin)
    assert [wrong(store, guesses) for _ in range(5)] == [WRONG] * 5


def test_who_fills_an_alias_does_not_shut_out_the_phone_that_proved_it(
    store: Store, heron: str, guesses: access.Guesses
):
    pin = access.new_pin(store, heron)
    access.remember_phone(store, PHONE, heron)
    while wrong(store, guesses) == WRONG:
        pass
    assert told(lambda: access.sign_in(store, guesses, "Heron", pin))[0] == "too_many_guesses"
    assert access.sign_in(store, guesses, "Heron", pin, PHONE)[0] == heron
    found = [wrong(store, guesses, phone=PHONE) for _ in range(6)]
    assert found == [WRONG] * 5 + [("too_many_guesses", 1)]


def test_a_known_phone_is_known_for_its_own_person_alone(
    store: Store, workshop: str, heron: str, guesses: access.Guesses
):
    egret = actions.register_person(store, workshop=workshop, alias="Egret")
    access.remember_phone(store, PHONE, egret)
    for _ in range(5):
        wrong(store, guesses)
    assert wrong(store, guesses, phone=PHONE) == ("too_many_guesses", 1)
    assert told(lambda: access.sign_in(store, guesses, "Egret", "1", PHONE)) == WRONG


def test_a_new_pin_and_an_erasure_make_strangers_of_known_phones(store: Store, heron: str):
    access.remember_phone(store, PHONE, heron)
    assert PHONE not in str(store.tables().rows("SELECT * FROM phones"))
    access.new_pin(store, heron)
    assert not access.is_known(store, PHONE, heron)
    access.remember_phone(store, PHONE, heron)
    actions.erase_person(store, heron)
    assert store.tables().value("SELECT count(*) FROM phones") == 0


def test_a_person_is_known_by_ten_phones_at_most(store: Store, heron: str):
    for number in range(25):
        access.remember_phone(store, f"phone {number}", heron)
    assert store.tables().value("SELECT count(*) FROM phones") == access.PHONES_EACH
    assert access.is_known(store, "phone 24", heron)


def test_the_trainer_is_told_of_registered_people_alone(
    store: Store, heron: str, guesses: access.Guesses
):
    for alias in ("Heron", "Heron", "nobody"):
        wrong(store, guesses, alias)
    assert guesses.told() == {heron: 2}
    guesses.forget(heron)
    assert guesses.told() == {}


def test_in_a_flood_strangers_come_again_and_known_phones_are_served(
    store: Store, heron: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(access, "CALM", (3, 60))
    guesses = access.Guesses(Clock())
    pin = access.new_pin(store, heron)
    access.remember_phone(store, PHONE, heron)
    for number in range(3):
        wrong(store, guesses, f"stranger {number}")
    with guesses.at_work(known=False), guesses.at_work(known=False):
        assert wrong(store, guesses, "another") == ("store_busy", None)
        assert access.sign_in(store, guesses, "Heron", pin, PHONE)[0] == heron
    assert [wrong(store, guesses, "another") for _ in range(5)] == [WRONG] * 5

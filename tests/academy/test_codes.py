"""What the projector shows: it turns, the last one is still taken, guessing is worth nothing."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from academy.door import codes as room
from academy.door.codes import DIGITS, MORE, MOST_SIGNED_IN, MOST_STRANGE, PRESSES, TURN, OpenCodes
from academy.errors import AcademyError


class Clock:
    def __init__(self) -> None:
        self.now = 5000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def codes(clock: Clock) -> OpenCodes:
    made = OpenCodes(clock)
    made.open("session")
    return made


def wrong(codes: OpenCodes, *, signed_in: bool = False, digits: str = "") -> str:
    """The code of the refusal of digits that aren't shown."""
    shown = codes.shown("session").digits
    guess = digits or next(g for g in ("271828", "314159") if g != shown)
    with pytest.raises(AcademyError) as refused:
        codes.typed(guess, signed_in=signed_in)
    return refused.value.code


def test_a_code_is_taken_while_it_stands_and_one_turn_longer(codes: OpenCodes, clock: Clock):
    shown = codes.shown("session")
    for _ in range(2):
        assert codes.scanned(shown.secret) == "session"
        assert codes.typed(shown.digits, signed_in=False) == "session"
        clock.now += TURN
    for ask in (
        lambda: codes.scanned(shown.secret),
        lambda: codes.typed(shown.digits, signed_in=False),
    ):
        with pytest.raises(AcademyError, match="code_wrong"):
            ask()


def test_what_is_scanned_is_too_long_to_guess_and_turns(codes: OpenCodes, clock: Clock):
    secret = codes.shown("session").secret
    assert len(secret) * 6 >= 64
    assert codes.shown("session").secret == secret
    clock.now += TURN
    assert codes.shown("session").secret != secret


def test_digits_of_any_script_and_spacing_will_do(codes: OpenCodes):
    code = codes.shown("session").digits
    arabic = "".join(chr(0x0660 + int(d)) for d in code)
    for typed in (f" {code[:3]} {code[3:]} ", arabic):
        assert codes.typed(typed, signed_in=True) == "session"


def test_a_closed_code_is_refused_at_once(codes: OpenCodes):
    shown = codes.shown("session")
    codes.close("session")
    with pytest.raises(AcademyError, match="code_wrong"):
        codes.typed(shown.digits, signed_in=False)
    with pytest.raises(AcademyError, match="code_wrong"):
        codes.scanned(shown.secret)
    with pytest.raises(AcademyError, match="code_not_open"):
        codes.shown("session")


@pytest.mark.parametrize("typed", ["", "    ", "12", "abcd", "99999999", "½"])
def test_what_is_no_code_is_refused_and_no_guess(codes: OpenCodes, typed: str):
    for _ in range(MOST_STRANGE + 1):
        with pytest.raises(AcademyError, match="code_wrong"):
            codes.typed(typed, signed_in=False)


def test_no_two_subjects_show_the_same_digits_while_either_holds(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    """With numbers drawn from a hat of nine, all differ, also from the turn before."""
    dice = random.Random(7)
    monkeypatch.setattr(room, "REMEMBERED", 1)
    monkeypatch.setattr("secrets.randbelow", lambda _most: dice.randrange(9))
    codes = OpenCodes(clock)
    subjects = ["a", "b", "door:c"]
    for subject in subjects:
        codes.open(subject)
    before: set[str] = set()
    for _ in range(50):
        now = {codes.shown(subject).digits for subject in subjects}
        assert len(now) == len(subjects)
        assert not now & before
        before = now
        clock.now += TURN


# Guessing


def test_the_chance_of_somebody_outside_is_below_one_in_a_thousand():
    """All tries that are ever looked at for one session, at the two codes that hold at a time."""
    tries = MOST_STRANGE + MOST_SIGNED_IN + PRESSES * MORE
    assert tries * 2 / 10**DIGITS < 1 / 1000


@pytest.mark.parametrize("signed_in", [False, True])
def test_of_any_number_of_guesses_only_so_many_are_looked_at(
    codes: OpenCodes, clock: Clock, *, signed_in: bool
):
    """Also over hours, over closing and opening, and with every press the trainer has."""
    most = (MOST_SIGNED_IN if signed_in else MOST_STRANGE) + PRESSES * MORE // 2
    looked_at, dice = 0, random.Random(3)
    for number in range(5000):
        codes.shown("session")
        guess = f"{dice.randrange(10**DIGITS):06d}"
        looked_at += wrong(codes, signed_in=signed_in, digits=guess) == "code_wrong"
        if number % 50 == 0:
            clock.now += 7 * TURN
            codes.close("session")
            codes.open("session")
        if number % 1000 == 999:
            codes.go_on("session")
    assert looked_at == most
    right = codes.shown("session")
    assert wrong(codes, signed_in=signed_in, digits=right.digits) == "typing_stopped"
    assert codes.typing_stopped("session")
    assert codes.scanned(right.secret) == "session"


def test_forty_at_once_are_not_worth_more_than_one_by_one(codes: OpenCodes):
    codes.shown("session")
    for _ in range(MOST_STRANGE - 5):
        wrong(codes)
    with ThreadPoolExecutor(40) as threads:
        answers = list(threads.map(lambda _: wrong(codes), range(40)))
    assert answers.count("code_wrong") == 5


def test_strangers_use_up_nothing_of_those_who_are_signed_in(codes: OpenCodes):
    while wrong(codes) == "code_wrong":
        pass
    assert codes.typed(codes.shown("session").digits, signed_in=True) == "session"


def test_a_class_of_fifty_types_with_slips_and_late(codes: OpenCodes, clock: Clock):
    """Every second one mistypes once, and everyone is first too late by a turn or three."""
    for number in range(50):
        late = codes.shown("session").digits
        clock.now += (2 + number % 3) * TURN
        codes.shown("session")
        assert wrong(codes, digits=late) == "code_wrong"
        if number % 2:
            assert wrong(codes) == "code_wrong"
        assert codes.typed(codes.shown("session").digits, signed_in=False) == "session"


def test_a_press_lets_people_type_again_once(codes: OpenCodes):
    while wrong(codes) == "code_wrong":
        pass
    assert codes.may_go_on("session")
    codes.go_on("session")
    assert not codes.typing_stopped("session")
    assert not codes.may_go_on("session")
    assert wrong(codes) == "code_wrong"


def test_a_door_that_is_opened_anew_starts_afresh_and_a_session_never(codes: OpenCodes):
    while wrong(codes) == "code_wrong":
        pass
    codes.open("session", anew=True)  # it is open: nothing begins
    assert codes.typing_stopped("session")
    codes.close("session")
    codes.open("session")
    assert codes.typing_stopped("session")
    codes.close("session")
    codes.open("session", anew=True)
    assert not codes.typing_stopped("session")

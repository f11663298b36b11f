"""The projector's digits: they turn, the last ones are still taken, and a closed one is not."""

import pytest

from academy.codes import TURN, OpenCodes
from academy.errors import AcademyError


class Clock:
    def __init__(self) -> None:
        self.now = 5000.0

    def __call__(self) -> float:
        return self.now


def test_a_code_is_taken_while_it_stands_and_one_turn_longer():
    clock = Clock()
    codes = OpenCodes(clock)
    codes.open("session")
    code = codes.code("session")
    for _ in range(2):
        assert codes.subject(code) == "session"
        clock.now += TURN
    with pytest.raises(AcademyError, match="code_wrong"):
        codes.subject(code)


def test_digits_of_any_script_and_spacing_will_do():
    codes = OpenCodes(Clock())
    codes.open("session")
    code = codes.code("session")
    arabic = "".join(chr(0x0660 + int(d)) for d in code)
    assert codes.subject(f" {code[:2]} {code[2:]} ") == codes.subject(arabic) == "session"


def test_a_closed_code_is_refused_at_once():
    codes = OpenCodes(Clock())
    codes.open("session")
    code = codes.code("session")
    codes.close("session")
    with pytest.raises(AcademyError, match="code_wrong"):
        codes.subject(code)
    with pytest.raises(AcademyError, match="code_not_open"):
        codes.code("session")


@pytest.mark.parametrize("typed", ["", "    ", "12", "abcd", "99999999", "½"])
def test_what_is_no_code_is_refused(typed: str):
    codes = OpenCodes(Clock())
    codes.open("session")
    with pytest.raises(AcademyError, match="code_wrong"):
        codes.subject(typed)

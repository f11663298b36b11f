"""What fits in a half-day, and what one may be made of."""

import pytest

from academy.errors import AcademyError
from academy.rules import planning

A = [("a/one", 75), ("a/two", 90), ("a/three", 75), ("a/walk", 90)]

FITTING = {
    "a morning takes 165": (A, 165, [["a/one", "a/two"], ["a/three", "a/walk"]]),
    "an afternoon takes 150": (A, 150, [["a/one"], ["a/two"], ["a/three"], ["a/walk"]]),
    "courses are not mixed": (
        [("a/one", 30), ("b/one", 30), ("b/two", 30)], 150, [["a/one"], ["b/one", "b/two"]],
    ),
    "what is too long is in none": (
        [("a/one", 60), ("a/long", 200), ("a/two", 60)], 165, [["a/one"], ["a/two"]],
    ),
    "six at most": ([(f"a/{n}", 10) for n in range(7)], 165,
                    [[f"a/{n}" for n in range(6)], ["a/6"]]),
    "nothing left": ([], 165, []),
}  # fmt: skip


@pytest.mark.parametrize(("left", "minutes", "made"), FITTING.values(), ids=FITTING)
def test_half_days_are_made_in_order_of_what_fits(left, minutes, made):
    assert planning.half_days(left, minutes) == made


def test_every_half_has_minutes_for_teaching():
    assert planning.TEACHING_MINUTES == {"am": 165, "pm": 150, "eve": 90}


def test_pieces_are_recorded_once_each():
    assert planning.pieces(["a/b", "c/d", "a/b"]) == ("a/b", "c/d")


WRONG = {
    "a course alone": (["a"], "choice_unknown"),
    "a path": (["../../x"], "choice_unknown"),
    "something in a lesson": (["a/b/c"], "choice_unknown"),
    "a line more": (["a/b\n"], "choice_unknown"),
    "seven": ([f"a/{n}" for n in range(7)], "too_many_pieces"),
}


@pytest.mark.parametrize(("values", "code"), WRONG.values(), ids=WRONG)
def test_what_is_no_half_day_is_refused(values, code):
    with pytest.raises(AcademyError, match=code):
        planning.pieces(values)

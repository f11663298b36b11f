"""A number is the same number in any script's digits."""

import pytest

from academy.text import digits

WRITTEN = [
    "123456",
    "١٢٣٤٥٦",
    "۱۲۳۴۵۶",
    "１２３４５６",
    "१२३४५६",
    "၁၂၃၄၅၆",
    "១២៣៤៥៦",
    "๑๒๓๔๕๖",
    "𝟏𝟐𝟑𝟒𝟓𝟔",
]


@pytest.mark.parametrize("written", WRITTEN)
def test_the_digits_of_every_script_are_digits(written):
    assert digits.only(written) == "123456"
    assert digits.only(f" {written[:3]} {written[3:]}\u200f") == "123456"
    assert digits.western(f"a{written}") == "a123456"


def test_what_only_resembles_a_digit_is_none():
    assert digits.only("²①Ⅳ四O") == ""
    assert digits.western("²①") == "²①"

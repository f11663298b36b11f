"""Numbers as every keyboard and every school writes them."""

from decimal import Decimal

import pytest

from academy.text import numbers

ONE = [
    ("612000", "en", "612000"),
    ("612,000", "en", "612000"),
    ("612 000", "fr", "612000"),
    ("612\u00a0000", "fr", "612000"),
    ("612\u202f000", "fr", "612000"),
    ("612.000", "es", "612000"),
    ("612’000", "en", "612000"),
    ("٦١٢٬٠٠٠", "ar", "612000"),
    ("٦١٢٠٠٠", "en", "612000"),
    ("۶۱۲٬۰۰۰", "fa", "612000"),
    ("६१२०००", "en", "612000"),
    ("６１２，０００", "zh-Hans", "612000"),
    ("\u200f٦١٢٠٠٠\u200f", "ar", "612000"),
    ("6,12,000", "en", "612000"),
    ("1,234,567.5", "en", "1234567.5"),
    ("1.234.567,5", "en", "1234567.5"),
    ("1 234 567,5", "en", "1234567.5"),
    ("1,234.5", "fr", "1234.5"),
    ("1.234", "en", "1.234"),
    ("1.234", "es", "1234"),
    ("1,234", "fr", "1.234"),
    ("1,234", "en", "1234"),
    ("0,234", "en", "0.234"),
    ("2,3", "en", "2.3"),
    ("2.30", "fr", "2.30"),
    ("٢٫٥", "en", "2.5"),
    ("-2300", "en", "-2300"),
    ("−2 300", "fr", "-2300"),
    ("– 2,300", "en", "-2300"),
    ("\u061c-٢٣٠٠", "ar", "-2300"),
    ("+7", "en", "7"),
    ("007", "en", "7"),
    ("1,234", "xx-Nowhere", "1234"),
]


@pytest.mark.parametrize(("written", "language", "meant"), ONE)
def test_a_number_is_read_as_it_was_meant(written, language, meant):
    assert numbers.readings(written, language) == (Decimal(meant),)


@pytest.mark.parametrize(
    "written",
    ["", " ", "-", "+", "twelve", "1e5", "½", "²", "1,2,3", "1..2", "6 1 2", "12,", ",5", "1,23,4",
     "NaN", "Infinity", "1_000", "--5", "٫", "9" * 41, "1" * 100_000, "十二", "0x10", "1'",
     "1.2.3"],
)  # fmt: skip
def test_what_is_no_number_is_none(written):
    assert numbers.readings(written, "en") == ()


def test_two_readings_are_both_told_and_one_only_once():
    assert numbers.readings("1,250", "en", "fr") == (Decimal(1250), Decimal("1.250"))
    assert numbers.readings("1250", "en", "fr") == (Decimal(1250),)
    assert numbers.readings("1,250.5", "en", "fr") == (Decimal("1250.5"),)

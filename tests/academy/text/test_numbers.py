"""A number is read as it was meant, in any script and with either decimal sign."""

from decimal import Decimal

import pytest

from academy.text import numbers

READ = {
    "plain": ("60000", "en", "60000"),
    "English": ("60,000.00", "en", "60000.00"),
    "German and Spanish": ("60.000,00", "es", "60000.00"),
    "French, with its narrow space": ("60\u202f000,5", "fr", "60000.5"),
    "a usual space": ("1 234 567,89", "ru", "1234567.89"),
    "Swiss": ("60’000.05", "en", "60000.05"),
    "Arabic digits and signs": ("٦٠٬٠٠٠٫٢٥", "ar", "60000.25"),
    "Arabic digits with a point": ("٣٣.٣٤", "ar", "33.34"),
    "Devanagari, grouped by two": ("१,००,०००.५०", "hi", "100000.50"),
    "full-width digits": ("３３．３４", "zh_Hans", "33.34"),
    "a comma with two decimals, anywhere": ("33,34", "en", "33.34"),
    "a point with two decimals, anywhere": ("33.34", "fr", "33.34"),
    "an English thousand": ("1,500", "en", "1500"),
    "a French one and a half": ("1,500", "fr", "1.500"),
    "a Spanish thousand": ("1.500", "es", "1500"),
    "an English one and a half": ("1.500", "en", "1.500"),
    "nought point five is never five": ("0.500", "es", "0.500"),
    "two groups can only be thousands": ("1,500,000", "fr", "1500000"),
    "per cent": ("33.34 %", "en", "33.34"),
    "a real minus": ("−1.5", "en", "-1.5"),
    "no nought before the point": (".5", "en", "0.5"),
    "a mark of direction copied along": ("\u200e12", "ar", "12"),
}
NOT = {
    "nothing": "",
    "a word": "twelve",
    "two decimal signs": "1.2.3,4,5",
    "groups of two": "1,23,4",
    "a formula": "=1+1",
    "a power of ten": "1e5",
    "not a number": "NaN",
    "infinity": "Infinity",
    "an underscore": "1_000",
    "spaces anywhere": "1 2 3",
    "a fraction sign": "½",
    "a superscript": "10²",
    "two signs": "--1",
    "very long": "9" * 41,
}


@pytest.mark.parametrize("name", READ)
def test_a_number_is_read(name: str):
    text, language, number = READ[name]
    assert numbers.read(text, language) == Decimal(number)


@pytest.mark.parametrize("name", NOT)
def test_what_is_no_number_is_none(name: str):
    assert numbers.read(NOT[name]) is None


def test_what_languages_read_differently_is_known_for_it():
    assert numbers.is_ambiguous("1,500")
    assert not numbers.is_ambiguous("1,500.00")
    assert not numbers.is_ambiguous("33.34")

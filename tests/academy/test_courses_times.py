"""How long reading takes: by words, by characters, and what is far from it."""

import pytest

from academy.courses import times

TEXTS = {
    "nothing is read in a minute": ("", "en", 1),
    "English by words": ("word " * 1520, "en", 10),
    "French more slowly": ("mot " * 1300, "fr", 10),
    "Arabic more slowly still": ("كلمة " * 920, "ar", 10),
    "a country's way of writing is the same language": ("palabra " * 1453, "es-MX", 10),
    "Chinese by characters": ("字" * 1700, "zh-Hans", 10),
    "numbers are read, too": ("1,280,607.07 " * 1520, "en", 10),
    "a space inside a number parts no words": ("1\u202f280\u202f607,07 " * 1300, "fr", 10),
    "Portuguese": ("palavra " * 1207, "pt", 10),
    "a language nobody measured": ("neno " * 1227, "sw", 10),
    "signs alone take no time": ("| – | · " * 5000, "en", 1),
}


@pytest.mark.parametrize(("text", "language", "minutes"), TEXTS.values(), ids=TEXTS.keys())
def test_reading_takes_as_long_as_its_words(text, language, minutes):
    assert times.reckoned(text, language) == minutes


def test_only_what_is_far_off_is_told():
    text = "word " * 1520  # ten minutes
    assert [times.far_off(said, text, "en") for said in (7, 8, 10, 12, 13)] == [
        10, None, None, None, 10,
    ]  # fmt: skip
    assert times.far_off(1, "word " * 305, "en") is None  # a minute is no distance
    assert times.far_off(20, "word", "en") == 1

"""Names that nobody can tell apart are one name; names that anybody can are two."""

import string
from itertools import combinations

import pytest

from academy.text import looks

ONE = {
    "case": ("Blue Heron", "BLUE heron"),
    "Cyrillic case": ("Надя", "НАДЯ"),
    "spacing": ("Blue  Heron", "Blue\u3000Heron"),
    "a joiner": ("Nova", "Nova\u200c"),
    "a soft hyphen": ("Marigold", "Mari\u00adgold"),
    "an iPhone's apostrophe": ("N'Deye", "N’Deye"),
    "a modifier apostrophe": ("N'Deye", "Nʼdeye"),
    "a Cyrillic o": ("Nova", "Nоva"),
    "Cyrillic capitals": ("HOBA", "НОВА"),
    "a dotless i": ("Kismet", "Kısmet"),
    "a Turkish capital": ("istanbul", "İstanbul"),
    "ё": ("Алёна", "Алена"),
    "Arabic and Persian letters": ("كريم", "کریم"),
    "vowel signs": ("نَجمة", "نجمة"),
    "a stretched line": ("نجمـــة", "نجمة"),
    "wide letters": ("Ｎｏｖａ", "nova"),
    "digits of another script": ("Nova ٧", "Nova 7"),
    "nought for o": ("Nova", "N0va"),
    "one for l": ("Lola", "Lo1a"),
    "rn for m": ("Kama", "Karna"),
    "a Cyrillic м": ("Маma", "мama"),
    "a Hangul filler": ("Nova", "No\u3164va"),
    "a variation selector": ("小雨", "小\ufe00雨"),
    "a long dash": ("Ana-Lu", "Ana–Lu"),
}
SEEN_AS_ONE = {
    "capital I for small l": ("Ali", "AIi"),
    "small l for capital I": ("Iris", "lris"),
    "Greek capitals": ("NOVA", "ΝΟVΑ"),
}
TWO = {
    "an accent": ("Étoile", "Etoile"),
    "l and i": ("Alia", "Alla"),
    "n and v": ("Nova", "Vova"),
    "short i": ("Май", "Маи"),
    "one letter more": ("Nova", "Novaa"),
    "two words": ("Blue Heron", "BlueHeron"),
    "Chinese words": ("小雨", "小雪"),
}


@pytest.mark.parametrize(("a", "b"), ONE.values(), ids=ONE)
def test_these_are_looked_up_as_one(a, b):
    assert looks.compared(a) == looks.compared(b)


@pytest.mark.parametrize(("a", "b"), SEEN_AS_ONE.values(), ids=SEEN_AS_ONE)
def test_these_look_the_same_though_they_are_looked_up_apart(a, b):
    assert looks.skeleton(a) == looks.skeleton(b)
    assert looks.compared(a) != looks.compared(b)


@pytest.mark.parametrize(("a", "b"), TWO.values(), ids=TWO)
def test_these_are_two(a, b):
    assert looks.compared(a) != looks.compared(b)
    assert looks.skeleton(a) != looks.skeleton(b)


@pytest.mark.parametrize(
    "letters",
    [string.ascii_lowercase, "абвгдежзийклмнопрстуфхцчшщъыьэюя", "αβγδεζηθικλμνξοπρστφχψω"],
)
def test_no_two_letters_of_one_alphabet_become_one(letters):
    same = [(a, b) for a, b in combinations(letters, 2) if looks.compared(a) == looks.compared(b)]
    assert same == []


def test_comparing_what_was_compared_changes_nothing_more():
    for pair in [*ONE.values(), *TWO.values()]:
        for name in pair:
            once = looks.compared(name)
            assert looks.compared(once).replace("rn", "m") == once.replace("rn", "m")

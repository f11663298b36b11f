"""A name in plain letters, so that two spellings of it can be compared.

Accents, apostrophes and hyphens aside, and in Latin letters: Cyrillic, Greek and Arabic roughly,
letter by letter, by the small tables here. That is no transliteration anybody would print; it
brings "Мария" near "Maria", which is all it is for. Chinese isn't tried: its signs have no letters.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from academy.text import digits, signs

# Letters, and what stands for each of them; _ for nothing.
_CYRILLIC: Final = (
    "абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґўәөүұқғңһҳҷӣӯѓќљњћђџј",
    (
        "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh sh _ y _ e yu ya"
        " i i e g u a o u u k g n h h j i u g k l n c d j j"
    ),
)
_GREEK: Final = (
    "αβγδεζηθικλμνξοπρσςτυφχψω",
    "a v g d e z i th i k l m n x o p r s s t i f ch ps o",
)
_ARABIC: Final = (
    "اأإآٱبپتثجچحخدذرزژسشصضطظعغفقكکگلمنهةويىیؤئء",
    "a a a a a b p t th j ch h kh d d r z zh s sh s d t z _ gh f q k k g l m n h a w y y y w y _",
)
_LATIN: Final = {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe",
                 "þ": "th", "ð": "d", "ɓ": "b", "ɗ": "d", "ɛ": "e", "ɔ": "o", "ŋ": "n"}  # fmt: skip

_LETTERS: Final = str.maketrans({
    **_LATIN,
    **{
        sign: plain.strip("_")
        for letters, written in (_CYRILLIC, _GREEK, _ARABIC)
        for sign, plain in zip(letters, written.split(), strict=True)
    },
})  # fmt: skip
_JOINS: Final = re.compile(r"(?<=\w)['’ʼ`´‘ʻ\-‐‑.](?=\w)")


@lru_cache(maxsize=2**17)
def plain(name: str) -> str:
    """The words of a name in plain small letters and digits, with single spaces."""
    folded = digits.western(signs.ignored(name)).casefold()
    apart = unicodedata.normalize("NFKD", folded.translate(_LETTERS))
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    joined = _JOINS.sub("", bare).translate(_LETTERS)
    return " ".join(re.findall(r"\w+", joined.replace("_", " ")))


@lru_cache(maxsize=2**17)
def script(name: str) -> str:
    """The script of a name's first letter, as Unicode calls it: LATIN, CYRILLIC, ARABIC …; "" where
    it has none.
    """
    first = next((sign for sign in name if sign.isalpha()), None)
    return unicodedata.name(first, "").partition(" ")[0] if first else ""


def consonants(plain_name: str) -> str:
    """What is left of a plain name in a script that writes no vowels."""
    return re.sub(r"[aeiouyw ]|(.)(?=\1)", "", plain_name)


@lru_cache(maxsize=2**17)
def numbers(plain_name: str) -> tuple[str, ...]:
    """The numbers in a name: "Queen 1" and "Queen 2" are two, however near."""
    return tuple(re.findall(r"\d+", plain_name))


def near(one: str, other: str) -> bool:
    """Whether one letter added, left out, changed or swapped with the next makes them equal."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    if start is None:
        return True
    a, b = one[start:], other[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])


def without_one(plain_name: str) -> set[str]:
    """The name, and it with each letter left out: two near ones have one of them in common."""
    return {plain_name} | {plain_name[:i] + plain_name[i + 1 :] for i in range(len(plain_name))}

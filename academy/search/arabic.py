"""Arabic as it is looked for: every usual way to write a word, and its little words left off.

Readers write ى for ي, ه for ة, and a hamza on any seat or on none; و ف ب ل ك and ال are written
onto the word they belong to, where they can't be told from a word's own first letter. So a word has
several keys, and the index holds each: with its first letters and without.
"""

import re
import threading
from collections.abc import Iterator
from functools import lru_cache

_LETTERS = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("یىېے", "ي"),
        **dict.fromkeys("کڪ", "ك"),
        **dict.fromkeys("ھہەۀۃۂ", "ه"),
    }
)
_WITHOUT = str.maketrans({"ؤ": "و", "ئ": "ي", "ء": None})
_ANY_SEAT = str.maketrans(dict.fromkeys("ؤئء", "ا"))

_CERTAIN = ("وبال", "وكال", "فبال", "وال", "بال", "فال", "كال", "ولل", "فلل", "ال", "لل")
"""The longest first. What begins so is hardly ever a word of its own."""
_AND, _FOR = "وف", "بلك"
_WHOSE = re.compile("(?:(.{2,}ات)|(.{2,})ت)(?:نا|ها|هم|هن|كم|ه|ك|ي)")
"""Our budgets, our budget: the ة of the budget becomes a ت."""
_LEFT = 3
"""Letters that are left of a word without its first ones; fewer say too little."""


def alike(word: str) -> str:
    """Return `word` with one letter for those that people write for each other."""
    plain = word.translate(_LETTERS)
    if plain[-2:] in ("يء", "ئء"):  # شاطىء is شاطئ
        plain = plain[:-1]
    return plain


def spelt(word: str) -> str:
    """Return how `word` is compared letter by letter: without its hamzas, ة as ه."""
    return alike(word).translate(_WITHOUT).replace("ة", "ه")


@lru_cache(maxsize=100_000)
def keys(word: str) -> tuple[str, ...]:
    """Return all keys under which the index holds `word`; those of the whole word first."""
    return tuple(dict.fromkeys(key for core in cores(word) for key in _stems(core)))


@lru_cache(maxsize=10_000)
def asked(word: str) -> tuple[str, ...]:
    """Return the keys to look for, likeliest first: little words that are certain are left off."""
    core = _without_certain(alike(word))
    others = [one for one in cores(core)[1:] if len(one) > _LEFT]
    return tuple(dict.fromkeys(key for one in (core, *others) for key in _stems(one)))


def cores(word: str) -> list[str]:
    """Return `word`, and what it may be without the little words before it."""
    return list(dict.fromkeys(map(_without_certain, [whole := alike(word), *_shorter(whole)])))


def _shorter(word: str) -> Iterator[str]:
    rests = [word]
    if word[:1] in set(_AND) and len(word) > _LEFT:
        rests.append(word[1:])
        yield word[1:]
    for rest in rests:
        if rest[:1] in set(_FOR) and len(rest) > _LEFT:
            yield rest[1:]


def _without_certain(word: str) -> str:
    for beginning in _CERTAIN:
        if word.startswith(beginning) and len(word) >= len(beginning) + _LEFT - 1:
            return word[len(beginning) :]
    return word


def _stems(core: str) -> Iterator[str]:
    """Yield the stem of a word without its hamzas, and with all of them on one seat."""
    for plain in dict.fromkeys((core.translate(_WITHOUT), core.translate(_ANY_SEAT))):
        yield stem(plain)
        if whose := _WHOSE.fullmatch(plain):
            yield stem(whose[1] or f"{whose[2]}ة")


_ours = threading.local()


def stem(word: str) -> str:
    """Return the stem of a word (Whoosh's own Arabic stemmer fails on Python ≥ 3.7)."""
    # A snowball stemmer keeps the word it works on in itself: one for each thread.
    if not hasattr(_ours, "stemmer"):
        import snowballstemmer  # with 35 other languages

        _ours.stemmer = snowballstemmer.stemmer("arabic")
    if word.endswith("ه") and len(word) > _LEFT:
        word = f"{word[:-1]}ة"
    # It takes the ending off a word with its article only, as it must be a noun then.
    found: str = _ours.stemmer.stemWord(f"ال{word}")
    return (found.removeprefix("ال") or word).replace("ة", "ه")

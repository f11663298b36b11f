"""What counts as a word in each language, and when two words count as the same one.

- A word's *key* is its stem without accents: `évaluations`, `Évaluation` and `evaluation` share
  `evalu`. The stem comes first, because stemmers need the accents.
- A word's *surface* is the word itself in small letters without accents, for prefixes and typing
  mistakes, where a stem would be too blunt.
- Chinese has no spaces. A run of characters becomes its overlapping pairs and its last character
  alone, so that any word of two characters is exactly one pair, a longer one is a phrase of pairs,
  and a single character is the beginning of a pair.
"""

import re
import threading
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache

import snowballstemmer
from whoosh.lang import stemmer_for_language
from whoosh.lang.stopwords import stoplists
from whoosh.support.charset import accent_map

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\U00020000-\U0003ffff"
# Vowel signs that may be written inside an Arabic word, and accents that stand beside their letter.
_SIGNS = "\u0300-\u036f\u064b-\u065f\u0670"
_LETTER = f"[^\\W_{_HAN}]"
_WORD = f"{_LETTER}(?:{_LETTER}|[{_SIGNS}])*"
TOKEN = re.compile(f"([{_HAN}]+)|({_WORD})")
"""Group 1 is a run of Chinese (or Japanese) characters, group 2 a word of any other script."""

_STEMMED = ("en", "fr", "es", "ru", "pt", "de", "it", "nl", "da", "fi", "hu", "no", "ro", "sv")
_LONGEST = 64
_FOLDED = {
    **accent_map,
    **dict.fromkeys(map(ord, "أإآٱ"), "ا"),
    **dict.fromkeys([0x640, 0x670, *range(0x300, 0x370), *range(0x64B, 0x660)]),
    ord("œ"): "oe",
    ord("æ"): "ae",
    ord("ё"): "е",
}


@lru_cache(maxsize=100_000)
def surface(word: str) -> str:
    """Return `word` in small letters without accents, vowel signs or ё."""
    plain = unicodedata.normalize("NFKC", word[:_LONGEST]).lower()
    return plain.translate(_FOLDED)


@lru_cache(maxsize=100_000)
def key(word: str, language: str) -> str:
    """Return what `word` shares with its other forms in `language`."""
    plain = unicodedata.normalize("NFKC", word[:_LONGEST]).lower().replace("ё", "е")
    return surface(_stemmer(language)(plain))


@lru_cache(maxsize=256)
def token_beginning(letters: str) -> re.Pattern[str]:
    """Return TOKEN for words only whose surface begins with one of `letters`; it skips fast."""
    written = "".join(re.escape(one) for letter in letters for one in _written().get(letter, ""))
    if not written:
        return re.compile(f"([{_HAN}]+)|(?!)()")
    return re.compile(f"([{_HAN}]+)|(?<!{_LETTER})(?=[{written}])({_WORD})")


@lru_cache(maxsize=1)
def _written() -> dict[str, str]:
    """Return for each first letter of a surface the letters it may stand for, as `e` for `É`."""
    ways: dict[str, str] = defaultdict(str)
    for code in (
        *range(0x30, 0x530),
        *range(0x600, 0x700),
        *range(0xFF10, 0xFF5B),
        *range(0xFB00, 0xFB07),
    ):
        if chr(code).isalnum():
            ways[surface(chr(code))[:1]] += chr(code)
    return ways


def keeps_first_letter(language: str) -> bool:
    """Whether a key begins as its word does; Arabic stems lose the article."""
    return not language.startswith("ar")


@lru_cache(maxsize=100_000)
def is_stop_word(word: str, language: str) -> bool:
    """Whether `word` is too common to say anything (`the`, `и`)."""
    return word.lower() in stoplists.get(language[:2], ())


def pairs(run: str) -> list[str]:
    """Return the terms of a run of Chinese characters, one for each position."""
    return [run[at : at + 2] for at in range(len(run))]


def terms(text: str, language: str) -> Iterator[str]:
    """Yield what the index holds of `text`, in order."""
    for run, word in TOKEN.findall(text):
        if run:
            yield from pairs(run)
        elif not is_stop_word(word, language):
            yield key(word, language)


@lru_cache(maxsize=32)
def _stemmer(language: str) -> Callable[[str], str]:
    short = language.partition("-")[0]
    if short == "ar":
        return arabic_stem
    if short in _STEMMED:
        stem: Callable[[str], str] = stemmer_for_language(short)
        return stem
    return str


_arabic = threading.local()


def arabic_stem(word: str) -> str:
    """Return the stem of an Arabic word (Whoosh's own Arabic stemmer fails on Python ≥ 3.7)."""
    # A snowball stemmer keeps the word it works on in itself: one for each thread.
    if not hasattr(_arabic, "stemmer"):
        _arabic.stemmer = snowballstemmer.stemmer("arabic")
    stem: str = _arabic.stemmer.stemWord(word)
    return stem

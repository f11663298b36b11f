"""What counts as a word in each language, and when two words count as the same one.

- A word's *key* is its stem without accents: `évaluations`, `Évaluation` and `evaluation` share
  `evalu`. The stem comes first, because stemmers need the accents.
- A word's *surface* is the word itself in small letters without accents, for prefixes and typing
  mistakes, where a stem would be too blunt.
- A word has more than one key where readers expect more than one word to find it: an acronym is
  also itself (`who^`), a word too common to be looked for among others is kept apart (`who=`), a
  sign at the end counts (`a+`), Arabic words are known with and without their first letters.
- Chinese has no spaces. A run of characters becomes its overlapping pairs and its last character
  alone, so that any word of two characters is exactly one pair, a longer one is a phrase of pairs,
  and a single character is the beginning of a pair. Traditional characters are simplified ones.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from whoosh.lang import stemmer_for_language
from whoosh.lang.stopwords import stoplists
from whoosh.support.charset import accent_map

from academy.search import arabic
from academy.text import han

# With the radicals that a copied PDF has in the place of the same characters.
_HAN = (
    "\u2e80-\u2fd5\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff"
    "\U00020000-\U0003ffff"
)
# What nobody sees: where a word may be broken, joiners, directions.
_UNSEEN = "\u00ad\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff" + "".join(
    map(chr, range(0x202A, 0x202F))
)
# Vowel signs that may be written inside an Arabic word, and accents that stand beside their letter.
_SIGNS = f"\u0300-\u036f\u064b-\u065f\u0670{_UNSEEN}"
_LETTER = f"[^\\W_{_HAN}]"
_ALONE = f"[^\\W\\d_{_HAN}]"
_POINTED = f"(?<![\\w.])(?:{_ALONE}[.&])+{_ALONE}(?!\\w)"
_WORD = f"(?:{_POINTED}|{_LETTER}(?:{_LETTER}|[{_SIGNS}])*(?:(?:[+＋]{{1,2}}|#)(?!{_LETTER}))?)"
TOKEN = re.compile(f"([{_HAN}]+)|({_WORD})")
"""Group 1 is a run of Chinese (or Japanese) characters, group 2 a word of any other script."""

_STEMMED = ("en", "fr", "es", "ru", "pt", "de", "it", "nl", "da", "fi", "hu", "no", "ro", "sv")
_LONGEST = 64


class _Folded(dict[int, str | int | None]):
    """What each letter is compared as; digits of any script are found when they are first met."""

    def __missing__(self, code: int) -> str | int:
        found = str(unicodedata.decimal(chr(code))) if chr(code).isdecimal() else code
        self[code] = found
        return found


_FOLDED = _Folded(
    {
        **accent_map,
        **dict.fromkeys(map(ord, "أإآٱ"), "ا"),
        **dict.fromkeys([0x640, 0x670, *range(0x300, 0x370), *range(0x64B, 0x660)]),
        **dict.fromkeys(map(ord, f".{_UNSEEN}")),
        ord("œ"): "oe",
        ord("æ"): "ae",
        ord("ё"): "е",
    }
)
_ACRONYM, _COMMON = "^", "="
"""What the keys of acronyms and of stop words end with, so that they are no stems."""
_ACRONYMS = range(2, 9)


@lru_cache(maxsize=100_000)
def surface(word: str) -> str:
    """Return `word` in small letters without accents, vowel signs or ё, all digits as 0 to 9."""
    return arabic.spelt(_plain(word).translate(_FOLDED))


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKC", word[:_LONGEST]).lower()


def key(word: str, language: str) -> str:
    """Return what `word` shares with its other forms in `language`."""
    return stems(word, language)[0]


@lru_cache(maxsize=100_000)
def keys(word: str, language: str) -> tuple[str, ...]:
    """Return all keys under which the index holds `word`."""
    bare = bare_word(word)
    found = [acronym_key(bare)] if is_acronym(bare) else []
    if bare != word:
        found.append(surface(word))
    if not is_stop_word(bare, language):
        found += stems(bare, language)
    elif not found:
        found.append(common_key(bare))
    return tuple(found)


@lru_cache(maxsize=100_000)
def stems(word: str, language: str) -> tuple[str, ...]:
    """Return the keys of a word that isn't too common to be looked for."""
    plain = _plain(word).replace("ё", "е")
    if language.startswith("ar") and not plain.isascii():
        return arabic.keys(plain.translate(_FOLDED))
    return (surface(_stemmer(language)(plain)),)


def asked_stems(word: str, language: str) -> tuple[str, ...]:
    """Return the keys that answer to `word` in a query, likeliest first."""
    plain = _plain(word)
    if language.startswith("ar") and not plain.isascii():
        return arabic.asked(plain.translate(_FOLDED))
    return stems(word, language)


def parts(word: str, language: str) -> list[str]:
    """Return the words that are in `word`: in Arabic also those after the little words."""
    plain = _plain(word)
    if language.startswith("ar") and not plain.isascii():
        return list(dict.fromkeys([plain, *arabic.cores(plain.translate(_FOLDED))]))
    return [plain]


def bare_word(word: str) -> str:
    """Return `word` without the sign it may end with: A+, C++, C#."""
    return word.rstrip("+＋#")


def is_acronym(word: str) -> bool:
    """Whether `word` is in capitals, as WHO, U.N. and М&Э."""
    return word.isupper() and sum(map(str.isalpha, word)) >= _ACRONYMS[0] and len(word) in _ACRONYMS


def acronym_key(word: str) -> str:
    """Return the key of the acronym that `word`, in capitals or not, may be."""
    return surface(word) + _ACRONYM


def common_key(word: str) -> str:
    """Return the key of a stop word, which is only looked for where there is no other word."""
    return surface(word) + _COMMON


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
    return word.replace(".", "").lower() in stoplists.get(language[:2], ())


def pairs(run: str) -> list[str]:
    """Return the terms of a run of Chinese characters, one for each position."""
    return [run[at : at + 2] for at in range(len(run))]


def terms(text: str, language: str) -> Iterator[str]:
    """Yield what the index holds of `text`, in order."""
    for token in TOKEN.findall(text):
        yield from token_terms(token, language)


def token_terms(token: tuple[str, str], language: str) -> Sequence[str]:
    """Return what the index holds of what TOKEN has found, in order."""
    run, word = token
    return pairs(han.folded(run)) if run else keys(word, language)


@lru_cache(maxsize=32)
def _stemmer(language: str) -> Callable[[str], str]:
    short = language.partition("-")[0]
    if short in _STEMMED:
        stem: Callable[[str], str] = stemmer_for_language(short)
        return stem
    return str

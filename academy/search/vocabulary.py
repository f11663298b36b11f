"""All words of one language's courses as they are written, for what stems are too blunt for.

Unfinished words, words typed without their accents, and misspelt ones are first turned into words
that do occur. Whoosh could do this with a second, unstemmed field, at twice the size and time.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate

from whoosh.support.levenshtein import damerau_levenshtein

from academy.search.words import TOKEN, is_stop_word, key, surface

_MOST_COMPLETIONS = 16
_MOST_OCCURRENCES = 2_000
_CORRECTED = range(4, 25)
"""How long a word must be to be worth correcting, and may be to be one."""
_TWO_MISTAKES_FROM = 6


class Vocabulary:
    """Surfaces, each with its usual way to be written and how often it occurs."""

    def __init__(self, language: str, words: dict[str, tuple[str, int]]) -> None:
        self.language = language
        self.words = words

    @classmethod
    def of(cls, language: str, texts: Iterable[str]) -> "Vocabulary":
        """Count the words of `texts`."""
        written: dict[str, Counter[str]] = defaultdict(Counter)
        for text in texts:
            for _, word in TOKEN.findall(text):
                if word and not is_stop_word(word, language):
                    written[surface(word)][word.lower()] += 1
        usual = {one: (ways.most_common(1)[0][0], ways.total()) for one, ways in written.items()}
        return cls(language, usual)

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.words)

    def keys(self, word: str, *, unfinished: bool) -> list[str]:
        """Return the index's keys for `word`: its own, and those of words written like it."""
        written = surface(word)
        alike = [written, *(self._completions(written) if unfinished else ())]
        keys = [key(self.words[one][0], self.language) for one in alike if one in self.words]
        return list(dict.fromkeys((key(word, self.language), *keys)))

    def _completions(self, prefix: str) -> list[str]:
        """Return the commonest words that begin so, as many as can be looked up quickly."""
        found = sorted(self._beginning(prefix), key=lambda one: -self.words[one][1])
        sums = accumulate(self.words[one][1] for one in found[:_MOST_COMPLETIONS])
        return [one for one, total in zip(found, sums, strict=False) if total <= _MOST_OCCURRENCES]

    def _beginning(self, prefix: str) -> list[str]:
        start = bisect_left(self._sorted, prefix)
        return self._sorted[start : bisect_left(self._sorted, prefix + "\U0010ffff")]

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(key(usual, self.language) for usual, _ in self.words.values())

    def knows(self, word: str) -> bool:
        """Whether `word` occurs in some form, or is too common to tell."""
        return (
            is_stop_word(word, self.language)
            or surface(word) in self.words
            or key(word, self.language) in self._keys
        )

    def likeliest(self, word: str) -> str | None:
        """Return the word that was probably meant by a misspelt one, as it is written."""
        written = surface(word)
        # The first letter is rarely wrong, and most of the work is saved by believing it.
        begins_alike = self._near(written, self._beginning(written[:1]))
        best = min(begins_alike, default=None) or min(self._near(written, self.words), default=None)
        return best[2] if best else None

    def _near(self, written: str, words: Iterable[str]) -> Iterator[tuple[int, int, str]]:
        """Yield mistakes, minus frequency and usual writing of each of `words` like `written`."""
        most = 2 if len(written) >= _TWO_MISTAKES_FROM else 1
        lengths = range(len(written) - most, len(written) + most + 1)
        letters = set(written)
        for word in words:
            # Each mistake changes at most two letters of the set: cheap to see, and rarely passed.
            if len(word) in lengths and len(letters.symmetric_difference(word)) <= 2 * most:
                mistakes = damerau_levenshtein(written, word, limit=most)
                if mistakes <= most:
                    usual, count = self.words[word]
                    yield mistakes, -count, usual


def correct(text: str, vocabularies: list[Vocabulary]) -> str | None:
    """Return `text` with words nobody wrote replaced by the likeliest ones meant, or None.

    The first vocabulary that has a likely word decides; a word that any of them knows stays.
    """
    pieces, at = [], 0
    for token in TOKEN.finditer(text):
        better = _better(token[2], vocabularies) if token[2] else None
        if better is not None:
            pieces += [text[at : token.start()], better]
            at = token.end()
    return "".join([*pieces, text[at:]]).strip() if pieces else None


def _better(word: str, vocabularies: list[Vocabulary]) -> str | None:
    if len(word) not in _CORRECTED or any(one.knows(word) for one in vocabularies):
        return None
    return next(filter(None, (one.likeliest(word) for one in vocabularies)), None)

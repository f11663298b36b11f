"""All words of one language's courses as they are written, for what stems are too blunt for.

Unfinished words, words typed without their accents, and misspelt ones are first turned into words
that do occur. Whoosh could do this with a second, unstemmed field, at twice the size and time.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate

from whoosh.support.levenshtein import damerau_levenshtein

from academy.search.forms import other_forms
from academy.search.words import (
    TOKEN,
    acronym_key,
    asked_stems,
    bare_word,
    common_key,
    is_acronym,
    is_stop_word,
    parts,
    stems,
    surface,
)

_MOST_COMPLETIONS = 16
_MOST_OCCURRENCES = 2_000
_CORRECTED = range(4, 25)
"""How long a word must be to be worth correcting, and may be to be one."""
_TWO_MISTAKES_FROM = 6


class Vocabulary:
    """Surfaces, each with its usual way to be written and how often it occurs."""

    def __init__(
        self,
        language: str,
        read: Callable[[], dict[str, tuple[str, int]]],
        holds: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self.language = language
        self._read = read
        self.holds = holds
        """Whether the index holds a key."""

    @classmethod
    def of(cls, language: str, counted: Mapping[str, int]) -> "Vocabulary":
        """Those of these words, each with how often it is written, that say something."""
        written: dict[str, Counter[str]] = defaultdict(Counter)
        for word, count in counted.items():
            if not is_stop_word(bare_word(word), language):
                for part in parts(word, language):
                    written[surface(part)][part] += count
        usual = {one: (ways.most_common(1)[0][0], ways.total()) for one, ways in written.items()}
        return cls(language, lambda: usual)

    @cached_property
    def words(self) -> dict[str, tuple[str, int]]:
        """Read when somebody first asks in the language: they take more memory than its index."""
        return self._read()

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.words)

    def matters(self, word: str) -> bool:
        """Whether `word` is looked for among others: the acronym WHO is, the question isn't."""
        bare = bare_word(word)
        return not is_stop_word(bare, self.language) or self._is_acronym(bare)

    def begins(self, word: str) -> bool:
        """Whether `word` may be the beginning of another: it occurs nowhere by itself."""
        return not is_stop_word(word, self.language) and not self._occurs(word)

    def _occurs(self, word: str) -> bool:
        forms = other_forms(word.lower(), self.language)
        return any(surface(one) in self.words for one in (word, *forms))

    def writes(self, word: str) -> bool:
        """Whether `word` is one of this language, and doesn't only share a stem with one."""
        bare = bare_word(word)
        if is_stop_word(bare, self.language):
            return True
        keys = self.keys(bare, unfinished=False)
        if not surface(bare).isascii():  # no word of another language shares a stem with it
            return any(map(self.holds, keys))
        return self._occurs(bare) or self.holds(acronym_key(bare))

    def _is_acronym(self, bare: str) -> bool:
        return is_acronym(bare) and self.holds(acronym_key(bare))

    def keys(self, word: str, *, unfinished: bool) -> list[str]:
        """Return the index's keys for `word`: its own, and those of words written like it."""
        bare, signed = bare_word(word), surface(word)
        if bare != word and self.holds(signed):
            return [signed]
        acronym = [key for key in [acronym_key(bare)] if self.holds(key)]
        if is_stop_word(bare, self.language):
            return acronym if acronym and is_acronym(bare) else [*acronym, common_key(bare)]
        own = list(asked_stems(bare, self.language))
        own = [*acronym, *own] if is_acronym(bare) else [*own, *acronym]
        return list(dict.fromkeys([*own, *self._alike(surface(bare), bare, unfinished=unfinished)]))

    def _alike(self, written: str, word: str, *, unfinished: bool) -> Iterator[str]:
        """Yield the keys of words that occur: the same but for accents, one or many, begun."""
        usual = self.words[written][0] if written in self.words else word.lower()
        alike = [written]
        for part in parts(usual, self.language):
            alike += map(surface, other_forms(part, self.language))
        if unfinished and self.begins(word):
            alike += self._completions(written)
        for one in alike:
            if one in self.words:
                yield stems(self.words[one][0], self.language)[0]

    def _completions(self, prefix: str) -> list[str]:
        """Return the commonest words that begin so, as many as can be looked up quickly."""
        found = sorted(self._beginning(prefix), key=lambda one: -self.words[one][1])
        sums = accumulate(self.words[one][1] for one in found[:_MOST_COMPLETIONS])
        return [one for one, total in zip(found, sums, strict=False) if total <= _MOST_OCCURRENCES]

    def _beginning(self, prefix: str) -> list[str]:
        start = bisect_left(self._sorted, prefix)
        return self._sorted[start : bisect_left(self._sorted, prefix + "\U0010ffff")]

    def knows(self, word: str) -> bool:
        """Whether `word` occurs in some form, or is too common to tell."""
        bare = bare_word(word)
        return (
            is_stop_word(bare, self.language)
            or surface(bare) in self.words
            or any(map(self.holds, self.keys(bare, unfinished=False)))
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

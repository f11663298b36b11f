"""From what a visitor typed to the documents that answer it.

There is no query language: every word is a word, so no input can be malformed. First all words must
be there; if nothing has them all, whatever has most of them will do, and a spelling is suggested.
The last word may be unfinished.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from whoosh.query import And, Or, Phrase, Prefix, Query, Term
from whoosh.support.levenshtein import damerau_levenshtein

from academy.search.building import ALL, Shelf
from academy.search.passages import Wanted
from academy.search.schema import Found
from academy.search.words import TOKEN, is_stop_word, key, pairs, surface

LONGEST = 200
"""Characters of a query that are read; nobody types more by hand."""
MOST_WORDS = 12

_FIELDS = ("title", "text")
_SHORTEST_PREFIX = 2
_CORRECTED = range(4, 25)
"""How long a word must be to be worth correcting, and may be to be one."""
_TWO_MISTAKES_FROM = 6
_PREFIX_BOOST = 0.5


@dataclass(frozen=True)
class Words:
    """A query, cut into the words that matter in one language."""

    language: str
    words: tuple[str, ...]
    runs: tuple[str, ...]
    last: str
    """The surface of the last word if it may be unfinished, else empty."""

    @classmethod
    def cut(cls, text: str, language: str) -> "Words":
        """Cut `text`; words that are in every text are left out."""
        text = text[:LONGEST]
        words, runs, last = [], [], ""
        for token in list(TOKEN.finditer(text))[:MOST_WORDS]:
            last = ""
            if token[1]:
                runs.append(token[1])
            elif not is_stop_word(token[2], language):
                words.append(token[2])
                if token.end() == len(text) and len(surface(token[2])) >= _SHORTEST_PREFIX:
                    last = surface(token[2])
        return cls(language, tuple(words), tuple(runs), last)

    def __bool__(self) -> bool:
        return bool(self.words or self.runs)

    def strict(self) -> Query:
        """All words, Chinese ones to the letter."""
        return And([*map(self._word, self.words), *map(_run, self.runs)])

    def loose(self) -> Query:
        """Any of the words; of Chinese ones, any pair of characters."""
        shorter = [pair for run in self.runs for pair in _loose_runs(run)]
        return Or([*map(self._word, self.words), *map(_run, shorter)])

    def wanted(self, *, strict: bool) -> Wanted:
        """Return what is to be marked in the passages."""
        runs = self.runs if strict else tuple(r for run in self.runs for r in _loose_runs(run))
        return Wanted(
            language=self.language,
            keys=frozenset(key(word, self.language) for word in self.words),
            surfaces=frozenset(map(surface, self.words)),
            prefix=self.last,
            runs=runs,
        )

    def _word(self, word: str) -> Query:
        stem, written = key(word, self.language), surface(word)
        ways = [Term(field, stem) for field in _FIELDS]
        if written == self.last:
            ways.append(Prefix("spell", written, boost=_PREFIX_BOOST))
        else:
            ways.append(Term("spell", written))
        return Or(ways)


def _run(run: str) -> Query:
    """Find exactly these Chinese characters."""
    if len(run) == 1:
        return Or([Prefix(field, run) for field in _FIELDS])
    # The last pair of a run reaches its end; the single character after it is not asked for.
    terms = pairs(run)[:-1]
    if len(terms) == 1:
        return Or([Term(field, terms[0]) for field in _FIELDS])
    return Or([Phrase(field, terms) for field in _FIELDS])


def _loose_runs(run: str) -> list[str]:
    return pairs(run)[:-1] or [run]


def documents(
    shelf: Shelf, query: Query, limit: int, instead_of: str | None
) -> tuple[list[Found], int]:
    """Return the best `limit` documents and how many there are.

    With `instead_of`, a language, only those that nobody has translated into it.
    """
    mask = None
    if instead_of is not None:
        mask = Or([Term("not_for", instead_of), Term("not_for", ALL)])
    results = shelf.searcher.search(query, limit=limit, mask=mask)
    return [Found(*hit["found"]) for hit in results], len(results)


def correct(text: str, shelves: list[Shelf]) -> str | None:
    """Return `text` with words nobody wrote replaced by the likeliest ones meant, or None."""
    pieces, at = [], 0
    text = text[:LONGEST]
    for token in list(TOKEN.finditer(text))[:MOST_WORDS]:
        better = _better(token[2], shelves) if token[2] else None
        if better is not None:
            pieces += [text[at : token.start()], better]
            at = token.end()
    return "".join([*pieces, text[at:]]).strip() if pieces else None


def _better(word: str, shelves: list[Shelf]) -> str | None:
    written = surface(word)
    if len(written) not in _CORRECTED or any(_knows(shelf, word) for shelf in shelves):
        return None
    for shelf in shelves:
        best = min(_near(shelf, written), default=None)
        if best is not None:
            return best[2]
    return None


def _knows(shelf: Shelf, word: str) -> bool:
    if is_stop_word(word, shelf.language) or surface(word) in shelf.spellings:
        return True
    return ("text", key(word, shelf.language)) in shelf.searcher.reader()


def _near(shelf: Shelf, written: str) -> Iterator[tuple[int, int, str]]:
    """Yield mistakes, minus how common it is, and how it is written, of every similar word."""
    most = 2 if len(written) >= _TWO_MISTAKES_FROM else 1
    # The automaton counts two swapped letters as two mistakes, so it is asked for two in any case.
    for similar in shelf.searcher.reader().terms_within("spell", written, 2, prefix=1):
        mistakes = damerau_levenshtein(written, similar, limit=most)
        if mistakes <= most and similar in shelf.spellings:
            usual, count = shelf.spellings[similar]
            yield mistakes, -count, usual

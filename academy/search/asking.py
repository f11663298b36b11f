"""From what a visitor typed to the documents that answer it.

There is no query language: every word is a word, so no input can be malformed. First all words must
be there; if nothing has them all, whatever has most of them will do, and a spelling is suggested.
Words too common to say anything are looked for only where there are no others. The last word may be
unfinished.
"""

from dataclasses import dataclass

from whoosh.query import And, Or, Phrase, Prefix, Query, Term

from academy.courses.languages import MADE_FROM
from academy.search.building import Shelf
from academy.search.documents import ALL
from academy.search.passages import Wanted
from academy.search.schema import Found, has_phrases
from academy.search.vocabulary import Vocabulary
from academy.search.words import TOKEN, pairs, surface
from academy.text import han

LONGEST = 200
"""Characters of a query that are read; nobody types more by hand."""
_MOST_WORDS = 12
_SHORTEST_PREFIX = 2
_LIKE_IT = 0.6
"""What a completion counts beside the word itself."""


@dataclass(frozen=True)
class Words:
    """A query, cut into the words that matter in one language."""

    language: str
    words: tuple[tuple[str, ...], ...]
    """For each word the keys that stand for it, its own first."""
    runs: tuple[tuple[str, ...], ...]
    """For each Chinese word the ways to write it, simplified."""
    typed: tuple[str, ...]
    """The words that aren't Chinese, as they were typed."""
    last: str
    """The surface of the last word if it may be unfinished, else empty."""

    @classmethod
    def cut(cls, text: str, vocabulary: Vocabulary) -> "Words":
        """Cut `text`; words that are in every text are left out where there are others."""
        tokens = list(TOKEN.finditer(text))[:_MOST_WORDS]
        matter = [one for one in tokens if one[1] or vocabulary.matters(one[2])] or tokens
        words: list[tuple[str, ...]] = []
        runs: list[tuple[str, ...]] = []
        last = ""
        for token in matter:
            if token[1]:
                runs.append(han.ways(token[1]))
                continue
            written = surface(token[2])
            unfinished = token.end() == len(text) and len(written) >= _SHORTEST_PREFIX
            keys = vocabulary.keys(token[2], unfinished=unfinished)
            last = written if unfinished and vocabulary.begins(token[2]) else ""
            words.append(tuple(keys))
        typed = tuple(token[2] for token in matter if token[2])
        return cls(vocabulary.language, tuple(words), tuple(runs), typed, last)

    def __bool__(self) -> bool:
        return bool(self.words or self.runs)

    def written(self, vocabulary: Vocabulary) -> bool:
        """Whether this language writes every one of the words; of Chinese ones nobody can tell."""
        chinese = self.language.startswith("zh")
        return (chinese or not self.runs) and all(map(vocabulary.writes, self.typed))

    def strict(self) -> Query:
        """All words, Chinese ones to the letter."""
        runs = [_any([*map(self._run, ways)]) for ways in self.runs]
        return _all([*map(_any_key, self.words), *runs])

    def loose(self) -> Query:
        """Any of the words; of Chinese ones, any pair of characters."""
        shorter = self._looser()
        return _any([*map(_any_key, self.words), *map(self._run, shorter)])

    def wanted(self, *, strict: bool) -> Wanted:
        """Return what is to be marked in the passages."""
        runs = [way for ways in self.runs for way in ways] if strict else self._looser()
        keys = frozenset(key for keys in self.words for key in keys)
        return Wanted(self.language, keys, self.last, tuple(runs))

    def _looser(self) -> list[str]:
        return [pair for ways in self.runs for way in ways for pair in _loose_runs(way)]

    def _run(self, run: str) -> Query:
        """Find exactly these Chinese characters."""
        if len(run) == 1:
            return Prefix("text", run)
        # The last pair of a run reaches its end; the single character after it is not asked for.
        terms = pairs(run)[:-1]
        if len(terms) > 1 and has_phrases(self.language):
            return Phrase("text", terms)
        return _all([Term("text", term) for term in terms])


def _any_key(keys: tuple[str, ...]) -> Query:
    typed, *like_it = keys
    return _any([Term("text", typed), *(Term("text", key, boost=_LIKE_IT) for key in like_it)])


def _all(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else And(queries)


def _any(queries: list[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Or(queries)


def _loose_runs(run: str) -> list[str]:
    return pairs(run)[:-1] or [run]


def documents(shelf: Shelf, query: Query, limit: int, reader: str) -> tuple[list[Found], int]:
    """Return the best `limit` documents and how many there are for who reads a language: in
    another one only those that nobody has translated into it.
    """
    without = _without(shelf.language, reader)
    best = shelf.scoring.best(query, limit, without)
    if best is not None:
        stored = shelf.searcher.stored_fields
        return [Found(*stored(number)["found"]) for number in best[0]], best[1]
    # Not as a query with AndNot: Whoosh's lets the first document through, whatever it is.
    mask = Or([Term("not_for", one) for one in sorted(without)]) if without else None
    # Without its optimisation Whoosh counts while it scores, instead of searching a second time.
    results = shelf.searcher.search(query, limit=limit, optimize=False, mask=mask)
    return [Found(*hit["found"]) for hit in results], len(results)


def _without(language: str, reader: str) -> frozenset[str]:
    """What documents in a language may not be marked with (`not_for`) to be for this reader."""
    source = MADE_FROM.get(reader, reader)
    if language == reader:
        return frozenset()
    return frozenset({reader} if language == source else {reader, source, ALL})

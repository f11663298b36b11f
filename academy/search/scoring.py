"""Whoosh's own scores, counted block by block instead of posting by posting.

Whoosh walks through the postings of a query one after the other, through several objects each. The
queries of this house are words, any or all of some words; for these it is enough to take the
numbers of a whole block at once and to add them up. What comes out is what Whoosh says (BM25F with
its usual numbers), which a test compares; for any other query it is asked itself.

Whoosh is at exactly one version here, so that its blocks may be read as they are.
"""

from collections.abc import Iterator
from functools import lru_cache
from heapq import nsmallest

from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.query import And, Or, Query, Term
from whoosh.reading import TermNotFound
from whoosh.searching import Searcher

_K1, _B = 1.2, 0.75
"""Whoosh's own."""
Scores = dict[int, float]


class Scoring:
    """The scores of one language's documents. Safe to use from many threads."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._weights: list[float] = []
        self.holders = lru_cache(maxsize=32)(self._holders)

    def best(
        self, query: Query, limit: int, without: frozenset[str] = frozenset()
    ) -> tuple[list[int], int] | None:
        """The numbers of the best documents and how many there are, `without` those that hold one
        of these words in `not_for`; None for a query that only Whoosh understands.
        """
        found = self._scores(query)
        if found is None:
            return None
        for word in without:
            for number in self.holders(word):
                found.pop(number, None)
        best = nsmallest(limit, ((-score, number) for number, score in found.items()))
        return [number for _score, number in best], len(found)

    def _scores(self, query: Query) -> Scores | None:
        if isinstance(query, Term):
            return self._of_term(query)
        if not isinstance(query, And | Or):
            return None
        parts = [self._scores(one) for one in query.subqueries]
        known = [one for one in parts if one is not None]
        if len(known) < len(parts) or not known:
            return None
        return _all(known) if isinstance(query, And) else _any(known)

    def _of_term(self, term: Term) -> Scores:
        idf = self._searcher.idf(term.fieldname, term.text) * (_K1 + 1) * term.boost
        slower = self._slower()
        return {
            number: idf * weight / (weight + slower[number])
            for number, weight in self._postings(term.fieldname, term.text)
        }

    def _slower(self) -> list[float]:
        """For each document what its length takes from a word's weight."""
        if not self._weights:
            reader = self._searcher.reader()
            usual = self._searcher.avg_field_length("text") or 1
            self._weights = [
                _K1 * (1 - _B + _B * reader.doc_field_length(number, "text", 1) / usual)
                for number in range(reader.doc_count_all())
            ]
        return self._weights

    def _holders(self, word: str) -> frozenset[int]:
        """The documents that hold a word in `not_for`."""
        return frozenset(number for number, _weight in self._postings("not_for", word))

    def _postings(self, field: str, word: str) -> Iterator[tuple[int, float]]:
        try:
            matcher = self._searcher.reader().postings(field, word)
        except TermNotFound:
            return
        if not isinstance(matcher, W3LeafMatcher):
            while matcher.is_active():
                yield matcher.id(), matcher.weight()
                matcher.next()
            return
        while matcher.is_active():
            matcher.id(), matcher.weight()  # reads the block
            yield from zip(matcher._ids, matcher._weights, strict=True)  # noqa: SLF001
            matcher._next_block()  # noqa: SLF001


def _all(parts: list[Scores]) -> Scores:
    first, *others = sorted(parts, key=len)
    for other in others:
        first = {
            number: score + other[number] for number, score in first.items() if number in other
        }
    return first


def _any(parts: list[Scores]) -> Scores:
    *others, most = sorted(parts, key=len)
    for other in others:
        for number, score in other.items():
            most[number] = most.get(number, 0.0) + score
    return most

"""What is counted block by block is what Whoosh says, posting by posting."""

import random
from dataclasses import replace

import pytest
from whoosh.query import And, Or, Phrase, Prefix, Term

from academy.search import Index
from academy.search.asking import Words
from academy.search.documents import ALL
from tests.benchmarks import search as generated

SECTIONS = 400


@pytest.fixture(scope="module", params=["en", "zh-Hans"])
def shelf(request, tmp_path_factory):
    """One language with so many sections that a common word's postings lie in several blocks."""
    rnd = random.Random(5)
    words = {request.param: generated.vocabulary(request.param, rnd)}
    library = generated.library([request.param], SECTIONS, words, rnd)
    index = Index(tmp_path_factory.mktemp("search"))
    index.refresh(library)
    opened = index._opened.shelves[request.param]
    yield opened, words[request.param]
    index.close()


def by_whoosh(shelf, query, mask=None):
    """What Whoosh says of every document that has what is asked."""
    results = shelf.searcher.search(query, limit=None, optimize=False, mask=mask)
    return {hit.docnum: hit.score for hit in results}


def same(shelf, query, without=frozenset(), mask=None):
    """Whether ours are those documents in that order; False where only Whoosh understands.

    Sums of the same numbers in another order may differ in their last digits.
    """
    told = by_whoosh(shelf, query, mask)
    for limit in (1, 10, 10_000):
        found = shelf.scoring.best(query, limit, without)
        if found is None:
            return False
        numbers, total = found
        assert total == len(told), query
        assert len(set(numbers)) == len(numbers) == min(limit, total)
        usual = sorted(told.values(), reverse=True)[:limit]
        assert [told[one] for one in numbers] == pytest.approx(usual, rel=1e-5), query
    return True


def queries(shelf, words):
    """Common and rare words, all or any of several, some weighing less, some in no text."""
    rnd = random.Random(6)
    for _ in range(60):
        some = [words[min(int(rnd.expovariate(0.05)), len(words) - 1)] for _ in range(3)]
        for text in (some[0], " ".join(some), f"{some[1]} nowhereatall"):
            cut = Words.cut(text, shelf.vocabulary)
            yield from (cut.strict(), cut.loose())
        yield And([Or([Term("text", "a"), Term("text", "b", boost=0.6)]), Term("text", "c")])


def test_the_same_documents_in_the_same_order_as_whoosh(shelf):
    opened, words = shelf
    compared = [same(opened, query) for query in queries(opened, words)]
    assert sum(compared) > len(compared) * (0.9 if opened.language == "en" else 0.3)


def test_what_is_translated_is_left_out_as_whoosh_does(shelf):
    opened, words = shelf
    for word in words[:10]:
        query = Words.cut(word, opened.vocabulary).strict()
        for away in ("fr", opened.language):
            mask = Or([Term("not_for", away), Term("not_for", ALL)])
            same(opened, query, frozenset({away, ALL}), mask)


@pytest.mark.parametrize(
    "query",
    [
        Phrase("text", ["a", "b"]), Prefix("text", "a"),
        And([Term("text", "a"), Prefix("text", "b")]),
        Or([Term("text", "a"), Phrase("text", ["b", "c"])]),
    ],
)  # fmt: skip
def test_what_only_whoosh_understands_is_left_to_it(shelf, query):
    assert shelf[0].scoring.best(query, 10) is None


def test_two_searches_at_once_dont_share_what_they_add_up(shelf):
    """What is summed belongs to the query: nothing that is kept is written to."""
    opened, words = shelf
    query = Or([Term("text", Words.cut(word, opened.vocabulary).words[0][0])
                for word in words[:3] if Words.cut(word, opened.vocabulary).words])  # fmt: skip
    if not query.subqueries:
        query = Or([Term("text", words[0]), Term("text", words[1])])
    first = opened.scoring.best(query, 20, frozenset({"xx"}))
    assert opened.scoring.best(query, 20, frozenset({"xx"})) == first
    assert replace(opened) == opened

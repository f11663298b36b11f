"""The lines shown below a hit: a piece of its text around the words that were looked for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from academy.search.words import TOKEN, keeps_first_letter, keys, surface, token_beginning
from academy.text import han

Passage = tuple[tuple[str, bool], ...]
"""Pieces of text in order, each with whether it is one of the words looked for."""

_LATIN_LENGTH = 220
_HAN_LENGTH = 90
_LEAD = 4
"""The first word looked for stands after at most a quarter of the passage."""


@dataclass(frozen=True)
class Wanted:
    """The words of a query, as they are to be marked."""

    language: str
    keys: frozenset[str]
    prefix: str
    """How words may begin, too; empty if the last word is finished."""
    runs: tuple[str, ...]
    """Chinese words as they are compared, marked wherever they stand in a run of characters."""

    @property
    def many(self) -> bool:
        """Whether there is more than one word, so that some passages hold more of them."""
        return len(self.keys) + len(self.runs) > 1

    @cached_property
    def _token(self) -> re.Pattern[str]:
        if not keeps_first_letter(self.language):
            return TOKEN
        return token_beginning(
            "".join(sorted({one[0] for one in (*self.keys, self.prefix) if one}))
        )

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where `text` holds one of the words, in order and without overlap."""
        for token in self._token.finditer(text):
            word = token[2]
            if word is None:
                yield from self._inside(token[1], token.start())
            elif self._is_wanted(word):
                yield token.span()

    def _is_wanted(self, word: str) -> bool:
        if self.prefix and surface(word).startswith(self.prefix):
            return True
        return not self.keys.isdisjoint(keys(word, self.language))

    def _inside(self, run: str, offset: int) -> Iterator[tuple[int, int]]:
        marked, run = [False] * len(run), han.folded(run)
        for wanted in self.runs:
            at = run.find(wanted)
            while at >= 0:
                marked[at : at + len(wanted)] = [True] * len(wanted)
                at = run.find(wanted, at + 1)
        at = offset
        for is_marked, characters in groupby(marked):
            end = at + len(list(characters))
            if is_marked:
                yield at, end
            at = end


def passage(text: str, wanted: Wanted) -> Passage:
    """Return the piece of `text` that holds most of the words, or its beginning.

    `text` has single spaces only, as the index keeps it.
    """
    length = _HAN_LENGTH if wanted.language.startswith("zh") else _LATIN_LENGTH
    spans = _enough_spans(text, wanted, length)
    start = _best_start(text, spans, length)
    end = min(len(text), start + length)
    start, end = _whole_words(text, start, end)
    pieces: list[tuple[str, bool]] = [("…", False)] if start else []
    at = start
    for left, right in spans:
        if left >= start and right <= end:
            pieces += [(text[at:left], False), (text[left:right], True)]
            at = right
    pieces.append((text[at:end], False))
    if end < len(text):
        pieces.append(("…", False))
    return tuple(piece for piece in pieces if piece[0])


def _enough_spans(text: str, wanted: Wanted, length: int) -> list[tuple[int, int]]:
    """Return all spans, or only the first few where no later passage can be better."""
    spans: list[tuple[int, int]] = []
    for span in wanted.spans(text):
        if spans and not wanted.many and span[0] > spans[0][0] + length:
            break
        spans.append(span)
    return spans


def _best_start(text: str, spans: list[tuple[int, int]], length: int) -> int:
    best, most = 0, 0
    for left, _ in spans:
        inside = {text[a:b].lower() for a, b in spans if left <= a and b <= left + length // 2}
        if len(inside) > most:
            best, most = left, len(inside)
    if not most or best < length // 2:
        return 0
    return max(0, min(best - length // _LEAD, len(text) - length))


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Move both ends to the next space, unless there is none nearby, as in Chinese."""
    if start:
        space = text.find(" ", start, start + 30)
        start = space + 1 if space >= 0 else start
    if end < len(text):
        space = text.rfind(" ", max(start, end - 30), end)
        end = space if space >= 0 else end
    return start, end

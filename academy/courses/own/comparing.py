"""What changed between two texts, word by word: what is gone, what is new, what stayed.

A word is what stands between spaces; Chinese, Japanese and Thai write none, so there each sign is
one. Long runs that have nothing in common are not compared word by word: their length would be
taken twice over.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

Kind = Literal["same", "gone", "new"]
LONGEST: Final = 1_500
"""Words, or lines, that are still compared one by one."""
_WORD = re.compile(
    r"\n|[^\S\n]+|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)


class Piece(NamedTuple):
    """A run of words, and what became of it."""

    kind: Kind
    text: str


def changes(then: str, now: str) -> list[Piece]:
    """The words of both texts in order, each as same, gone or new."""
    before, after = then.splitlines(keepends=True), now.splitlines(keepends=True)
    if len(before) + len(after) > LONGEST:
        before, after = [then], [now]
    found: list[Piece] = []
    for piece in _compared(before, after):
        if found and found[-1].kind == piece.kind:
            found[-1] = Piece(piece.kind, found[-1].text + piece.text)
        elif piece.text:
            found.append(piece)
    return found


def _compared(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, new = "".join(before[a:b]), "".join(after[c:d])
        if kind == "equal":
            yield Piece("same", new)
        else:
            yield from _by_words(gone, new)


def _by_words(gone: str, new: str) -> Iterator[Piece]:
    before, after = _WORD.findall(gone), _WORD.findall(new)
    if not before or not after or len(before) + len(after) > LONGEST:
        yield from (Piece("gone", gone), Piece("new", new))
        return
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(after[c:d]))
        else:
            yield Piece("gone", "".join(before[a:b]))
            yield Piece("new", "".join(after[c:d]))

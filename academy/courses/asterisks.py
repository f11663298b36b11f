"""Asterisks that a reader would see: bold that did not become bold.

Bold ends behind a letter; behind a sign it ends only if a space or another sign follows. In
`**Note:** this` it does. Chinese has no space there, and `**注意：**这` is shown as it is written;
the sign belongs behind the bold: `**注意**：这`. Titles, worksheets and the words of a drawing are
no Markdown at all, and show every asterisk.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from academy.courses import citations, markdown
from academy.courses.problems import Problem

if TYPE_CHECKING:
    from markdown_it.token import Token

_MEANT: Final = re.compile(r"(?<!\\)((?:\\\\)*)\\\*")
_AROUND: Final = re.compile(r".{0,4}?\*.{0,40}")
_BREAKS: Final = ("softbreak", "hardbreak")


def told(file: str, line: int, source: str) -> Iterator[Problem]:
    """Name what is seen first in each line of a text in Markdown that begins below `line`."""
    first: dict[int, str] = {}
    for at, words in _seen(source):
        first.setdefault(at, words)
    for at, words in sorted(first.items()):
        advice = "put signs behind the bold, or write “\\*” if they are meant"
        yield _problem(file, line + at + 1, words, advice)


def told_of_words(file: str, line: int, words: str) -> Iterator[Problem]:
    """Name what is seen in words that are shown as they are written."""
    if "*" in words:
        yield _problem(file, line, words, "nothing can be bold here")


def _problem(file: str, line: int, words: str, advice: str) -> Problem:
    found = _AROUND.search(words)
    shown = found[0].strip() if found else words
    problem = f"A reader sees the asterisks of “{shown}”: {advice}."
    return Problem(file, line, problem, "warning")


def _seen(source: str) -> Iterator[tuple[int, str]]:
    """The index of a line and words in it, wherever asterisks are left over."""
    if "*" not in source:
        return
    # What was meant is another sign for once, as long and no letter either.
    source = _MEANT.sub(r"\1\\#", source)
    yield from _left_over(markdown.parse(source))
    if "[^" in source:
        # Where bold ends at a mark, it may do so on the page and not in the search, or the reverse.
        numbers = {id: 1 for _, id in citations.marks(source)}
        yield from _left_over(markdown.parse(citations.linked(source, numbers)))
        for at, _, work in citations.works(source):
            yield from ((at, words) for _, words in _left_over(markdown.parse(work)))


def _left_over(tokens: "Iterable[Token]") -> Iterator[tuple[int, str]]:
    start = 0
    for token in tokens:
        start = token.map[0] if token.map else start  # a cell has none, its row has
        _, _, title = token.info.strip().partition(" ")
        if token.type.startswith("container_") and token.nesting > 0 and "*" in title:
            yield start, title
        at = start
        for child in token.children or ():
            at += child.type in _BREAKS
            if child.type == "text" and "*" in child.content:
                yield at, child.content

"""The adaptation record at the end of each paper: what it comes from, and what it has become.

The first half is filled in, the second is left to whoever adapts the paper. Nobody's name is asked
for: who adopts and who teaches is a body or a role.
"""

from collections.abc import Callable
from dataclasses import dataclass

from academy.courses import dates
from academy.papers.model import Front, Paper


@dataclass(frozen=True)
class Half:
    """One half of the record: its heading, and labels with what is said there, "" where nothing."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Record:
    """The last page of a paper."""

    title: str
    halves: tuple[Half, Half]
    may: str
    """What may be done with the text."""


def record(paper: Paper, front: Front, month: Callable[[int, int], str]) -> Record:
    """The record of a paper, in the words of its language."""
    words = front.words
    earlier = tuple((words["earlier"], str(one)) for one in paper.adapted_from)
    source = (
        (words["title"], paper.title),
        (words["by"], paper.by),
        (words["version"], paper.version),
        (words["as_of"], dates.shown(paper.as_of, month)),
        (words["licence"], paper.licence),
        *earlier,
    )
    blank = ("title", "by", "version", "adopted_on", "adopted_by", "changes", "teaches", "review")
    halves = (
        Half(words["source"], source),
        Half(words["ours"], tuple((words[key], "") for key in blank)),
    )
    return Record(words["record"], halves, words["may"])


def standing(paper: Paper, front: Front) -> str:
    """Title and version, as they stand at the foot of each page."""
    return f"{paper.title} · {front.words['version']} {paper.version}"


def lineage(paper: Paper) -> str:
    """Where a paper comes from, in one line, for a file's properties."""
    here = f"{paper.title} · {paper.by} · {paper.version} · {paper.licence}"
    return " ← ".join([here, *map(str, paper.adapted_from)])

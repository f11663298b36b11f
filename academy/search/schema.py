"""What one document of the index is. Whoosh pickles these classes by name, so they stay here.

A document is one section of one lesson in one language, or the lesson itself (`section` empty:
title, summary, lead). Quizzes are left out, so that nobody finds the answers by searching.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from whoosh.analysis import Analyzer, Token
from whoosh.fields import KEYWORD, STORED, TEXT, Schema

from academy.search.words import terms

TITLE_WEIGHT = 3


class Found(NamedTuple):
    """What the index gives back of a document."""

    course: str
    lesson: str
    section: str
    course_title: str
    lesson_title: str
    section_title: str
    text: str


class Keys(Analyzer):  # type: ignore[misc]
    """Cuts text into the keys of its words."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, value: str, **options: Any) -> Iterator[Token]:  # noqa: ANN401 - Whoosh's own
        """Yield one token, again and again, as Whoosh expects."""
        token = Token(positions=True, mode=options.get("mode", ""))
        for token.pos, token.text in enumerate(terms(value, self.language)):
            yield token


def has_phrases(language: str) -> bool:
    """Whether words are phrases of pairs, so that the index must know where each pair stands."""
    return language.startswith("zh")


def indexed(found: Found) -> str:
    """Return the words to index: a word in the title counts as often as several in the text.

    One field is half the size of a title and a text field, and takes half the time to search.
    """
    return "\n".join([title(found)] * TITLE_WEIGHT + [found.text])


def title(found: Found) -> str:
    """Return the title whose words weigh more."""
    return found.section_title or found.lesson_title


def schema(language: str) -> Schema:
    """Return the fields of the index of `language`."""
    return Schema(
        text=TEXT(analyzer=Keys(language), phrase=has_phrases(language)),
        not_for=KEYWORD(),
        found=STORED(),
    )

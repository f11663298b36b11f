"""What one document of the index is. Whoosh pickles these classes by name, so they stay here.

A document is one section of one lesson in one language, or the lesson itself (`section` empty:
title, summary, lead). Quizzes are left out, so that nobody finds the answers by searching.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from whoosh.analysis import Analyzer, Token
from whoosh.fields import KEYWORD, STORED, TEXT, Schema

from academy.search.words import surfaces, terms

TITLE_BOOST = 3.0


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
        return _tokens(terms(value, self.language), options)


class Surfaces(Keys):
    """Cuts text into words as they are written, for prefixes and suggestions."""

    def __call__(self, value: str, **options: Any) -> Iterator[Token]:  # noqa: ANN401 - Whoosh's own
        """Yield one token, again and again, as Whoosh expects."""
        return _tokens(surfaces(value, self.language), options)


def _tokens(texts: Iterator[str], options: dict[str, Any]) -> Iterator[Token]:
    token = Token(positions=True, mode=options.get("mode", ""))
    for token.pos, token.text in enumerate(texts, options.get("start_pos", 0)):
        yield token


def schema(language: str) -> Schema:
    """Return the fields of the index of `language`."""
    keys = Keys(language)
    return Schema(
        title=TEXT(analyzer=keys, field_boost=TITLE_BOOST),
        text=TEXT(analyzer=keys),
        spell=TEXT(analyzer=Surfaces(language), phrase=False),
        not_for=KEYWORD(),
        found=STORED(),
    )

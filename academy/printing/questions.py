"""Questions as they stand away from a form: to be read, tried, and looked up afterwards.

The one place that knows what a quiz asks; handouts, booklets, books and pages only lay it out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from academy.courses import Lesson

_LETTERS: Final = {"ar": "أبجدهوزحطي", "ru": "АБВГДЕЖЗИК"}


@dataclass(frozen=True)
class Choice:
    """One of what can be chosen. All HTML here is a course's and stands to be put elsewhere."""

    letter: str
    html: str
    right: bool
    feedback_html: str


@dataclass(frozen=True)
class Asked:
    """One question: what it asks, what can be chosen, what is right and why."""

    id: str
    number: int
    text_html: str
    more_html: str
    choices: tuple[Choice, ...]

    @property
    def key(self) -> str:
        """What is right, as it stands among the answers."""
        return " ".join(choice.letter for choice in self.choices if choice.right)

    @property
    def why_html(self) -> str:
        """What is said to whoever has it right."""
        return " ".join(choice.feedback_html for choice in self.choices if choice.right)


def asked(lesson: Lesson) -> Iterator[Asked]:
    """The questions of a lesson, numbered from 1; none where it has no quiz."""
    for number, one in enumerate(lesson.quiz.questions if lesson.quiz else (), 1):
        choices = (
            Choice(letter(at, lesson.language), option.html, option.right, option.feedback_html)
            for at, option in enumerate(one.options)
        )
        yield Asked(one.id, number, one.text_html, one.more_html, tuple(choices))


def letter(index: int, language: str) -> str:
    """What a choice is called: A, B, C in the letters of its language."""
    letters = _LETTERS.get(language, "ABCDEFGHIJ")
    return letters[index] if index < len(letters) else str(index + 1)

"""Questions as they stand away from a form: to be read, tried, and looked up afterwards.

The one place that knows what a quiz asks; handouts, booklets, books, pages and the forms of a test
only lay it out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from academy.courses import Case, InOrder, Option, Question, Quiz
from academy.courses.markdown import Place

_LETTERS: Final = {"ar": "أبجدهوزحطي", "ru": "АБВГДЕЖЗИК"}
_SEED: Final = "paper"
"""A list to be put in order is shuffled, and everywhere and always alike."""


@dataclass(frozen=True)
class Choice:
    """One of what is listed. All HTML here is a course's and stands to be put elsewhere."""

    letter: str
    html: str
    right: bool
    feedback_html: str


@dataclass(frozen=True)
class Asked:
    """One question: what it asks, what is listed, what is right and why."""

    id: str
    number: int
    kind: str
    text_html: str
    more: str
    """Markdown, of blocks; `place` is where it stands."""
    place: Place
    case: Case | None
    """The text that this and the next questions share, where it is the first of them."""
    unit: str
    choices: tuple[Choice, ...]
    key_html: str
    """What is right, as it stands among the answers."""
    lines: tuple[Option, ...]
    """What is said to which answer, where the choices don't say it themselves."""

    @property
    def why_html(self) -> str:
        """What is said to whoever has it right."""
        said = [one.feedback_html for one in self.choices if one.right]
        said += [one.feedback_html for one in self.lines if one.right]
        return " ".join(filter(None, said))


def asked(quiz: Quiz | None) -> Iterator[Asked]:
    """The questions of a quiz, numbered from 1; none where there is no quiz."""
    before: Case | None = None
    for number, one in enumerate(quiz.questions if quiz else (), 1):
        case, before = (one.case if one.case is not before else None), one.case
        yield _asked(one, number, case, one.place.language)


def _asked(one: Question, number: int, case: Case | None, language: str) -> Asked:
    choices: tuple[Choice, ...] = ()
    key, lines = "", one.options
    if isinstance(one, InOrder):
        shown = one.shown(_SEED)
        choices = tuple(
            Choice(letter(at, language), one.items[item].html, right=False, feedback_html="")
            for at, item in enumerate(shown)
        )
        key = " ".join(letter(shown.index(item), language) for item in range(len(shown)))
    elif one.kind == "number":
        key = next((option.html for option in one.options if option.right), "")
    else:
        lines = ()
        choices = tuple(
            Choice(letter(at, language), option.html, option.right, option.feedback_html)
            for at, option in enumerate(one.options)
        )
        key = " ".join(choice.letter for choice in choices if choice.right)
    unit = str(getattr(one, "unit", ""))
    return Asked(
        one.id, number, one.kind, one.text_html, one.more, one.place, case, unit, choices, key,
        lines,
    )  # fmt: skip


def letter(index: int, language: str) -> str:
    """What a choice is called: A, B, C in the letters of its language."""
    letters = _LETTERS.get(language, "ABCDEFGHIJ")
    return letters[index] if index < len(letters) else str(index + 1)

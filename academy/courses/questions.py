"""What every kind of question says of itself; the kinds are in `kinds`.

A page draws a question by its `kind`. What a phone sent for it is taken with `read`, which gives a
short text that may be kept, and `mark` says what that text is worth. Both take whatever they are
given: a form can be sent by hand, and an answer be kept from a pack that has changed since.

What is shown in another order for each try is shuffled by the try's own id (`shown`): the same page
twice is the same, and nothing has to be remembered.
"""

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import ClassVar, Final, Literal

from academy.courses import markdown

MOST_OPTIONS: Final = 10
"""More options or lines than this nobody compares on a phone."""

Sent = Callable[[str], Sequence[str]]
"""All values that a phone sent under a name; none for a name it didn't send."""
State = Literal["right", "wrong", "nothing", "unclear"]


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen; for a number, one that somebody may come to."""

    right: bool
    place: markdown.Place = field(repr=False)
    source: str = field(repr=False)
    feedback: str = field(repr=False)
    line: int = field(repr=False)

    @cached_property
    def html(self) -> str:
        """Inline HTML: fits in a label."""
        return markdown.inline(self.source, self.place)

    @cached_property
    def text(self) -> str:
        """What a reader sees of it."""
        return markdown.plain_inline(" ".join(self.source.split()))

    @cached_property
    def feedback_html(self) -> str:
        """Inline HTML, said after the page's own "Right" or "Not right"."""
        return markdown.inline(self.feedback, self.place)


@dataclass(frozen=True)
class Case:
    """A text that several questions share."""

    id: str
    place: markdown.Place = field(repr=False)
    source: str = field(repr=False)
    more: str = field(repr=False)
    line: int = field(repr=False)

    @cached_property
    def title_html(self) -> str:
        """Its heading as inline HTML."""
        return markdown.inline(self.source, self.place)

    @cached_property
    def html(self) -> str:
        """Its text, as blocks."""
        return markdown.blocks(self.more, self.place) if self.more else ""


@dataclass(frozen=True)
class Question(ABC):
    """What all kinds have."""

    kind: ClassVar[str]

    id: str
    """The same in every language, such as `q-why-first`."""
    place: markdown.Place = field(repr=False)
    source: str = field(repr=False)
    more: str = field(repr=False)
    line: int = field(repr=False)
    case: Case | None = field(repr=False)
    options: tuple[Option, ...]
    """What can be chosen, in the order it is written in; of the other kinds, what has feedback."""

    @cached_property
    def text_html(self) -> str:
        """The question itself as inline HTML: fits in a legend."""
        return markdown.inline(self.source, self.place)

    @cached_property
    def more_html(self) -> str:
        """What stands between question and answers (a table, a picture) as blocks; mostly empty."""
        return markdown.blocks(self.more, self.place) if self.more else ""

    @abstractmethod
    def read(self, sent: Sent, language: str) -> str:
        """What a phone sent, as `mark` takes it: at most some 40 signs, "" for nothing.

        `language` is the page's: a reader may write numbers as either the page or the text does.
        """

    @abstractmethod
    def mark(self, kept: str) -> "MarkedQuestion":
        """What became of it. Anything that isn't an answer counts as none."""

    def shown(self, attempt: str) -> tuple[int, ...]:
        """The indexes of what is listed, as this try shows them."""
        return shuffled(len(self.options), f"{attempt}/{self.id}")

    def differs(self, original: "Question") -> str | None:
        """What an author must mend in this translation, as the end of a sentence; or None."""
        if self.kind != original.kind:
            return "is of another kind than in the original"
        if len(self.options) != len(original.options):
            return (
                f"has {len(self.options)} options here and {len(original.options)} in the original"
            )
        if [one.right for one in self.options] != [one.right for one in original.options]:
            return "has another right option than the original"
        return None


@dataclass(frozen=True)
class Said:
    """A line of feedback: under which option (None: under the question), and for which verdict."""

    at: int | None
    right: bool
    html: str


@dataclass(frozen=True)
class MarkedQuestion:
    """What became of one question."""

    question: Question
    state: State
    """`unclear`: something was sent, but no number, or no order."""
    chosen: tuple[int, ...] = ()
    """The options that were chosen; of an order, the place given to each line, 0 for none."""
    written: str = ""
    """What was typed, where it is no number."""
    number: Decimal | None = None
    said: tuple[Said, ...] = ()
    more_to_find: bool = False
    """Of several that are right, some were not chosen."""

    @property
    def right(self) -> bool:
        """Whether it counts."""
        return self.state == "right"

    @property
    def answered(self) -> bool:
        """Whether what was sent is an answer at all."""
        return self.state in {"right", "wrong"}

    def said_of(self, at: int | None) -> tuple[Said, ...]:
        """What is said under an option, or with None under the question."""
        return tuple(one for one in self.said if one.at == at)


def shuffled(count: int, seed: str) -> tuple[int, ...]:
    """The numbers below `count` in an order that looks like chance and follows from `seed`."""
    return tuple(
        sorted(range(count), key=lambda at: hashlib.sha256(f"{seed}/{at}".encode()).digest())
    )

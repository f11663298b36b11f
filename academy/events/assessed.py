"""The kinds of the questions before and after, and of the evaluation."""

from academy.events.kinds import Event
from academy.events.types import (
    At,
    Counts,
    Form,
    Id,
    Pairs,
    Remarks,
    Replaced,
    Score,
    Slug,
    Test,
)
from academy.rules import assessment


class TestTaken(Event, frozen=True):
    """A person answered the questions before (`pre`) or after (`post`): how many were right, never
    which. `form` is the one of the two forms that it was; `typed`: somebody counted a paper and
    knows what it came to.
    """

    kind = "test.taken"
    workshop: Id
    person: Id
    test: Test
    form: Form
    correct: Score
    of: Score
    typed: bool
    at: At

    def agrees(self) -> bool:
        """Whether there were questions, and no more right than there were."""
        return self.of > 0 and self.correct <= self.of


class TestCorrected(TestTaken, frozen=True):
    """The same as it was typed in at last, in the place of the entries in `replaces`."""

    kind = "test.corrected"
    replaces: Replaced = ()


class PairsCounted(Event, frozen=True):
    """What some people had before and after, in per cent: a pair a person, in an order of chance.

    Whose they are it doesn't say, and five are the fewest (`actions.testing` says why).
    """

    kind = "pairs.counted"
    workshop: Id
    pairs: Pairs
    at: At


class EvaluationHandedIn(Event, frozen=True):
    """A person handed an evaluation in. Nothing more, and not when."""

    kind = "evaluation.handed_in"
    workshop: Id
    person: Id


class EvaluationClosed(Event, frozen=True):
    """The answers of `handed` people together: of each question how often each answer was given,
    and what was written, in an order of chance. `asked` names the questions.

    What one body can't hold goes on in further ones, which count nobody again.
    """

    kind = "evaluation.closed"
    workshop: Id
    asked: Slug
    handed: Score
    counts: Counts
    remarks: Remarks
    at: At

    def agrees(self) -> bool:
        """Whether nothing in it is of fewer people than may be counted together."""
        if self.handed == 0:
            return not self.counts and bool(self.remarks)
        given = [sum(each) for _question, each in self.counts]
        return all(assessment.FEWEST <= n <= self.handed for n in (self.handed, *given)) and len(
            {question for question, _each in self.counts}
        ) == len(self.counts)

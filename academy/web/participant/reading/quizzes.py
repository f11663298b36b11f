"""A try at a quiz: which one this is, what was answered, and what became of it.

Options are shuffled by the try's id. It follows from what is there anyway, so that a page loaded
twice is the same page and nothing is stored for whoever only reads: the secret half of this
visitor's forms, how often the quiz was sent, and the try before. Whoever doesn't hold the secret
learns nothing from an id. All who have no session see the same first try, and its form has no
token (`security.guard`).
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Literal, cast
from uuid import uuid4

from flask import request, session
from flask_wtf.csrf import generate_csrf

from academy.courses import Lesson, Marked, MarkedQuestion
from academy.languages.i18n import current, format_exact
from academy.projections import learning
from academy.web.participant.common import tables, visitor
from academy.web.shared import security
from academy.web.shared.sessions import TOKEN

AGAIN = "again"
"""In the address of a lesson: show the quiz anew, not what was answered last."""


@dataclass(frozen=True)
class Try:
    """One try. `open`: nothing was sent yet; `unanswered`: something is missing; `done`: marked."""

    attempt: str
    state: Literal["open", "unanswered", "done"]
    answers: dict[str, str]
    marked: Marked

    @property
    def has_token(self) -> bool:
        """Whether its form carries this visitor's token."""
        return security.is_known()

    @property
    def missing(self) -> int:
        """How many questions have no answer."""
        return sum(not one.answered for one in self.marked.questions)

    @staticmethod
    def written(one: MarkedQuestion) -> str:
        """A number as the reader's language writes it, or what was typed in its place."""
        return one.written if one.number is None else format_exact(one.number, current())


def sent(lesson: Lesson) -> Try | None:
    """The try that this form brings."""
    if lesson.quiz is None:
        return None
    answers = lesson.quiz.read(request.form.getlist, current())
    marked = lesson.quiz.mark(answers)
    whole = all(one.answered for one in marked.questions)
    return Try(_sent_id(), "done" if whole else "unanswered", answers, marked)


def latest(lesson: Lesson) -> Try | None:
    """The last try on this phone, or the next one."""
    if lesson.quiz is None:
        return None
    kept = _kept(lesson)
    if kept and AGAIN not in request.args:
        marked = lesson.quiz.mark(kept["answers"])
        # Read in another language, which has another quiz, it may be none any more.
        if all(one.answered for one in marked.questions):
            return Try(kept["attempt"], "done", kept["answers"], marked)
    attempt = _next_id(lesson, kept["attempt"] if kept else "")
    return Try(attempt, "open", {}, lesson.quiz.mark({}))


def keep(lesson: Lesson, one: Try) -> None:
    """Remember a try in this session, in place of any other: a few signs for each question."""
    session["quiz"] = {
        "of": [lesson.course, lesson.slug],
        "attempt": one.attempt,
        "answers": one.answers,
    }


def _kept(lesson: Lesson) -> dict[str, Any] | None:
    kept = cast("dict[str, Any]", session.get("quiz", {}))
    return kept if kept.get("of") == [lesson.course, lesson.slug] else None


def _next_id(lesson: Lesson, before: str) -> str:
    if not security.is_known():
        return _hashed([lesson.course, lesson.slug])
    generate_csrf()  # sees to it that there is a secret
    row = visitor()
    made = learning.tries(tables(), row["person"], lesson.course, lesson.slug) if row else 0
    return _hashed([session[TOKEN], lesson.course, lesson.slug, made, before])


def _hashed(seed: list[object]) -> str:
    return hashlib.sha256(json.dumps(seed).encode()).hexdigest()[:32]


def _sent_id() -> str:
    """The page's own id for this try; a fresh one where the page sent none of ours."""
    given = request.form.get("attempt", "")
    return given if len(given) == 32 and set(given) <= set("0123456789abcdef") else uuid4().hex  # noqa: PLR2004

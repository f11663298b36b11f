"""The questions before and after on paper, their key, and the evaluation: A4, black and white.

What a participant writes on a form is counted by the trainer with the key and typed in as a total;
an evaluation is typed in without a name. Neither sheet has anything on it but what is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from academy.courses import Quiz
from academy.courses.markdown import Place, blocks
from academy.printing import document
from academy.printing.questions import asked
from academy.printing.words import ENGLISH, Words


@dataclass(frozen=True)
class Spoken:
    """The language that the questions are in, and its direction."""

    language: str
    direction: str


def form(
    letter: str,
    quiz: Quiz,
    spoken: Spoken,
    *,
    words: Words = ENGLISH,
    nonce: str | None = None,
    faces_at: str | None = None,
) -> str:
    """Lay out one form. With a `nonce` it is a page that a browser prints (as `sheet.html`)."""
    inside = document.part(
        "asked.html", words, letter=letter, lead=Markup(quiz.lead_html), asked=asked(quiz),  # noqa: S704 - a pack's HTML is safe
        spoken=spoken, html=Markup, blocks=_blocks,
    )  # fmt: skip
    title = words.gettext("Form %(letter)s", letter=letter)
    return document.whole([inside], words=words, title=title, nonce=nonce, faces_at=faces_at)


def key(
    a: Quiz,
    b: Quiz,
    *,
    words: Words = ENGLISH,
    nonce: str | None = None,
    faces_at: str | None = None,
) -> str:
    """Lay out the right answers of form A and form B, question by question, for whoever counts."""
    answers = [[Markup(one.key_html) for one in asked(quiz)] for quiz in (a, b)]  # noqa: S704
    inside = document.part("key.html", words, answers=list(zip(*answers, strict=True)))
    title = words.gettext("Key")
    return document.whole([inside], words=words, title=title, nonce=nonce, faces_at=faces_at)


def evaluation(
    title: str,
    lead: str,
    warning: str,
    scale: Sequence[str],
    scales: Sequence[str],
    remarks: Sequence[str],
    spoken: Spoken,
    *,
    words: Words = ENGLISH,
    nonce: str | None = None,
    faces_at: str | None = None,
) -> str:
    """Lay out the evaluation: a row of boxes for each sentence, lines for what is said in words."""
    inside = document.part(
        "evaluation.html", words, title=title, lead=lead, warning=warning, scale=scale,
        scales=scales, remarks=remarks, spoken=spoken,
    )  # fmt: skip
    return document.whole([inside], words=words, title=title, nonce=nonce, faces_at=faces_at)


def _blocks(source: str, place: Place) -> Markup:
    return Markup(blocks(source, place) if source else "")  # noqa: S704 - the same

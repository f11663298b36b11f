"""The questions before and after, and the evaluation, while the trainer has them open.

A test is answered once. Only the number of right answers is recorded; what was chosen is on the
page that answers, and nowhere after it. What becomes of an evaluation stands in `academy.ballots`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from academy import actions
from academy.courses import Quiz
from academy.errors import AcademyError
from academy.languages.i18n import current
from academy.languages.i18n import lazy_gettext as _
from academy.projections import Row, assessments
from academy.rules import assessment
from academy.web.participant.common import need_visitor, store, tables, visitor
from academy.web.participant.reading.quizzes import Try
from academy.web.shared import evaluating, sentences
from academy.web.shared.app import as_read, direction, house

if TYPE_CHECKING:
    from academy.courses import Week

bp = Blueprint("assessments", __name__)

NAMES: Final = {"pre": _("Pre-test"), "post": _("Post-test")}


@dataclass(frozen=True)
class Now:
    """What somebody can do now, and what they did: tests that are open to them, their scores."""

    tests: tuple[str, ...]
    scores: Mapping[str, Row]
    evaluation: bool
    handed_in: bool


def now(row: Row) -> Now:
    """What is open to whoever is signed in."""
    scores = assessments.scores_of(tables(), row["workshop"], row["person"])
    handed_in = actions.has_handed_in(tables(), row["workshop"], row["person"])
    opened = actions.is_open(tables(), row["workshop"]) if _takes_part(row) else set()
    return Now(
        tuple(test for test in assessment.TESTS if test in opened and test not in scores),
        scores,
        "evaluation" in opened and not handed_in,
        handed_in,
    )


@bp.get("/questions/<test>")
def test(test: str) -> str | Response:
    """The questions; once they are answered, how many were right."""
    store()
    _need(test)
    row = visitor()
    if row is None:
        return redirect(url_for("join.sign_in_form"), 303)
    mine = now(row)
    if test in mine.scores:
        return render_template("week/score.html", test=test, scores=mine.scores, names=NAMES)
    if test not in mine.tests:
        raise AcademyError("not_open")
    quiz = _quiz(row, test, mine)
    return _page(test, quiz, Try(_seed(row, test), "open", {}, quiz.mark({})))


@bp.post("/questions/<test>")
def answer(test: str) -> str | Response | tuple[str, int]:
    """Take the answers, once. Who has left something open is asked whether that is meant.

    After the test after, the answer says what was right; after the one before it would tell half
    of the class what the other half is asked later.
    """
    _need(test)
    row = need_visitor()
    mine = now(row)
    if test in mine.scores:
        return redirect(url_for(".test", test=test), 303)
    if test not in mine.tests:
        raise AcademyError("not_open")
    quiz = _quiz(row, test, mine)
    answers = quiz.read(request.form.getlist, current())
    marked = quiz.mark(answers)
    if not all(one.answered for one in marked.questions) and "anyway" not in request.form:
        made = Try(_seed(row, test), "unanswered", answers, marked)
        return _page(test, quiz, made), 409
    actions.take_test(
        store(), workshop=row["workshop"], person=row["person"], test=test,
        form=_form(row, test, mine), correct=marked.correct, of=marked.of,
    )  # fmt: skip
    if test == "pre":
        return redirect(url_for(".test", test=test), 303)
    return _page(test, quiz, Try(_seed(row, test), "done", answers, marked))


@bp.get("/evaluation")
def evaluation() -> str | Response:
    """What is asked at the end; once it was handed in, that it was."""
    store()
    row = visitor()
    if row is None:
        return redirect(url_for("join.sign_in_form"), 303)
    mine = now(row)
    if mine.handed_in:
        return render_template("week/handed_in.html")
    if not mine.evaluation:
        raise AcademyError("not_open")
    return _evaluation_page()


@bp.post("/evaluation")
def hand_in() -> Response | tuple[str, int]:
    """Put it into the box."""
    row = need_visitor()
    answers, remarks = evaluating.sent(_week())
    try:
        actions.hand_in(
            store(), workshop=row["workshop"], person=row["person"], answers=answers,
            remarks=remarks,
        )  # fmt: skip
    except AcademyError as refused:
        if refused.code == "already_handed_in":
            return redirect(url_for(".evaluation"), 303)
        return _evaluation_page(sentences.sentence(refused)), sentences.status(refused)
    return redirect(url_for(".evaluation"), 303)


def _need(test: str) -> None:
    if test not in assessment.TESTS:
        abort(404)


def _takes_part(row: Row) -> bool:
    return bool(row["role"] == "participant")


def _week() -> "Week":
    found = house().week
    if found is None:
        raise AcademyError("not_open")
    return found


def _form(row: Row, test: str, mine: Now) -> str:
    before = mine.scores["pre"]["form"] if "pre" in mine.scores else ""
    return assessment.form_of(test, row["person"], before)


def _quiz(row: Row, test: str, mine: Now) -> Quiz:
    week = _week()
    asked = actions.asked(store(), row["workshop"], week.about)
    return as_read(week.in_language).forms[_form(row, test, mine)].only(asked)


def _seed(row: Row, test: str) -> str:
    """By what the options are shuffled: the same on reload and on another laptop."""
    return f"{row['person']}/{test}"


def _page(test: str, quiz: Quiz, made: Try) -> str:
    return render_template(
        "week/test.html",
        test=test,
        name=NAMES[test],
        quiz=quiz,
        made=made,
        may_leave_open=True,
        text_dir=direction(quiz.language),
    )


def _evaluation_page(said: str = "") -> str:
    version = as_read(_week().in_language)
    return render_template(
        "week/evaluation.html",
        said=said,
        typed=request.form,
        **evaluating.shown(version),
    )

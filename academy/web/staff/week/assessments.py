"""The questions before and after and the evaluation: opened, closed, counted, and shown together.

Nothing on these pages is of fewer than five people, and nobody's score is on any of them.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from academy import actions
from academy.courses import Week
from academy.errors import AcademyError
from academy.languages import i18n
from academy.languages.i18n import gettext as _
from academy.languages.i18n import lazy_gettext, ngettext
from academy.projections import Row, assessments, people
from academy.rules import assessment
from academy.text import digits
from academy.web.shared import evaluating, sentences
from academy.web.shared.app import chosen_locale, house
from academy.web.staff import common

bp = Blueprint("assessments", __name__)

NAMES: Final = {
    "pre": lazy_gettext("Pre-test"),
    "post": lazy_gettext("Post-test"),
    "evaluation": lazy_gettext("Evaluation"),
}


@bp.get("/assessments")
def index() -> str:
    """What is open, how many have answered, what was counted."""
    return _page()


@bp.post("/assessments/open")
def open_one() -> Response | tuple[str, int]:
    """Let the phones in this room take it."""
    what = request.form.get("what", "")
    return _done(lambda workshop: _opened(workshop, what))


@bp.post("/assessments/close")
def close() -> Response | tuple[str, int]:
    """Take no more, and count what can be counted."""
    what = request.form.get("what", "")
    return _done(lambda workshop: _closed(workshop, what))


@bp.route("/assessments/scores", methods=["GET", "POST"])
def scores() -> str | Response | tuple[str, int]:
    """Type in how many were right on paper, person by person. What is left empty stays."""
    if request.method == "GET":
        return _scores_page()
    of = len(questions())
    try:
        typed = {
            (row["person"], test): _typed(written, of)
            for row in _participants()
            for test in assessment.TESTS
            if (written := request.form.get(f"{test}-{row['person']}", "").strip())
        }
        new = actions.type_scores(
            common.store(), workshop=common.need_workshop()["workshop"], typed=typed, of=of
        )
    except AcademyError as refused:
        return _scores_page(refused), sentences.status(refused)
    flash(ngettext("%(num)s change saved.", "%(num)s changes saved.", new))
    return redirect(url_for(".index"), 303)


@bp.route("/assessments/evaluation", methods=["GET", "POST"])
def paper() -> str | Response | tuple[str, int]:
    """Type in an evaluation that was written on paper. It has no name, and is asked for none."""
    if request.method == "GET":
        return _paper_page()
    answers, remarks = evaluating.sent(need_week())
    try:
        actions.hand_in_paper(
            common.store(), workshop=common.need_workshop()["workshop"], answers=answers,
            remarks=remarks,
        )  # fmt: skip
    except AcademyError as refused:
        return _paper_page(refused), sentences.status(refused)
    flash(_("It is in the box. Now destroy the paper."))
    return redirect(url_for(".paper"), 303)


def need_week() -> Week:
    """The questions. Raises AcademyError("no_questions")."""
    found = house().week
    if found is None:
        raise AcademyError("no_questions")
    return found


def _opened(workshop: str, what: str) -> str:
    week = house().week
    about = week.about if week else None
    actions.open_assessment(common.store(), workshop=workshop, what=what, about=about)
    return _("Open: phones in this room can take it now.")


def _closed(workshop: str, what: str) -> str:
    if what != "evaluation":
        counted = actions.close_test(common.store(), workshop=workshop, test=what)
    else:
        counted = actions.close_evaluation(
            common.store(), workshop=workshop, asked=need_week().id,
            keep="throw_away" not in request.form,
        )  # fmt: skip
    if not counted:
        return _("Closed.")
    return ngettext("Closed. %(num)s person was counted.", "Closed. %(num)s people were counted.",
                    counted)  # fmt: skip


def _done(change: Callable[[str], str]) -> Response | tuple[str, int]:
    try:
        flash(change(common.need_workshop()["workshop"]))
    except AcademyError as refused:
        return _page(refused), sentences.status(refused)
    return redirect(url_for(".index"), 303)


def _page(refused: AcademyError | None = None) -> str:
    workshop = common.current_workshop()
    if workshop is None:
        return render_template("results/certificates/none.html")
    store, tables, id = common.store(), common.tables(), workshop["workshop"]
    found = assessments.evaluation(tables, id)
    taken = assessments.taken(tables, id)
    waiting, countable = actions.waiting(store, id)
    week = house().week
    return render_template(
        "week/assessments.html",
        names=NAMES,
        week=week,
        asking=len(questions()) if week else 0,
        opened=actions.is_open(store.tables(), id),
        expected=len(_participants()),
        answered={**taken, "evaluation": actions.in_the_box(store, id)},
        waiting=waiting,
        countable=countable,
        enough=actions.may_close(store, id),
        fewest=assessment.FEWEST,
        gain=assessments.gain(tables, id),
        said_together=found,
        asked=week.in_language(chosen_locale()).evaluation if week else None,
        mean=assessment.mean,
        tenth=_tenth,
        said=sentences.sentence(refused) if refused else None,
    )


def _tenth(value: int) -> str:
    """Tenths as the page writes them."""
    return i18n.format_exact(Decimal(value) / 10, i18n.current())


def _participants() -> list[Row]:
    found = people.people(common.tables(), common.need_workshop()["workshop"])
    return [row for row in found if row["role"] == "participant"]


def questions() -> tuple[str, ...]:
    """What a form asks in the workshop of this laptop, or would ask in one with nothing planned."""
    workshop, about = common.current_workshop(), need_week().about
    if workshop is None:
        return assessment.asked(about, ())
    return actions.asked(common.store(), workshop["workshop"], about)


def _typed(written: str, of: int) -> int:
    plain = digits.western(written)
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 4 and int(plain) <= of):  # noqa: PLR2004
        raise AcademyError("total_wrong", value=written[:20], most=of)
    return int(plain)


def _scores_page(refused: AcademyError | None = None) -> str:
    workshop = common.need_workshop()["workshop"]
    return render_template(
        "week/assessments_scores.html",
        rows=[{**row, "form": assessment.first_form(row["person"])} for row in _participants()],
        recorded=assessments.scores(common.tables(), workshop),
        names=NAMES,
        of=len(questions()),
        typed=request.form,
        said=sentences.sentence(refused) if refused else None,
    )


def _paper_page(refused: AcademyError | None = None) -> str:
    shown: dict[str, Any] = evaluating.shown(need_week().in_language(chosen_locale()))
    return render_template(
        "week/assessments_evaluation.html",
        typed=request.form,
        handed=actions.in_the_box(common.store(), common.need_workshop()["workshop"]),
        said=sentences.sentence(refused) if refused else None,
        **shown,
    )

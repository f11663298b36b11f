"""Marks of two laptops that disagree, for a person to decide.

Until then the better one for the participant holds. The decision is a correction with a reason: it
replaces what stood, and what stood stays visible.
"""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from academy import actions, rules
from academy.errors import AcademyError
from academy.languages.i18n import gettext as _
from academy.projections import Row, attendance
from academy.web.shared import sentences
from academy.web.staff import common

bp = Blueprint("conflicts", __name__)


@bp.get("/to-decide")
def index() -> str:
    """Every mark that waits for a decision."""
    return _page()


@bp.post("/to-decide")
def decide() -> Response | tuple[str, int]:
    """Put one state in the place of those that disagree.

    The form says which marks were on the screen. Where others stand by now it is refused, because
    nobody should decide about what they didn't see.
    """
    form = request.form
    session, person = form.get("session", ""), form.get("person", "")
    try:
        if form.get("seen", "") != _seen(_standing(session, person)):
            raise AcademyError("changed_since")  # noqa: TRY301
        actions.correct_mark(
            common.store(), session=session, person=person, state=form.get("state", ""),
            reason=form.get("reason", ""),
        )  # fmt: skip
    except AcademyError as refused:
        return _page(refused), sentences.status(refused)
    flash(_("Decided. The old marks stay visible, with your reason."))
    return redirect(url_for(".index"), 303)


def _page(refused: AcademyError | None = None) -> str:
    page = common.paged(attendance.conflicts(common.tables()))
    return render_template(
        "people/conflicts.html",
        page=page,
        rows=[_with_marks(row) for row in page.rows],
        names=common.device_names(),
        states=rules.STATES,
        said=sentences.sentence(refused) if refused else None,
        typed=request.form,
    )


def _with_marks(row: Row) -> Row:
    """A conflict with the marks that disagree and what the form must carry."""
    standing = _standing(row["session"], row["person"])
    return {**row, "marks": standing, "seen": _seen(standing)}


def _standing(session: str, person: str) -> list[Row]:
    return [row for row in attendance.trail(common.tables(), session, person) if row["standing"]]


def _seen(marks: list[Row]) -> str:
    """The marks on the screen, each by the beginning of its entry's id."""
    return " ".join(sorted(mark["entry"][:16] for mark in marks))

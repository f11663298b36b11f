"""A sheet on phones: one's own or one's team's, filled in, handed in, taken along."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, url_for
from werkzeug.wrappers import Response as BaseResponse

from academy import actions
from academy.errors import AcademyError
from academy.languages.i18n import gettext as _
from academy.projections import Row, same
from academy.store import sheets
from academy.text import looks
from academy.web.participant.common import need_visitor, store, tables
from academy.web.shared import worksheet as shared
from academy.web.shared.app import house
from academy.web.shared.sheets import Open, install

bp = Blueprint("sheets", __name__, url_prefix="/sheets/<id>")


def _mine(id: str) -> Row:
    """The sheet, if it is this visitor's or their team's. Raises AcademyError("sheet_unknown")."""
    visitor, row = need_visitor(), sheets.sheet(tables(), id)
    same_team = row["team"] and looks.compared(row["team"]) == looks.compared(visitor["team"])
    ours = same_team and row["workshop"] in same.parts(tables(), visitor["workshop"])
    if not ours and row["person"] not in visitor["registrations"]:
        raise AcademyError("sheet_unknown")
    return row


def _beside(row: Row) -> dict[str, Any]:
    """Beside the sheet: the course it belongs to."""
    return {"up": f"/courses/{row['course']}/"}


install(bp, "", _mine, _beside)


@bp.post("/hand-in")
def hand_in(id: str) -> BaseResponse:
    """The team hands it in: now it is in what this laptop passes on."""
    row = _mine(id)
    sheet = shared.find(row["course"], row["worksheet"])
    person = need_visitor()["signed_in_as"]
    actions.hand_in_sheet(store(), sheet, id, workshop=row["workshop"], person=person)
    flash(_("Handed in. The trainer can see it now, and it travels with the workshop’s records."))
    return redirect(url_for("sheets.overview", id=id), 303)


@bp.post("/drop")
def drop(id: str) -> BaseResponse:
    """Forget one's own sheet. A team's goes with the team."""
    row = _mine(id)
    if not row["person"]:
        raise AcademyError("sheet_unknown")
    actions.drop_sheet(store(), id)
    flash(_("The sheet is deleted."))
    return redirect(url_for("worksheets.about", course=row["course"], id=row["worksheet"]), 303)


@bp.get("/<kind>")
def file(id: str, kind: str) -> Response:
    """The sheet as it stands, to print or to take along."""
    one = Open(_mine(id))
    if house().papers.take(need_visitor()["signed_in_as"]):
        raise AcademyError("too_many_papers")
    return shared.given_out(one.sheet, actions.entered(one.held), kind)

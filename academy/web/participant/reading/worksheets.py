"""The worksheets of the courses: what each is for, blank ones to take away, a first line typed.

Blank ones need neither an account nor an unlocked laptop.
"""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from academy import actions
from academy.store import sheets
from academy.web.participant.common import need_visitor, store, tables, visitor
from academy.web.shared import worksheet as shared
from academy.web.shared.app import as_read, direction, house, reading

bp = Blueprint("worksheets", __name__, url_prefix="/courses/<course>/worksheets")


@bp.get("/<id>/", strict_slashes=False)
def about(course: str, id: str) -> str:
    """What a worksheet asks, its blank forms, and one's own or one's team's sheet."""
    found = shared.find(course, id)
    row = visitor()
    words = as_read(found.in_language)
    return render_template(
        "reading/worksheet.html",
        sheet=found,
        words=words,
        text_dir=direction(words.language),
        team=row["team"] if row and found.team else "",
        begun=_begun(course, id),
    )


@bp.get("/<id>/<kind>")
def blank(course: str, id: str, kind: str) -> Response:
    """A blank one, to print or to fill in elsewhere."""
    found, made_before = shared.find(course, id), house().blank
    key = (course, id, kind, *reading())
    if key not in made_before:
        made = shared.given_out(found, None, kind)
        if made.mimetype == "text/html":
            return made  # its nonce is good for one answer
        made_before[key] = made.get_data(), list(made.headers)
    data, headers = made_before[key]
    return Response(data, headers=headers)


@bp.post("/<id>/begin")
def begin(course: str, id: str) -> BaseResponse:
    """One's own sheet, or one's team's: the one that is there, or a new one."""
    found, row = shared.find(course, id), need_visitor()
    team = row["team"] if "team" in request.form else ""
    sheet = actions.begin_sheet(
        store(), found, workshop=row["workshop"], person=row["signed_in_as"], team=team
    )
    return redirect(url_for("sheets.overview", id=sheet), 303)


def _begun(course: str, id: str) -> dict[str, str]:
    """The sheets that this visitor may go on with: `own`, `team`."""
    row = visitor()
    if row is None:
        return {}
    own = sheets.of_person(tables(), row["workshop"], row["registrations"])
    teams = sheets.of_team(tables(), row["workshop"], row["team"]) if row["team"] else []
    return {
        name: one["sheet"]
        for name, held in (("own", own), ("team", teams))
        for one in held
        if (one["course"], one["worksheet"]) == (course, id)
    }

"""The teams' worksheets: which there are, what was handed in, all of them to print; and to type in
what a team filled in on paper.

A person's own sheet is nobody else's business: this room neither shows nor counts it.
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from academy import actions
from academy.errors import AcademyError
from academy.languages import i18n
from academy.projections import Row, people, plans, same
from academy.store import sheets
from academy.web.shared import drawing
from academy.web.shared import worksheet as shared
from academy.web.shared.app import house
from academy.web.shared.sheets import install
from academy.web.staff import common
from academy.worksheets import Entered, Worksheet

bp = Blueprint("sheets", __name__, url_prefix="/worksheets")


@dataclass(frozen=True)
class Listed:
    """A sheet or a plan in the list."""

    id: str
    team: str
    title: str
    told: str
    """How much is in it, or when it was handed in."""


@bp.get("")
def index() -> str:
    """The blank forms, the teams' sheets, the plans that were handed in."""
    workshop = common.current_workshop()
    key = workshop["workshop"] if workshop else ""
    locale = i18n.current()
    return render_template(
        "week/sheets.html",
        blank=[(one, one.in_language(locale)) for one in house().worksheets.values()],
        begun=[_begun(row, locale) for row in sheets.of_team(common.tables(), key)],
        handed=[_handed(row, locale) for row in plans.plans(common.tables(), key)],
        teams=people.teams(common.tables(), key),
    )


@bp.get("/blank/<course>/<id>/<kind>")
def blank(course: str, id: str, kind: str) -> Response:
    """A blank one."""
    return shared.given_out(shared.find(course, id), None, kind)


def _of_a_team(id: str) -> Row:
    """A team's sheet of the workshop at hand. Raises AcademyError("sheet_unknown")."""
    row = sheets.sheet(common.tables(), id)
    here = same.parts(common.tables(), common.need_workshop()["workshop"])
    if not row["team"] or row["workshop"] not in here:
        raise AcademyError("sheet_unknown")
    return row


def _beside(row: Row) -> dict[str, Any]:
    """Beside the sheet: the list it stands in, and who of the team may hand it in."""
    members = people.of_team(common.tables(), row["workshop"], row["team"])
    return {"up": url_for("sheets.index"), "members": members}


install(bp, "/team/<id>", _of_a_team, _beside)


@bp.post("/begin")
def begin() -> BaseResponse:
    """A team's sheet to be typed in: the one it has, be it begun on phones, else a new one."""
    course, _slash, id = request.form.get("worksheet", "").partition("/")
    found, team = shared.find(course, id), request.form.get("team", "")
    workshop = common.need_workshop()["workshop"]
    if not team:
        raise AcademyError("team_missing")
    sheet = actions.begin_sheet(common.store(), found, workshop=workshop, team=team)
    return redirect(url_for("sheets.overview", id=sheet), 303)


@bp.post("/team/<id>/hand-in")
def hand_in(id: str) -> BaseResponse:
    """Hand a sheet in for somebody of the team, whose it is to take back."""
    row, person = _of_a_team(id), request.form.get("person", "")
    members = people.of_team(common.tables(), row["workshop"], row["team"])
    if not any(person in one["registrations"] for one in members):
        raise AcademyError("person_unknown")
    found = shared.find(row["course"], row["worksheet"])
    actions.hand_in_sheet(common.store(), found, id, workshop=row["workshop"], person=person)
    return redirect(url_for("sheets.overview", id=id), 303)


@bp.get("/team/<id>/<kind>")
def begun(id: str, kind: str) -> Response:
    """A team's sheet as it stands on this laptop."""
    row = _of_a_team(id)
    entered = actions.entered(sheets.held(common.tables(), id))
    return _given_out(row, entered, kind)


@bp.get("/plan/<id>/<kind>")
def handed_in(id: str, kind: str) -> Response:
    """A plan as it was handed in last."""
    row = plans.plan(common.tables(), common.need_workshop()["workshop"], id)
    if row is None:
        raise AcademyError("sheet_unknown")
    return _given_out(row, _entered(row), kind)


def _given_out(row: Row, entered: Entered, kind: str) -> Response:
    found = shared.find(row["course"], row["worksheet"])
    return shared.given_out(found, entered, kind)


def _entered(row: Row) -> Entered:
    """What was handed in. Its rows are those in which something stands, as many as a table has.

    It may come from another laptop, and say whatever it likes.
    """
    rows: dict[str, dict[str, None]] = {}
    found = shared.find(row["course"], row["worksheet"])
    known = {at: text for at, text in row["cells"].items() if found.column_at(at) is not None}
    for at in known:
        steps = at.split(".")
        if len(steps) > 1:
            rows.setdefault(steps[0], {})[steps[1]] = None
            column = found.column_at(at)
            if column is not None and column.each:
                rows.setdefault(column.each, {})[steps[3]] = None
    most = {table.id: table.most for table in found.tables}
    return Entered(
        {id: tuple(sorted(ids, key=_by_number))[: most.get(id, 0)] for id, ids in rows.items()},
        known,
    )


def _by_number(row: str) -> tuple[int, str]:
    return (int(row) if row.isascii() and row.isdigit() else 0, row)


def _title(row: Row, locale: str) -> str:
    found: Worksheet | None = house().worksheets.get((row["course"], row["worksheet"]))
    return found.in_language(locale)["title"] if found else row["worksheet"]


def _begun(row: Row, locale: str) -> Listed:
    held = sheets.held(common.tables(), row["sheet"])
    count = sum(bool(text) for text in held.first.values())
    return Listed(row["sheet"], row["team"], _title(row, locale), i18n.format_number(count, locale))


def _handed(row: Row, locale: str) -> Listed:
    when = drawing.day(row["at"][:10], locale)
    return Listed(row["plan"], row["team"], _title(row, locale), when)

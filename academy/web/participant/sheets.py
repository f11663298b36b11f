"""A sheet on phones: filled in line by line, by one person or by a team at once.

Every way off a page on which something is typed is a button that saves it first. Two who type over
the same cell are both shown; which of them is right, people decide.
"""

import secrets
from typing import Any

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as BaseResponse

from academy import actions, i18n
from academy.errors import AcademyError
from academy.i18n import gettext as _
from academy.projections import Row, plans, same
from academy.store import sheets
from academy.store.sheets import Held
from academy.text import looks
from academy.web.participant.common import need_visitor, store, tables
from academy.web.participant.sheet_view import FIELDS, Page, overview_of, page_of
from academy.web.shared import worksheet as shared
from academy.web.shared.app import chosen_locale, house
from academy.web.shared.security import SHEET_POLICY
from academy.web.shared.worksheet import Shown
from academy.worksheets import Worked, Worksheet

bp = Blueprint("sheets", __name__, url_prefix="/sheets/<id>")


class _Open:
    """A sheet that this visitor may see, as it stands."""

    def __init__(self, id: str) -> None:
        self.id = id
        self.visitor = need_visitor()
        self.row = _mine(sheets.sheet(tables(), id), self.visitor)
        self.sheet: Worksheet = shared.find(self.row["course"], self.row["worksheet"])
        self.held: Held = sheets.held(tables(), id)
        self.shown = Shown(Worked(self.sheet, actions.entered(self.held)), chosen_locale())

    def facts(self) -> dict[str, Any]:
        """What every page of a sheet shows."""
        words = self.shown.words
        return {
            "id": self.id,
            "row": self.row,
            "sheet": self.sheet,
            "shown": self.shown,
            "words": words,
            "seen": self.held.rev,
            "text_dir": i18n.direction(words.language.replace("-", "_")),
        }


def _mine(row: Row, visitor: Row) -> Row:
    """The sheet, if it is this visitor's or their team's. Raises AcademyError("sheet_unknown")."""
    same_team = row["team"] and looks.compared(row["team"]) == looks.compared(visitor["team"])
    ours = same_team and row["workshop"] in same.parts(tables(), visitor["workshop"])
    if not ours and row["person"] not in visitor["registrations"]:
        raise AcademyError("sheet_unknown")
    return row


@bp.get("/")
def overview(id: str) -> str:
    """The whole sheet: what was typed, what comes out, what to look at."""
    one = _Open(id)
    return render_template(
        "participant/sheet.html",
        **one.facts(),
        parts=overview_of(one.shown, one.held),
        stopped=one.shown.worked.stopped or bool(one.held.disagreements),
        differ=len(one.held.disagreements),
        handed=_handed_in(one),
    )


def _handed_in(one: _Open) -> str:
    """On which day a team's sheet was handed in last; "" if it wasn't."""
    found = plans.plan(tables(), one.row["workshop"], one.id) if one.row["team"] else None
    return found["at"][:10] if found else ""


@bp.get("/<part>/<at>/")
def page(id: str, part: str, at: str) -> Response:
    """The cells of one line, or of a few, to be typed in; a script saves while somebody types."""
    one = _Open(id)
    found = page_of(one.shown, one.held, part, at)
    answer = make_response(
        render_template(
            "participant/sheet_page.html", **one.facts(), page=found, part=part,
            hand=secrets.token_hex(8),
        )
    )  # fmt: skip
    answer.headers["Content-Security-Policy"] = SHEET_POLICY
    return answer


@bp.post("/<part>/<at>/")
def save(id: str, part: str, at: str) -> BaseResponse:
    """Keep what was typed and go on: to the same page, the sheet, the line before, after, a new."""
    one = _Open(id)
    found = page_of(one.shown, one.held, part, at)
    texts = {cell.place: request.form[cell.place] for cell in found.cells
             if cell.typed and cell.place in request.form}  # fmt: skip
    kept = {name[5:]: value for name, value in request.form.items() if name.startswith("keep.")}
    differ = actions.save_sheet(
        store(), one.sheet, id, texts, seen=_number("seen"), language=chosen_locale(),
        kept={place: int(value) for place, value in kept.items() if value.isdecimal()},
        hand=request.form.get("hand", "")[:16], turn=_number("turn"),
    )  # fmt: skip
    if request.form.get("then") == "live":
        return redirect(url_for("sheets.page", id=id, part=part, at=at), 303)
    if differ:
        flash(_("Somebody else has written there meanwhile. Both are kept: look below."), "now")
        return redirect(url_for("sheets.page", id=id, part=part, at=at), 303)
    return redirect(_onwards(one, found, part, at), 303)


def _onwards(one: _Open, found: Page, part: str, at: str) -> str:
    then = request.form.get("then", "")
    if then == "more" and (table := one.sheet.table(part)) is not None:
        at = actions.add_sheet_row(store(), table, one.id)
    elif then in {"before", "after"}:
        at = (found.before if then == "before" else found.after) or at
    elif then == "back":
        return url_for("sheets.overview", id=one.id, _anchor=part)
    else:
        flash(_("Saved."))
    return url_for("sheets.page", id=one.id, part=part, at=at)


@bp.post("/<part>/more")
def more(id: str, part: str) -> BaseResponse:
    """One line more, and on to it."""
    one = _Open(id)
    table = one.sheet.table(part)
    if table is None:
        raise AcademyError("sheet_unknown")
    at = actions.add_sheet_row(store(), table, id)
    return redirect(url_for("sheets.page", id=id, part=part, at=at), 303)


@bp.post("/<part>/<at>/less")
def less(id: str, part: str, at: str) -> BaseResponse:
    """One line less, unless somebody wrote in it since this page was opened."""
    one = _Open(id)
    table = one.sheet.table(part)
    if table is None:
        raise AcademyError("sheet_unknown")
    if actions.remove_sheet_row(store(), table, id, at, seen=_number("seen")):
        return redirect(url_for("sheets.overview", id=id, _anchor=part), 303)
    flash(_("Somebody has written in this line meanwhile, so it stays. Look at it first."), "now")
    return redirect(url_for("sheets.page", id=id, part=part, at=at), 303)


@bp.post("/hand-in")
def hand_in(id: str) -> BaseResponse:
    """The team hands it in: now it is in what this laptop passes on."""
    one = _Open(id)
    actions.hand_in_sheet(
        store(), one.sheet, id, workshop=one.row["workshop"], person=one.visitor["signed_in_as"]
    )
    flash(_("Handed in. The trainer can see it now, and it travels with the workshop’s records."))
    return redirect(url_for("sheets.overview", id=id), 303)


@bp.post("/drop")
def drop(id: str) -> BaseResponse:
    """Forget one's own sheet. A team's goes with the team."""
    one = _Open(id)
    if not one.row["person"]:
        raise AcademyError("sheet_unknown")
    actions.drop_sheet(store(), id)
    flash(_("The sheet is deleted."))
    return redirect(
        url_for("worksheets.about", course=one.row["course"], id=one.row["worksheet"]), 303
    )


@bp.get("/<kind>")
def file(id: str, kind: str) -> Response:
    """The sheet as it stands, to print or to take along."""
    one = _Open(id)
    if house().papers.take(one.visitor["signed_in_as"]):
        raise AcademyError("too_many_papers")
    return shared.given_out(one.sheet, actions.entered(one.held), kind, chosen_locale())


@bp.context_processor
def names() -> dict[str, Any]:
    """What the part that is asked once goes by in addresses."""
    return {"FIELDS": FIELDS}


def _number(name: str) -> int:
    """A number that the page carries: up to which change it showed the sheet, its own saves."""
    told = request.form.get(name, "")
    return int(told) if told.isdecimal() and len(told) < 10 else 0  # noqa: PLR2004

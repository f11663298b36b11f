"""A sheet to be filled in, the same at both doors: on phones by a person or a team at once, at the
trainer's by whoever types in what was written on paper.

Every way off a page on which something is typed is a button that saves it first; where a script
runs, it saves meanwhile by the same form. Two who type over the same cell are both shown; which of
them is right, people decide.
"""

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

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

from academy import actions, worksheets
from academy.errors import AcademyError
from academy.languages import i18n
from academy.languages.i18n import gettext as _
from academy.projections import Row, plans
from academy.store import sheets
from academy.web.shared import worksheet as shared
from academy.web.shared.app import direction, house
from academy.web.shared.security import SHEET_POLICY
from academy.web.shared.sheet_view import FIELDS, Page, overview_of, page_of
from academy.web.shared.worksheet import Shown

if TYPE_CHECKING:
    from academy.store import Store
    from academy.store.sheets import Held
    from academy.worksheets import Table, Worksheet

Find = Callable[[str], Row]
"""The sheet of this id, if whoever asks may see it. Raises AcademyError("sheet_unknown")."""


class Open:
    """A sheet that this visitor may see, as it stands; with the line `also`, were it taken away."""

    def __init__(self, row: Row, also: tuple[str, str] = ("", "")) -> None:
        self.row = row
        self.id: str = row["sheet"]
        self.sheet: Worksheet = shared.find(row["course"], row["worksheet"])
        self.held: Held = sheets.held(_store().tables(), self.id, also=also)
        self.shown = Shown(worksheets.Worked(self.sheet, actions.entered(self.held)))

    def facts(self) -> dict[str, Any]:
        """What every page of a sheet shows."""
        words = self.shown.words
        return {
            "address": url_for("sheets.overview", id=self.id).rstrip("/"),
            "row": self.row,
            "sheet": self.sheet,
            "shown": self.shown,
            "words": words,
            "seen": self.held.rev,
            "text_dir": direction(words.language),
            "FIELDS": FIELDS,
        }

    def page(self, part: str, at: str) -> Page:
        """The cells of one page. Raises AcademyError("sheet_unknown")."""
        return page_of(self.shown, self.held, part, at)

    def table(self, part: str) -> "Table":
        """A table by the part of an address. Raises AcademyError("sheet_unknown")."""
        table = self.sheet.table(part)
        if table is None:
            raise AcademyError("sheet_unknown")
        return table


def install(bp: Blueprint, under: str, find: Find, beside: Callable[[Row], dict[str, Any]]) -> None:
    """The pages of a sheet at a door; `beside` says what its overview shows only there."""

    @bp.get(f"{under}/")
    def overview(id: str) -> str:
        """The whole sheet: what was typed, what comes out, what to look at."""
        one = Open(find(id))
        return render_template(
            "shared/sheet.html", **one.facts(), **beside(one.row),
            parts=overview_of(one.shown, one.held),
            stopped=one.shown.worked.stopped or bool(one.held.disagreements),
            differ=len(one.held.disagreements), handed=_handed_in(one.row),
        )  # fmt: skip

    @bp.get(f"{under}/<part>/<at>/")
    def page(id: str, part: str, at: str) -> Response:
        """The cells of one line, or of a few, to be typed in; a script saves meanwhile."""
        one = Open(find(id))
        found = one.page(part, at)
        hand = secrets.token_hex(8)
        answer = make_response(
            render_template(
                "shared/sheet_page.html", **one.facts(), page=found, part=part, hand=hand
            )
        )
        answer.headers["Content-Security-Policy"] = SHEET_POLICY
        return answer

    @bp.post(f"{under}/<part>/<at>/")
    def save(id: str, part: str, at: str) -> BaseResponse:
        """Keep what was typed and go on: to the same page, the sheet, another line, a new one."""
        return _saved(find(id), part, at)

    @bp.post(f"{under}/<part>/more")
    def more(id: str, part: str) -> BaseResponse:
        """One line more, and on to it."""
        added = actions.add_sheet_row(_store(), Open(find(id)).table(part), id)
        return redirect(url_for("sheets.page", id=id, part=part, at=added), 303)

    @bp.post(f"{under}/<part>/<at>/less")
    def less(id: str, part: str, at: str) -> BaseResponse:
        """One line less, unless somebody wrote in it since this page was opened."""
        table = Open(find(id)).table(part)
        if actions.remove_sheet_row(_store(), table, id, at, seen=_number("seen")):
            return redirect(url_for("sheets.overview", id=id, _anchor=part), 303)
        flash(
            _("Somebody has written in this line meanwhile, so it stays. Look at it first."), "now"
        )
        return redirect(url_for("sheets.page", id=id, part=part, at=at), 303)


def _saved(row: Row, part: str, at: str) -> BaseResponse:
    one, found = _page_that_was(row, part, at)
    texts = {cell.place: request.form[cell.place] for cell in found.cells
             if cell.typed and cell.place in request.form}  # fmt: skip
    kept = {name[5:]: value for name, value in request.form.items() if name.startswith("keep.")}
    differ = actions.save_sheet(
        _store(), one.sheet, one.id, texts, seen=_number("seen"), language=i18n.current(),
        kept={place: int(value) for place, value in kept.items() if value.isdecimal()},
        hand=request.form.get("hand", "")[:16], turn=_number("turn"),
    )  # fmt: skip
    if request.form.get("then") == "live":  # the script shows on the page what came of it
        return redirect(url_for("sheets.page", id=one.id, part=part, at=at), 303)
    if differ:
        flash(_("Somebody else has written there meanwhile. Both are kept: look below."), "now")
        return redirect(url_for("sheets.page", id=one.id, part=part, at=at), 303)
    return redirect(_onwards(one, found, part, at), 303)


def _page_that_was(row: Row, part: str, at: str) -> tuple[Open, Page]:
    """The page that was typed in, even of a line that somebody took away meanwhile.

    Whoever writes in it wants it back.
    """
    one = Open(row)
    try:
        return one, one.page(part, at)
    except AcademyError:
        one = Open(row, also=(part, at))
        return one, one.page(part, at)


def _onwards(one: Open, found: Page, part: str, at: str) -> str:
    then = request.form.get("then", "")
    if then == "more" and (table := one.sheet.table(part)) is not None:
        at = actions.add_sheet_row(_store(), table, one.id)
    elif then in {"before", "after"}:
        at = (found.before if then == "before" else found.after) or at
    elif then == "back" or not _is_there(one, part, at):
        return url_for("sheets.overview", id=one.id, _anchor=part)
    else:
        flash(_("Saved."))
    return url_for("sheets.page", id=one.id, part=part, at=at)


def _is_there(one: Open, part: str, at: str) -> bool:
    """Whether a line is there: one that was taken away and in which nothing was written isn't."""
    table = one.sheet.table(part)
    rows = sheets.held(_store().tables(), one.id).rows
    return table is None or bool(table.fixed) or at in rows.get(part, ())


def _handed_in(row: Row) -> str:
    """On which day a team's sheet was handed in last; "" if it wasn't."""
    tables = _store().tables()
    found = plans.plan(tables, row["workshop"], row["sheet"]) if row["team"] else None
    return found["at"][:10] if found else ""


def _number(name: str) -> int:
    """A number that the page carries: up to which change it showed the sheet, its own saves."""
    told = request.form.get(name, "")
    return int(told) if told.isdecimal() and len(told) < 10 else 0  # noqa: PLR2004


def _store() -> "Store":
    return house().need_store()

"""Bringing a list of people: open it, say what is what where the guess is wrong, look, add.

The list stays in this device's memory while somebody looks at it: what was uploaded goes into no
page and no browser again, and is gone with the screen's lock.
"""

from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from academy import actions, roster
from academy.errors import AcademyError
from academy.languages.i18n import gettext as _
from academy.languages.i18n import lazy_gettext, ngettext
from academy.projections import Row, people
from academy.roster import Layout, Roster, Source
from academy.roster.words import folded
from academy.text import places, tongues
from academy.web.shared import sentences
from academy.web.staff import common
from academy.web.staff.forms import Answer, again
from academy.web.staff.people.people import choices

bp = Blueprint("lists", __name__)

FIELD_NAMES: Final = {
    "alias": lazy_gettext("Alias"),
    "organisation": lazy_gettext("Organisation"),
    "country": lazy_gettext("Country"),
    "language": lazy_gettext("Language"),
    "team": lazy_gettext("Team"),
    "role": lazy_gettext("Role"),
}
NOTHING: Final = {"good": (), "already": (), "bad": (), "unknown": (), "legal": False}
EXAMPLES: Final = 3
MOST_REMEMBERED: Final = 200
"""Headings of which it is remembered what they mean; the oldest are forgotten first."""


@bp.get("/people/list")
def load() -> str:
    """Ask for a list."""
    common.need_workshop()
    return render_template("people/lists_load.html", text="")


@bp.post("/people/list")
def receive() -> Response | Answer:
    """Keep what came, to be looked at."""
    file, text = request.files.get("file"), request.form.get("list", "")
    data: bytes | str = file.read() if file and file.filename else text
    try:
        source = roster.opened(data)
    except AcademyError as refused:
        return again("people/lists_load.html", refused, text=text)
    layout = roster.guessed(source, common.store().setting("list_columns"))
    session["list"] = {"data": data, "encoding": None, "layout": layout}
    return redirect(url_for(".look"), 303)


@bp.get("/people/list/look")
def look() -> str | Response:
    """What the list comes to."""
    if "list" not in session:
        return redirect(url_for(".load"), 303)
    return _page()


@bp.post("/people/list/look")
def arrange() -> Response:
    """Read the list another way: other letters, another sheet, other columns."""
    held = session.get("list")
    if held is None:
        return redirect(url_for(".load"), 303)
    encoding = request.form.get("encoding") or held["encoding"]
    source = roster.opened(held["data"], encoding)
    layout = _asked(source, held["layout"])
    session["list"] = {**held, "encoding": encoding, "layout": layout, "said": True}
    return redirect(url_for(".look"), 303)


@bp.post("/people/list/add")
def add() -> Response | Answer:
    """Register everybody who can be, if that is still what was looked at."""
    held = session.get("list")
    if held is None:
        return redirect(url_for(".load"), 303)
    source = roster.opened(held["data"], held["encoding"])
    found = _understood(roster.read(source, held["layout"]))
    if request.form.get("add", type=int) != len(found["good"]):
        return _page(changed=True), 409
    told = ngettext("%(num)s person is added.", "%(num)s people are added.", len(found["good"]))
    try:
        actions.register_list(
            common.store(), workshop=common.need_workshop()["workshop"], rows=found["good"]
        )
    except AcademyError as refused:
        return _page(refused), sentences.status(refused)
    _remember(held)
    session.pop("list")
    flash(told)
    return redirect(url_for("people.index"), 303)


def _page(refused: AcademyError | None = None, *, changed: bool = False) -> str:
    held: dict[str, Any] = session["list"]
    layout: Layout = held["layout"]
    source = roster.opened(held["data"], held["encoding"])
    table = source.tables[layout.sheet]
    try:
        found = _understood(roster.read(source, layout))
    except AcademyError as error:
        refused, found = refused or error, dict(NOTHING)
    return render_template(
        "people/lists_look.html",
        said=sentences.sentence(refused) if refused else None,
        changed=changed,
        source=source,
        layout=layout,
        headings=[(number, " · ".join(filter(None, cells))[:60] if number <= layout.heading else "")
                  for number, cells in table.rows[: roster.ABOVE]],
        columns=_columns(table, layout),
        fields=[("", _("not used")), *((name, str(FIELD_NAMES[name])) for name in roster.FIELDS)],
        left_out=sum(number in table.hidden for number, _cells in table.rows),
        asked="alias" not in layout.columns or not source.sure,
        **found,
        **choices(),
    )  # fmt: skip


def _asked(source: Source, before: Layout) -> Layout:
    """The layout a form describes. Another sheet is guessed anew, and another row of headings
    where nothing else was said.
    """
    form = request.form
    sheet = form.get("sheet", before.sheet, type=int)
    sheet = sheet if 0 <= sheet < len(source.tables) else before.sheet
    heading = form.get("heading", before.heading, type=int)
    columns: dict[str, int] = {}
    for name, field in form.items():
        at = name.removeprefix("column_")
        if field in roster.FIELDS and at != name and at.isdecimal():
            columns.setdefault(field, int(at))
    moved = heading != before.heading and columns == before.columns
    if sheet != before.sheet or moved:
        remembered = common.store().setting("list_columns")
        return roster.laid_out(source, sheet, heading if moved else None, remembered)
    return Layout(sheet, heading, columns, hidden="hidden" in form)


def _columns(table: roster.Table, layout: Layout) -> list[Row]:
    """Each column: its number, what it is called, what stands in it, what it is taken for."""
    named = dict(table.rows).get(layout.heading, ())
    body = [cells for number, cells in table.rows if number > layout.heading]
    taken = {at: field for field, at in layout.columns.items()}
    width = max(len(cells) for _number, cells in table.rows)
    found = []
    for at in range(width):
        inside = [cells[at] for cells in body if at < len(cells) and cells[at]]
        heading, field = named[at] if at < len(named) else "", taken.get(at, "")
        if heading or inside:
            # A telephone number that nobody asked for need not be on a screen to be left behind.
            examples = inside[:EXAMPLES] if field or not heading else []
            found.append({"at": at, "heading": heading, "examples": examples, "field": field})
    return found


def _understood(found: Roster) -> Row:
    """Who would be added, who is here already, what is refused and why, what wasn't understood."""
    workshop = common.need_workshop()["workshop"]
    rows = [_coded(row) for row in found.rows]
    refused = actions.refusals(common.store(), workshop=workshop, rows=rows)
    here = {
        number
        for number, error in refused.items()
        if error.code == "alias_taken"
        and people.by_alias(common.tables(), workshop, rows[number - 1]["alias"])
    }
    return {
        "good": [row for number, row in enumerate(rows, 1) if number not in refused],
        "already": [rows[number - 1] for number in sorted(here)],
        "bad": [
            (rows[number - 1], sentences.sentence(error))
            for number, error in refused.items()
            if number not in here
        ],
        "unknown": [
            (row["line"], row["language"])
            for row, coded in zip(found.rows, rows, strict=True)
            if row["language"] and not coded["language"]
        ],
        "legal": found.legal,
    }


def _coded(row: dict[str, str]) -> dict[str, str]:
    """A row with country and language as codes; a country that isn't one is left to be refused."""
    return {
        **row,
        "country": places.country(row["country"]) or row["country"],
        "language": _locale(row["language"]),
    }


def _locale(written: str) -> str:
    """A language as registrations keep it; of Chinese, in which characters she reads it."""
    return tongues.locale(written) or ""


def _remember(held: Mapping[str, Any]) -> None:
    """Keep what each heading was said to mean, for the next list from the same hands."""
    if not held.get("said"):
        return
    source, layout = roster.opened(held["data"], held["encoding"]), held["layout"]
    meant = {
        folded(column["heading"]): column["field"]
        for column in _columns(source.tables[layout.sheet], layout)
        if column["heading"]
    }
    before = common.store().setting("list_columns") or {}
    kept = [*({k: v for k, v in before.items() if k not in meant} | meant).items()]
    common.store().set_setting("list_columns", dict(kept[-MOST_REMEMBERED:]))

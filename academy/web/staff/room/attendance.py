"""Attendance: the grid, taking a session, one mark's whole story and its correction."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from academy import actions, rules
from academy.errors import AcademyError
from academy.languages.i18n import gettext as _
from academy.languages.i18n import lazy_gettext, ngettext
from academy.projections import Row, attendance, people
from academy.web.shared.app import house
from academy.web.staff import common, forms
from academy.web.staff.forms import Answer, again, need_session
from academy.web.staff.room import today

bp = Blueprint("attendance", __name__)

WAY_NAMES = {
    "code": lazy_gettext("by code"),
    "grid": lazy_gettext("by hand"),
    "sheet": lazy_gettext("from paper"),
    "correction": lazy_gettext("correction"),
}
REASONS = (
    lazy_gettext("Ticked by mistake"),
    lazy_gettext("Came later"),
    lazy_gettext("Told us beforehand"),
    lazy_gettext("The paper says so"),
    lazy_gettext("Two laptops disagreed"),
)


@bp.get("/attendance")
def index() -> str:
    """Everybody in every session that counts, or in all."""
    every = bool(request.args.get("all"))
    workshop = common.need_workshop()["workshop"]
    at_hand = forms.session_at_hand(common.tables(), workshop)
    return render_template(
        "room/attendance.html",
        every=every,
        at_hand=at_hand,
        **today.grid(workshop, countable=not every),
    )


@bp.get("/attendance/<session>")
def take(session: str) -> str:
    """Everybody in one session, each with five states to choose from."""
    return render_template("room/attendance_take.html", **_taking(session))


@bp.post("/attendance/<session>")
def save(session: str) -> Response | Answer:
    """Record what was chosen. A mark that stands is changed only with a reason.

    Only people whom the form showed, or names, are looked at: whoever joined meanwhile, or stands
    on another page, is not among "all others".
    """
    shown = _taking(session)
    fresh, changed = _chosen(shown["everybody"], shown["rows"])
    reason = request.form.get("reason", "") or request.form.get("why", "")
    shown |= {"changed": changed, "reason": reason}
    try:
        if changed and not reason.strip():
            raise AcademyError("reason_missing")  # noqa: TRY301
        new = actions.take_attendance(
            common.store(), session=session, fresh=fresh, way=shown["way"], reason=reason,
            changed={row["person"]: state for row, state in changed},
        )  # fmt: skip
    except AcademyError as refused:
        return again("room/attendance_take.html", refused, **shown)
    _tell(new, len(changed))
    page = shown["page"].number if shown["page"].of > 1 else None
    return redirect(url_for(".take", session=session, way=shown["way"], page=page), 303)


@bp.get("/attendance/<session>/<person>")
def mark(session: str, person: str) -> str:
    """One mark's whole story: every state ever recorded, and which stand."""
    return render_template("room/attendance_mark.html", **_story(session, person))


@bp.post("/attendance/<session>/<person>")
def correct(session: str, person: str) -> Response | Answer:
    """Put another state in the place of what stands, with a reason."""
    state = request.form.get("state", "")
    reason = request.form.get("reason", "") or request.form.get("why", "")
    try:
        actions.correct_mark(
            common.store(), session=session, person=person, state=state, reason=reason
        )
    except AcademyError as refused:
        typed = {"state": state, "reason": reason}
        return again("room/attendance_mark.html", refused, **_story(session, person) | typed)
    flash(_("Corrected. The old mark stays visible, with your reason."))
    return redirect(url_for(".mark", session=session, person=person), 303)


def _taking(session: str) -> Row:
    """What the page that takes a session shows: the rows with what stands and what was chosen."""
    row, tables, form = need_session(common.tables(), session), common.tables(), request.form
    states = attendance.in_session(tables, session)
    rows = []
    for number, person in enumerate(people.people(tables, row["workshop"]), 1):
        held = states.get(person["person"])
        state = held["state"] if held else None
        chosen = form.get(f"p_{person['person']}", state or "")
        rows.append({**person, "number": number, "state": state, "chosen": chosen,
                     "conflict": bool(held and held["conflict"])})  # fmt: skip
    page = common.paged(rows)
    way = request.values.get("way", "grid")
    return {
        "row": row,
        "everybody": rows,
        "rows": page.rows,
        "page": page,
        "states": rules.STATES,
        "way": way if way in {"grid", "sheet"} else "grid",
        "code_open": house().codes.is_open(session),
        "reasons": REASONS,
        "role_names": forms.ROLE_NAMES,
        "changed": [],
        "reason": "",
    }


def _chosen(rows: list[Row], page: list[Row]) -> tuple[dict[str, str], list[tuple[Row, str]]]:
    """What the form adds, and what it changes. What it merely repeats is neither.

    The form says what it showed (`was_…`): a mark made meanwhile on a phone isn't undone by a row
    nobody touched, and who wasn't shown is none of the "others". A form that doesn't say is taken
    to have shown its page.
    """
    form = request.form
    shown = {name.removeprefix("was_") for name in form if name.startswith("was_")}
    shown = shown or {row["person"] for row in page}
    fresh: dict[str, str] = {}
    changed: list[tuple[Row, str]] = []
    for row in rows:
        person = row["person"]
        chosen, was = form.get(f"p_{person}", ""), form.get(f"was_{person}", "")
        open_row = row["role"] == "participant" and row["state"] is None
        if not chosen and open_row and person in shown:
            chosen = form.get("others", "")
        if not chosen or chosen in {was, row["state"]}:
            continue
        if row["state"] is None:
            fresh[person] = chosen
        else:
            changed.append((row, rules.one_of("state", chosen, rules.STATES)))
    return fresh, changed


def _tell(new: int, changed: int) -> None:
    if new:
        flash(ngettext("%(num)s mark is recorded.", "%(num)s marks are recorded.", new))
    if changed:
        flash(ngettext("%(num)s mark is corrected.", "%(num)s marks are corrected.", changed))
    if not new and not changed:
        flash(_("Nothing was changed."))


def _story(session: str, person: str) -> Row:
    row, tables = need_session(common.tables(), session), common.tables()
    who = people.person(tables, person, row["workshop"])
    if who is None:
        raise AcademyError("person_unknown")
    marks = attendance.trail(tables, session, person)
    standing = {m["state"] for m in marks if m["standing"]}
    return {
        "row": row,
        "who": who,
        "marks": marks,
        "conflict": rules.in_conflict(sorted(standing)),
        "held": rules.state_of(sorted(standing)),
        "names": common.device_names(),
        "way_names": WAY_NAMES,
        "states": rules.STATES,
        "reasons": REASONS,
        "state": "",
        "reason": "",
    }

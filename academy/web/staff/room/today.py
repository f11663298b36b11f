"""The session at hand, and the week of everybody in the room at one glance."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from academy.courses import guides_there
from academy.languages import i18n
from academy.languages.i18n import gettext as _
from academy.languages.i18n import lazy_gettext, ngettext
from academy.projections import Row, attendance, certificates, people, workshops
from academy.rules import Standing
from academy.web.shared import wall
from academy.web.shared.app import house
from academy.web.staff import common, forms
from academy.web.staff.room import room

bp = Blueprint("today", __name__)

EARNED_NAMES = {
    "attendance": lazy_gettext("attendance earned"),
    "completion": lazy_gettext("completed"),
    "facilitator": lazy_gettext("facilitator"),
}


@bp.get("/")
def index() -> str | Response:
    """What is going on now; at the central copy, the report."""
    if house().config.central:
        return redirect(url_for("report.index"))
    tables, workshop = common.tables(), common.current_workshop()
    if workshop is None:
        return render_template("room/today_first.html")
    at_hand = forms.session_at_hand(tables, workshop["workshop"])
    if at_hand is None:
        return render_template("room/today_unplanned.html")
    here, expected, open_marks = forms.here_now(tables, at_hand)
    return render_template(
        "room/today.html",
        at_hand=at_hand,
        is_today=at_hand["day"] == wall.today(),
        today=wall.today(),
        here_now=here,
        expected=expected,
        open_marks=open_marks,
        shared=people.sharing_an_alias(tables, workshop["workshop"]),
        to_decide=len(attendance.conflicts(tables, workshop["workshop"])),
        door_open=forms.codes().is_open(forms.door_subject(workshop["workshop"])),
        taking=forms.codes().is_open(at_hand["session"]),
        room=room.told(workshop["workshop"]),
        guides=_guides(at_hand),
        **grid(workshop["workshop"], countable=True),
    )


def _guides(row: Row) -> list[tuple[str, str, str]]:
    """The guides to what is taught in a session: course, id and title."""
    found = []
    for piece in row["teaches"]:
        taught = house().library.taught(piece, i18n.current())
        course, _slash, of = piece.partition("/")
        held = house().library.course(course)
        if taught and held and of in guides_there(house().packs.home_of(course), held):
            found.append((course, of, taught.title))
    return found


def grid(workshop: str, *, countable: bool) -> Row:
    """What a grid of people × sessions is drawn from: a page of people, sessions by day, states,
    tags.
    """
    tables = common.tables()
    planned = [row for row in workshops.week(tables, workshop) if row["countable"] or not countable]
    days: dict[str, list[Row]] = {}
    for row in planned:
        days.setdefault(row["day"], []).append(row)
    page = common.paged(people.people(tables, workshop))
    standings = certificates.standings(tables, workshop, page.rows)
    return {
        "page": page,
        "people": page.rows,
        "sessions": planned,
        "days": days,
        "states": attendance.states_of(tables, workshop, [row["person"] for row in page.rows]),
        "tags": {who: tag(standing) for who, standing in standings.items()},
        "role_names": forms.ROLE_NAMES,
    }


def tag(standing: Standing) -> tuple[str, bool]:
    """Where somebody stands in a few words, and whether it asks for a second look."""
    if standing.earned:
        return str(EARNED_NAMES[standing.earned]), False
    if standing.out_of_reach:
        return _("too few half-days left"), True
    missing = dict(standing.missing)
    if not standing.held or "sessions" not in missing:
        return (_("on the way"), False) if standing.held else ("", False)
    spare = missing.get("not_recorded", 0) - missing["sessions"]
    if spare <= 0:
        return _("needs every half-day left"), True
    return ngettext("%(num)s more half-day", "%(num)s more half-days", missing["sessions"]), False

"""Half-days: of which lessons and activities a session is made, and whether they fit in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from academy import actions
from academy.courses import Course, Lesson
from academy.errors import AcademyError
from academy.languages import i18n
from academy.languages.i18n import gettext as _
from academy.languages.i18n import ngettext
from academy.projections import Row, workshops
from academy.rules import planning
from academy.web.shared.app import house
from academy.web.staff import common
from academy.web.staff.forms import Answer, again, need_session

bp = Blueprint("halves", __name__)


@dataclass(frozen=True)
class Piece:
    """A lesson or an activity as it can be chosen."""

    key: str
    """Its course and id: `advocacy/who-decides`."""
    title: str
    language: str
    minutes: int
    """With a group."""
    by_hand: bool = False
    """Only somebody puts it into a half-day."""


@bp.route("/sessions/<session_id>/fill", methods=["GET", "POST"])
def fill(session_id: str) -> str | Response | Answer:
    """Choose what is taught in a session: a half-day that fits, or piece by piece."""
    row = need_session(common.tables(), session_id)
    if request.method == "GET":
        return render_template("week/halves_fill.html", **_offered(row, row["teaches"]))
    known = {piece.key for _course, some in _courses(row["workshop"]) for piece in some}
    # What another laptop's pack brought stays, unless it is unticked.
    chosen = [key for key in request.form.getlist("piece") if key in known | {*row["teaches"]}]
    try:
        actions.fill_sessions(common.store(), {session_id: chosen})
    except AcademyError as refused:
        return again("week/halves_fill.html", refused, **_offered(row, chosen))
    minutes, most = told({**row, "teaches": chosen})
    over = _("Saved. These take %(minutes)s min; this half-day has %(most)s.",
             minutes=number(minutes), most=number(most))  # fmt: skip
    flash(over if minutes > most else _("Saved."))
    return redirect(url_for("workshops.plan", workshop_id=row["workshop"]), 303)


@bp.post("/workshops/<workshop_id>/fill")
def fill_all(workshop_id: str) -> Response:
    """Fill the half-days that count and are empty, in their order, with what nobody has planned."""
    if workshops.workshop(common.tables(), workshop_id) is None:
        raise AcademyError("workshop_unknown")
    left = _left(workshop_id)
    taught: dict[str, list[str]] = {}
    for row in workshops.week(common.tables(), workshop_id):
        if row["title"] or row["teaches"] or not row["countable"]:
            continue
        fitting = planning.half_days(left, planning.TEACHING_MINUTES[row["half"]])
        if fitting:
            taught[row["session"]] = fitting[0]
            left = [piece for piece in left if piece[0] not in fitting[0]]
    actions.fill_sessions(common.store(), taught)
    count = len(taught)
    flash(ngettext("%(num)s half-day is filled.", "%(num)s half-days are filled.", count))
    return redirect(url_for("workshops.plan", workshop_id=workshop_id), 303)


def told(row: Row) -> tuple[int, int]:
    """How many minutes what is taught in a session takes, and how many the half-day has."""
    taught = (house().library.taught(key, i18n.current()) for key in row["teaches"])
    takes = (
        one.minutes.together if isinstance(one, Lesson) else one.minutes for one in taught if one
    )
    return sum(takes), planning.TEACHING_MINUTES[row["half"]]


def number(value: int) -> str:
    """A number as the trainer writes it."""
    return i18n.format_number(value, i18n.current())


def _offered(row: Row, chosen: Iterable[str]) -> Row:
    """What the page of one session shows."""
    courses = _courses(row["workshop"])
    pieces = {piece.key: piece for _course, some in courses for piece in some}
    most = planning.TEACHING_MINUTES[row["half"]]
    halves = planning.half_days(_left(row["workshop"], but=row["session"]), most)
    return {
        "row": row,
        "most": most,
        "courses": courses,
        "chosen": (ticked := list(chosen)),
        "strange": [key for key in ticked if key not in pieces],
        "offers": [[pieces[key] for key in half_day] for half_day in halves],
    }


def _courses(workshop: str) -> list[tuple[Course, list[Piece]]]:
    """The courses of a workshop, or all where it names none, with what can be taught of each."""
    row = workshops.workshop(common.tables(), workshop)
    named = set(row["courses"]) if row else set()
    locale = i18n.current()
    every = [course.in_language(locale) for course in house().library.courses]
    found = [course for course in every if course.id in named] or every
    return [(course, _pieces(course)) for course in found]


def _pieces(course: Course) -> list[Piece]:
    lessons = [
        Piece(f"{course.id}/{one.slug}", one.title, one.language, one.minutes.together)
        for one in course.lessons
    ]
    return lessons + [
        Piece(f"{course.id}/{one.id}", one.title, one.language, one.minutes, one.by_hand)
        for one in course.activities
    ]


def _left(workshop: str, but: str = "") -> list[tuple[str, int]]:
    """What no session of the workshop teaches yet, save the session `but`, with its minutes."""
    week = workshops.week(common.tables(), workshop)
    planned = {key for row in week if row["session"] != but for key in row["teaches"]}
    return [
        (piece.key, piece.minutes)
        for _course, some in _courses(workshop)
        for piece in some
        if piece.key not in planned and not piece.by_hand
    ]

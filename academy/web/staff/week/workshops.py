"""Planning: the workshop, its sessions, which of several is at hand."""

from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from academy import actions, rules
from academy.courses import locale_of
from academy.errors import AcademyError
from academy.languages import i18n
from academy.languages.i18n import gettext as _
from academy.languages.i18n import lazy_gettext
from academy.projections import Row, workshops
from academy.times import zones
from academy.web.shared import wall
from academy.web.shared.app import house
from academy.web.staff import common
from academy.web.staff.forms import Answer, again, need_session
from academy.web.staff.week import halves

bp = Blueprint("workshops", __name__)

LEVEL_NAMES = {
    "regional": lazy_gettext("Regional workshop"),
    "national": lazy_gettext("National activity"),
    "academy": lazy_gettext("Academy"),
}
SHAPES: Final = ("five", "seven", "own")
FIELDS: Final = ("title", "level", "country", "starts", "ends")


@bp.get("/workshops")
def index() -> str:
    """Every workshop on this device, the latest first."""
    tables = common.tables()
    page = common.page_of(partial(workshops.page_of, tables), workshops.count(tables))
    return render_template("week/workshops.html", page=page, rows=page.rows, **_names())


@bp.route("/workshops/new", methods=["GET", "POST"])
def new() -> str | Response | Answer:
    """Plan a workshop with a week of sessions; the last day may be left to the shape."""
    if request.method == "GET":
        typed = MultiDict({"title": _("Leadership week"), "starts": wall.today(), "shape": "five"})
        typed.setlist("courses", [course.id for course in house().library.courses])
        typed.setlist("languages", [i18n.current()])
        return _form("week/workshops_new.html", typed)
    try:
        shape = _shape(request.form)
        asked = _asked(request.form)
        if not asked["ends"].strip():
            first = date.fromisoformat(rules.day("starts", asked["starts"]))
            asked["ends"] = (first + timedelta(days=max(h.day for h in shape))).isoformat()
        asked["zone"] = _likely_zone(asked["country"])
        workshop = actions.plan_workshop(common.store(), **asked, shape=shape)
    except AcademyError as refused:
        return _form("week/workshops_new.html", request.form, refused)
    with suppress(AcademyError):  # it is planned: which one is at hand can be chosen again
        common.store().set_setting("workshop", workshop)
    flash(_("Planned. Name the sessions here, now or later."))
    _say_the_hour(asked["zone"])
    return redirect(url_for(".plan", workshop_id=workshop), 303)


@bp.route("/workshops/<workshop_id>/edit", methods=["GET", "POST"])
def edit(workshop_id: str) -> str | Response | Answer:
    """Plan the same workshop differently."""
    row = _need(workshop_id)
    if request.method == "GET":
        typed = MultiDict({name: row[name] for name in (*FIELDS, "zone")})
        typed.setlist("courses", row["courses"])
        typed.setlist("languages", row["languages"])
        return _form("week/workshops_edit.html", typed, row=row)
    try:
        asked = _asked(request.form)
        moved = rules.country(asked["country"]) != row["country"]
        asked["zone"] = _likely_zone(asked["country"]) if moved else request.form.get("zone", "")
        actions.revise_workshop(common.store(), workshop_id, **asked)
    except AcademyError as refused:
        return _form("week/workshops_edit.html", request.form, refused, row=row)
    flash(_("Saved."))
    if asked["zone"] != row["zone"]:
        _say_the_hour(asked["zone"])
    return redirect(url_for(".plan", workshop_id=workshop_id), 303)


@bp.post("/workshops/<workshop_id>/choose")
def choose(workshop_id: str) -> Response:
    """Make this the workshop at hand."""
    common.store().set_setting("workshop", _need(workshop_id)["workshop"])
    return redirect(url_for("today.index"), 303)


@bp.get("/workshops/<workshop_id>")
def plan(workshop_id: str) -> str:
    """The sessions of a workshop, each of which can be changed."""
    return render_template("week/workshops_plan.html", typed={}, **_planned(workshop_id))


@bp.post("/workshops/<workshop_id>")
def save_plan(workshop_id: str) -> Response | Answer:
    """Save every session that was changed, or none."""
    shown = _planned(workshop_id)
    try:
        changes = [
            change for row in shown["sessions"] if (change := _session(row)) != _as_planned(row)
        ]
        actions.revise_sessions(common.store(), {one.pop("session"): one for one in changes})
    except AcademyError as refused:
        return again("week/workshops_plan.html", refused, typed=request.form, **shown)
    flash(_("Saved."))
    return redirect(url_for(".plan", workshop_id=workshop_id), 303)


@bp.post("/workshops/<workshop_id>/sessions")
def add(workshop_id: str) -> Response | Answer:
    """One more session."""
    form = request.form
    try:
        actions.add_session(
            common.store(), workshop=workshop_id, title=form.get("title", ""),
            day=form.get("day", ""), half=form.get("half", ""), countable="countable" in form,
        )  # fmt: skip
    except AcademyError as refused:
        return again("week/workshops_plan.html", refused, typed=form, **_planned(workshop_id))
    flash(_("Added."))
    return redirect(url_for(".plan", workshop_id=workshop_id), 303)


@bp.route("/sessions/<session_id>/cancel", methods=["GET", "POST"])
def cancel(session_id: str) -> str | Response | Answer:
    """Say that a session isn't held for anybody, and why."""
    row = need_session(common.tables(), session_id)
    if request.method == "GET":
        return render_template("week/workshops_cancel.html", row=row, reason="")
    reason = request.form.get("reason", "")
    try:
        actions.cancel_session(common.store(), session_id, reason=reason)
    except AcademyError as refused:
        return again("week/workshops_cancel.html", refused, row=row, reason=reason)
    house().codes.close(session_id)
    flash(_("Cancelled. It counts for nobody now."))
    return redirect(url_for(".plan", workshop_id=row["workshop"]), 303)


def _need(workshop_id: str) -> Row:
    row = workshops.workshop(common.tables(), workshop_id)
    if row is None:
        raise AcademyError("workshop_unknown")
    return row


def _planned(workshop_id: str) -> Row:
    row = _need(workshop_id)
    planned = workshops.sessions(common.tables(), workshop_id)
    empty = any(s["countable"] and not s["title"] and not s["teaches"] for s in planned)
    return {
        "row": row,
        "sessions": planned,
        "halves": _halves(),
        "minutes_of": halves.told,
        "may_fill": empty and bool(house().library.courses),
        **_names(),
    }


def _asked(form: MultiDict[str, str]) -> dict[str, Any]:
    """A workshop's facts as a form says them."""
    known = {course.id for course in house().library.courses}
    return {
        **{name: form.get(name, "") for name in FIELDS},
        "languages": [code for code in form.getlist("languages") if code in _languages()],
        "courses": [course for course in form.getlist("courses") if course in known],
    }


def _likely_zone(country: str) -> str:
    return zones.likely(rules.country(country), common.store().now())


def _say_the_hour(zone: str) -> None:
    """Say what time it is taken to be at the place, where the laptop by itself would differ."""
    wall.now()
    moment = common.store().now()
    there = moment.astimezone(zones.clock_of(zone))
    if there.utcoffset() != moment.astimezone().utcoffset():
        place, time = i18n.town_name(zone, i18n.current()), f"{there:%H:%M}"
        flash(_("Times are those of %(place)s, where it is %(time)s now.", place=place, time=time))


def _shape(form: MultiDict[str, str]) -> list[rules.HalfDay]:
    name = rules.one_of("shape", form.get("shape", ""), SHAPES)
    days = form.get("days", default=0, type=int)
    return rules.shape(name, days=days, halves=form.get("halves", default=0, type=int))


def _session(row: Row) -> dict[str, Any]:
    """One session's facts from the form of all; as planned where the form doesn't have it."""
    key, form = row["session"], request.form
    if f"day_{key}" not in form:
        return _as_planned(row)
    return {
        "session": key,
        "title": rules.text("title", form.get(f"title_{key}", ""), required=False),
        "day": rules.day("day", form.get(f"day_{key}", "")),
        "half": rules.one_of("half", form.get(f"half_{key}", ""), rules.HALVES),
        "countable": f"countable_{key}" in form,
    }


def _as_planned(row: Row) -> dict[str, Any]:
    return {
        "session": row["session"], "title": row["title"], "day": row["day"], "half": row["half"],
        "countable": bool(row["countable"]),
    }  # fmt: skip


def _languages() -> list[str]:
    """The languages a workshop may be held in: those of the pages, then those of the courses."""
    found = [*i18n.languages(), *(locale_of(name) for name in house().library.languages)]
    return list(dict.fromkeys(found))


def _halves() -> list[tuple[str, str]]:
    return [(half, i18n.half_name(half, i18n.current())) for half in rules.HALVES]


def _names() -> Row:
    locale = i18n.current()
    return {
        "level_names": LEVEL_NAMES,
        "language_name": lambda code: i18n.language_name(code, locale),
    }


def _form(
    template: str, typed: MultiDict[str, str], refused: AcademyError | None = None, **more: object
) -> str | Answer:
    """The form of a workshop, with everything that can be chosen in it."""
    locale = i18n.current()
    choices = {
        "typed": typed,
        "levels": [(level, str(LEVEL_NAMES[level])) for level in rules.LEVELS],
        "countries": [("", "—"), *i18n.countries(locale)],
        "course_list": [c.in_language(locale) for c in house().library.courses],
        "language_list": [(code, i18n.language_name(code, locale)) for code in _languages()],
        "zones": wall.choices(typed.get("country", "")),
        "five": [h.countable for h in rules.shape("five")],
        "seven": [h.countable for h in rules.shape("seven")],
    }
    if refused is not None:
        return again(template, refused, **choices, **more)
    return render_template(template, **choices, **more)

"""One's own page: the week in words, the way to a certificate, one's quizzes, being forgotten.

Nobody else sees it.
"""

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from academy import actions
from academy.door import access
from academy.errors import AcademyError
from academy.languages.i18n import gettext as _
from academy.printing import codes
from academy.projections import Row, certificates, learning, people
from academy.store import sheets
from academy.web.participant.common import end_sessions, need_visitor, store, tables, visitor
from academy.web.participant.week import assessments
from academy.web.participant.week.standing import told
from academy.web.participant.week.week import week
from academy.web.shared import sentences
from academy.web.shared.app import as_read, house, version

if TYPE_CHECKING:
    from academy.worksheets import Words

bp = Blueprint("me", __name__)


@bp.get("/me")
def index() -> str | Response:
    """My week, my certificate, my quizzes."""
    store()
    row = visitor()
    if row is None:
        return redirect(url_for("join.sign_in_form"), 303)
    mine = week(row)
    standing = mine.standing
    issued = certificates.of_person(tables(), row["workshop"], row["person"])
    return render_template(
        "week/me.html",
        week=mine,
        standing=standing,
        missing=told(standing, mine),
        issued=[{**one, "code": codes.display(one["certificate"])} for one in issued],
        quizzes=_quizzes(row["person"]),
        sheets=_sheets(row),
        now=assessments.now(row),
        names=assessments.NAMES,
    )


def _sheets(row: Row) -> list[tuple[str, "Words", str]]:
    """The sheets that one has begun, alone or with the team: id, words, team."""
    own = sheets.of_person(tables(), row["workshop"], row["registrations"])
    teams = sheets.of_team(tables(), row["workshop"], row["team"]) if row["team"] else []
    shelf = house().worksheets
    return [
        (one["sheet"], as_read(found.in_language), one["team"])
        for one in (*own, *teams)
        if (found := shelf.get((one["course"], one["worksheet"]))) is not None
    ]


def _quizzes(person: str) -> list[dict[str, object]]:
    """The best try per lesson, in the order of the courses."""
    best = learning.scores(tables(), person)
    return [
        {"course": course, "lesson": lesson, "correct": best[key][0], "of": best[key][1]}
        for original in house().library.courses
        for course in (version(original),)
        for lesson in course.lessons
        if (key := (course.id, lesson.slug)) in best
    ]


@bp.get("/me/forget")
def ask() -> str | Response:
    """What being forgotten means, and the PIN it takes."""
    store()
    if visitor() is None:
        return redirect(url_for("join.sign_in_form"), 303)
    return render_template("week/forget.html", said="")


@bp.post("/me/forget")
def forget() -> tuple[str, int] | Response:
    """Erase whoever is signed in, here and wherever the log goes, and end their sessions."""
    row = need_visitor()
    person = row["signed_in_as"]
    known = people.registrations_of(tables(), person)
    try:
        access.check_pin(store(), house().guesses, person, request.form.get("pin", ""))
    except AcademyError as refused:
        page = render_template("week/forget.html", said=sentences.sentence(refused))
        return page, sentences.status(refused)
    actions.erase_person(store(), person, *(one["person"] for one in known))
    end_sessions(*(one["person"] for one in known))
    flash(_("You are forgotten here. The other laptops follow when they next exchange."))
    return redirect("/", 303)

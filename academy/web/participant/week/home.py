"""The start: one's week, where one stopped reading, what a certificate still needs."""

from datetime import date

from flask import Blueprint, render_template

from academy.projections import Row, learning, workshops
from academy.web.participant.common import moment, tables, visitor
from academy.web.participant.reading import progress
from academy.web.participant.week import assessments
from academy.web.participant.week.standing import told
from academy.web.participant.week.week import week
from academy.web.shared.app import house, version

bp = Blueprint("home", __name__)


@bp.get("/")
def index() -> str:
    """What one can do now: signed in, not signed in, or while the laptop is locked."""
    row = visitor()
    if row is None:
        return render_template("week/start.html", courses=progress.shelf(house().library, version))
    workshop = workshops.workshop(tables(), row["workshop"])
    mine = week(row)
    standing = mine.standing
    done = learning.finished(tables(), row["person"])
    return render_template(
        "week/home.html",
        workshop=workshop,
        day_of=_day_of(workshop) if workshop else None,
        today=moment()[0],
        week=mine,
        standing=standing,
        missing=told(standing, mine),
        open=mine.open,
        now=assessments.now(row),
        names=assessments.NAMES,
        reading=progress.next_up(
            house().library, version, done, workshop["courses"] if workshop else ()
        ),
    )


def _day_of(workshop: Row) -> tuple[int, int] | None:
    """Which day of how many it is, while the workshop runs."""
    today = date.fromisoformat(moment()[0])
    starts, ends = date.fromisoformat(workshop["starts"]), date.fromisoformat(workshop["ends"])
    if not starts <= today <= ends:
        return None
    return (today - starts).days + 1, (ends - starts).days + 1

"""Taking back, as one, everybody who came in by the door since a moment: when somebody invented
people.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from academy import actions
from academy.errors import AcademyError
from academy.languages.i18n import ngettext
from academy.projections import Row
from academy.store import local
from academy.web.shared import wall
from academy.web.shared.app import house
from academy.web.staff import common
from academy.web.staff.forms import Answer, again

bp = Blueprint("joined", __name__)

AGO = (5, 15, 30, 60, 120, 240)
"""The moments that are offered, in minutes ago."""
MOST_NAMED = 100


@bp.get("/people/joined")
def index() -> str:
    """Since when? With a moment chosen: how many, their names, and the press."""
    return render_template("room/joined.html", **_shown())


@bp.post("/people/joined")
def take_back() -> Response | Answer:
    """Withdraw them all, if they are as many as were shown."""
    shown = _shown()
    if len(shown["rows"]) != request.form.get("count", -1, int):
        return again("room/joined.html", AcademyError("changed_since"), **shown)
    gone = actions.withdraw_people(
        common.store(), workshop=shown["at"], people=[row["person"] for row in shown["rows"]]
    )
    house().sign_out(*gone)
    flash(ngettext("%(num)s person is taken back.", "%(num)s people are taken back.", len(gone)))
    return redirect(url_for("people.index"), 303)


def _shown() -> Row:
    workshop, since = common.need_workshop()["workshop"], _since()
    every = local.joined(common.tables(), workshop)
    return {
        "at": workshop,
        "since": since,
        "clock": _clock(since) if since else "",
        "rows": [row for row in every if row["at"] >= since] if since else [],
        "most": MOST_NAMED,
        "moments": list(_moments(every)),
    }


def _moments(every: list[Row]) -> Iterator[tuple[str, str, int]]:
    """Moments to choose from, the latest first: as the address has them, as a clock shows them,
    and how many came since. One that brings nobody more is left out.
    """
    counted = 0
    for minutes in AGO:
        at = (common.store().now() - timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:00")
        count = sum(row["at"] >= at for row in every)
        if count > counted:
            yield at, _clock(at), count
        counted = count
    if len(every) > counted:
        yield every[0]["at"], _clock(every[0]["at"]), len(every)


def _since() -> str:
    """The moment asked for, in UTC as the store has it: one of the offered, or today's `clock`."""
    asked, clock = request.values.get("since", ""), request.values.get("clock", "")
    try:
        if clock:
            told = datetime.combine(wall.now().date(), time.fromisoformat(clock))
            return common.store().clock.read(told).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
        return datetime.fromisoformat(asked).strftime("%Y-%m-%dT%H:%M:%S") if asked else ""
    except ValueError:
        raise AcademyError("date_wrong", field="from", value=(clock or asked)[:40]) from None


def _clock(at: str) -> str:
    """A moment as the room's clock shows it."""
    told = common.store().clock.shown(datetime.fromisoformat(at).replace(tzinfo=UTC))
    today = told.date() == wall.now().date()
    return told.strftime("%H:%M" if today else "%Y-%m-%d %H:%M")

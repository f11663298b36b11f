"""Where everybody stands, which requirements are met, which certificates were issued."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from academy import actions, rules
from academy.errors import AcademyError
from academy.languages.i18n import gettext as _
from academy.languages.i18n import lazy_gettext, ngettext
from academy.printing import codes
from academy.projections import (
    Row,
    Tables,
    assessments,
    attendance,
    certificates,
    people,
    workshops,
)
from academy.web.shared import sentences
from academy.web.shared.app import house
from academy.web.staff import common
from academy.web.staff.results.certificates.blueprint import bp

LOST = {
    "sessions": lazy_gettext("too few half-days count now"),
    "withdrawn": lazy_gettext("a requirement was taken back"),
    "role": lazy_gettext("the role is another now"),
}
"""Why a printed certificate isn't earned any more (`rules.lost`)."""


@dataclass(frozen=True)
class Line:
    """One person's line: who, their beads in the order of the week, and where they stand."""

    person: Row
    beads: tuple[str | None, ...]
    standing: rules.Standing
    said: str


@bp.get("/certificates")
def index() -> str:
    """Everybody's way to a certificate, team by team."""
    house().expect_paper()
    return _page()


@bp.post("/certificates/steps")
def steps() -> Response | tuple[str, int]:
    """Record what was ticked and take back what was unticked on this very screen.

    The form says which boxes were ticked when the page was made (`was`): what somebody else
    recorded meanwhile is left alone.
    """
    workshop = common.need_workshop()["workshop"]
    try:
        met, withdrawn = _ticked(workshop)
        actions.settle_requirements(common.store(), workshop=workshop, met=met, withdrawn=withdrawn)
    except AcademyError as refused:
        return _page(refused), sentences.status(refused)
    flash(ngettext("%(num)s change saved.", "%(num)s changes saved.", len(met + withdrawn)))
    return redirect(url_for(".index", page=request.args.get("page")), 303)


@bp.post("/certificates/revoke")
def revoke() -> Response | tuple[str, int]:
    """Make a certificate's code check as revoked."""
    try:
        actions.revoke_certificate(common.store(), request.form.get("certificate", ""))
    except AcademyError as refused:
        return _page(refused), sentences.status(refused)
    flash(_("Revoked. From now on its code checks as revoked."))
    return redirect(f"{url_for('.index')}#issued", 303)


def lines(tables: Tables, workshop: str) -> list[Line]:
    """Everybody in the workshop, by role, team and alias."""
    everybody, _standings, line = _standing(tables, workshop)
    return [line(person) for person in everybody]


def _standing(
    tables: Tables, workshop: str
) -> tuple[list[Row], dict[str, rules.Standing], Callable[[Row], Line]]:
    """Everybody in the workshop, where each of them stands, and what makes a line of one."""
    held = [row["session"] for row in workshops.week(tables, workshop) if row["countable"]]
    states, everybody = attendance.states(tables, workshop), people.people(tables, workshop)
    standings = certificates.standings_of(tables, workshop, everybody, held, states)

    def line(person: Row) -> Line:
        marks = (states.get((person["person"], session)) for session in held)
        standing = standings[person["person"]]
        beads = tuple(mark["state"] if mark else None for mark in marks)
        return Line(person, beads, standing, said(standing))

    return everybody, standings, line


def said(standing: rules.Standing) -> str:
    """What still stands between a person and the next certificate; "" when nothing does."""
    words: dict[str, Callable[[int], str]] = {
        "sessions": lambda n: ngettext("%(num)s more half-day", "%(num)s more half-days", n),
        "not_recorded": lambda n: ngettext("%(num)s mark to record", "%(num)s marks to record", n),
        "posttest": lambda _n: _("post-test"),
        "evaluation": lambda _n: _("evaluation"),
        "plan": lambda _n: _("team plan"),
    }
    return " · ".join(words[code](number) for code, number in standing.missing)


def _ticked(workshop: str) -> tuple[list[actions.Step], list[actions.Step]]:
    """What lies between what the page showed and what was ticked: met, and taken back."""
    met: list[actions.Step] = []
    withdrawn: list[actions.Step] = []
    for requirement in rules.REQUIREMENTS:
        by_team = requirement in rules.TEAM_REQUIREMENTS
        was = {
            value.removeprefix(f"{requirement}:")
            for value in request.form.getlist("was")
            if value.startswith(f"{requirement}:")
        }
        ticked = set(request.form.getlist(requirement))
        if request.form.get("all") == requirement:
            ticked |= _everybody(workshop, by_team=by_team) - _done(workshop, requirement)
        for steps_, whose in ((met, ticked - was), (withdrawn, was - ticked)):
            steps_ += [
                actions.Step(requirement, **{"team" if by_team else "person": one})
                for one in sorted(whose)
            ]
    return met, withdrawn


def _everybody(workshop: str, *, by_team: bool) -> set[str]:
    """All teams, or all participants."""
    if by_team:
        return set(people.teams(common.tables(), workshop))
    found = people.people(common.tables(), workshop)
    return {row["person"] for row in found if row["role"] == "participant"}


def _done(workshop: str, requirement: str) -> set[str]:
    """Those of whom it is known that they did it: nobody has to tick that."""
    happened = assessments.happened(common.tables(), workshop)
    return {person for what, person, _team in happened if what == requirement}


def _page(refused: AcademyError | None = None) -> str:
    workshop, tables = common.current_workshop(), common.tables()
    if workshop is None:
        return render_template("results/certificates/none.html")
    id = workshop["workshop"]
    everybody, standings, line = _standing(tables, id)
    page = common.paged([row for row in everybody if row["role"] == "participant"])
    issued, lost = certificates.issued(tables, id), certificates.lost(tables, id)
    teams = dict.fromkeys(row["team"] for row in page.rows)
    return render_template(
        "results/certificates/index.html",
        page=page,
        teams=[(team, [line(row) for row in page.rows if row["team"] == team]) for team in teams],
        leading=[line(row) for row in everybody if row["role"] != "participant"],
        met=certificates.met_by(tables, id),
        happened=assessments.happened(tables, id),
        in_the_box=actions.in_the_box(common.store(), id),
        earned=sum(one.earned is not None for one in standings.values()),
        issued=common.paged(issued, name="issued"),
        not_earned=[row for row in issued if row["certificate"] in lost],
        lost={certificate: str(LOST[why]) for certificate, why in lost.items()},
        display=codes.display,
        percent=rules.THRESHOLD_PERCENT,
        said=sentences.sentence(refused) if refused else None,
    )

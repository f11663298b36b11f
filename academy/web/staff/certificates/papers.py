"""The paper beside the certificates: the sign-in sheet for a lost evening, and access cards."""

from flask import render_template

from academy.projections import people, workshops
from academy.web.staff import common
from academy.web.staff.certificates.blueprint import bp


@bp.get("/certificates/sheet")
def sheet() -> str:
    """Ask which half-days."""
    workshop = common.need_workshop()["workshop"]
    sessions = workshops.sessions(common.tables(), workshop)
    return render_template("certificates/sheet.html", sessions=sessions)


@bp.get("/certificates/cards")
def cards() -> str:
    """Ask for whom."""
    workshop = common.need_workshop()["workshop"]
    return render_template(
        "certificates/cards.html", people=people.people(common.tables(), workshop)
    )

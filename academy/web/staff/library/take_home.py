"""A course for the trainer to print: all that phones may take, and the facilitators' booklet."""

from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

from academy.takehome import Thing
from academy.web.shared import take_home
from academy.web.shared.app import house
from academy.web.staff.results.certificates import paper

bp = Blueprint("take_home", __name__)


@bp.get("/courses/<course>/take-home")
def index(course: str) -> Response:
    """What there is of a course, and why not where there is no paper."""
    return take_home.page("library/take_home.html", course, teaching=True)


@bp.get("/courses/<course>/take-home/<name>")
def file(course: str, name: str) -> Response | BaseResponse:
    """One of it: a paper is shown, to be printed, the others are kept."""
    found = take_home.thing(course, name, "take_home.index", teaching=True)
    if not isinstance(found, Thing):
        return found
    if found.is_paper:
        return paper.shown(house().take_home.get(found))
    return take_home.download(found)

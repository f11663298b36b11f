"""A course to keep: a booklet, a book, a page, a lesson on a sheet. Open to all, as reading is.

What is for facilitators is not here at all.
"""

from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

from academy.web.shared import take_home

bp = Blueprint("take_home", __name__, url_prefix="/take-home")


@bp.get("/<course>/", strict_slashes=False)
def index(course: str) -> Response:
    """What there is of a course, with kind and size."""
    return take_home.page("reading/take_home.html", course)


@bp.get("/<course>/<name>")
def file(course: str, name: str) -> Response | BaseResponse:
    """One of it, or the way to have it made."""
    found = take_home.thing(course, name, "take_home.index")
    return found if isinstance(found, BaseResponse) else take_home.download(found)

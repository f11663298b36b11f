"""The courses on this laptop: languages, state of the translations, how far the class is."""

from flask import Blueprint

bp = Blueprint("courses", __name__)


@bp.get("/courses")
def index() -> str:
    """The room's front page."""
    return ""

"""Everybody in the workshop: adding, importing a list, changing, a new PIN, erasing."""

from flask import Blueprint

bp = Blueprint("people", __name__)


@bp.get("/people")
def index() -> str:
    """The room's front page."""
    return ""

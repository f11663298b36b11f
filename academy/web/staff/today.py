"""The session at hand, and the week of everybody in the room at one glance."""

from flask import Blueprint

bp = Blueprint("today", __name__)


@bp.get("/")
def index() -> str:
    """The room's front page."""
    return ""

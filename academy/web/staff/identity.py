"""Whether two registrations are the same person, and two spellings one organisation."""

from flask import Blueprint

bp = Blueprint("identity", __name__)


@bp.get("/identity")
def index() -> str:
    """The room's front page."""
    return ""

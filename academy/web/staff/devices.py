"""The devices the central copy knows: six words to compare, accept, refuse, revoke."""

from flask import Blueprint

bp = Blueprint("devices", __name__)


@bp.get("/devices")
def index() -> str:
    """The room's front page."""
    return ""

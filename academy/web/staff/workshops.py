"""Planning: the workshop, its sessions, which of several is at hand."""

from flask import Blueprint

bp = Blueprint("workshops", __name__)


@bp.get("/workshops")
def index() -> str:
    """The room's front page."""
    return ""

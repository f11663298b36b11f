"""The report for organisers and donors, as a page, as CSV and as JSON."""

from flask import Blueprint

bp = Blueprint("report", __name__)


@bp.get("/report")
def index() -> str:
    """The room's front page."""
    return ""

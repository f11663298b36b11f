"""Attendance: the grid, taking a session, one mark's whole story and its correction."""

from flask import Blueprint

bp = Blueprint("attendance", __name__)


@bp.get("/attendance")
def index() -> str:
    """The room's front page."""
    return ""

"""Exchanging entries with the central copy, by address or by a folder on a stick."""

from flask import Blueprint

bp = Blueprint("exchange", __name__)


@bp.get("/exchange")
def index() -> str:
    """The room's front page."""
    return ""

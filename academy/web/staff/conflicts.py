"""Marks of two laptops that disagree, for a person to decide."""

from flask import Blueprint

bp = Blueprint("conflicts", __name__)


@bp.get("/conflicts")
def index() -> str:
    """The room's front page."""
    return ""

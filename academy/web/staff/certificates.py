"""Certificates: what each person has earned, the steps to it, one press to print them all."""

from flask import Blueprint

bp = Blueprint("certificates", __name__)


@bp.get("/certificates")
def index() -> str:
    """The room's front page."""
    return ""

"""What this laptop is told about its room: Wi-Fi, date, passphrases, locking."""

from flask import Blueprint

bp = Blueprint("settings", __name__)


@bp.get("/settings")
def index() -> str:
    """The room's front page."""
    return ""

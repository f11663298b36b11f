"""The wall: two QR codes to join by, and the code that says who is in the room."""

from flask import Blueprint

bp = Blueprint("door", __name__)


@bp.get("/door")
def index() -> str:
    """The room's front page."""
    return ""

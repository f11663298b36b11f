"""Before the first page: setting up, unlocking, locking the screen."""

from flask import Blueprint, redirect, session, url_for
from werkzeug.wrappers import Response

bp = Blueprint("setup", __name__)


@bp.get("/setup")
def create() -> str:
    """Set this folder up."""
    return ""


@bp.get("/unlock")
def unlock() -> str:
    """Ask for the passphrase."""
    return ""


@bp.get("/enter/<token>")
def enter(token: str) -> str:
    """The demo's way in."""
    return token


@bp.post("/lock")
def lock() -> Response:
    """Lock the screen; the store stays open for the class."""
    session.clear()
    return redirect(url_for("setup.unlock"), 303)

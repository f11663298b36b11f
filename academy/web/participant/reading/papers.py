"""Papers to adapt: what there is, one to read, its files to keep. Open to all, as reading is."""

from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

from academy.web.shared import papers, take_home

bp = Blueprint("papers", __name__, url_prefix="/papers")


@bp.get("/", strict_slashes=False)
def index() -> str:
    """Every paper, in the reader's language where it has one."""
    return papers.index("reading/papers.html")


@bp.get("/<paper>/", strict_slashes=False)
def show(paper: str) -> Response:
    """One paper, with its files and their sizes."""
    return papers.show("reading/paper.html", paper)


@bp.get("/<paper>/<name>")
def file(paper: str, name: str) -> Response | BaseResponse:
    """One of its files, or the way to have it made."""
    found = papers.file(paper, name, "papers.show")
    return found if isinstance(found, BaseResponse) else take_home.download(found)

"""Papers to adapt at the desk: to look at, to print, to keep as a file for Word or LibreOffice."""

from functools import partial

from flask import Blueprint, Response, abort
from werkzeug.wrappers import Response as BaseResponse

from academy import papers as files
from academy.papers import File
from academy.web.shared import papers, take_home
from academy.web.shared.app import house
from academy.web.shared.words import beside
from academy.web.staff.results.certificates import paper as press

bp = Blueprint("papers", __name__)


@bp.get("/papers")
def index() -> str:
    """Every paper, in the trainer's language where it has one."""
    return papers.index("library/papers.html")


@bp.get("/papers/<paper>")
def show(paper: str) -> Response:
    """One paper, with what can be had of it."""
    return papers.show("library/papers_show.html", paper)


@bp.get("/papers/<paper>/paper")
def printed(paper: str) -> Response:
    """The paper with its record, to print; without Pango, as a page that a browser prints."""
    found, library = papers.find(paper), house().model_papers
    if library is None:
        abort(404)
    front, words = library.front(found.language), beside(found.language)
    return press.printed(partial(files.laid_out, found, front, words))


@bp.get("/papers/<paper>/<name>")
def file(paper: str, name: str) -> Response | BaseResponse:
    """One of its files."""
    found = papers.file(paper, name, "papers.show")
    return take_home.download(found) if isinstance(found, File) else found

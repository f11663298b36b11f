"""Searching the courses."""

from flask import Blueprint, render_template, request

from academy.web.shared.app import chosen_locale, house

bp = Blueprint("search", __name__)

MOST_HITS = 20


@bp.get("/search")
def index() -> str:
    """The field, and what was found: passages with the words marked, or a likelier spelling.

    Where nothing can be searched, a sentence says so.
    """
    index = house().index
    if index.why_not is not None:
        raise index.why_not
    asked = " ".join(request.args.get("q", "").split())[:200]
    locale = chosen_locale()
    results = index.query(asked, locale, MOST_HITS) if asked else None
    return render_template(
        "reading/search.html", asked=asked, results=results, ready=index.ready_in(locale)
    )

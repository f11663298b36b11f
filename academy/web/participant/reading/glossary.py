"""The words of the courses: an index of all, where lessons and the search lead to."""

import unicodedata

from flask import Blueprint, render_template, request

from academy.courses import Glossary, Term
from academy.errors import AcademyError
from academy.web.shared.app import as_read, direction, house

bp = Blueprint("glossary", __name__, url_prefix="/courses/glossary")


@bp.get("/", strict_slashes=False)
def index() -> str:
    """Every word with what it means, in the reader's language where somebody has written it.

    The search leads to it in the language in which something was found.
    """
    library = house().library
    usual = as_read(library.glossary)
    asked = library.glossary(request.args.get("in", "")) if "in" in request.args else None
    found = asked if asked and asked.language == request.args["in"] else usual
    if found is None:
        raise AcademyError("course_unknown")
    return render_template(
        "reading/glossary.html",
        glossary=found,
        asked=found is not usual,
        entries=[(term, library.explained(term)) for term in in_order(found)],
        text_dir=direction(found.language),
    )


def in_order(glossary: Glossary) -> list[Term]:
    """By the alphabet; Chinese has none, and keeps the order of the file, which is by subject."""
    if glossary.language.startswith("zh"):
        return list(glossary.terms)
    return sorted(glossary.terms, key=lambda term: _bare(term.title))


def _bare(title: str) -> str:
    """A title as it is looked up: without accents and capitals."""
    apart = unicodedata.normalize("NFKD", title)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()

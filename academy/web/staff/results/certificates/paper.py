"""The papers of this door: in which language, and with our fonts."""

from collections.abc import Callable

from flask import Response, url_for

from academy.languages import i18n
from academy.web.shared import printed as shared
from academy.web.shared.printed import PAGE_POLICY, PDF_POLICY, shown
from academy.web.shared.words import words

__all__ = ["PAGE_POLICY", "PDF_POLICY", "language_of", "printed", "shown", "words"]


def language_of(*asked: str) -> str:
    """The locale of the first language named, else of the page being made."""
    named = next((language for language in asked if language), i18n.current())
    return i18n.choose(named, None, None)


def printed(lay_out: Callable[..., str]) -> Response:
    """The paper as an answer, shown at once. Raises AcademyError("paper_failed")."""
    return shared.printed(lay_out, url_for("certificates.font", file="").rstrip("/"))

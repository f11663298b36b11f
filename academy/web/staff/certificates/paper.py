"""A document on its way to the printer: PDF, or a page to print where PDF can't be made here."""

import secrets
from collections.abc import Callable

from flask import Response, url_for

from academy import i18n
from academy.printing import pdf
from academy.web.shared.words import words

__all__ = ["language_of", "printed", "shown", "words"]

PAGE_POLICY = (
    "default-src 'none'; style-src 'nonce-{nonce}'; img-src data:; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PDF_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
)
"""A browser shows a PDF in a page of its own, which it styles and into which it puts an object."""


def language_of(*asked: str) -> str:
    """The locale of the first language named, else of the page being made."""
    named = next((language for language in asked if language), i18n.current())
    return i18n.choose(named, None, None)


def printed(lay_out: Callable[..., str]) -> Response:
    """The paper as an answer, shown at once.

    `lay_out` makes the document; for a browser it is given a nonce for its style and the address
    of our fonts, for a PDF neither. Raises AcademyError("paper_failed") where no paper comes out:
    so ask for the paper first, and record what it stands for after.
    """
    if pdf.available():
        return shown(pdf.render(lay_out()))
    nonce = secrets.token_urlsafe(16)
    fonts = url_for("certificates.font", file="").rstrip("/")
    answer = Response(lay_out(nonce=nonce, faces_at=fonts), mimetype="text/html")
    answer.headers["Content-Security-Policy"] = PAGE_POLICY.format(nonce=nonce)
    return answer


def shown(made: bytes) -> Response:
    """A PDF as an answer, shown in the browser."""
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Security-Policy"] = PDF_POLICY
    answer.headers["Content-Disposition"] = "inline"
    return answer

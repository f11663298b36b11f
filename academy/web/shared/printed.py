"""A document on its way to the printer: PDF, or a page to print where PDF can't be made here."""

import secrets
from collections.abc import Callable

from flask import Response

PAGE_POLICY = (
    "default-src 'none'; style-src 'nonce-{nonce}'; img-src data:; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
PDF_POLICY = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
)
"""A browser shows a PDF in a page of its own, which it styles and into which it puts an object."""


def printed(lay_out: Callable[..., str], fonts: str | None = None) -> Response:
    """The paper as an answer, shown at once.

    `lay_out` makes the document; for a browser it is given a nonce for its style and the address
    of our fonts, if this door gives them out; for a PDF neither. Where no paper comes out, raises
    AcademyError("paper_failed"): so ask for it first, and record what it stands for after.
    """
    from academy.printing import pdf

    if pdf.available():
        return shown(pdf.render(lay_out()))
    nonce = secrets.token_urlsafe(16)
    answer = Response(lay_out(nonce=nonce, faces_at=fonts), mimetype="text/html")
    answer.headers["Content-Security-Policy"] = PAGE_POLICY.format(nonce=nonce)
    return answer


def shown(made: bytes) -> Response:
    """A PDF as an answer, shown in the browser."""
    answer = Response(made, mimetype="application/pdf")
    answer.headers["Content-Security-Policy"] = PDF_POLICY
    answer.headers["Content-Disposition"] = "inline"
    return answer

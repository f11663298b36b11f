"""What every answer carries and every request must pass, at both doors."""

import gzip
import ipaddress
from functools import lru_cache
from io import BytesIO
from urllib.parse import urlsplit

from flask import Flask, Request, Response, abort, request, session
from flask_wtf.csrf import CSRFProtect

from academy.errors import AcademyError

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
LARGEST_REQUEST = 1 * 2**20
HARD = {"static": 9, "courses.lesson": 6}
"""How hard gzip works for what is kept: for ever, or for everybody. What is made anew gets 4.

Browsers ask for brotli over TLS alone, which phones in the room don't speak with us.
"""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": under it browsers send "Origin: null" with our own forms, and the check
    # below would refuse every one of them. Other sites are told nothing by either.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class InMemory(Request):
    """A request whose uploads stay in memory: the framework's own would lie in a file, in clear."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002 - the whole request has a limit
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> BytesIO:
        return BytesIO()


def policy(*, scripts: bool) -> str:
    """The Content-Security-Policy: nothing from outside, no inline script or style, ever."""
    rules = [
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
    if scripts:
        rules += ["script-src 'self'", "connect-src 'self'"]
    return "; ".join(rules)


SHEET_POLICY = f"{policy(scripts=True)}; require-trusted-types-for 'script'; trusted-types 'none'"
"""Of the one page that phones may run a script on: `sheet.js`, and where a browser knows this, not
even that may turn a text into a part of a page."""


def guard(
    app: Flask, *, scripts: bool, loopback: bool, compress: bool, name: str | None = None
) -> None:
    """Put the guards of a door on an app: host, origin, CSRF, headers, compression.

    Every form needs the token of its visitor's session. Those whose endpoints stand in the app's
    config under STRANGERS_FORMS are taken from visitors without a session too, who have nothing
    that a form from elsewhere could misuse, if they were sent from a page of this door: so the page
    is the same for all of them and gives nobody a cookie.

    `name` is what a TLS proxy in front calls this door; then cookies go over TLS only.
    """
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        SESSION_COOKIE_SECURE=name is not None,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        WTF_CSRF_CHECK_DEFAULT=False,
        STRANGERS_FORMS=frozenset(),
    )
    csp = policy(scripts=scripts)

    @app.before_request
    def check_host_and_origin() -> None:
        if not is_ours(request.host, name, loopback=loopback):
            abort(421)
        origin = request.headers.get("Origin")
        if request.method not in SAFE and origin and urlsplit(origin).netloc != request.host:
            raise AcademyError("form_expired")

    _check_tokens(app)

    @app.after_request
    def dress(response: Response) -> Response:
        response.headers.update(HEADERS)
        response.headers.setdefault("Content-Security-Policy", csp)
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        elif "v" in request.args:
            response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
            for needless in ("Last-Modified", "Accept-Ranges"):  # what never changes is never asked
                response.headers.pop(needless, None)
        return _squeezed(response) if compress else response


def _check_tokens(app: Flask) -> None:
    csrf = CSRFProtect(app)

    @app.before_request
    def check_token() -> None:
        if not app.config["WTF_CSRF_ENABLED"] or request.endpoint is None:
            return
        if request.endpoint not in app.config["STRANGERS_FORMS"] or is_known():
            csrf.protect()
        elif not _from_here():
            raise AcademyError("form_expired")


def is_known() -> bool:
    """Whether this visitor came with a session of ours."""
    return getattr(session, "number", None) is not None


def _from_here() -> bool:
    """Whether a page of this door sent the form; browsers say so in one way or the other."""
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    return request.method in SAFE or urlsplit(said).netloc == request.host


@lru_cache(maxsize=500)
def is_ours(asked: str, name: str | None = None, *, loopback: bool) -> bool:
    """Only names that can be this device: a page elsewhere can't rebind its own name to it."""
    host = asked.rsplit(":", 1)[0].strip("[]")
    if host == name:
        return True
    if host in {"localhost", "academy.local"}:
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback if loopback else True


def _squeezed(response: Response) -> Response:
    """Gzip what is text: on shared Wi-Fi bytes are what people wait for."""
    if (
        response.status_code != 200  # noqa: PLR2004
        or "gzip" not in request.headers.get("Accept-Encoding", "")
        or not (
            (response.mimetype or "").startswith("text/") or response.mimetype == "image/svg+xml"
        )
        or "Content-Encoding" in response.headers
    ):
        return response
    response.direct_passthrough = False
    body = response.get_data()
    if len(body) > 500:  # noqa: PLR2004 - below that it grows
        hard = HARD.get(request.endpoint or "", 4)
        response.set_data(gzip.compress(body, hard, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        response.headers.add("Vary", "Accept-Encoding")
    return response

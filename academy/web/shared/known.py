"""The cookie by which a phone or a browser is known again that once proved a PIN or passphrase.

It lets nobody in. It only keeps a budget of tries that strangers can't use up.
"""

import re
import secrets
from typing import TYPE_CHECKING, Final

from flask import Response, after_this_request, current_app, request

from academy.door import access

if TYPE_CHECKING:
    from academy.store import Store

LASTS: Final = 60 * 86400
"""Seconds."""


def token(cookie: str) -> str:
    """What this phone or browser is known by; "" for a strange one."""
    found = request.cookies.get(cookie, "")
    return found if re.fullmatch(r"[\w-]{43}", found, re.ASCII) else ""


def remember(cookie: str, store: "Store", person: str) -> str:
    """Know it again, for this person: by a new number if it is strange, else by the one it has."""
    kept = token(cookie) or secrets.token_urlsafe(32)
    access.remember_phone(store, kept, person)

    @after_this_request
    def tell(response: Response) -> Response:
        response.set_cookie(
            cookie,
            kept,
            max_age=LASTS,
            httponly=True,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            samesite="Strict",
            path="/",
        )
        return response

    return kept

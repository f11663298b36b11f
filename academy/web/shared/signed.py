"""Values that a browser keeps for us: signed with this process's key, so that it can't alter them.

Whoever is only looking, or has only scanned a code, costs this laptop no memory: strangers could
ask for ten thousand of those.
"""

import base64
import hashlib
import hmac
import json
from typing import Any

from academy.web.shared.house import House


def seal(house: House, purpose: str, value: list[Any]) -> str:
    """A value as a cookie holds it. `purpose` keeps one kind from being taken for another."""
    text = base64.urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).decode()
    return f"{text.rstrip('=')}.{_mark(house, purpose, text.rstrip('='))}"


def unseal(house: House, purpose: str, sealed: str) -> list[Any] | None:
    """The value again; None for what this process didn't sign for this purpose."""
    text, _, mark = sealed.partition(".")
    if not hmac.compare_digest(_mark(house, purpose, text).encode(), mark.encode()):
        return None
    found: list[Any] = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return found


def _mark(house: House, purpose: str, text: str) -> str:
    told = hmac.digest(house.secret, f"{purpose}/{text}".encode("utf-8", "replace"), hashlib.sha256)
    return base64.urlsafe_b64encode(told[:18]).decode()

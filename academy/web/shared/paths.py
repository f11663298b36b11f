"""Where a visitor may be sent next: the one judge of an address that came from outside."""

from typing import Final
from urllib.parse import urlsplit, urlunsplit

LONGEST: Final = 2000


def local_path(asked: str) -> str:
    """The path, when every browser takes it for a page of this very door; else the start.

    Judged after what browsers do, not after what the letters look like: they drop tabs and line
    ends from an address, read a backslash as a slash, and take what follows two slashes for
    another machine. So whatever has a sign of that kind is no path of ours, and the rest is put
    together anew from its parts.
    """
    if len(asked) > LONGEST or any(not _plain(sign) for sign in asked):
        return "/"
    try:
        scheme, machine, path, query, fragment = urlsplit(asked)
    except ValueError:
        return "/"
    if scheme or machine or not path.startswith("/") or asked[1:2] == "/":
        return "/"
    return urlunsplit(("", "", path, query, fragment))


def _plain(sign: str) -> bool:
    """Whether a sign means itself in an address: no space, no control, no half of a letter."""
    return sign.isprintable() and sign not in " \\"

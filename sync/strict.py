"""JSON from outside, read strictly: the one reader for all that others wrote.

Python's own is generous. It takes `NaN` and numbers of any size, the last of two equal names, half
of a surrogate pair that no file or database will store, and room for whatever is written; each of
these has stopped something behind it. What is wrong here is one error, and everybody who reads JSON
from outside turns it into their own.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

MAX_NUMBER = 2**53 - 1

_HALF = re.compile(rb"\\u[dD][89abcdefABCDEF]")
_LONG = re.compile(rb"[\[,:]\s*-?[0-9]{16}")
_ESCAPED = re.compile(rb"\\.", re.DOTALL)
_STRING = re.compile(rb'"[^"]*"')
_BRACKETS = b'[]{}"'
_OTHERS = bytes(set(range(256)) - set(_BRACKETS))


class Malformed(ValueError):  # noqa: N818 - what it is, said of the text
    """This is not JSON that any of us would write."""


def read(data: bytes | str, *, most: int, parts: int, depth: int = 8) -> Any:  # noqa: ANN401
    """Return what `data` says; numbers are whole and at most 2⁵³−1, names stand once.

    `most` bytes, `parts` things in it, `depth` brackets inside each other: all are counted before
    room is made for anything. Raises Malformed, a ValueError.
    """
    try:
        raw = data if isinstance(data, bytes) else data.encode()
        _count(raw, most, parts, depth)
        value = json.loads(
            raw.decode(),
            parse_constant=_refuse,
            parse_float=_refuse,
            parse_int=_whole if _LONG.search(b"," + raw) else None,
            object_pairs_hook=_once,
        )
        if _HALF.search(raw):
            json.dumps(value, ensure_ascii=False).encode()
    except Malformed:
        raise
    except (ValueError, RecursionError) as error:
        raise Malformed("not JSON") from error
    return value


def _count(raw: bytes, most: int, parts: int, depth: int) -> None:
    opened = raw.count(b"[") + raw.count(b"{")
    if len(raw) > most or raw.count(b",") + opened > parts:
        raise Malformed("too large")
    if opened > depth and _depth(raw) > depth:
        raise Malformed("too deep")


def _depth(raw: bytes) -> int:
    bare = _STRING.sub(b"", _ESCAPED.sub(b"", raw).translate(None, _OTHERS))
    deepest = depth = 0
    for sign in bare:
        depth += 1 if sign in b"[{" else -1
        deepest = max(deepest, depth)
    return deepest


def _refuse(text: str) -> NoReturn:
    raise Malformed(text[:20])


def _whole(text: str) -> int:
    if len(text) > 17 or not -MAX_NUMBER <= (number := int(text)) <= MAX_NUMBER:  # noqa: PLR2004
        raise Malformed("a huge number")
    return number


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("a name twice")
    return found

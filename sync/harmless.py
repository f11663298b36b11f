"""Text from outside, made harmless: the one place, for names, titles, file names, errors' details.

What others call themselves may hold signs that move the cursor, turn the line round, or are not
seen at all; printed as it is, it can overwrite the six words above it with the right ones. What
comes out of `line` takes up the room it seems to take up, in a terminal, on a page, in a log and in
a file's name. `shown` is the net below the pages: it takes out of any text only what no page has.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TypeVar

T = TypeVar("T")

MAX_NAME = 100
MAX_LINE = 2_000
_MARKS = 3  # more accents than this on one letter climb into the lines above

# A whole command to a terminal, so that its letters don't stay behind.
_COMMAND = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]"
)
# Controls, formats (bidi among them), halves of pairs, private, unassigned, separators of lines.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc")
_ALSO_SPACE = frozenset("\t\n\x0b\x0c\r\x85\u2028\u2029")
# Controls, overrides of direction, halves of pairs: no browser shows them, no page needs them.
_ON_NO_PAGE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff\ufffe\uffff]"
)
_PLAIN = re.compile(r"[ -~]*")


def line(text: object, most: int = MAX_NAME) -> str:
    """Return `text` as one harmless line of at most `most` characters; never raises for a text."""
    said = str(text)[: 4 * most]
    if _PLAIN.fullmatch(said):
        return " ".join(said.split())[:most].rstrip()
    said = "".join(_seen(unicodedata.normalize("NFC", _COMMAND.sub("", said))))
    return " ".join(unicodedata.normalize("NFC", said).split())[:most].rstrip()


def shown(value: T) -> T:
    """Return a value for a page as it is, or a text without what no page should hold.

    Isolates and joiners stay: our own sentences have them. Works on every kind of text, so what is
    marked as safe HTML stays marked.
    """
    if isinstance(value, str) and _ON_NO_PAGE.search(value):
        return type(value)(_ON_NO_PAGE.sub("", value))
    return value


def _seen(text: str) -> list[str]:
    kept: list[str] = []
    marks = 0
    for found in text:
        sign, kind = found, unicodedata.category(found)
        if sign in _ALSO_SPACE or kind == "Zs":
            sign, kind = " ", "Zs"
        if kind in _UNSEEN or sign in _BLANK or _selects(sign):
            continue
        marks = marks + 1 if kind in {"Mn", "Me"} else 0
        if marks <= _MARKS:
            kept.append(sign)
    return kept


def _selects(sign: str) -> bool:
    """Say whether a sign only chooses how the one before it looks."""
    return "\ufe00" <= sign <= "\ufe0f" or "\U000e0100" <= sign <= "\U000e01ef"

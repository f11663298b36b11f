"""Text from outside, made harmless: the one place, for names, titles, file names, errors' details.

What others call themselves may hold signs that move the cursor, turn the line round, or are not
seen at all; printed as it is, it can overwrite the six words above it with the right ones. What
comes out of here is one line that takes up the room it seems to take up, in a terminal, on a page,
in a log and in a file's name.
"""

from __future__ import annotations

import re
import unicodedata

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
_PLAIN = re.compile(r"[ -~]*")


def line(text: object, most: int = MAX_NAME) -> str:
    """Return `text` as one harmless line of at most `most` characters; never raises for a text."""
    said = str(text)[: 4 * most]
    if _PLAIN.fullmatch(said):
        return " ".join(said.split())[:most].rstrip()
    said = "".join(_seen(unicodedata.normalize("NFC", _COMMAND.sub("", said))))
    return " ".join(unicodedata.normalize("NFC", said).split())[:most].rstrip()


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

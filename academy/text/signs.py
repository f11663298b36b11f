"""Signs that nobody sees: where they come from, which of them a script needs, which go.

Khmer, Thai and Burmese keyboards put a zero-width space between words; Word hyphenates with U+00AD;
a message copied from a chat begins with a direction mark. None of it was typed on purpose, so none
of it is a reason to refuse a name. But Persian, Hindi or Sinhala are misspelt without their
joiners, and so is an emoji of a family.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

ZWNJ: Final = "\u200c"
ZWJ: Final = "\u200d"

_JOINING: Final = frozenset({
    "ARABIC", "SYRIAC", "NKO", "MANDAIC", "MONGOLIAN", "DEVANAGARI", "BENGALI", "GURMUKHI",
    "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "KHMER", "MYANMAR",
    "TIBETAN", "BALINESE", "JAVANESE", "TAI", "CHAKMA", "HANIFI", "ADLAM",
})  # fmt: skip
"""The first word of a letter's name in Unicode, for scripts whose letters join or stack."""

# Signs of width, but without ink: Unicode counts the first four as letters, the last as a symbol.
_BLANK: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# What Unicode calls default-ignorable beside its format characters (DerivedCoreProperties.txt).
_IGNORABLE: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    "\U000e0000-\U000e0fff]"
)


def clean(text: str) -> str:
    """The text in NFC, on one line, with single spaces and without what nobody sees.

    Dropped are format characters (zero-width spaces, soft hyphens, direction marks), control
    characters, noncharacters and halves of surrogate pairs. Joiners stay between letters that join.
    Twice is once.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    spaced = "".join(" " if sign.isspace() else sign for sign in text)
    kept = "".join(sign for sign in spaced if not _is_dropped(sign))
    composed = unicodedata.normalize("NFC", kept)
    joined = "".join(
        sign
        for at, sign in enumerate(composed)
        if sign not in ZWNJ + ZWJ or _is_needed(composed, at)
    )
    return " ".join(joined.split())


def visible(text: str) -> str:
    """The signs of a text that leave ink: "" for a name that nobody could read."""
    return "".join(sign for sign in ignored(text) if not sign.isspace() and sign not in _BLANK)


def ignored(text: str) -> str:
    """The text without anything that is by default drawn as nothing, joiners and selectors too."""
    return _IGNORABLE.sub("", "".join(sign for sign in text if not _is_format(sign)))


def is_strange(text: str) -> bool:
    """Whether a sign in it means nothing outside one font: private use can't be shown elsewhere."""
    return any(unicodedata.category(sign) == "Co" for sign in text)


def _is_format(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cf", "Cc", "Cs"} or _is_noncharacter(sign)


def _is_dropped(sign: str) -> bool:
    return sign not in ZWNJ + ZWJ and _is_format(sign)


def _is_noncharacter(sign: str) -> bool:
    return ord(sign) & 0xFFFE == 0xFFFE or "\ufdd0" <= sign <= "\ufdef"  # noqa: PLR2004


def _is_needed(text: str, at: int) -> bool:
    """Whether the joiner at a place stands between two signs that it can join or part."""
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if not before or not after or before.isspace() or after.isspace():
        return False
    if text[at] == ZWJ and _is_pictured(before) and _is_pictured(after):
        return True
    return _joins(before) and _joins(after)


def _is_pictured(sign: str) -> bool:
    return unicodedata.category(sign) in {"So", "Sk"} or sign in "\ufe0f\u2640\u2642"


@lru_cache(maxsize=4096)
def _joins(sign: str) -> bool:
    return unicodedata.name(sign, "").split(" ")[0] in _JOINING

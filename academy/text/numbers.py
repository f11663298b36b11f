"""Amounts as people write them: 1,234.50, 1.234,50, 1 234,50, 1’234.50, ١٬٢٣٤٫٥٠ are one number.

Which of point and comma parts the decimals is a habit of a language. It is asked for only where
the number itself doesn't tell: “1,500” is fifteen hundred to some and one and a half to others.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from academy.text import digits, signs

LONGEST: Final = 40
"""Signs of a number; its digits are counted by whoever asks for it."""

OURS: Final = {
    "en": ".", "fr": ",", "es": ",", "ru": ",", "zh": ".", "zh-Hans": ".", "zh_Hans": ".",
    "zh-Hant": ".", "zh_Hant": ".", "ar": ".", "pt": ",", "sw": ".",
}  # fmt: skip
"""What Babel says of the languages of our courses. Asking it reads a language's whole data, for
which a first page would wait."""

CLOSE: Final = frozenset({"zh-Hans", "zh-Hant", "ar", "sw"})
"""Languages of our courses that write 50% where the others write 50 %."""

_SPACES: Final = re.compile(r"[\s\u00a0\u202f\u2009'’`]+")
_MINUS: Final = str.maketrans({"−": "-", "–": "-", "﹣": "-", "－": "-"})
_POINTS: Final = str.maketrans({"٫": "!", "٬": "_", "．": ".", "，": ",", "、": ","})
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:_[0-9]{2,3})*_[0-9]{3}")
_PLAIN: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")


def read(text: str, language: str = "en") -> Decimal | None:
    """The number that a text is, or None. A sign of per cent after it is taken for granted.

    Spaces and apostrophes part thousands; so do point or comma where they come more than once or
    before the other one.
    """
    if len(text) > LONGEST:
        return None
    told = digits.western(signs.clean(text)).translate(_MINUS).strip()
    told = told.rstrip("%٪％").strip()
    if "_" in told or "!" in told:  # what stands for Arabic signs below
        return None
    told = told.translate(_POINTS)
    sign, told = ("-", told[1:]) if told.startswith("-") else ("", told)
    parts = _SPACES.split(told.strip())
    if len(parts) > 1 and not _are_groups(parts):
        return None
    plain = _with_point("".join(parts), decimal_sign(language))
    return Decimal(sign + plain) if plain is not None and _PLAIN.fullmatch(plain) else None


@lru_cache(maxsize=64)
def decimal_sign(language: str) -> str:
    """Whether a language writes “.” or “,” before the decimals."""
    if language in OURS:
        return OURS[language]
    from babel import Locale, UnknownLocaleError
    from babel.numbers import get_decimal_symbol

    try:
        sign = get_decimal_symbol(Locale.parse(language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return "."
    return "," if sign == "," else "."


def is_ambiguous(text: str) -> bool:
    """Whether a number would be another one to readers of another language."""
    return read(text, "en") != read(text, "fr")


def _are_groups(parts: list[str]) -> bool:
    """Whether spaces stand where thousands are parted: between digits, in threes."""
    inner = [re.split(r"[.,!]", parts[-1])[0], *parts[1:-1]]
    return bool(re.fullmatch(r"[0-9]{1,3}", parts[0])) and all(
        re.fullmatch(r"[0-9]{3}", one) for one in inner
    )


def _with_point(told: str, decimal: str) -> str | None:
    """The number with a point before its decimals and nothing between its thousands."""
    if "!" in told:
        return _parted(told, "!", "_,.")
    if "_" in told:
        return _parted(told.replace("_", ","), ".", ",")
    points, commas = told.count("."), told.count(",")
    if points and commas:
        last = "." if told.rfind(".") > told.rfind(",") else ","
        return _parted(told, last, "," if last == "." else ".")
    sign = "." if points else ","
    if points + commas > 1:
        return _parted(told, "", sign)
    if points + commas == 1 and sign != decimal and _thousands(told, sign):
        return told.replace(sign, "")
    return told.replace(",", ".")


def _thousands(told: str, sign: str) -> bool:
    """Whether the one sign could part thousands: three digits behind it, one to three before."""
    return re.fullmatch(rf"[1-9][0-9]{{0,2}}\{sign}[0-9]{{3}}", told) is not None


def _parted(told: str, decimal: str, between: str) -> str | None:
    whole, point, part = told.partition(decimal) if decimal else (told, "", "")
    if any(sign in part for sign in (*between, decimal) if sign):
        return None
    whole = re.sub(f"[{re.escape(between)}]", "_", whole)
    if "_" in whole and not _GROUPED.fullmatch(whole):
        return None
    return whole.replace("_", "") + ("." + part if point else "")

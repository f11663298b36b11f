"""Numbers with a decimal sign or groups, as people write them: ١٬٢٣٤٫٥, 1.234,5 and 1 234.5.

Two signs together tell by themselves which is which, and so does one that stands twice. Only what
has one comma or one point before three digits can be read in two ways, `1,250`; which it is depends
on the language it was written in.
"""

import re
from decimal import Decimal
from functools import cache
from typing import Final

from academy.text import digits, signs

LONGEST: Final = 40
"""The most signs of a number. The budget of a state has 20."""

_PLAIN: Final = {"٫": "٫", "٬": "'", "’": "'", "＇": "'", "，": ",", "،": ",", "．": ".", "·": "."}
_MINUS: Final = "-−–—﹣－‐‑"
_PLUS: Final = "+＋"
# One kind of sign between groups; three digits in most places, two in India, four in China.
_GROUPED: Final = re.compile(r"\d{1,4}([ ',.])\d{2,4}(?:\1\d{2,4})*(?<=\d{3})")
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")


def readings(written: str, *languages: str) -> tuple[Decimal, ...]:
    """Every number that was meant, by how these languages write numbers; () where it is none.

    More than one only where the languages differ and what is written is read in two ways. Signs
    nobody sees are dropped. Twelve and ½ are no numbers here, nor is 1e5.
    """
    text = digits.western(signs.clean(written[: LONGEST + 1]))
    if len(written) > LONGEST:
        return ()
    body = "".join(_PLAIN.get(sign, sign) for sign in text)
    minus = body[:1] in _MINUS and body != ""
    body = body[1:].strip() if body[:1] in _MINUS + _PLUS else body
    found = dict.fromkeys(_value(body, decimal_sign(language)) for language in languages or ("en",))
    return tuple(-value if minus else value for value in found if value is not None)


@cache
def decimal_sign(language: str) -> str:
    """How a language parts the whole from the rest, `.` or `,`. A language unknown to us: `.`."""
    from babel.core import Locale, UnknownLocaleError
    from babel.numbers import get_decimal_symbol

    try:
        locale = Locale.parse(language.replace("-", "_"))
        found = get_decimal_symbol(locale, numbering_system="latn")
    except (UnknownLocaleError, ValueError):
        return "."
    return "," if found == "," else "."


def _value(body: str, decimal: str) -> Decimal | None:
    """The number in western digits; `decimal` decides where nothing else does."""
    whole, sign, rest = _parted(body, decimal)
    if sign and not rest.isdigit():
        return None
    if not whole.isdigit() and not _GROUPED.fullmatch(whole):
        return None
    plain = re.sub(r"\D", "", whole) + ("." + rest if sign else "")
    return Decimal(plain) if plain.isascii() and _NUMBER.fullmatch(plain) else None


def _parted(body: str, decimal: str) -> tuple[str, str, str]:
    """What stands before the decimal sign, that sign or "", and what stands after."""
    if "٫" in body:
        return body.partition("٫")
    last = max(body.rfind("."), body.rfind(","))
    if last < 0:
        return body, "", ""
    sign = body[last]
    whole, rest = body[:last], body[last + 1 :]
    if sign in whole:  # it stands twice: 1.234.567
        return body, "", ""
    other = any(mark in whole for mark in ".,' ")
    if not other and sign != decimal and re.fullmatch(r"[1-9]\d{0,2}", whole) and len(rest) == 3:  # noqa: PLR2004
        return body, "", ""
    return whole, sign, rest

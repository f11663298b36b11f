"""Numbers in the digits that a keyboard gives: ١٢٣, १२३, １２３ and 123 are the same."""

import unicodedata


def western(text: str) -> str:
    """The text with every script's decimal digits as 0 to 9; everything else stays."""
    if text.isascii():
        return text
    return "".join(_digit(sign) or sign for sign in text)


def only(text: str) -> str:
    """The digits of a text alone, as 0 to 9: how a PIN or a code is read, however it is spaced."""
    return "".join(_digit(sign) for sign in text)


def _digit(sign: str) -> str:
    # `decimal`, not `digit`: ² and ① are no digits that anybody types into a PIN.
    value = unicodedata.decimal(sign, -1)
    return str(value) if value >= 0 else ""

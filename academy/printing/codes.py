"""Certificate codes: 15 random characters and one that catches slips of the hand.

The alphabet is Crockford's base 32 (no I, L, O, U). The code's sixteen characters are the digits
of a polynomial over GF(32) that is zero at the field's generator. Each position therefore weighs
differently and never nothing, so every single wrong character is caught, and every swap of two.
"""

import secrets
import unicodedata

from academy.errors import AcademyError

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16

_LOOKALIKES = str.maketrans("OIL", "011")
_FIELD = 0b100101  # x^5 + x^2 + 1


def new() -> str:
    """Make a code of 16 characters, 75 random bits; nothing about its certificate is in it."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return drawn + ALPHABET[_times_generator(_residue(drawn))]


def normalise(text: str) -> str:
    """Return the 16 characters that somebody meant by what they typed.

    Spaces, dashes, lower case, full-width letters and other scripts' digits are forgiven, and O, I
    and L are read as 0, 1 and 1. Raises AcademyError("code_mistyped") when what is left is not a
    code; a code that was never issued still passes here.
    """
    code = "".join(map(_plain, unicodedata.normalize("NFKC", text).upper())).translate(_LOOKALIKES)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET) or _residue(code):
        raise AcademyError("code_mistyped")
    return code


def display(code: str) -> str:
    """Write a code in groups of four, XXXX-XXXX-XXXX-XXXX."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _plain(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return character if character.isalnum() else ""


def _residue(code: str) -> int:
    """Evaluate the code's polynomial at the generator; zero for a whole and correct code."""
    value = 0
    for character in code:
        value = _times_generator(value) ^ ALPHABET.index(character)
    return value


def _times_generator(value: int) -> int:
    doubled = value << 1
    return doubled ^ _FIELD if doubled > len(ALPHABET) - 1 else doubled

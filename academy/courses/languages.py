"""The two spellings of a language: `zh_Hans` where people choose it, `zh-Hans` in a pack.

Locales are spelt as Babel spells them, packs as HTML's `lang` attribute does. Nobody else in the
house turns one into the other.
"""

from typing import Final

SIMPLIFIED: Final = "zh-Hans"
TRADITIONAL: Final = "zh-Hant"
"""Chinese as packs name its two ways to write it. Of the second most have no files: what a reader
of it sees is made from the first (`academy.courses.traditional`)."""

MADE_FROM: Final = {TRADITIONAL: SIMPLIFIED}
"""What nobody need write, and which texts it is made from."""

_RTL: Final = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def is_rtl(language: str) -> bool:
    """Whether a language is written from right to left, as packs spell it."""
    return language.partition("-")[0] in _RTL


def pack_language(locale: str) -> str:
    """`zh_Hans` → `zh-Hans`; what is already spelt so stays."""
    return str(locale).replace("_", "-")


def locale_of(language: str) -> str:
    """`zh-Hans` → `zh_Hans`; what is already spelt so stays."""
    return language.replace("-", "_")

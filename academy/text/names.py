"""How two names of a place or a language are compared: by their letters alone."""

import re
import unicodedata
from collections.abc import Mapping


def key(name: str) -> str:
    """A name as two are compared: letters and digits, without case, accents and apostrophes."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    # The vowels of Burmese, Thai or Hindi are marks as well, and stay: only accents go.
    kept = "".join(
        sign
        for sign in plain
        if not (unicodedata.combining(sign) and "\u0300" <= sign <= "\u036f")
        and unicodedata.category(sign) != "Cf"
    )
    joined = kept.replace("&", " and ")
    spaced = "".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in joined)
    return " ".join(unicodedata.normalize("NFC", spaced).split())


def coded(listed: Mapping[str, str]) -> dict[str, str]:
    """Each name, as two are compared, with its code, of a table of names by code."""
    return {key(name): code for code, names in listed.items() for name in names.split(",")}


def parts(name: str) -> list[str]:
    """The names inside a name: Myanmar (Burma) is both, Hong Kong SAR China is Hong Kong."""
    inside = re.findall(r"[（(]([^）)]*)[）)]", name)
    outside = re.sub(r"[（(][^）)]*[）)]", " ", name)
    return [outside, *inside] if inside else []

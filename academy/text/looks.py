"""Whether two names are the same to whoever reads them.

Two questions, because they contradict each other. `compared` is how a name is looked up: small and
capital letters are one, and so are signs that look alike. `skeleton` is how it looks, as Unicode's
Technical Standard 39 draws it: there capital I is small l, which no look-up could bear, since then
"alia" would be "alla". A new alias must differ from the others in both.

The home of confusable-homoglyphs, which carries Unicode's table; it is read when first asked for
(about 50 ms).
"""

import json
import re
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any, Final

from academy.text import digits, signs

# Letters that Arabic and Persian keyboards write differently, and that look the same in a word; and
# the dashes of every word processor.
_ONE_FORM: Final = str.maketrans({
    "\u064a": "\u06cc", "\u0649": "\u06cc",  # yeh, alef maksura: Farsi yeh
    "\u0643": "\u06a9",  # kaf: keheh
    "\u06c1": "\u0647", "\u06d5": "\u0647", "\u06be": "\u0647",  # the other forms of heh
    "\u0640": None,  # a stretched line
    **dict.fromkeys(map(chr, range(0x064B, 0x0653))),  # vowel signs, which few people write
    "\u0670": None,
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
})  # fmt: skip
# Two dots that Russian leaves out, and the dot that a Turkish capital keeps when it is made small.
_OPTIONAL: Final = re.compile("(?<=\u0435)\u0308|(?<=i)\u0307")


def compared(name: str) -> str:
    """A name as two names are looked up: case, width, spacing, joiners and look-alikes aside.

    Accents stay: Étoile and Etoile may be two people, who can be said to be one.
    """
    folded = unicodedata.normalize("NFKC", _plain(name).casefold())
    apart = _OPTIONAL.sub("", unicodedata.normalize("NFD", folded)).translate(_ONE_FORM)
    return " ".join(apart.translate(_small()).split())


def skeleton(name: str) -> str:
    """How a name looks, capitals apart from small letters: equal ones can't be told apart."""
    apart = unicodedata.normalize("NFD", _plain(name)).translate(_ONE_FORM)
    return " ".join(apart.translate(_drawn()).split())


def _plain(name: str) -> str:
    """The signs that are drawn, in their plain width, with plain digits and plain spaces."""
    drawn = unicodedata.normalize("NFKC", signs.ignored(name)).replace("\u2800", " ")
    return digits.western(drawn)


Likes = dict[str, str]
"""Unicode's table as the library has it: sign to prototype."""


@cache
def _drawn() -> dict[int, str]:
    """Each sign that looks like another one, with what it looks like."""
    return _tables()[0]


@cache
def _small() -> dict[int, str]:
    """The same for letters without capitals: what looks alike as a capital is alike here too."""
    return _tables()[1]


@cache
def _tables() -> tuple[dict[int, str], dict[int, str]]:
    """Both at once, so that nothing stays of what they are made from."""
    listed = _listed()
    drawn = {ord(sign): like for sign in listed if (like := _prototype(listed, sign)) != sign}
    return drawn, _without_capitals(listed)


def _without_capitals(listed: Likes) -> dict[int, str]:
    """No letter of ASCII becomes another one, or "nova" in Greek capitals would make v of every
    n.
    """
    found: dict[int, str] = {}
    for sign in listed:
        small = sign.casefold()
        if len(small) == 1 and not small.isascii():
            likes = [_prototype(listed, small), _prototype(listed, sign).casefold()]
            like = next((one for one in likes if len(one) == 1 and one.isascii()), likes[0])
            if like != small and (ord(small) not in found or like.isascii()):
                found[ord(small)] = like.replace("m", "rn")
    return {**found, ord("0"): "o", ord("1"): "l", ord("|"): "l", ord("m"): "rn"}


def _prototype(listed: Likes, sign: str) -> str:
    """What all that look like a sign are written as: the least of the chain, plain if it can be."""
    seen = [sign]
    while len(seen) < 5 and (like := listed.get(seen[-1])) and like not in seen:  # noqa: PLR2004
        seen.append(like)
    plain = [one for one in seen if one.isascii()]
    return plain[-1] if plain else min(seen[-2:]) if len(seen) > 1 else sign


def _listed() -> Likes:
    """The library lists both ways: a sign with its prototype, and a prototype with all its signs.
    What stands beside several is a prototype; right-to-left signs are wrapped in marks.
    """
    # Its module for this keeps the whole file, of which we need a tenth; so each name of a sign is
    # left off where it is read.
    file = files("confusable_homoglyphs") / "confusables.json"
    found: Likes = {}
    for sign, likes in json.loads(file.read_bytes(), object_hook=_unnamed).items():
        plain = signs.ignored(sign)
        single = len(plain) == len(likes) == 1 and not _is_kept(plain)
        if single and (like := signs.ignored(likes[0])):
            found[plain] = like
    return found


def _unnamed(read: dict[str, Any]) -> Any:  # noqa: ANN401 - a sign, or all of them
    return read["c"] if read.keys() == {"c", "n"} else read


def _is_kept(sign: str) -> bool:
    """Whether a sign is nobody's double: plain letters are what others look like; and ь is not в to
    those who read it, nor sigma omicron.
    """
    return (sign.isascii() and sign.islower()) or sign in "OьЬσς" or not signs.visible(sign)

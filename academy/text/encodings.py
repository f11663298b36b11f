"""Which letters the bytes of a list stand for: guessed, and said when it is only a guess.

A list "saved as CSV" comes in whatever the spreadsheet of that country writes: GBK in China,
windows-1251 in Kyrgyzstan, windows-1252 in Senegal. Three short words decode without an error in a
dozen ways, so the guess comes with the other ways, best first, for somebody to choose.

The home of charset-normalizer. It finds which encodings fit and how messy each reads; on lists of
three words that is a draw, which is settled by what is odd to a reader: a word of nothing but
accented letters, a Chinese character that nobody uses, letters of two scripts in one word.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

EXPECTED: Final = {
    "cp1252": 0.0, "cp1251": 0.0, "gb18030": 0.0, "big5hkscs": 0.2, "cp1256": 0.2, "cp874": 0.4,
    "cp1250": 0.5, "cp1254": 0.5, "cp1253": 0.5, "cp1255": 0.5, "cp1258": 0.6, "cp949": 0.6,
    "cp932": 0.6, "cp1257": 0.7,
}  # fmt: skip
"""What lists come in, with a handicap for what is rarer where the networks are."""

SURE: Final = 1.5
"""How much odder the next way to read a list must be, for nobody to be asked."""

_MARKS: Final = {"utf-8-sig": b"\xef\xbb\xbf", "utf-16": b"\xff\xfe", "utf-16 ": b"\xfe\xff"}
_WORD: Final = re.compile(r"[^\s,;|\t\"'.()/-]+")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_ENOUGH: Final = 20_000
"""Characters that are looked at: the first five hundred people of a list say enough."""


Way = tuple[float, str, str]
"""How odd a text reads, in which encoding, and the text."""


@dataclass(frozen=True)
class Read:
    """A text, the encoding it was read in, the others it can be read in, and how sure that is."""

    text: str
    encoding: str
    others: tuple[str, ...] = ()
    sure: bool = True


def read(data: bytes, chosen: str | None = None) -> Read | None:
    """The text of a file; None where it is in no encoding known here.

    A mark at its beginning decides, then UTF-8. `chosen` is one of `EXPECTED` that somebody picked
    because the guess was wrong; anything else is passed over.
    """
    plain = _marked(data)
    if plain is not None or data.startswith(tuple(_MARKS.values())):
        return plain
    ways = _apart(sorted(_ways(data), key=lambda way: way[0]), chosen)
    if not ways:
        return None
    names = [name for _odd, name, _text in ways]
    _odd, name, text = next((way for way in ways if way[1] == chosen), ways[0])
    apart = len(ways) == 1 or ways[1][0] - ways[0][0] >= SURE
    return Read(text, name, tuple(names), sure=name == chosen or apart)


def _apart(ways: list[Way], chosen: str | None) -> list[Way]:
    """The ways that read differently: what comes out the same is no choice for anybody."""
    ways = sorted(ways, key=lambda way: way[1] != chosen)
    texts = {text: (odd, name, text) for odd, name, text in reversed(ways)}
    return sorted(texts.values(), key=lambda way: way[0])


def _marked(data: bytes) -> Read | None:
    """What says of itself what it is: a byte-order mark, the noughts of UTF-16, valid UTF-8."""
    marked = [name.strip() for name, mark in _MARKS.items() if data.startswith(mark)]
    if not marked and b"\0" in data[:2]:
        marked = ["utf-16-le" if data[1:2] == b"\0" else "utf-16-be"]
    for name in [*marked, "utf-8"]:
        text = _decoded(data, name)
        if text is not None:
            return Read(text, name)
    return None


def _ways(data: bytes) -> list[Way]:
    """Each encoding that fits, with how odd the text reads in it, least first."""
    from charset_normalizer import from_bytes

    found = from_bytes(data, cp_isolation=list(EXPECTED))
    messy = {match.encoding: match.chaos for match in found}
    ways = []
    for name, handicap in EXPECTED.items():
        text = _decoded(data, name)
        if text is not None:
            mess = messy.get(name, 0.3)
            ways.append((handicap + 5 * mess + oddness(text[:_ENOUGH], name), name, text))
    return ways


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None
    return None if _CONTROL.search(text) else text


def oddness(text: str, encoding: str) -> float:
    """How odd a text reads, a point for each oddity, levelled by its length."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    if not words:
        return 0.0
    return sum(_odd_word(word, encoding) for word in words) * 3 / (len(words) + 2)


def _odd_word(word: str, encoding: str) -> float:
    high = [sign for sign in word if not sign.isascii()]
    letters = [sign for sign in word if sign.isalpha()]
    odd = 1.5 * sum(unicodedata.category(sign)[0] in "SPNC" for sign in high)
    odd += 2.0 * (len({_script(sign) for sign in letters}) > 1)
    odd += sum(a.islower() and b.isupper() for a, b in pairwise(word))
    odd += sum(_rare(sign, encoding) for sign in high)
    if letters and all(_script(sign) == "LATIN" for sign in letters):
        # In every language of Latin letters most are plain ones; Vietnamese has three in a row.
        odd += 1.5 * all(not sign.isascii() for sign in letters)
        odd += 0.5 * sum(a > "\x7f" < b for a, b in pairwise(word))
    if unicodedata.category(word[0])[0] == "M":
        odd += 2.0
    return odd


def _script(sign: str) -> str:
    return "LATIN" if sign in "ªº" else unicodedata.name(sign, "").split(" ")[0]


def _rare(sign: str, encoding: str) -> float:
    """A character that its encoding has for completeness' sake, and that few lists need."""
    if "\uff61" <= sign <= "\uff9f":
        return 1.5  # half-width katakana: what two-byte text looks like to a Japanese table
    if not "\u2e80" <= sign <= "\U0003ffff":
        return 0.0
    first = sign.encode(encoding, "replace")[0]
    if encoding == "gb18030":
        common = len(sign.encode("gb18030")) == 2 and 0xB0 <= first <= 0xD7  # noqa: PLR2004
    elif encoding == "big5hkscs":
        common = 0xA4 <= first <= 0xC6  # noqa: PLR2004
    elif encoding == "cp949":
        common = 0xB0 <= first <= 0xC8 and sign.encode(encoding)[1] >= 0xA1  # noqa: PLR2004
    else:
        common = 0x88 <= first <= 0x97 or "\u3040" <= sign <= "\u30ff"  # noqa: PLR2004
    return 0.0 if common else 0.8

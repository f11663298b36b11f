"""Chinese in its two ways to write it, which are one where words are compared.

For that (`folded`, `ways`) a character is looked at by itself, never by its neighbours, so that a
word folds alike wherever it stands; that 乾 means the sky in 乾坤 and dry in 乾淨 is for readers,
who see the text as it was written. A fold never changes how many characters there are.

What is written for readers in Traditional characters (`traditional`) does look at the neighbours,
and keeps the words. OpenCC could put in those of Taiwan too (s2twp), but they are programmers': a
window of a clinic and a funded project became a program's. Of the plain ways, s2tw takes the forms
that are usual in print in Taiwan (為, 裡, 群) and known in Hong Kong and Macao; s2t takes those of
a dictionary (爲, 裏, 羣), s2hk some (説, 衞) that our font for paper hasn't.

The home of OpenCC, whose dictionaries are read when the first Chinese character is met: some 20 ms
and 7 MB to compare, 150 ms and 28 MB more to write for who reads Traditional characters.
"""

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

# What the dictionaries decide by the neighbours, or leave to each country.
_ALSO = dict(zip("乾瞭藉祇衹著覆甦馀夥牠妳囯畫", "干了借只只着复苏余伙它你国画", strict=True))
_CONFIGURATIONS = ("t2s", "hk2s", "tw2s")
_OTHER_WORDS = ("t2s", "tw2sp", "hk2sp")
"""Taiwan and Hong Kong also choose other words: 網路 is 网络."""
_TRADITIONAL = ("s2t", "t2tw")
"""What s2tw says, which holds its largest dictionary twice: in 28 MB instead of 45."""
_MANY = "一二兩三四五六七八九十百千萬幾數半每少0-9"
_AMISS = tuple(
    (re.compile(amiss), meant)
    for amiss, meant in {
        f"(?<![{_MANY}多船這那])隻|(?<=多)隻(?=[能有是要會])": "只",  # 還是|只有, 要是|只差
        "(?<=[這那])隻(?![手腳眼耳鞋筆貓狗鳥雞羊牛])": "只",
        "(?<![標書抽牙中到])籤": "簽",
        "瞭(?![解望])": "了",  # 寫明|了
        "(?<=[本織程數周])里|(?<=知道)里|(?<=東西)里|(?<=[方每一二三四五六七八九0-9]格)里": "裡",
        "(?<![皇太王天影歌])后(?![妃冠])": "後",
        "(?<=白)乾(?=[，。？！]|活)|(?<=[人察])[乾干](?=的)": "幹",
        "鍾(?![情愛意])": "鐘",
        "箇": "個",
        "傢(?=什麼)": "家",
        "併(?=為)": "並",
        "註(?=意)": "注",
        "麵(?=霜)": "面",
        "沖(?=突)": "衝",
        "復(?=印)": "複",
        "系(?=起來|在一)": "繫",
    }.items()
)
"""What it takes amiss: the longest word that it knows wins, one that begins in the word before too.
Found by reading what became of our courses."""
_QUOTES = str.maketrans("“”", "「」")
_INNER = re.compile("‘([^‘’]*)’")
"""Quotation marks, as Traditional Chinese has them. The right one alone is an apostrophe."""
_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def folded(run: str) -> str:
    """Return `run` as it is compared; just as long."""
    return run.translate(_FOLDS)


@lru_cache(maxsize=1_000)
def ways(run: str) -> tuple[str, ...]:
    """Return, folded, what `run` may be called in the texts, as it was typed first."""
    said = (run, *(_converter(name).convert(run) for name in _OTHER_WORDS))
    return tuple(dict.fromkeys(map(folded, said)))


def traditional(text: str) -> str:
    """Return a text in Simplified characters in Traditional ones; what isn't Chinese stays."""
    if not _HAN.search(text):
        return text
    found = text
    for step in _TRADITIONAL:
        found = _converter(step).convert(found)
    for amiss, meant in _AMISS:
        found = amiss.sub(meant, found)
    return _INNER.sub(r"『\1』", found.translate(_QUOTES))


class _Folds(dict[int, str]):
    """What each character folds to, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _fold(chr(code))
        return found


_FOLDS = _Folds()


def _fold(character: str) -> str:
    seen = {character}
    while (following := _step(character)) not in seen:
        seen.add(following)
        character = following
    return character


def _step(character: str) -> str:
    """Return the first other way to write `character`, or itself."""
    ways = (
        unicodedata.normalize("NFKC", character),
        _ALSO.get(character, character),
        *(_converter(name).convert(character) for name in _CONFIGURATIONS),
    )
    return next((one for one in ways if one != character and len(one) == 1), character)


@lru_cache(maxsize=8)
def _converter(name: str) -> "OpenCC":
    from opencc import OpenCC  # only now: most days nobody asks in Chinese

    return OpenCC(name)

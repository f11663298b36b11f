"""Chinese as it is compared: the traditional and the simplified way to write a word are one.

A character is folded by itself, never by its neighbours, so that a word folds alike wherever it
stands; that 乾 means the sky in 乾坤 and dry in 乾淨 is for readers, who see the text as it was
written. A fold never changes how many characters there are. The home of OpenCC, whose dictionaries
(some 20 ms and 7 MB) are read when the first Chinese character is met.
"""

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


def folded(run: str) -> str:
    """Return `run` as it is compared; just as long."""
    return run.translate(_FOLDS)


@lru_cache(maxsize=1_000)
def ways(run: str) -> tuple[str, ...]:
    """Return, folded, what `run` may be called in the texts, as it was typed first."""
    said = (run, *(_converter(name).convert(run) for name in _OTHER_WORDS))
    return tuple(dict.fromkeys(map(folded, said)))


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

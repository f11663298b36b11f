"""How near two persons are by what is registered of them, and why one would think so."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from academy.projections import Row
from academy.text import plain

SHORTEST: Final = 5
"""Letters from which on one that differs is taken for a slip: "Ana" and "Ama" are two names."""

_WORTH: Final = {"alias": 100, "accents": 90, "words": 70, "initials": 60, "script": 60,
                 "spelling": 50}  # fmt: skip
_BESIDE: Final = {"organisation": 12, "team": 4, "no_country": -5, "country": -30}

MOST_BUT_LOOKS: Final = (
    max(worth for reason, worth in _WORTH.items() if reason not in {"alias", "accents"})
    + sum(worth for worth in _BESIDE.values() if worth > 0)
)  # fmt: skip
"""What no two come to who share neither what their aliases look like nor the letters of them."""


class Likeness(NamedTuple):
    """How likely two are one, and the reasons: one for the alias, then what speaks for or against.

    `alias` the same as it is looked up, `accents` but for accents and apostrophes, `words` in
    another order, `initials`, `script` in other letters, `spelling` by one letter; `organisation`
    and `team` are the same, `no_country` given of one, `country` another.
    """

    score: int
    reasons: tuple[str, ...]


def likeness(one: Row, other: Row) -> Likeness | None:
    """How near two registrations are; None where nobody would ask."""
    reason = _by_alias(one, other)
    if reason is None:
        return None
    beside = tuple(_beside(one, other))
    return Likeness(_WORTH[reason] + sum(_BESIDE[r] for r in beside), (reason, *beside))


def _by_alias(one: Row, other: Row) -> str | None:
    if one["compared"] == other["compared"]:
        return "alias"
    a, b = plain.plain(one["alias"]), plain.plain(other["alias"])
    if not a or not b or plain.numbers(a) != plain.numbers(b):
        return None
    same_script = plain.script(one["alias"]) == plain.script(other["alias"])
    if a.replace(" ", "") == b.replace(" ", ""):
        return "accents" if same_script else "script"
    if sorted(a.split()) == sorted(b.split()):
        return "words"
    return None if _on_one_list(one, other) else _nearly(a, b, same_script=same_script)


def _nearly(a: str, b: str, *, same_script: bool) -> str | None:
    if not same_script and _same_sounds(a, b):
        return "script"
    if _initials(a.split(), b.split()):
        return "initials"
    return "spelling" if _slip(a.split(), b.split()) else None


def _slip(a: list[str], b: list[str]) -> bool:
    """Whether one long word has one letter otherwise, and all else is equal."""
    differ = [(x, y) for x, y in zip(a, b, strict=False) if x != y]
    return (
        len(a) == len(b)
        and len(differ) == 1
        and all(min(len(x), len(y)) >= SHORTEST and plain.near(x, y) for x, y in differ)
    )


def _on_one_list(one: Row, other: Row) -> bool:
    """Whether one laptop registered both in one workshop: then somebody saw both names together."""
    return bool(
        one["workshop"] == other["workshop"] and one["stamp"][16:32] == other["stamp"][16:32]
    )


def _same_sounds(a: str, b: str) -> bool:
    bare = plain.consonants(a)
    return plain.near(a, b) or (len(bare) >= 3 and bare == plain.consonants(b))  # noqa: PLR2004 - two consonants are chance


def _initials(a: list[str], b: list[str]) -> bool:
    """Whether one writes a word by its first letter that the other writes out."""
    if len(a) != len(b) or len(a) < 2 or a == b:  # noqa: PLR2004 - one word is no initial
        return False
    pairs = list(zip(a, b, strict=True))
    short = [(x, y) for x, y in pairs if x != y]
    return len(short) < len(pairs) and all(
        min(len(x), len(y)) == 1 and x[0] == y[0] for x, y in short
    )


def _beside(one: Row, other: Row) -> Iterable[str]:
    if one["organisation_key"] and one["organisation_key"] == other["organisation_key"]:
        yield "organisation"
    if one["team"] and one["team"] == other["team"]:
        yield "team"
    if one["country"] != other["country"]:
        yield "country" if one["country"] and other["country"] else "no_country"


def looks(row: Row) -> Iterable[str]:
    """As `keys`, for those alone whose aliases look the same."""
    yield f"looks {row['compared']}"


def keys(row: Row) -> Iterable[str]:
    """What somebody must have in common with another to be worth a comparison: two who are alike
    share a key, and few others do. Nobody is alike whose name has other numbers in it.
    """
    yield from looks(row)
    name = plain.plain(row["alias"])
    numbers = " ".join(plain.numbers(name))
    for kind, key in _keys(name):
        yield f"{kind} {key} {numbers}"


def _keys(name: str) -> Iterable[tuple[str, str]]:
    words = name.split()
    yield "words", " ".join(sorted(words))
    yield "joined", "".join(words)
    if len(bare := plain.consonants(name)) >= 3:  # noqa: PLR2004
        yield "sounds", bare
    if len(words) > 1:
        yield "initials", " ".join((words[0][0], *words[1:]))
        yield "initials", " ".join((*words[:-1], words[-1][0]))
    if len(name) >= SHORTEST:
        for near in plain.without_one(name):
            yield "near", near

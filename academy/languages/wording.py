"""What makes a translated sentence sound: it can be said wherever its English can.

Two ask: the program, which says the English where a translation isn't sound, and `academy
translations check`, which tells the translator in which line.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from gettext import c2py

PLURALS = {
    "fr": "nplurals=2; plural=(n > 1);",
    "es": "nplurals=2; plural=(n != 1);",
    "ru": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 ||"
        " n%100>=20) ? 1 : 2);"
    ),
    "zh_Hans": "nplurals=1; plural=0;",
    "pt": "nplurals=2; plural=(n != 1);",
    "sw": "nplurals=2; plural=(n != 1);",
    "ar": (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 :"
        " n%100>=11 ? 4 : 5);"
    ),
}
"""How gettext, and every translator's tool, counts in each language.

Babel's own Arabic has the last two forms the other way round.
"""

_HEADER = re.compile(r"\s*nplurals\s*=\s*(\d{1,2})\s*;\s*plural\s*=\s*([^;]+?)\s*;?\s*")
_TRIED = (*range(201), 1_000, 1_000_000)
_OFTEN = 2
"""A form for more numbers than this must say the number."""

_VALUE = re.compile(r"%\((\w+)\)([sd])")
_TAG = re.compile(r"<\s*(/?\s*\w+|[!?])")


class Plural:
    """A catalogue's way to count. Raises ValueError if the header's can't be used."""

    def __init__(self, header: str) -> None:
        found = _HEADER.fullmatch(header)
        if not found:
            raise ValueError(header)
        self.forms = int(found[1])
        self._index: Callable[[int], int] = c2py(found[2])
        try:
            self.used = [self._index(number) for number in _TRIED]
        except ArithmeticError as error:
            raise ValueError(header) from error
        if not set(self.used) <= set(range(self.forms)):
            raise ValueError(header)

    def differs(self, other: "Plural") -> int | None:
        """Return the first number for which the two choose another form, or None."""
        pairs = zip(_TRIED, self.used, other.used, strict=True)
        return next((number for number, one, two in pairs if one != two), None)

    def numbers(self, form: int) -> list[int]:
        """Return the numbers of which this form is said, the least first; not all of them."""
        found = zip(_TRIED, self.used, strict=True)
        return [number for number, used in found if used == form]

    def is_for_many(self, form: int) -> bool:
        """Whether this form is said of many numbers, so that it must name its own."""
        return self.used.count(form) > _OFTEN


def wrong(english: Sequence[str], said: str) -> Iterator[str]:
    """Name what would break where `said` stands for `english`, whose forms are one or two."""
    wanted = {match[0] for form in english for match in _VALUE.finditer(form)}
    found = {match[0] for match in _VALUE.finditer(said)}
    if len(english) > 1:
        wanted.add("%(num)s")
    if found - wanted:
        yield f"placeholders differ in {said!r}"
    elif (len(english) > 1 or _VALUE.search(english[0])) and "%" in _VALUE.sub("", said).replace(
        "%%", ""
    ):
        yield f"a bare % in {said!r}"
    if sorted(_TAG.findall(said)) != sorted(_TAG.findall(english[-1])):
        yield f"tags differ in {said!r}"
    if "\0" in said:
        yield f"a null in {said!r}"


def missing(english: Sequence[str], said: str, *, counts: bool) -> set[str]:
    """Return the values that `said` leaves out; `counts` if a form must name its number."""
    wanted = {match[1] for match in _VALUE.finditer(english[-1])}
    found = {match[1] for match in _VALUE.finditer(said)}
    may_lack = {"num"} if len(english) > 1 and not counts else set()
    return wanted - found - may_lack

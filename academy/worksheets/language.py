"""The small language of calculations: text → a tree, bounded, and never run as code.

    unit_cost * quantity * frequency
    sum(lines.amount, not listed(no, without))
    if(answered < 2, nothing, 100 * points / (3 * answered))

Numbers are decimal and exact, texts stand in single quotes, names are columns (`total`, or
`lines.total` of another table). What a name means is settled in `meaning`; what the tree comes to
is said twice, in `working` and in `formulas`.
"""

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

LONGEST: Final = 400
"""Signs of one expression."""
DEEPEST: Final = 20

COMPARISONS: Final = ("=", "!=", "<=", ">=", "<", ">")
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>[0-9]{1,12}(?:\.[0-9]{1,6})?)|'(?P<text>[^'\\]{0,60})'"
    r"|(?P<name>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)|(?P<sign><=|>=|!=|[-+*/=<>(),]))"
)


class MistakeError(Exception):
    """An expression can't be understood. Its text is a sentence for the author."""


class Node:
    """A part of an expression."""


@dataclass(frozen=True)
class Number(Node):
    """A number as it is written."""

    value: Fraction


@dataclass(frozen=True)
class Text(Node):
    """A text, or an option of a choice."""

    value: str


@dataclass(frozen=True)
class Nothing(Node):
    """An empty cell, on purpose."""


@dataclass(frozen=True)
class Name(Node):
    """A column as it is written."""

    name: str


@dataclass(frozen=True)
class Call(Node):
    """A function and what it is given."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Both(Node):
    """Two sides and the sign between them: + - * / = != < <= > >= and or."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Not(Node):
    """The other of two."""

    of: Node


@dataclass(frozen=True)
class Minus(Node):
    """A number below nothing."""

    of: Node


def parse(text: str) -> Node:
    """The tree of an expression. Raises MistakeError."""
    if len(text) > LONGEST:
        raise MistakeError(f"This is longer than {LONGEST} signs.")
    reader = _Reader(_tokens(text))
    tree = reader.either()
    if reader.next is not None:
        raise MistakeError(f"“{reader.next[1]}” is not expected here.")
    return tree


_Token = tuple[str, str]


def _tokens(text: str) -> list[_Token]:
    found, at = [], 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            raise MistakeError(f"“{text[at:].strip()[:12]}” can't be read.")
        kind = str(match.lastgroup)
        found.append((kind, match[kind]))
        at = match.end()
    return found


class _Reader:
    """Reads tokens from left to right, loosest sign first."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    @property
    def next(self) -> _Token | None:
        """What is read next."""
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, *signs: str) -> str | None:
        """The next token's text if it is one of these signs or words; then it is read."""
        token = self.next
        if token is None or token[0] == "text" or token[1] not in signs:
            return None
        self._at += 1
        return token[1]

    def _need(self, sign: str) -> None:
        if not self._take(sign):
            raise MistakeError(f"“{sign}” is missing.")

    def either(self) -> Node:
        """A whole expression."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise MistakeError("There are too many brackets in each other.")
        found = self._both()
        while self._take("or"):
            found = Both("or", found, self._both())
        self._depth -= 1
        return found

    def _both(self) -> Node:
        found = self._not()
        while self._take("and"):
            found = Both("and", found, self._not())
        return found

    def _not(self) -> Node:
        if self._take("not"):
            return Not(self._compared())
        return self._compared()

    def _compared(self) -> Node:
        found = self._sum()
        sign = self._take(*COMPARISONS)
        return Both(sign, found, self._sum()) if sign else found

    def _sum(self) -> Node:
        found = self._product()
        while sign := self._take("+", "-"):
            found = Both(sign, found, self._product())
        return found

    def _product(self) -> Node:
        found = self._one()
        while sign := self._take("*", "/"):
            found = Both(sign, found, self._one())
        return found

    def _one(self) -> Node:
        if self._take("-"):
            return Minus(self._single())
        return self._single()

    def _single(self) -> Node:
        if self._take("("):
            found = self.either()
            self._need(")")
            return found
        token = self.next
        if token is None:
            raise MistakeError("Something is missing at the end.")
        kind, text = token
        self._at += 1
        if kind == "number":
            return Number(Fraction(text))
        if kind == "text":
            return Text(text)
        if kind == "name" and text not in {"and", "or", "not"}:
            return self._named(text)
        raise MistakeError(f"“{text}” is not expected here.")

    def _named(self, name: str) -> Node:
        if name == "nothing":
            return Nothing()
        if not self._take("("):
            return Name(name)
        arguments = [self.either()]
        while self._take(","):
            arguments.append(self.either())
        self._need(")")
        return Call(name, tuple(arguments))

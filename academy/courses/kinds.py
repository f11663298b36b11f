"""The kinds of question: one right, several right, a number, in order."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Final

from academy.courses.questions import (
    MOST_OPTIONS,
    MarkedQuestion,
    Option,
    Question,
    Said,
    Sent,
    shuffled,
)
from academy.text import numbers, signs

_KEPT: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


class OneRight(Question):
    """Options of which exactly one is right."""

    kind = "one"

    @property
    def right(self) -> int:
        """The index of the right option."""
        return next((at for at, option in enumerate(self.options) if option.right), 0)

    def read(self, sent: Sent, language: str) -> str:  # noqa: ARG002 - as all kinds are read
        """The index of the option that was chosen."""
        chosen = _indexes(sent(self.id), len(self.options))
        return str(chosen[0]) if chosen else ""

    def mark(self, kept: str) -> MarkedQuestion:
        """Right if the option is."""
        chosen = _indexes(kept.split(" ", 1), len(self.options))
        if len(chosen) != 1:
            return MarkedQuestion(self, "nothing")
        right = self.options[chosen[0]].right
        return MarkedQuestion(
            self, "right" if right else "wrong", chosen, said=_said_of(self.options, chosen)
        )


class SeveralRight(Question):
    """Options of which more than one is right; nothing less than all of them, and no other."""

    kind = "several"

    def read(self, sent: Sent, language: str) -> str:  # noqa: ARG002
        """The indexes of all that were chosen."""
        return " ".join(map(str, _indexes(sent(self.id), len(self.options))))

    def mark(self, kept: str) -> MarkedQuestion:
        """Right if those that are right were chosen, all of them and no other."""
        chosen = _indexes(kept.split(" ", MOST_OPTIONS), len(self.options))
        if not chosen:
            return MarkedQuestion(self, "nothing")
        wanted = {at for at, option in enumerate(self.options) if option.right}
        return MarkedQuestion(
            self,
            "right" if set(chosen) == wanted else "wrong",
            chosen,
            said=_said_of(self.options, chosen),
            more_to_find=bool(wanted - set(chosen)),
        )


@dataclass(frozen=True)
class Number(Question):
    """A number to be written. Some others that people come to have feedback of their own."""

    kind: ClassVar[str] = "number"

    value: Decimal
    tolerance: Decimal
    """How far from `value` is still right; mostly 0."""
    unit: str
    """Plain text that stands beside the field; may be empty."""
    slips: tuple[Decimal | None, ...]
    """For each option the number it speaks of; None for what is said to any other number."""

    @property
    def has_minus(self) -> bool:
        """Whether a phone's keys must have a minus: the ones for plain numbers mostly have none."""
        return any(one is not None and one < 0 for one in self.slips)

    def read(self, sent: Sent, language: str) -> str:
        """The number in plain digits, else what was typed instead of one."""
        written = signs.clean(next(iter(sent(self.id)), "")[: 2 * numbers.LONGEST])
        bare = written
        if self.unit:
            bare = _without(bare, signs.clean(self.unit))
        found = _readings(bare, self.place.language, language)
        if not found:
            return written[: numbers.LONGEST]
        return f"{next(filter(self._is_right, found), found[0]):f}"

    def mark(self, kept: str) -> MarkedQuestion:
        """Right if it is near enough."""
        number = _plain(kept)
        if number is None:
            return MarkedQuestion(self, "unclear" if kept else "nothing", written=kept)
        right = self._is_right(number)
        at = self._speaks_of(number, right=right)
        said = () if at is None else (Said(None, right, self.options[at].feedback_html),)
        return MarkedQuestion(self, "right" if right else "wrong", number=number, said=said)

    def _is_right(self, number: Decimal) -> bool:
        return abs(number - self.value) <= self.tolerance

    def _speaks_of(self, number: Decimal, *, right: bool) -> int | None:
        """The option that has something to say to this number."""
        for at, slip in enumerate(self.slips):
            if self.options[at].right if right else slip == number:
                return at
        return self.slips.index(None) if None in self.slips and not right else None

    def differs(self, original: Question) -> str | None:
        """Numbers are the same in every language, however they are written there."""
        problem = super().differs(original)
        if problem is None and isinstance(original, Number):
            mine, theirs = (self.value, self.tolerance), (original.value, original.tolerance)
            if mine != theirs or self.slips != original.slips:
                return "has another number than the original"
        return problem


@dataclass(frozen=True)
class InOrder(Question):
    """Lines that are given numbers, from first to last."""

    kind: ClassVar[str] = "order"

    items: tuple[Option, ...]
    """The lines in their right order."""

    def name(self, at: int) -> str:
        """The name of a line's field, which must not tell its place."""
        return f"{self.id}.{hashlib.sha256(f'{self.id}/{at}'.encode()).hexdigest()[:6]}"

    def shown(self, attempt: str) -> tuple[int, ...]:
        """As this try shows them; never in the right order."""
        found = shuffled(len(self.items), f"{attempt}/{self.id}")
        return found if found != tuple(range(len(found))) else (*found[1:], *found[:1])

    def read(self, sent: Sent, language: str) -> str:  # noqa: ARG002
        """The place that was given to each line, 0 for none."""
        given = (next(iter(sent(self.name(at))), "") for at in range(len(self.items)))
        places = [_index(one, len(self.items) + 1) or 0 for one in given]
        return " ".join(map(str, places)) if any(places) else ""

    def mark(self, kept: str) -> MarkedQuestion:
        """Right if each line has the place it is written at."""
        most = len(self.items)
        places = tuple(_index(one, most + 1) or 0 for one in kept.split(" ", most))
        if len(places) != most or not any(places):
            return MarkedQuestion(self, "nothing")
        wanted = tuple(range(1, most + 1))
        if tuple(sorted(places)) != wanted:
            return MarkedQuestion(self, "nothing" if 0 in places else "unclear", places)
        right = places == wanted
        said = tuple(
            Said(None, right, one.feedback_html) for one in self.options if one.right == right
        )
        return MarkedQuestion(self, "right" if right else "wrong", places, said=said[:1])

    def differs(self, original: Question) -> str | None:
        """As many lines; whether they say the same nobody can see from here."""
        problem = super().differs(original)
        if problem is None and isinstance(original, InOrder):
            here, there = len(self.items), len(original.items)
            if here != there:
                return f"has {here} lines here and {there} in the original"
        return problem


def _said_of(options: Sequence[Option], chosen: Sequence[int]) -> tuple[Said, ...]:
    return tuple(Said(at, options[at].right, options[at].feedback_html) for at in chosen)


def _indexes(sent: Sequence[str], count: int) -> tuple[int, ...]:
    """Those of the texts that are an index below `count`, each once, in order."""
    found = {_index(one, count) for one in sent[: 2 * MOST_OPTIONS]}
    return tuple(sorted(at for at in found if at is not None))


def _index(sent: str, count: int) -> int | None:
    """A text as an index below `count`, as our own pages write it, else None."""
    if not 1 <= len(sent) <= 2 or not sent.isascii() or not sent.isdigit():  # noqa: PLR2004
        return None
    return int(sent) if int(sent) < count else None


def _plain(kept: str) -> Decimal | None:
    """A number as `read` keeps it; nothing that somebody typed is taken for one, as 1e999999999."""
    return Decimal(kept) if len(kept) <= numbers.LONGEST + 1 and _KEPT.fullmatch(kept) else None


def _readings(written: str, *languages: str) -> tuple[Decimal, ...]:
    """Every number that was meant, by how these languages write numbers; () where it is none.

    More than one only where the languages differ and what is written is read in two ways.
    """
    bare = written.removeprefix("+").removeprefix("＋")
    found = dict.fromkeys(numbers.read(bare, one) for one in languages)
    return tuple(one for one in found if one is not None)


def _without(written: str, unit: str) -> str:
    """A number without its unit before or after it."""
    if written[-len(unit) :].casefold() == unit.casefold():
        return written[: -len(unit)].strip()
    if written[: len(unit)].casefold() == unit.casefold():
        return written[len(unit) :].strip()
    return written

"""Makes questions of what stands under their headings, and tells the author what they lack.

`[x]` marks options to choose from, `[=]` what has to be found: a number, or where words follow it,
the order of the numbered list above. A `[ ]` with nothing but `…` speaks to any other answer.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from academy.courses.kinds import InOrder, Number, OneRight, SeveralRight
from academy.courses.markdown import Place, plain_inline
from academy.courses.problems import Problem, Report
from academy.courses.questions import MOST_OPTIONS, Case, Option, Question
from academy.courses.structure import CasePart, OptionPart, QuestionPart
from academy.text import numbers

_ITEM: Final = re.compile(r"^\d{1,2}[.)][ \t]+(.*)$")
_ANY_OTHER: Final = re.compile(r"[….]+")
# A number as an author writes it, how far from it is still right, and a unit that has no digits.
_NUMBER: Final = re.compile(
    r"(?P<value>[-−]?\d(?:[\d.,'’٬٫ \u00a0\u202f]*\d)?)"
    r"(?:\s*(?:±|\+/-)\s*(?P<tolerance>\d(?:[\d.,'’٬٫ \u00a0\u202f]*\d)?))?"
    r"\s*(?P<unit>\D*)"
)


@dataclass(frozen=True)
class Maker:
    """Turns one file's parts into questions."""

    place: Place
    file: str
    report: Report

    def questions(self, parts: list[QuestionPart]) -> tuple[Question, ...]:
        """All questions of a quiz. Those of one case hold the same `Case`."""
        cases = {part.case.id: self._case(part.case) for part in parts if part.case}
        return tuple(
            self._question(part, cases[part.case.id] if part.case else None) for part in parts
        )

    def _case(self, part: CasePart) -> Case:
        return Case(part.id, self.place, part.title, "\n".join(part.lines).strip(), part.line)

    def _question(self, part: QuestionPart, case: Case | None) -> Question:
        self._judge_options(part)
        given = [option for option in part.options if option.sign == "="]
        if not given:
            return self._choice(part, case)
        if len(given) > 1 or any(option.sign == "x" for option in part.options):
            self._say(part.line, f"The question “{part.id}” must have one “[=]” and no “[x]”.")
        parsed = self._number(given[0])
        return self._written(part, case, parsed) if parsed else self._order(part, case)

    def _say(self, line: int, problem: str) -> None:
        self.report(Problem(self.file, line, problem))

    def _judge_options(self, part: QuestionPart) -> None:
        if len(part.options) > MOST_OPTIONS:
            message = f"The question “{part.id}” has more than {MOST_OPTIONS} options."
            self._say(part.options[MOST_OPTIONS].line, message)
        for option in part.options:
            if not "".join(option.text).strip():
                self._say(option.line, "This option has no text.")

    def _choice(self, part: QuestionPart, case: Case | None) -> Question:
        right = sum(option.right for option in part.options)
        if len(part.options) < 2:  # noqa: PLR2004 - less is no choice
            self._say(part.line, f"The question “{part.id}” needs at least two options.")
        elif not right:
            message = f"The question “{part.id}” has 0 right options and must have one."
            self._say(part.line, message)
        elif right == len(part.options):
            message = f"Every option of “{part.id}” is right; then there is nothing to choose."
            self._say(part.line, message)
        kind = SeveralRight if right > 1 else OneRight
        return kind(
            part.id, self.place, part.title, "\n".join(part.more).strip(), part.line, case,
            self._options(part),
        )  # fmt: skip

    def _options(self, part: QuestionPart) -> tuple[Option, ...]:
        return tuple(
            Option(
                right=option.right,
                place=self.place,
                source="\n".join(option.text),
                feedback="\n".join(option.feedback),
                line=option.line,
            )
            for option in part.options
        )

    def _number(self, option: OptionPart) -> re.Match[str] | None:
        return _NUMBER.fullmatch(plain_inline(" ".join(option.text)))

    def _value(self, written: str | None, line: int) -> Decimal:
        found = numbers.read(written or "0", self.place.language)
        if found is None:
            self._say(line, "This number can't be read as this language writes numbers.")
        return found or Decimal(0)

    def _written(self, part: QuestionPart, case: Case | None, given: re.Match[str]) -> Question:
        return Number(
            part.id, self.place, part.title, "\n".join(part.more).strip(), part.line, case,
            self._options(part),
            value=self._value(given["value"], part.line),
            tolerance=self._value(given["tolerance"], part.line),
            unit=given["unit"].strip(),
            slips=tuple(map(self._slip, part.options)),
        )  # fmt: skip

    def _slip(self, option: OptionPart) -> Decimal | None:
        if _ANY_OTHER.fullmatch(" ".join(option.text).strip()):
            return None
        found = self._number(option)
        if found is None:
            self._say(option.line, "Here should be a number, or “…” for any other answer.")
            return None
        return self._value(found["value"], option.line)

    def _order(self, part: QuestionPart, case: Case | None) -> Question:
        more, items = self._items(part)
        if not 2 <= len(items) <= MOST_OPTIONS:  # noqa: PLR2004 - less is no order
            message = f"The question “{part.id}” needs a number after “[=]”, or a list “1. …”"
            self._say(part.line, f"{message} of 2 to {MOST_OPTIONS} lines above it.")
        for option in part.options:
            if option.sign == " " and not _ANY_OTHER.fullmatch(" ".join(option.text).strip()):
                self._say(option.line, "Below a list there is only “…” for any other order.")
        return InOrder(
            part.id, self.place, part.title, more, part.line, case, self._options(part), items
        )

    def _items(self, part: QuestionPart) -> tuple[str, tuple[Option, ...]]:
        """What stands above the list, and its lines."""
        more: list[str] = []
        items: list[tuple[int, list[str]]] = []
        for number, line in enumerate(part.more, part.line + 1):
            found = _ITEM.match(line)
            if found:
                items.append((number, [found[1]]))
            elif not items:
                more.append(line)
            elif line.startswith((" ", "\t")) and line.strip():
                items[-1][1].append(line.strip())
            elif line.strip():
                self._say(number, "This line belongs to nothing; the list ends at the options.")
        lines = (
            Option(right=True, place=self.place, source="\n".join(text), feedback="", line=line)
            for line, text in items
        )
        return "\n".join(more).strip(), tuple(lines)

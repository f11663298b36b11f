"""What the lessons of a course say, for tests that work its examples out again."""

import re
from fractions import Fraction
from pathlib import Path

from academy.courses import Lesson
from academy.courses.kinds import Number
from tests import ours

NUMBER = r"\d+(?:[.,]\d+)?"
TERM = rf"{NUMBER}(?:[ \xa0\u202f]?%)?"
SUM = re.compile(rf"({TERM}(?: ?[×÷+−] ?{TERM})+) ?= ?({NUMBER})")


class Texts:
    """One of our courses, in every language that it has."""

    def __init__(self, course: str) -> None:
        self.course = next(one for one in ours.library().courses if one.id == course)

    def written(self, slug: str) -> list[str]:
        """The languages in which there is this lesson."""
        return [one for one in self.course.versions if self.said(one, slug).language == one]

    def said(self, language: str, slug: str) -> Lesson:
        """The lesson, in the original where the language lacks it."""
        lesson = self.course.in_language(language).lesson(slug)
        assert lesson is not None
        return lesson

    def section(self, language: str, slug: str, id: str) -> str:
        """The Markdown of a section, its numbers without what groups their digits."""
        (source,) = [one.source for one in self.said(language, slug).sections if one.id == id]
        return whole(source)

    def asked(self, language: str, slug: str, id: str) -> tuple[list[int], Number]:
        """The numbers of a question and its text, and the question."""
        quiz = self.said(language, slug).quiz
        assert quiz is not None
        question = next(one for one in quiz.questions if one.id == id)
        assert isinstance(question, Number)
        return numbers(f"{question.source}\n{question.more}"), question


def box(text: str, kind: str) -> str:
    """The only box of this kind, up to what stands in it as a box of its own."""
    (found,) = re.findall(rf"^:::{kind}[^\n]*\n(.*?)\n:::", text, re.DOTALL | re.MULTILINE)
    return str(found)


def cells(text: str) -> list[list[str]]:
    """The rows of the tables of a text, with their heads, without the lines below these."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|")
    ]
    return [row for row in rows if not set("".join(row)) <= set(":- ")]


def whole(text: str) -> str:
    """A text, without what groups the digits of its numbers."""
    return re.sub(r"(?<=\d)[ .,\u202f\xa0](?=\d{3}\b)", "", text)


def numbers(text: str) -> list[int]:
    """The whole numbers of a text, in its order."""
    return [int(one) for one in re.findall(r"\d+", whole(text))]


def read(text: str) -> Fraction:
    """A number, with a point or a comma for its decimals; a per cent as its hundredth."""
    percent = text.endswith("%")
    found = Fraction(text.rstrip("% \xa0\u202f").replace(",", "."))
    return found / 100 if percent else found


def worked(text: str) -> Fraction:
    """A sum from left to right, what is multiplied or divided first."""
    total, sign = Fraction(0), 1
    for term in re.split(r"( ?[+−] ?)", text):
        if term.strip() in ("+", "−"):
            sign = 1 if term.strip() == "+" else -1
            continue
        first, *others = re.split(r" ?([×÷]) ?", term)
        found = read(first)
        for sign_of, other in zip(others[::2], others[1::2], strict=True):
            found = found * read(other) if sign_of == "×" else found / read(other)
        total += sign * found
    return total


def sums(path: Path) -> list[tuple[str, str]]:
    """What a file writes as a sum: what is left and what is right of each “=”."""
    return SUM.findall(whole(path.read_text("utf-8")))

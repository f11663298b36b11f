"""The shape of a lesson's body: lead, sections, quiz, cases, questions, options.

Found line by line, because the Markdown parser is a hundred times slower and all lessons are read
before the first page is shown.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from academy.courses.problems import Problem, Report

LONGEST_HEADING = 500
LEAD = "lead"
QUIZ = "quiz"

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t]*$")
_WITH_ID = re.compile(r"^(.*?)[ \t]*\{#([^}]*)\}$")
_ID = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_OPTION = re.compile(r"^[-*][ \t]+\[([ xX=])\][ \t]*(.*)$")
_FEEDBACK = re.compile(r"^[ \t]*>[ \t]?(.*)$")


@dataclass
class Part:
    """Lines under one heading, and where they are."""

    id: str
    title: str
    line: int
    lines: list[str] = field(default_factory=list)

    @property
    def source(self) -> str:
        """The Markdown below the heading, from the very next line."""
        return "\n".join(self.lines).rstrip()


@dataclass
class OptionPart:
    """One `- [ ]` with its feedback."""

    sign: str
    """What stands between the brackets: a space, `x` or `=`."""
    line: int
    text: list[str]
    feedback: list[str] = field(default_factory=list)

    @property
    def right(self) -> bool:
        """Whether it is marked at all."""
        return self.sign != " "


@dataclass
class CasePart:
    """One `###` whose id begins with `case-`, and the text below it."""

    id: str
    title: str
    line: int
    lines: list[str] = field(default_factory=list)
    asked: int = 0
    """How many questions follow up on it."""


@dataclass
class QuestionPart:
    """One `###`, or `####` below a case, with its options."""

    id: str
    title: str
    line: int
    case: CasePart | None = None
    more: list[str] = field(default_factory=list)
    options: list[OptionPart] = field(default_factory=list)


def hashed(title: str, source: str) -> str:
    """Return 12 hex digits that change when the words do, but not when lines are wrapped."""
    words = " ".join(f"{title}\n{source}".split())
    return hashlib.sha256(unicodedata.normalize("NFC", words).encode()).hexdigest()[:12]


def hashed_words(said: Mapping[str, object]) -> str:
    """The same for words by key, as a worksheet has them; `source` itself is none of them."""
    told = [f"{key}: {words}" for key, words in sorted(said.items()) if key != "source"]
    return hashlib.sha256(" ".join("\n".join(told).split()).encode()).hexdigest()[:12]


def outside_code(lines: list[str]) -> Iterator[tuple[int, str, bool]]:
    """Yield index, line, and whether the line is Markdown and not inside a code block."""
    fence = ""
    for at, line in enumerate(lines):
        found = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if found and not fence:
            fence = found[1]
        elif found and found[1].startswith(fence) and line.strip() == found[1]:
            fence = ""
        yield at, line, not fence and not found


def sections(lines: list[str], first_line: int, file: str, report: Report) -> list[Part]:
    """Split a body at its `##` headings. The first part is the lead, which may be empty."""
    parts = [Part(LEAD, "", first_line - 1)]
    seen = {LEAD}
    for at, line, is_markdown in outside_code(lines):
        heading = _heading(line) if is_markdown else None
        if heading is None or len(heading[1]) > 2:  # noqa: PLR2004 - "##" is a section
            parts[-1].lines.append(line)
            continue
        number = first_line + at
        if heading[1] == "#":
            message = "The title belongs in the front matter; sections begin with “##”."
            report(Problem(file, number, message))
            continue
        title, id = _identify(heading[2], seen, "section", Problem(file, number, ""), report)
        if parts[-1].id == QUIZ:
            report(Problem(file, number, "The quiz must be the last section."))
        parts.append(Part(id, title, number))
    return parts


def questions(quiz: Part, file: str, report: Report) -> tuple[str, list[QuestionPart]]:
    """Split a quiz into what stands before the first question, and its questions."""
    reader = _QuizReader(file, report)
    for at, line, is_markdown in outside_code(quiz.lines):
        reader.take(line, Problem(file, quiz.line + 1 + at, ""), is_markdown=is_markdown)
    for case in reader.cases:
        if not case.asked:
            message = f"The case “{case.id}” has no questions; each begins with “####”."
            report(Problem(file, case.line, message))
    if not reader.found:
        report(Problem(file, quiz.line, "The quiz has no questions."))
    return "\n".join(reader.lead).strip(), reader.found


class _QuizReader:
    """Takes a quiz line by line."""

    def __init__(self, file: str, report: Report) -> None:
        self.file, self.report = file, report
        self.lead: list[str] = []
        self.cases: list[CasePart] = []
        self.found: list[QuestionPart] = []
        self._case: CasePart | None = None
        self._below = self.lead
        """Where text goes as long as nothing else is open."""
        self._open: QuestionPart | None = None
        self._seen: set[str] = set()

    def take(self, line: str, where: Problem, *, is_markdown: bool) -> None:
        heading = _heading(line) if is_markdown else None
        if heading:
            self._heading(heading, where)
        elif self._open is not None:
            _add_to_question(self._open, line, where, self.report)
        else:
            self._below.append(line)

    def _heading(self, heading: re.Match[str], where: Problem) -> None:
        follows_up = len(heading[1]) > len("###")
        what = "case" if not follows_up and "{#case-" in heading[2] else "question"
        title, id = _identify(heading[2], self._seen, what, where, self.report)
        if what == "case":
            self._case, self._open = CasePart(id, title, where.line), None
            self.cases.append(self._case)
            self._below = self._case.lines
            return
        if follows_up and (self._case is None or len(heading[1]) > len("####")):
            message = "Questions begin with “###”; “####” is for those below a case."
            self.report(Problem(where.file, where.line, message))
        if not follows_up:
            self._case = None
        elif self._case is not None:
            self._case.asked += 1
        self._open = QuestionPart(id, title, where.line, self._case)
        self.found.append(self._open)


def _heading(line: str) -> re.Match[str] | None:
    """A longer line is text: looking for the end of a heading takes its length twice over."""
    might_be = line.startswith("#") and len(line) <= LONGEST_HEADING
    return _HEADING.match(line) if might_be else None


def _identify(
    heading: str, seen: set[str], what: str, where: Problem, report: Report
) -> tuple[str, str]:
    """Take `Title {#id}` apart and hold the id to its rules."""
    found = _WITH_ID.match(heading)
    if not found:
        message = f"The {what} “{heading}” has no id; write it as “{heading} {{#some-id}}”."
        report(Problem(where.file, where.line, message))
        return heading, f"line-{where.line}"
    title, id = found[1], found[2]
    if not title:
        report(Problem(where.file, where.line, f"The {what} “{id}” has no heading."))
    if not _ID.match(id):
        message = f"The id “{id}” may hold only small letters a–z, digits and single hyphens."
        report(Problem(where.file, where.line, message))
    if what == "question" and not id.startswith("q-"):
        message = f"The id of a question begins with “q-”, and “{id}” does not."
        report(Problem(where.file, where.line, message))
    if id in seen:
        report(Problem(where.file, where.line, f"The id “{id}” stands here twice."))
    seen.add(id)
    return title, id


def _add_to_question(question: QuestionPart, line: str, where: Problem, report: Report) -> None:
    option = _OPTION.match(line)
    if option:
        question.options.append(OptionPart(option[1].lower(), where.line, [option[2]]))
        return
    if not question.options:
        question.more.append(line)
        return
    last = question.options[-1]
    feedback = _FEEDBACK.match(line)
    if feedback:
        last.feedback.append(feedback[1])
    elif line.strip() and not line.startswith((" ", "\t")):
        message = "This line belongs to no option; options begin with “- [ ]” or “- [x]”."
        report(Problem(where.file, where.line, message))
    elif line.strip():
        (last.feedback or last.text).append(line.strip())

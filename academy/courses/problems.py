"""What can be wrong with a pack, said to its author: file, line and a sentence.

The reader reports through a function it is given. Loading hands it `refuse`, which stops at the
first error; checking hands it one that writes down everything and reads on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from academy.errors import AcademyError

Severity = Literal["error", "warning"]
Report = Callable[["Problem"], None]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing an author should look at. An error stops a pack from loading, a warning doesn't."""

    file: str
    """Path below the courses folder, with `/`."""
    line: int
    """From 1."""
    problem: str
    """A plain English sentence."""
    severity: Severity = "error"

    def __str__(self) -> str:
        """`advocacy/en/01-start.md:12: Error: The section has no id.`."""
        return f"{self.file}:{self.line}: {self.severity.capitalize()}: {self.problem}"


def refuse(problem: Problem) -> None:
    """Raise AcademyError `course_invalid` for an error; let a warning pass."""
    if problem.severity == "error":
        raise AcademyError(
            "course_invalid", file=problem.file, line=problem.line, problem=problem.problem
        )

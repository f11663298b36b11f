"""All worksheets of a folder of packs: for the program, and for whoever writes them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from academy.courses import Problem
from academy.courses.pack import Desk, read_pack
from academy.courses.problems import refuse
from academy.courses.reader import pack_ids
from academy.errors import AcademyError
from academy.worksheets import reading
from academy.worksheets.model import Worksheet

Shelf = Mapping[tuple[str, str], Worksheet]
"""Worksheets by course and id."""


def load(folder: Path, *, leave_out_broken: bool = False) -> Shelf:
    """Read every worksheet. Raises AcademyError `course_invalid` at the first author's error.

    With `leave_out_broken`, a worksheet with an error isn't there and the others are.
    """
    if not leave_out_broken:
        return read_all(Desk(folder, refuse))
    return load_from(Desk(folder, refuse))


def load_from(desk: Desk, *courses: str) -> Shelf:
    """Every worksheet of the packs on a desk, or of these courses, that can be read."""
    broken: set[str] = set()

    def note(problem: Problem) -> None:
        if problem.severity == "error":
            broken.add(problem.file)

    found = read_all(replace(desk, report=note), courses or None)
    return {key: one for key, one in found.items() if not _is_broken(one, broken)}


def read_all(desk: Desk, courses: Iterable[str] | None = None) -> dict[tuple[str, str], Worksheet]:
    """Every worksheet of every pack, or of these courses, by course and id. Problems go to
    `desk.report`.
    """
    found = {}
    for course in pack_ids(desk.folder) if courses is None else courses:
        for name in reading.names(desk.folder, course):
            if (pack := read_pack(replace(desk, report=lambda _problem: None), course)) is None:
                break  # the pack's own reader has said why
            one = reading.read(desk, pack, name)
            if one is not None:
                found[course, one.id] = one
    return found


def check(folder: Path, only: Collection[str] = ()) -> list[Problem]:
    """All problems of all worksheets, or of those of the packs in `only`, by file and line.

    Raises AcademyError `courses_missing`.
    """
    problems: list[Problem] = []
    read_all(Desk(folder, problems.append), only or None)
    return sorted(set(problems))


def worksheet(shelf: Shelf, course: str, id: str) -> Worksheet:
    """A worksheet. Raises AcademyError("worksheet_unknown")."""
    found = shelf.get((course, id))
    if found is None:
        raise AcademyError("worksheet_unknown")
    return found


def _is_broken(one: Worksheet, broken: set[str]) -> bool:
    start = f"{one.course}/worksheets/{one.id}."
    return any(file.startswith(start) for file in broken)

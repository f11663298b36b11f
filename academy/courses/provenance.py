"""Checks what lessons say about where they come from: works, dates, who has read them."""

import re
from collections.abc import Iterator
from pathlib import Path

from academy.courses import citations, dates, reviews
from academy.courses import facts as facts_
from academy.courses.facts import Facts
from academy.courses.model import Course, Lesson
from academy.courses.pack import Desk
from academy.courses.problems import Problem
from academy.courses.reader import parts
from academy.courses.structure import QUIZ
from academy.courses.vocabulary import texts

_PLACE = re.compile(r"\d")


def check(folder: Path, courses: list[Course]) -> Iterator[Problem]:
    """Name marks without a work, works without a place, and readings without role and day."""
    for course in courses:
        for version in course.versions.values():
            yield from bare(folder, f"{version.id}/{version.language}")
            for lesson in version.lessons:
                if lesson.language == version.language:
                    yield from _dates(folder, lesson)
                    yield from _of_lesson(lesson)
                    original = course.lesson(lesson.slug)
                    if original is not None and original is not lesson:
                        yield from _against(original, lesson)


def bare(folder: Path, place: str) -> Iterator[Problem]:
    """Name what is said to have been read without role and day, in any file below `place`."""
    for file in texts(folder, place):
        facts = _facts(folder, file)
        if reviews.is_bare(facts):
            problem = f"“reviewed: true” says neither in what role nor when: {reviews.HOW}."
            yield Problem(file, facts.lines.get(reviews.KEY, 1), problem)


def _facts(folder: Path, file: str) -> Facts:
    """What stands above a text, or is one."""
    text = Desk(folder, _nobody).text(file) or ""
    if file.endswith(".yaml"):
        return facts_.read(text, file, _nobody)
    return facts_.split(text, file, _nobody)[0]


def _dates(folder: Path, lesson: Lesson) -> Iterator[Problem]:
    facts = _facts(folder, lesson.file)
    for id in facts.mapping(dates.KEY) if lesson.sources == {} else ():
        if id not in parts(lesson):
            problem = f"“{dates.KEY}” names “{id}”, which nothing has."
            yield Problem(lesson.file, facts.lines.get(dates.KEY, 1), problem, "warning")


def _of_lesson(lesson: Lesson) -> Iterator[Problem]:
    known = {one.id for one in lesson.citations}
    seen: set[str] = set()
    for id, part in parts(lesson).items():
        for at, work, text in citations.works(part.source):
            line = part.line + 1 + at
            if id == QUIZ:
                yield Problem(lesson.file, line, "A work stands in a section, not in the quiz.")
            elif work in seen:
                yield Problem(lesson.file, line, f"The work “{work}” stands here twice.")
            elif not _PLACE.search(text):
                problem = f"The work “{work}” needs a year, and a page, chapter or section."
                yield Problem(lesson.file, line, problem, "warning")
            seen.add(work)
        for at, work in citations.marks(part.source):
            if id == QUIZ:
                problem = "Pages show no mark in a quiz; put it into the section."
                yield Problem(lesson.file, part.line + 1 + at, problem)
            elif work not in known:
                problem = f"No line says what “{work}” is; write “[^{work}]: work, page”."
                yield Problem(lesson.file, part.line + 1 + at, problem)


def _against(original: Lesson, lesson: Lesson) -> Iterator[Problem]:
    there = parts(original)
    for id, part in parts(lesson).items():
        if id in there:
            before, after = ({work for _, work in _all(one.source)} for one in (there[id], part))
            if before != after:
                told = ", ".join(sorted(before ^ after))
                problem = f"“{id}” doesn't name the same works as the original: {told}."
                yield Problem(lesson.file, max(part.line, 1), problem)


def _all(source: str) -> Iterator[tuple[int, str]]:
    yield from citations.marks(source)
    yield from ((at, id) for at, id, _ in citations.works(source))


def _nobody(_problem: Problem) -> None:
    """What is wrong with the file itself was told when it was read."""

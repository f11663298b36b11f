"""Guides for whoever teaches: read when a trainer asks for one, and never with the lessons.

A guide lies in `<language>/trainer/`. What phones are served is made from a `Library`, which holds
no guide and no way to one: so none can come out at their door, nor into the search.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from academy.courses import facts as facts_
from academy.courses import inside, reviews, structure, traditional
from academy.courses.languages import SIMPLIFIED, TRADITIONAL
from academy.courses.markdown import Place, plain_inline
from academy.courses.model import Activity, Course, Lesson, Section
from academy.courses.pack import Desk
from academy.courses.problems import Problem, Report, refuse
from academy.courses.reader import source_hash
from academy.courses.reviews import Review

FOLDER: Final = "trainer"
SECTIONS: Final = ("aim", "materials", "steps", "debrief", "what-may-go-wrong", "without-power")

_ROW: Final = re.compile(r"^\|[ \t]*(.*?)[ \t]*\|")
_MINUTES: Final = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True)
class Guide:
    """How to hold a lesson or an activity with a group."""

    course: str
    id: str
    """The lesson's slug, or the activity's id."""
    language: str
    reviewed: Review | None
    """Who of the community has read it; None for a draft."""
    sections: tuple[Section, ...]
    """One for each of `SECTIONS`, in that order."""
    steps: tuple[int, ...]
    """The minutes of each step."""
    file: str = field(repr=False)
    sources: Mapping[str, str] = field(repr=False, hash=False)
    converted: bool = False
    """A program has put it into other characters than it was written in."""

    @property
    def minutes(self) -> int:
        """How long all steps take."""
        return sum(self.steps)

    @property
    def stale(self) -> bool:
        """Something in this translation is older than its original."""
        return any(section.stale for section in self.sections)


def guide(home: Path | Desk, course: Course, id: str, *, base: str = "/courses") -> Guide | None:
    """The guide to a lesson or an activity in the language of `course`, else in the original's.

    None if there is no such thing, or nobody has written one. `home` is where the course lies: a
    folder of packs, or a desk on which a network's own lies over it. `base` is where participants'
    pages are, for its links. Raises AcademyError `course_invalid` for what its author should look
    at.
    """
    if id not in ids(course):
        return None
    desk = replace(home, base=base) if isinstance(home, Desk) else Desk(home, refuse, base)
    first = read(desk, course.versions[course.original], id, None)
    if course.language == course.original:
        return first
    own = read(desk, course, id, first)
    if own is None and (simplified := _simplified(course)):
        return traditional.made(read(desk, simplified, id, first) or first)
    return own or first


def _simplified(course: Course) -> Course | None:
    """Of a course in Traditional characters, the one in which it was written."""
    return course.versions.get(SIMPLIFIED) if course.language == TRADITIONAL else None


def guides_there(home: Path | Desk, course: Course) -> set[str]:
    """The ids of lessons and activities that have a guide, in this language or the original's."""
    desk = home if isinstance(home, Desk) else Desk(home, refuse)
    versions = (course, _simplified(course) or course, course.versions[course.original])
    return {
        one
        for one in ids(course)
        if any(desk.is_there(file_of(version, one)) for version in versions)
    }


def ids(course: Course) -> list[str]:
    """What a guide can be written for: the lessons in order, then the activities."""
    return [one.slug for one in course.lessons] + [one.id for one in course.activities]


def file_of(course: Course, id: str) -> str:
    """Where a guide lies, or would lie, below the courses folder."""
    lesson = course.lesson(id)
    name = f"{lesson.number:02}-{id}" if lesson else id
    return f"{course.id}/{course.language}/{FOLDER}/{name}.md"


def read(desk: Desk, course: Course, id: str, original: Guide | None) -> Guide | None:
    """Read one guide in one language; problems go to `desk.report`. None if it isn't there."""
    file = file_of(course, id)
    text = desk.text(file)
    if text is None:
        return None
    facts, body, first_line = facts_.split(text, file, desk.report)
    facts.know_only([*reviews.KEYS, "sources"])
    made_from = facts.mapping("sources")
    lead, *parts = structure.sections(body, first_line, file, desk.report)
    _judge(lead, parts, file, desk.report)
    place = Place(course.id, course.language, desk.base)
    originals = _hashes(original) if original else {}
    return Guide(
        course=course.id,
        id=id,
        language=course.language,
        reviewed=reviews.read(facts),
        sections=tuple(
            Section(
                id=part.id,
                title=plain_inline(part.title),
                language=course.language,
                stale=_is_stale(made_from.get(part.id), originals.get(part.id)),
                place=place,
                source=part.source,
                line=part.line,
            )
            for part in parts
        ),
        steps=tuple(_steps(parts, file, desk.report)),
        file=file,
        sources=MappingProxyType(made_from),
    )


def _is_stale(then: str | None, now: str | None) -> bool:
    return then is not None and now is not None and then != now


def _hashes(guide: Guide) -> dict[str, str]:
    return {section.id: source_hash(section) for section in guide.sections}


def _judge(lead: structure.Part, parts: list[structure.Part], file: str, report: Report) -> None:
    """Hold a guide to its six sections."""
    wanted = ", ".join(SECTIONS)
    if lead.source.strip():
        report(Problem(file, max(lead.line + 1, 1), "A guide begins with “## … {#aim}”."))
    found = [part.id for part in parts]
    for id in SECTIONS:
        if id not in found:
            problem = f"The section “{id}” is missing; a guide has {wanted}."
            report(Problem(file, 1, problem))
    for part in parts:
        if part.id not in SECTIONS:
            problem = f"A guide has no section “{part.id}”; it has {wanted}."
            report(Problem(file, part.line, problem))
        elif not part.source.strip():
            report(Problem(file, part.line, f"The section “{part.id}” is empty."))
    if sorted(found) == sorted(SECTIONS) and tuple(found) != SECTIONS:
        report(Problem(file, parts[0].line, f"The sections of a guide stand so: {wanted}."))


def _steps(parts: list[structure.Part], file: str, report: Report) -> Iterator[int]:
    """The minutes in the first column of the table of steps."""
    for part in parts:
        if part.id != "steps":
            continue
        rows = [(at, row) for at, line in enumerate(part.lines, 1) if (row := _ROW.match(line))]
        if len(rows) < 3:  # noqa: PLR2004 - a head, a rule, a step
            example = "“| Minutes | Step |”, “|--:|---|”, “| 10 | Welcome |”"
            report(Problem(file, part.line, f"The steps are a table such as {example}."))
        for at, row in rows[2:]:
            if _MINUTES.fullmatch(row[1]):
                yield int(row[1])
            else:
                problem = f"A step begins with its minutes, not with “{row[1][:40]}”."
                report(Problem(file, part.line + at, problem))


# What only shows when a guide is held against its lesson, and against its original


def check(desk: Desk, course: Course, guides: list[Guide]) -> Iterator[Problem]:
    """Read the guides of a course in every language, put them in `guides`, and compare them."""
    for id in ids(course):
        first = read(desk, course, id, None)
        taught: Lesson | Activity | None = course.lesson(id) or course.activity(id)
        for version in course.versions.values():
            own = first if version is course else read(desk, version, id, first)
            if own is None:
                if first is not None:
                    problem = "This guide isn't translated yet."
                    yield Problem(file_of(version, id), 1, problem, "warning")
                continue
            guides.append(own)
            if taught is not None:
                yield from wrong_sum(own, taught)
            if first is None:
                yield Problem(own.file, 1, "The original has no such guide.")
            elif own is not first:
                yield from _against(first, own)
    yield from _not_read(desk.folder, course)


def _line(guide: Guide, id: str) -> int:
    return next((section.line for section in guide.sections if section.id == id), 1)


def wrong_sum(guide: Guide, taught: Lesson | Activity) -> Iterator[Problem]:
    """Name steps that don't come to the minutes of what they teach."""
    if isinstance(taught, Lesson):
        said, where = taught.minutes.together, f"“together” of {Path(taught.file).name}"
    else:
        said, where = taught.minutes, "course.yaml"
    if guide.minutes != said:
        problem = f"The steps come to {guide.minutes} min; {where} says {said}."
        yield Problem(guide.file, _line(guide, "steps"), problem)


def _against(original: Guide, guide: Guide) -> Iterator[Problem]:
    if guide.steps != original.steps:
        here, there = (" + ".join(map(str, one.steps)) for one in (guide, original))
        problem = f"The steps take {here} min here and {there} in the original."
        yield Problem(guide.file, _line(guide, "steps"), problem)
    for section in guide.sections:
        if section.stale:
            problem = f"The original of “{section.id}” has changed since it was translated."
            yield Problem(guide.file, section.line, problem, "warning")
    unstamped = [one.id for one in guide.sections if one.id not in guide.sources]
    if unstamped:
        command = f"academy courses stamp {guide.course} {guide.language}"
        problem = f"Not stamped: {', '.join(unstamped)}. Run “{command}” when they agree."
        yield Problem(guide.file, 1, problem, "warning")


def _not_read(folder: Path, course: Course) -> Iterator[Problem]:
    """Name what lies among the guides and is none."""
    for version in course.versions.values():
        known = {Path(file_of(version, id)).name for id in ids(course)}
        place = folder / course.id / version.language / FOLDER
        if not place.is_dir() or inside.is_link(place):
            continue
        for path in sorted(place.glob("*.md")):
            if path.name not in known:
                file = f"{course.id}/{version.language}/{FOLDER}/{path.name}"
                problem = "No lesson or activity of course.yaml has this name; it is not read."
                yield Problem(file, 1, problem, "warning")


def sources(guide: Guide, original: Guide) -> dict[str, str]:
    """What `stamp` writes of a translated guide."""
    there = _hashes(original)
    return {one.id: there[one.id] for one in guide.sections if one.id in there}

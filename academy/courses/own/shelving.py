"""Puts a network's own packs on the shelf, beside and over the courses that came with the program.

Nothing in that folder takes a course away: what can't be read is left out and named, and the course
is what it was.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any, Final

from academy.courses.lineage import Lineage, Origin
from academy.courses.model import Course, Library
from academy.courses.own import besides, weeks
from academy.courses.own import overlay as overlays
from academy.courses.own.composing import Layered
from academy.courses.own.home import OWN, Own, told
from academy.courses.own.overlay import Overlay
from academy.courses.pack import FACTS_FILE
from academy.courses.problems import refuse
from academy.courses.reader import parts, read_all, source_hash
from academy.courses.strays import strays
from academy.courses.week import Week
from academy.errors import AcademyError

_LEAVINGS: Final = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What a computer's own file manager leaves behind wherever somebody looked."""


def with_own(
    library: Library, own: Own, *, overlaid: bool = True, without: Collection[str] = ()
) -> Library:
    """The library with a network's own packs in it: whole ones beside the others, overlays over
    what they adapt. What can't be read is named in `broken`, and changes nothing.

    Not `overlaid`: the whole ones alone. `without` are folders that are passed over.
    """
    waiting: list[Overlay] = []
    for id in own.ids():
        if id in without:
            continue
        try:
            clean(own, id)
            overlay = overlays.read(own.desk(), id)
            if overlay is not None:
                waiting.append(overlay)
                continue
            if library.course(id) is not None:
                problem = f"There is a course “{id}” already; to change it, say “adapts”."
                raise _refusal(id, 1, problem)
            library = _with_terms(
                joined(library, read_all(own.desk(), [id], leave_out_broken=False)), own, id
            )
        except AcademyError as error:
            library = replace(library, broken=(*library.broken, error))
    return _with_overlays(library, own, waiting) if overlaid else library


def _with_overlays(library: Library, own: Own, waiting: list[Overlay]) -> Library:
    taken: dict[str, str] = {}
    for overlay in waiting:
        try:
            original = library.course(overlay.adapts)
            if overlay.adapts in taken:
                problem = f"“{overlay.adapts}” is adapted by “{taken[overlay.adapts]}” already."
                raise _refusal(overlay.id, overlay.line, problem)
            if original is None:
                problem = f"There is no course “{overlay.adapts}” here."
                raise _refusal(overlay.id, overlay.line, problem)
            found = joined(library, composed(own.layered(overlay, original)))
            library = _with_terms(found, own, overlay.id)
            taken[overlay.adapts] = overlay.id
        except AcademyError as error:
            library = replace(library, broken=(*library.broken, error))
    return library


def week_with_own(asked: Week | None, own: Own) -> tuple[Week | None, list[AcademyError]]:
    """What is asked of a week, in the network's own languages too, and what of them is left out."""
    broken: list[AcademyError] = []
    if asked is None:
        return None, broken
    for id in own.ids():
        for language in weeks.languages(own.desk(), id):
            try:
                clean(own, id)
                found = weeks.version(own.desk(), id, asked, language)
            except AcademyError as error:
                broken.append(error)
                continue
            if found is not None:
                asked = replace(asked, versions={**asked.versions, language: found})
    return asked, broken


def _with_terms(library: Library, own: Own, id: str) -> Library:
    """The library with the terms of a pack in its glossaries."""
    desk = own.desk()
    glossaries = besides.with_terms(library, desk, id)
    if glossaries == library.glossaries:
        return library
    both = f"{library.fingerprint} {desk.digest.hexdigest()}"
    digest = hashlib.sha256(both.encode()).hexdigest()
    return replace(library, glossaries=glossaries, fingerprint=digest)


def composed(desk: Layered) -> Library:
    """A library of one course, read through an overlay. Raises AcademyError `course_invalid`."""
    found = read_all(desk, [desk.overlay.adapts], leave_out_broken=False)
    for one in found.courses:
        besides.read(desk, one)
    return replace(found, courses=tuple(_of_lineage(one, desk) for one in found.courses))


def _of_lineage(course: Course, desk: Layered) -> Course:
    """The course, saying in every language what was adapted in it, and where it comes from."""
    overlay, original = desk.overlay, desk.original
    states = {
        place: _moved_on(original, place, then)
        for place, then in desk.adapted.items()
        if place[1:] not in overlay.removed
    }
    beside = besides.states(desk)
    differs = len(desk.origins) > 1 or any(desk.own.pictures(overlay.id))  # one is course.yaml
    removed = {place: _gone_on(original, place, then) for place, then in overlay.removed.items()}
    lineage = Lineage(
        overlay.id, overlay.by, overlay.version, overlay.made_from,
        MappingProxyType({**states, **beside}), differs or bool(beside), removed,
    )  # fmt: skip
    versions: dict[str, Course] = {}
    shared = MappingProxyType(versions)
    for language, version in course.versions.items():
        title = original.in_language(language).title
        origins = [Origin(f"{title} {original.version}", None, original.licence)]
        versions[language] = replace(
            version, lineage=lineage, versions=shared,
            adapted_from=(*version.adapted_from, *(origins if differs else ())),
        )  # fmt: skip
    return versions[course.language]


def _moved_on(original: Course, place: tuple[str, str, str], then: str) -> bool:
    """Whether the original of a part is another one than that from which it was made."""
    language, slug, id = place
    lesson = original.in_language(language).lesson(slug)
    now = parts(lesson).get(id) if lesson and lesson.language == language else None
    return bool(then) and (now is None or source_hash(now) != then)


def _gone_on(original: Course, place: tuple[str, str], then: str) -> bool:
    """Whether the original of a section that is left out says something else since."""
    return _moved_on(original, (original.original, *place), then)


def joined(one: Library, other: Library) -> Library:
    """Two libraries as one; where both have a course, the other's counts."""
    found: dict[str, Any] = {}
    for part in fields(Library):
        here, there = getattr(one, part.name), getattr(other, part.name)
        if isinstance(here, Mapping):
            found[part.name] = {**here, **there}
        elif isinstance(here, tuple):
            found[part.name] = (*here, *there)
    both = f"{one.fingerprint} {other.fingerprint}"
    found["fingerprint"] = hashlib.sha256(both.encode()).hexdigest()
    courses = {course.id: course for course in (*one.courses, *other.courses)}
    found["courses"] = tuple(courses[id] for id in sorted(courses))
    return replace(one, **found)


def clean(own: Own, id: str) -> None:
    """Raise AcademyError for what lies in a pack and belongs in none."""
    for problem in strays(own.folder, id, alone=True):
        if problem.file.rpartition("/")[2] not in _LEAVINGS:
            refuse(told(problem))


def _refusal(id: str, line: int, problem: str) -> AcademyError:
    file = f"{OWN}/{id}/{FACTS_FILE}"
    return AcademyError("course_invalid", file=file, line=line, problem=problem)

"""Writes what the reader reads as `sources`: which state of the original a translation is of."""

import os
from collections.abc import Mapping
from pathlib import Path

from academy.courses import facts, guides
from academy.courses.languages import pack_language
from academy.courses.model import Course, Lesson
from academy.courses.pack import Desk
from academy.courses.problems import refuse
from academy.courses.reader import pack_ids, parts, read_course, source_hash
from academy.errors import AcademyError
from academy.folder import ASIDE

_KEY = "sources"


def stamp(folder: Path, course: str, language: str, lesson: str | None = None) -> list[str]:
    """Record that `course` in `language` now says what the original says; return changed files.

    With `lesson`, a slug or the id of an activity, only that one. All else in the files stays
    as it is, to the byte.
    Raises AcademyError `course_unknown`, `translation_missing`, `lesson_unknown`, or
    `course_invalid` if the pack can't be read.
    """
    original, version = _find(folder, course, pack_language(language))
    lessons = [one for one in version.lessons if one.language == version.language]
    taught = [lesson] if lesson is not None else guides.ids(version)
    if lesson is not None:
        lessons = [one for one in lessons if one.slug == lesson]
        if not lessons and original.activity(lesson) is None:
            raise AcademyError("lesson_unknown", course=course, lesson=lesson, language=language)
    stamped = [one.file for one in lessons if _stamp_lesson(folder, one, original)]
    desk = Desk(folder, refuse)
    for one in taught:
        first, own = (guides.read(desk, held, one, None) for held in (original, version))
        if (
            first
            and own
            and write_sources(folder, own.file, guides.sources(own, first), own.sources)
        ):
            stamped.append(own.file)
    return stamped + ([] if lesson else _stamp_figures(folder, version, original))


def _find(folder: Path, course: str, language: str) -> tuple[Course, Course]:
    found = None
    if course in pack_ids(folder):
        found = read_course(Desk(folder, refuse), course)
    if found is None:
        raise AcademyError("course_unknown", course=course)
    if language == found.original or language not in found.versions:
        raise AcademyError("translation_missing", course=course, language=language)
    return found, found.versions[language]


def _stamp_lesson(folder: Path, lesson: Lesson, original: Course) -> bool:
    source = original.lesson(lesson.slug)
    originals = parts(source) if source else {}
    sources = {id: source_hash(originals[id]) for id in parts(lesson) if id in originals}
    return write_sources(folder, lesson.file, sources, lesson.sources)


def _stamp_figures(folder: Path, version: Course, original: Course) -> list[str]:
    own = {name: one for name, one in version.figures.items() if name in original.figures}
    sources = {name: source_hash(original.figures[name]) for name in own}
    then = {name: one.then for name, one in own.items()}
    file = next((one.file for one in own.values()), "")
    return [file] if own and write_sources(folder, file, sources, then) else []


def write_sources(
    folder: Path, file: str, sources: dict[str, str], then: Mapping[str, str | None]
) -> bool:
    """Write a page's `sources`; return whether that changed anything."""
    if sources == then:
        return False
    path = folder / file
    before = path.read_bytes().decode("utf-8")
    end = "\r\n" if "\r\n" in before else "\n"
    after = end.join(with_sources(before.replace("\r\n", "\n").split("\n"), sources))
    aside = path.with_name(path.name + ASIDE)
    aside.write_bytes(after.encode("utf-8"))
    os.replace(aside, path)  # noqa: PTH105 - the one call that replaces on Windows too
    return True


def with_sources(lines: list[str], sources: dict[str, str]) -> list[str]:
    """Return a page's lines with `sources` in its front matter, in place of what was there."""
    if lines[0].rstrip() != "---":  # words of pictures need none until now
        lines = ["---", "---", "", *lines]
    end = next(at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "---")
    kept, inside = [], False
    for line in lines[1:end]:
        if line and not line[0].isspace() and line[0] not in "}#":
            inside = line.startswith(f"{_KEY}:")
        if not inside or line.startswith("#"):
            kept.append(line)
    return [lines[0], *kept, *facts.write(_KEY, sources), *lines[end:]]

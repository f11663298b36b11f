"""Writes what is read as `sources`: which state of the original a translation is of."""

from pathlib import Path

from academy.courses.languages import pack_language
from academy.courses.pack import Desk
from academy.courses.problems import refuse
from academy.courses.stamping import write_sources
from academy.errors import AcademyError
from academy.papers.model import FOLDER
from academy.papers.reading import hashes, hashes_of_front, read_all


def stamp(folder: Path, language: str, paper: str | None = None) -> list[str]:
    """Record that the papers in `language` now say what the originals say; return changed files.

    With `paper`, an id, only that one. Raises AcademyError `course_unknown`, `translation_missing`,
    `lesson_unknown`, or `course_invalid` if a paper can't be read.
    """
    papers = read_all(Desk(folder, refuse))
    language = pack_language(language)
    if papers is None:
        raise AcademyError("course_unknown", course=FOLDER)
    if language == papers.original or language not in papers.languages:
        raise AcademyError("translation_missing", course=FOLDER, language=language)
    first, own = papers.versions[papers.original], papers.versions[language]
    if paper is not None and paper not in own:
        raise AcademyError("lesson_unknown", course=FOLDER, lesson=paper, language=language)
    stamped = []
    for id, one in own.items():
        there = hashes(first[id]) if id in first else {}
        sources = {part.id: there[part.id] for part in one.parts if part.id in there}
        if paper in (None, id) and write_sources(folder, one.file, sources, one.sources):
            stamped.append(one.file)
    front = papers.fronts.get(language)
    if paper is None and front is not None:
        sources = hashes_of_front(papers.fronts[papers.original])
        if write_sources(folder, front.file, sources, front.sources):
            stamped.append(front.file)
    return stamped

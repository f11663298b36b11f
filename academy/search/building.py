"""Writes the index of a library into a folder, and opens it again.

The index is a cache of public text. It lies in a folder named for what went into it (the courses
and this code), so a stale one is simply another folder. It is written aside and renamed. A manifest
of checksums tells a file that a power cut left short or blank before Whoosh meets it, because
Whoosh never asks the disk to finish.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from zlib import crc32

import whoosh
from whoosh.index import create_in, open_dir
from whoosh.searching import Searcher

from academy import folder as private
from academy.courses import GLOSSARY, Course, Lesson, Library
from academy.courses.languages import SIMPLIFIED, TRADITIONAL
from academy.search.schema import Found, indexed, schema
from academy.search.scoring import Scoring
from academy.search.vocabulary import Vocabulary
from academy.text import han

ALL = "all"
"""In `not_for`: a translation never stands in for another language."""

_MANIFEST = "manifest.json"
_READY, _ASIDE = "index-", "building-"
_ABANDONED_AFTER = 3600.0
_MEMORY_MB = 64


class DamagedError(Exception):
    """The index isn't what was written."""


@dataclass(frozen=True)
class Shelf:
    """The index of one language, open for reading by all threads."""

    language: str
    searcher: Searcher
    vocabulary: Vocabulary
    scoring: Scoring


def folder_for(folder: Path, library: Library) -> Path:
    """Return where the index of exactly this library, made by exactly this code, lies."""
    digest = hashlib.sha256(f"{library.fingerprint} {_code()}".encode()).hexdigest()
    return folder / f"{_READY}{digest[:24]}"


def open_shelves(path: Path) -> dict[str, Shelf]:
    """Open every language of the index at `path`. Raises whatever a damaged one leads to."""
    manifest = json.loads((path / _MANIFEST).read_text("utf-8"))
    for name, checksum in manifest["files"].items():
        if crc32((path / name).read_bytes()) != checksum:
            raise DamagedError(name)
    return {language: _open_shelf(path, language) for language in manifest["languages"]}


def _open_shelf(path: Path, language: str) -> Shelf:
    # Our own schema, so that nothing is built from what is pickled in the folder.
    index = open_dir(str(path), indexname=language, readonly=True, schema=schema(language))
    words = json.loads((path / f"{language}.json").read_text("utf-8"))
    searcher = index.searcher()
    vocabulary = Vocabulary(
        language,
        {one: (usual, count) for one, (usual, count) in words.items()},
        lambda key: ("text", key) in searcher.reader(),
    )
    return Shelf(language, searcher, vocabulary, Scoring(searcher))


def build(folder: Path, library: Library) -> None:
    """Write the index of `library` below `folder`. Raises OSError if the disk refuses."""
    private.make(folder)
    target = folder_for(folder, library)
    aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=folder))
    try:
        languages = sorted({*library.languages, *library.glossaries})
        for language in languages:
            _write_language(aside, language, library)
        checksums = {path.name: crc32(path.read_bytes()) for path in sorted(aside.iterdir())}
        manifest = json.dumps({"languages": languages, "files": checksums})
        (aside / _MANIFEST).write_text(manifest, "utf-8")
        private.close(aside)
        if target.exists():
            shutil.rmtree(target)
        try:
            os.rename(aside, target)  # noqa: PTH104 - the call whose meaning we rely on
        except OSError:
            if not target.exists():  # else another process has just put the same index there
                raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    _tidy(folder, target)


def _tidy(folder: Path, keep: Path) -> None:
    """Remove old indexes, and what a builder that died has left; nothing else in the folder."""
    for path in folder.glob(f"{_READY}*"):
        if path != keep:
            shutil.rmtree(path, ignore_errors=True)
    for path in folder.glob(f"{_ASIDE}*"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _ABANDONED_AFTER:
                shutil.rmtree(path, ignore_errors=True)


def _write_language(path: Path, language: str, library: Library) -> None:
    writer = create_in(str(path), schema(language), indexname=language).writer(limitmb=_MEMORY_MB)
    texts = []
    try:
        for found, not_for in _documents(library, language):
            texts.append(indexed(found))
            writer.add_document(text=texts[-1], not_for=not_for, found=tuple(found))
    except BaseException:
        writer.cancel()
        raise
    writer.commit()
    words = Vocabulary.of(language, texts).words
    (path / f"{language}.json").write_text(json.dumps(words, ensure_ascii=False), "utf-8")


def _documents(library: Library, language: str) -> Iterator[tuple[Found, str]]:
    """Yield every document whose text is in `language`, and for whom it doesn't stand in."""
    yield from _of_glossary(library, language)
    for course in library.courses:
        version = course.versions.get(language)
        for lesson in version.lessons if version is not None else ():
            if lesson.language == language:
                not_for = _translations(course, lesson) if language == course.original else ALL
                if _is_told_anew(course.versions, language, lesson.slug):
                    not_for += f" {TRADITIONAL}"
                yield from ((found, not_for) for found in _of_lesson(version or course, lesson))


def _of_glossary(library: Library, language: str) -> Iterator[tuple[Found, str]]:
    """Yield the words of a glossary; those of the language that stands in, for who has none."""
    glossary = library.glossaries.get(language)
    if glossary is None:
        return
    for term in glossary.terms:
        told = [one.language for one in library.glossaries.values() if one.term(term.id)]
        not_for = " ".join(told) if library.stands_in(language) else ALL
        if language == SIMPLIFIED and TRADITIONAL in told:
            not_for += f" {TRADITIONAL}"
        text = _single_spaced(f"{' · '.join(term.forms)}. {term.text}")
        yield Found(GLOSSARY, "", term.id, glossary.title, "", term.title, text), not_for


def _is_told_anew(versions: Mapping[str, Course], language: str, slug: str) -> bool:
    """Whether readers of Traditional characters, for whom this would be made over, have a lesson
    that somebody wrote in them.
    """
    own = versions.get(TRADITIONAL) if language == SIMPLIFIED else None
    found = own.lesson(slug) if own is not None else None
    return found is not None and found.is_in(TRADITIONAL)


def _translations(course: Course, lesson: Lesson) -> str:
    """Return the languages in which this lesson need not be found in its original language."""
    others = (version.lesson(lesson.slug) for version in course.versions.values())
    return " ".join(other.language for other in others if other and other != lesson)


def _of_lesson(course: Course, lesson: Lesson) -> Iterator[Found]:
    titles = (course.title, lesson.title)
    lead = lesson.lead.text if lesson.lead else ""
    about = _single_spaced(f"{lesson.summary} {lead}")
    yield Found(course.id, lesson.slug, "", *titles, "", about)
    for section in lesson.sections:
        text = _single_spaced(section.text)
        yield Found(course.id, lesson.slug, section.id, *titles, section.title, text)


def _single_spaced(text: str) -> str:
    return " ".join(text.split())


@lru_cache(maxsize=1)
def _code() -> str:
    """Return what changes when the way of indexing does: our source, and what it stands on."""
    used = [whoosh.versionstring(), *map(version, ("opencc", "snowballstemmer"))]
    digest = hashlib.sha256(" ".join(used).encode())
    for path in (*sorted(Path(__file__).parent.glob("*.py")), Path(han.__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()

"""Writes the index of a library into a folder, and opens it again.

The index is a cache of public text. It lies in a folder named for what went into it (the courses
and this code), so a stale one is simply another folder. In it each language has one of its own,
written aside and renamed, so that one can be searched while the next is written; a list of them is
written last. A manifest of checksums tells a file that a power cut left short or blank before
Whoosh meets it, because Whoosh never asks the disk to finish.

What an older index holds of the same courses is kept, and what came with the program: a language of
which nothing has changed is copied, and of another the texts of every lesson that is the same. Its
words are written anew as a whole: Whoosh would go on counting what it has deleted, and answer as no
new index does.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zlib import crc32

import whoosh
from whoosh.index import open_dir
from whoosh.searching import Searcher

import academy
from academy import courses
from academy import folder as private
from academy.courses import Library
from academy.search.documents import Part, parts
from academy.search.schema import Found, schema
from academy.search.scoring import Scoring
from academy.search.vocabulary import Vocabulary
from academy.search.writing import Writer
from academy.text import han

_MANIFEST, _WORDS, _LANGUAGES = "manifest.json", "words.json", "languages.json"
_READY, _ASIDE = "index-", "building-"
_ABANDONED_AFTER = 3600.0
_PIECE = 2**16
SHIPPED = Path(academy.__file__).parent / "_data" / "search"
"""Where the index lies that came with the program, if one did (`shipping`). Nobody but whoever put
the program there writes into it, and it is never opened there: what is damaged is removed."""


class DamagedError(Exception):
    """The index isn't what was written."""


@dataclass(frozen=True)
class Shelf:
    """The index of one language, for reading by all threads; opened when somebody first asks in it.

    Whoosh holds a copy of each index that is open: those of eight languages take 15 MB.
    """

    language: str
    path: Path

    @cached_property
    def searcher(self) -> Searcher:
        """Raises whatever a damaged index leads to."""
        # Our own schema, so that nothing is built from what is pickled in the folder.
        ours = schema(self.language)
        index = open_dir(str(self.path), indexname=self.language, readonly=True, schema=ours)
        return index.searcher()

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Its words as they are written."""
        return Vocabulary(
            self.language,
            lambda: _words(self.path),
            lambda key: ("text", key) in self.searcher.reader(),
        )

    @cached_property
    def scoring(self) -> Scoring:
        """What its documents are worth."""
        return Scoring(self.searcher)

    def close(self) -> None:
        """Let go of the files."""
        if "searcher" in self.__dict__:
            self.searcher.close()


def folder_for(folder: Path, library: Library) -> Path:
    """Return where the index of exactly this library, made by exactly this code, lies."""
    digest = hashlib.sha256(f"{library.fingerprint} {_code()}".encode()).hexdigest()
    return folder / f"{_READY}{digest[:24]}"


def is_whole(path: Path) -> bool:
    """Whether the index at `path` has every language."""
    return (path / _LANGUAGES).exists()


def open_shelves(path: Path, had: Mapping[str, Shelf]) -> dict[str, Shelf]:
    """Every language that the index at `path` has, looked through but for those we `had` already.

    Raises whatever a damaged one leads to.
    """
    if is_whole(path):
        languages = json.loads((path / _LANGUAGES).read_text("utf-8"))
    else:
        languages = sorted(one.parent.name for one in path.glob(f"*/{_MANIFEST}"))
    for language in languages:
        if language not in had:
            _manifest(path / language)
    return {one: had.get(one) or Shelf(one, path / one) for one in languages}


def _words(path: Path) -> dict[str, tuple[str, int]]:
    words = json.loads((path / _WORDS).read_text("utf-8"))
    return {one: (usual, count) for one, (usual, count) in words.items()}


def _manifest(path: Path) -> dict[str, Any]:
    """What a language's folder says of itself. Raises whatever a damaged one leads to."""
    manifest: dict[str, Any] = json.loads((path / _MANIFEST).read_text("utf-8"))
    for name, checksum in manifest["files"].items():
        if _checksum(path / name) != checksum:
            raise DamagedError(name)
    return manifest


def _checksum(path: Path) -> int:
    """A piece at a time: what was read as a whole would stay with the process."""
    found = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            found = crc32(piece, found)
    return found


def take_shipped(folder: Path, library: Library) -> None:
    """Copy the index that came with the program below `folder`, if it is one of this library."""
    came, target = folder_for(SHIPPED, library), folder_for(folder, library)
    if is_whole(came):
        private.make(folder)
        shutil.rmtree(target, ignore_errors=True)  # which isn't whole
        with _aside(folder, target) as aside:
            shutil.copytree(came, aside, dirs_exist_ok=True)


def build(
    folder: Path,
    library: Library,
    first: Iterable[str] = (),
    told: Callable[[str], object] = lambda _language: None,
) -> None:
    """Write the index of `library` below `folder`, some languages `first`; `told` is called with
    each that is there. Raises OSError if the disk refuses.
    """
    private.make(folder)
    target = folder_for(folder, library)
    private.make(target)
    all_of_them = sorted({*library.languages, *library.glossaries})
    try:
        for language in sorted(all_of_them, key=[*first, *all_of_them].index):
            if not (target / language).exists():
                with _aside(folder, target / language) as aside:
                    _make(aside, language, library, _Older.of(folder, target, language))
            told(language)
        _list(target, all_of_them)
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise


@contextmanager
def _aside(folder: Path, target: Path) -> Iterator[Path]:
    """A folder that takes the place of `target` once it is filled."""
    aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=folder))
    try:
        yield aside
        private.close(aside)
        try:
            os.rename(aside, target)  # noqa: PTH104 - the call whose meaning we rely on
        except OSError:
            if not target.exists():  # else another process has just put the same there
                raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _list(target: Path, languages: list[str]) -> None:
    """Say that these are all, in a file that is there as a whole or not at all."""
    written = target / f"{_LANGUAGES}.new"
    written.write_text(json.dumps(languages), "utf-8")
    private.close(target)
    written.replace(target / _LANGUAGES)


def tidy(folder: Path, keep: Path) -> None:
    """Remove old indexes, and what a builder that died has left; nothing else in the folder."""
    for path in folder.glob(f"{_READY}*"):
        if path != keep:
            shutil.rmtree(path, ignore_errors=True)
    for path in folder.glob(f"{_ASIDE}*"):
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > _ABANDONED_AFTER:
                shutil.rmtree(path, ignore_errors=True)


@dataclass(frozen=True)
class _Older:
    """What an older index has of a language."""

    path: Path
    language: str
    fingerprint: str
    lessons: Mapping[str, tuple[int, int]]
    """By the key of each part its first document, and the one behind its last."""

    @classmethod
    def of(cls, folder: Path, target: Path, language: str) -> "_Older | None":
        """The first that this code has made and that is as it was written."""
        pattern = f"{_READY}*/{language}"
        for path in (*sorted(folder.glob(pattern)), *SHIPPED.glob(pattern)):
            with suppress(Exception):  # a damaged one leads to any exception at all
                said = _manifest(path)
                if path.parent != target and said["code"] == _code():
                    lessons = {key: (first, end) for key, (first, end) in said["lessons"].items()}
                    return cls(path, language, said["fingerprint"], lessons)
        return None

    @contextmanager
    def texts(self) -> Iterator[Callable[[str], list[Found] | None]]:
        """The documents of a part by its key, None for one that it hasn't."""
        named = schema(self.language)
        index = open_dir(str(self.path), indexname=self.language, readonly=True, schema=named)
        with index.searcher() as searcher:
            yield (
                lambda key: (
                    [Found(*searcher.stored_fields(number)["found"]) for number in range(*part)]
                    if (part := self.lessons.get(key))
                    else None
                )
            )


def _make(path: Path, language: str, library: Library, older: _Older | None) -> None:
    """Fill the folder of a language, with what there is already as far as it is the same."""
    wanted = list(parts(library, language))
    said = repr([(part.key, part.not_for) for part in wanted])
    fingerprint = hashlib.sha256(said.encode()).hexdigest()
    if older is None:
        lessons = _write(path, language, wanted, lambda _key: None)
    elif older.fingerprint == fingerprint:
        shutil.copytree(older.path, path, dirs_exist_ok=True)
        return
    else:
        with older.texts() as kept:
            lessons = _write(path, language, wanted, kept)
    manifest = {
        "code": _code(),
        "fingerprint": fingerprint,
        "lessons": lessons,
        "files": {one.name: _checksum(one) for one in sorted(path.iterdir())},
    }
    (path / _MANIFEST).write_text(json.dumps(manifest), "utf-8")


def _write(
    path: Path, language: str, wanted: list[Part], kept: Callable[[str], list[Found] | None]
) -> dict[str, tuple[int, int]]:
    """Write the index of a language. Returns where in it each part is."""
    writer, lessons = Writer(path, language), {}
    try:
        for part in wanted:
            first = writer.docnum
            found = kept(part.key) or part.make()
            for one, not_for in zip(found, part.not_for, strict=True):
                writer.add(one, not_for)
            lessons[part.key] = first, writer.docnum
    except BaseException:
        writer.cancel()
        raise
    writer.commit()
    words = Vocabulary.of(language, writer.words).words
    (path / _WORDS).write_text(json.dumps(words, ensure_ascii=False), "utf-8")
    return lessons


@lru_cache(maxsize=1)
def _code() -> str:
    """Return what changes when the way of indexing does: our source, what makes a lesson's text,
    and what they stand on.
    """
    used = [whoosh.versionstring(), *map(version, ("opencc", "snowballstemmer", "markdown-it-py"))]
    digest = hashlib.sha256(" ".join(used).encode())
    read = Path(courses.__file__).parent
    for folder in (Path(__file__).parent, read, read / "figures"):
        for path in sorted(folder.glob("*.py")):
            digest.update(path.read_bytes())
    digest.update(Path(han.__file__).read_bytes())
    return digest.hexdigest()

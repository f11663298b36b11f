"""The courses as an earlier start has read them, as long as all they were made of is the same.

Reading and judging every page is a third of a start, and comes out the same each time. So what came
out lies beside the data, as JSON. It is public text and nothing runs in it: names lead to the few
classes listed here, and none else. It is taken only where nobody else can write, and only while
every file of the courses and of the program that read them has the size and the times that it had;
whatever is the matter with it, the courses are read as if it weren't there. Files that changed
within the seconds before they were read are not trusted to tell by their times, so nothing is kept
of them: the next start does.

Where courses were left out because something is wrong with them, nothing is kept either.
"""

import dataclasses
import hashlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from academy import folder as private
from academy.courses import kinds, lineage, model, questions, terms
from academy.courses.citations import Citation
from academy.courses.figures import Figure
from academy.courses.figures.canvas import Canvas, Slot
from academy.courses.later import HeldDesk, Later
from academy.courses.markdown import Place
from academy.courses.model import Course, Library
from academy.courses.pictures import Picture
from academy.courses.problems import refuse
from academy.courses.reviews import Review
from academy.courses.times import Minutes
from academy.errors import AcademyError
from sync import files

FILE: Final = "read.json"
"""What it is called, in the data folder."""
LARGEST: Final = 64 * 2**20
CLASSES: Final = {
    one.__name__: one
    for one in (
        *(model.Activity, model.Lesson, model.Library, model.Quiz, model.Section),
        *(kinds.InOrder, kinds.Number, kinds.OneRight, kinds.SeveralRight),
        *(questions.Case, questions.Option, terms.Glossary, terms.Term),
        *(Canvas, Citation, Figure, lineage.Origin, Minutes, Picture, Place, Review, Slot),
    )
}
_ONLY_THEN: Final = 3 * 10**9
"""Nanoseconds for which a change may leave no trace in a file's times: FAT counts two seconds."""
_OTHERS: Final = ("yaml", "markdown_it", "mdit_py_plugins", "nh3", "jinja2", "markupsafe")
"""What reads them beside our own program; and what makes its pages (`web.shared.compiled`)."""


class Remembered:
    """The courses in a folder, and the file in which they are kept from one start to the next."""

    def __init__(self, courses: Path, file: Path) -> None:
        self.courses, self._file = courses, file
        self.made_of = ""
        """The `signature` at the start; "" where nobody looked."""
        self._read: tuple[Library, HeldDesk] | None = None
        """What there is to keep."""

    def library(self, *, private: bool) -> Library:
        """The courses. `private`: nobody else can write where the file lies."""
        if not private:
            return self._anew()[0]
        now = time.time_ns()
        self.made_of, newest = signature(self.courses)
        try:
            return self._taken()
        except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
            library, desk = self._anew()
        if not library.broken and newest < now - _ONLY_THEN:
            self._read = library, desk
        return library

    def keep(self) -> None:
        """Write down what was read, for the next start, where it isn't there yet."""
        found, self._read = self._read, None
        if found is None or signature(self.courses)[0] != self.made_of:
            return
        head = json.dumps({"made_of": self.made_of, "held": found[1].held})
        try:
            private.write(self._file, f"{head}\n{_Writer(self.courses).text(found[0])}".encode())
        except AcademyError:
            return  # a full disk: the next start reads them again

    def _anew(self) -> tuple[Library, HeldDesk]:
        from academy.courses.reader import load_held  # with all that reading needs

        return load_held(self.courses)

    def _taken(self) -> Library:
        """What lies in the file. Raises whatever a strange one leads to."""
        head, _, body = files.read(self._file, LARGEST).partition(b"\n")
        said = json.loads(head)
        if said["made_of"] != self.made_of:
            raise ValueError("of other files")
        desk = HeldDesk(self.courses, refuse, held=said["held"])
        found = _Reader(self.courses, desk).library(body)
        if not isinstance(found, Library):
            raise TypeError("no library")
        return found


def signature(courses: Path) -> tuple[str, int]:
    """What changes with any file of the courses, or of what reads them; and when one last has."""
    house = Path(__file__).parents[1]
    digest, newest = hashlib.sha256(f"{sys.version} {courses}".encode()), 0
    for base, ending in ((courses, ""), (house, ".py"), (house.parent / "sync", ".py")):
        for name, seen in sorted(_files(str(base), ending)):
            times = seen.st_mtime_ns, seen.st_ctime_ns
            digest.update(f"{name}\0{seen.st_size}\0{times}\n".encode("utf-8", "surrogateescape"))
            newest = max(newest, *times) if base == courses else newest
    for name in _OTHERS:
        spec = find_spec(name)
        if spec is not None and spec.origin:
            seen = Path(spec.origin).stat()
            digest.update(f"{name}\0{seen.st_size}\0{seen.st_mtime_ns}\n".encode())
    return digest.hexdigest(), newest


def _files(folder: str, ending: str) -> Iterator[tuple[str, os.stat_result]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path, ending)
        elif entry.name.endswith(ending):
            yield entry.path, entry.stat(follow_symlinks=False)


class _Writer:
    """Things as JSON: each is an object with its kind and what is in it, children before it.

    What stands in several places is written once, and named by its number in that order.
    """

    def __init__(self, courses: Path) -> None:
        self._courses = courses
        self._numbers: dict[int, int] = {}

    def text(self, library: Library) -> str:
        """The library as JSON."""
        return json.dumps(self._of(library), ensure_ascii=False, separators=(",", ":"))

    def _of(self, one: object) -> object:
        if one is None or isinstance(one, str | int | float):
            return one
        if id(one) in self._numbers:
            return {"again": [self._numbers[id(one)]]}
        kind, parts = self._parts(one)
        written = {kind: [self._of(part) for part in parts]}
        self._numbers[id(one)] = len(self._numbers)
        return written

    def _parts(self, one: Any) -> tuple[str, list[object]]:  # noqa: ANN401
        kind = type(one)
        if isinstance(one, tuple | frozenset):
            return kind.__name__, list(one)
        if isinstance(one, dict | MappingProxyType):
            return kind.__name__, [part for pair in one.items() for part in pair]
        if isinstance(one, Decimal):
            return "Decimal", [str(one)]
        if isinstance(one, Path) and one == self._courses:
            return "Path", []
        if isinstance(one, Later):
            return "Later", []
        if kind is Course or CLASSES.get(kind.__name__) is kind:
            fields = dataclasses.fields(one)
            return kind.__name__, [getattr(one, field.name) for field in fields]
        raise TypeError(kind.__name__)


class _Reader:
    """The same back: the parser hands over each object as it closes, children before it."""

    def __init__(self, courses: Path, desk: HeldDesk) -> None:
        self._desk = desk
        self._done: list[Any] = []
        self._makers: dict[str, Callable[[list[Any]], Any]] = {
            "tuple": tuple,
            "frozenset": frozenset,
            "dict": _mapping,
            "mappingproxy": lambda parts: MappingProxyType(_mapping(parts)),
            "Decimal": lambda parts: Decimal(parts[0]),
            "Path": lambda _: courses,
            "Later": lambda _: None,
            "Course": self._course,
            **{name: _maker(one) for name, one in CLASSES.items()},
        }

    def library(self, body: bytes) -> Any:  # noqa: ANN401
        """What the library was written as."""
        return json.loads(body, object_hook=self._hook)

    def _hook(self, written: dict[str, list[Any]]) -> Any:  # noqa: ANN401
        ((kind, parts),) = written.items()
        if kind == "again":
            return self._done[parts[0]]
        made = self._makers[kind](parts)
        self._done.append(made)
        return made

    def _course(self, parts: list[Any]) -> Course:
        """A course, with translations that are read when they are asked for."""
        made: Course = _maker(Course)(parts)
        versions: Later[Course] = Later(partial(_version, self._desk, made.id))
        versions.begin(made.original, made, made.languages[1:])
        made.__dict__["versions"] = versions
        return made


def _version(desk: HeldDesk, id: str, language: str, original: Course) -> Course | None:
    from academy.courses.reader import read_translation  # with all that reading needs

    return read_translation(desk, id, language, original)


def _mapping(parts: list[Any]) -> dict[Any, Any]:
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _maker(kind: type[Any]) -> Callable[[list[Any]], Any]:
    names = [field.name for field in dataclasses.fields(kind)]

    def make(parts: list[Any]) -> Any:  # noqa: ANN401
        made = object.__new__(kind)
        made.__dict__.update(zip(names, parts, strict=True))
        return made

    return make

"""Writes what `wording` reads as `source`: which state of the original the words are of."""

import os
import re
from pathlib import Path

from academy.courses import facts as facts_
from academy.courses.languages import pack_language
from academy.courses.pack import Desk
from academy.courses.problems import refuse
from academy.folder import ASIDE
from academy.worksheets.model import Worksheet
from academy.worksheets.opening import read_all
from academy.worksheets.reading import FOLDER
from academy.worksheets.wording import SOURCE, source_hash

_LINE = re.compile(rf"^{SOURCE}:.*\n?", re.MULTILINE)


def stamp(folder: Path, course: str, language: str) -> list[str]:
    """Record that a course's worksheets in `language` now say what the original says.

    Returns the files that changed; all else in them stays as it is. Raises AcademyError
    `course_invalid` if a worksheet can't be read.
    """
    desk = Desk(folder, refuse)
    found = [one for (whose, _id), one in read_all(desk).items() if whose == course]
    language = pack_language(language)
    return [
        file
        for one in found
        if language != one.original and language in one.words
        and (file := _stamp(desk, one, language))
    ]  # fmt: skip


def _stamp(desk: Desk, one: Worksheet, language: str) -> str:
    start = f"{one.course}/{FOLDER}/{one.id}"
    original = facts_.read(desk.text(f"{start}.{one.original}.yaml") or "", start, refuse)
    path = desk.folder / f"{start}.{language}.yaml"
    before = path.read_bytes().decode("utf-8")
    after = f'{SOURCE}: "{source_hash(original)}"\n' + _LINE.sub("", before, count=1)
    if after == before:
        return ""
    aside = path.with_name(path.name + ASIDE)
    aside.write_bytes(after.encode("utf-8"))
    os.replace(aside, path)  # noqa: PTH105 - the one call that replaces on Windows too
    return f"{start}.{language}.yaml"

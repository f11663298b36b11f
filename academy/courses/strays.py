"""Whatever lies in a pack and does not belong there: named by `check`, read by nobody.

A pack is passed on as a folder. What hides in it today is opened by somebody tomorrow.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from academy.courses import inside, pictures
from academy.courses.pictures import Picture
from academy.courses.problems import Problem
from academy.folder import ASIDE

MOST: Final = 2_000
DEEPEST: Final = 4
_TEXTS: Final = (".md", ".yaml", ".txt")
_PAPERS: Final = ("LICENSE", "LICENCE", "README", "NOTICE")


def strays(folder: Path, course: str, *, alone: bool = False) -> Iterator[Problem]:
    """Name links, hidden files, strange names and kinds in a pack, and what is no picture.

    `alone`: a file that has another name elsewhere, a hard link, is named too. What a package
    manager installed may have one. And a file that is being written here is passed over.
    """
    for name, one in pictures.found(folder, course):
        if not isinstance(one, Picture):
            file = "/".join(filter(None, (course, pictures.FOLDER, shown(name))))
            yield Problem(file, 1, one)
    left = MOST
    waiting = [course]
    while waiting and left > 0:
        place = waiting.pop()
        for entry in _entries(folder / place):
            left -= 1
            file = f"{place}/{entry.name}"
            looked_at = place == f"{course}/{pictures.FOLDER}"  # its files, one by one
            if problem := _stray(entry, picture=looked_at, alone=alone):
                yield Problem(f"{place}/{shown(entry.name)}", 1, problem)
            elif looked_at:
                continue
            elif entry.is_dir(follow_symlinks=False) and file.count("/") < DEEPEST:
                waiting.append(file)
            elif entry.is_dir(follow_symlinks=False):
                yield Problem(file, 1, "Folders in a pack don't lie as deep as this.")
    if left <= 0:
        yield Problem(course, 1, f"There are more than {MOST} files in this pack.")


def _entries(path: Path) -> list["os.DirEntry[str]"]:
    try:
        with os.scandir(path) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError:
        return []


def _stray(entry: "os.DirEntry[str]", *, picture: bool, alone: bool) -> str | None:
    if alone and entry.name.endswith(ASIDE):
        return None
    try:
        problem = None if picture else _problem(entry)
        return problem or (_elsewhere(entry) if alone else None)
    except FileNotFoundError:
        return None  # it has gone meanwhile, or has its own name now


def _problem(entry: "os.DirEntry[str]") -> str | None:
    if inside.is_link(entry):
        return "This is a link; a pack has none."
    if not inside.is_fit(entry.name):
        return "A name in a pack has only letters a–z, digits, dots, hyphens."
    if entry.is_dir(follow_symlinks=False):
        return None
    if not entry.is_file(follow_symlinks=False):
        return "This is no plain file."
    if entry.name.endswith(_TEXTS) or entry.name in _PAPERS:
        return None
    return "Only texts belong here, as .md, .yaml or .txt; pictures lie in “media”."


def _elsewhere(entry: "os.DirEntry[str]") -> str | None:
    status = entry.stat(follow_symlinks=False)
    linked = status.st_nlink > 1 and not entry.is_dir(follow_symlinks=False)
    return "This file has another name elsewhere: a link. A pack has none." if linked else None


def shown(name: str) -> str:
    """A name from outside, for a page or a terminal."""
    return name.encode("unicode_escape", "surrogatepass").decode()[:100]

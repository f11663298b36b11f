"""Takes a pack in: shown first, then put on the shelf in one step, and taken back if need be.

What it takes the place of is kept in `.taken`, which is no pack, until it is taken back or the next
one comes; what is taken back lies in `.away`. Nothing is asked of a file's name or its date: what
was shown is what is taken, by its hash.
"""

import json
import secrets
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from academy import folder as folders
from academy.courses import inside
from academy.courses.model import Course, Lesson, Library
from academy.courses.own import overlay as overlays
from academy.courses.own import places, trying
from academy.courses.own.carried import Carried
from academy.courses.own.home import Own
from academy.courses.own.overlay import Overlay
from academy.courses.own.shelving import with_own
from academy.courses.pack import FACTS_FILE
from academy.courses.problems import Problem, refuse
from academy.errors import AcademyError
from sync import strict

TAKEN: Final = ".taken"
AWAY: Final = ".away"
NOTE: Final = "note.json"


@dataclass(frozen=True)
class Offer:
    """What a pack is, and what would change."""

    id: str
    version: str
    device: str
    digest: str
    size: int
    files: int
    overlay: Overlay | None
    """None for a whole pack."""
    course: Course
    """As it would be read."""
    here: str | None
    """The version of this pack that is here already."""
    instead: tuple[str, ...]
    """The folders whose place it takes."""
    same: bool
    """It is here already, to the byte."""
    added: int
    changed: int
    gone: int
    """Files of the pack that is here."""
    parts: tuple[tuple[Lesson, int], ...]
    """What an overlay adapts: lessons, each with how many of its parts."""
    beside: tuple[tuple[str, str, int], ...]
    """What it adapts beside them: language, place, how many parts."""
    removed: tuple[tuple[str, str], ...]
    """What it leaves out: lesson and section."""
    moved: int
    """How many of these were made from something that the original here no longer says."""


@dataclass(frozen=True)
class Taken:
    """Where a pack on the shelf came from."""

    device: str
    digest: str
    instead: tuple[str, ...]
    """The folders whose place it took, to be put back."""
    before: "Taken | None" = None
    """The same of its version before, if that was taken too."""

    def as_json(self) -> dict[str, object]:
        """The note beside what is kept."""
        before = self.before.as_json() if self.before else None
        return {
            "device": self.device, "digest": self.digest, "instead": list(self.instead),
            "before": before,
        }  # fmt: skip


def look(own: Own, shipped: Library, carried: Carried) -> Offer:
    """What a pack is and what it would change; nothing is on the shelf yet.

    Raises AcademyError: `course_invalid`, "pack_older".
    """
    with trying.ONE_AT_A_TIME, _staged(own, carried) as (stage, id):
        return _offer(own, shipped, carried, stage, id)


def take(own: Own, shipped: Library, carried: Carried, digest: str) -> Offer:
    """Put a pack on the shelf that was looked at, as it was then. Doing it twice changes nothing.

    Raises AcademyError as `look`, and "changed_since", "store_readonly", "disk_full".
    """
    if carried.digest != digest:
        raise AcademyError("changed_since")
    with trying.ONE_AT_A_TIME, _staged(own, carried) as (stage, id):
        offer = _offer(own, shipped, carried, stage, id)
        if not offer.same:
            _put(own, offer, stage / id)
        return offer


def taken(own: Own, id: str) -> Taken | None:
    """Where a pack came from; None for one that was made here."""
    try:
        text = (own.folder / TAKEN / id / NOTE).read_bytes()
        return _noted(strict.read(text, most=100_000, parts=1_000, depth=3))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _noted(note: Mapping[str, Any]) -> Taken:
    instead = tuple(str(one) for one in note["instead"] if inside.is_fit(str(one)))
    before = _noted(note["before"]) if note["before"] else None
    return Taken(str(note["device"]), str(note["digest"]), instead, before)


def take_back(own: Own, id: str) -> None:
    """Put back what a pack took the place of, and lay the pack aside.

    Raises AcademyError: "pack_not_taken", "store_readonly".
    """
    with trying.ONE_AT_A_TIME:
        found = taken(own, id)
        if found is None:
            raise AcademyError("pack_not_taken")
        try:
            _move(own.folder / id, folders.make(own.folder / AWAY) / id)
            for one in found.instead:
                _move(own.folder / TAKEN / id / one, own.folder / one)
            if found.before:
                _note(own.folder / TAKEN / id, found.before)
            else:
                shutil.rmtree(own.folder / TAKEN / id)
        except OSError as error:
            raise AcademyError("store_readonly") from error


@contextmanager
def _staged(own: Own, carried: Carried) -> Iterator[tuple[Path, str]]:
    """The pack as a folder on trial, and its id."""
    id = _id(carried)
    stage = own.folder / f"{trying.ASIDE}{secrets.token_hex(8)}"
    try:
        folders.make(stage)
        for file, data in carried.files.items():
            path = stage / id / file
            folders.make(path.parent)
            folders.write(path, data)
        yield stage, id
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _id(carried: Carried) -> str:
    """The id that the pack gives itself; whether it is right, the reader says."""
    text = carried.files.get(FACTS_FILE, b"").decode("utf-8", "replace")
    for line in text.splitlines():
        key, _, value = line.partition(":")
        named = value.partition("#")[0].strip().strip("\"'")
        if key == "id" and len(named) < 100 and overlays.SLUG.fullmatch(named):  # noqa: PLR2004
            return named
    refuse(Problem(FACTS_FILE, 1, "This file is missing, or has no id."))
    raise AssertionError


def _offer(own: Own, shipped: Library, carried: Carried, stage: Path, id: str) -> Offer:
    trial = Own(own.courses, stage, own.base, beside=own.folder)
    below = with_own(shipped, own, overlaid=False, without={id})
    found = with_own(below, trial)
    for error in found.broken[len(below.broken) :]:
        raise error
    overlay = overlays.read(trial.desk(), id)
    course = found.course(overlay.adapts if overlay else id)
    if course is None:
        raise AcademyError("course_unknown")
    version = overlay.version if overlay else course.version
    here = _version_here(own, id)
    if here is not None and overlays.order(version) < overlays.order(here):
        raise AcademyError("pack_older", version=version, here=here)
    there = own.overlay_of(overlay.adapts) if overlay else None
    before = _digests(own.folder / id)
    after = _digests(stage / id)
    changed = sum(before[file] != after[file] for file in before.keys() & after.keys())
    return Offer(
        id=id, version=version, device=carried.device, digest=carried.digest, size=carried.size,
        files=len(carried.files), overlay=overlay, course=course, here=here,
        instead=_instead(own, id, there), same=before == after,
        added=len(after.keys() - before.keys()), changed=changed,
        gone=len(before.keys() - after.keys()), parts=_parts(course),
        beside=_beside(course), removed=tuple(overlay.removed) if overlay else (),
        moved=course.lineage.moved if course.lineage else 0,
    )  # fmt: skip


def _instead(own: Own, id: str, there: Overlay | None) -> tuple[str, ...]:
    both = dict.fromkeys([id, *([there.id] if there else [])])
    return tuple(one for one in both if (own.folder / one).exists())


def _version_here(own: Own, id: str) -> str | None:
    """The version of a pack that is here; "" when it can't be read, so that any is newer."""
    if id not in own.ids():
        return None
    try:
        overlay = overlays.read(own.desk(), id)
        whole = None if overlay else own.whole(id)
    except AcademyError:
        return ""
    return overlay.version if overlay else whole.version if whole else ""


def _parts(course: Course) -> tuple[tuple[Lesson, int], ...]:
    if course.lineage is None:
        return ()
    counted = Counter((language, slug) for language, slug, _part in course.lineage.parts)
    found = (
        (course.versions[language].lesson(slug), count)
        for (language, slug), count in counted.items()
        if language in course.versions
    )
    return tuple((lesson, count) for lesson, count in found if lesson is not None)


def _beside(course: Course) -> tuple[tuple[str, str, int], ...]:
    every = course.lineage.parts if course.lineage else ()
    counted = Counter((language, id) for language, id, _part in every)
    found = ((language, id, count) for (language, id), count in counted.items())
    return tuple(one for one in found if places.of(one[1]).kind != "lesson")


def _digests(folder: Path) -> dict[str, bytes]:
    """What lies in a pack, by name; links and what is hidden left out."""
    found = {}
    for path in folder.rglob("*") if folder.is_dir() else ():
        if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
            with suppress(OSError):
                found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def _put(own: Own, offer: Offer, staged: Path) -> None:
    kept = folders.make(own.folder / TAKEN / offer.id)
    before = taken(own, offer.id)
    if before:  # its own version before lies there instead; what it took the place of stays
        others = tuple(one for one in before.instead if one != offer.id)
        before = Taken(before.device, before.digest, others)
    try:
        for one in offer.instead:
            _move(own.folder / one, kept / one)
        _note(kept, Taken(offer.device, offer.digest, offer.instead, before))
        staged.rename(own.folder / offer.id)
    except OSError as error:
        raise AcademyError("store_readonly") from error


def _note(kept: Path, one: Taken) -> None:
    folders.write(kept / NOTE, json.dumps(one.as_json()).encode())


def _move(source: Path, target: Path) -> None:
    """Move a folder, over whatever of its name lay there. What isn't there is not moved."""
    if not source.exists() or source.is_symlink():
        return
    if target.exists():
        shutil.rmtree(target)
    source.rename(target)

"""Changes to a pack of one's own: tried on a copy first, then written file by file.

Nothing is written that would take the pack from the shelf, and nothing half: each file is there as
it was or as it should be.
"""

import secrets
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from posixpath import normpath
from typing import Final

from academy import folder as folders
from academy.courses import guides, inside
from academy.courses.checking import check_course
from academy.courses.figures.checking import check_figures
from academy.courses.model import Course, Library
from academy.courses.own import besides, missed, places, weeks
from academy.courses.own import overlay as overlays
from academy.courses.own.bench import Work
from academy.courses.own.composing import Layered
from academy.courses.own.home import OWN, Own, told
from academy.courses.own.shelving import clean, composed, with_own
from academy.courses.pack import Desk
from academy.courses.problems import Problem, refuse
from academy.courses.prose import Page, Shelf, check_guide
from academy.courses.reader import read_all
from academy.courses.strays import strays
from academy.courses.week import load_week
from academy.errors import AcademyError

Changes = Mapping[str, str | bytes | None]
"""Files by their path in the pack, and what should stand in them; None takes one away."""
Checked = Callable[[str, int], bool]
ASIDE: Final = ".new-"
ONE_AT_A_TIME: Final = threading.Lock()


@dataclass(frozen=True)
class _Shelf(Shelf):
    """Packs on trial: what a link leads to may lie in the original or in one's own."""

    desk: Desk

    def why_broken(self, target: str, page: Page) -> str | None:
        """What is wrong with a link. One to a section that is left out is told by `missed`."""
        broken = super().why_broken(target, page)
        removed = self.desk.overlay.removed if isinstance(self.desk, Layered) else ()
        lesson, _, part = target.partition("#")
        found = places.at(normpath(f"{page.language}/{lesson}" if lesson else page.inside))
        if broken and found and (found[0].name, part) in removed:
            return None
        return broken

    def is_there(self, file: str) -> bool:
        """Whether either has it."""
        return self.desk.is_there(file)


def tried(work: Work, changes: Changes, checked: Checked = lambda _file, _line: False) -> Course:
    """The course as it would be. Raises AcademyError `course_invalid` for the first mistake: in
    reading all of it, and of what `check` finds in those lines of the pack's files that `checked`
    says yes to.
    """
    stage = work.own.folder / f"{ASIDE}{secrets.token_hex(8)}"
    try:
        folders.make(stage)
        _copy(work.own.folder / work.folder, stage / work.folder)
        _write(stage, work.folder, changes)
        return _read(work, stage, checked)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def tried_new(own: Own, pack: str, changes: Changes) -> Course:
    """A whole pack that isn't there yet, as it would be read. Raises as `tried`."""
    stage = own.folder / f"{ASIDE}{secrets.token_hex(8)}"
    try:
        folders.make(stage)
        _write(stage, pack, changes)
        trial = Own(own.courses, stage, own.base)
        clean(trial, pack)
        (course,) = read_all(trial.desk(), [pack], leave_out_broken=False).courses
        return course
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def examined(own: Own, shipped: Library) -> list[Problem]:
    """All that an author of one's own packs should look at, as `check` has it for the others."""
    library = with_own(shipped, own, overlaid=False)
    found: list[Problem] = []
    for id in own.ids():
        try:
            found += [told(one) for one in strays(own.folder, id, alone=True)]
            overlay = overlays.read(own.desk(), id)
            original = library.course(overlay.adapts if overlay else id)
            if original is None:
                continue  # why, the loader says
            desk = own.layered(overlay, original) if overlay else own.desk()
            found += _examined(desk, overlay.adapts if overlay else id, own)
        except AcademyError as error:
            file, line = str(error.details.get("file")), int(str(error.details.get("line", 1)))
            found.append(Problem(file, line, str(error.details.get("problem"))))
    return sorted(set(found))


def _examined(desk: Desk, id: str, own: Own) -> Iterator[Problem]:
    """What `check` says of one course, where that stands in the network's own files."""
    (course,) = read_all(desk, [id], leave_out_broken=False).courses
    if isinstance(desk, Layered):
        yield from missed.problems(desk, course)
    for problem in _checked(desk, course, own.folder, own.courses):
        if not isinstance(desk, Layered):
            yield told(problem)
        elif (placed := desk.where(problem)).file.startswith(f"{OWN}/"):
            yield placed


def _checked(desk: Desk, course: Course, folder: Path, commons: Path) -> Iterator[Problem]:
    """What `check` says of a course, and of what one's own has beside its lessons."""
    shelf = _Shelf(folder, {course.id: course}, desk)
    yield from check_course(course, shelf)
    found: list[Problem] = []
    own = desk.own if isinstance(desk, Layered) else desk
    pack = desk.overlay.id if isinstance(desk, Layered) else course.id
    beside = [(place, language) for place, language, _file in besides.files(own, pack)]
    if any(place.is_weeks for place, _language in beside):
        yield from map(told, weeks.wrong(own, pack, load_week(commons, leave_out_broken=True)))
    if any(place.kind == "figures" for place, _language in beside):
        yield from check_figures(desk, course)
    for place, language in beside:
        version = course.versions.get(language)
        if place.kind == "glossary":
            shared = Desk(commons, refuse)
            yield from map(told, besides.wrong_terms(own, pack, language, shared))
        if place.kind == "guide" and version and place.name in guides.ids(course):
            one = guides.read(replace(desk, report=found.append), version, place.name, None)
            taught = version.lesson(place.name) or version.activity(place.name)
            yield from check_guide(one, shelf) if one else ()
            yield from guides.wrong_sum(one, taught) if one and taught else ()
    yield from found


def apply(own: Own, pack: str, changes: Changes) -> None:
    """Write changes that were tried. Raises AcademyError: "store_readonly", "disk_full"."""
    folders.make(own.folder)
    _write(own.folder, pack, changes)


def sweep(own: Own) -> None:
    """Drop what a trial left behind that a power cut ended."""
    with suppress(OSError):
        for path in own.folder.glob(f"{ASIDE}*"):
            shutil.rmtree(path, ignore_errors=True)


def _read(work: Work, stage: Path, checked: Checked) -> Course:
    trial = Own(work.own.courses, stage, work.own.base, beside=work.own.folder)
    clean(trial, work.folder)
    overlay = None if work.whole else overlays.read(trial.desk(), work.folder)
    if overlay is None:
        desk = trial.desk()
        found = read_all(desk, [work.course.id], leave_out_broken=False)
    else:
        desk = trial.layered(overlay, work.original)
        found = composed(desk)
    (course,) = found.courses
    for problem in _checked(desk, course, stage, work.own.courses):
        placed = desk.where(problem) if isinstance(desk, Layered) else told(problem)
        file = placed.file.removeprefix(f"{OWN}/{work.folder}/")
        if problem.severity == "error" and checked(file, placed.line):
            refuse(placed)
    return course


def _copy(source: Path, target: Path) -> None:
    """A pack as it lies there, without links."""
    if not source.exists():
        return
    _refuse_link(source, source.name)
    shutil.copytree(source, target, symlinks=True, copy_function=shutil.copyfile)


def _write(base: Path, pack: str, changes: Changes) -> None:
    for file, text in changes.items():
        steps = [pack, *file.split("/")]
        if not all(map(inside.is_fit, steps)):
            raise AcademyError("course_unknown")
        place = base
        for step in steps[:-1]:
            place = place / step
            _refuse_link(place, "/".join(steps))
            folders.make(place)
        if text is None:
            with suppress(OSError):
                (place / steps[-1]).unlink(missing_ok=True)
        else:
            data = text if isinstance(text, bytes) else text.encode()
            folders.write(place / steps[-1], data)


def _refuse_link(path: Path, file: str) -> None:
    with suppress(FileNotFoundError):
        if inside.is_link(path):
            refuse(Problem(f"{OWN}/{file}", 1, "This is a link; a pack has none."))

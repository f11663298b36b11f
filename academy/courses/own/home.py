"""Where a network's own packs lie, beside those that came with the program.

Most laptops have none: what reads them is loaded when somebody asks for one.
"""

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from academy.courses.pack import FACTS_FILE, Desk
from academy.courses.problems import Problem, Report, refuse
from academy.errors import AcademyError

if TYPE_CHECKING:
    from academy.courses.model import Course
    from academy.courses.own.composing import Layered
    from academy.courses.own.overlay import Overlay

MOST_PACKS: Final = 100
OWN: Final = "own"
"""What stands before the name of a file of one's own where a problem is told."""


@dataclass(frozen=True)
class Own:
    """The folder of a network's own packs, and the courses that came with the program."""

    courses: Path
    folder: Path
    base: str = "/courses"
    beside: Path | None = None
    """Where else whole packs of one's own lie, for a folder that holds one pack on trial."""

    def desk(self, report: Report = refuse) -> Desk:
        """A desk for the network's own packs as they lie there."""
        return Desk(self.folder, lambda one: report(told(one)), self.base)

    def overlay_of(self, course: str) -> "Overlay | None":
        """The overlay that adapts a course; None if there is none that can be read."""
        from academy.courses.own import overlay as overlays

        for id in self.ids():
            try:
                found = overlays.read(self.desk(), id)
            except AcademyError:
                continue
            if found is not None and found.adapts == course:
                return found
        return None

    def ids(self) -> list[str]:
        """The packs in the folder, whole ones and overlays; none when there is no folder."""
        from academy.courses.reader import pack_ids

        try:
            return pack_ids(self.folder)[:MOST_PACKS]
        except (AcademyError, OSError):
            return []

    def home_of(self, course: str) -> Desk:
        """A desk for the pack as it was made: among the network's own, or as it came."""
        shipped = Desk(self.courses, refuse, self.base)
        if shipped.is_there(f"{course}/{FACTS_FILE}"):
            return shipped
        return Own(self.courses, self.beside or self.folder, self.base).desk()

    def whole(self, course: str) -> "Course | None":
        """A whole pack of one's own, without any overlay. Raises AcademyError `course_invalid`."""
        from academy.courses.reader import read_all

        return next(iter(read_all(self.desk(), [course], leave_out_broken=False).courses), None)

    def layered(self, overlay: "Overlay", original: "Course", report: Report = refuse) -> "Layered":
        """A desk for a course read through an overlay."""
        from academy.courses.own.composing import Layered

        below, own = self.home_of(overlay.adapts), self.desk(report)
        own.digest = below.digest
        return Layered(
            below.folder, report, self.base, below.digest,
            own=own, below=below, overlay=overlay, original=original, commons=self.courses,
        )  # fmt: skip


def told(problem: Problem) -> Problem:
    """A problem of a file in the network's own folder."""
    own = problem.file.startswith(f"{OWN}/")
    return problem if own else replace(problem, file=f"{OWN}/{problem.file}")


def seen(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """What can be seen of the folder without reading it; another when something changed."""
    found: list[tuple[str, int, int]] = []
    waiting = [folder]
    while waiting and len(found) < MOST_PACKS * 100:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue  # what is on trial, or was laid aside
                    status = entry.stat(follow_symlinks=False)
                    found.append((entry.path, status.st_mtime_ns, status.st_size))
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
        except OSError:
            continue
    return tuple(sorted(found))

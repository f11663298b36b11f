"""How far somebody is in a course: a bead per lesson, and the lesson to go on with."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from academy.courses import Course, Lesson, Library

Done = Collection[tuple[str, str]]
"""Pairs of course id and lesson slug."""
Version = Callable[[Course], Course]
"""From a course to the same in the language in which somebody reads it."""


@dataclass(frozen=True)
class Progress:
    """A course with one reader's beads, done or ahead. `following` is the first not read yet."""

    course: Course
    beads: tuple[str, ...]
    read: int
    following: Lesson | None

    def at(self, number: int) -> tuple[str, ...]:
        """The beads as they are seen from inside a lesson."""
        return (*self.beads[: number - 1], "now", *self.beads[number:])


def progress(course: Course, done: Done) -> Progress:
    """How far a reader is; nobody in particular has read nothing."""
    states = ["done" if (course.id, one.slug) in done else "ahead" for one in course.lessons]
    following = next(
        (one for one, state in zip(course.lessons, states, strict=True) if state == "ahead"), None
    )
    read = states.count("done")
    return Progress(course, tuple(states), read, following)


def shelf(
    library: Library, version: Version, done: Done = (), first: Sequence[str] = ()
) -> list[Progress]:
    """Every course as its reader reads it, those named in `first` before the others."""
    return [progress(version(course), done) for course in _in_order(library, first)]


def next_up(
    library: Library, version: Version, done: Done, first: Sequence[str]
) -> Progress | None:
    """The course to go on with: one that was begun, else the first that isn't read."""
    begun, unread = {course for course, _lesson in done}, None
    for course in _in_order(library, first):
        if unread is None or course.id in begun:
            one = progress(version(course), done)
            if one.following is not None:
                if one.read:
                    return one
                unread = unread or one
    return unread


def _in_order(library: Library, first: Sequence[str]) -> list[Course]:
    order = {id: at for at, id in enumerate(first)}
    return sorted(library.courses, key=lambda course: order.get(course.id, len(order)))

"""Where a course comes from: the works it was adapted from, and what a network changed in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from academy.courses.model import Lesson


@dataclass(frozen=True)
class Origin:
    """A work that a course was adapted from."""

    title: str
    by: str | None = None
    licence: str | None = None


@dataclass(frozen=True)
class Lineage:
    """What a network changed in a course, and from which state of it."""

    overlay: str
    """The folder that holds what differs."""
    by: str
    """Who adapted it, as they call themselves; may be empty."""
    version: str
    made_from: str
    """The version of the course that was adapted."""
    parts: Mapping[tuple[str, str, str], bool] = field(repr=False, hash=False)
    """Language, place and part id → whether the original has moved on since. A place is a lesson's
    slug, or what `own.places` calls a guide, a worksheet's words, a course's pictures or terms.
    """
    differs: bool = True
    """Readers see something else than the original; not so once all of it was taken back."""
    removed: Mapping[tuple[str, str], bool] = field(default_factory=dict, repr=False, hash=False)
    """Lesson and section that are left out → whether the original has another text there since."""

    @property
    def moved(self) -> int:
        """How many parts have moved on, those that are left out among them."""
        return sum(self.parts.values()) + sum(self.removed.values())

    def adapted(self, lesson: "Lesson", part: str) -> bool:
        """Whether a part says what the network says, not what the original does."""
        return (lesson.written_in, lesson.slug, part) in self.parts

    def moved_on(self, lesson: "Lesson", part: str) -> bool:
        """Whether the original of an adapted part is another one today."""
        return self.parts.get((lesson.written_in, lesson.slug, part), False)

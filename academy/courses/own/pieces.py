"""One part of a lesson, or of another place, as it lies on the bench: whose words, from which."""

from dataclasses import dataclass
from typing import Literal

from academy.courses.own.words import Words

State = Literal[
    "original", "own", "moved", "whole", "stale", "unknown", "missing", "removed"
]  # fmt: skip
"""Of one's own words: as the original has them, adapted, adapted from what has moved on; as a
translation: whole, older than its source, nobody knows of which source, not there yet. Of a section
that is left out: `removed`, or `moved` where the original has another text there since.
"""


@dataclass(frozen=True)
class Piece:
    """One part of a lesson, or of another place, in one language."""

    id: str
    here: Words | None
    """What readers of this language see, or a draft of it; None while it is missing. Of a section
    that is left out, one's own words, if it had any.
    """
    below: Words | None
    """What the pack that is adapted has in this language."""
    below_then: Words | None
    """The same when it was adapted; None when it can't be had."""
    source: Words | None
    """What is translated; None in the original's language."""
    source_then: Words | None
    """The same when it was translated; None when it can't be had."""
    adapted: bool
    moved: bool
    """Adapted from something that the original no longer says."""
    stale: bool | None
    """Translated from something else than `source`; None when nobody said from what."""
    removed: bool = False
    """The network leaves it out, in every language."""

    @property
    def state(self) -> State:
        """How it stands, in one word."""
        if self.removed:
            return "moved" if self.moved else "removed"
        if self.here is None:
            return "missing"
        if self.moved:
            return "moved"
        if self.source is not None:
            return "unknown" if self.stale is None else "stale" if self.stale else "whole"
        return "own" if self.adapted else "original"

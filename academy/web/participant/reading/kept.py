"""Parts of a lesson that are the same for everybody who reads it in the same language.

Rendering them anew for each phone is what a page would mostly consist of. Nothing of a person goes
in here: no answers, no token, no name.
"""

from collections.abc import Callable
from typing import Final

from markupsafe import Markup

from academy.courses import Lesson
from academy.web.shared.app import house, reading

MOST: Final = 150
"""Parts that are kept; each is some 40 kB."""


def kept(part: str, lesson: Lesson, caller: Callable[[], str]) -> Markup:
    """Return a part as it was first rendered. Templates wrap it in a `call` block.

    A part stays right as long as the courses are the same, and goes with them.
    """
    parts = house().kept
    state = house().library.fingerprint
    key = (part, lesson.course, lesson.slug, lesson.language, *reading(), state)
    found = parts.get(key)
    if found is None:
        found = parts[key] = caller()
        for old in list(parts)[:-MOST]:
            parts.pop(old, None)
    return Markup(found)  # noqa: S704 - our own template's output

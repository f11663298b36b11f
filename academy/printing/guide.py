"""A guide for whoever teaches, on A4: it lies on the table while the lesson runs.

It names a lesson and a course, which stand on phones as well, and nothing of a workshop, a person
or this laptop.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from academy.printing import document
from academy.printing.words import ENGLISH, Words


@dataclass(frozen=True)
class Part:
    """A section of a guide: its heading, and its text as HTML that is safe."""

    title: str
    html: Markup


def html(
    title: str,
    *,
    course: str,
    times: str,
    parts: Sequence[Part],
    words: Words = ENGLISH,
    nonce: str | None = None,
    faces_at: str | None = None,
) -> str:
    """Lay out a guide. `times` says in words how long it takes.

    With a `nonce` it is a page that a browser prints, with the fonts at the address `faces_at`.
    """
    inside = document.part(
        "guide.html", words, title=title, course=course, times=times, parts=parts
    )
    name = words.gettext("Guide")
    return document.whole([inside], words=words, title=name, nonce=nonce, faces_at=faces_at)

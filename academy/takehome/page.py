"""A course in one HTML file that works alone: no request, no script, its pictures inside.

Its own policy forbids it whatever lies outside. Links that lead away stay links: they ask for
something only when somebody follows them.
"""

import base64
import hashlib

from markupsafe import Markup

from academy.courses import Course, Lesson
from academy.courses.away import Drawn, Elsewhere, address, anchors
from academy.courses.away import html as away
from academy.courses.figures import Figure
from academy.printing.words import Words
from academy.takehome.filling import fill, style


def make(course: Course, words: Words, pictures: Drawn) -> bytes:
    """The file, as bytes of UTF-8."""

    def elsewhere(lesson: Lesson | None) -> Elsewhere:
        own = lesson.slug if lesson else ""

        def link(slug: str, section: str) -> str | None:
            there = course.lesson(slug or own)
            if there is None:
                return None
            return f"#{there.slug}" + (f".{section}" if section in anchors(there) else "")

        def picture(name: str) -> str | None:
            found = pictures(name)
            return address(*found) if found else None

        def figure(one: Figure) -> str:
            return away(one.html_in(words.language), course, there)

        there = Elsewhere(link, picture, figure, lambda id: f"{own}.{id}")
        return there

    look = style("page.css")
    facts = {"style": Markup(look), "policy": policy(look)}  # noqa: S704 - our own
    return fill("page.html", course, words, elsewhere, **facts).encode()


def policy(style: str) -> str:
    """What the file may load: this very style, pictures that lie in it, and nothing else."""
    known = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{known}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )

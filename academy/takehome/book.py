"""A course as an EPUB 3: a zip of XHTML, written file by file.

No byte of it is of this laptop or of today. The date that every EPUB must carry is the month up
to which the pack says its advice was checked (`guidance_as_of`), else 1980, as on each file in it.
Its identifier is made from what is in it, so that a changed course is another book.
"""

import hashlib
import io
import re
import uuid
import zipfile
from html import escape
from typing import Final

from academy.courses import Course, Lesson
from academy.courses.away import Drawn, Elsewhere, anchors
from academy.courses.figures import Figure
from academy.printing.words import Words
from academy.takehome.filling import fill, style

XHTML: Final = "application/xhtml+xml"
READ_EVERYWHERE: Final = frozenset({"image/svg+xml", "image/png", "image/jpeg"})
"""A reading app need not know WebP: there, a book shows what the picture says."""
_OUR_FONTS: Final = re.compile(r"Academy [A-Z][a-z]+,")
"""A drawing asks for them by name; a reading app has none of them, and needn't know ours."""
FIRST: Final = (1980, 1, 1, 0, 0, 0)

_CONTAINER: Final = b"""<?xml version="1.0" encoding="utf-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles>
<rootfile full-path="OPS/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""


def make(course: Course, words: Words, pictures: Drawn) -> bytes:
    """The book."""
    files = _files(course, words, pictures)
    digest = hashlib.sha256()
    for name, (_type, data) in files.items():
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    package = fill(
        "package.opf", course, words, _nowhere,
        files=[(name, type) for name, (type, _data) in files.items()],
        identifier=uuid.UUID(bytes=digest.digest()[:16], version=5),
        modified=f"{course.guidance_as_of or '1980-01'}-01T00:00:00Z",
    )  # fmt: skip
    inside = {"OPS/package.opf": package.encode()}
    inside |= {f"OPS/{name}": data for name, (_type, data) in files.items()}
    return _packed({"META-INF/container.xml": _CONTAINER, **inside})


def _files(course: Course, words: Words, pictures: Drawn) -> dict[str, tuple[str, bytes]]:
    """The files of the book with their types, in the order they are read, then what they show."""
    shown: dict[str, tuple[str, bytes]] = {}

    def picture(name: str) -> str | None:
        found = pictures(name)
        if found is None or found[0] not in READ_EVERYWHERE:
            return None
        shown[f"media/{name}"] = found
        return f"media/{name}"

    def figure(one: Figure) -> str:
        said, title = escape(one.alternative), escape(one.title)
        if not one.svg:
            return f"<p>{said}</p>"
        # By language: a lesson that stands in the original has the original's words.
        name = f"media/{one.name}.{one.language}.svg"
        shown[name] = ("image/svg+xml", _OUR_FONTS.sub("", one.svg).encode())
        return f'<figure><img src="{name}" alt="{said}"/><figcaption>{title}</figcaption></figure>'

    def elsewhere(lesson: Lesson | None) -> Elsewhere:
        return Elsewhere(
            lambda slug, section: _link(course, lesson, slug, section), picture, figure
        )

    def filled(template: str, **facts: object) -> tuple[str, bytes]:
        return XHTML, fill(template, course, words, elsewhere, **facts).encode()

    answers = any(lesson.quiz for lesson in course.lessons)
    files = {
        "start.xhtml": filled("start.xhtml"),
        "contents.xhtml": filled("contents.xhtml", answers=answers),
    }
    for lesson in course.lessons:
        files[f"lesson-{lesson.number}.xhtml"] = filled("lesson.xhtml", lesson=lesson)
    if answers:
        files["answers.xhtml"] = filled("answers.xhtml")
    return files | {"style.css": ("text/css", style("book.css").encode())} | shown


def _link(course: Course, lesson: Lesson | None, slug: str, section: str) -> str | None:
    there = course.lesson(slug) if slug else lesson
    if there is None:
        return None
    at = f"#{section}" if section in anchors(there) else ""
    return f"lesson-{there.number}.xhtml{at}"


def _nowhere(_lesson: Lesson | None) -> Elsewhere:
    return Elsewhere(lambda _slug, _section: None, lambda _name: None, lambda _figure: "")


def _packed(files: dict[str, bytes]) -> bytes:
    """A zip whose first file says what it is; nothing in it tells when or on what it was packed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(_entry("mimetype", zipfile.ZIP_STORED), b"application/epub+zip")
        for name, data in files.items():
            packed.writestr(_entry(name, zipfile.ZIP_DEFLATED), data, compresslevel=9)
    return out.getvalue()


def _entry(name: str, way: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, FIRST)
    entry.compress_type = way
    entry.create_system = 0  # else it is this system's number
    return entry

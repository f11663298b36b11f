"""The HTML of a course away from this house: on paper, in a book, in a file that stands alone.

On our pages a link leads to another page and a picture is asked for. Away from them a link leads
to a place in the same document or keeps only its words, and a picture is part of the document or
stands there as what it shows. What comes out is HTML and XML alike, as a book needs it.
"""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser
from typing import Final

from academy.courses import markdown
from academy.courses.figures import Figure
from academy.courses.markdown import Place
from academy.courses.model import Course, Lesson, Library
from academy.courses.pictures import FOLDER

MOST: Final = 8 * 2**20
"""Bytes of pictures in one document: what a phone can still open and somebody would download."""

_VOID: Final = frozenset({"br", "hr", "img"})
_PAIR: Final = 2
# A drawing's names have capitals, and a reader of HTML makes them small.
_NAMES: Final = re.compile(r"""(?<=[\s<])([A-Za-z][\w:.-]*)(?:\s*=\s*(?:"[^"]*"|'[^']*'))?""")
_ID: Final = re.compile(r'<h\d[^>]* id="([^"]+)"')


Drawn = Callable[[str], tuple[str, bytes] | None]
"""A picture's name → its type and its bytes, where there is one."""


@dataclass(frozen=True)
class Elsewhere:
    """Where things are in the document that a course is put into.

    `link` is given a lesson's slug and a section's id, either of which may be "", and `picture` a
    picture's name; both say None for what the document has not. `figure` draws a picture with words
    and is put in as it is. `anchor` makes an id its own.
    """

    link: Callable[[str, str], str | None]
    picture: Callable[[str], str | None]
    figure: Callable[[Figure], str]
    anchor: Callable[[str], str] = str


def html(source: str, course: Course, elsewhere: Elsewhere) -> str:
    """A course's HTML as it stands elsewhere; it is as safe as it was."""
    writer = _Writer(course, elsewhere)
    writer.feed(source)
    writer.close()
    return "".join(writer.written)


def text(source: str, place: Place, course: Course, elsewhere: Elsewhere) -> str:
    """The HTML of a piece of a course's Markdown as it stands elsewhere, with its figures."""
    writer = _Writer(course, elsewhere)

    def draw(figure: Figure) -> str:
        writer.figures.append(elsewhere.figure(figure))
        return f"<!--{len(writer.figures) - 1}-->"

    writer.feed(markdown.blocks(source, place, draw) if source else "")
    writer.close()
    return "".join(writer.written)


def anchors(lesson: Lesson) -> set[str]:
    """Every id inside a lesson that a link can lead to."""
    parts = [lesson.lead, *lesson.sections] if lesson.lead else [*lesson.sections]
    inside = {id for part in parts for id in _ID.findall(part.html)}
    return inside | {part.id for part in parts} | ({"quiz"} if lesson.quiz else set())


def drawn(library: Library, course: str, most: int = MOST) -> Drawn:
    """The pictures of a course, as long as they are what they were when the courses were read.

    For one document: after `most` bytes there are no more, however often one is asked for.
    """
    left = most

    def one(name: str) -> tuple[str, bytes] | None:
        nonlocal left
        picture = library.picture(course, name)
        data = picture.read() if picture else None
        if picture is None or data is None or len(data) > left:
            return None
        left -= len(data)
        return picture.type, data

    return one


def address(type: str, data: bytes) -> str:
    """An address that is the picture itself."""
    return f"data:{type};base64,{base64.b64encode(data).decode()}"


class _Writer(HTMLParser):
    """Writes down again what it reads, with other addresses."""

    def __init__(self, course: Course, elsewhere: Elsewhere) -> None:
        super().__init__(convert_charrefs=True)
        self.base = f"{course.place.base}/{course.id}/"
        self.elsewhere = elsewhere
        self.written: list[str] = []
        self.links: list[bool] = []
        self.spelt: dict[str, str] = {}
        self.figures: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            leads = self._address(given.pop("href", ""))
            self.links.append(leads is not None)
            if leads is None:
                return
            given["href"] = leads
        elif tag == "img":
            shown = self._picture(given.get("src", ""))
            if shown is None:
                self.written.append(escape(f"[{given.get('alt', '')}]"))
                return
            given = {"alt": given.get("alt", ""), "src": shown}
        if "id" in given:
            given["id"] = self.elsewhere.anchor(given["id"])
        names = _NAMES.findall(self.get_starttag_text() or "")
        self.spelt |= {name.lower(): name for name in names}
        spelt = self.spelt
        said = "".join(f' {spelt.get(at, at)}="{escape(value)}"' for at, value in given.items())
        self.written.append(f"<{spelt.get(tag, tag)}{said}{'/' if tag in _VOID else ''}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or (tag == "a" and not (self.links and self.links.pop())):
            return
        self.written.append(f"</{self.spelt.get(tag, tag)}>")

    def handle_comment(self, data: str) -> None:
        self.written += self.figures[int(data) : int(data) + 1] if data.isdecimal() else []

    def handle_data(self, data: str) -> None:
        self.written.append(escape(data, quote=False))

    def _address(self, address: str) -> str | None:
        if address.startswith("#"):
            return self.elsewhere.link("", address[1:])
        if not address.startswith("/"):
            return address or None  # out of the courses, and only when somebody follows it
        path, _, section = address.removeprefix(self.base).partition("#")
        steps = path.strip("/").split("/")
        if not address.startswith(self.base) or len(steps) != 1:
            return None
        return self.elsewhere.link(steps[0], section)

    def _picture(self, address: str) -> str | None:
        steps = address.removeprefix(self.base).split("/")
        if not address.startswith(self.base) or len(steps) != _PAIR or steps[0] != FOLDER:
            return None
        return self.elsewhere.picture(steps[1])

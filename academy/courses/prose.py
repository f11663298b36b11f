"""Checks what is inside the Markdown: raw HTML, boxes, links, pictures, headings, asterisks."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from posixpath import normpath
from typing import TYPE_CHECKING

from academy.courses import asterisks, boxes, inside, markdown
from academy.courses.guides import FOLDER, Guide
from academy.courses.model import Course, Lesson
from academy.courses.pack import WELCOME_FILE
from academy.courses.problems import Problem, Severity
from academy.courses.reader import parts

if TYPE_CHECKING:
    from markdown_it.token import Token

_LESSON_FILE = re.compile(r"^\d\d-([a-z0-9-]+)\.md$")
_LESSON_DEPTH = 3  # course/language/file


@dataclass(frozen=True)
class Shelf:
    """All packs, to see whether links between them lead anywhere."""

    folder: Path
    courses: dict[str, Course]

    def figures(self, page: "Page") -> Collection[str]:
        """Return the pictures with words of their own that `page` may show."""
        course = self.courses.get(page.course)
        return course.figures if course else ()

    def is_there(self, file: str) -> bool:
        """Whether a pack has this file, a picture or another."""
        return inside.is_there(self.folder, file)

    def why_broken(self, target: str, page: "Page") -> str | None:
        """Return what is wrong with a link that stands on `page`, or None."""
        path, _, anchor = target.partition("#")
        file = normpath(f"{page.course}/{page.language}/{path}") if path else page.file
        if file.startswith(("..", "/")):
            return f"The link “{target}” must be a path that begins at this file."
        pieces = file.split("/")
        named = _LESSON_FILE.match(pieces[-1])
        if named is None or len(pieces) != _LESSON_DEPTH:
            there = self.is_there(file)
            return None if there else f"The link “{target}” leads to a file that isn't there."
        course = self.courses.get(pieces[0])
        version = course.in_language(pieces[1]) if course else None
        lesson = version.lesson(named[1]) if version else None
        if lesson is None:
            return f"The link “{target}” leads to a lesson that isn't there."
        if anchor and anchor not in parts(lesson):
            return f"The link “{target}” leads to a section that isn't there."
        return None


@dataclass(frozen=True)
class Page:
    """One piece of Markdown and where it stands."""

    file: str
    course: str
    language: str
    source: str
    line: int
    """The file's line before the first line of `source`."""

    @property
    def inside(self) -> str:
        """The file, below its pack."""
        return self.file.partition("/")[2]

    def say(self, at: int, problem: str, severity: Severity = "error") -> Problem:
        """A problem at a line of `source`, counted from 0."""
        return Problem(self.file, self.line + at + 1, problem, severity)

    def find(self, words: str, start: int) -> int:
        """Return the index of the first line from `start` on that holds `words`, else `start`."""
        lines = self.source.split("\n")
        return next((at for at in range(start, len(lines)) if words in lines[at]), start)


def check_prose(version: Course, shelf: Shelf) -> Iterator[Problem]:
    """Check everything written in one language of one course."""
    yield from _check(_pages(version), shelf)
    for file, line, words in _titles(version):
        yield from asterisks.told_of_words(file, line, words)


def check_guide(guide: Guide, shelf: Shelf) -> Iterator[Problem]:
    """Check everything written in a guide."""
    folder = f"{guide.language}/{FOLDER}"
    pages = [
        Page(guide.file, guide.course, folder, section.source, section.line)
        for section in guide.sections
    ]
    yield from _check(pages, shelf)
    for page in pages:
        if "![" in page.source:
            yield page.say(page.find("![", 0), "A guide has no pictures; its lesson may.")


def _check(pages: Iterable[Page], shelf: Shelf) -> Iterator[Problem]:
    for page in pages:
        for at, problem in boxes.problems(page.source):
            yield page.say(at, problem)
        yield from asterisks.told(page.file, page.line, page.source)
        for token in markdown.parse(page.source, html=True):
            yield from _block(page, token, shelf)


def _pages(version: Course) -> Iterator[Page]:
    file = f"{version.id}/{version.language}/{WELCOME_FILE}"
    yield Page(file, version.id, version.language, version.body, version.body_line - 1)
    for lesson in version.lessons:
        if lesson.language == version.language:
            yield from _pages_of_lesson(lesson)


def _titles(version: Course) -> Iterator[tuple[str, int, str]]:
    """What is shown above texts and in lists, with its file and line."""
    file = f"{version.id}/{version.language}/{WELCOME_FILE}"
    for words in (version.title, version.summary, *version.objectives):
        yield file, 1, words
    for lesson in version.lessons:
        if lesson.language == version.language:
            yield from ((lesson.file, 1, words) for words in (lesson.title, lesson.summary))
            yield from ((lesson.file, one.line, one.title) for one in lesson.sections)


def _pages_of_lesson(lesson: Lesson) -> Iterator[Page]:
    for part in parts(lesson).values():
        yield Page(lesson.file, lesson.course, lesson.language, part.source, part.line)


def _block(page: Page, token: "Token", shelf: Shelf) -> Iterator[Problem]:
    start = token.map[0] if token.map else 0
    if token.type == "html_block":
        yield _raw_html(page, start, token.content)
    elif token.type == "heading_open" and token.tag in ("h1", "h2"):
        yield page.say(start, "This is a section's heading; write it as “## Heading {#id}”.")
    elif token.type == "inline":
        for child in markdown.walk(token.children or ()):
            yield from _inline(page, child, start, shelf)


def _inline(page: Page, token: "Token", start: int, shelf: Shelf) -> Iterator[Problem]:
    if token.type == "html_inline" and not token.content.startswith("</"):
        yield _raw_html(page, page.find(token.content, start), token.content)
    elif token.type == "text" and "](" in token.content:
        message = "This link or picture isn't written as “[words](address)”, or not allowed."
        yield page.say(page.find("](", start), message)
    elif token.type == "link_open":
        target = str(token.attrs.get("href", ""))
        if not markdown.outside(target):
            problem = shelf.why_broken(target, page)
            if problem:
                yield page.say(page.find(target, start), problem)
    elif token.type == "image":
        yield from _image(page, token, start, shelf)


def _image(page: Page, token: "Token", start: int, shelf: Shelf) -> Iterator[Problem]:
    target = str(token.attrs.get("src", ""))
    at = page.find(target, start)
    problem: str | None = "A picture must lie in the pack, so that no phone asks for it elsewhere."
    if not markdown.outside(target):
        problem = shelf.why_broken(target, page)
    if problem:
        yield page.say(at, problem)
    if not token.content.strip() and markdown.drawing_name(token) not in shelf.figures(page):
        problem = "This picture needs a description for those who don't see it: “![words](…)”."
        yield page.say(at, problem, "warning")


def _raw_html(page: Page, at: int, html: str) -> Problem:
    shown = html.strip().split("\n")[0][:40]
    return page.say(at, f"HTML such as “{shown}” is shown as text; write it in Markdown.")

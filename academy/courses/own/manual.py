"""A manual becomes a course: its chapters are lessons, their headings sections.

With one heading of the first level, that is the course's title and those of the second are lessons;
with several, each is a lesson. What can't be known from a manual is asked for: language, licence,
who wrote it. There is no quiz yet, and nobody of the community has read it: the course says so.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from academy.courses import pictures, structure
from academy.courses.model import Course
from academy.courses.own import trying, words
from academy.courses.own.home import Own
from academy.courses.own.keeping import LANGUAGE
from academy.courses.own.words import Words
from academy.courses.pack import FACTS_FILE, WELCOME_FILE
from academy.courses.problems import Problem, refuse
from academy.courses.times import MOST
from academy.errors import AcademyError
from sync import harmless

_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*(?:\{#[^}]*\})?[ \t]*")
WORDS_A_MINUTE: Final = 130
MOST_LESSONS: Final = 60
VERSION: Final = "0.1.0"


Pictures = Mapping[str, bytes]
NONE: Final[Pictures] = {}


@dataclass(frozen=True)
class Told:
    """What somebody says about a manual."""

    language: str
    licence: str
    by: str
    title: str = ""
    """Where the manual itself has no title."""


@dataclass
class _Part:
    title: str
    lines: list[str] = field(default_factory=list)
    parts: "list[_Part]" = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip("\n").rstrip()


def bring(own: Own, text: str, told: Told, shown: Pictures = NONE) -> Course:
    """Make a pack of a manual in Markdown, under an id of its own, with its pictures by name;
    returns the course as it can be read.

    Raises AcademyError: "field_missing", "manual_empty", `course_invalid` with the line of the
    pack's file, "store_readonly", "disk_full".
    """
    with trying.ONE_AT_A_TIME:
        id, files, course = _tried(own, text, told, shown)
        trying.apply(own, id, files)
    return course


def look(own: Own, text: str, told: Told, shown: Pictures = NONE) -> Course:
    """What would become of a manual; nothing is written. Raises AcademyError as `bring`."""
    with trying.ONE_AT_A_TIME:
        return _tried(own, text, told, shown)[2]


def _tried(own: Own, text: str, told: Told, shown: Pictures) -> tuple[str, trying.Changes, Course]:
    if not LANGUAGE.fullmatch(told.language):
        raise AcademyError("choice_unknown", field="language", value=told.language)
    told = replace(told, **{
        key: harmless.line(getattr(told, key), 200) for key in ("licence", "by", "title")
    })  # fmt: skip
    title, lead, lessons = _chapters(_clean(text))
    title = title or told.title
    if not lessons or len(lessons) > MOST_LESSONS:
        raise AcademyError("manual_empty", most=MOST_LESSONS)
    for name, value in (("title", title), ("licence", told.licence)):
        if not value.strip():
            raise AcademyError("field_missing", field=name)
    id = _free(own, "manual")  # its title stands in no address
    files: dict[str, str | bytes | None] = dict(_files(id, title, lead, lessons, told))
    files |= {f"{pictures.FOLDER}/{name}": data for name, data in shown.items()}
    return id, files, trying.tried_new(own, id, files)


def read(data: bytes) -> str:
    """The text of a file. Raises AcademyError `course_invalid` for another encoding."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        refuse(Problem("manual.md", line, "This isn't UTF-8; save the file as UTF-8."))
        raise


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    for number, line in enumerate(text.split("\n"), 1):
        if harmless.shown(line) != line:
            problem = "Here is a sign that nobody sees: a control, or a change of direction."
            refuse(Problem("manual.md", number, problem))
    return text


def _chapters(text: str) -> tuple[str, str, list[_Part]]:
    """The manual's title, what stands before its lessons, and these with their sections."""
    lines = text.split("\n")
    found = [(len(m[1]), m[2]) for _at, _line, m in _headings(lines)]
    level = 2 if sum(depth == 1 for depth, _ in found) == 1 else 1
    level = level if any(depth == level for depth, _ in found) else 1
    title, lead, lessons = "", _Part(""), list[_Part]()
    at_hand = lead
    for _at, line, heading in _marked(lines):
        depth = len(heading[1]) if heading else 0
        if heading and depth < level:
            title = title or heading[2]
        elif heading and depth == level:
            at_hand = _Part(heading[2])
            lessons.append(at_hand)
        elif heading and depth == level + 1 and lessons:
            at_hand = _Part(heading[2])
            lessons[-1].parts.append(at_hand)
        else:
            shown = f"{'#' * min(depth - level + 1, 6)} {heading[2]}" if heading else line
            at_hand.lines.append(shown)
    return title, lead.text, lessons


def _headings(lines: list[str]) -> Iterator[tuple[int, str, re.Match[str]]]:
    return ((at, line, m) for at, line, m in _marked(lines) if m is not None)


def _marked(lines: list[str]) -> Iterator[tuple[int, str, re.Match[str] | None]]:
    """Every line, with the heading that it is."""
    for at, line, is_markdown in structure.outside_code(lines):
        short = is_markdown and len(line) <= structure.LONGEST_HEADING
        found = _HEADING.fullmatch(line) if short else None
        yield at, line, found if found and found[2] else None


def _files(
    id: str, title: str, lead: str, lessons: list[_Part], told: Told
) -> Iterator[tuple[str, str | None]]:
    slugs = _each([slug_of(one.title, "lesson") for one in lessons])
    quoted = words.quoted
    yield FACTS_FILE, "\n".join([
        f"id: {id}", f'version: "{VERSION}"', f"licence: {quoted(told.licence)}",
        f"original: {told.language}", f"languages: [{told.language}]",
        "lessons:", *(f"  - {slug}" for slug in slugs), "pass_percent: 70", "adapted_from:",
        f"  - title: {quoted(title)}", *([f"    by: {quoted(told.by)}"] if told.by else []),
        "",
    ])  # fmt: skip
    head = ["---", f"title: {quoted(title)}", f"summary: {quoted(_summary(lead, title))}",
            "objectives:", *(f"  - {quoted(one.title)}" for one in lessons), "---", ""]  # fmt: skip
    yield f"{told.language}/{WELCOME_FILE}", "\n".join([*head, lead, ""])
    for number, (slug, one) in enumerate(zip(slugs, lessons, strict=True), 1):
        yield f"{told.language}/{number:02}-{slug}.md", _lesson(one)


def _lesson(one: _Part) -> str:
    ids = _each([slug_of(part.title, "part") for part in one.parts], ("lead", "quiz"))
    parts = [(id, Words(part.title, part.text)) for id, part in zip(ids, one.parts, strict=True)]
    parts = parts or [("text", Words(one.title, one.text))]
    lead = Words("", one.text).block("lead") if one.parts and one.text else []
    text = "\n".join([one.text, *(part.text for part in one.parts)])
    lines = [
        "---", f"title: {words.quoted(one.title)}",
        f"summary: {words.quoted(_summary(text, one.title))}", f"minutes: {_minutes(text)}", "---",
        *(line.text for line in lead),
    ]  # fmt: skip
    for id, said in parts:
        lines += ["", *(line.text for line in said.block(id))]
    return "\n".join(lines).rstrip("\n") + "\n"


def _minutes(text: str) -> str:
    """How long a lesson takes, as its front matter says it: reading is counted, the rest a guess
    that whoever brings the manual puts right.
    """
    reading = max(1, min(MOST, round(len(text.split()) / WORDS_A_MINUTE)))
    return f"{{reading: {reading}, alone: {reading}, together: {min(MOST, 3 * reading)}}}"


def _summary(text: str, title: str) -> str:
    """The first sentence or so; the title where there is none."""
    first = next((one for one in text.split("\n\n") if one.strip()[:1].isalnum()), title)
    line = harmless.line(re.sub(r"[*_`\[\]]|\(.*?\)", "", first), 300)
    return line if len(line) < 160 else line[:160].rpartition(" ")[0] + " …"  # noqa: PLR2004


def slug_of(title: str, else_: str) -> str:
    """A heading as an id: small letters without their marks; a word where it has none."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:48].strip("-") or else_


def _each(slugs: list[str], taken: tuple[str, ...] = ()) -> list[str]:
    """Every id once: those that come again are numbered."""
    seen, found = set(taken), []
    for slug in slugs:
        number, one = 2, slug
        while one in seen:
            one, number = f"{slug}-{number}", number + 1
        seen.add(one)
        found.append(one)
    return found


def _free(own: Own, id: str) -> str:
    """An id that no course has."""
    taken = {path.name for base in (own.courses, own.folder) if base.is_dir()
             for path in base.iterdir()}  # fmt: skip
    return _each([id], tuple(taken))[0]

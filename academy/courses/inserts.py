"""What holds in one country, added to lessons by a network without touching the course.

    <a folder of the network's own>/KE/evening-law.en.md

    ---
    for: advocacy/what-advocacy-is#four-legal-models
    checked: 2026-11-03
    from: Penal Code, chapter 63, section 153          optional: where it comes from
    ---

    Text in Markdown, without pictures.

The folder is named by the country's two letters in ISO 3166; the file as one likes, then the
language. `for` names course, lesson and section. A lesson shows the text below that section with
the country and the day it was checked. What is broken is left out and told with its line: an
insert comes from somebody else than the course, and can never keep a lesson from being read.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from academy.courses import asterisks, inside, markdown, traditional
from academy.courses import facts as facts_
from academy.courses.languages import SIMPLIFIED, TRADITIONAL, pack_language
from academy.courses.markdown import Place
from academy.courses.model import Library
from academy.courses.pack import Desk
from academy.courses.problems import Problem
from academy.courses.reader import parts
from academy.courses.structure import QUIZ
from academy.courses.terms import QUOTES, STANDS_IN
from academy.courses.vocabulary import avoided_in
from academy.text import places

if TYPE_CHECKING:
    from markdown_it.token import Token

MOST: Final = 500
LONGEST: Final = 4_000
"""Characters of a text: it stands on every phone's first page of a lesson."""

_FILE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.([a-z]{2,3}(?:-[A-Z][A-Za-z]+)?)\.md")
_WHERE = re.compile(r"([a-z0-9-]+)/([a-z0-9-]+)#([a-z0-9-]+)")


@dataclass(frozen=True)
class Insert:
    """What holds in a country, for one section of a lesson, in one language."""

    country: str
    """Its ISO 3166 code."""
    course: str
    lesson: str
    section: str
    language: str
    checked: str
    """The day it was checked, `YYYY-MM-DD`."""
    origin: str | None
    """Where it comes from, in plain text."""
    source: str = field(repr=False)
    file: str = field(repr=False)

    @cached_property
    def html(self) -> str:
        """Blocks that are safe to show."""
        return markdown.blocks(self.source, Place(self.course, self.language))


@dataclass(frozen=True)
class Inserts:
    """All inserts of a folder that are sound, and why the others are left out."""

    found: tuple[Insert, ...] = ()
    problems: tuple[Problem, ...] = ()

    @cached_property
    def _by_section(self) -> Mapping[tuple[str, str], Mapping[str, list[Insert]]]:
        sorted_: dict[tuple[str, str], dict[str, list[Insert]]] = {}
        for one in self.found:
            lesson = sorted_.setdefault((one.course, one.lesson), {})
            lesson.setdefault(one.section, []).append(one)
        return MappingProxyType(sorted_)

    def countries(self, course: str, lesson: str) -> set[str]:
        """Return the countries for which a lesson says something."""
        sections = self._by_section.get((course, lesson), {})
        return {one.country for section in sections.values() for one in section}

    def shown(
        self, course: str, lesson: str, section: str, locale: str, countries: Iterable[str]
    ) -> list[Insert]:
        """Return one insert for each of `countries` that has any, in the reader's language.

        Where it is missing, in the language that stands in, else in whatever there is.
        """
        own = self._by_section.get((course, lesson), {}).get(section, [])
        own_tongue = pack_language(locale)
        akin = (SIMPLIFIED,) if own_tongue == TRADITIONAL else ()
        wanted = (own_tongue, *akin, STANDS_IN)
        found = []
        for country in sorted(set(countries)):
            told = {one.language: one for one in own if one.country == country}
            language = next((one for one in wanted if one in told), min(told, default=""))
            found += [told[language]] if told else []
        return [traditional.made(one) for one in found] if akin else found


def load(folder: Path, library: Library) -> Inserts:
    """Read every insert in `folder`, which need not exist. Never raises for what lies in it."""
    problems: list[Problem] = []
    found: dict[tuple[str, ...], Insert] = {}
    for file in _files(folder, problems):
        one = _read(Desk(folder, problems.append), file, library, problems)
        if one is None:
            continue
        key = (one.country, one.course, one.lesson, one.section, one.language)
        if key in found:
            problem = f"“{found[key].file}” says something here already."
            problems.append(Problem(file, 1, problem))
        found.setdefault(key, one)
    return Inserts(tuple(found.values()), tuple(sorted(set(problems))))


def check(folder: Path, library: Library) -> list[Problem]:
    """Return what is wrong with the inserts in `folder`, words to avoid among it."""
    inserts = load(folder, library)
    problems = list(inserts.problems)
    for one in inserts.found:
        glossary = library.glossaries.get(one.language)
        text = Desk(folder, _nobody).text(one.file)
        if text is not None:
            above = text[: max(text.find(one.source), 0)].count("\n")
            problems += asterisks.told(one.file, above, one.source)
        if glossary is not None and text is not None:
            problems += avoided_in(text, one.file, glossary)
    return sorted(set(problems))


def _files(folder: Path, problems: list[Problem]) -> Iterator[str]:
    """Yield the files in countries' folders; name what else lies there."""
    count = 0
    for country in _names(folder):
        if _is_folder(folder / country):
            if places.country(country) != country:
                problem = "A country's folder is named by its two letters in ISO 3166, like “KE”."
                problems.append(Problem(_shown(country), 1, problem))
                continue
            for name in _names(folder / country):
                count += 1
                if count > MOST:
                    problem = f"There are more than {MOST} files here; the others are not read."
                    problems.append(Problem(country, 1, problem))
                    return
                if _FILE.fullmatch(name):
                    yield f"{country}/{name}"
                else:
                    problem = "An insert is called like “law.en.md”: a name, the language, “md”."
                    problems.append(Problem(f"{country}/{_shown(name)}", 1, problem))
        elif country not in {"README.md", "README.txt"}:
            problems.append(Problem(_shown(country), 1, "Here lie countries' folders only."))


def _read(desk: Desk, file: str, library: Library, problems: list[Problem]) -> Insert | None:
    """Read one insert; None, and a problem more, if there is anything wrong with it."""
    before = len(problems)
    text = desk.text(file)
    if text is None:
        return None
    facts, body, line = facts_.split(text, file, problems.append)
    facts.know_only(["for", "checked", "from", QUOTES])
    where = _WHERE.fullmatch(facts.text("for"))
    day = facts_.day(facts.values.get("checked"))
    country, _, name = file.partition("/")
    above = next((at for at, one in enumerate(body) if one.strip()), 0)
    source = "\n".join(body[above:]).rstrip()
    if where is None or not _is_there(library, *where.groups()):
        facts.complain("for", "“for” names no section of a lesson: write “course/lesson#section”.")
    if day is None:
        facts.complain("checked", "“checked” must be a day such as 2026-11-03.")
    problems += _of_text(source, file, line + above)
    wrong = any(one.severity == "error" for one in problems[before:])
    if wrong or where is None or day is None:
        return None
    language = _FILE.fullmatch(name)
    return Insert(
        country, where[1], where[2], where[3], language[1] if language else "", day,
        facts.optional("from"), source, file,
    )  # fmt: skip


def _of_text(source: str, file: str, first_line: int) -> Iterator[Problem]:
    if not source.strip():
        yield Problem(file, first_line, "There is no text.")
    if len(source) > LONGEST:
        yield Problem(file, first_line, f"The text has more than {LONGEST} characters.")
        return
    for token in markdown.parse(source, html=True):
        line = first_line + (token.map[0] if token.map else 0)
        for one in markdown.walk([token]):
            if one.type in ("html_block", "html_inline"):
                yield Problem(file, line, "HTML is not read here; write it in Markdown.")
            elif one.type == "image":
                yield Problem(file, line, "An insert holds no pictures.")
            elif one.type == "heading_open":
                yield Problem(file, line, "An insert stands below a heading and has none itself.")
            elif _is_bad_link(one):
                yield Problem(file, line, "A link in an insert is a whole address, “https://…”.")


def _is_bad_link(token: "Token") -> bool:
    """Whether a link leads into our own pages, or was meant as one that is none."""
    if token.type == "text":
        return "](" in token.content
    target = str(token.attrs.get("href", ""))
    return token.type == "link_open" and not target.startswith(("https://", "http://", "mailto:"))


def _is_there(library: Library, course: str, lesson: str, section: str) -> bool:
    found = library.course(course)
    one = found.lesson(lesson) if found else None
    return one is not None and section != QUIZ and section in parts(one)


def _names(folder: Path) -> list[str]:
    """What lies in a folder; hidden files, which computers leave everywhere, are no inserts."""
    try:
        return sorted(one.name for one in folder.iterdir() if not one.name.startswith("."))
    except OSError:
        return []


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir() and not inside.is_link(path)
    except OSError:
        return False


def _shown(name: str) -> str:
    return name.encode("unicode_escape", "surrogatepass").decode()[:100]


def _nobody(_problem: Problem) -> None:
    """What is wrong with the file itself was told when it was read."""

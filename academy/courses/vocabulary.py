"""Checks that texts say what the glossary says: no word that is to be avoided for a term.

The files are looked at as they lie there, titles and summaries with the text, so that what is told
has the line an author sees. What has to be quoted is named above the text: `quotes: [that word]`.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from academy.courses import facts as facts_
from academy.courses.model import Course
from academy.courses.pack import Desk
from academy.courses.problems import Problem
from academy.courses.terms import QUOTES, Glossary, written
from academy.courses.week import FOLDER as WEEK

# The names of parts in front matter and of a picture's places: they are the same in every language.
_NAMES = re.compile(
    r'^(?:[ \t]+[\w-]+:(?=[ \t]*"[0-9a-f]{12}"[ \t]*$)|-[ \t]+[a-z0-9-]+:(?=[ \t]))', re.MULTILINE
)

_KEYS = re.compile(r"^[ ]*[a-z][a-z0-9_-]*:(?= )", re.MULTILINE)
"""What stands before each sentence of a worksheet or an evaluation."""


def avoided(
    folder: Path, courses: list[Course], glossaries: Mapping[str, Glossary]
) -> Iterator[Problem]:
    """Name every word in the courses, the week and the glossaries that is better not used."""
    for language, file in written_in(folder, courses):
        if language in glossaries:
            text = Desk(folder, _nobody).text(file) or ""
            yield from avoided_in(text, file, glossaries[language])
    for glossary in glossaries.values():
        text = _without(Desk(folder, _nobody).text(glossary.file) or "", "not:", "unless:")
        for word in glossary.avoided(text):
            yield Problem(glossary.file, word.line + 1, f"{_sentence(str(word))}.")


def written_in(folder: Path, courses: list[Course]) -> Iterator[tuple[str, str]]:
    """Yield every file with sentences and its language: of courses, their worksheets, the week."""
    languages = {language for course in courses for language in course.versions}
    for course in courses:
        for language in course.versions:
            yield from ((language, file) for file in texts(folder, f"{course.id}/{language}"))
        for file in texts(folder, f"{course.id}/worksheets"):
            language = file.split(".")[-2]
            if language in languages:
                yield language, file
    for language in sorted(languages):
        yield from ((language, file) for file in texts(folder, f"{WEEK}/{language}"))


def texts(folder: Path, place: str) -> Iterator[str]:
    """Everything that is written in a language, whatever reads it: lessons, guides, captions."""
    for path in sorted((folder / place).rglob("*")):
        if path.suffix in (".md", ".yaml") and path.is_file():
            yield path.relative_to(folder).as_posix()


def avoided_in(text: str, file: str, glossary: Glossary) -> Iterator[Problem]:
    """Name the words in one text; and what it quotes in vain."""
    quotes = _quotes(text, file)
    names = _KEYS if file.endswith(".yaml") else _NAMES
    shown = names.sub("", _without(text, f"{QUOTES}:"))
    for word in glossary.avoided(shown, quotes):
        yield Problem(file, word.line + 1, f"{_sentence(str(word))}.")
    for quote in quotes:
        if not re.search(written(quote), shown, re.IGNORECASE):
            lines = enumerate(text.split("\n"), 1)
            line = next((at for at, one in lines if one.startswith(f"{QUOTES}:")), 1)
            yield Problem(file, line, f"“{quote}” is not in this text.", "warning")


def _quotes(text: str, file: str) -> tuple[str, ...]:
    if file.endswith(".yaml"):
        return facts_.read(text, file, _nobody).optional_texts(QUOTES)
    if text.startswith("---"):
        return facts_.split(text, file, _nobody)[0].optional_texts(QUOTES)
    return ()


def _without(text: str, *beginnings: str) -> str:
    """Empty the lines that name words rather than say them."""
    lines = text.split("\n")
    return "\n".join("" if line.startswith(beginnings) else line for line in lines)


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]


def _nobody(_problem: Problem) -> None:
    """What is wrong with the file itself was told when it was read."""

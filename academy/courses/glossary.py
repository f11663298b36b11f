"""The glossary: one file per language, common to all courses. Its format is on this page.

    courses/glossary/<language>.md

    ---
    title: Glossary
    ---

    A lead, if there is one.

    ## budget line {#budget-line}

    also: budget lines, line of the budget
    not: line item, post of the budget
    unless: the line “Other”
    marked: no

    One thing that is paid for: what it is, how many, how often, what it comes to.

The id is the same in every language. `also` are forms that are as good. `not` are words to avoid
for it: `check` names each that stands in a lesson or in a catalogue of the pages. Both are parted
by commas; what has one itself stands in quotes, as `"люди, занимающиеся секс-работой"`; an ending
may be left open, as in `проститут*`. `unless` are wordings in which the word means something else.
`marked: no` keeps lessons from pointing at a word that is mostly an everyday one. All four may be
left out. A lesson that must quote a word to avoid says so above its text, `quotes: [that word]`; a
catalogue says it in a comment above the sentence, `# quotes: that word`.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from academy.courses import asterisks, inside, structure
from academy.courses import facts as facts_
from academy.courses.markdown import plain
from academy.courses.pack import Desk
from academy.courses.problems import Problem
from academy.courses.terms import STANDS_IN, Glossary, Term, written

FOLDER: Final = "glossary"
ADDRESS: Final = "glossary/"
"""Where the index is, below the address of the courses."""

OF_PACK: Final = ("adapted", "sources", "reviewed")
"""What a pack notes above its own terms: what they were made from."""

_FILE = re.compile(r"([a-z]{2,3}(?:-[A-Z][A-Za-z]+)?)\.md")
_KEY = re.compile(r"(also|not|unless|marked):[ \t]*(.*)")
_WORD = re.compile('[ \t]*(?:"([^"]*)"[ \t]*|([^",，、]*))(?:[,，、]|$)')


def languages(folder: Path) -> list[str]:
    """Return the languages that have a glossary, sorted."""
    return sorted(match[1] for match in map(_FILE.fullmatch, _names(folder)) if match)


def read_all(desk: Desk) -> dict[str, Glossary]:
    """Read every language's glossary. Problems go to `desk.report`."""
    found = {language: read(desk, language) for language in languages(desk.folder)}
    return {language: one for language, one in found.items() if one is not None}


def _names(folder: Path) -> list[str]:
    try:
        if inside.is_link(folder / FOLDER):
            return []
        return [path.name for path in (folder / FOLDER).iterdir()]
    except OSError:
        return []


def read(desk: Desk, language: str, pack: str = "") -> Glossary | None:
    """Read one language's glossary, or the terms that a pack has of its own; None without."""
    file = f"{pack}/{FOLDER}/{language}.md".lstrip("/")
    text = desk.text(file)
    if text is None:
        return None
    facts, body, first_line = facts_.split(text, file, desk.report)
    facts.know_only(["title", *OF_PACK] if pack else ["title"])
    lead, *parts = structure.sections(body, first_line, file, desk.report)
    terms = tuple(_term(desk, file, language, part) for part in parts)
    title = facts.optional("title") if pack else facts.text("title")
    return Glossary(language, title or "", plain(lead.source), terms, file)


def _term(desk: Desk, file: str, language: str, part: structure.Part) -> Term:
    said: dict[str, tuple[str, ...]] = {}
    at = 0
    for at, line in enumerate([*part.lines, ""]):
        key = _KEY.fullmatch(line.rstrip())
        if key is None and line.strip():
            break
        if key is not None:
            if key[1] in said:
                problem = f"“{key[1]}” stands here twice for one term."
                desk.report(Problem(file, part.line + 1 + at, problem))
            words = _words(key[2])
            if words is None:
                problem = f"A quotation mark in “{key[1]}” stands around a whole word or nothing."
                desk.report(Problem(file, part.line + 1 + at, problem))
            said[key[1]] = words or ()
    if said.get("marked", ("no",)) != ("no",):
        desk.report(Problem(file, part.line, "“marked” is left out, or “no”."))
    return Term(
        id=part.id,
        title=part.title,
        language=language,
        also=said.get("also", ()),
        avoid=said.get("not", ()),
        unless=said.get("unless", ()),
        marked="marked" not in said,
        source="\n".join(part.lines[at:]).strip(),
        line=part.line,
    )


def _words(listed: str) -> tuple[str, ...] | None:
    """What stands between commas, and in quotes; None where these are amiss."""
    found, at = [], 0
    while at < len(listed):
        word = _WORD.match(listed, at)
        if word is None:
            return None
        found.append((word[1] or word[2] or "").strip())
        at = word.end()
    return tuple(word for word in found if word.strip("*"))


def check(glossaries: dict[str, Glossary], languages: set[str]) -> Iterator[Problem]:
    """Say what is wrong between and within glossaries; `languages` are those of the courses."""
    original = glossaries.get(STANDS_IN)
    for glossary in glossaries.values():
        yield from _contradictions(glossary)
        for term in glossary.terms:
            yield from asterisks.told(glossary.file, term.line - 1, term.source)
        if glossary.language in languages:
            for term in glossary.terms:
                if not term.source:
                    problem = f"Nobody has explained “{term.title}” in this language yet."
                    yield Problem(glossary.file, term.line, problem, "warning")
        if original is not None and glossary is not original:
            yield from _against(original, glossary)
    for language in sorted(languages - set(glossaries)) if glossaries else ():
        problem = "There are courses in this language, and no glossary."
        yield Problem(f"{FOLDER}/{language}.md", 1, problem, "warning")


def _against(original: Glossary, glossary: Glossary) -> Iterator[Problem]:
    for term in glossary.terms:
        if original.term(term.id) is None:
            problem = f"The glossary in “{original.language}” has no term “{term.id}”."
            yield Problem(glossary.file, term.line, problem)
    missing = [term.id for term in original.terms if glossary.term(term.id) is None]
    if missing:
        problem = f"Missing here: {', '.join(missing)}."
        yield Problem(glossary.file, 1, problem, "warning")


def _contradictions(glossary: Glossary) -> Iterator[Problem]:
    for term, _other, problem in contradictions(glossary.terms):
        yield Problem(glossary.file, term.line, problem)


def contradictions(terms: Sequence[Term]) -> Iterator[tuple[Term, Term, str]]:
    """A word that is right for one term and to be avoided for another can't be written at all."""
    for term in terms:
        for word in term.avoid:
            pattern = re.compile(written(word), re.IGNORECASE)
            for other in terms:
                right = next((form for form in other.forms if pattern.search(form)), None)
                if right is not None:
                    yield term, other, f"“{word}” is to be avoided here, and right in “{right}”."

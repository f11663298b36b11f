"""What a worksheet says in each language: a file of lines `key: words` beside its definition.

Every language says the same: no key more or less than the original's, and in each check the same
values in braces. A language that has no file yet is read in the original. A translation remembers
in `source` which state of the original it was made from; where the original says something else
today, it is stale, and pages say so.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from academy.courses import facts as facts_
from academy.courses import structure
from academy.courses.facts import Facts
from academy.courses.pack import Desk, Pack
from academy.courses.problems import Problem
from academy.worksheets.model import Words, Worksheet, key_of

SOURCE: Final = "source"
LONGEST: Final = 240
"""Signs of one sentence: a spreadsheet's formula takes 255."""
_VALUE: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def read(desk: Desk, pack: Pack, made: Worksheet, folder: str) -> dict[str, Words] | None:
    """The words by language; None where there is no original."""
    files = {
        language: f"{pack.id}/{folder}/{made.id}.{language}.yaml" for language in pack.languages
    }
    found: dict[str, Facts] = {}
    for language, file in files.items():
        text = desk.text(file)
        if text is not None:
            found[language] = facts_.read(text, file, desk.report)
        elif language == pack.original:
            desk.report(Problem(file, 1, "This file is missing; the original language needs it."))
            return None
        else:
            problem = "This language has no words for the worksheet yet."
            desk.report(Problem(file, 1, problem, "warning"))
    original = found[pack.original]
    now = source_hash(original)
    return {
        language: Words(
            language, _judged(facts, made, original), stale=_is_stale(facts, original, now, pack.id)
        )
        for language, facts in found.items()
    }


def source_hash(original: Facts) -> str:
    """12 hex digits that change when the original's words do, but not when lines are wrapped."""
    return structure.hashed_words(original.values)


def _is_stale(facts: Facts, original: Facts, now: str, course: str) -> bool:
    if facts is original:
        return False
    source = facts.optional(SOURCE)
    if source is None:
        problem = f"Not stamped. Run “academy courses stamp {course} …” when they agree."
        facts.complain(SOURCE, problem, "warning")
        return False
    if source != now:
        facts.complain(SOURCE, "The original has changed since it was translated.", "warning")
    return source != now


def fill(sentence: str, values: Mapping[str, str]) -> str:
    """A check's sentence with its values in it."""
    return _VALUE.sub(lambda found: values.get(found[1], found[0]), sentence)


def parts(sentence: str) -> list[tuple[str, str]]:
    """A check's sentence in parts: ("", words) and (name, "") by turns."""
    found = _VALUE.split(sentence)
    return [("", part) if at % 2 == 0 else (part, "") for at, part in enumerate(found) if part]


def _judged(facts: Facts, made: Worksheet, original: Facts) -> dict[str, str]:
    needed, may = set(_needed(made)), set(_may(made))
    hints = may
    may = may | {SOURCE} if facts is not original else may
    for key in sorted(needed - facts.values.keys()):
        facts.complain(key, f"“{key}” is missing.")
    for key in facts.values.keys() - needed - may:
        facts.complain(key, f"“{key}” is nothing that this worksheet says.")
    for key in (original.values.keys() ^ facts.values.keys()) & hints:
        facts.complain(key, f"“{key}” stands in one of this language and the original, not both.")
    said = {key: facts.text(key) for key in facts.values.keys() & (needed | hints)}
    for key, words in said.items():
        if len(words) > LONGEST:
            facts.complain(key, f"“{key}” is longer than {LONGEST} signs.")
    for check in made.checks:
        names = set(_VALUE.findall(said.get(f"check-{check.id}", "")))
        if names != set(check.says):
            told = ", ".join(sorted(f"{{{name}}}" for name in check.says)) or "none"
            facts.complain(f"check-{check.id}", f"Its values in braces must be: {told}.")
    return said


def _needed(made: Worksheet) -> Iterator[str]:
    yield from ("title", "summary")
    for table in made.tables:
        yield table.id
        yield from (f"{table.id}-row-{row}" for row in table.fixed)
    for column in made.columns:
        yield key_of(column)
        yield from (f"{column.scale_id}-{one}" for one in column.scale if not one.isdigit())
    yield from (f"check-{check.id}" for check in made.checks)
    yield from (f"picture-{one.id}" for one in made.pictures)


def _may(made: Worksheet) -> Iterator[str]:
    """What may be said: in all languages, or in none."""
    for table in made.tables:
        yield f"{table.id}-hint"
    for column in made.columns:
        yield f"{key_of(column)}-hint"
        yield from (f"{column.scale_id}-{one}" for one in column.scale if one.isdigit())

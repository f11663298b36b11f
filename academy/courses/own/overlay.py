"""What an overlay says about itself: its course.yaml."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from academy.courses import facts, structure
from academy.courses.facts import Facts
from academy.courses.pack import FACTS_FILE, Desk
from academy.courses.problems import Problem
from sync import harmless

KEYS: Final = (
    *("id", "adapts", "version", "by", "languages", "lessons"),
    *("pass_percent", "guidance_as_of", "removed"),
)
CHANGES: Final = ("lessons", "pass_percent", "guidance_as_of")
"""What it may say in place of the course.yaml it adapts. The licence and where the course comes
from stay what they are."""
SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
REMOVED: Final = "removed"
Removed = Mapping[tuple[str, str], str]
"""Lesson and section → the `source_hash` that the original's had when it was left out."""
VERSION: Final = re.compile(r"\d{1,9}(?:\.\d{1,9}){0,3}")


@dataclass(frozen=True)
class Overlay:
    """Which course it adapts, and whose it is."""

    id: str
    """Its folder's name."""
    adapts: str
    made_from: str
    """The version of that course when it was adapted first."""
    version: str
    by: str
    languages: tuple[str, ...]
    """Those that it adds."""
    removed: Removed = field(default_factory=dict, hash=False)
    """The sections that it leaves out, in every language."""
    line: int = 1
    """Where its course.yaml says what it adapts."""
    removed_line: int = 1
    """Where it says what it leaves out."""

    def removed_of(self, lesson: str) -> dict[str, str]:
        """The sections of one lesson that are left out, each with what it was then."""
        return {part: then for (slug, part), then in self.removed.items() if slug == lesson}


def read(desk: Desk, id: str) -> Overlay | None:
    """The overlay in the folder `id`; None when a whole pack lies there.

    Problems go to `desk.report`.
    """
    file = f"{id}/{FACTS_FILE}"
    text = desk.text(file)
    if text is None:
        return None
    found = facts.read(text, file, desk.report)
    if "adapts" not in found.values:
        return None
    found.know_only(KEYS)
    adapts = found.mapping("adapts")
    one = Overlay(
        id=found.text("id"),
        adapts=adapts.get("id", ""),
        made_from=adapts.get("version", ""),
        version=found.text("version"),
        by=harmless.line(found.optional("by") or ""),
        languages=found.texts("languages") if "languages" in found.values else (),
        removed=dict(_removed(found)),
        line=found.lines.get("adapts", 1),
        removed_line=found.lines.get(REMOVED, 1),
    )
    if one.id != id:
        found.complain("id", f"The id is “{one.id}” but the folder is “{id}”.")
    if adapts.keys() != {"id", "version"}:
        found.complain("adapts", "Write it as “adapts: {id: …, version: …}”, both in quotes.")
    if not VERSION.fullmatch(one.version):
        desk.report(Problem(file, found.lines.get("version", 1), NO_VERSION))
    return one


def _removed(found: Facts) -> Iterator[tuple[tuple[str, str], str]]:
    for place, then in found.mapping(REMOVED).items():
        lesson, _, part = place.partition("/")
        if not SLUG.fullmatch(lesson) or not SLUG.fullmatch(part):
            found.complain(REMOVED, f"“{place[:60]}” is not written as “lesson/section”.")
        elif part in {structure.LEAD, structure.QUIZ}:
            found.complain(REMOVED, f"“{part}” is no section; write another in its place.")
        else:
            yield (lesson, part), then


NO_VERSION: Final = "“version” must be numbers with points between, such as “3” or “1.2.0”."


def order(version: str) -> tuple[int, ...]:
    """A version to compare with others; () where it is none."""
    found = VERSION.fullmatch(version)
    return tuple(int(part) for part in version.split(".")) if found else ()

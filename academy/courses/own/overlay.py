"""What an overlay says about itself: its course.yaml."""

import re
from dataclasses import dataclass
from typing import Final

from academy.courses import facts
from academy.courses.pack import FACTS_FILE, Desk
from academy.courses.problems import Problem
from sync import harmless

KEYS: Final = (
    *("id", "adapts", "version", "by", "languages", "lessons"),
    *("pass_percent", "guidance_as_of"),
)
CHANGES: Final = ("lessons", "pass_percent", "guidance_as_of")
"""What it may say in place of the course.yaml it adapts. The licence and where the course comes
from stay what they are."""
SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
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
    line: int = 1
    """Where its course.yaml says what it adapts."""


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
        line=found.lines.get("adapts", 1),
    )
    if one.id != id:
        found.complain("id", f"The id is “{one.id}” but the folder is “{id}”.")
    if adapts.keys() != {"id", "version"}:
        found.complain("adapts", "Write it as “adapts: {id: …, version: …}”, both in quotes.")
    if not VERSION.fullmatch(one.version):
        desk.report(Problem(file, found.lines.get("version", 1), NO_VERSION))
    return one


NO_VERSION: Final = "“version” must be numbers with points between, such as “3” or “1.2.0”."


def order(version: str) -> tuple[int, ...]:
    """A version to compare with others; () where it is none."""
    found = VERSION.fullmatch(version)
    return tuple(int(part) for part in version.split(".")) if found else ()

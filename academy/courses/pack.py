"""Reads files of a pack, and the one that says what the others are: course.yaml."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from academy.courses import facts as facts_
from academy.courses import inside, pictures, times
from academy.courses.facts import Facts
from academy.courses.inside import UnfitError
from academy.courses.lineage import Origin
from academy.courses.pictures import Picture
from academy.courses.problems import Problem, Report
from sync import harmless

FACTS_FILE = "course.yaml"
WELCOME_FILE = "course.md"
HEAVY = {"[": 5_000, "*_": 20_000}
"""Signs that the Markdown parser compares each with each. Our longest lesson has 50 of them."""

_KEYS = [
    *("id", "version", "licence", "original", "languages", "lessons"),
    *("pass_percent", "guidance_as_of", "adapted_from", "activities", "by_hand"),
]
_SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Z][A-Za-z]+)?$")
_MONTH = re.compile(r"^\d{4}-(0[1-9]|1[0-2])$")


@dataclass
class Desk:
    """What one reading has at hand: where it reads, whom it tells, a digest of all it has read."""

    folder: Path
    report: Report
    base: str = "/courses"
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def text(self, file: str) -> str | None:
        """Return a file's text with plain line feeds, or None if there is no such file."""
        try:
            data = self._bytes(file)
        except FileNotFoundError:
            return None
        except UnfitError as error:
            self.report(Problem(file, 1, str(error)))
            return None
        self._seen(file, data)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            self.report(Problem(file, line, "This isn't UTF-8; save the file as UTF-8."))
            text = data.decode("utf-8", "replace")
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
        return self._plain(text, file)

    def _bytes(self, file: str) -> bytes:
        return inside.read(self.folder, file)

    def _seen(self, file: str, data: bytes) -> None:
        self.digest.update(f"{file}\0{len(data)}\0".encode() + data)

    def read(self, file: str, most: int) -> bytes:
        """Return a file's bytes as they are. Raises as `inside.read`; tells nobody."""
        return inside.read(self.folder, file, most)

    def is_there(self, file: str) -> bool:
        """Whether there is a file that `text` would read."""
        return inside.is_there(self.folder, file)

    def _plain(self, text: str, file: str) -> str:
        """Text without what no page should hold; its lines stay where they are."""
        lines = text.split("\n")
        for number, line in enumerate(lines, 1) if harmless.shown(text) != text else ():
            if harmless.shown(line) != line:
                problem = "Here is a sign that nobody sees: a control, or a change of direction."
                self.report(Problem(file, number, problem))
        if any(sum(map(text.count, signs)) > most for signs, most in HEAVY.items()):
            self.report(
                Problem(file, 1, "There are more brackets or stars here than one can read.")
            )
            return ""
        return harmless.shown(text)

    def pictures(self, course: str) -> dict[tuple[str, str], Picture]:
        """Return the pictures of a pack that may be shown. The others are `check`'s to name."""
        found = {}
        for name, one in pictures.found(self.folder, course):
            if isinstance(one, Picture):
                found[course, name] = one
                self.digest.update(f"{course}/{name}\0{one.digest}\0".encode())
        return found


@dataclass(frozen=True)
class Pack:
    """What course.yaml says."""

    id: str
    version: str
    licence: str
    original: str
    languages: tuple[str, ...]
    slugs: tuple[str, ...]
    pass_percent: int
    guidance_as_of: str | None
    adapted_from: tuple[Origin, ...]
    activities: Mapping[str, int]
    """What a group does for an hour or two: its minutes by its id."""
    by_hand: tuple[str, ...]
    """Those of them that no half-day is filled with unless somebody chooses them."""

    def file_of(self, number: int) -> str:
        """What the file of the lesson with this number is called."""
        return f"{number:02}-{self.slugs[number - 1]}.md"

    def present(self, desk: Desk) -> tuple[str, ...]:
        """Return the languages that are there to be read, original first."""
        listed = dict.fromkeys((self.original, *self.languages))
        return tuple(one for one in listed if desk.is_there(f"{self.id}/{one}/{WELCOME_FILE}"))


def read_pack(desk: Desk, id: str) -> Pack | None:
    """Read course.yaml of the pack in folder `id`; None if nothing can be made of it."""
    file = f"{id}/{FACTS_FILE}"
    text = desk.text(file)
    if text is None:
        desk.report(Problem(file, 1, "This file is missing."))
        return None
    facts = facts_.read(text, file, desk.report)
    facts.know_only(_KEYS)
    pack = Pack(
        id=facts.text("id"),
        version=facts.text("version"),
        licence=facts.text("licence"),
        original=facts.text("original"),
        languages=facts.texts("languages"),
        slugs=facts.texts("lessons"),
        pass_percent=facts.number("pass_percent", 1, 100),
        guidance_as_of=facts.optional("guidance_as_of"),
        adapted_from=_origins(facts),
        activities=facts.counts("activities", times.MOST),
        by_hand=facts.texts("by_hand") if "by_hand" in facts.values else (),
    )
    _judge_pack(pack, id, facts)
    return pack if pack.original else None


def _judge_pack(pack: Pack, id: str, facts: Facts) -> None:
    if pack.id != id:
        facts.complain("id", f"The id is “{pack.id}” but the folder is “{id}”.")
    if pack.original and pack.original not in pack.languages:
        facts.complain("languages", f"The original language “{pack.original}” is not listed.")
    if pack.guidance_as_of is not None and not _MONTH.match(pack.guidance_as_of):
        facts.complain("guidance_as_of", "“guidance_as_of” must be a month such as “2026-11”.")
    _judge_lists(pack, facts)


def _judge_lists(pack: Pack, facts: Facts) -> None:
    for language in pack.languages:
        if not _LANGUAGE.match(language):
            facts.complain("languages", f"“{language}” is not written like “fr” or “zh-Hans”.")
    activities = tuple(pack.activities)
    for key, slugs in (("id", (pack.id,)), ("lessons", pack.slugs), ("activities", activities)):
        for slug in slugs:
            if not _SLUG.match(slug):
                facts.complain(key, f"“{slug}” may hold only small letters, digits, hyphens.")
    _judge_activities(pack, facts)
    for key, values in (("languages", pack.languages), ("lessons", pack.slugs)):
        if len(set(values)) < len(values):
            facts.complain(key, f"Something in “{key}” stands there twice.")


def _judge_activities(pack: Pack, facts: Facts) -> None:
    for one in pack.activities:
        if one in pack.slugs:
            facts.complain("activities", f"“{one}” is a lesson; an activity has a name of its own.")
    for one in pack.by_hand:
        if one not in pack.activities:
            facts.complain("by_hand", f"“{one}” is none of the activities.")


def _origins(facts: Facts) -> tuple[Origin, ...]:
    origins = []
    for entry in facts.mappings("adapted_from"):
        values = {key: value for key, value in entry.items() if isinstance(value, str)}
        if "title" not in values or len(values) < len(entry):
            facts.complain("adapted_from", "“adapted_from” needs a title, and text in quotes.")
        origin = Origin(values.get("title", ""), values.get("by"), values.get("licence"))
        origins.append(origin)
    return tuple(origins)

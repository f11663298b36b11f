"""What one save writes: the files it changes, what something was made from, a version more."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from academy.courses.own import blocks, words
from academy.courses.own.bench import Work
from academy.courses.own.blocks import Line, Page
from academy.courses.own.overlay import REMOVED
from academy.courses.own.words import Words
from academy.courses.pack import FACTS_FILE
from sync import harmless

MOST_KEPT: Final = 600
"""Originals that are kept before those are dropped that nothing was made from any more."""


@dataclass
class Change:
    """What one save would write."""

    work: Work
    files: dict[str, str | bytes | None] = field(default_factory=dict)

    def keep(self, made_from: Words | None, id: str) -> str:
        """Keep what something is made from; its hash."""
        if made_from is None:
            return ""
        file, text = words.kept(made_from, id)
        self.files[file] = text
        return made_from.hash

    def _sweep(self) -> None:
        """Drop what nothing was made from any more, before a pack has more files than one may."""
        pack = self.work.own.folder / self.work.folder
        kept = sorted((pack / words.ORIGINALS).glob("*.md"))
        if len(kept) < MOST_KEPT:
            return
        texts = [*pack.rglob("*.md"), *pack.rglob("*.yaml")]
        pages = (path for path in texts if path.parent.name != words.ORIGINALS)
        said = "".join(path.read_text("utf-8", "replace") for path in pages)
        said += "".join(one for one in self.files.values() if isinstance(one, str))
        for path in kept:
            if f'"{path.stem}"' not in said:
                self.files.setdefault(f"{words.ORIGINALS}/{path.name}", None)

    def facts(
        self, language: str | None = None, by: str | None = None,
        removed: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """The next version of the pack's course.yaml: with a language more, whose it is, or what it
        leaves out.
        """
        text = self.work.mine.text(f"{self.work.folder}/{FACTS_FILE}") or _new_facts(self.work)
        lines = [Line(one, "", number) for number, one in enumerate(text.split("\n"), 1)]
        page = Page(blocks.keys(lines))
        now = re.sub(r"[^0-9.]", "", page.front["version"][0].text.partition(":")[2])
        page.front["version"] = [Line(f'version: "{_next(now)}"', "", 0)]
        if language:
            listed = self.work.course.languages if self.work.whole else self._added()
            both = dict.fromkeys((*listed, language))
            page.front["languages"] = [Line(f"languages: [{', '.join(both)}]", "", 0)]
        if by is not None:
            words.set_text(page, "by", harmless.line(by))
        if removed is not None:
            words.set_mapping(page, REMOVED, removed)
        self._sweep()
        found = [line.text for block in page.front.values() for line in block]
        self.files[FACTS_FILE] = "\n".join(found).rstrip("\n") + "\n"

    def _added(self) -> tuple[str, ...]:
        return self.work.overlay.languages if self.work.overlay else ()


def _new_facts(work: Work) -> str:
    course = work.original
    return (
        f"id: {work.folder}\n"
        f"adapts: {{id: {course.id}, version: {words.quoted(course.version)}}}\n"
        'version: "0"\n'
    )


def _next(version: str) -> str:
    head, _, last = version.rpartition(".")
    return ".".join(filter(None, [head, str(int(last or 0) + 1)]))

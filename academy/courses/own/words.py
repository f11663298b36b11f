"""The words of one part of a page as their author wrote them: heading and Markdown."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from academy.courses import facts, structure
from academy.courses.markdown import plain_inline
from academy.courses.own import blocks
from academy.courses.own.blocks import Line, Page
from academy.courses.problems import refuse

_HEADING = re.compile(r"##[ \t]+(.*?)[ \t]*\{#([^}]*)\}[ \t]*")
ORIGINALS: Final = "originals"
"""The folder in which a pack keeps what its parts were made from."""


@dataclass(frozen=True)
class Words:
    """A part of a lesson. The lead has no title."""

    title: str
    text: str

    @property
    def hash(self) -> str:
        """What `source_hash` says of the part that these words are."""
        return structure.hashed(plain_inline(self.title), self.text.rstrip())

    def block(self, id: str) -> list[Line]:
        """The lines of a file that say so."""
        head = [f"## {self.title} {{#{id}}}", ""] if id != structure.LEAD else [""]
        return [Line(one, "", 0) for one in (*head, *self.text.strip("\n").split("\n"), "")]


def of(block: Iterable[Line]) -> Words:
    """The words of a part, from its lines."""
    lines = [line.text for line in block]
    found = _HEADING.fullmatch(lines[0]) if lines else None
    if found:
        return Words(found[1], "\n".join(lines[1:]).strip("\n").rstrip())
    return Words("", "\n".join(lines).strip("\n").rstrip())


def all_of(page: Page | None) -> dict[str, Words]:
    """The words of every part of a page that says anything, by id."""
    parts = page.parts.items() if page else ()
    return {id: of(block) for id, block in parts if blocks.said(block)}


def value(page: Page | None, key: str) -> str:
    """A text in the front matter of a page; "" when it isn't there."""
    lines = [line.text for line in page.front.get(key, [])] if page else []
    found = facts.read("\n".join(lines), "", lambda _problem: None).values.get(key)
    return found if isinstance(found, str) else ""


def values(page: Page, key: str) -> list[str]:
    """A list of texts in the front matter of a page."""
    lines = [line.text for line in page.front.get(key, [])]
    found = facts.read("\n".join(lines), "", refuse)
    return list(found.texts(key)) if key in found.values else []


def mapping(page: Page, key: str) -> dict[str, str]:
    """A map in the front matter of a page, such as `sources`; empty when it isn't there."""
    lines = [line.text for line in page.front.get(key, [])]
    return facts.read("\n".join(lines), "", refuse).mapping(key)


def set_mapping(page: Page, key: str, values: Mapping[str, str]) -> None:
    """Write a map into the front matter, or take it out when nothing is in it."""
    page.front.pop(key, None)
    if values:
        page.front[key] = [Line(one, "", 0) for one in facts.write(key, dict(values))]


def set_text(page: Page, key: str, value: str) -> None:
    """Write a text into the front matter, in quotes: any text is only text there."""
    page.front[key] = [Line(f"{key}: {quoted(value)}", "", 0)]


def set_texts(page: Page, key: str, values: Iterable[str]) -> None:
    """Write a list of texts into the front matter."""
    lines = [f"{key}:", *(f"  - {quoted(one)}" for one in values)]
    page.front[key] = [Line(one, "", 0) for one in lines]


def set_map_of_texts(page: Page, key: str, values: Mapping[str, str]) -> None:
    """Write a map into the front matter whose values may be any text; none of it if it is empty."""
    page.front.pop(key, None)
    if not values:
        return
    lines = [f"{key}:", *(f"  {name}: {quoted(one)}" for name, one in values.items())]
    page.front[key] = [Line(one, "", 0) for one in lines]


def quoted(value: str) -> str:
    """A text as YAML in single quotes, on one line."""
    return "'" + " ".join(value.split()).replace("'", "''") + "'"


def written(page: Page) -> str:
    """The file that a page is."""
    return "\n".join(line.text for line in page.lines()).rstrip("\n") + "\n"


def kept(words: Words, id: str) -> tuple[str, str]:
    """Where in a pack words are kept that something was made from, and the file."""
    text = "\n".join(line.text for line in words.block(id)).strip("\n") + "\n"
    return f"{ORIGINALS}/{words.hash}.md", text


def recalled(text: str | None, hash: str) -> Words | None:
    """What was kept under a hash; None if it isn't there, or says something else."""
    if text is None:
        return None
    found = of([Line(one, "", 0) for one in text.split("\n")])
    return found if found.hash == hash else None

"""A manual as people have it, a DOCX, read into Markdown and pictures: its words and nothing else.

    Heading 1, Heading 2 …      # headings; a title in the style Title stands above them
    lists, tables, quotations   as Markdown has them; a table's cells on one line each
    notes at a page's foot      [^note-1], said where they are pointed at
    PNG and JPEG                ![what it shows](../media/picture-1.png)

What comes with it is not taken along: who wrote it, when and for whom; comments; what was changed,
which counts as accepted; what is hidden; macros, embedded objects, pictures from elsewhere, fields
that fetch something. `Manual.left_out` says which of these there were, in a word each (`WORDS`).

A DOCX is a zip of XML, made by whoever likes to. It is read by a process of its own (`child.py`,
kept apart by `academy.apart`); what that says is looked at here before it is believed.
"""

import base64
import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from academy import apart
from academy.errors import AcademyError

CHILD: Final = Path(__file__).with_name("child.py")
SECONDS: Final = 30
LARGEST: Final = 8 * 2**20
"""Bytes of a file."""
MOST_SAID: Final = 24 * 2**20
MOST_TEXT: Final = 4 * 2**20
MOST_PICTURES: Final = 200
CODES: Final = ("manual_unreadable", "manual_locked", "manual_too_large")
WORDS: Final = (
    *("names", "changes", "comments", "hidden", "macros", "objects", "elsewhere", "pictures"),
)

_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Manual:
    """A manual's words, its pictures by the name they have there, and what was not taken along."""

    text: str
    pictures: Mapping[str, bytes]
    left_out: tuple[str, ...]
    links: int
    """How many links lead to the internet."""


def is_one(data: bytes) -> bool:
    """Whether this looks like a file of Word, the old ones too; anything else is a text."""
    return data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


def read(data: bytes, largest_picture: int) -> Manual:
    """A DOCX as Markdown. A picture larger than `largest_picture` bytes is left out.

    Raises AcademyError: "manual_unreadable" (also when reading it took the child's life),
    "manual_locked", "manual_too_large".
    """
    if len(data) > LARGEST:
        raise AcademyError("manual_too_large")
    with _one_at_a_time:
        said = apart.ask(CHILD, data, [], most=MOST_SAID, seconds=SECONDS)
    from academy.manuals import bare, writing

    html, sent, left_out = _believed(said)
    pictures: dict[int, tuple[str, bytes]] = {}
    for number, one in enumerate(sent):
        kept = bare.bare(one)
        if kept is not None and len(kept[1]) <= largest_picture:
            pictures[number] = (f"picture-{len(pictures) + 1}.{kept[0]}", kept[1])
        else:
            left_out = left_out | {"pictures"}
    written = writing.written(html, {number: name for number, (name, _) in pictures.items()})
    shown = {name: one for name, one in pictures.values() if f"(../media/{name})" in written}
    links = len(re.findall(r"\]\(<?https?:", written))
    return Manual(written, shown, tuple(one for one in WORDS if one in left_out), links)


def _believed(said: bytes) -> tuple[str, list[bytes], frozenset[str]]:
    """The child's answer. It may be in the hands of what it read: look at each thing in it."""
    try:
        answer = json.loads(said)
    except (ValueError, RecursionError):
        answer = None
    if answer in CODES:
        raise AcademyError(answer)
    if not isinstance(answer, dict) or answer.keys() != {"html", "pictures", "told"}:
        raise AcademyError("manual_unreadable")
    html, pictures, told = answer["html"], answer["pictures"], answer["told"]
    if not isinstance(html, str) or len(html) > MOST_TEXT:
        raise AcademyError("manual_too_large" if isinstance(html, str) else "manual_unreadable")
    if not _are_texts(pictures) or not _are_texts(told):
        raise AcademyError("manual_unreadable")
    if len(pictures) > MOST_PICTURES:
        raise AcademyError("manual_too_large")
    try:
        found = [base64.b64decode(one, validate=True) for one in pictures]
    except ValueError as error:
        raise AcademyError("manual_unreadable") from error
    return html, found, frozenset(told)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)

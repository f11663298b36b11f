"""Which entries another device may read, and by what."""

import re
from collections.abc import Collection
from typing import Final

from sync.entries import Entry
from sync.topics import EVERYONE

VERSION: Final = 1
"""Raised when `topics_of` says something else of an entry: then the log's table is made anew."""

_WORKSHOPS: Final = re.compile(r'"workshop":"([0-9a-f]{32})"').findall
_LINKED: Final = re.compile(r'"[ab]":"([0-9a-f]{32})"').findall


def topics_of(entry: Entry) -> Collection[str]:
    """What an entry is about: the workshops it names, or everyone where it names none but ids of
    people. Organisations' names are for the central copy alone, and which workshops are one for
    whoever takes part in them: who knows a workshop's id can say that it takes part.
    """
    body = entry.body or ""
    if '"workshop":"' in body:
        found: list[str] = _WORKSHOPS(body)
        return found
    if entry.kind == "workshop.linked":
        return list(_LINKED(body))
    return () if entry.kind.startswith("organisation.") else (EVERYONE,)


class Scope:
    """What a device may read: what is about one of its workshops, and what is for everyone.

    `topics` tells the sync floor which chains these are in (`sync.topics`).
    """

    def __init__(self, own: frozenset[str]) -> None:
        self.topics = own | {EVERYONE}

    def __call__(self, entry: Entry) -> bool:
        """Whether it may."""
        return not self.topics.isdisjoint(topics_of(entry))

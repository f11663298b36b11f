"""May an erasure that another device wrote be carried out here?

Whether an id stands for a person, and for nothing else, is seen from the bodies that would be
dropped: each must name it as its person. Whether the device may, is seen from the tables.
"""

import json
import time
from collections import Counter
from typing import Any, Final

from academy import events, rules
from academy.projections import Tables, named
from sync.aside import Pending
from sync.entries import Entry, erases
from sync.log import Log

SPAN: Final = 24 * 3600
"""Seconds, by this copy's clock, in which one device's erasures are counted together."""

PERSON_FIELDS: Final = {
    "person.linked": ("a", "b"),
    "person.distinct": ("a", "b"),
    "distinct.withdrawn": ("a", "b"),
}
"""Where a kind names persons, other than in `person`."""


def judged(log: Log, tables: Tables, asked: list[Pending], *, decided: bool) -> dict[str, str]:
    """Which of these erasures must wait, by entry: why (`rules.may_erase` names the reasons).

    `decided` says that a person wants them carried out: then neither the device nor the number
    matters, only that the id stands for a person.
    """
    found = {one.entry.id: _first_look(log, tables, one, decided=decided) for one in asked}
    if not decided:
        _hold_many(log, asked, found)
    for one in asked:  # the whole log is read for each: so not for a thousand that wait anyway
        if found[one.entry.id] is None and not _nothing_else(log, _subject(one)):
            found[one.entry.id] = rules.NO_PERSON
    return {id: why for id, why in found.items() if why is not None}


def is_person(log: Log, tables: Tables, subject: str) -> bool:
    """Whether this copy knows an id as a person and as nothing else."""
    return named.is_named(tables, subject) and _nothing_else(log, subject)


def names_as_person(subject: str, entry: Entry) -> bool:
    """Whether a body names the subject as its person, and nowhere else."""
    try:
        values: dict[str, Any] = json.loads(entry.body or "")
    except ValueError:
        return False
    fields = ("person", *PERSON_FIELDS.get(entry.kind, ()))
    whose = [name for name in fields if values.get(name) == subject]
    rest = {name: value for name, value in values.items() if name not in whose}
    return bool(whose) and subject not in json.dumps(rest, ensure_ascii=False)


def _first_look(log: Log, tables: Tables, one: Pending, *, decided: bool) -> str | None:
    """The verdict as far as the tables tell it."""
    subject = _subject(one)
    if log.tables.is_erased(subject):
        return None  # somebody else asked for the same before: nothing is left to be lost
    if one.why == rules.MANY and not decided:
        return rules.MANY  # only a person lets them go
    known = named.is_named(tables, subject)
    return rules.may_erase(
        known=known,
        only_a_person=known or not named.is_thing(tables, subject),
        takes_part=decided or named.shares_workshop(tables, subject, one.entry.device),
    )


def _hold_many(log: Log, asked: list[Pending], found: dict[str, str | None]) -> None:
    """Let those wait that are too many of one device, with what it had erased within the span."""
    still = [one for one in asked if not log.tables.is_erased(_subject(one))]
    wanted = Counter(one.entry.device for one in still if found[one.entry.id] in {None, rules.MANY})
    since = int(time.time()) - SPAN
    before = {device: log.aside.carried_since(device, since) for device in wanted}
    for one in still:
        device = one.entry.device
        if found[one.entry.id] is None and rules.too_many(wanted[device] + before[device]):
            found[one.entry.id] = rules.MANY


def _subject(one: Pending) -> str:
    return erases(one.entry) or ""


def _nothing_else(log: Log, subject: str) -> bool:
    """Whether whatever is understood here and mentions an id names it as its person.

    What nobody understands stands in nobody's way: it only would let a body of a kind that was made
    up, or of a newer version, keep somebody from being forgotten.
    """
    return all(
        names_as_person(subject, entry)
        for _, entry in log.tables.mentioning(subject)
        if events.read(entry.kind, entry.body or "") is not None
    )

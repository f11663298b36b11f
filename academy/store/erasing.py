"""May an erasure that another device wrote be carried out here?

Whether an id stands for a person, and for nothing else, is seen from the bodies that would be
dropped: each must name it as its person. Whether the device may, is seen from the tables.
"""

import json
import time
from collections import Counter
from typing import Any, Final

from academy import rules
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
    found = {one.entry.id: _verdict(log, tables, one, decided=decided) for one in asked}
    if not decided:
        device_of = {one.entry.id: one.entry.device for one in asked}
        now = Counter(device_of[id] for id, why in found.items() if why in {None, rules.MANY})
        since = int(time.time()) - SPAN
        for id, why in found.items():
            device = device_of[id]
            if why is None and rules.too_many(now[device] + log.aside.carried_since(device, since)):
                found[id] = rules.MANY
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


def _verdict(log: Log, tables: Tables, one: Pending, *, decided: bool) -> str | None:
    subject = erases(one.entry) or ""
    if one.why == rules.MANY and not decided:
        return rules.MANY  # only a person lets them go
    known = named.is_named(tables, subject)
    only = _nothing_else(log, subject) if known else not named.is_thing(tables, subject)
    return rules.may_erase(
        known=known,
        only_a_person=only,
        takes_part=decided or named.shares_workshop(tables, subject, one.entry.device),
    )


def _nothing_else(log: Log, subject: str) -> bool:
    return all(names_as_person(subject, entry) for _, entry in log.tables.mentioning(subject))

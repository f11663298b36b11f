"""The kinds of event: what can happen in an academy, in its own words and in the past tense.

Each kind is a frozen dataclass; `write` turns one into the log's (kind, body) and `read` turns a
body back. The two stand side by side and are each other's inverse. A body is JSON with its keys in
the order of the fields, no spaces, text as UTF-8.

Ids (`workshop`, `session`, `person`, `attempt`, `link`) are random UUID4 in 32 hex digits. `at` is
what this device's clock claimed, in UTC, to the minute: a claim, never an order.
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final, cast

from academy.events.kinds import (
    AttendanceCorrected,
    AttendanceMarked,
    CertificateIssued,
    CertificateRevoked,
    Event,
    LessonFinished,
    OrganisationLinked,
    OrganisationUnlinked,
    PersonDistinct,
    PersonLinked,
    PersonRegistered,
    PersonRevised,
    PersonUnlinked,
    PersonWithdrawn,
    QuizAnswered,
    RequirementMet,
    RequirementWithdrawn,
    SessionCancelled,
    SessionPlanned,
    SessionRevised,
    SubjectErased,
    WorkshopAssigned,
    WorkshopPlanned,
    WorkshopRevised,
)

__all__ = [
    "FIELDS",
    "KINDS",
    "AttendanceCorrected",
    "AttendanceMarked",
    "CertificateIssued",
    "CertificateRevoked",
    "Event",
    "LessonFinished",
    "OrganisationLinked",
    "OrganisationUnlinked",
    "PersonDistinct",
    "PersonLinked",
    "PersonRegistered",
    "PersonRevised",
    "PersonUnlinked",
    "PersonWithdrawn",
    "QuizAnswered",
    "RequirementMet",
    "RequirementWithdrawn",
    "SessionCancelled",
    "SessionPlanned",
    "SessionRevised",
    "SubjectErased",
    "WorkshopAssigned",
    "WorkshopPlanned",
    "WorkshopRevised",
    "fields_of",
    "read",
    "write",
]

KINDS: Final[Mapping[str, type[Event]]] = {
    cls.kind: cls
    for cls in (
        WorkshopPlanned,
        WorkshopRevised,
        WorkshopAssigned,
        SessionPlanned,
        SessionRevised,
        SessionCancelled,
        PersonRegistered,
        PersonRevised,
        PersonWithdrawn,
        AttendanceMarked,
        AttendanceCorrected,
        LessonFinished,
        QuizAnswered,
        RequirementMet,
        RequirementWithdrawn,
        CertificateIssued,
        CertificateRevoked,
        PersonLinked,
        PersonUnlinked,
        PersonDistinct,
        OrganisationLinked,
        OrganisationUnlinked,
        SubjectErased,
    )
}

FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    kind: tuple(field.name for field in fields(cls)) for kind, cls in KINDS.items()
}

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def write(event: Event) -> tuple[str, str]:
    """The event as the log keeps it: its kind and its body."""
    return event.kind, _encode({name: getattr(event, name) for name in FIELDS[event.kind]})


def read(kind: str, body: str) -> Event | None:
    """The event of a body, or None where this version doesn't know what it reads.

    A kind of the future, or a known kind whose fields are not the ones of today, is not an error:
    the log keeps it and passes it on, and only the fold looks away.
    """
    cls = KINDS.get(kind)
    values = fields_of(kind, body) if cls else None
    if cls is None or values is None:
        return None
    return cls(**{k: tuple(v) if isinstance(v, list) else v for k, v in values.items()})


def fields_of(kind: str, body: str) -> dict[str, Any] | None:
    """A body's values by field name, checked against what the kind is made of; None if not so.

    Lists stay lists: this is the fold's quick way in, `read` is the comfortable one.
    """
    known = FIELDS.get(kind)
    if known is None:
        return None
    try:
        values = json.loads(body)
    except ValueError:
        return None
    if not isinstance(values, dict):
        return None
    if values.keys() != _KEYS[kind]:
        if not values.keys() >= _KEYS[kind]:
            return None
        values = {name: values[name] for name in known}
    return values if all(map(_plain, values.values())) else None


_KEYS: Final = {kind: frozenset(names) for kind, names in FIELDS.items()}


def _plain(value: object) -> bool:
    """Whether a value is text, a whole number, yes or no, or a list of texts."""
    kind = type(value)
    if kind is list:
        return all(type(item) is str for item in cast("list[object]", value))
    return kind is str or kind is int or kind is bool

"""The kinds of event: what can happen in an academy, in its own words and in the past tense.

Each kind is a frozen record that declares the types *and the values* of its fields (`types.py`);
`write` turns one into the log's (kind, body) and `read` turns a body back. The two stand side by
side and are each other's inverse. A body is JSON with its keys in the order of the fields, no
spaces, text as UTF-8.

Ids (`workshop`, `session`, `person`, `link`) are random UUID4 in 32 hex digits; an `attempt` is as
many of a hash over a random secret. `at` is what this device's clock claimed, in UTC, to the
minute: a claim, never an order.

Most bodies were written by other devices, some of them newer, some of them hostile. `read` is the
one gate: what it lets through is what the declaration says, and no page needs to look again. It
raises nothing, and says the same of a body on every device and at every time. That is why this room
has a library of its own, msgspec: it decodes JSON by a declared type, in C, and judging every value
costs no more than it did to look at their types alone.

A later version may add fields to a kind, and an older one takes those it knows. But it may not add
an id: erasing somebody drops every body that names them, and what was folded from it must be found
by what the fold knows. A kind that names something new is a new kind.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

import msgspec

from academy.errors import AcademyError
from academy.events import types
from academy.events.assessed import (
    EvaluationClosed,
    EvaluationHandedIn,
    PairsCounted,
    TestCorrected,
    TestTaken,
)
from academy.events.identity import (
    DistinctWithdrawn,
    OrganisationLinked,
    OrganisationUnlinked,
    PersonDistinct,
    PersonLinked,
    PersonUnlinked,
    WorkshopLinked,
    WorkshopUnlinked,
)
from academy.events.kinds import (
    AttendanceCorrected,
    AttendanceMarked,
    CertificateIssued,
    CertificateRevoked,
    Event,
    LessonFinished,
    PersonRegistered,
    PersonRevised,
    PersonWithdrawn,
    PlanHandedIn,
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
    "KINDS",
    "AttendanceCorrected",
    "AttendanceMarked",
    "CertificateIssued",
    "CertificateRevoked",
    "DistinctWithdrawn",
    "EvaluationClosed",
    "EvaluationHandedIn",
    "Event",
    "LessonFinished",
    "OrganisationLinked",
    "OrganisationUnlinked",
    "PairsCounted",
    "PersonDistinct",
    "PersonLinked",
    "PersonRegistered",
    "PersonRevised",
    "PersonUnlinked",
    "PersonWithdrawn",
    "PlanHandedIn",
    "QuizAnswered",
    "RequirementMet",
    "RequirementWithdrawn",
    "SessionCancelled",
    "SessionPlanned",
    "SessionRevised",
    "SubjectErased",
    "TestCorrected",
    "TestTaken",
    "WorkshopAssigned",
    "WorkshopLinked",
    "WorkshopPlanned",
    "WorkshopRevised",
    "WorkshopUnlinked",
    "ids_named",
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
        TestTaken,
        TestCorrected,
        PairsCounted,
        EvaluationHandedIn,
        EvaluationClosed,
        RequirementMet,
        RequirementWithdrawn,
        PlanHandedIn,
        CertificateIssued,
        CertificateRevoked,
        PersonLinked,
        PersonUnlinked,
        PersonDistinct,
        DistinctWithdrawn,
        WorkshopLinked,
        WorkshopUnlinked,
        OrganisationLinked,
        OrganisationUnlinked,
        SubjectErased,
    )
}

_decode: Final = {kind: msgspec.json.Decoder(cls).decode for kind, cls in KINDS.items()}
_encode: Final = msgspec.json.Encoder().encode

ids_named: Final = re.compile(r"[0-9a-f]{32,}").findall
"""Everything in a body in which an id may lie, as the log looks for ids to erase."""

_DEEPEST: Final = 400
"""More brackets than any body of ours has; with many, what can be decoded depends on the caller."""


def write(event: Event) -> tuple[str, str]:
    """The event as the log keeps it: its kind and its body.

    Raises AcademyError("not_recordable") where `read` would not understand it on another device,
    or on this one.
    """
    try:
        body = _encode(event).decode()
    except UnicodeEncodeError:
        raise AcademyError("not_recordable") from None
    if read(event.kind, body) is None:
        raise AcademyError("not_recordable")
    return event.kind, body


def read(kind: str, body: str) -> Event | None:
    """The event of a body, or None where this version doesn't understand it.

    A kind of the future, or a known kind whose fields are not what is declared, is not an error:
    the log keeps it and passes it on, and only the fold looks away.
    """
    written = _as_written.get(kind)
    if written is not None and (found := written(body)):
        quickly = KINDS[kind](*found.groups())
        return quickly if quickly.agrees() else None
    decode = _decode.get(kind)
    if decode is None or body.count("[") + body.count("{") > _DEEPEST:
        return None
    try:
        event = decode(body)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return None
    return event if _names_only_its_ids(event, body) and event.agrees() else None


def _names_only_its_ids(event: Event, body: str) -> bool:
    """Whether every id that the body mentions stands in a field that holds ids.

    Of what has no text in it and is written as we write it, that is seen without searching.
    """
    if event.kind in _WITHOUT_TEXT and _encode(event) == body.encode():
        return True
    return len(ids_named(body)) == _IDS[event.kind](event)


def _types_of(cls: type[Event]) -> dict[str, object]:
    hints = get_type_hints(cls, include_extras=True)
    return {name: hints[name] for name in cls.__struct_fields__}


def _ids_of(cls: type[Event]) -> Callable[[Event], int]:
    """How to count the ids that an event of this kind names."""
    hints = _types_of(cls)
    always = sum(hint in {types.Id, types.Device} for hint in hints.values())
    sometimes = tuple(name for name, hint in hints.items() if hint == types.IdOrNone)
    lists = tuple(name for name, hint in hints.items() if hint == types.Replaced)
    if not sometimes and not lists:
        return lambda _event: always
    return lambda event: (
        always
        + sum(bool(getattr(event, name)) for name in sometimes)
        + sum(len(getattr(event, name)) for name in lists)
    )


_CANNOT_HIDE_AN_ID: Final = (
    types.Id, types.IdOrNone, types.Device, types.Replaced, types.State, types.Way, types.At, bool,
    types.Requirement, types.Score, types.Test, types.Form, types.Pairs,
)  # fmt: skip
_WITHOUT_TEXT: Final = {
    kind
    for kind, cls in KINDS.items()
    if all(hint in _CANNOT_HIDE_AN_ID for hint in _types_of(cls).values())
}
_PLAIN: Final = (types.Id, types.IdOrNone, types.Device, types.At, types.State, types.Way)


def _pattern(hint: Any) -> str:  # noqa: ANN401
    """What text of one of our types looks like; none of these has a sign that JSON escapes."""
    if get_origin(hint) is Literal:
        return "|".join(map(re.escape, get_args(hint)))
    pattern: str = get_args(hint)[1].pattern
    return pattern.removeprefix("^").removesuffix(r"\Z")


def _body(cls: type[Event]) -> str:
    fields = (f'"{name}":"({_pattern(hint)})"' for name, hint in _types_of(cls).items())
    return rf"\{{{','.join(fields)}\}}"


_as_written: Final = {
    kind: re.compile(_body(cls)).fullmatch
    for kind, cls in KINDS.items()
    if all(hint in _PLAIN for hint in _types_of(cls).values())
}
"""What marks are, and so most of a log: kinds of nothing but ids, choices and moments. A body as we
write it is seen by one pattern to be what is declared, in half the time."""

_IDS: Final[Mapping[str, Callable[[Event], int]]] = {
    kind: _ids_of(cls) for kind, cls in KINDS.items()
}

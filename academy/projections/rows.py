"""What each kind of event comes to in rows. The values are as declared: nothing is checked here."""

import json
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from academy import events, rules
from academy.projections import namesakes, schema
from academy.text import looks
from sync.entries import Entry

Fold = Callable[["Batch", Entry, Any], None]


class Mark(NamedTuple):
    """One mark, with its ids as they are: numbers stand for them in its row."""

    entry: bytes
    workshop: str
    session: str
    person: str
    state: int
    way: int
    reason: str
    at: int
    device: str
    clock: int


class Batch:
    """The rows that a run of entries comes to, and of what a version came: its kind of id, the key.

    Rows are gathered per table and written with one `executemany` each, because a merge of ten
    thousand entries should not cost ten thousand round trips.
    """

    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[object, ...]]] = defaultdict(list)
        self.touched: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self.marks: list[Mark] = []
        self.workshops: set[str] = set()
        """All that are named."""

    def add(self, entry: Entry, body: str) -> None:
        """Take in one entry, be it as something that isn't understood."""
        event = events.read(entry.kind, body)
        if event is None:
            self._not_understood(entry, body)
            return
        FOLDS[entry.kind](self, entry, event)
        self.workshops.add(getattr(event, "workshop", ""))
        if entry.kind in _RECORDED_IN:
            workshop = event.workshop  # type: ignore[attr-defined]
            self.rows["recorded_in"].append((raw(entry.id), workshop, entry.device))

    def _not_understood(self, entry: Entry, body: str) -> None:
        names = " ".join(events.ids_named(body))
        self.rows["not_understood"].append((raw(entry.id), entry.device, entry.kind, names))


raw = bytes.fromhex
"""An entry's id, or a device, in half the room that its hex digits take."""


_RANK = {state: place for place, state in enumerate(rules.STATES)}
_WAY = {way: place for place, way in enumerate(schema.WAYS)}
_EPOCH = date(1970, 1, 1).toordinal()


@lru_cache(maxsize=1024)  # a session's marks share a few
def minute(at: str) -> int:
    """The minutes since 1970 of a moment as bodies write it."""
    days = date.fromisoformat(at[:10]).toordinal() - _EPOCH
    return (days * 24 + int(at[11:13])) * 60 + int(at[14:])


def stamp(entry: Entry) -> str:
    """The entry's place in the order (clock, device, seq), as text that sorts that way.

    The id's beginning tells the two branches of a fork apart.
    """
    return f"{entry.clock:016d}{entry.device[:16]}{entry.seq:010d}{entry.id[:8]}"


def _version(
    batch: Batch, entry: Entry, of: str, event: events.Event, values: tuple[object, ...]
) -> None:
    row = (raw(entry.id), raw(entry.device), entry.seq, *values, stamp(entry))
    batch.rows[f"{of}_versions"].append(row)
    _current, _versions, key = schema.VERSIONED[of]
    batch.touched[of].add(tuple(getattr(event, name) for name in key))
    _replaced(batch, entry, event)


def _replaced(batch: Batch, entry: Entry, event: Any) -> None:  # noqa: ANN401 - any that replaces
    by = raw(entry.id)
    batch.rows["replaced"] += [(raw(old), by) for old in getattr(event, "replaces", ())]


def _workshop(batch: Batch, entry: Entry, e: events.WorkshopPlanned) -> None:
    spoken, taught = json.dumps(e.languages), json.dumps(e.courses)
    values = (e.workshop, e.title, e.level, e.country, e.starts, e.ends, spoken, taught, e.zone)
    _version(batch, entry, "workshop", e, values)


def _assigned(batch: Batch, entry: Entry, e: events.WorkshopAssigned) -> None:
    batch.rows["assigned"].append((raw(entry.id), e.workshop, e.device))


def _session(batch: Batch, entry: Entry, e: events.SessionPlanned) -> None:
    taught = json.dumps(e.teaches)
    values = (e.session, e.workshop, e.title, e.day, e.half, int(e.countable), taught)
    _version(batch, entry, "session", e, values)


def _cancelled(batch: Batch, entry: Entry, e: events.SessionCancelled) -> None:
    batch.rows["cancelled"].append((raw(entry.id), e.session, e.workshop, e.reason))


def _person(batch: Batch, entry: Entry, e: events.PersonRegistered) -> None:
    known_as = (
        e.alias,
        compared := looks.compared(e.alias),
        namesakes.spelt(e.alias, compared),
        e.organisation,
        rules.organisation(e.organisation),
    )
    values = (e.person, e.workshop, *known_as, e.country, e.language, e.team, e.role)
    _version(batch, entry, "person", e, values)


def _mark(
    batch: Batch,
    entry: Entry,
    e: events.AttendanceMarked | events.AttendanceCorrected,
    way: str,
    reason: str,
) -> None:
    batch.marks.append(
        Mark(
            raw(entry.id), e.workshop, e.session, e.person, _RANK[e.state], _WAY[way], reason,
            minute(e.at), entry.device, entry.clock,
        )
    )  # fmt: skip


def _marked(batch: Batch, entry: Entry, e: events.AttendanceMarked) -> None:
    _mark(batch, entry, e, e.way, "")


def _corrected(batch: Batch, entry: Entry, e: events.AttendanceCorrected) -> None:
    _mark(batch, entry, e, "correction", e.reason)
    by, where = raw(entry.id), (e.workshop, e.session, e.person)
    batch.rows["replaced_marks"] += [(raw(old), by, *where) for old in e.replaces]


def _answered(batch: Batch, entry: Entry, e: events.QuizAnswered) -> None:
    whose = (e.attempt, e.workshop, e.person, e.course, e.lesson)
    batch.rows["tries"].append((raw(entry.id), *whose, e.correct, e.of))


def _score(batch: Batch, entry: Entry, e: events.TestTaken) -> None:
    what = (e.workshop, e.person, e.test, e.form, e.correct, e.of, int(e.typed))
    batch.rows["scores"].append((raw(entry.id), *what, raw(entry.device)))
    _replaced(batch, entry, e)


def _pairs(batch: Batch, entry: Entry, e: events.PairsCounted) -> None:
    batch.rows["pairs"].append((raw(entry.id), e.workshop, json.dumps(e.pairs)))


def _closed(batch: Batch, entry: Entry, e: events.EvaluationClosed) -> None:
    said = (json.dumps(e.counts), json.dumps(e.remarks, ensure_ascii=False))
    batch.rows["evaluations"].append((raw(entry.id), e.workshop, e.asked, e.handed, *said))


def _met(batch: Batch, entry: Entry, e: events.RequirementMet) -> None:
    what = (e.workshop, e.requirement, e.person, e.team)
    batch.rows["requirements"].append((raw(entry.id), *what))


def _gone(batch: Batch, _entry: Entry, e: events.PersonWithdrawn) -> None:
    batch.rows["withdrawn"].append((e.person, e.workshop))
    batch.touched["person"].add((e.person, e.workshop))


def _handed_in(batch: Batch, entry: Entry, e: events.PlanHandedIn) -> None:
    cells = json.dumps(dict(zip(e.places, e.texts, strict=True)), ensure_ascii=False)
    what = (e.plan, e.workshop, e.person, e.team, e.course, e.worksheet, cells, e.at)
    batch.rows["plans"].append((raw(entry.id), *what, stamp(entry)))


def _withdrawn(batch: Batch, entry: Entry, e: events.RequirementWithdrawn) -> None:
    batch.rows["withdrawals"].append((raw(entry.id), e.workshop))
    _replaced(batch, entry, e)


def _issued(batch: Batch, entry: Entry, e: events.CertificateIssued) -> None:
    what = (e.certificate, e.workshop, e.person, e.type, e.title, e.month)
    whose = (raw(entry.device), entry.seq, stamp(entry))
    batch.rows["certificates"].append((raw(entry.id), *what, *whose))


def _distinct(
    batch: Batch, entry: Entry, e: events.PersonDistinct | events.DistinctWithdrawn
) -> None:
    taken_back = isinstance(e, events.DistinctWithdrawn)
    table = "distinct_withdrawals" if taken_back else "distinct_people"
    batch.rows[table].append((raw(entry.id), e.a, e.b))
    _replaced(batch, entry, e)


def _straight(table: str, *names: str) -> Fold:
    """The fold of a kind whose values are the row."""

    def fold_row(batch: Batch, _entry: Entry, event: events.Event) -> None:
        batch.rows[table].append(tuple(getattr(event, name) for name in names))

    return fold_row


FOLDS: dict[str, Fold] = {
    "workshop.planned": _workshop,
    "workshop.revised": _workshop,
    "workshop.assigned": _assigned,
    "session.planned": _session,
    "session.revised": _session,
    "session.cancelled": _cancelled,
    "person.registered": _person,
    "person.revised": _person,
    "person.withdrawn": _gone,
    "attendance.marked": _marked,
    "attendance.corrected": _corrected,
    "lesson.finished": _straight("lessons", "person", "workshop", "course", "lesson"),
    "quiz.answered": _answered,
    "test.taken": _score,
    "test.corrected": _score,
    "pairs.counted": _pairs,
    "evaluation.handed_in": _straight("handed_in", "person", "workshop"),
    "evaluation.closed": _closed,
    "requirement.met": _met,
    "requirement.withdrawn": _withdrawn,
    "plan.handed_in": _handed_in,
    "certificate.issued": _issued,
    "certificate.revoked": _straight("revoked", "certificate", "workshop"),
    "person.linked": _straight("links", "link", "a", "b"),
    "person.unlinked": _straight("unlinked", "link"),
    "person.distinct": _distinct,
    "distinct.withdrawn": _distinct,
    "workshop.linked": _straight("workshop_links", "link", "a", "b"),
    "workshop.unlinked": _straight("unlinked", "link"),
    "organisation.linked": _straight("organisation_links", "link", "a", "b"),
    "organisation.unlinked": _straight("unlinked", "link"),
    "subject.erased": _straight("erased", "subject"),
}

# What names a person shows that a laptop heard of a workshop, not that it takes part.
_RECORDED_IN = {
    kind
    for kind, cls in events.KINDS.items()
    if "workshop" in cls.__struct_fields__ and "person" not in cls.__struct_fields__
}

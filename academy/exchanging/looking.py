"""What lies on a stick, in figures, before anything of it is taken in.

Whose it is, how many entries, of which workshops and days, how many people they add, change, take
back or erase. Nobody is named: whoever stands behind the organiser reads along.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from academy import events
from academy.courses.own.passing import Passing
from academy.errors import AcademyError
from academy.events import Event
from academy.exchanging import places
from academy.exchanging.laptop import exchange
from academy.exchanging.names import device_names
from academy.projections import Tables, workshops
from academy.store import Store
from sync import keys, looking
from sync.entries import Entry
from sync.exchange import Outcome
from sync.replica import Taken


@dataclass
class InWorkshop:
    """What comes of one workshop: its title, and the days of which something comes."""

    title: str
    starts: str
    ends: str
    entries: int = 0
    days: set[str] = field(default_factory=set)


@dataclass
class Seen:
    """What a device that is trusted has left here.

    Of `entries` those `aside` would wait for a decision. `receipt`: it signs for what it holds.
    """

    device: str
    name: str = ""
    entries: int = 0
    aside: int = 0
    added: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    withdrawn: set[str] = field(default_factory=set)
    erased: set[str] = field(default_factory=set)
    marks: int = 0
    workshops: dict[str, InWorkshop] = field(default_factory=dict)
    receipt: bool = False
    told: list[Outcome] = field(default_factory=list)


@dataclass(frozen=True)
class Stranger:
    """A device whose words nobody has compared: nothing of what it left was read."""

    device: str
    words: list[str]


@dataclass(frozen=True)
class Look:
    """All of it. `mark` is what `take_in` is given, so that nothing is taken in unseen."""

    seen: list[Seen]
    strangers: list[Stranger]
    outcomes: list[Outcome]
    mark: str


def look(store: Store, place: str) -> Look:
    """What taking in a stick would come to. Nothing is taken, and nothing written to it.

    Raises AcademyError("folder_missing").
    """
    seen: dict[str, Seen] = {}

    def tell(taken: Taken) -> None:
        one = seen.setdefault(taken.sender, Seen(taken.sender))
        _add(one, taken)
        _describe(one, store.tables(), taken.merged.counts if taken.merged else [])

    found = looking.look(store, places.folder(place.strip()), tell)
    names = device_names(store)
    for one in seen.values():
        one.name = names.get(one.device, "")
    strangers = [Stranger(device, keys.words(device)) for device in found.strangers]
    return Look(list(seen.values()), strangers, found.outcomes, found.mark)


def take_in(
    store: Store, place: str, mark: str, *, role: str, passing: Passing | None = None
) -> list[Outcome]:
    """Exchange with a stick that was looked at: what has this `mark`, and nothing else.

    Raises AcademyError("changed_since"), and as `exchange` does.
    """
    if looking.marked(store, places.folder(place.strip())) != mark:
        raise AcademyError("changed_since")
    return exchange(store, place, role=role, passing=passing)


def _add(one: Seen, taken: Taken) -> None:
    outcome = Outcome.of(taken)
    one.entries += outcome.came + outcome.late
    one.aside += outcome.aside
    one.erased |= outcome.erased
    one.receipt |= outcome.receipt
    if outcome.code != "ok":
        one.told.append(outcome)


def _describe(one: Seen, tables: Tables, counts: Iterable[Entry]) -> None:
    came = list(_events(counts))
    days = _days(tables, came)
    for event in came:
        _note(one, event)
        workshop = getattr(event, "workshop", None)
        if workshop is None:
            continue
        if workshop not in one.workshops:
            one.workshops[workshop] = _workshop(tables, workshop, came)
        one.workshops[workshop].entries += 1
        if day := days.get(getattr(event, "session", "")):
            one.workshops[workshop].days.add(day)
    one.added -= one.erased
    one.changed -= one.added | one.erased


def _events(entries: Iterable[Entry]) -> Iterator[Event]:
    for entry in entries:
        event = events.read(entry.kind, entry.body or "")
        if event is not None:
            yield event


def _note(one: Seen, event: Event) -> None:
    match event:
        case events.PersonRevised():
            one.changed.add(event.person)
        case events.PersonRegistered():
            one.added.add(event.person)
        case events.PersonWithdrawn():
            one.withdrawn.add(event.person)
        case events.AttendanceMarked() | events.AttendanceCorrected():
            one.marks += 1


def _days(tables: Tables, came: Iterable[Event]) -> dict[str, str]:
    """The day of each session that something is said of: as it is here, or as it comes."""
    coming = {one.session: one.day for one in came if isinstance(one, events.SessionPlanned)}
    asked = {getattr(one, "session", "") for one in came} - {"", *coming}
    held = (workshops.session(tables, session) for session in asked)
    return {row["session"]: row["day"] for row in held if row} | coming


def _workshop(tables: Tables, workshop: str, came: Iterable[Event]) -> InWorkshop:
    for event in came:
        if isinstance(event, events.WorkshopPlanned) and event.workshop == workshop:
            return InWorkshop(event.title, event.starts, event.ends)
    sql = "SELECT title, starts, ends FROM workshops WHERE workshop = ?"
    row = tables.row(sql, (workshop,)) or {"title": "", "starts": "", "ends": ""}
    return InWorkshop(**row)

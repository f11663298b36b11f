"""What the central copy holds that doesn't count, for people to decide.

Entries of a laptop nobody has accepted, or that came after it was revoked; and erasures that a
laptop asked for and that were not carried out.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from academy import rules
from academy.errors import AcademyError
from academy.exchanging.names import names_of
from academy.projections import Row, named
from academy.store import Store
from sync import keys
from sync.aside import LEFT_OUT, TAKEN, WAITING, WRITER, Group
from sync.entries import erases, is_id
from sync.log import Log
from sync.peers import Peers

SHOWN: Final = 30
"""How many people are named of those a laptop wants erased."""

DECIDABLE: Final = (rules.MANY, rules.ELSEWHERE)


@dataclass
class Held:
    """What of one laptop's doesn't count. `via` are the laptops that brought it, by name.

    `waiting` entries are undecided, `left_out` and `taken` are decided. `erasures` name people and
    wait for a decision, `refused` ones had one; `idle` ones mean nobody who is known here, and
    `no_person` ones something that is no person: neither has any effect.
    """

    device: str
    name: str
    words: list[str]
    state: str | None = None  # of the laptop: "trusted", "revoked", "waiting"; None for a stranger
    via: set[str] = field(default_factory=set)
    waiting: int = 0
    left_out: int = 0
    taken: int = 0
    erasures: int = 0
    refused: int = 0
    idle: int = 0
    no_person: int = 0
    people: list[Row] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether somebody has to decide."""
        return bool(self.waiting or self.erasures)


def held(store: Store) -> dict[str, Held]:
    """What doesn't count, by the laptop that wrote it."""
    with store.reading() as (log, peers):
        found: dict[str, Held] = {}
        known = {peer.device: peer for peer in peers.all()}
        names = names_of(known.values())
        for group in log.aside.groups():
            peer = known.get(group.device)
            one = found.setdefault(
                group.device,
                Held(
                    group.device,
                    names.get(group.device, ""),
                    keys.words(group.device),
                    peer.state if peer else None,
                ),
            )
            bringer = known.get(group.via or "")
            if bringer is not None and group.via != group.device:
                one.via.add(names[bringer.device])
            _count(one, group)
        for one in found.values():
            if one.erasures or one.refused:
                one.people = _people(store, log, one)
    return found


def not_counted(store: Store) -> int:
    """How many entries are held here that don't count, and wait for somebody to decide."""
    with store.reading() as (log, _peers):
        return sum(
            group.entries
            for group in log.aside.groups()
            if group.standing == WAITING and group.why in (WRITER, *DECIDABLE)
        )


def take_in(store: Store, device: str) -> None:
    """Let count what has come so far of a laptop that isn't accepted; not what comes after.

    Raises AcademyError("changed_since") where there is nothing to decide any more.
    """

    def change(log: Log, _peers: Peers) -> None:
        _something(log.take_in(device))

    _decide(store, device, change)


def leave_out(store: Store, device: str) -> None:
    """Let it not count, also where it was taken in before. Raises as `take_in`."""

    def change(log: Log, _peers: Peers) -> None:
        _something(log.leave_out(device))

    _decide(store, device, change)


def leave_out_strangers(store: Store) -> None:
    """Let nothing count that waits of laptops nobody knows: somebody has brought a great many."""

    def change(log: Log, peers: Peers) -> None:
        known = {peer.device for peer in peers.all()}
        for device in log.aside.writers() - known:
            log.leave_out(device)

    store.writing(change)


def carry_out(store: Store, device: str, expected: int, *, refused: bool = False) -> int:
    """Erase the people a laptop asked to have erased, everywhere; return how many that were.

    `refused`: those whose erasure was refused before. `expected` is how many the page has shown;
    where they are others by now, it is refused with AcademyError("changed_since").
    """
    standing = LEFT_OUT if refused else WAITING
    erased: set[str] = set()

    def change(log: Log, _peers: Peers) -> None:
        _as_shown(log, device, standing, expected)
        erased.update(log.carry_out(device, standing=standing, why=DECIDABLE))

    _decide(store, device, change)
    return len(erased)


def refuse_erasures(store: Store, device: str, expected: int) -> None:
    """Leave the erasures a laptop asked for without effect. Raises as `carry_out`."""

    def change(log: Log, _peers: Peers) -> None:
        _as_shown(log, device, WAITING, expected)
        log.refuse(device, why=DECIDABLE)

    _decide(store, device, change)


def _decide(store: Store, device: str, change: Callable[[Log, Peers], None]) -> None:
    if not is_id(device):
        raise AcademyError("device_unknown")
    store.writing(change)


def _something(count: int) -> None:
    if not count:
        raise AcademyError("changed_since")


def _as_shown(log: Log, device: str, standing: int, expected: int) -> None:
    if not expected or expected != len(_decidable(log, device, standing)):
        raise AcademyError("changed_since")


def _decidable(log: Log, device: str, standing: int) -> list[str]:
    """The subjects of one laptop's erasures that somebody may decide about."""
    rows = log.aside.erasures(
        lambda one: (one.device, one.standing) == (device, standing) and one.why in DECIDABLE
    )
    return [erases(pending.entry) or "" for _, pending in rows]


def _count(one: Held, group: Group) -> None:
    if group.why == WRITER:
        names: dict[int, str] = {WAITING: "waiting", LEFT_OUT: "left_out", TAKEN: "taken"}
        name = names[group.standing]
    elif group.why in DECIDABLE:
        name = "erasures" if group.standing == WAITING else "refused"
    else:
        name = "no_person" if group.why == rules.NO_PERSON else "idle"
    setattr(one, name, getattr(one, name) + group.entries)


def _people(store: Store, log: Log, one: Held) -> list[Row]:
    tables, standing = store.tables(), WAITING if one.erasures else LEFT_OUT
    subjects = _decidable(log, one.device, standing)[:SHOWN]
    return [row for subject in subjects for row in named.registrations(tables, subject)[:1]]

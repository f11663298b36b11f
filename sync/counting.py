"""What of a log counts: the one half of `Log`, which judges; the other half stores.

The log keeps every entry that can be verified, and passes it on: chains stay whole, and nothing is
lost by being judged. An entry *counts* when its writer's key is accepted here, and for as long as
it is: what comes after a key was revoked doesn't, whoever brings it. An erasure counts when it is
carried out, and that is the owner's to judge (`may_erase`), who knows what an id stands for. Only
what counts comes out of `arrivals` and is told to the owner; the rest is aside (`aside.py`) until a
person decides, or until what it waits for has come. Its bodies are given to nobody but central.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass

from sync.aside import DECIDED, LEFT_OUT, TAKEN, UNJUDGED, WAITING, WRITER, Aside, Pending, Row
from sync.entries import ERASED, Entry, erases, mentioned
from sync.keys import DeviceKey
from sync.merge import Decision
from sync.tables import Tables
from sync.topics import Topics, TopicsOf

Doubt = Callable[[Entry], str | None]
"""Why an entry that came doesn't count yet; None where it does."""

MayErase = Callable[[list[Pending], bool], Mapping[str, str]]
"""Asked about erasures, and whether a person decided for them: entry id to why it must wait."""


@dataclass(frozen=True)
class Doubts:
    """What another device's word is worth: a laptop's for itself, central's for all it gives."""

    own: str
    accepted: Container[str]
    central: bool

    def __call__(self, entry: Entry) -> str | None:
        """Say why an entry that this device brought doesn't count yet."""
        # Central gives no body of what doesn't count there; without one nobody has vouched.
        if entry.device == self.own or (self.central and entry.body is not None):
            return None
        if entry.device not in self.accepted:
            return WRITER
        return UNJUDGED if entry.kind == ERASED else None


class Counting:
    """A log's decisions. Who overrides `_told` and the others at the end hears of their effect."""

    tables: Tables
    aside: Aside
    topics: Topics
    topics_of: TopicsOf | None = None
    """What an entry is about, by which readers' limits are drawn (`topics.py`)."""
    key: DeviceKey
    keeps_end: bool
    may_erase: MayErase | None = None
    """Without it every erasure of an accepted device is carried out."""

    # -- what its owner decides ----------------------------------------------------------------

    def settle(self, accepted: Container[str], came: Iterable[Entry] = ()) -> set[str]:
        """Let count what waited only for its writer to be accepted; then judge erasures.

        `came` is what has just come to count: erasures that wait for it are judged once more.
        Returns the subjects erased.
        """
        for device in self.aside.writers():
            if device in accepted or device == self.key.device:
                self.take_in(device, {WAITING})
        return self._judge(list(came))

    def take_in(self, device: str, standings: Iterable[int] = (WAITING, LEFT_OUT)) -> int:
        """Let count what is here of a writer nobody has accepted; return how many entries.

        What comes after it is aside again. Erasures among it are still to be judged.
        """
        rows = self.aside.of(device, standings)
        self.aside.settle(
            (number, WAITING, UNJUDGED) if erasure else (number, TAKEN, WRITER)
            for number, erasure in rows
        )
        self._let_count([number for number, erasure in rows if not erasure])
        return len(rows)

    def leave_out(self, device: str) -> int:
        """Let nothing count of what was aside of a writer, be it taken in; return how many."""
        taken = self.aside.of(device, [TAKEN])
        rows = [*self.aside.of(device, [WAITING]), *taken]
        self.aside.settle((number, LEFT_OUT, WRITER) for number, _ in rows)
        if taken:
            self._weigh([self.tables.by_number(number) for number, _ in taken])
            self.aside.withdraw()
            self._undone()
            self._ask(self.aside.erasures(refused=False), decided=False)
        return len(rows)

    def carry_out(
        self, device: str, *, standing: int = WAITING, why: Container[str] | None = None
    ) -> set[str]:
        """Carry out the erasures of a writer that stand so, for these reasons, as a person decided.

        What the owner refuses even then stays as it is. Returns the subjects erased.
        """
        return self._ask(self.aside.erasures(_chosen(device, standing, why)), decided=True)

    def refuse(self, device: str, *, why: Container[str] | None = None) -> int:
        """Leave the erasures of a writer that wait without effect; return how many."""
        rows = self.aside.erasures(_chosen(device, WAITING, why))
        self.aside.settle((number, LEFT_OUT, one.why) for number, one in rows)
        return len(rows)

    # -- what a merge and an erasure do --------------------------------------------------------

    def _set_aside(
        self, decision: Decision, numbers: Mapping[str, int], doubt: Doubt | None, via: str | None
    ) -> list[Entry]:
        """Set aside what is doubted of what came; return what counts."""
        if doubt is None and not decision.late:
            return decision.new
        aside = self.aside.open(numbers[entry.id] for entry in decision.late)
        counts: list[Entry] = []
        doubted: list[tuple[int, Entry, str]] = []
        for entry in decision.new:
            why = doubt(entry) if doubt else None
            if why is None:
                counts.append(entry)
            else:
                doubted.append((numbers[entry.id], entry, why))
        for entry in decision.late:
            number, why = numbers[entry.id], doubt(entry) if doubt else None
            if number in aside:
                if why is not None:
                    self.aside.name(number, entry)
                    continue
                self.aside.drop([number])
            elif why is not None and entry.kind == ERASED:
                doubted.append((number, entry, why))
                continue
            counts.append(entry)
        self.aside.put(doubted, via)
        return counts

    def _forget(self, subjects: Iterable[str]) -> None:
        self.let_go()
        for subject in subjects:
            gone = self.tables.forget(subject)
            self._weigh(gone)
            self._dropped(subject, gone)

    def let_go(self) -> None:
        """Keep nothing in mind of what the tables say."""

    def _let_count(self, numbers: list[int]) -> None:
        self.let_go()
        self.tables.move_bodies(numbers)
        found = (self.tables.by_number(number) for number in numbers)
        self._count([entry for entry in found if entry.body is not None])

    def _count(self, entries: list[Entry]) -> None:
        """Let entries count from now on."""
        if self.topics_of is not None:
            self.topics.note(entries, self.topics_of, keep=self.keeps_end)
        self._told(entries)

    def _weigh(self, gone: list[Entry]) -> None:
        self.let_go()
        if self.topics_of is not None:
            self.topics.weigh(gone, self.topics_of)

    def _judge(self, came: list[Entry]) -> set[str]:
        devices = {entry.device for entry in came}
        named: set[str] | None = None

        def concerned(one: Row) -> bool:
            nonlocal named
            if one.why == UNJUDGED or one.device in devices:
                return True
            if named is None:
                named = set().union(*(mentioned(entry.body) for entry in came if entry.body))
            return one.subject in named or one.device[:32] in named

        return self._ask(self.aside.erasures(concerned, refused=False), decided=False)

    def _ask(self, asked: list[tuple[int, Pending]], *, decided: bool) -> set[str]:
        if not asked:
            return set()
        refused: Mapping[str, str] = {}
        if self.may_erase is not None:
            refused = self.may_erase([one for _, one in asked], decided)
        erased: dict[str, None] = {}
        for number, (entry, _, standing) in asked:
            why = refused.get(entry.id)
            if why is not None:
                self.aside.settle([(number, standing, why)])
                continue
            self.aside.settle([(number, TAKEN, DECIDED if decided else "")])
            self._let_count([number])
            subject = erases(entry) or ""
            if not self.tables.is_erased(subject):
                erased[subject] = None
        self._forget(erased)
        return set(erased)

    # -- for whoever keeps more than the log -----------------------------------------------------

    def _told(self, entries: list[Entry]) -> None:
        """Hear of entries that count from now on."""

    def _dropped(self, subject: str, entries: list[Entry]) -> None:
        """Hear of entries whose bodies are gone with a subject."""

    def _suspected(self) -> None:
        """Hear that a clock jumped which nobody can believe."""

    def _undone(self) -> None:
        """Hear that entries that counted don't any more."""


def _chosen(device: str, standing: int, why: Container[str] | None) -> Callable[[Row], bool]:
    return lambda one: (
        one.device == device and one.standing == standing and (why is None or one.why in why)
    )

"""What the workshops of one level come to together, each person once.

They are taken in one after the other and not kept: of ten years that would be as many objects as
Python spends a third of its time on, only looking after them.
"""

from collections import defaultdict
from itertools import zip_longest

from academy.reports.counted import Counts, Facts
from academy.rules import assessment


class Gathered:
    """All sets are of persons by their number (`counted.Members`), but for organisations by their
    key.
    """

    def __init__(self, level: str) -> None:
        self.level = level
        self.workshops = 0
        self.registered: set[int] = set()
        self.trainers: set[int] = set()
        self.completed: set[int] = set()
        self.organisations: set[str] = set()
        self.counts = Counts(0, 0, 0, 0, 0, 0)
        self.pairs: list[assessment.Pair] = []
        self.evaluated = 0
        self.answers: list[int] = []
        self._others: set[int] = set()
        self._from: set[str] = set()
        self._said: set[int] = set()
        self._at: dict[str, set[int]] = defaultdict(set)

    def add(self, fact: Facts) -> None:
        """Take in one workshop of this level."""
        self.workshops += 1
        members = fact.members
        self.registered.update(members.registered)
        self._others.update(members.others)
        self._said.update(members.said)
        self._from.update(members.countries)
        self.trainers.update(members.trainers)
        self.completed.update(members.completed)
        self.organisations.update(members.organisations)
        self.counts = Counts(*map(sum, zip(self.counts, fact.counts, strict=True)))
        self.pairs += fact.pairs
        self.evaluated += fact.evaluated
        for given in fact.answers.values():
            self.answers = [*map(sum, zip_longest(self.answers, given, fillvalue=0))]
        if members.unsaid:
            host = fact.row["country"] if fact.row["level"] == "national" else ""
            self._at[host].update(members.unsaid)

    @property
    def everybody(self) -> tuple[set[int], set[int]]:
        """Whoever is registered: as participant, and as anything else."""
        return self.registered, self._others

    @property
    def came(self) -> int:
        """How many they are of whom a session counted."""
        return len(self._said) + len(self._without_one())

    @property
    def countries(self) -> set[str]:
        """Where those who came are from: what is known of each or, where nothing is and the
        activity was national, the host's.
        """
        unsaid = self._without_one()
        hosts = {host for host, some in self._at.items() if not some.isdisjoint(unsaid)}
        return (hosts | self._from) - {""}

    @property
    def nowhere(self) -> set[int]:
        """Those who came of whom no country is known, and of whom none follows."""
        hosted = (some for host, some in self._at.items() if host)
        return self._without_one().difference(*hosted)

    def _without_one(self) -> set[int]:
        return set[int]().union(*self._at.values()) - self._said

"""What the workshops of one level come to together, each person once.

They are taken in one after the other and not kept: of ten years that would be as many objects as
Python spends a third of its time on, only looking after them.
"""

from collections import defaultdict
from itertools import compress, zip_longest

from academy.reports.counted import Counts, Facts
from academy.rules import assessment


class Gathered:
    """All sets are of persons, by their canonical id, but for organisations by their key."""

    def __init__(self, level: str) -> None:
        self.level = level
        self.workshops = 0
        self.everybody: set[str] = set()
        self.registered: set[str] = set()
        self.came: set[str] = set()
        self.trainers: set[str] = set()
        self.completed: set[str] = set()
        self.organisations: set[str] = set()
        self.counts = Counts(0, 0, 0, 0, 0, 0)
        self.pairs: list[assessment.Pair] = []
        self.evaluated = 0
        self.answers: list[int] = []
        self._from: dict[str, set[str]] = defaultdict(set)
        self._at: dict[str, set[str]] = defaultdict(set)
        self._unsaid: set[str] = set()

    def add(self, fact: Facts) -> None:
        """Take in one workshop of this level."""
        self.workshops += 1
        members = fact.members
        who = members.canonical
        self.everybody.update(who)
        self.registered.update(compress(who, members.registered))
        self.came.update(compress(who, members.came))
        self.trainers.update(compress(who, members.trainer))
        self.completed.update(compress(who, members.completed))
        self.organisations.update(compress(members.organisation, members.came))
        self.counts = Counts(*map(sum, zip(self.counts, fact.counts, strict=True)))
        self.pairs += fact.pairs
        self.evaluated += fact.evaluated
        for given in fact.answers.values():
            self.answers = [*map(sum, zip_longest(self.answers, given, fillvalue=0))]
        self._place(fact)

    def _place(self, fact: Facts) -> None:
        """Note where those who came are from and, of whom it isn't known, where they were."""
        members = fact.members
        host = fact.row["country"] if fact.row["level"] == "national" else ""
        came = zip(
            compress(members.canonical, members.came),
            compress(members.country, members.came),
            strict=True,
        )
        for person, country in came:
            if country:
                self._from[country].add(person)
            else:
                self._unsaid.add(person)
                self._at[host].add(person)

    @property
    def countries(self) -> set[str]:
        """Where those who came are from: what is known of each or, where nothing is and the
        activity was national, the host's.
        """
        unsaid = self._without_one()
        hosts = {host for host, some in self._at.items() if not some.isdisjoint(unsaid)}
        return (hosts | self._from.keys()) - {""}

    @property
    def nowhere(self) -> set[str]:
        """Those who came of whom no country is known, and of whom none follows."""
        hosted = (some for host, some in self._at.items() if host)
        return self._without_one().difference(*hosted)

    def _without_one(self) -> set[str]:
        return self._unsaid.difference(*self._from.values())

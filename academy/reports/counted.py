"""What one workshop brings to a report: who it has, and what of it can be added up.

Counting one takes some milliseconds and hardly ever comes to something else than the last time, so
whoever gives a report is told what was counted anew and may keep it (`projections.tallies`).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

from academy import __version__, rules
from academy.projections import (
    Row,
    Tables,
    assessments,
    attendance,
    certificates,
    numbers,
    people,
    tallies,
    workshops,
)
from academy.rules import assessment

Keep = Callable[[Mapping[str, str]], None]
"""Told what was counted of some workshops, each in the form `COUNTED_BY`."""

COUNTED_BY: Final = f"report 3 of {__version__}"
"""Another version may count otherwise, so it goes by nothing that this one has kept."""

TOGETHER: Final = 20
"""Workshops that are counted between two times that somebody is told to keep it."""


def per_cent(part: int, whole: int) -> int | None:
    """Whole per cent, rounded half up; None of nothing."""
    return (part * 200 + whole) // (2 * whole) if whole else None


class Members(NamedTuple):
    """Everybody of a workshop by what they are there, and where those who came are from.

    Persons are the numbers of their canonical ids in this file (`projections.numbers`): of a
    hundred thousand people, these are read and made unique in a fifth of the time that the ids
    take, since numbers of one workshop lie together. `said` came and gave a country, `unsaid` came
    and gave none; `others` are whoever isn't registered as participant.
    """

    registered: Sequence[int]
    others: Sequence[int]
    said: Sequence[int]
    unsaid: Sequence[int]
    trainers: Sequence[int]
    completed: Sequence[int]
    countries: Sequence[str]
    organisations: Sequence[str]


class Counts(NamedTuple):
    """What of a workshop can be added up."""

    attendances: int
    possible: int
    certificates: int
    lost: int
    not_recorded: int
    conflicts: int


@dataclass(frozen=True)
class Facts:
    """What one workshop brings to the counts, before anything is made unique."""

    row: Row
    members: Members
    counts: Counts
    pairs: list[assessment.Pair]
    evaluated: int
    answers: dict[str, list[int]]

    def told(self) -> Row:
        """The workshop's line in the report."""
        return {
            "workshop": self.row["workshop"],
            "title": self.row["title"],
            "level": self.row["level"],
            "country": self.row["country"],
            "starts": self.row["starts"],
            "ends": self.row["ends"],
            "register": len(self.members.registered),
            "people": len(self.members.said) + len(self.members.unsaid),
            "completed": len(self.members.completed),
            "certificates": self.counts.certificates,
            "attendances": self.counts.attendances,
            "possible": self.counts.possible,
            "rate": per_cent(self.counts.attendances, self.counts.possible),
            "not_recorded": self.counts.not_recorded,
        }

    def written(self) -> str:
        """All but the row, to be kept."""
        said = (self.members, self.counts, self.pairs, self.evaluated, self.answers)
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def read(cls, row: Row, written: str) -> "Facts":
        """What `written` gave."""
        members, counts, pairs, evaluated, answers = json.loads(written)
        return cls(
            row, Members._make(members), Counts._make(counts),
            [(before, after) for before, after in pairs], evaluated, answers,
        )  # fmt: skip


NOTHING: Final = "null"
"""What is kept of a workshop that brings nothing."""


def facts_of(tables: Tables, rows: Sequence[Row], keep: Keep) -> Iterator[Facts]:
    """What the workshops bring that bring something: as it was kept, else counted anew."""
    kept = tallies.kept(tables, [row["workshop"] for row in rows], COUNTED_BY)
    lacking = (row for row in rows if row["workshop"] not in kept)
    while some := list(islice(lacking, TOGETHER)):
        found = {row["workshop"]: _facts(tables, row) for row in some}
        told = {one: fact.written() if fact else NOTHING for one, fact in found.items()}
        kept |= told
        keep(told)
    for row in rows:
        if (written := kept[row["workshop"]]) != NOTHING:
            yield Facts.read(row, written)


def _facts(tables: Tables, row: Row) -> Facts | None:
    """What a workshop brings; None where no countable session took place.

    One did where it wasn't cancelled and somebody's attendance was taken.
    """
    workshop = row["workshop"]
    states = attendance.states(tables, workshop)
    planned = workshops.week(tables, workshop)
    countable = [one["session"] for one in planned if one["countable"]]
    held = {session for _person, session in states} & set(countable)
    if not held:
        return None
    members = people.people(tables, workshop)
    register = {r["person"] for r in members if r["role"] == "participant"}
    recorded = {
        at: mark["state"] for at, mark in states.items() if at[0] in register and at[1] in held
    }
    counted = {at for at, state in recorded.items() if state in rules.COUNTED}
    came = {person for person, _session in counted}
    standings = certificates.standings_of(tables, workshop, members, countable, states)
    finished = {one for one in register if standings[one].earned == "completion"}
    valid = [row for row in certificates.issued(tables, workshop) if not row["revoked"]]
    lost = len(certificates.lost_of(tables, workshop, valid, members, standings))
    gain, evaluation = assessments.gain(tables, workshop), assessments.evaluation
    said = evaluation(tables, workshop, texts=False)
    return Facts(
        row=row,
        members=_members(tables, members, came, finished),
        counts=Counts(
            attendances=len(counted),
            possible=len(register) * len(held),
            certificates=len(valid) - lost,
            lost=lost,
            not_recorded=len(register) * len(held) - len(recorded),
            conflicts=len(attendance.disagreeing(states, members, planned)),
        ),
        pairs=list(gain.pairs) if gain else [],
        evaluated=said.people,
        answers=said.counts,
    )


def _members(tables: Tables, rows: Sequence[Row], came: set[str], finished: set[str]) -> Members:
    """Everybody of a workshop, by numbers."""
    number = numbers.known(tables, {row["canonical"] for row in rows})

    def of(some: Iterable[Row]) -> list[int]:
        return [number[row["canonical"]] for row in some]

    here = [row for row in rows if row["person"] in came]
    return Members(
        registered=of(row for row in rows if row["role"] == "participant"),
        others=of(row for row in rows if row["role"] != "participant"),
        said=of(row for row in here if row["country"]),
        unsaid=of(row for row in here if not row["country"]),
        trainers=of(row for row in rows if "facilitator" in row["role"]),
        completed=of(row for row in rows if row["person"] in finished),
        countries=sorted({row["country"] for row in here if row["country"]}),
        organisations=sorted({row["organisation_key"] for row in here}),
    )

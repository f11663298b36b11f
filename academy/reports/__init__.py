"""The questions organisers and donors ask, each answered once.

The definitions are those of the curriculum's indicator table (R1–R4, N1–N4, S1–S2, A1–A2, T2–T4).
People, organisations and countries are counted once per level and period, whatever the number of
workshops; levels are never added, because they overlap. A workshop belongs to the period its last
day falls in; when its laptop synced doesn't matter. A workshop that was planned twice is one.

R4 and N4 ask where somebody's organisation is based. Whoever gave no country at a national activity
counts for the host's: its organisations are those of the country. Of a regional workshop nothing
follows, so there the report says how many are without one.

What waits for somebody's decision is told of the same workshops and people as the figures: a pair
of which one is in another period was not counted twice in this one.
"""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from academy import persons, rules
from academy.projections import Row, Tables, people, same, workshops
from academy.reports.counted import COUNTED_BY, Keep, facts_of, per_cent
from academy.reports.gathered import Gathered
from academy.rules import assessment

__all__ = [
    "COLUMNS",
    "COUNTED_BY",
    "FIGURES",
    "Keep",
    "LevelReport",
    "Report",
    "report",
    "separator",
]

FIGURES: Final = (
    "workshops", "register", "people", "organisations", "countries", "attendances", "possible",
    "rate", "completed", "certificates", "trainers", "not_recorded",
)  # fmt: skip
"""What is counted per level, in the order of the table that leaves the house."""

COLUMNS: Final = (
    "row", "level", "workshop", "country", "starts", "ends", *FIGURES, "from", "to", "as_of",
    "devices_not_reported",
)  # fmt: skip


_SEMICOLON: Final = {"ar", "es", "fr", "pt", "ru"}


def separator(locale: str) -> str:
    """What parts the columns of a CSV that somebody with pages in this language opens.

    A spreadsheet parts them by the list separator of its country: a semicolon where the comma is
    the decimal sign. A first line `sep=` would settle it, but Excel then reads the letters wrongly
    in spite of the mark, and other programs show it as a row. A country that has it otherwise than
    most of its language (Mexico) opens the XLSX.
    """
    return ";" if locale.split("_", maxsplit=1)[0] in _SEMICOLON else ","


@dataclass(frozen=True)
class LevelReport:
    """One level's figures. `register` is everybody registered as participant; `people` those of
    them with at least one counted session: two numbers that notices often confuse.
    `without_country` are the people of whom no country is known. `matched` took a test before and
    one after and were counted together (`rules.assessment`): `improved` of them had more after.
    `evaluated` handed in an evaluation. What is in tenths is the mean gain in points (T2), and the
    mean of all that was answered from 1 to 5 (T4); None where fewer than five are known.
    """

    level: str
    workshops: int = 0
    register: int = 0
    people: int = 0
    organisations: int = 0
    countries: int = 0
    without_country: int = 0
    attendances: int = 0
    possible: int = 0
    completed: int = 0
    certificates: int = 0
    trainers: int = 0
    not_recorded: int = 0
    matched: int = 0
    improved: int = 0
    gain_in_tenths: int | None = None
    evaluated: int = 0
    satisfaction_in_tenths: int | None = None

    @property
    def rate(self) -> int | None:
        """Attendance rate in whole per cent, rounded half up; None where nothing was possible."""
        return per_cent(self.attendances, self.possible)


@dataclass(frozen=True)
class Report:
    """A period's figures, and what they don't yet include.

    `lost` are certificates printed in its workshops that are not earned any more (`rules.lost`):
    they are not among the certificates of any level, by the rule of the curriculum's §3.4.
    `undecided`: entries that came and don't count until an organiser has decided.
    """

    starts: str
    ends: str
    as_of: str
    levels: tuple[LevelReport, ...]
    workshops: tuple[Row, ...] = ()
    without_country: int = 0
    possible_doubles: int = 0
    conflicts: int = 0
    lost: int = 0
    devices: tuple[Row, ...] = field(default=())
    undecided: int = 0

    def as_json(self) -> dict[str, Any]:
        """The report as plain data, for `academy report --json`."""
        told = asdict(self)
        for level, given in zip(told["levels"], self.levels, strict=True):
            level["rate"] = given.rate
        return told

    def json_bytes(self) -> bytes:
        """The report as the JSON file that both the page and the command give out."""
        return (json.dumps(self.as_json(), ensure_ascii=False, indent=2) + "\n").encode()

    def csv_bytes(self, separator: str = ",") -> bytes:
        """The report as the CSV file that both give out.

        The byte-order mark is for the spreadsheets that guess the letters wrongly without it.
        """
        return ("\ufeff" + self.as_csv(separator)).encode()

    def as_csv(self, separator: str = ",") -> str:
        """The report as a table: a row per level, a row per workshop, never a sum of them.

        Every row says of which period it is, as of when, and how many devices had not reported.
        No cell is a formula to a spreadsheet, whatever a workshop is called.
        """
        stamped = {
            "from": self.starts, "to": self.ends, "as_of": self.as_of,
            "devices_not_reported": len(self.devices),
        }  # fmt: skip
        rows: list[Row] = [
            {"row": "level", **{name: getattr(level, name) for name in ("level", *FIGURES)}}
            for level in self.levels
        ]
        rows += [{**told, "row": "workshop", "workshop": told["title"]} for told in self.workshops]
        out = io.StringIO()
        table = csv.writer(out, delimiter=separator)
        table.writerow(COLUMNS)
        for row in rows:
            table.writerow(_cell({**row, **stamped}.get(name)) for name in COLUMNS)
        return out.getvalue()


def _cell(value: object) -> str:
    """A cell that a spreadsheet shows and doesn't calculate: it would run what begins with =."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in set("=+-@\t\r\n＝＋－＠") else text


def report(
    tables: Tables,
    starts: str,
    ends: str,
    *,
    as_of: str,
    devices: Iterable[Row] = (),
    undecided: int = 0,
    keep: Keep = lambda _told: None,
) -> Report:
    """The figures of the workshops whose last day falls between two dates (both included).

    `devices` are the rows of the devices that should report; `undecided` is how many entries
    wait for a decision: both given through from the sync floor. `keep` is told what was counted
    anew, for `tallies.keep`. Raises AcademyError: "date_wrong", "dates_reversed".
    """
    first, last = rules.day("from", starts), rules.day("to", ends)
    rules.period(first, last, longest=36600)
    levels = {name: Gathered(name) for name in rules.LEVELS}
    told = []
    for fact in facts_of(tables, workshops.ended_between(tables, first, last), keep):
        levels[fact.row["level"]].add(fact)
        told.append(fact.told())
    linked = people.organisations(tables)
    everybody = set[int]().union(*(some for one in levels.values() for some in one.everybody))
    return Report(
        starts=first,
        ends=last,
        as_of=as_of,
        levels=tuple(_level(level, linked) for level in levels.values()),
        workshops=tuple(told),
        possible_doubles=persons.doubles(tables, everybody),
        # Levels overlap, and are not added.
        without_country=len(set[int]().union(*(level.nowhere for level in levels.values()))),
        conflicts=sum(level.counts.conflicts for level in levels.values()),
        lost=sum(level.counts.lost for level in levels.values()),
        devices=tuple(devices),
        undecided=undecided,
    )


def _level(of: Gathered, linked: dict[str, str]) -> LevelReport:
    """One level's figures: distinct over all its workshops, not a sum of theirs."""
    gain = assessment.gain(of.pairs)
    return LevelReport(
        level=of.level,
        workshops=of.workshops,
        register=len(of.registered),
        people=of.came,
        organisations=len({same.stands_for(linked, one) for one in of.organisations} - {""}),
        countries=len(of.countries),
        without_country=len(of.nowhere),
        attendances=of.counts.attendances,
        possible=of.counts.possible,
        completed=len(of.completed),
        certificates=of.counts.certificates,
        trainers=len(of.trainers),
        not_recorded=of.counts.not_recorded,
        matched=gain.people if gain else 0,
        improved=gain.improved if gain else 0,
        gain_in_tenths=gain.points if gain else None,
        evaluated=of.evaluated,
        satisfaction_in_tenths=assessment.mean(of.answers),
    )

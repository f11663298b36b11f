"""What is kept beside the tables says what counting anew says, after whatever happens."""

import json
import random
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from academy import actions, events, exchanging, persons, projections, reports, rules
from academy.projections import (
    Row,
    Tables,
    attendance,
    namesakes,
    numbers,
    people,
    tallies,
    workshops,
)
from academy.store import Store, database
from sync import entries
from sync.entries import ERASED, Entry
from tests.academy.test_projections_order import Chain

AT = "2026-05-04T09:00"
DAYS = ("2026-05-04", "2026-05-08")
ALIASES = ("Heron", "heron", "Hérón", "Ivy", "Stone 1")


class Region:
    """Two laptops that say whatever may be said, of few people and workshops, at random."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.chains = [Chain(), Chain()]
        self.workshops = [self.id() for _ in range(3)]
        self.sessions = {workshop: [self.id(), self.id()] for workshop in self.workshops}
        self.people = [self.id() for _ in range(7)]
        self.links = [self.id() for _ in range(6)]
        self.codes = [f"AAAA-{n:04}" for n in range(6)]
        self.said: list[Entry] = []

    def id(self) -> str:
        return self.dice.randbytes(16).hex()

    def some(self, of: Any, count: int = 1) -> Any:
        found = self.dice.sample(list(of), count)
        return found[0] if count == 1 else sorted(found)

    def begin(self) -> list[Entry]:
        """All workshops planned, each with two sessions and somebody in it."""
        for workshop, sessions in self.sessions.items():
            self._write(
                events.WorkshopPlanned(workshop, "Week", "national", "KE", *DAYS, (), (), AT)
            )
            for session in sessions:
                self._write(
                    events.SessionPlanned(
                        session, workshop, "Half", DAYS[0], "am", countable=True, at=AT
                    )
                )
            for person in self.some(self.people, 3):
                known = (self.some(ALIASES), "", "", "en", "", "participant")
                self._write(events.PersonRegistered(person, workshop, *known, AT))
        return self.said

    def _write(self, event: events.Event) -> None:
        self.said.append(self.some(self.chains).write(*events.write(event)))

    def say(self) -> Entry:
        """One more entry."""
        chain = self.some(self.chains)
        if self.dice.random() < 1 / 60:
            made: Entry = chain.write(
                ERASED, entries.erasure(self.some([*self.people, *self.links]))
            )
        else:
            kind, body = events.write(self._event())
            made = chain.write(kind, body)
        self.said.append(made)
        return made

    def _event(self) -> events.Event:
        workshop, person = self.some(self.workshops), self.some(self.people)
        of = workshop if self.dice.random() < 9 / 10 else self.some(self.workshops)
        session = self.some(self.sessions[of])
        seen = self.dice.sample(self.said, min(2, len(self.said)))
        before = tuple(sorted(entry.id for entry in seen))
        a, b = self.some(self.people, 2)
        x, y = self.some(self.workshops, 2)
        where = (self.some(rules.LEVELS), self.some(("KE", "UG")))
        known = (self.some(ALIASES), self.some(("", "Ring")), self.some(("", "KE", "UG")), "en",
                 self.some(("", "North")), self.some(rules.ROLES))  # fmt: skip
        state = self.some(rules.STATES)
        made: list[events.Event] = [
            events.WorkshopPlanned(workshop, "Week", *where, *DAYS, (), (), AT),
            events.SessionPlanned(session, workshop, "Half", DAYS[0], "am", countable=True, at=AT),
            events.SessionCancelled(session, workshop, "rain", AT),
            events.PersonRegistered(person, workshop, *known, AT),
            events.PersonRevised(person, workshop, *known, AT, before),
            events.PersonWithdrawn(person, workshop, AT),
            events.AttendanceCorrected(workshop, session, person, state, "seen", before, AT),
            events.RequirementMet(workshop, self.some(rules.REQUIREMENTS[:2]), person, "", AT),
            events.RequirementWithdrawn(workshop, before, AT),
            events.EvaluationHandedIn(workshop, person),
            events.CertificateIssued(
                self.some(self.codes), workshop, person, "attendance", "Week", "2026-05", AT
            ),
            events.CertificateRevoked(self.some(self.codes), workshop, AT),
            events.PersonUnlinked(self.some(self.links), AT),
            events.PersonDistinct(a, b, AT),
            events.DistinctWithdrawn(a, b, before, AT),
            events.WorkshopLinked(self.some(self.links), x, y, AT),
            events.WorkshopUnlinked(self.some(self.links), AT),
        ]
        made += [events.PersonLinked(self.some(self.links), a, b, AT)] * 2
        made += [events.AttendanceMarked(workshop, session, person, state, "grid", AT)] * 5
        made += [events.PersonRegistered(person, workshop, *known, AT)] * 3
        event: events.Event = self.some(made)
        return event


def kept_and_anew(tables: Tables) -> tuple[reports.Report, reports.Report]:
    def keep(told: Any) -> None:
        tallies.keep(tables, told, reports.COUNTED_BY)

    def report() -> reports.Report:
        return reports.report(tables, "2026-01-01", "2026-12-31", as_of=AT, keep=keep)

    kept = report()
    tallies.let_go_of_all(tables)
    return kept, report()


@pytest.fixture
def tables() -> Iterator[Tables]:
    made = Tables(database.in_memory())
    projections.create(made)
    yield made
    made.connection.close()


@pytest.mark.parametrize("seed", range(2))
def test_what_is_kept_is_what_counting_anew_says_after_every_event(seed: int, tables: Tables):
    region, counted = Region(seed), 0
    projections.fold(tables, region.begin())
    for step in range(90):
        suspects = {region.chains[0].device: 40} if step == 60 + seed else None
        projections.fold(tables, [region.say()], suspects)
        kept, anew = kept_and_anew(tables)
        assert kept == anew, (step, region.said[-1])
        counted += len(kept.workshops)
        aliases = "SELECT DISTINCT compared, spelt FROM {} ORDER BY compared, spelt"
        assert tables.rows(aliases.format("aliases")) == tables.rows(aliases.format("people"))
        known = tables.rows("SELECT * FROM namesakes ORDER BY spelt")
        namesakes.settle(tables, {r["spelt"] for r in tables.rows("SELECT spelt FROM people")})
        assert tables.rows("SELECT * FROM namesakes ORDER BY spelt") == known, region.said[-1]
    assert counted > 60, "the region brought something to compare"


@pytest.mark.parametrize("seed", range(2))
def test_what_waits_is_what_looking_at_all_states_finds(seed: int, tables: Tables):
    region, found = Region(seed), 0
    projections.fold(tables, region.begin())
    for _ in range(120):
        projections.fold(tables, [region.say()])
        for one in region.workshops:
            everybody, week = people.people(tables, one), workshops.week(tables, one)
            plain = attendance.disagreeing(attendance.states(tables, one), everybody, week)
            told = attendance.conflicts(tables, one)
            assert sorted(map(str, told)) == sorted(map(str, plain)), region.said[-1]
            found += len(plain)
    assert found > 50, "marks disagreed"


@pytest.mark.parametrize("seed", range(1))
def test_proposals_are_those_that_looking_at_everybody_finds(seed: int, tables: Tables):
    region = Region(seed)
    projections.fold(tables, region.begin())
    for _ in range(90):
        projections.fold(tables, [region.say()])
        everybody = {
            row["one"] for row in tables.rows(
                "SELECT coalesce(s.canonical, p.person) AS one FROM people p"
                " LEFT JOIN same_people s ON s.person = p.person"
            )
        }  # fmt: skip
        assert persons.proposals(tables) == persons.proposals(tables, everybody)


@pytest.mark.parametrize("seed", range(2))
def test_possible_doubles_are_the_pairs_that_all_proposals_name(
    seed: int, tables: Tables, monkeypatch: pytest.MonkeyPatch
):
    """Counted without looking at more of anybody than name and country."""
    proposing, found = sys.modules["academy.persons.proposals"], 0
    region = Region(seed)
    projections.fold(tables, region.begin())
    for _ in range(120):
        projections.fold(tables, [region.say()])
        everybody = {row["canonical"] for one in region.workshops
                     for row in people.people(tables, one)}  # fmt: skip
        for among in (everybody, region.dice.sample(sorted(everybody), len(everybody) // 2)):
            alike = proposing._by_alias(proposing._persons(tables, among)).values()
            plain = sum(
                len(group.members) * (len(group.members) - 1) // 2
                for some in alike
                for group in proposing._groups(some, proposing.kept_apart(tables))[0]
                if "country" not in group.reasons
            )
            known = numbers.known(tables, among).values()
            assert len(known) == len(among)
            for few in (0, 1e9):
                monkeypatch.setattr(sys.modules["academy.persons.twice"], "FEW", few)
                assert persons.doubles(tables, known) == plain, region.said[-1]
            found += plain
    assert found > 50, "somebody was registered twice"


def test_a_report_is_made_once_until_anything_changes(
    store: Store, workshop: str, monkeypatch: pytest.MonkeyPatch
):
    """Whatever is done, what is said is what the tables say."""
    made: list[Any] = []
    real = reports.report

    def report(*asked: Any, **named: Any) -> reports.Report:
        made.append(asked)
        return real(*asked, **named)

    monkeypatch.setattr(reports, "report", report)
    period = ("2000-01-01", "2099-12-31")

    def said() -> reports.Report:
        told, count = exchanging.report(store, *period), len(made)
        assert exchanging.report(store, *period).levels == told.levels
        assert len(made) == count, "made once"
        plain = real(store.tables(), *period, as_of=told.as_of)
        assert (told.levels, told.workshops, told.possible_doubles) == (
            plain.levels, plain.workshops, plain.possible_doubles,
        )  # fmt: skip
        return told

    other = another(store)
    session = workshops.sessions(store.tables(), workshop)[0]["session"]
    rows = [{"alias": "Heron"}, {"alias": "Ivy", "country": "UG"}, {"alias": "Stone"}]
    heron, ivy, stone = actions.register_list(store, workshop=workshop, rows=rows)
    (again,) = actions.register_list(store, workshop=other, rows=rows[:1])
    states = dict.fromkeys((heron, ivy), "present")
    seen = [said()]
    for act in (
        lambda: actions.mark_attendance(store, session=session, states=states, way="grid"),
        lambda: actions.correct_mark(
            store, session=session, person=ivy, state="absent", reason="seen"
        ),
        lambda: actions.link_people(store, heron, again),
        lambda: actions.erase_person(store, stone),
        lambda: store.set_setting("anything", 1),
    ):
        act()
        seen.append(said())
    assert len(made) == len(seen)
    assert exchanging.report(store, "2016-01-01", "2016-12-31").workshops == ()


def another(store: Store) -> str:
    return actions.plan_workshop(
        store, title="Other week", level="national", country="KE", starts="2017-04-24",
        ends="2017-04-28", shape=rules.shape("five"),
    )  # fmt: skip


def test_the_best_proposals_come_first_and_names_of_one_are_not_looked_at(
    store: Store, workshop: str, monkeypatch: pytest.MonkeyPatch
):
    rows = [{"alias": "Heron", "organisation": "Ring"}, {"alias": "Ivy"}]
    for one in (workshop, another(store)):
        rows += [{"alias": f"Nobody Else {one[:4]} {n}"} for n in range(10)]
        actions.register_list(store, workshop=one, rows=rows)
        rows = rows[:2]
    tables = store.tables()
    assert namesakes.best(tables, 9) == ["LATIN heron", "LATIN ivy"]
    monkeypatch.setattr(sys.modules["academy.persons.proposals"], "MOST_NEAR", 0)
    found = persons.proposals(tables)
    assert [group.members[0]["alias"] for group in found] == ["Heron", "Ivy"]
    actions.keep_apart(store, *(row["person"] for row in found[0].members))
    actions.link_people(store, *(row["person"] for row in found[1].members))
    assert store.tables().rows("SELECT * FROM namesakes") == []


def test_an_alias_without_a_letter_is_looked_at_like_any_other(store: Store, workshop: str):
    actions.register_list(store, workshop=workshop, rows=[{"alias": "12"}])
    actions.register_list(store, workshop=another(store), rows=[{"alias": "１２"}])
    (group,) = persons.proposals(store.tables())
    assert len(group.members) == 2


def test_a_report_counts_again_only_what_has_changed(
    store: Store, workshop: str, monkeypatch: pytest.MonkeyPatch
):
    other = another(store)
    for one in (workshop, other):
        ids = actions.register_list(store, workshop=one, rows=[{"alias": "Heron"}])
        session = workshops.sessions(store.tables(), one)[0]["session"]
        actions.mark_attendance(store, session=session, states={ids[0]: "present"}, way="grid")
    counted: list[str] = []
    real = reports.counted._facts

    def facts(tables: Tables, row: Any) -> Any:
        counted.append(row["workshop"])
        return real(tables, row)

    monkeypatch.setattr(reports.counted, "_facts", facts)
    period = ("2000-01-01", "2099-12-31")
    first = exchanging.report(store, *period)
    assert sorted(counted) == sorted([workshop, other])
    counted.clear()
    assert exchanging.report(store, *period).workshops == first.workshops
    assert counted == []
    (person,) = people.people(store.tables(), other)
    actions.correct_mark(
        store, session=session, person=person["person"], state="absent", reason="seen"
    )
    exchanging.report(store, *period)
    assert counted == [other]
    assert said_of(store, person) == [other]
    counted.clear()
    actions.erase_person(store, person["person"])
    exchanging.report(store, *period)
    assert counted == [other]
    assert said_of(store, person) == []


def said_of(store: Store, person: Row) -> list[str]:
    """The workshops of which what is kept says anything of somebody, by id or by number."""
    rows = store.tables().rows("SELECT workshop, told FROM tallies")
    named = (rf'"{person["person"]}"', rf"\b{person['number']}\b")
    return [
        row["workshop"] for row in rows
        if any(re.search(one, json.dumps((json.loads(row["told"]) or [""])[0])) for one in named)
    ]  # fmt: skip


def test_what_was_changed_while_it_was_counted_is_not_kept(
    store: Store, workshop: str, monkeypatch: pytest.MonkeyPatch
):
    ids = actions.register_list(store, workshop=workshop, rows=[{"alias": "Heron"}])
    session = workshops.sessions(store.tables(), workshop)[0]["session"]
    actions.mark_attendance(store, session=session, states={ids[0]: "present"}, way="grid")
    real = reports.counted._facts

    def facts(tables: Tables, row: Any) -> Any:
        found = real(tables, row)
        actions.correct_mark(store, session=session, person=ids[0], state="absent", reason="seen")
        return found

    monkeypatch.setattr(reports.counted, "_facts", facts)
    exchanging.report(store, "2000-01-01", "2099-12-31")
    assert store.tables().rows("SELECT * FROM tallies") == []


def test_registering_one_more_of_a_name_costs_the_same_however_many_have_it(tables: Tables):
    """Counted in the database's own steps: a name that hundreds have makes no merge slow."""
    one, steps = Chain(), 0

    def step() -> None:
        nonlocal steps
        steps += 1

    costs = []
    for many in (20, 400):
        told = [one.say("person.registered", person=f"{many:016x}{n:016x}") for n in range(many)]
        projections.fold(tables, told)
        steps = 0
        tables.connection.set_progress_handler(step, 1)
        projections.fold(tables, [one.say("person.registered", person=f"{many:032x}")])
        tables.connection.set_progress_handler(None, 1)
        costs.append(steps)
    assert costs[1] <= costs[0] * 1.2, costs
    (found,) = tables.rows("SELECT * FROM namesakes")
    assert found["people"] == namesakes.LOOKED_AT

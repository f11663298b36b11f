"""Erasures that other devices wrote: whom they may reach, and that the tables follow at once."""

import random
from uuid import uuid4

import pytest

from academy import actions, exchanging, projections
from academy.door import access
from academy.errors import AcademyError
from academy.printing import codes
from academy.projections import people, workshops
from sync import replica
from sync.aside import LEFT_OUT
from sync.entries import ERASED
from sync.errors import ChainError
from sync.tables import Tables
from tests.academy.trusting import SEEDS, befriend, bodies, erase, exchange, planned, relay, sound

NOBODY = "0123456789abcdef" * 2


class Room:
    """A workshop on one accepted laptop, with all that can be named in it; and a rogue laptop."""

    def __init__(self, new_store, centre):
        self.centre, self.mango, self.rogue = centre, new_store("mango"), new_store("rogue")
        befriend(self.mango, self.rogue, centre=centre)
        self.workshop, self.people = planned(self.mango, aliases=[f"Alias {n}" for n in range(12)])
        week = workshops.sessions(self.mango.tables(), self.workshop)
        self.sessions = [row["session"] for row in week]
        states = dict.fromkeys(self.people, "present")
        for session in self.sessions:
            actions.mark_attendance(self.mango, session=session, states=states, way="grid")
        for requirement in ("posttest", "evaluation"):
            for person in self.people[:2]:
                actions.meet_requirement(
                    self.mango, workshop=self.workshop, requirement=requirement, person=person
                )
        first = self.people[0]
        (self.certificate,) = actions.issue_certificates(
            self.mango, workshop=self.workshop, people=[first], titles={first: "Leadership"},
            new_code=codes.new,
        ).values()  # fmt: skip
        self.attempt = uuid4().hex
        actions.answer_quiz(
            self.mango, workshop=self.workshop, person=self.people[1], course="advocacy",
            lesson="one", attempt=self.attempt, correct=1, of=2,
        )  # fmt: skip
        actions.link_people(self.mango, *self.people[2:4])
        self.link = self.mango.tables().value("SELECT link FROM links")
        exchange(self.mango, centre)
        self.tell(self.rogue)

    def tell(self, laptop):
        """Let a laptop know the ids by which it may do harm, without taking part in anything."""
        planned(laptop, "Of its own", ["Own"])
        exchange(laptop, self.centre)

    def put_in(self, laptop):
        actions.assign_device(self.centre, self.workshop, laptop.key.device)
        exchange(laptop, self.centre)


@pytest.fixture
def room(new_store, centre):
    return Room(new_store, centre)


def waiting(store):
    with store.reading() as (log, _peers):
        return sorted(one.why for _, one in log.aside.erasures(lambda _: True))


def digest(store):
    return projections.digest(store.tables())


THINGS = {
    "a workshop": lambda room: room.workshop,
    "a session": lambda room: room.sessions[0],
    "a try at a quiz": lambda room: room.attempt,
    "a link of two": lambda room: room.link,
    "a laptop, or the half of it": lambda room: room.mango.key.device[:32],
    "the other half": lambda room: room.mango.key.device[32:],
    "nobody": lambda room: NOBODY,
    "an entry": lambda room: next(
        e for e in entries_of(room.mango) if e.kind == "attendance.marked"
    ).id[:32],
}  # fmt: skip


def entries_of(store):
    with store.reading() as (log, _peers):
        return list(log.since({}))


@pytest.mark.parametrize("thing", THINGS.values(), ids=THINGS)
def test_what_is_no_person_is_not_erased(room, thing):
    room.put_in(room.rogue)
    before = digest(room.centre), bodies(room.centre)
    erase(room.rogue, thing(room))
    exchange(room.rogue, room.centre)
    assert (digest(room.centre), bodies(room.centre)) == (before[0], before[1] + 1)
    known = thing(room) in {room.workshop, room.sessions[0], room.attempt, room.link}
    assert waiting(room.centre) == ["no_person" if known else "unknown"]
    sound(room.centre)
    room.put_in(room.mango)
    assert bodies(room.mango) >= before[1] - 12  # it is passed on bare: nothing is dropped there
    with room.mango.reading() as (log, _peers):
        assert log.erased() == set()
    sound(room.mango)


@pytest.mark.parametrize("kind", ["workshop", "session", "laptop"])
def test_an_id_that_is_also_a_person_is_not_erased_either(room, kind):
    """A rogue laptop registers a person under the id it wants to destroy."""
    room.put_in(room.rogue)
    victim = {"workshop": room.workshop, "session": room.sessions[0],
              "laptop": room.rogue.key.device[:32]}[kind]  # fmt: skip

    def register(log, _peers):
        from academy import events

        log.append(*events.write(events.PersonRegistered(
            victim, room.workshop, "Decoy", "", "", "", "", "participant", "2017-04-24T09:00"
        )))  # fmt: skip

    room.rogue.writing(register)
    exchange(room.rogue, room.centre)
    before = digest(room.centre)
    erase(room.rogue, victim)
    exchange(room.rogue, room.centre)
    assert waiting(room.centre) == ["no_person"]
    assert digest(room.centre) == before
    room.centre.writing(lambda log, _peers: log.carry_out(room.rogue.key.device))
    assert digest(room.centre) == before  # not even when somebody presses the button
    with pytest.raises(AcademyError, match="person_unknown"):
        actions.erase_person(room.centre, victim)
    assert digest(room.centre) == before
    sound(room.centre)


@pytest.mark.parametrize("thing", THINGS.values(), ids=THINGS)
def test_this_device_erases_persons_only(room, thing):
    before = digest(room.mango), bodies(room.mango)
    with pytest.raises(AcademyError, match="person_unknown"):
        actions.erase_person(room.mango, thing(room))
    assert (digest(room.mango), bodies(room.mango)) == before


def test_a_certificates_code_is_nothing_that_an_erasure_can_name(room):
    with pytest.raises(ChainError, match="subject_malformed"):
        erase(room.rogue, room.certificate)


def test_a_person_of_a_workshop_the_laptop_is_not_in_is_not_erased(room):
    before = digest(room.centre)
    erase(room.rogue, room.people[0])
    exchange(room.rogue, room.centre)
    assert digest(room.centre) == before
    assert waiting(room.centre) == ["elsewhere"]
    sound(room.centre)
    room.put_in(room.rogue)  # from then on it may
    actions.register_person(room.rogue, workshop=room.workshop, alias="Newcomer")
    exchange(room.rogue, room.centre)
    assert waiting(room.centre) == []
    assert room.people[0] not in {p["person"] for p in everybody(room.centre, room.workshop)}
    sound(room.centre)


def everybody(store, workshop):
    return people.people(store.tables(), workshop)


def test_a_person_of_the_laptops_own_workshop_is_erased_everywhere_at_once(room, new_store):
    other = new_store("other")
    befriend(other, centre=room.centre)
    room.put_in(other)
    gone = room.people[0]
    access.new_pin(other, gone)
    other.noting(lambda t: t.connection.execute(
        "INSERT INTO web_sessions VALUES ('s', 'room', 1, json_object('person', ?))", (gone,)
    ))  # fmt: skip
    actions.erase_person(room.mango, gone)
    exchange(room.mango, room.centre)
    exchange(other, room.centre)
    for store in (room.mango, room.centre, other):
        assert gone not in {p["person"] for p in everybody(store, room.workshop)}
        assert not [e for e in entries_of(store) if gone in (e.body or "") and e.kind != ERASED]
        assert store.tables().value("SELECT count(*) FROM marks WHERE person = ?", (gone,)) == 0
    sound(room.mango, room.centre, other)
    assert other.tables().value("SELECT count(*) FROM pins") == 0
    assert other.tables().value("SELECT count(*) FROM web_sessions") == 0
    assert waiting(room.centre) == []


def test_a_whole_room_at_once_waits_for_an_organiser(room):
    before = digest(room.centre)
    for person in room.people:
        actions.erase_person(room.mango, person)  # one by one, on its own pages
    exchange(room.mango, room.centre)
    assert digest(room.centre) == before
    assert waiting(room.centre) == ["many"] * 12
    sound(room.mango, room.centre)
    assert everybody(room.mango, room.workshop) == []
    device = room.mango.key.device
    assert room.centre.writing(lambda log, _peers: log.refuse(device)) == 12
    assert digest(room.centre) == before
    erased = room.centre.writing(
        lambda log, _peers: log.carry_out(device, standing=LEFT_OUT)  # thought better of
    )
    assert erased == set(room.people)
    assert everybody(room.centre, room.workshop) == []
    sound(room.centre)
    exchange(room.mango, room.centre)
    assert waiting(room.centre) == []


def test_a_few_in_each_of_many_exchanges_wait_too(room):
    for number, person in enumerate(room.people):
        actions.erase_person(room.mango, person)
        if number % 2:
            exchange(room.mango, room.centre)
            sound(room.centre)
    assert len(everybody(room.centre, room.workshop)) == 12 - 4
    assert waiting(room.centre) == ["many"] * 8


def test_an_erasure_waits_for_whom_it_means(room, new_store):
    """It comes first, by another laptop's exchange; the person on next week's stick."""
    late = new_store("late")
    befriend(late, centre=room.centre)
    room.put_in(late)
    person = actions.register_person(late, workshop=room.workshop, alias="Late")
    room.put_in(room.rogue)
    erase(room.rogue, person)
    exchange(room.rogue, room.centre)
    assert waiting(room.centre) == ["unknown"]
    exchange(late, room.centre)
    assert waiting(room.centre) == []
    assert person not in {p["person"] for p in everybody(room.centre, room.workshop)}
    assert not [e for e in entries_of(room.centre) if person in (e.body or "") and e.kind != ERASED]
    sound(room.centre)
    exchange(late, room.centre)
    assert person not in {p["person"] for p in everybody(late, room.workshop)}
    sound(late)


def test_two_laptops_that_were_asked_by_the_same_person_agree(room, new_store):
    other = new_store("other")
    befriend(other, centre=room.centre)
    room.put_in(other)
    for laptop in (room.mango, other):
        actions.erase_person(laptop, room.people[0])
    for laptop in (room.mango, other, room.mango):
        exchange(laptop, room.centre)
        sound(room.centre, laptop)
    assert waiting(room.centre) == []
    with other.reading() as (log, _peers):
        assert all(e.body for e in log.since({}) if e.kind == ERASED)


def test_a_thousand_at_once_cost_no_reading_of_the_log_for_each(room, monkeypatch):
    looks = []
    mentioning = Tables.mentioning
    monkeypatch.setattr(
        Tables, "mentioning", lambda *a, **named: looks.append(a) or mentioning(*a, **named)
    )
    erase(room.mango, *room.people)
    before = len(looks)
    exchange(room.mango, room.centre)
    assert waiting(room.centre) == ["many"] * 12
    assert len(looks) == before


def test_an_old_stick_brings_nobody_back(room):
    with room.mango.reading() as (log, _peers):
        old = list(log.since({}))
    actions.erase_person(room.mango, room.people[3])
    exchange(room.mango, room.centre)
    after = digest(room.centre), bodies(room.centre)
    room.centre.writing(lambda log, _peers: log.merge(old))
    assert (digest(room.centre), bodies(room.centre)) == after
    sound(room.centre)


def test_the_erasures_of_a_key_nobody_accepted_have_no_effect(room, new_store):
    ghost = new_store("ghost")
    before = digest(room.centre)
    erase(ghost, *room.people[:2])
    relay(ghost, room.mango)
    exchange(room.mango, room.centre)
    assert digest(room.centre) == before
    room.centre.writing(lambda log, _peers: log.take_in(ghost.key.device))
    assert waiting(room.centre) == ["elsewhere"] * 2
    assert digest(room.centre) == before
    sound(room.centre)


def test_a_revoked_laptop_erases_nobody(room):
    exchanging.revoke(room.centre, room.mango.key.device)
    before = digest(room.centre)
    erase(room.mango, *room.people[:3])
    relay(room.mango, room.rogue)
    exchange(room.rogue, room.centre)
    assert digest(room.centre) == before
    exchanging.accept(room.centre, room.mango.key.device, "Mango")
    assert len(everybody(room.centre, room.workshop)) == 9
    sound(room.centre)


def test_a_held_erasure_goes_on_without_its_body_until_it_is_carried_out(room, new_store):
    other = new_store("other")
    befriend(other, centre=room.centre)
    room.put_in(other)
    erase(room.mango, *room.people[:8])
    exchange(room.mango, room.centre)
    exchange(other, room.centre)
    told = [e for e in entries_of(other) if e.kind == ERASED]
    assert [e.body for e in told] == [None] * 8
    assert len(everybody(other, room.workshop)) == 11  # two of the twelve are one person
    room.centre.writing(lambda log, _peers: log.carry_out(room.mango.key.device))
    exchange(other, room.centre)
    assert len(everybody(other, room.workshop)) == 4
    sound(other, room.centre)
    assert digest(other) == digest(room.mango)


def test_a_body_that_names_the_id_in_passing_goes_and_the_tables_with_it(room, new_store):
    """On a laptop that knows more than central did when it decided."""
    other = new_store("other")
    befriend(other, centre=room.centre)
    room.put_in(other)
    gone = room.people[5]
    other.writing(lambda log, _peers: log.append("later.invented", f'{{"note":"of {gone}"}}'))
    assert other.tables().value("SELECT count(*) FROM not_understood") == 1
    actions.erase_person(room.mango, gone)
    exchange(room.mango, room.centre)
    with room.centre.reading() as (_log, peers):
        have = peers.get(other.key.device).have
    replica.take(other, replica.give(room.centre, other.key.device, have).data)
    assert gone not in {p["person"] for p in everybody(other, room.workshop)}
    assert other.tables().value("SELECT count(*) FROM not_understood") == 0
    sound(other)


def test_nothing_of_the_erased_stays_beside_the_file(room):
    wal = room.mango.folder / "store.db-wal"
    assert wal.stat().st_size > 0
    actions.erase_person(room.mango, room.people[0])
    assert wal.stat().st_size == 0
    exchange(room.mango, room.centre)
    assert (room.centre.folder / "store.db-wal").stat().st_size < 40_000


@pytest.mark.parametrize(("centre", "seed"), SEEDS, indirect=["centre"])
def test_in_whatever_order_erasures_people_and_decisions_come(room, new_store, seed):
    """Two laptops in one workshop, a rogue beside them; after every step all tables are sound."""
    dice = random.Random(seed)
    second = new_store("second")
    befriend(second, centre=room.centre)
    room.put_in(second)
    honest = [room.mango, second]
    everyone = list(room.people)
    asked = 0
    for step in range(20):
        laptop = dice.choice(honest)
        match dice.randrange(6):
            case 0:
                everyone.append(
                    actions.register_person(laptop, workshop=room.workshop, alias=f"New {step}")
                )
            case 1 if asked < 4:
                known = [p["person"] for p in everybody(laptop, room.workshop)]
                actions.erase_person(laptop, dice.choice(known))
                asked += 1
            case 2:
                erase(room.rogue, dice.choice([*everyone, room.workshop, *room.sessions]))
                exchange(room.rogue, room.centre)
            case 3:
                device = room.rogue.key.device
                room.centre.writing(lambda log, _peers, device=device: log.refuse(device))
            case _:
                exchange(laptop, room.centre)
        sound(room.centre, *honest)
    for _ in range(2):
        for laptop in honest:
            exchange(laptop, room.centre)
    with room.centre.reading() as (log, _peers):
        gone = log.erased()
    assert room.workshop not in gone
    assert set(room.sessions).isdisjoint(gone)
    for store in (room.centre, *honest):
        assert {one for p in everybody(store, room.workshop) for one in p["registrations"]} == {
            p for p in everyone if p not in gone and known_at(room.centre, p)
        }
    assert digest(room.mango) == digest(second)
    sound(room.centre, *honest)


def known_at(store, person):
    return store.tables().value("SELECT 1 FROM people WHERE person = ?", (person,)) is not None

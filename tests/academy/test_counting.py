"""Whose entries count: a key nobody accepted, one that was revoked, and what people decide."""

import random

import pytest

from academy import actions, exchanging, projections
from academy.errors import AcademyError
from academy.projections import people, workshops
from academy.store import opening
from sync import central as answering
from sync import replica
from sync.errors import ExchangeError
from tests.academy.conftest import PASSPHRASE
from tests.academy.trusting import SEEDS, befriend, bodies, bundle, exchange, planned, relay, sound
from tests.postgres import fresh


@pytest.fixture
def mango(new_store, centre):
    """An accepted laptop with a workshop of its own."""
    made = new_store("mango")
    befriend(made, centre=centre)
    planned(made, "Of Mango", ["Heron"])
    exchange(made, centre)
    return made


def titles(store):
    return {row["title"] for row in workshops.all_workshops(store.tables())}


def digest(store):
    return projections.digest(store.tables())


def strangers(new_store, count):
    """Laptops that nobody has accepted, each with a workshop and somebody in it."""
    made = [new_store(f"stranger {n}") for n in range(count)]
    for number, one in enumerate(made):
        planned(one, f"Of stranger {number}", [f"Ghost {number}"])
    return made


def decide(centre, verb, *arguments):
    return centre.writing(lambda log, _peers: getattr(log, verb)(*arguments))


def test_entries_of_keys_nobody_accepted_are_held_whoever_brings_them(new_store, centre, mango):
    before = digest(centre)
    for one in strangers(new_store, 5):
        relay(one, mango)
    exchange(mango, centre)
    assert titles(centre) == {"Of Mango"}
    assert digest(centre) == before
    with centre.reading() as (log, _peers):
        groups = list(log.aside.groups())
        assert log.count() == 12 + 5 * 12
    assert [(g.via, g.entries, g.why) for g in groups] == [(mango.key.device, 12, "writer")] * 5
    sound(centre)


def test_their_bodies_are_given_to_no_laptop(new_store, centre, mango):
    (ghost,) = strangers(new_store, 1)
    relay(ghost, mango)
    exchange(mango, centre)
    other = new_store("other")
    befriend(other, centre=centre)
    exchange(other, centre)
    week = workshops.all_workshops(ghost.tables())[0]["workshop"]
    actions.assign_device(centre, workshops.all_workshops(centre.tables())[0]["workshop"],
                          other.key.device)  # fmt: skip
    with pytest.raises(AcademyError, match="workshop_unknown"):
        actions.assign_device(centre, week, other.key.device)
    exchange(other, centre)
    assert titles(other) == {"Of Mango"}
    assert bodies(other, ghost.key.device) == 0


def test_what_is_held_counts_once_its_laptop_is_accepted(new_store, centre, mango):
    (ghost,) = strangers(new_store, 1)
    relay(ghost, mango)
    exchange(mango, centre)
    befriend(ghost, centre=centre)
    assert titles(centre) == {"Of Mango", "Of stranger 0"}
    sound(centre)
    exchange(ghost, centre)
    assert exchanging.standing(ghost).not_sent == 0
    sound(centre, ghost)


def test_what_came_so_far_can_be_taken_in_and_left_out_again(new_store, centre, mango):
    (ghost,) = strangers(new_store, 1)
    relay(ghost, mango)
    exchange(mango, centre)
    without = digest(centre)
    assert decide(centre, "take_in", ghost.key.device) == 12
    assert titles(centre) == {"Of Mango", "Of stranger 0"}
    taken = digest(centre)
    sound(centre)
    planned(ghost, "Later")
    relay(ghost, mango)
    exchange(mango, centre)
    assert digest(centre) == taken  # for what came so far, not for good
    sound(centre)
    decide(centre, "leave_out", ghost.key.device)
    assert digest(centre) == without
    sound(centre)
    assert decide(centre, "take_in", ghost.key.device) == 23
    assert titles(centre) == {"Of Mango", "Of stranger 0", "Later"}
    sound(centre)


def test_a_revoked_laptops_later_entries_do_not_count_whoever_brings_them(new_store, centre, mango):
    lost = new_store("lost")
    befriend(lost, centre=centre)
    planned(lost, "Before", ["Crane"])
    exchange(lost, centre)
    exchanging.revoke(centre, lost.key.device)
    assert titles(centre) == {"Of Mango", "Before"}
    planned(lost, "After", ["Forged"])
    before = digest(centre)
    relay(lost, mango)
    exchange(mango, centre)
    assert digest(centre) == before
    with centre.reading() as (log, _peers):
        (group,) = log.aside.groups()
    assert (group.device, group.entries, group.via) == (lost.key.device, 12, mango.key.device)
    sound(centre)
    exchanging.accept(centre, lost.key.device, "Found again")
    assert titles(centre) == {"Of Mango", "Before", "After"}
    sound(centre)


def test_what_a_revoked_laptop_recorded_before_still_counts_where_its_body_comes_late(
    new_store, centre, mango
):
    lost = new_store("lost")
    befriend(lost, centre=centre)
    planned(lost, "Before")
    with lost.reading() as (log, _peers):
        bare, whole = list(log.since({}, lambda _: False)), list(log.since({}))
    centre.writing(lambda log, _peers: log.merge(bare, doubt=lambda _: None))
    exchanging.revoke(centre, lost.key.device)
    centre.writing(lambda log, _peers: log.merge(whole, doubt=lambda _: "writer"))
    assert titles(centre) == {"Of Mango", "Before"}
    sound(centre)


def test_a_laptop_trusts_what_its_central_copy_counts(new_store, centre, mango):
    (ghost,) = strangers(new_store, 1)
    other = new_store("other")
    befriend(other, centre=centre)
    relay(ghost, mango)
    exchange(mango, centre)
    week = workshops.all_workshops(ghost.tables())[0]["workshop"]
    decide(centre, "take_in", ghost.key.device)
    actions.assign_device(centre, week, other.key.device)
    exchange(other, centre)
    assert titles(other) == {"Of stranger 0"}
    assert len(people.people(other.tables(), week)) == 1
    sound(other)


def told_of(store, workshop):
    """Its people as any copy has them, but for the numbers that are each file's own."""
    return [{**row, "number": None} for row in people.people(store.tables(), workshop)]


def test_bodies_already_given_stay_and_later_ones_come_when_they_count(new_store, centre, mango):
    other, lost = new_store("other"), new_store("lost")
    befriend(other, lost, centre=centre)
    workshop, _ = planned(lost, "Shared", ["Crane"])
    exchange(lost, centre)
    actions.assign_device(centre, workshop, other.key.device)
    exchange(other, centre)
    assert len(people.people(other.tables(), workshop)) == 1
    exchanging.revoke(centre, lost.key.device)
    actions.register_person(lost, workshop=workshop, alias="Late")
    relay(lost, mango)
    exchange(mango, centre)
    exchange(other, centre)
    assert [p["alias"] for p in people.people(other.tables(), workshop)] == ["Crane"]
    with other.reading() as (log, _peers):
        assert log.heads()[lost.key.device].seq == 13  # the chain is whole, the last entry bare
    exchanging.accept(centre, lost.key.device, "Found")
    exchange(other, centre)
    assert len(people.people(other.tables(), workshop)) == 2
    assert told_of(other, workshop) == told_of(lost, workshop)
    sound(centre, other)


def test_a_restored_laptop_waits_under_its_new_key_and_loses_nothing(new_store, centre, mango):
    old = mango.key.device
    mango.new_key()
    planned(mango, "Under the new key")
    with pytest.raises(ExchangeError, match="device_waiting"):
        answering.receive(centre, bundle(mango, centre))
    relayer = new_store("relayer")
    befriend(relayer, centre=centre)
    relay(mango, relayer)
    exchange(relayer, centre)
    assert titles(centre) == {"Of Mango"}
    exchanging.accept(centre, mango.key.device, "Mango again")
    assert titles(centre) == {"Of Mango", "Under the new key"}
    exchange(mango, centre)
    assert exchanging.standing(mango).not_sent == 0
    with centre.reading() as (log, _peers):
        assert {old, mango.key.device} <= log.heads().keys()
    sound(centre, mango)


def test_a_laptop_that_leaves_keeps_what_it_had(new_store, centre, mango):
    other = new_store("other")
    befriend(other, centre=centre)
    week = workshops.all_workshops(centre.tables())[0]["workshop"]
    actions.assign_device(centre, week, other.key.device)
    exchange(other, centre)
    exchanging.leave(other, centre.key.device)
    assert titles(other) == {"Of Mango"}
    sound(other)


def test_another_central_copy_judges_for_itself(new_store, centre, mango):
    """What one copy holds goes to the one above it with its bodies, which may know the key."""
    above = new_store("above")
    befriend(centre, centre=above)
    (ghost,) = strangers(new_store, 1)
    relay(ghost, mango)
    befriend(ghost, centre=above)
    exchange(mango, centre)
    exchange(centre, above)
    assert "Of stranger 0" in titles(above)
    assert titles(centre) == {"Of Mango"}
    sound(above, centre)


def test_a_second_process_follows_every_decision(tmp_path, postgres_dsn, new_store, monkeypatch):
    import shutil

    from academy.store import shared

    monkeypatch.setattr(shared, "LOOK_EVERY", 0.0)
    first = opening.create(tmp_path / "one", PASSPHRASE, fresh(postgres_dsn))
    first.close()
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    one, two = (opening.unlock(tmp_path / name, PASSPHRASE) for name in ("one", "two"))
    laptop = new_store("mango")
    befriend(laptop, centre=one)
    (ghost,) = strangers(new_store, 1)
    planned(laptop, "Of Mango")
    relay(ghost, laptop)
    exchange(laptop, two)
    assert titles(one) == titles(two) == {"Of Mango"}
    for verb in ("take_in", "leave_out", "take_in", "leave_out"):
        decide(one, verb, ghost.key.device)
        assert digest(two) == digest(one)
        sound(one, two)
    before = len(list(two.tables().rows("SELECT 1 FROM settings")))
    assert two._shared.moved_since(shared.Mark(*two.setting("mark"))) is False
    assert len(list(two.tables().rows("SELECT 1 FROM settings"))) == before
    one.close()
    two.close()


def test_a_log_that_moves_to_a_server_takes_along_what_does_not_count(
    tmp_path, postgres_dsn, new_store
):
    lone, laptop = new_store("lone"), new_store("mango")
    befriend(laptop, centre=lone)
    relay(strangers(new_store, 1)[0], laptop)
    planned(laptop, "Of Mango", ["Heron"])
    week = workshops.all_workshops(laptop.tables())[-1]["workshop"]
    laptop.writing(lambda log, _peers: log.erase(week))
    exchange(laptop, lone)
    before = digest(lone)
    with lone.reading() as (log, _peers):
        groups = list(log.aside.groups())
    lone.close()
    moved = opening.unlock(tmp_path / "lone", PASSPHRASE, fresh(postgres_dsn))
    assert digest(moved) == before
    with moved.reading() as (log, _peers):
        assert sorted(log.aside.groups()) == sorted(groups)
    sound(moved)
    moved.close()


@pytest.mark.parametrize(("centre", "seed"), SEEDS, indirect=["centre"])
def test_whatever_comes_and_is_decided_in_whatever_order(new_store, centre, seed):
    """Two laptops, a stranger and a lost one; after every step the tables are what counts."""
    dice = random.Random(seed)
    laptops = [new_store("first"), new_store("second")]
    befriend(*laptops, centre=centre)
    lost = new_store("lost")
    befriend(lost, centre=centre)
    (ghost,) = strangers(new_store, 1)
    planned(lost, "Of the lost")
    others = [lost, ghost]
    steps = (
        lambda laptop, other: planned(laptop, f"Week {dice.random()}", ["Heron"]),
        lambda laptop, other: planned(other, f"Other {dice.random()}", ["Crane"]),
        lambda laptop, other: (relay(other, laptop), exchange(laptop, centre)),
        lambda laptop, other: (relay(other, laptop), exchange(laptop, centre)),
        lambda laptop, other: decide(centre, "take_in", other.key.device),
        lambda laptop, other: decide(centre, "leave_out", other.key.device),
        lambda laptop, other: exchanging.revoke(centre, lost.key.device),
        lambda laptop, other: exchanging.accept(centre, lost.key.device, "Lost"),
    )
    for _ in range(20):
        dice.choice(steps)(dice.choice(laptops), dice.choice(others))
        sound(centre)
    for other in others:
        relay(other, laptops[0])
    for laptop in laptops:
        exchange(laptop, centre)
    exchanging.accept(centre, lost.key.device, "Lost")
    for other in others:
        decide(centre, "take_in", other.key.device)
    sound(centre, *laptops)
    everything = new_store("everything")
    for one in (*laptops, *others):
        relay(one, everything)
    assert digest(everything) == digest(centre)


# A stick from a laptop not yet accepted


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def test_a_stick_read_twice_before_its_laptop_is_accepted_works_once_it_is(
    new_store, centre, stick
):
    laptop = new_store("laptop")
    planned(laptop, "On the stick", ["Heron"])
    exchanging.write_card(centre, str(stick), role="central")
    exchanging.exchange(laptop, str(stick))
    exchanging.join(laptop, centre.key.device, " ".join(exchanging.standing(centre).words))
    exchanging.exchange(laptop, str(stick))
    for _ in range(2):
        outcomes = exchanging.exchange(centre, str(stick), role="central")
        assert "device_waiting" in {outcome.code for outcome in outcomes}
        assert titles(centre) == set()
        sound(centre)
    exchanging.accept(centre, laptop.key.device, "Laptop")
    exchanging.exchange(centre, str(stick), role="central")
    assert titles(centre) == {"On the stick"}
    exchanging.exchange(laptop, str(stick))
    assert exchanging.standing(laptop).not_sent == 0
    sound(centre, laptop)


def test_a_bundle_sent_before_its_laptop_is_accepted_is_taken_when_it_is_sent_again(
    new_store, centre
):
    laptop = new_store("laptop")
    planned(laptop, "By the line", ["Heron"])
    laptop.writing(lambda _log, peers: (peers.meet(centre.key.device, "", "central"),
                                        peers.trust(centre.key.device)))  # fmt: skip
    data = replica.give(laptop, centre.key.device, replica.Have({}, {})).data
    for _ in range(2):
        with pytest.raises(ExchangeError, match="device_waiting"):
            answering.receive(centre, data)
    exchanging.accept(centre, laptop.key.device, "Laptop")
    replica.take(laptop, answering.receive(centre, data))
    assert titles(centre) == {"By the line"}
    sound(centre, laptop)


def test_a_stick_that_was_given_bare_entries_is_written_anew_when_they_count(
    new_store, centre, mango, stick
):
    """The tips are the same before and after; only what may be said of them has changed."""
    other = new_store("other")
    befriend(other, centre=centre)
    week = workshops.all_workshops(centre.tables())[0]["workshop"]
    actions.assign_device(centre, week, other.key.device)
    lost = new_store("lost")
    befriend(lost, centre=centre)
    actions.assign_device(centre, week, lost.key.device)
    exchange(lost, centre)
    actions.register_person(lost, workshop=week, alias="Before")
    exchange(lost, centre)
    exchanging.revoke(centre, lost.key.device)
    actions.register_person(lost, workshop=week, alias="After")
    relay(lost, mango)
    exchange(mango, centre)
    for turn in ("held", "counts"):
        if turn == "counts":
            exchanging.accept(centre, lost.key.device, "Found")
        for _ in range(2):
            exchanging.exchange(centre, str(stick), role="central")
            exchanging.exchange(other, str(stick))
        aliases = {row["alias"] for row in people.people(other.tables(), week)}
        assert ("After" in aliases) == (turn == "counts")
        sound(centre, other)

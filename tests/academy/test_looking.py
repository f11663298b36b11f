"""A look at a stick is an import that is undone: it tells what would come, and nothing remains."""

from pathlib import Path

import pytest

from academy import actions, exchanging, projections
from academy.projections import people
from sync import looking
from tests.academy.trusting import befriend, exchange, planned

pytestmark = pytest.mark.usefixtures("cheap_passphrases")


@pytest.fixture
def met(new_store, tmp_path):
    """A laptop with a week, its central copy that has it all, and a stick."""
    laptop, centre = new_store("laptop"), new_store("central")
    befriend(laptop, centre=centre)
    workshop, _everybody = planned(laptop, aliases=["Blue Heron", "Étoile"])
    exchange(laptop, centre)
    (tmp_path / "stick").mkdir()
    return laptop, centre, workshop, str(tmp_path / "stick")


def state(store):
    """All that a look could have changed."""
    with store.reading() as (log, peers):
        log.verify()
        return log.count(), log.have(), peers.all(), projections.digest(store.tables())


def carry(laptop, workshop, stick, *aliases):
    for alias in aliases:
        actions.register_person(laptop, workshop=workshop, alias=alias)
    exchanging.exchange(laptop, stick)


def test_nothing_remains_of_a_look_and_work_goes_on_after_it(met):
    laptop, centre, workshop, stick = met
    carry(laptop, workshop, stick, "Newcomer")
    before, concerned = state(centre), centre.concerns.count
    found = [exchanging.look(centre, stick) for _ in range(2)]
    assert found[0] == found[1]
    assert state(centre) == before
    assert centre.concerns.count == concerned
    # What the log keeps in mind between changes was not taken from what was undone.
    actions.register_person(centre, workshop=workshop, alias="At the office")
    exchanging.take_in_stick(centre, stick, found[0].mark, role="central")
    assert len(people.people(centre.tables(), workshop)) == 4
    with centre.reading() as (log, _peers):
        log.verify()
    assert centre.folds_to_the_same()


def test_a_person_who_would_be_erased_is_still_here_after_a_look(met):
    laptop, centre, workshop, stick = met
    heron = people.by_alias(laptop.tables(), workshop, "Blue Heron")["person"]
    actions.erase_person(laptop, heron)
    carry(laptop, workshop, stick)
    (seen,) = exchanging.look(centre, stick).seen
    assert seen.erased == {heron}
    assert people.by_alias(centre.tables(), workshop, "Blue Heron")
    assert centre.folds_to_the_same()


def test_what_cannot_come_yet_is_a_gap_and_the_others_are_shown(met, new_store):
    laptop, centre, workshop, stick = met
    other = new_store("other")
    befriend(other, centre=centre)
    week, _ = planned(other, "Elsewhere", ["Coral"])
    exchange(other, centre)
    # The laptop believes that central holds what it never got, as when that one was restored.
    carry(laptop, workshop, stick, "Lost")
    for path in Path(stick).iterdir():
        path.unlink()
    with laptop.reading() as (log, _peers):
        have = log.have()

    def believe(_log, peers):
        peers.note_heard(centre.key.device, have, bundle="0" * 32, turn=10_000, fresh=True)

    laptop.writing(believe)
    carry(laptop, workshop, stick, "After it")
    carry(other, week, stick, "Ivy")
    before = state(centre)
    found = exchanging.look(centre, stick)
    told = {one.device: [outcome.code for outcome in one.told] for one in found.seen}
    assert told == {laptop.key.device: ["gap"], other.key.device: []}
    assert {one.device: len(one.added) for one in found.seen} == {
        laptop.key.device: 0, other.key.device: 1,
    }  # fmt: skip
    assert state(centre) == before


@pytest.mark.parametrize("most", [1, 50 << 20])
def test_a_stick_with_more_than_is_tried_at_once_is_looked_at_in_parts(met, monkeypatch, most):
    laptop, centre, workshop, stick = met
    monkeypatch.setattr(looking, "MAX_SEALED", most)
    carry(laptop, workshop, stick, "One")
    carry(laptop, workshop, stick, "Two")
    (seen,) = exchanging.look(centre, stick).seen
    assert len(seen.added) == 2  # people are counted once, in whatever parts they come


def test_whoever_is_revoked_after_the_look_brings_nothing(met):
    laptop, centre, workshop, stick = met
    carry(laptop, workshop, stick, "Newcomer")
    found = exchanging.look(centre, stick)
    exchanging.revoke(centre, laptop.key.device)
    came = exchanging.take_in_stick(centre, stick, found.mark, role="central")
    assert [one.code for one in came] == ["device_revoked"]
    assert len(people.people(centre.tables(), workshop)) == 2


def test_a_stick_that_is_pulled_out_is_no_fault(met, tmp_path, monkeypatch):
    laptop, centre, workshop, stick = met
    carry(laptop, workshop, stick, "Newcomer")

    def gone(_path):
        raise OSError

    monkeypatch.setattr("sync.folder.read", gone)
    found = exchanging.look(centre, stick)
    assert not found.seen
    assert [one.code for one in found.outcomes] == ["damaged"]

"""The Devices page of the central copy: what is held without counting, and one press for each."""

import pytest

from academy import exchanging
from academy.projections import people, workshops
from sync import entries, keys
from sync.keys import DeviceKey
from tests.academy.trusting import befriend, erase, exchange, planned, relay


@pytest.fixture
def office(new_desk):
    """The central copy."""
    made = new_desk("central", central=True)
    made.house.set_up(made.passphrase)
    made.sign_in()
    return made


@pytest.fixture
def mango(new_store, office):
    """An accepted laptop with twelve people in a workshop."""
    made = new_store("mango")
    befriend(made, centre=office.store)
    exchanging.accept(office.store, made.key.device, "Mango")
    made.week, made.people = planned(made, "Week", [f"Alias {n}" for n in range(12)])
    exchange(made, office.store)
    return made


@pytest.fixture
def ghost(new_store, mango, office):
    """A laptop nobody has accepted, whose entries came with Mango."""
    made = new_store("ghost")
    planned(made, "Of the ghost", ["Ghost"])
    relay(made, mango)
    exchange(mango, office.store)
    return made


def titles(office):
    return {row["title"] for row in workshops.all_workshops(office.store.tables())}


def everybody(office, workshop):
    return people.people(office.store.tables(), workshop)


def test_entries_of_a_stranger_are_shown_taken_in_and_left_out(office, mango, ghost):
    page = office.get("/devices")
    assert "A laptop nobody has accepted" in page
    assert "12 entries of this laptop came with others. They don’t count." in page
    assert "Brought by: Mango." in page
    for word in keys.words(ghost.key.device):
        assert f"<li>{word}</li>" in page
    assert "Of the ghost" not in page
    device = ghost.key.device
    assert "Taken in" in office.done("/devices/take-in", device=device)
    assert titles(office) == {"Week", "Of the ghost"}
    page = office.done("/devices/leave-out", device=device)
    assert "12 entries are left out." in page
    assert titles(office) == {"Week"}
    assert office.store.folds_to_the_same()
    office.refused("/devices/leave-out", 409, device=device)


def test_a_stranger_is_accepted_where_it_stands(office, mango, ghost):
    assert "is empty" in office.refused("/devices/accept", 400, device=ghost.key.device, name=" ")
    page = office.done("/devices/accept", device=ghost.key.device, name="Coast")
    assert "“Coast” is in" in page
    assert "nobody has accepted" not in page
    assert titles(office) == {"Week", "Of the ghost"}


def test_what_a_revoked_laptop_wrote_later_says_so(office, mango, new_store):
    lost = new_store("lost")
    befriend(lost, centre=office.store)
    planned(lost, "Before")
    exchange(lost, office.store)
    office.done("/devices/revoke", device=lost.key.device)
    planned(lost, "After")
    relay(lost, mango)
    exchange(mango, office.store)
    page = office.get("/devices")
    assert "11 entries came after it was revoked. They don’t count." in page
    assert titles(office) == {"Week", "Before"}
    office.done("/devices/accept", device=lost.key.device, name="Found")
    assert titles(office) == {"Week", "Before", "After"}


def test_a_whole_room_is_erased_or_kept_with_one_press(office, mango):
    erase(mango, *mango.people)
    exchange(mango, office.store)
    page = office.get("/devices")
    assert "This laptop asks to erase 12 people." in page
    assert "Alias 7" in page
    device = mango.key.device
    office.refused("/devices/erase", 409, device=device, shown=11)  # others came meanwhile
    office.refused("/devices/erase", 409, device=device)
    assert len(everybody(office, mango.week)) == 12
    page = office.done("/devices/keep", device=device, shown=12)
    assert "Nobody was erased" in page
    assert "12 people not erased, as was decided here" in page
    office.refused("/devices/keep", 409, device=device, shown=12)
    office.refused("/devices/erase", 409, device=device, shown=12)
    page = office.done("/devices/erase", device=device, shown=12, refused="yes")
    assert "Erased." in page
    assert "Alias 7" not in page
    assert everybody(office, mango.week) == []
    assert office.store.folds_to_the_same()


def test_an_erasure_of_what_is_no_person_is_told(office, mango):
    erase(mango, mango.week)
    exchange(mango, office.store)
    assert titles(office) == {"Week"}
    page = office.get("/devices")
    assert "asks to erase 1 thing that is no person" in page
    office.refused("/devices/erase", 409, device=mango.key.device, shown=1)
    assert titles(office) == {"Week"}


def test_sync_and_report_say_how_many_wait(office, mango, ghost):
    erase(mango, *mango.people[:8])
    exchange(mango, office.store)
    for page in (office.get("/sync"), office.get("/report")):
        assert "20 entries wait for a decision and don’t count yet" in page
    assert exchanging.report(office.store, "2017-01-01", "2017-12-31").undecided == 20
    office.done("/devices/leave-out", device=ghost.key.device)
    assert "8 entries wait for a decision" in office.get("/report")


@pytest.mark.parametrize("path", ["take-in", "leave-out", "erase", "keep"])
def test_nonsense_is_refused_and_a_laptop_decides_nothing(office, desk, path):
    form = {"device": "0" * 64, "shown": "1"}
    assert office.post(f"/devices/{path}", **form).status_code == 409
    assert office.post(f"/devices/{path}", device="../x", shown="x").status_code == 404
    assert desk.post(f"/devices/{path}", **form).status_code == 404


def test_a_great_many_strangers_are_left_out_together(office, mango, ghost, monkeypatch):
    monkeypatch.setattr("academy.web.staff.keeping.devices.SHOWN", 2)
    made = [DeviceKey.generate() for _ in range(5)]
    came = [entries.make(key.device, 1, 1, "thing.happened", entries.GENESIS, "{}") for key in made]
    heads = [
        (key.device, entries.Head(1, one.id), entries.sign_head(key, entries.Head(1, one.id)))
        for key, one in zip(made, came, strict=True)
    ]
    mango.writing(lambda log, _peers: (log.merge(came), log.keep_heads(heads)))
    exchange(mango, office.store)
    page = office.get("/devices")
    assert page.count("A laptop nobody has accepted") == 2
    assert "4 more laptops nobody has accepted are not shown." in page
    office.done("/devices/leave-out", all="yes")
    assert exchanging.not_counted(office.store) == 0
    assert titles(office) == {"Week"}
    office.done("/devices/take-in", device=ghost.key.device)
    assert titles(office) == {"Week", "Of the ghost"}

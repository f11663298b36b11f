"""A stick is looked at before anything of it is taken in, and joining by stick takes one visit."""

import re
from html import unescape
from pathlib import Path

import pytest

from academy import actions, exchanging
from academy.projections import people, workshops
from sync import keys
from tests.academy.trusting import planned, relay
from tests.meeting import meet


@pytest.fixture
def office(new_desk):
    """The central copy."""
    made = new_desk("central", central=True)
    made.house.set_up(made.passphrase)
    made.sign_in()
    exchanging.call_yourself(made.store, "Office")
    return made


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return str(folder)


def hidden(page, name):
    return re.search(rf'type="hidden" name="{name}" value="([^"]*)"', page)[1]


def look(desk, stick):
    """What the page says of the stick, once somebody has asked."""
    return desk.refused("/sync", 200, place=stick)


def take(desk, stick, page):
    return desk.done("/sync/take", place=stick, mark=hidden(page, "mark"))


def words(desk):
    return " ".join(keys.words(desk.store.key.device))


def joined(desk, office, stick):
    """The laptop's half of the one visit: it looks, compares, joins, and the stick is ready."""
    office.done("/sync/card", place=stick)
    page = look(desk, stick)
    assert hidden(page, "words") == words(office)
    return desk.done(
        "/sync/join", same="yes",
        **{name: hidden(page, name) for name in ("device", "words", "place")},
    )  # fmt: skip


def let_in(office, page, name="North"):
    return office.refused(
        "/sync/accept", 200, name=name,
        **{field: hidden(page, field) for field in ("device", "words", "place")},
    )  # fmt: skip


def test_a_laptop_joins_by_stick_in_one_visit(desk, office, stick):
    assert "The stick is ready" in joined(desk, office, stick)
    page = look(office, stick)
    assert hidden(page, "words") == words(desk)
    assert "Leadership week" not in page  # of a stranger nothing is read
    page = let_in(office, page)
    assert "North" in page
    assert "Leadership week" in page
    assert workshops.all_workshops(office.store.tables()) == []
    assert "entries came from “North”" in take(office, stick, page)
    assert len(people.people(office.store.tables(), desk.workshop)) == len(desk.people)
    page = desk.done("/sync", place=stick)  # a receipt alone needs no look
    assert "“Office” has signed for what it holds" in page
    assert "✓ Everything has arrived" in page


def test_the_other_rooms_laptop_has_its_workshop_in_the_same_visit(met, new_desk):
    """A laptop with nothing on it: there and back once, and its trainer can begin."""
    desk, office, stick = met
    second = new_desk("second")
    second.house.set_up(second.passphrase)
    second.sign_in()
    joined(second, office, stick)
    page = look(office, stick)
    form = {name: hidden(page, name) for name in ("device", "words", "place")}
    page = office.done("/sync/accept", name="South", workshop=desk.workshop, **form)
    assert "entries went to “South”" in page
    page = look(second, stick)
    assert facts(page)["People added"] == str(len(desk.people))
    assert "Leadership week" in page
    take(second, stick, page)
    assert len(people.people(second.store.tables(), desk.workshop)) == len(desk.people)


def test_a_name_that_is_taken_lets_nobody_in_from_a_stick(met, new_desk):
    desk, office, stick = met
    second = new_desk("second")
    second.house.set_up(second.passphrase)
    second.sign_in()
    joined(second, office, stick)
    page = look(office, stick)
    form = {name: hidden(page, name) for name in ("device", "words", "place")}
    page = office.refused("/sync/accept", 409, name="north", **form)
    assert "Two devices can’t have one name" in page
    assert 'value="north"' in page
    form["words"] = words(desk)
    page = office.refused("/sync/accept", 409, name="South", **form)
    assert "The six words are different" in page
    states = {one.name: one.peer.state for one in exchanging.known_devices(office.store)}
    assert sorted(states.values()) == ["trusted", "waiting"]


def test_whoever_was_let_in_by_words_beforehand_is_shown_at_once(desk, office, stick):
    office.done("/devices/let-in", words=words(desk), name="North")
    joined(desk, office, stick)
    assert "Leadership week" in look(office, stick)


def facts(page):
    """Each fact of the stick with its number."""
    pairs = re.findall(r"<dt>([^<]*)</dt><dd>([^<]*)</dd>", page)
    return {name: re.sub(r"\D", "", value) for name, value in pairs}


@pytest.fixture
def met(desk, office, stick):
    """A laptop that central knows, with all it had."""
    meet(desk.store, office.store)
    exchanging.exchange(desk.store, stick)
    exchanging.exchange(office.store, stick, role="central")
    exchanging.exchange(desk.store, stick)
    exchanging.accept(office.store, desk.store.key.device, "North")
    return desk, office, stick


def test_a_look_says_what_would_come_and_changes_nothing(met):
    desk, office, stick = met
    first, second = (row["person"] for row in desk.people[:2])
    actions.register_person(desk.store, workshop=desk.workshop, alias="Newcomer")
    actions.revise_person(desk.store, first, workshop=desk.workshop, alias="Renamed")
    actions.erase_person(desk.store, second)
    session = desk.sessions[3]
    states = {row["person"]: "present" for row in desk.people}
    actions.mark_attendance(desk.store, session=session["session"], states=states, way="grid")
    exchanging.exchange(desk.store, stick)
    files = sorted(path.name for path in Path(stick).iterdir())
    before, held = office.count, exchanging.standing(office.store)
    page = look(office, stick)
    assert office.count == before
    assert exchanging.standing(office.store) == held
    assert office.store.folds_to_the_same()
    told = facts(page)
    assert told["People added"] == "1"
    assert told["People changed"] == "1"
    assert told["People erased"] == "1"
    assert told["Marks of attendance"] == str(len(states))
    assert "Leadership week" in page
    assert "Renamed" not in page  # figures, nobody's names
    assert sorted(path.name for path in Path(stick).iterdir()) == files
    take(office, stick, page)
    aliases = {row["alias"] for row in people.people(office.store.tables(), desk.workshop)}
    assert {"Newcomer", "Renamed"} <= aliases
    assert office.store.folds_to_the_same()


def test_a_laptop_looks_too_before_it_takes_in_what_central_left(met):
    desk, office, stick = met
    actions.register_person(office.store, workshop=desk.workshop, alias="From the office")
    exchanging.exchange(office.store, stick, role="central")
    page = look(desk, stick)
    assert " ".join(keys.words(office.store.key.device)[:2]) in page
    assert facts(page)["People added"] == "1"
    assert "From the office" not in {row["alias"] for row in desk.people}
    take(desk, stick, page)
    assert "From the office" in {row["alias"] for row in desk.people}


def test_another_stick_than_the_one_that_was_looked_at_is_looked_at_again(met):
    desk, office, stick = met
    actions.register_person(desk.store, workshop=desk.workshop, alias="One")
    exchanging.exchange(desk.store, stick)
    page = look(office, stick)
    actions.register_person(desk.store, workshop=desk.workshop, alias="Two")
    exchanging.exchange(desk.store, stick)
    before = office.count
    again = office.refused("/sync/take", 409, place=stick, mark=hidden(page, "mark"))
    assert office.count == before
    assert facts(again)["People added"] == "2"
    take(office, stick, again)
    assert office.count == before + 2


def test_two_bundles_of_one_laptop_are_counted_once(met):
    desk, office, stick = met
    for alias in ("One", "Two"):
        actions.register_person(desk.store, workshop=desk.workshop, alias=alias)
        exchanging.exchange(desk.store, stick)
    told = facts(look(office, stick))
    assert (told["Entries"], told["People added"]) == ("2", "2")


def test_what_cannot_be_read_is_named_beside_what_can(met):
    desk, office, stick = met
    actions.register_person(desk.store, workshop=desk.workshop, alias="One")
    exchanging.exchange(desk.store, stick)
    (Path(stick) / "0123456789abcdef").write_bytes(b"half")
    page = look(office, stick)
    assert "damaged or not complete" in page
    assert "0123456789abcdef" in page
    assert facts(page)["People added"] == "1"


def test_a_revoked_laptops_stick_offers_nothing_to_take_in(met):
    desk, office, stick = met
    actions.register_person(desk.store, workshop=desk.workshop, alias="One")
    exchanging.exchange(desk.store, stick)
    exchanging.revoke(office.store, desk.store.key.device)
    before = office.count
    page = office.done("/sync", place=stick)
    assert "no longer takes entries" in page
    assert "Take all of it in" not in page
    assert office.count == before


def test_what_would_wait_for_a_decision_is_said(met, new_store):
    desk, office, stick = met
    other = new_store("other")
    planned(other, "Elsewhere", ["Stranger"])
    relay(other, desk.store)
    exchanging.exchange(desk.store, stick)
    page = look(office, stick)
    assert "will wait for a decision" in page
    assert "Elsewhere" not in page


def test_a_stick_with_nothing_for_anybody_is_answered_at_once(met):
    _desk, office, stick = met
    assert "Nothing on this stick was new" in office.done("/sync", place=stick)


@pytest.mark.parametrize("mark", ["", "0" * 64])
def test_nothing_is_taken_unseen(met, mark):
    desk, office, stick = met
    actions.register_person(desk.store, workshop=desk.workshop, alias="One")
    exchanging.exchange(desk.store, stick)
    before = office.count
    office.refused("/sync/take", 409, place=stick, mark=mark)
    assert office.count == before


def test_a_stick_that_cannot_be_written_to_is_not_called_ready(desk, office, stick, monkeypatch):
    def no_room(*_given, **_options):
        raise OSError

    office.done("/sync/card", place=stick)
    page = look(desk, stick)
    form = {name: hidden(page, name) for name in ("device", "words", "place")}
    monkeypatch.setattr("sync.files.write", no_room)
    page = desk.post("/sync/join", same="yes", **form)
    assert page.status_code == 409
    assert "The stick is ready" not in page.text
    assert "can’t be written to" in unescape(page.text)


def test_what_was_typed_stays_in_the_field_it_was_typed_into(desk, tmp_path):
    page = desk.refused("/sync", 404, place=str(tmp_path / "nowhere"))
    fields = re.findall(r'<input name="place" type="text" value="([^"]*)"', page)
    assert fields == ["", str(tmp_path / "nowhere")]


def test_a_laptop_accepts_nobody(desk, stick):
    assert desk.post("/sync/accept", device="0" * 64, name="X", place=stick).status_code == 404

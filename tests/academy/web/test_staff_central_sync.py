"""The Sync page of a laptop, and the central copy's Sync and Devices pages."""

import re
import shutil
import threading
from html import unescape
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest

from academy import actions, exchanging
from academy.projections import workshops
from academy.web.sync import create_app
from sync import keys
from sync.keys import DeviceKey


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args):
        pass


@pytest.fixture(autouse=True)
def _direct(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def office(new_desk):
    """The central copy."""
    made = new_desk("central", central=True)
    made.house.set_up(made.passphrase)
    made.sign_in()
    exchanging.call_yourself(made.store, "Office")
    return made


@pytest.fixture
def address(office):
    server = make_server("127.0.0.1", 0, create_app(office.house), handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return str(folder)


def words(desk):
    return keys.words(desk.store.key.device)


def shown_words(page):
    return re.findall(r"<li>([a-z]+)</li>", page)


def join(desk, office, place):
    desk.done("/sync", place=place)
    return desk.done(
        "/sync/join", device=office.store.key.device, words=" ".join(words(office)), same="yes"
    )


def accept(office, desk, name="Laptop North"):
    return office.done("/devices/accept", device=desk.store.key.device, name=name)


# Joining and syncing over the network


def test_the_whole_way_from_an_address_to_the_tick(desk, office, address):
    page = desk.done("/sync", place=address)
    assert "Is this the central copy you mean?" in page
    assert shown_words(page)[:6] == words(office)
    page = join(desk, office, address)
    assert "This laptop has joined “Office”" in page
    assert "doesn’t know this laptop yet" in page
    assert "✓ Everything" not in page
    waiting = office.get("/devices")
    assert "Waiting to be let in" in waiting
    assert shown_words(waiting)[:6] == words(desk)
    accept(office, desk)
    page = desk.done("/sync", place=address)
    assert "✓ Everything has arrived" in page
    assert "“Office” has signed for what it holds" in page
    held = office.get("/devices")
    assert "Laptop North" in held
    assert "Leadership week" in held
    actions.register_person(desk.store, workshop=desk.workshop, alias="Late one")
    assert "1 entry not yet sent" in desk.get("/sync")


def test_an_empty_laptop_has_no_tick_before_a_receipt(empty_desk, office, address):
    page = join(empty_desk, office, address)
    assert "Nothing signed for yet" in page
    assert "✓" not in re.sub(r'<p class="muted">.*?</p>', "", page)


def test_different_words_join_nothing(desk, office, address):
    desk.done("/sync", place=address)
    form = {"device": office.store.key.device, "words": " ".join(words(office))}
    assert "The six words are different" in desk.refused("/sync/join", 409, same="no", **form)
    assert exchanging.standing(desk.store).met == []
    desk.done("/sync", place=address)
    form["words"] = "six words of some other copy"
    assert "The six words are different" in desk.refused("/sync/join", 409, same="yes", **form)
    assert exchanging.standing(desk.store).central is None


def test_leaving_forgets_the_central_copy(desk, office, address):
    join(desk, office, address)
    page = desk.done("/sync/leave", device=office.store.key.device)
    assert "This laptop has left" in page
    assert exchanging.standing(desk.store).central is None
    desk.refused("/sync/leave", 404, device=office.store.key.device)


@pytest.mark.parametrize(
    ("place", "status", "said"),
    [
        ("", 400, "Say where"),
        ("not an address", 400, "This is not an address"),
        ("http://127.0.0.1:1", 502, "There is no answer"),
        ("/no/such/stick", 404, "Is the stick plugged in?"),
        ("<b>", 400, "This is not an address"),
    ],
)
def test_a_place_that_cannot_be_is_refused_and_kept(desk, place, status, said):
    answer = desk.post("/sync", place=place)
    assert answer.status_code == status
    assert said in answer.text
    assert "<b>" not in re.sub(r'<div class="beads.*?</div>', "", answer.text)
    if status == 502:
        assert f'value="{place}"' in answer.text


def test_a_laptop_has_a_name_of_its_own_choice(desk):
    assert "Blue laptop" in desk.done("/sync/name", name="Blue laptop")
    assert exchanging.own_name(desk.store) == "Blue laptop"
    assert "character that can" in desk.refused("/sync/name", 400, name="a\ue000b")


# By stick


def test_a_stick_goes_there_and_back(desk, office, stick):
    """Also where the laptop is let in on the page of devices; in one visit: `test_staff_stick`."""
    page = office.done("/sync/card", place=stick)
    assert "The card is on the stick" in page
    page = desk.refused("/sync", 200, place=stick)
    assert shown_words(page)[:6] == words(office)
    desk.done(
        "/sync/join", device=office.store.key.device, words=" ".join(words(office)), same="yes"
    )
    desk.done("/sync", place=stick)
    page = office.refused("/sync", 200, place=stick)
    assert shown_words(page)[:6] == words(desk)
    assert "1 laptop waits to be let in" in office.get("/sync")
    accept(office, desk)
    assert "entries came from “Laptop North”" in take(office, stick)
    assert "not yet sent" in desk.get("/sync")
    assert "✓ Everything has arrived" in desk.done("/sync", place=stick)
    before = office.count
    office.done("/sync", place=stick)
    assert office.count == before


def take(desk, stick):
    """Look at a stick, and take in what it holds."""
    page = desk.refused("/sync", 200, place=stick)
    mark = re.search(r'name="mark" value="([^"]*)"', page)[1]
    return desk.done("/sync/take", place=stick, mark=mark)


def test_a_damaged_file_is_told_by_its_name(desk, office, stick, tmp_path):
    office.done("/sync/card", place=stick)
    (tmp_path / "stick" / "0123456789abcdef").write_bytes(b"half")
    (tmp_path / "stick" / "fedcba9876543210").write_bytes(b"of something")
    page = office.done("/sync", place=stick)
    assert page.count("damaged or not complete") == 2
    assert "0123456789abcdef" in page


def test_a_folder_that_is_no_folder_takes_no_card(office):
    assert "Is the stick plugged in?" in office.refused("/sync/card", 404, place="/no/such")


# Devices


def test_a_laptop_lets_nobody_in(desk):
    assert desk.client.get("/devices").status_code == 404
    assert desk.post("/devices/accept", device="0" * 64, name="X").status_code == 404


def test_the_devices_page_explains_itself_when_empty(office):
    assert "No laptop has come yet" in office.get("/devices")


def test_a_laptop_is_accepted_only_under_a_name(desk, office, address):
    join(desk, office, address)
    form = {"device": desk.store.key.device, "name": " "}
    assert "is empty" in office.refused("/devices/accept", 400, **form)
    assert exchanging.known_devices(office.store)[0].peer.state == "waiting"


def test_a_laptop_is_turned_away(desk, office, address):
    join(desk, office, address)
    assert "Turned away" in office.done("/devices/refuse", device=desk.store.key.device)
    assert exchanging.known_devices(office.store) == []


def test_a_lost_laptop_is_revoked_and_a_found_one_let_in_again(desk, office, address):
    join(desk, office, address)
    accept(office, desk)
    office.done("/devices/revoke", device=desk.store.key.device)
    answer = desk.post("/sync", place=address)
    assert answer.status_code == 403
    assert "no longer takes entries" in answer.text
    assert workshops.all_workshops(office.store.tables()) == []
    assert "Let it in again" in office.get("/devices")
    accept(office, desk)
    assert "✓ Everything has arrived" in desk.done("/sync", place=address)


def test_a_parallel_rooms_laptop_gets_the_workshop(desk, office, address, new_desk):
    join(desk, office, address)
    accept(office, desk)
    desk.done("/sync", place=address)
    second = new_desk("second")
    second.house.set_up(second.passphrase)
    second.sign_in()
    join(second, office, address)
    accept(office, second, "Laptop Coast")
    second.done("/sync", place=address)
    assert workshops.all_workshops(second.store.tables()) == []
    form = {"device": second.store.key.device, "workshop": desk.workshop}
    assert "receives the plan and the people" in office.done("/devices/assign", **form)
    second.done("/sync", place=address)
    second.workshop = desk.workshop
    assert len(second.people) == 13
    office.refused("/devices/assign", 404, device="0" * 64, workshop=desk.workshop)
    office.refused("/devices/assign", 404, device=second.store.key.device, workshop="0" * 32)


def flood(office, count=120):
    """Strangers who push everybody else out of the queue."""

    def change(_log, peers):
        for _ in range(count):
            peers.meet(DeviceKey.generate().device, "Laptop", "device")

    office.store.writing(change)


def posted(desk, path, **form):
    """The page that an answer leads to, whatever way it takes."""
    return unescape(desk.client.post(path, data=form, follow_redirects=True).text)


def test_a_laptop_gets_in_by_its_words_through_a_flood_of_strangers(desk, office, address):
    join(desk, office, address)
    flood(office)
    page = office.get("/devices")
    assert "Further laptops that wait: 90." in page
    assert " ".join(words(desk)) not in re.sub(r"</li><li>", " ", page)
    said = posted(office, "/devices/let-in", words=" ".join(words(desk)), name="North")
    assert "“North” gets in at its next exchange" in said
    assert "expected" in said
    flood(office)
    desk.done("/sync", place=address)
    page = office.get("/devices")
    assert "accepted" in page
    assert "expected" not in page
    assert "✓ Everything has arrived" in desk.get("/sync")


def test_a_laptop_that_waits_gets_in_by_its_words(desk, office, address):
    join(desk, office, address)
    typed = ", ".join(words(desk)).upper()
    assert "“North” is in" in posted(office, "/devices/let-in", words=typed, name="North")
    assert "✓ Everything has arrived" in desk.done("/sync", place=address)


def test_a_laptop_pushed_out_while_its_words_were_compared_gets_in(desk, office, address):
    join(desk, office, address)
    form = {"device": desk.store.key.device, "words": " ".join(words(desk)), "name": "North"}
    assert f'name="words" value="{form["words"]}"' in office.get("/devices")
    flood(office)
    assert "gets in at its next exchange" in posted(office, "/devices/accept", **form)
    assert "✓ Everything has arrived" in desk.done("/sync", place=address)


def test_words_are_taken_back(desk, office, address):
    posted(office, "/devices/let-in", words=" ".join(words(desk)), name="North")
    said = posted(office, "/devices/no-longer-expect", words=" ".join(words(desk)))
    assert "Nobody gets in by these words" in said
    assert "No laptop has come yet" in said
    join(desk, office, address)
    assert exchanging.known_devices(office.store)[0].peer.state == "waiting"


@pytest.mark.parametrize(
    ("typed", "name", "said"),
    [
        ("iceberg paddle mean weaver quay", "North", "These are not six words of a laptop"),
        ("one two three four five six", "North", "These are not six words of a laptop"),
        ("iceberg paddle mean weaver quay donate", " ", "is empty"),
        ("iceberg paddle mean weaver quay donate", "a\ue000b", "character that can"),
    ],
)
def test_mistyped_words_let_nobody_in(office, typed, name, said):
    page = posted(office, "/devices/let-in", words=typed, name=name)
    assert said in page
    assert exchanging.expected(office.store) == []
    assert f'value="{typed}"' in page


# Names


@pytest.mark.parametrize("name", ["Laptop North", " laptop  NORTH ", "Lаptop North", "OFFICE"])
def test_two_devices_cannot_have_one_name(desk, office, address, new_desk, name):
    """Nor one that only looks the same: the third has a Cyrillic letter in it."""
    join(desk, office, address)
    accept(office, desk)
    second = new_desk("second")
    second.house.set_up(second.passphrase)
    second.sign_in()
    join(second, office, address)
    device = second.store.key.device
    said = office.refused("/devices/accept", 409, device=device, name=name)
    assert "Two devices can’t have one name" in said
    said = posted(office, "/devices/let-in", words=" ".join(words(second)), name=name)
    assert "Two devices can’t have one name" in said
    assert exchanging.expected(office.store) == []
    assert "“South” is in" in office.done("/devices/accept", device=device, name="South")
    # Under its own name it may come back, and the same words may be typed again.
    office.done("/devices/revoke", device=desk.store.key.device)
    accept(office, desk)


def test_a_name_that_is_expected_is_taken(desk, office, address):
    other = DeviceKey.generate().device
    for _ in range(2):
        posted(office, "/devices/let-in", words=" ".join(keys.words(other)), name="North")
    assert len(exchanging.expected(office.store)) == 1
    join(desk, office, address)
    form = {"device": desk.store.key.device, "name": "North"}
    assert "Two devices can’t have one name" in office.refused("/devices/accept", 409, **form)


def test_a_copy_does_not_take_the_name_of_a_laptop_it_knows(desk, office, address):
    join(desk, office, address)
    accept(office, desk)
    said = office.refused("/sync/name", 409, name="laptop north")
    assert "Two devices can’t have one name" in said
    assert exchanging.own_name(office.store) == "Office"


def test_names_that_were_given_twice_before_are_told_apart_by_words(desk, office):
    """As a laptop may know two central copies that call themselves the same."""

    def change(_log, peers):
        for device in two:
            peers.meet(device, "Office", "central")
            peers.trust(device)

    two = [DeviceKey.generate().device for _ in range(2)]
    desk.store.writing(change)
    names = exchanging.device_names(desk.store)
    assert {names[one] for one in two} == {
        f"Office ({' '.join(keys.words(one)[:2])})" for one in two
    }
    assert exchanging.trusted_name(desk.store, two[0]) == names[two[0]]


@pytest.mark.parametrize("verb", ["accept", "refuse", "revoke"])
def test_what_was_never_there_is_refused(office, verb):
    office.refused(f"/devices/{verb}", 404, device="0" * 64, name="X")


def test_a_cloned_laptop_is_flagged_and_goes_on_under_a_new_key(
    desk, office, address, new_desk, tmp_path
):
    join(desk, office, address)
    accept(office, desk)
    desk.done("/sync", place=address)
    desk.house.lock()
    shutil.copytree(tmp_path / "laptop", tmp_path / "clone")
    desk.house.unlock(desk.passphrase)
    desk.sign_in()
    clone = new_desk("clone")
    clone.house.unlock(clone.passphrase)
    clone.sign_in()
    assert clone.store.key.device == desk.store.key.device
    for one, alias in ((desk, "On the first"), (clone, "On the second")):
        actions.register_person(one.store, workshop=desk.workshop, alias=alias)
    desk.done("/sync", place=address)
    page = clone.done("/sync", place=address)
    assert "goes on under a new key" in page
    assert clone.store.key.device != desk.store.key.device
    assert "exists twice" in office.get("/devices")
    aliases = {row["alias"] for row in office.store.tables().rows("SELECT alias FROM people")}
    assert {"On the first", "On the second"} <= aliases


def test_the_report_names_the_laptops_not_heard_of(desk, office, address):
    join(desk, office, address)
    accept(office, desk)
    assert "nothing has come from it yet" in office.get("/report")
    desk.done("/sync", place=address)
    assert "What “Laptop North” recorded after" in office.get("/report")
    past = office.get("/report?from=2000-01-01&to=2000-12-31")
    assert "every known device has reported" in past


def test_the_pages_carry_no_inline_style_or_script(desk, office, address):
    join(desk, office, address)
    for page in (desk.get("/sync"), office.get("/sync"), office.get("/devices")):
        assert not re.search(r"<script>|\sstyle=|\son\w+=", page)

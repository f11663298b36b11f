"""Strangers in their thousands, and the one laptop whose words are being compared on the phone."""

import pytest

from sync import keys
from sync.entries import Have
from sync.errors import SyncError
from sync.keys import DeviceKey
from sync.peers import MAX_EXPECTED, MAX_WAITING
from sync.replica import give, take
from tests.sync.simulator import Simulated


def come(central, count):
    """So many strangers ask, each once."""

    def change(_, peers):
        for _ in range(count):
            peers.meet(DeviceKey.generate().device, "Laptop", "device")

    central.writing(change)


def asks(one, central):
    """One request, as over the network: "in", or the code of the refusal."""
    try:
        take(central, give(one, central.device, Have({}, {})).data)
    except SyncError as error:
        return error.code
    return "in"


@pytest.fixture
def honest(new):
    one = new()
    one.write(2)
    return one


def waiting(central):
    return {peer.device for peer in central.peers.all(state="waiting")}


def test_the_queue_has_a_length_and_the_oldest_makes_room(central, honest):
    assert asks(honest, central) == "device_waiting"
    come(central, MAX_WAITING - 1)
    assert honest.device in waiting(central)
    come(central, 1)
    assert honest.device not in waiting(central)
    assert len(waiting(central)) == MAX_WAITING


def test_whoever_is_pushed_out_gets_back_in_by_asking(central, honest):
    for _ in range(3):
        assert asks(honest, central) == "device_waiting"
        assert honest.device in waiting(central)
        come(central, MAX_WAITING)


def test_a_flood_keeps_no_laptop_out_whose_words_were_typed(central, honest):
    """Ten thousand keys before, between and after; it has no place among them and needs none."""
    asks(honest, central)
    come(central, 5_000)
    assert central.writing(lambda _, peers: peers.expect(keys.words(honest.device), "N")) is None
    come(central, 5_000)
    assert asks(honest, central) == "in"
    peer = central.peers.get(honest.device)
    assert (peer.state, peer.name) == ("trusted", "N")
    assert honest.device in central.log.heads()
    assert central.peers.expected() == []


def test_a_laptop_that_waits_is_in_as_soon_as_its_words_are_typed(central, honest):
    asks(honest, central)
    peer = central.writing(lambda _, peers: peers.expect(keys.words(honest.device), "N"))
    assert (peer.device, peer.state, peer.name) == (honest.device, "trusted", "N")
    assert central.peers.expected() == []
    assert asks(honest, central) == "in"


def test_nobody_else_gets_in_by_these_words(central, honest):
    central.writing(lambda _, peers: peers.expect(keys.words(honest.device), "N"))
    come(central, 300)
    assert central.peers.all(state="trusted") == []
    assert central.peers.expected() == [(keys.words(honest.device), "N")]


def test_words_get_one_laptop_in_once(central, honest):
    central.writing(lambda _, peers: peers.expect(keys.words(honest.device), "N"))
    assert asks(honest, central) == "in"
    central.writing(lambda _, peers: peers.forget(honest.device))
    assert asks(honest, central) == "device_waiting"


def test_a_revoked_laptop_does_not_get_in_by_asking(central, honest):
    central.writing(lambda _, peers: peers.expect(keys.words(honest.device), "N"))
    assert asks(honest, central) == "in"
    central.writing(lambda _, peers: peers.revoke(honest.device))
    central.writing(lambda _, peers: peers.expect(keys.words(honest.device), "N"))
    assert asks(honest, central) == "device_revoked"


def test_no_central_copy_is_trusted_for_words_that_were_typed(central, new):
    other = new()
    words = keys.words(other.device)
    central.writing(lambda _, peers: peers.expect(words, "N"))
    central.writing(lambda _, peers: peers.meet(other.device, "", "central"))
    assert central.peers.get(other.device).state == "waiting"


def test_words_can_be_taken_back_and_are_not_kept_without_end(central, honest):
    words = keys.words(honest.device)
    for _ in range(2):
        central.writing(lambda _, peers: peers.expect(words, "N"))
    assert central.peers.expected() == [(words, "N")]
    central.writing(lambda _, peers: peers.no_longer_expect(words))
    assert central.peers.expected() == []
    others = [keys.words(DeviceKey.generate().device) for _ in range(MAX_EXPECTED + 5)]
    for other in others:
        central.writing(lambda _, peers, other=other: peers.expect(other, "N"))
    assert [words for words, _ in central.peers.expected()] == others[5:]


def test_known_laptops_are_never_pushed_out(central, laptop, honest):
    central.trust(honest)
    lost = Simulated()
    central.trust(lost)
    central.writing(lambda _, peers: peers.revoke(lost.device))
    come(central, 3 * MAX_WAITING)
    states = {peer.device: peer.state for peer in central.peers.all() if peer.state != "waiting"}
    assert states == {laptop.device: "trusted", honest.device: "trusted", lost.device: "revoked"}
    lost.close()


def test_a_stranger_costs_the_same_however_many_wait(central):
    """Statements are counted: no walk through all who are known."""
    come(central, MAX_WAITING + 50)
    seen = []
    central.connection.set_trace_callback(seen.append)
    come(central, 1)
    many = len(seen)
    central.connection.set_trace_callback(None)
    assert many < 25
    assert not any("FROM sync_peers ORDER BY" in statement for statement in seen)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("iceberg paddle mean weaver quay donate", True),
        (" Iceberg, PADDLE\nmean – weaver; quay.donate ", True),
        ("iceberg paddle mean weaver quay", False),
        ("iceberg paddle mean weaver quay donate donate", False),
        ("iceberg paddle mean weaver quay donkeyish", False),
        ("", False),
        ("\u202e" * 10_000, False),
    ],
)
def test_six_words_are_read_as_people_type_them(typed, read):
    six = ["iceberg", "paddle", "mean", "weaver", "quay", "donate"]
    assert keys.read_words(typed) == (six if read else None)

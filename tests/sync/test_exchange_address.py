import random

import pytest

from sync.entries import Head
from sync.exchange import with_address
from sync.keys import DeviceKey
from sync.spool import Spool
from tests.fuzzing.targets import answering
from tests.patience import PATIENCE
from tests.sync.simulator import KIND, befriend, serving

SUBJECT = "0123456789abcdef" * 2


@pytest.fixture(autouse=True)
def _direct(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def address(central, tmp_path):
    with serving(central, Spool(tmp_path / "spool")) as found:
        yield found


def test_both_sides_end_with_the_same(laptop, central, address):
    laptop.write(5)
    central.write(3)
    outcome = with_address(laptop, address)
    assert (outcome.code, outcome.sent, outcome.came, outcome.receipt) == ("ok", 5, 3, True)
    assert laptop.standing() == central.standing()
    again = with_address(laptop, address)
    assert (again.code, again.sent, again.came) == ("ok", 0, 0)


def test_only_a_receipt_says_what_is_held(laptop, central, address):
    laptop.write(5)
    assert laptop.peers.get(central.device).receipted == {}
    with_address(laptop, address)
    peer = laptop.peers.get(central.device)
    assert peer.receipted[laptop.device] == (laptop.log.heads()[laptop.device],)
    assert peer.seen == laptop.log.heads()
    assert None not in (peer.receipt_at, peer.last_exchange)


def test_many_small_bundles_carry_a_long_log(laptop, central, address):
    laptop.write(50)
    central.write(50)
    assert with_address(laptop, address, max_entries=7).code == "ok"
    assert laptop.standing() == central.standing()


def test_a_third_device_gets_what_another_sent(laptop, central, address, new):
    other = new()
    befriend(other, central)
    laptop.write(4)
    with_address(laptop, address)
    other.write(2)
    with_address(other, address)
    assert other.standing() == central.standing()
    other.log.verify()


def test_an_unknown_central_is_confirmed_by_its_words(central, address, new):
    one = new()
    outcome = with_address(one, address)
    assert outcome.code == "confirm_central"
    assert outcome.card.device == central.device
    assert len(outcome.card.words) == 6
    assert one.peers.get(central.device).state == "waiting"
    one.writing(lambda _, peers: peers.trust(central.device))
    assert with_address(one, address, name="Laptop 3").code == "device_waiting"
    waiting = central.peers.get(one.device)
    assert (waiting.state, waiting.name, waiting.role) == ("waiting", "Laptop 3", "device")
    central.writing(lambda _, peers: peers.trust(one.device))
    assert with_address(one, address).code == "ok"


def test_nothing_of_a_stranger_is_stored(central, address, new):
    one = new()
    one.trust(central, "central")
    one.write(3)
    assert with_address(one, address).code == "device_waiting"
    assert central.log.count() == 0


def test_a_revoked_device_is_turned_away(laptop, central, address):
    laptop.write(1)
    central.writing(lambda _, peers: peers.revoke(laptop.device))
    assert with_address(laptop, address).code == "device_revoked"
    assert central.log.count() == 0


def test_a_revoked_central_is_not_spoken_to(laptop, central, address):
    laptop.writing(lambda _, peers: peers.revoke(central.device))
    assert with_address(laptop, address).code == "device_revoked"


def test_a_trusted_device_that_is_no_central_is_not_taken_for_one(central, address, new):
    one = new()
    one.trust(central, "device")
    assert with_address(one, address).code == "not_central"


def test_strangers_in_waiting_are_limited_and_the_oldest_makes_room(
    central, address, new, monkeypatch
):
    monkeypatch.setattr("sync.peers.MAX_WAITING", 3)
    strangers = [new() for _ in range(5)]
    for one in strangers:
        one.trust(central, "central")
        assert with_address(one, address).code == "device_waiting"
    waiting = {peer.device for peer in central.peers.all(state="waiting")}
    assert waiting == {one.device for one in strangers[2:]}
    assert with_address(strangers[0], address).code == "device_waiting"
    assert central.peers.get(strangers[0].device).state == "waiting"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("http://127.0.0.1:9", "unreachable"),
        ("ftp://example.org", "address_malformed"),
        ("nowhere", "address_malformed"),
        ("http://[", "address_malformed"),
        ("", "address_malformed"),
    ],
)
def test_an_address_that_does_not_answer_is_one_outcome(given, code, laptop):
    assert with_address(laptop, given, timeout=PATIENCE).code == code


def test_nobody_is_sent_on_to_another_address(laptop):
    """Or whoever answers could have this machine ask pages that only it can see."""
    asked = []
    with answering() as elsewhere, answering() as line:
        elsewhere.heard = asked
        for status in (301, 302, 303, 307, 308):
            line.says = (
                f"HTTP/1.1 {status} Moved\r\nLocation: {elsewhere.address}/sync/1/card\r\n"
                "Content-Length: 0\r\n\r\n"
            ).encode()
            assert with_address(laptop, line.address, timeout=PATIENCE).code == "bad_answer"
    assert asked == []


def test_an_answer_that_trickles_is_given_up(laptop, monkeypatch):
    monkeypatch.setattr("sync.client._SLOWEST", 1 << 30)
    with answering() as line:
        line.says = b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n" + b"x" * 400
        line.pause = 0.05
        assert with_address(laptop, line.address, timeout=0.3).code == "timeout"


def test_half_an_answer_is_none(laptop):
    with answering() as line:
        line.says = b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n" + b"x" * 99
        assert with_address(laptop, line.address, timeout=PATIENCE).code == "unreachable"


def test_a_lost_answer_costs_nothing(laptop, central, tmp_path):
    dropped = []

    def hook(method, path):
        if method == "POST" and len(dropped) < 2:
            dropped.append(path)
            raise ConnectionAbortedError

    laptop.write(5)
    with serving(central, Spool(tmp_path), hook) as address:
        assert with_address(laptop, address).code == "unreachable"
        assert laptop.peers.get(central.device).receipted == {}
        assert with_address(laptop, address).code == "unreachable"
        assert with_address(laptop, address).code == "ok"
    assert laptop.standing() == central.standing()


def big(count):
    source = random.Random(7)
    return [f'{{"x":"{source.randbytes(15_000).hex()}"}}' for _ in range(count)]


def test_a_large_bundle_is_resumed_where_the_line_was_cut(laptop, central, tmp_path):
    puts = []

    def hook(method, path):
        if method == "PUT":
            puts.append(path)
            if len(puts) == 4:
                raise ConnectionAbortedError

    for body in big(100):
        laptop.write(1, body)
    outbox = tmp_path / "outbox"
    with serving(central, Spool(tmp_path / "spool"), hook) as address:
        assert with_address(laptop, address, outbox=outbox).code == "unreachable"
        kept = [path for path in outbox.rglob("*") if path.is_file()]
        assert len(kept) == 1
        outcome = with_address(laptop, address, outbox=outbox)
    assert outcome.code == "ok"
    offsets = [int(path.rsplit("=", 1)[1]) for path in puts]
    assert sorted(set(offsets)) == [256 * 1024 * n for n in range(len(set(offsets)))]
    assert len(offsets) == len(set(offsets)) + 1
    assert [path for path in outbox.rglob("*") if path.is_file()] == []
    assert list((tmp_path / "spool").iterdir()) == []
    assert laptop.standing() == central.standing()


def test_a_restored_laptop_is_told_and_loses_nothing(laptop, central, address):
    laptop.write(3)
    with_address(laptop, address)
    backup = laptop.copy()
    laptop.write(2)
    with_address(laptop, address)
    backup.write(4)
    outcome = with_address(backup, address)
    assert (outcome.code, outcome.restored) == ("ok", True)
    assert backup.standing() == central.standing()
    assert central.log.forked() == {laptop.device}
    old = backup.device
    backup.writing(lambda log, _: log.renew(DeviceKey.generate()))
    backup.write(1)
    central.trust(backup)
    after = with_address(backup, address)
    assert (after.code, after.restored) == ("ok", False)
    assert {old, backup.device} <= set(central.log.heads())
    assert backup.standing() == central.standing()
    backup.close()


def test_a_restored_central_gets_everything_again(laptop, central, tmp_path, new):
    laptop.write(3)
    with serving(central, Spool(tmp_path)) as address:
        with_address(laptop, address)
        older = central.copy()
        laptop.write(3)
        with_address(laptop, address)
    laptop.write(1)
    with serving(older, Spool(tmp_path)) as address:
        assert with_address(laptop, address).code == "ok"
    assert laptop.standing() == older.standing()
    older.close()


def test_a_reader_with_a_limit_gets_headers_and_later_bodies(laptop, central, address, new):
    other, third = new(), new()
    befriend(other, central)
    befriend(third, central)
    secret, shown = other.write(1, '{"w":1}')[0], other.write(1, '{"w":2}')[0]
    third.write(1, '{"w":1}')
    with_address(other, address)
    with_address(third, address)
    allowed = {'{"w":2}'}
    central.reads = lambda device: None if device == other.device else lambda e: e.body in allowed
    assert with_address(laptop, address).came == 2
    assert laptop.log.get(secret.device, Head(secret.seq, secret.id)).body is None
    assert laptop.log.get(shown.device, Head(shown.seq, shown.id)).body == shown.body
    assert third.device not in laptop.log.heads()
    allowed.add('{"w":1}')
    outcome = with_address(laptop, address)
    assert (outcome.code, outcome.came, outcome.late) == ("ok", 1, 1)
    assert laptop.log.get(secret.device, Head(secret.seq, secret.id)) == secret
    again = with_address(laptop, address)
    assert (again.came, again.late) == (0, 0)
    laptop.log.verify()


def test_erasures_reach_every_reader_and_hold(laptop, central, address, new):
    other = new()
    befriend(other, central)
    other.write(2, f'{{"p":"{SUBJECT}"}}')
    with_address(other, address)
    with_address(laptop, address)
    central.reads = lambda _: lambda _: False
    laptop.writing(lambda log, _: log.erase(SUBJECT))
    with_address(laptop, address)
    outcome = with_address(other, address)
    assert outcome.erased == {SUBJECT}
    for one in (laptop, central, other):
        assert one.log.erased() == {SUBJECT}
        about = [e for e in one.log.since({}) if e.kind == KIND]
        assert [e.body for e in about] == [None, None]
        one.log.verify()

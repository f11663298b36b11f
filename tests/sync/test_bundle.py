import json
import random
import zlib

import pytest

from sync import bundle, entries, keys, payload
from sync.entries import GENESIS, Have, Head
from sync.errors import BundleError, SyncError
from sync.keys import DeviceKey
from sync.replica import give, take
from tests.sync.simulator import Simulated, befriend

NOTHING = Have({}, {})


@pytest.fixture
def pair():
    laptop, central = Simulated(), Simulated()
    befriend(laptop, central)
    yield laptop, central
    laptop.close()
    central.close()


def packed(laptop, central):
    return give(laptop, central.device, NOTHING).data


def test_what_is_packed_is_unpacked(pair):
    laptop, central = pair
    made = laptop.write(3)
    opened = bundle.unpack(central.key, packed(laptop, central))
    assert (opened.sender, opened.entries, opened.turn) == (laptop.device, made, 3)
    assert opened.have == laptop.log.have()


def test_a_bundle_is_opaque_and_padded(pair):
    laptop, central = pair
    empty = packed(laptop, central)
    laptop.write(1, '{"n":1}')
    one = packed(laptop, central)
    assert len(one) == len(empty) == bundle.SMALLEST + 48
    assert one[:32] != empty[:32]
    assert bundle._padded(1_025) == 1_088
    assert all(0 <= bundle._padded(n) - n <= 0.12 * n for n in range(1_024, 200_000, 77))


def test_a_record_costs_at_most_seventy_bytes_on_the_wire(pair):
    laptop, central = pair
    source = random.Random(1)
    people = [source.randbytes(16).hex() for _ in range(30)]
    workshop, session = source.randbytes(16).hex(), ""
    for number in range(600):
        if number % 30 == 0:
            session = source.randbytes(16).hex()
        body = {
            "at": f"2026-11-{number % 28 + 1:02}T09:{number % 60:02}",
            "person": people[number % 30],
            "session": session,
            "state": source.choice(["present", "present", "present", "late", "absent"]),
            "way": "code",
            "workshop": workshop,
        }
        laptop.write(1, json.dumps(body, separators=(",", ":")), "attendance.marked")
    assert len(packed(laptop, central)) / 600 <= 70


def refused(receiver, data):
    before = receiver.digest()
    with pytest.raises(SyncError) as caught:
        take(receiver, data)
    assert receiver.digest() == before
    return caught.value.code


def test_every_truncation_is_refused(pair):
    laptop, central = pair
    laptop.write(2)
    data = packed(laptop, central)
    before = central.digest()
    for length in range(len(data)):
        with pytest.raises(SyncError):
            take(central, data[:length])
    assert central.digest() == before


def test_every_flipped_bit_is_refused(pair):
    laptop, central = pair
    laptop.write(2)
    data = packed(laptop, central)
    before = central.digest()
    source = random.Random(2)
    for place in source.sample(range(len(data) * 8), 400):
        flipped = bytearray(data)
        flipped[place // 8] ^= 1 << place % 8
        with pytest.raises(SyncError):
            take(central, bytes(flipped))
    assert central.digest() == before


def reseal(laptop, central, change_line=None, change_packed=None, signer=None, **changes):
    """Return a bundle as a dishonest holder of a key could make it."""
    inner = central.key.unseal(packed(laptop, central))
    end = inner.index(b"\n")
    manifest = json.loads(inner[:end])
    body = inner[end + 65 : end + 65 + manifest["packed"]]
    if change_packed:
        body = change_packed(body)
        manifest["sha256"] = bundle.hashlib.sha256(body).hexdigest()
        manifest["packed"] = len(body)
    manifest.update(changes)
    line = json.dumps(manifest).encode()
    if change_line:
        line = change_line(line)
    signature = (signer or laptop.key).sign("bundle/1", line)
    return keys.seal(central.device, line + b"\n" + signature + body)


def repack(change):
    return lambda body: zlib.compress(change(zlib.decompress(body)))


def in_head(**changes):
    def change(data):
        line, rest = data.split(b"\n", 1)
        return json.dumps(json.loads(line) | changes).encode() + b"\n" + rest

    return repack(change)


STRANGER = DeviceKey(bytes(32))
HOSTILE = {
    "a newer version": ({"bundle": 2}, "version_unknown"),
    "another signer": ({"signer": STRANGER}, "signature_invalid"),
    "another recipient": ({"to": STRANGER.device}, "not_for_me"),
    "no sender": ({"from": None}, "signature_invalid"),
    "a wrong digest": ({"sha256": "0" * 64}, "damaged"),
    "a negative length": ({"packed": -5}, "damaged"),
    "a text length": ({"packed": "x"}, "damaged"),
    "a size that lies low": ({"size": 10}, "too_large"),
    "a size that lies high": ({"size": 10**6}, "damaged"),
    "a size beyond the limit": ({"size": 2**40}, "too_large"),
    "a negative size": ({"size": -1}, "damaged"),
    "a name that is no text": ({"name": 5}, "damaged"),
    "a turn that is no number": ({"turn": "1"}, "damaged"),
    "not json": ({"change_line": lambda _: b"{"}, "damaged"),
    "a list for a manifest": ({"change_line": lambda _: b"[]"}, "damaged"),
    "a deep manifest": ({"change_line": lambda _: b"[" * 4_000}, "damaged"),
    "a manifest without end": ({"change_line": lambda _: b"x" * 5_000}, "damaged"),
    "not packed": ({"change_packed": lambda _: b"plain"}, "damaged"),
}


@pytest.mark.parametrize(("changes", "code"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_manifest_is_refused(changes, code, pair):
    laptop, central = pair
    laptop.write(2)
    assert refused(central, reseal(laptop, central, **changes)) == code


HEADS = {
    "streams of nothing": ({"streams": []}, "damaged"),
    "streams of text": ({"streams": "x"}, "damaged"),
    "a stream too short": ({"streams": [[]]}, "damaged"),
    "clocks too few": ({"clocks": [1]}, "damaged"),
    "a clock that stands still": ({"clocks": [1, 0]}, "clock_backwards"),
    "a clock that is true": ({"clocks": [1, True]}, "clock_backwards"),
    "a clock beyond the limit": ({"clocks": [1, 2**53]}, "damaged"),
    "another clock": ({"clocks": [2, 1]}, "head_wrong"),
    "a kind with a space": ({"kinds": ["a b"]}, "damaged"),
    "another kind": ({"kinds": ["thing.changed"]}, "head_wrong"),
    "a kind that is not listed": ({"kind": [0, 1]}, "damaged"),
    "a kind from behind": ({"kind": [0, -1]}, "damaged"),
    "late bodies that are not there": ({"late": 1}, "damaged"),
    "a negative number of late bodies": ({"late": -1}, "damaged"),
    "text too long": ({"text": 10**9}, "damaged"),
    "text too short": ({"text": 1}, "damaged"),
    "no have": ({"have": None}, "damaged"),
    "a have of the wrong shape": ({"have": {"tips": {"x": [[1, "y"]]}, "lacks": {}}}, "damaged"),
    "ranges that overlap": (
        {"have": {"tips": {}, "lacks": {"0" * 64: [[1, 9], [5, 12]]}}},
        "damaged",
    ),
    "a receipt of nothing": ({"receipt": [5, "00"]}, "receipt_invalid"),
    "a receipt of the wrong shape": ({"receipt": [5]}, "damaged"),
}


@pytest.mark.parametrize(("changes", "code"), HEADS.values(), ids=HEADS)
def test_a_hostile_payload_is_refused(changes, code, pair):
    laptop, central = pair
    laptop.write(2)
    data = reseal(laptop, central, change_packed=in_head(**changes), size=None)
    inner = central.key.unseal(data)
    body = inner[inner.index(b"\n") + 65 :]
    sized = len(zlib.decompress(body))
    data = reseal(laptop, central, change_packed=in_head(**changes), size=sized)
    assert refused(central, data) == code


def test_a_zip_bomb_is_not_inflated(pair):
    laptop, central = pair
    bomb = zlib.compress(bytes(64 << 20))
    data = reseal(laptop, central, change_packed=lambda _: bomb, size=1_000)
    assert refused(central, data) == "too_large"


def test_a_file_beyond_the_limit_is_not_unsealed(pair, monkeypatch):
    laptop, central = pair
    data = packed(laptop, central)
    monkeypatch.setattr(bundle, "MAX_SEALED", len(data) - 1)
    assert refused(central, data) == "too_large"


def test_too_many_entries_are_refused_on_both_sides(pair, monkeypatch):
    laptop, central = pair
    laptop.write(3)
    data = packed(laptop, central)
    monkeypatch.setattr(payload, "MAX_ENTRIES", 2)
    assert refused(central, data) == "damaged"
    monkeypatch.setattr(bundle, "MAX_ENTRIES", 2)
    with pytest.raises(BundleError, match="too_large"):
        packed(laptop, central)


def test_only_the_recipient_opens_it(pair):
    laptop, central = pair
    other = Simulated()
    assert refused(other, packed(laptop, central)) == "not_for_me"
    other.close()


def test_it_cannot_be_sent_on_in_the_senders_name(pair):
    laptop, central = pair
    laptop.write(1)
    other = Simulated()
    other.trust(laptop)
    inner = central.key.unseal(packed(laptop, central))
    assert refused(other, keys.seal(other.device, inner)) == "not_for_me"
    other.close()


def test_a_replay_changes_nothing(pair):
    laptop, central = pair
    laptop.write(3)
    data = packed(laptop, central)
    take(central, data)
    before = central.standing()
    again = take(central, data)
    assert (again.merged.new, again.merged.held) == ([], 3)
    assert central.standing() == before


def test_entries_in_another_name_need_that_devices_signature(pair):
    laptop, central = pair
    forged = entries.make(STRANGER.device, 1, 1, "thing.happened", GENESIS, "{}")
    mine = entries.sign_head(laptop.key, Head(1, forged.id))
    for signed in ([], [(forged.id, mine)], [(forged.id, b"x")]):
        data = bundle.pack(laptop.key, central.device, NOTHING, [forged], signed=signed)
        assert refused(central, data) == "unsigned"


def test_a_gap_imports_nothing_but_what_the_sender_says(pair):
    laptop, central = pair
    made = laptop.write(3)
    data = bundle.pack(laptop.key, central.device, laptop.log.have(), made[1:])
    assert take(central, data).merged is None
    assert central.log.count() == 0
    assert central.peers.get(laptop.device).seen == laptop.log.heads()


def test_a_receipt_speaks_to_one_device_only(pair):
    laptop, central = pair
    text, signature = bundle.make_receipt(central.key, STRANGER.device, "0" * 32, NOTHING)
    data = bundle.pack(central.key, laptop.device, NOTHING, receipt=(text, signature))
    assert refused(laptop, data) == "receipt_not_for_me"
    forged = bundle.make_receipt(STRANGER, laptop.device, "0" * 32, NOTHING)
    data = bundle.pack(central.key, laptop.device, NOTHING, receipt=forged)
    assert refused(laptop, data) == "receipt_invalid"


def test_late_bodies_for_entries_nobody_holds_are_ignored(pair):
    laptop, central = pair
    made = laptop.write(1)
    data = bundle.pack(laptop.key, central.device, NOTHING, late=made)
    assert take(central, data).merged.new == []
    assert central.log.count() == 0


def test_a_bundle_at_the_limit_ends_where_its_device_signed(pair):
    laptop, central = pair
    third = Simulated()
    befriend(third, central)
    for count in (3, 4):
        laptop.write(count)
        take(central, give(laptop, central.device, central.log.have()).data)
    given = give(central, third.device, NOTHING, max_entries=5)
    assert (given.entries, given.more) == (3, True)
    take(third, given.data)
    given = give(central, third.device, third.log.have(), max_entries=2)
    assert (given.entries, given.more) == (4, False)
    take(third, given.data)
    assert third.standing() == central.standing()
    third.close()

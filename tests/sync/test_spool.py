"""Large bundles at central: nothing of strangers, a place for everybody who is known, one cost."""

import os

import pytest

from sync import parts, spool
from sync.bundle import MAX_SEALED
from sync.central import status
from sync.entries import Have
from sync.errors import SyncError
from sync.keys import DeviceKey
from sync.parts import MAX_PART
from sync.replica import give
from sync.spool import Spool
from tests.sync.simulator import befriend


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "spool"


@pytest.fixture
def made(folder):
    return Spool(folder, quota=6 * MAX_PART)


def announced(made, central, one, data):
    return made.announce(central, parts.announce(one.key, central.device, data))


def sent(made, one, slot, data, offset=0):
    for start in range(offset, len(data), MAX_PART):
        part = parts.sign(one.key, slot, start, data[start : start + MAX_PART])
        made.put(slot, start, part)


def files(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def refused(ask, *arguments):
    with pytest.raises(SyncError) as caught:
        ask(*arguments)
    return caught.value.code


def test_parts_add_up(made, laptop, central, folder):
    laptop.write(3)
    data = give(laptop, central.device, Have({}, {})).data
    slot, offset = announced(made, central, laptop, data)
    assert offset == 0
    assert files(folder) == []
    made.put(slot, 0, parts.sign(laptop.key, slot, 0, data[:5]))
    assert announced(made, central, laptop, data) == (slot, 5)
    sent(made, laptop, slot, data, 5)
    assert made.commit(central, slot)
    assert laptop.device in central.log.heads()
    assert files(folder) == []
    assert made._reserved == 0


def test_strangers_leave_nothing_behind(made, central, new, folder, monkeypatch):
    """Ten megabytes each and empty ones, as many as they like: it filled 512 MiB in 8 seconds."""
    monkeypatch.setattr("sync.peers.MAX_WAITING", 10)
    for number in range(300):
        stranger = DeviceKey.generate()
        data = os.urandom(10)
        sealed = parts.announce(stranger, central.device, data)
        assert refused(made.announce, central, sealed) == "device_waiting"
        slot = f"{number:032x}"
        signed = parts.sign(stranger, slot, 0, data)
        assert refused(made.put, slot, 0, signed) == "part_unknown"
        assert refused(made.put, slot, 0, b"") == "part_unknown"
        assert refused(made.commit, central, slot) == "part_unknown"
    assert files(folder) == []
    assert len(made._places) == made._reserved == 0
    assert len(central.peers.all(state="waiting")) == 10


def test_a_revoked_device_gets_no_place(made, laptop, central):
    central.writing(lambda _, peers: peers.revoke(laptop.device))
    sealed = parts.announce(laptop.key, central.device, b"x")
    assert refused(made.announce, central, sealed) == "device_revoked"


BAD = {
    "nothing": lambda a, c, o: b"",
    "noise": lambda a, c, o: b"x" * 200,
    "cut": lambda a, c, o: a[:-1],
    "for another": lambda a, c, o: parts.announce(c, o.device, b"x"),
    "too long": lambda a, c, o: a + b"x" * 2_000,
}


@pytest.mark.parametrize("change", BAD.values(), ids=BAD)
def test_a_bad_announcement_is_refused(change, made, laptop, central):
    whole = parts.announce(laptop.key, central.device, b"x")
    data = change(whole, laptop.key, DeviceKey.generate())
    assert refused(made.announce, central, data) == "announcement_malformed"


SAID = {
    "another role": (["bundle/1", "to", "from", 1, "0" * 64], "announcement_malformed"),
    "no size": (["parts/1", "to", "from", None, "0" * 64], "announcement_malformed"),
    "true": (["parts/1", "to", "from", True, "0" * 64], "announcement_malformed"),
    "half a pair": (["parts/1", "to", "\ud800", 1, "0" * 64], "announcement_malformed"),
    "a huge number": (["parts/1", "to", "from", 10**30, "0" * 64], "announcement_malformed"),
    "nothing to come": (["parts/1", "to", "from", 0, "0" * 64], "too_large"),
    "less than nothing": (["parts/1", "to", "from", -1, "0" * 64], "too_large"),
    "too much": (["parts/1", "to", "from", MAX_SEALED + 1, "0" * 64], "too_large"),
    "no digest": (["parts/1", "to", "from", 1, "x"], "announcement_malformed"),
    "an object": ({"a": 1}, "announcement_malformed"),
    "too few": (["parts/1", "to", "from"], "announcement_malformed"),
}


@pytest.mark.parametrize(("said", "code"), SAID.values(), ids=SAID)
def test_a_signed_announcement_of_anything_is_refused(said, code, made, laptop, central):
    import json

    from sync import keys

    filled = {"to": central.device, "from": laptop.device}
    said = [filled.get(one, one) if isinstance(one, str) else one for one in said]
    line = json.dumps(said).encode()
    sealed = keys.seal(central.device, line + b"\n" + laptop.key.sign("parts/1", line))
    assert refused(made.announce, central, sealed) == code


def test_an_announcement_in_anothers_name_is_refused(made, laptop, central):
    import json

    from sync import keys

    line = json.dumps(["parts/1", central.device, laptop.device, 1, "0" * 64]).encode()
    signature = DeviceKey.generate().sign("parts/1", line)
    sealed = keys.seal(central.device, line + b"\n" + signature)
    assert refused(made.announce, central, sealed) == "announcement_malformed"


def test_nobody_writes_into_what_another_sends(made, laptop, central, new):
    """Whoever listens on the way knows the slot, and has recorded parts."""
    other = new()
    befriend(other, central)
    slot, _ = announced(made, central, laptop, b"abcdef")
    first = parts.sign(laptop.key, slot, 0, b"abc")
    assert refused(made.put, slot, 0, parts.sign(other.key, slot, 0, b"xyz")) == "part_unsigned"
    assert refused(made.put, slot, 0, b"abc") == "part_unsigned"
    assert refused(made.put, slot, 0, first[:-1]) == "part_unsigned"
    assert refused(made.put, slot, 0, parts.sign(laptop.key, slot, 3, b"abc")) == "part_unsigned"
    assert (
        refused(made.put, slot, 0, parts.sign(laptop.key, "0" * 32, 0, b"abc")) == "part_unsigned"
    )
    assert refused(made.put, slot, 0, parts.sign(laptop.key, slot, 0, b"")) == "part_unsigned"
    made.put(slot, 0, first)
    assert refused(made.put, slot, 0, first) == "part_out_of_order"
    assert refused(made.put, slot, 3, first) == "part_unsigned"
    assert announced(made, central, laptop, b"abcdef") == (slot, 3)


def test_what_another_announces_lies_elsewhere(made, laptop, central, new):
    other = new()
    befriend(other, central)
    mine, theirs = (announced(made, central, one, b"abcdef")[0] for one in (laptop, other))
    assert mine != theirs
    made.put(mine, 0, parts.sign(laptop.key, mine, 0, b"abc"))
    assert announced(made, central, other, b"abcdef") == (theirs, 0)


def test_one_devices_bundle_is_not_taken_as_anothers(made, laptop, central, new):
    other = new()
    befriend(other, central)
    data = give(other, central.device, Have({}, {})).data
    slot, _ = announced(made, central, laptop, data)
    sent(made, laptop, slot, data)
    assert refused(made.commit, central, slot) == "sender_wrong"
    assert made._reserved == 0


def test_no_more_comes_than_was_announced(made, laptop, central):
    slot, _ = announced(made, central, laptop, b"abc")
    assert refused(made.put, slot, 0, parts.sign(laptop.key, slot, 0, b"abcd")) == "too_large"
    big = parts.sign(laptop.key, slot, 0, b"x" * (MAX_PART + 1))
    assert refused(made.put, slot, 0, big) == "part_too_large"


@pytest.mark.parametrize("held", [b"", b"ab", b"abd"])
def test_what_is_not_what_was_announced_begins_anew(held, made, laptop, central, folder):
    slot, _ = announced(made, central, laptop, b"abc")
    if held:
        made.put(slot, 0, parts.sign(laptop.key, slot, 0, held))
    assert refused(made.commit, central, slot) == "damaged"
    assert files(folder) == []
    assert announced(made, central, laptop, b"abc") == (slot, 0)


def test_a_device_has_two_places_and_the_older_goes(made, laptop, central, folder):
    slots = []
    for data in (b"one", b"two", b"three"):
        slot, _ = announced(made, central, laptop, data)
        sent(made, laptop, slot, data)
        slots.append(slot)
    assert files(folder) == sorted(slots[1:])
    assert made._reserved == len(b"two" + b"three")


def test_what_nobody_goes_on_with_makes_room(made, central, new, monkeypatch, folder):
    for _ in range(6):
        one = new()
        befriend(one, central)
        slot, _ = announced(made, central, one, b"x" * MAX_PART)
        sent(made, one, slot, b"x" * MAX_PART)
    late = new()
    befriend(late, central)
    sealed = parts.announce(late.key, central.device, b"y")
    assert refused(made.announce, central, sealed) == "quota_full"
    assert status("quota_full") == 507
    monkeypatch.setattr(spool, "IDLE", -1)
    assert made.announce(central, sealed)[1] == 0
    assert made._reserved <= 6 * MAX_PART
    assert len(files(folder)) == len(made._places) - 1


def test_second_places_make_room_for_first_ones(made, laptop, central, new, folder):
    """One laptop that takes what it can keeps no other out."""
    for data in (b"1" * 3 * MAX_PART, b"2" * 3 * MAX_PART):
        slot, _ = announced(made, central, laptop, data)
        sent(made, laptop, slot, data)
    other = new()
    befriend(other, central)
    slot, _ = announced(made, central, other, b"x" * MAX_PART)
    sent(made, other, slot, b"x" * MAX_PART)
    assert len(files(folder)) == 2
    assert sum(path.stat().st_size for path in folder.iterdir()) == made._reserved


def test_stale_parts_go(made, laptop, central, folder, monkeypatch):
    slot, _ = announced(made, central, laptop, b"abc")
    sent(made, laptop, slot, b"abc")
    monkeypatch.setattr(spool, "STALE", -1)
    announced(made, central, laptop, b"another")
    assert files(folder) == []


def test_a_restart_goes_on_where_it_was(made, laptop, central, folder):
    laptop.write(3)
    data = give(laptop, central.device, Have({}, {})).data
    slot, _ = announced(made, central, laptop, data)
    made.put(slot, 0, parts.sign(laptop.key, slot, 0, data[:100]))
    again = Spool(folder)
    assert refused(again.put, slot, 100, b"x") == "part_unknown"
    assert announced(again, central, laptop, data) == (slot, 100)
    sent(again, laptop, slot, data, 100)
    assert again.commit(central, slot)
    assert again._reserved == 0


def test_a_start_keeps_nothing_that_is_not_ours(folder, tmp_path):
    folder.mkdir()
    outside = tmp_path / "outside"
    outside.write_bytes(b"x")
    (folder / ("0" * 32)).write_bytes(b"")
    (folder / ("1" * 32)).write_bytes(b"abc")
    (folder / ("2" * 32)).symlink_to(outside)
    (folder / "0123456789abcdef").write_bytes(b"as it was once")
    made = Spool(folder)
    assert files(folder) == ["1" * 32]
    assert outside.read_bytes() == b"x"
    assert made._reserved == 3
    assert Spool(folder, quota=2)._reserved == 0
    assert files(folder) == []


def test_a_full_disk_leaves_no_hole(made, laptop, central, folder, monkeypatch):
    slot, _ = announced(made, central, laptop, b"abcdef")

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("sync.spool.os.fsync", full)
        with pytest.raises(OSError, match="No space"):
            made.put(slot, 0, parts.sign(laptop.key, slot, 0, b"abc"))
    assert announced(made, central, laptop, b"abcdef") == (slot, 0)
    made.put(slot, 0, parts.sign(laptop.key, slot, 0, b"abc"))
    assert (folder / slot).read_bytes() == b"abc"


def test_a_part_costs_the_same_however_many_are_here(folder, central, new, monkeypatch):
    """Files are looked at once, at the start: counted, not timed."""
    made = Spool(folder)
    devices = [new() for _ in range(20)]
    looked = []
    monkeypatch.setattr("sync.spool.os.scandir", looked.append)
    for one in devices:
        befriend(one, central)
        slot, _ = announced(made, central, one, b"abcdef")
        made.put(slot, 0, parts.sign(one.key, slot, 0, b"abc"))
    assert looked == []
    assert len(made._places) == 20


def test_a_place_that_was_lost_meanwhile_leaves_no_file(made, laptop, central, folder, monkeypatch):
    slot, _ = announced(made, central, laptop, b"abc")
    append = made._append

    def slowly(place, data):
        made._forget(place)
        append(place, data)

    monkeypatch.setattr(made, "_append", slowly)
    assert refused(made.put, slot, 0, parts.sign(laptop.key, slot, 0, b"abc")) == "part_unknown"
    assert files(folder) == []
    assert made._reserved == 0


def test_only_this_account_reads_what_lies_here(made, laptop, central, folder):
    slot, _ = announced(made, central, laptop, b"abc")
    sent(made, laptop, slot, b"abc")
    if os.name == "posix":
        assert (folder / slot).stat().st_mode & 0o077 == 0
        assert folder.stat().st_mode & 0o077 == 0


def test_an_error_that_is_not_the_senders_keeps_what_is_here(made, laptop, central, monkeypatch):
    data = give(laptop, central.device, Have({}, {})).data
    slot, _ = announced(made, central, laptop, data)
    sent(made, laptop, slot, data)
    with monkeypatch.context() as patch:
        patch.setattr(central, "writing", lambda _: (_ for _ in ()).throw(RuntimeError("busy")))
        with pytest.raises(RuntimeError):
            made.commit(central, slot)
    assert announced(made, central, laptop, data) == (slot, len(data))
    assert made.commit(central, slot)

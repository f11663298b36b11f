import itertools
import json
import os

import pytest

from sync import bundle, cards, folder, keys
from sync.entries import Have
from sync.exchange import with_folder
from sync.keys import DeviceKey
from sync.replica import give
from tests.sync.simulator import befriend

SUBJECT = "0123456789abcdef" * 2


@pytest.fixture
def stick(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def visit(one, stick, central):
    return with_folder(one, stick, role="central" if one is central else "device")


def codes(outcomes):
    return [outcome.code for outcome in outcomes]


def bundles(stick):
    return sorted(path for path in stick.iterdir() if len(path.name) == 16)


@pytest.mark.parametrize("first", ["laptop", "central"])
def test_a_stick_walks_between_two_devices(first, laptop, central, stick):
    laptop.write(4)
    central.write(3)
    walk = [laptop, central] if first == "laptop" else [central, laptop]
    for one in walk * 2:
        assert set(codes(visit(one, stick, central))) <= {"ok"}
    assert laptop.standing() == central.standing()
    for one in walk * 2:
        visit(one, stick, central)
    assert bundles(stick) == []
    peer = laptop.peers.get(central.device)
    assert peer.receipted[laptop.device] == (laptop.log.heads()[laptop.device],)


def test_one_stick_serves_many_devices_in_any_order(new, tmp_path):
    for number, order in enumerate(itertools.permutations(range(3))):
        stick = tmp_path / str(number)
        stick.mkdir()
        central = new()
        devices = [central, new(), new()]
        for one in devices[1:]:
            befriend(one, central)
        for one in devices:
            one.write(2)
        for place in order * 4:
            assert set(codes(visit(devices[place], stick, central))) <= {"ok"}
        assert len({str(one.standing()[0]) for one in devices}) == 1
        assert bundles(stick) == []


def test_walking_with_nothing_new_writes_nothing(laptop, central, stick):
    laptop.write(2)
    for _ in range(3):
        visit(laptop, stick, central)
        visit(central, stick, central)
    before = {path.name: path.stat().st_mtime_ns for path in stick.iterdir()}
    visit(laptop, stick, central)
    visit(central, stick, central)
    assert {path.name: path.stat().st_mtime_ns for path in stick.iterdir()} == before


def test_a_second_visit_before_the_stick_has_moved_writes_nothing(laptop, central, stick):
    laptop.write(2)
    visit(laptop, stick, central)
    names = bundles(stick)
    assert visit(laptop, stick, central) == []
    assert bundles(stick) == names
    laptop.write(1)
    visit(laptop, stick, central)
    assert set(names) < set(bundles(stick))
    visit(central, stick, central)
    visit(laptop, stick, central)
    assert not set(names) & set(bundles(stick))
    assert laptop.standing() == central.standing()


def test_half_a_file_is_damaged_and_the_rest_goes_on(laptop, central, stick, new):
    other = new()
    befriend(other, central)
    laptop.write(3)
    other.write(2)
    visit(laptop, stick, central)
    half = bundles(stick)[0]
    half.write_bytes(half.read_bytes()[:-100])
    visit(other, stick, central)
    outcomes = visit(central, stick, central)
    assert sorted(codes(outcomes))[:2] == ["damaged", "ok"]
    assert [o.source for o in outcomes if o.code == "damaged"] == [half.name]
    assert other.device in central.log.heads()
    assert laptop.device not in central.log.heads()


def test_other_files_are_left_alone(laptop, central, stick):
    (stick / "holiday.jpg").write_bytes(b"x")
    (stick / "0123456789abcdef.txt").write_bytes(b"x")
    (stick / "0123456789ABCDEF").write_bytes(b"x")
    (stick / "photos").mkdir()
    (stick / "0123456789abcdef").mkdir()
    outside = stick.parent / "outside"
    outside.write_bytes(b"x")
    (stick / "fedcba9876543210").symlink_to(outside)
    kept = {path.name for path in stick.iterdir()}
    laptop.write(1)
    for _ in range(2):
        assert set(codes(visit(laptop, stick, central))) <= {"ok"}
        assert set(codes(visit(central, stick, central))) <= {"ok"}
    assert kept <= {path.name for path in stick.iterdir()}
    assert outside.read_bytes() == b"x"


def test_a_bundle_for_another_is_left_in_silence(laptop, central, stick, new):
    laptop.write(1)
    visit(laptop, stick, central)
    name = bundles(stick)[0]
    other = new()
    befriend(other, central)
    assert codes(visit(other, stick, central)) == ["ok"]
    assert name.exists()


def test_strangers_meet_over_a_stick(new, stick):
    central, laptop = new(), new()
    laptop.write(2)
    assert visit(laptop, stick, central) == []
    (met,) = visit(central, stick, central)
    assert (met.code, met.card.device) == ("device_waiting", laptop.device)
    (asked,) = visit(laptop, stick, central)
    assert (asked.code, asked.card.device) == ("confirm_central", central.device)
    assert asked.card.words == cards.read(cards.write(central.key, "", "central")).words
    laptop.writing(lambda _, peers: peers.trust(central.device))
    visit(laptop, stick, central)
    assert "device_waiting" in codes(visit(central, stick, central))
    assert central.log.count() == 0
    central.writing(lambda _, peers: peers.trust(laptop.device))
    visit(central, stick, central)
    visit(laptop, stick, central)
    assert laptop.standing() == central.standing()


BAD_CARDS = {
    "not json": (b"{", "card_malformed"),
    "a list": (b"[]", "card_malformed"),
    "no key": (b'{"card":1}', "card_malformed"),
    "not text": (b"\xff", "card_malformed"),
    "half a pair": (rb'{"card":1,"name":"\ud800"}', "card_malformed"),
    "a huge number": (b'{"card":1e999}', "card_malformed"),
    "too large": (b" " * 5_000, "card_malformed"),
    "another name": (None, "card_invalid"),
}


@pytest.mark.parametrize(("text", "code"), BAD_CARDS.values(), ids=BAD_CARDS)
def test_a_bad_card_is_one_outcome(text, code, central, stick):
    if text is None:
        text = cards.write(DeviceKey.generate(), "One", "device").replace("One", "Two").encode()
    (stick / "0123456789abcdef.card").write_bytes(text)
    assert codes(visit(central, stick, central)) == [code]
    assert central.peers.all() == []


def sealed_by(laptop, central, **changes):
    """A bundle with a manifest as a trusted laptop would not write it."""
    inner = central.key.unseal(give(laptop, central.device, Have({}, {})).data)
    end = inner.index(b"\n")
    line = json.dumps(json.loads(inner[:end]) | changes).encode()
    signed = line + b"\n" + laptop.key.sign("bundle/1", line)
    return keys.seal(central.device, signed + inner[end + 65 :])


def put(stick, data, name=None):
    path = stick / (name or bundle.file_name(data))
    path.write_bytes(data)
    return path.name


def test_one_bad_file_spoils_no_stick(laptop, central, stick, new):
    """Whatever lies there, each bad file is named and the good ones are taken."""
    other = new()
    befriend(other, central)
    laptop.write(2)
    other.write(2)
    visit(other, stick, central)
    bad = {
        put(stick, sealed_by(laptop, central, turn=10**30)): "damaged",
        put(stick, sealed_by(laptop, central, turn=float("inf"))): "damaged",
        put(stick, sealed_by(laptop, central, name="\ud800")): "damaged",
        put(stick, sealed_by(laptop, central, bundle=2)): "version_unknown",
        put(stick, sealed_by(laptop, central, sha256="0" * 64)): "damaged",
        put(stick, b"", "0" * 16): "damaged",
        put(stick, b"{", "0" * 16 + ".card"): "card_malformed",
        put(stick, b" " * 9_999, "1" * 16 + ".card"): "card_malformed",
    }
    outcomes = visit(central, stick, central)
    assert {o.source: o.code for o in outcomes if o.code != "ok"} == bad
    assert other.device in central.log.heads()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes in folders")
@pytest.mark.parametrize("name", ["0" * 16, "0" * 16 + ".card"])
def test_what_is_no_file_is_neither_opened_nor_waited_for(name, laptop, central, stick):
    os.mkfifo(stick / name)
    (stick / ("1" * 16)).symlink_to("1" * 16)
    (stick / ("2" * 16)).symlink_to("/dev/zero")
    (stick / ("3" * 16)).symlink_to(stick)
    (stick / os.fsdecode(b"\xff\xfe" * 4)).write_bytes(b"x")
    laptop.write(1)
    visit(laptop, stick, central)
    assert codes(visit(central, stick, central)) == ["ok"] * 2


def test_a_file_that_goes_away_meanwhile_is_one_outcome(laptop, central, stick, monkeypatch):
    laptop.write(1)
    visit(laptop, stick, central)
    put(stick, b"x", "0" * 16)
    listed = folder._listed

    def pulled(where):
        found = listed(where)
        (stick / ("0" * 16)).unlink()
        return found

    monkeypatch.setattr(folder, "_listed", pulled)
    assert sorted(codes(visit(central, stick, central))) == ["damaged", "ok", "ok"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes in folders")
def test_a_file_that_becomes_a_pipe_meanwhile_is_one_outcome(laptop, central, stick, monkeypatch):
    monkeypatch.setattr(folder, "_is_file", lambda _: True)
    os.mkfifo(stick / ("0" * 16))
    (stick / ("1" * 16)).symlink_to("/etc/hostname")
    (stick / ("2" * 16)).mkdir()
    assert codes(visit(central, stick, central)) == ["damaged"] * 3 + ["ok"]


def test_very_many_bad_files_are_counted_rather_than_named(central, stick, monkeypatch):
    monkeypatch.setattr(folder, "MAX_FILES", 100)
    for number in range(90):
        put(stick, b"x", f"{number:016x}")
    outcomes = visit(central, stick, central)
    assert codes(outcomes) == ["damaged"] * 20 + ["more_unreadable"]
    assert outcomes[-1].details == {"count": 70}
    for number in range(90, 120):
        put(stick, b"x", f"{number:016x}")
    assert "folder_too_full" in codes(visit(central, stick, central))


def test_an_old_stick_brings_nobody_back(laptop, central, stick):
    laptop.write(2, f'{{"p":"{SUBJECT}"}}')
    visit(laptop, stick, central)
    old = {path.name: path.read_bytes() for path in bundles(stick)}
    visit(central, stick, central)
    central.writing(lambda log, _: log.erase(SUBJECT))
    for name, data in old.items():
        (stick / name).write_bytes(data)
    before = central.standing()
    visit(central, stick, central)
    assert central.standing() == before
    assert [e.body for e in central.log.since({}) if e.device == laptop.device] == [None, None]
    central.log.verify()


def test_a_replayed_stick_does_not_turn_back_what_is_known(laptop, central, stick):
    laptop.write(1)
    for one in (laptop, central):
        visit(one, stick, central)
    old = {path.name: path.read_bytes() for path in bundles(stick)}
    visit(laptop, stick, central)
    laptop.write(1)
    central.write(1)
    for one in (laptop, central, laptop):
        visit(one, stick, central)
    receipted = laptop.peers.get(central.device).receipted
    for name, data in old.items():
        (stick / name).write_bytes(data)
    visit(laptop, stick, central)
    assert laptop.peers.get(central.device).receipted == receipted


def test_a_restored_central_is_filled_again_by_stick(laptop, central, stick):
    laptop.write(2)
    for one in (laptop, central, laptop):
        visit(one, stick, central)
    older = central.copy()
    laptop.write(2)
    for one in (laptop, central, laptop):
        visit(one, stick, central)
    laptop.write(1)
    for one in (laptop, older) * 3:
        visit(one, stick, older)
    assert laptop.standing() == older.standing()
    older.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_stick_that_may_not_be_written_is_still_read(laptop, central, stick):
    laptop.write(2)
    visit(laptop, stick, central)
    stick.chmod(0o555)
    assert codes(visit(central, stick, central)) == ["ok", "folder_unwritable"]
    assert laptop.device in central.log.heads()


def test_a_full_stick_is_one_outcome(laptop, central, stick, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    laptop.write(2)
    monkeypatch.setattr("sync.files.os.fsync", full)
    assert codes(visit(laptop, stick, central)) == ["folder_unwritable"]
    assert list(stick.iterdir()) == []


def test_a_stick_that_is_gone_is_one_outcome(laptop, central, stick):
    assert codes(visit(laptop, stick / "gone", central)) == ["folder_unreadable"]


def test_what_is_written_carries_no_time_and_no_name(laptop, central, stick):
    laptop.write(1)
    visit(laptop, stick, central)
    (path,) = bundles(stick)
    data = path.read_bytes()
    assert path.stat().st_mtime == 315_619_200
    assert laptop.device.encode() not in data
    assert bundle.file_name(data) == path.name
    assert bundle.unpack(central.key, data).have != Have({}, {})

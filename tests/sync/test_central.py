import pytest

from sync import cards, central
from sync.bundle import file_name
from sync.central import MAX_PART, Spool
from sync.errors import ExchangeError
from tests.sync.simulator import Simulated

NAME = "0123456789abcdef"


@pytest.fixture
def spool(tmp_path):
    return Spool(tmp_path / "spool", quota=3 * MAX_PART)


def test_parts_add_up(spool):
    data = b"x" * 10
    name = file_name(data)
    assert spool.offset(name) == 0
    assert spool.put(name, 0, data[:4]) == spool.offset(name) == 4
    assert spool.put(name, 4, data[4:]) == 10
    assert spool.read(name) == data
    spool.drop(name)
    assert spool.offset(name) == 0


BAD_PARTS = {
    "a path": ("../../etc/passw", 0, b"x", "name_malformed"),
    "upper case": (NAME.upper(), 0, b"x", "name_malformed"),
    "an empty name": ("", 0, b"x", "name_malformed"),
    "a trailing newline": (NAME + "\n", 0, b"x", "name_malformed"),
    "too much at once": (NAME, 0, b"x" * (MAX_PART + 1), "part_too_large"),
    "too far on": (NAME, 5, b"x", "part_out_of_order"),
    "before the start": (NAME, -1, b"x", "part_out_of_order"),
}


@pytest.mark.parametrize(("name", "offset", "data", "code"), BAD_PARTS.values(), ids=BAD_PARTS)
def test_a_bad_part_is_refused(name, offset, data, code, spool):
    with pytest.raises(ExchangeError) as caught:
        spool.put(name, offset, data)
    assert caught.value.code == code


def test_the_spool_has_a_quota(spool):
    for number in range(3):
        spool.put(f"{number:016x}", 0, b"x" * MAX_PART)
    with pytest.raises(ExchangeError, match="quota_full"):
        spool.put(NAME, 0, b"x")


def test_stale_parts_make_room(spool, monkeypatch):
    for number in range(3):
        spool.put(f"{number:016x}", 0, b"x" * MAX_PART)
    monkeypatch.setattr(central, "STALE", -1)
    assert spool.put(NAME, 0, b"x") == 1


def test_one_bundle_has_a_limit(spool, monkeypatch):
    monkeypatch.setattr(central, "MAX_SEALED", 5)
    with pytest.raises(ExchangeError, match="too_large"):
        spool.put(NAME, 0, b"x" * 6)


def test_a_bundle_that_does_not_match_its_name_starts_anew(spool):
    spool.put(NAME, 0, b"x")
    with pytest.raises(ExchangeError, match="damaged"):
        spool.read(NAME)
    with pytest.raises(ExchangeError, match="part_unknown"):
        spool.read(NAME)


def test_a_card_says_who_answers():
    one = Simulated()
    card = cards.read(central.card(one, "Centre"))
    assert (card.device, card.name, card.role) == (one.device, "Centre", "central")
    one.close()


def test_codes_have_statuses():
    assert central.status("device_waiting") == 202
    assert central.status("damaged") == 400

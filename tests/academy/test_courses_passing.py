"""Packs that go along with an exchange: kept aside, then taken or left, never fetched twice."""

import hashlib

import pytest

from academy import courses
from academy.courses.own import Own, carried, with_own
from academy.courses.own import passing as rules
from academy.courses.own.passing import Passing
from academy.errors import AcademyError
from sync.errors import ExchangeError
from sync.letters import MOST_DATA
from sync.passing import Listed, Want
from tests.academy.courses_own import PACKS
from tests.academy.test_courses_carried import KEY, SHIPPED, adapt, take, text

SENDER, OTHER = "a" * 64, "b" * 64


@pytest.fixture
def there(tmp_path):
    """Another network, which passes on what it has adapted."""
    own = Own(PACKS, tmp_path / "there")
    adapt(own, "Here we start at the river.")
    Passing(own).begin(KEY, "garden-own")
    return Passing(own)


@pytest.fixture
def here(tmp_path):
    return Passing(Own(PACKS, tmp_path / "here"))


def bring(there, here, sender=SENDER):
    for want in here.wanted(sender, there.passed()):
        (listed,) = (one for one in there.passed() if one.digest == want.digest)
        offset = want.offset
        while offset < listed.size:
            offset = here.put(sender, listed, offset, there.piece(want.digest, offset))


def test_what_came_is_no_course_before_somebody_takes_it_in(there, here):
    bring(there, here)
    (path,) = here.came()
    assert with_own(SHIPPED, here.own).course("garden").lineage is None
    assert courses.load(PACKS).courses
    data = path.read_bytes()
    take(here.own, data)
    here.answer(hashlib.sha256(data).hexdigest())
    assert "river" in text(here.own)
    assert here.came() == []
    assert here.wanted(SENDER, there.passed()) == []


def test_what_was_left_out_does_not_come_again_but_a_newer_version_does(there, here):
    bring(there, here)
    here.answer(there.passed()[0].digest)
    bring(there, here)
    assert here.came() == []
    adapt(there.own, "By the lake.")
    assert there.begun() == {"garden-own": False}
    there.begin(KEY, "garden-own")
    assert there.begun() == {"garden-own": True}
    bring(there, here)
    assert len(here.came()) == 1


def test_a_newer_version_takes_the_place_of_one_that_nobody_looked_at(there, here):
    bring(there, here)
    adapt(there.own, "By the lake.")
    there.begin(KEY, "garden-own")
    bring(there, here)
    (path,) = here.came()
    assert b"By the lake." in carried.unpack(path.read_bytes()).files["en/01-soil.md"]


def test_what_is_passed_on_no_more_goes_unless_it_was_taken(there, here):
    bring(there, here)
    there.end("garden-own")
    assert there.begun() == {}
    bring(there, here)
    assert here.came() == []


def test_one_sender_cannot_drop_what_another_brought(there, here):
    bring(there, here)
    assert here.wanted(OTHER, []) == []
    assert len(here.came()) == 1


def test_what_is_here_already_to_the_byte_is_not_shown(there, here):
    take(here.own, carried.pack(KEY, there.own, "garden-own"))
    bring(there, here)
    assert here.came() == []


def test_a_file_goes_on_where_it_stopped(here):
    data = bytes(range(256)) * 1024
    listed = Listed("c" * 64, 2 * len(data))
    assert here.put(SENDER, listed, 0, data) == len(data)
    assert here.wanted(SENDER, [listed]) == [Want(listed.digest, len(data))]
    with pytest.raises(ExchangeError, match="part_out_of_order"):
        here.put(SENDER, listed, len(data) + 1, b"x")
    with pytest.raises(ExchangeError, match="part_out_of_order"):
        here.put(SENDER, listed, len(data), data + b"x")
    assert here.came() == []


@pytest.mark.parametrize("data", [b"no course at all", b"\n" * 300, b"{}\n" + b"x" * 70])
def test_what_comes_damaged_or_unsigned_is_dropped(here, data):
    for digest in ("c" * 64, hashlib.sha256(data).hexdigest()):
        with pytest.raises(ExchangeError, match="damaged"):
            here.put(SENDER, Listed(digest, len(data)), 0, data)
    assert here.came() == []
    assert here.wanted(SENDER, []) == []


def test_a_disk_is_not_filled(here, monkeypatch):
    for number in range(rules.MOST_FILES):
        here.put(SENDER, Listed(f"{number:064x}"[::-1], 10), 0, b"x")
    with pytest.raises(ExchangeError, match="quota_full"):
        here.put(SENDER, Listed("c" * 64, 10), 0, b"x")
    here.put(OTHER, Listed("c" * 64, 10), 0, b"x")
    monkeypatch.setattr(rules, "MOST_CAME", 30)
    here.put(OTHER, Listed("d" * 64, 20), 0, b"x")
    with pytest.raises(ExchangeError, match="quota_full"):  # begun small, and growing
        here.put(OTHER, Listed("d" * 64, 20), 1, b"x" * 9)


def test_a_piece_is_only_of_what_is_passed_on(there):
    digest = there.passed()[0].digest
    assert len(there.piece(digest, 0)) <= MOST_DATA
    for wrong, offset in (("c" * 64, 0), ("../" + digest, 0), (digest, 10**9), (digest, -1)):
        with pytest.raises(ExchangeError, match="not_here"):
            there.piece(wrong, offset)


def test_only_what_is_there_can_be_passed_on(there, monkeypatch):
    for wrong in ("nothing", "../garden-own"):
        with pytest.raises(AcademyError, match="course_unknown"):
            there.begin(KEY, wrong)
    monkeypatch.setattr(rules, "MOST_FILES", 0)
    with pytest.raises(AcademyError, match="too_many_passed"):
        there.begin(KEY, "another")


def test_a_note_that_was_damaged_costs_a_second_look_and_no_more(there, here):
    bring(there, here)
    here.answer(there.passed()[0].digest)
    (here.own.folder / rules.CAME / rules.ANSWERED).write_text("[[[")
    bring(there, here)
    assert len(here.came()) == 1
    here.answer("*")
    assert len(here.came()) == 1

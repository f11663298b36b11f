"""The file of key slots says nothing of anyone, and can't be made to hurt who reads it."""

import json

import pytest

from academy.errors import AcademyError
from academy.store import Store, opening, slots
from tests.academy.conftest import PASSPHRASE

SECOND = "table orange window seven cloud"


def test_the_file_says_nothing_of_whose_the_passphrases_are(store: Store):
    store.add_passphrase("Wanjiru of the coast", SECOND)
    written = (store.folder / "slots.json").read_text("utf-8")
    assert "Wanjiru" not in written
    assert "first" not in written
    assert len(json.loads(written)["slots"]) == 2
    with pytest.raises(AcademyError, match="slot_taken"):
        store.add_passphrase("Wanjiru of the coast", "lemon river table cloud nine")
    with pytest.raises(AcademyError, match="slot_taken"):
        store.add_passphrase("first", "lemon river table cloud nine")


def test_names_that_an_older_version_wrote_in_clear_move_into_the_store(store: Store):
    store.add_passphrase("Wanjiru", SECOND)
    file = store.folder / "slots.json"
    found = json.loads(file.read_text("utf-8"))["slots"]
    store.set_setting("passphrases", {})
    store.close()
    file.write_text(json.dumps({"first": found[0], "Wanjiru": found[1]}), "utf-8")
    with pytest.raises(AcademyError, match="passphrase_wrong"):
        opening.unlock(store.folder, "five words that open nothing")
    assert "Wanjiru" in file.read_text("utf-8")  # nobody has shown yet that they may
    again = opening.unlock(store.folder, SECOND)
    assert json.loads(file.read_text("utf-8")) == {"slots": found}
    assert again.setting("passphrases") == {found[0]["salt"]: "first", found[1]["salt"]: "Wanjiru"}
    again.close()
    opening.unlock(store.folder, PASSPHRASE).close()


def test_a_slot_may_be_called_slots(store: Store):
    file = store.folder / "slots.json"
    (only,) = json.loads(file.read_text("utf-8"))["slots"]
    store.close()
    file.write_text(json.dumps({"slots": only}), "utf-8")
    opening.unlock(store.folder, PASSPHRASE).close()
    assert json.loads(file.read_text("utf-8")) == {"slots": [only]}


def test_more_passphrases_than_can_be_tried_in_a_moment_are_refused(store: Store, monkeypatch):
    monkeypatch.setattr(slots, "MOST", 2)
    store.add_passphrase("second", SECOND)
    with pytest.raises(AcademyError, match="slots_full"):
        store.add_passphrase("third", "lemon river table cloud nine")


def changed(**fields):
    return lambda slot: {"slots": [{**slot, **fields}]}


BAD = {
    "a hundred passes": changed(ops=100),
    "no pass": changed(ops=0),
    "a yes for a number": changed(ops=True),
    "a fraction": changed(ops=1.5),
    "100 GB of memory": changed(memory=100 * 2**30),
    "more memory than there is a number for": changed(memory=10**40),
    "memory in words": changed(memory="much"),
    "no memory": changed(memory=None),
    "a short salt": changed(salt="00"),
    "a salt that is no number": changed(salt="z" * 32),
    "a salt in other digits": changed(salt="٣" * 32),
    "a list for a salt": changed(salt=[1] * 32),
    "a short key": changed(sealed="00"),
    "a long key": changed(sealed="00" * 100000),
    "no key": lambda slot: {"slots": [{k: v for k, v in slot.items() if k != "sealed"}]},
    "no slots": lambda _slot: {"slots": []},
    "an empty file of an older version": lambda _slot: {},
    "a list": lambda slot: [slot],
    "a number": lambda _slot: 5,
    "a slot that is a word": lambda _slot: {"first": "slot"},
    "a thousand slots": lambda slot: {"slots": [slot] * 1000},
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_a_file_that_isn_t_ours_is_said_and_left_as_it_is(store: Store, bad, monkeypatch):
    file = store.folder / "slots.json"
    store.close()
    (slot,) = json.loads(file.read_text("utf-8"))["slots"]
    file.write_text(json.dumps(bad(slot)), "utf-8")
    before = file.read_bytes()
    monkeypatch.setattr("academy.store.slots.argon2.kdf", None)  # nothing of it is even tried
    with pytest.raises(AcademyError, match="store_unreadable"):
        opening.unlock(store.folder, PASSPHRASE)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "raw", [b"", b"\xff\xfe", b"[" * 50_000, b'{"slots":' * 9_000, b"NaN", b'{"slots": NaN}']
)
def test_bytes_that_are_no_file_of_slots_are_said(store: Store, raw):
    store.close()
    (store.folder / "slots.json").write_bytes(raw)
    with pytest.raises(AcademyError, match="store_unreadable"):
        opening.unlock(store.folder, PASSPHRASE)


def test_half_a_letter_in_a_passphrase_opens_nothing_and_breaks_nothing(store: Store):
    store.close()
    with pytest.raises(AcademyError, match="passphrase_wrong"):
        opening.unlock(store.folder, "river \ud800 lamp")

"""Files beside the log: sealed both ways, for trusted devices alone, resumed where they stopped."""

import hashlib
import json
import os

import pytest

from sync import keys, letters, passing
from sync.errors import ExchangeError
from sync.keys import DeviceKey
from sync.letters import MOST_DATA, MOST_SEALED
from sync.passing import ANSWER, ASK, Listed, Want

MATTER = "0" * 32


class Shelf:
    """Files in memory; `came` is what was brought."""

    def __init__(self, *files):
        self.files = {hashlib.sha256(data).hexdigest(): data for data in files}
        self.came = {}

    def passed(self):
        return [Listed(digest, len(data)) for digest, data in self.files.items()]

    def piece(self, digest, offset):
        if digest not in self.files:
            raise ExchangeError("not_here")
        return self.files[digest][offset : offset + MOST_DATA]

    def wanted(self, _sender, listed):
        sizes = {one: len(self.came.get(one.digest, b"")) for one in listed}
        return [Want(one.digest, here) for one, here in sizes.items() if here < one.size]

    def put(self, _sender, listed, offset, data):
        self.came[listed.digest] = self.came.get(listed.digest, b"")[:offset] + data
        return len(self.came[listed.digest])


def posted(office, shelf, seen=None):
    def post(sealed):
        if seen is not None:
            seen.append(sealed)
        return passing.answer(office, shelf, sealed)

    return post


def test_what_one_side_passes_on_the_other_has(laptop, central):
    book, song = os.urandom(3 * MOST_DATA + 7), b"a short one"
    here, there, seen = Shelf(song), Shelf(book), []
    done = passing.pass_on(laptop, here, central.device, posted(central, there, seen))
    assert done == 1
    assert list(here.came.values()) == [book]
    assert list(there.came.values()) == [song]
    again = passing.pass_on(laptop, here, central.device, posted(central, there, seen))
    assert again == 0
    assert not any(song in letter for letter in seen)


def test_a_cut_line_costs_the_rest_not_the_whole(laptop, central):
    book = os.urandom(4 * MOST_DATA)
    here, there, asked = Shelf(), Shelf(book), []

    def fails(sealed):
        asked.append(letters.read(central.key, sealed, ASK).said)
        if len(asked) == 4:
            raise ExchangeError("unreachable")
        return passing.answer(central, there, sealed)

    with pytest.raises(ExchangeError, match="unreachable"):
        passing.pass_on(laptop, here, central.device, fails)
    passing.pass_on(laptop, here, central.device, fails)
    assert list(here.came.values()) == [book]
    assert len(asked) == 1 + 3 + 1 + 2


@pytest.mark.parametrize("state", ["stranger", "waiting", "revoked"])
def test_only_a_trusted_device_is_answered(new, state):
    office, one = new(), new()
    if state != "stranger":
        office.writing(lambda _, peers: peers.meet(one.device, "", "device"))
    if state == "revoked":
        office.writing(lambda _, peers: peers.trust(one.device))
        office.writing(lambda _, peers: peers.revoke(one.device))
    sealed = letters.write(one.key, office.device, ASK, MATTER, ["list"], b"[]")
    code = {"stranger": "device_unknown", "waiting": "device_waiting"}.get(state, "device_revoked")
    with pytest.raises(ExchangeError, match=code):
        passing.answer(office, Shelf(b"a"), sealed)


def letter(one, office, said, data=b"", matter=MATTER):
    return letters.write(one.key, office.device, ASK, matter, said, data)


LISTS = [
    b"", b"{}", b"[[]]", b'[["x",1]]', b"[" * 2000,
    *(b'[["' + b"a" * 64 + b'",' + size + b"]]" for size in (b"-1", b"0", b"99999999999", b"1.5")),
    json.dumps([[f"{n:064x}", 1] for n in range(21)]).encode(),
]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "data"),
    [
        *((["list"], data) for data in LISTS),
        ([], b""), ({}, b""), ("list", b""), (["list", 1], b"[]"), (["get"], b""),
        (["get", "../../etc/passwd", "0"], b""), (["put", "a" * 64, 5], b"x"),
        (["put", "../x", 5, 0], b"x"), (["put", "a" * 64, 2**40, 0], b"x"), (["drop", "a"], b""),
    ],
)  # fmt: skip
def test_what_no_laptop_of_ours_says_is_damaged(laptop, central, said, data):
    with pytest.raises(ExchangeError, match="damaged"):
        passing.answer(central, Shelf(), letter(laptop, central, said, data))


def test_a_letter_is_for_one_device_in_one_role_and_whole(laptop, central, new):
    other = new()
    sealed = letter(laptop, central, ["list"], b"[]")
    assert len(sealed) % 4096 == 48  # whole blocks and the seal's own bytes
    for wrong in (
        lambda: letters.read(other.key, sealed, ASK),
        lambda: letters.read(central.key, sealed, ANSWER),
        lambda: letters.read(central.key, sealed[:-1], ASK),
        lambda: letters.read(central.key, b"", ASK),
    ):
        with pytest.raises(ExchangeError, match="damaged"):
            wrong()
    with pytest.raises(ExchangeError, match="too_large"):
        letters.read(central.key, bytes(MOST_SEALED + 1), ASK)
    with pytest.raises(ExchangeError, match="too_large"):
        letter(laptop, central, ["list"], bytes(MOST_DATA + 1))


def test_what_was_meant_for_another_cannot_be_sent_on(laptop, central, new):
    """Sealed anew to somebody else, the line inside still names whom it was for."""
    other = new()
    plain = central.key.unseal(letter(laptop, central, ["list"], b"[]"))
    with pytest.raises(ExchangeError, match="damaged"):
        letters.read(other.key, keys.seal(other.device, plain), ASK)


def test_only_the_answer_to_this_very_question_counts(laptop, central):
    here, there = Shelf(), Shelf(b"old")
    first = []

    def replay(sealed):
        first.append(passing.answer(central, there, sealed))
        return first[0]

    with pytest.raises(ExchangeError, match="bad_answer"):
        passing.pass_on(laptop, here, central.device, replay)
    stranger = DeviceKey.generate()

    def forged(sealed):
        asked = letters.read(central.key, sealed, ASK)
        return letters.write(stranger, laptop.device, ANSWER, asked.matter, ["list"], b"{}")

    with pytest.raises(ExchangeError, match="bad_answer"):
        passing.pass_on(laptop, here, central.device, forged)
    assert here.came == {}


def test_an_answer_without_end_ends(laptop, central):
    """A copy that says it holds more than it gives."""
    there = Shelf(b"abc")
    there.piece = lambda _digest, _offset: b""
    with pytest.raises(ExchangeError, match="bad_answer"):
        passing.pass_on(laptop, Shelf(), central.device, posted(central, there))

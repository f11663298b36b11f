"""The decision as a table, and then every order of everything."""

import contextlib
import itertools
import random

import pytest

from sync import entries
from sync.entries import ERASED, GENESIS
from sync.errors import ChainError
from sync.keys import DeviceKey
from sync.merge import Held, decide
from sync.replica import give, take
from tests.sync.simulator import KIND, Post, Simulated, befriend

ONE = DeviceKey(bytes(32))
SUBJECT = "0123456789abcdef" * 2


def link(prev=None, body="{}", kind=KIND, clock=None):
    seq = prev.seq + 1 if prev else 1
    time = clock or (prev.clock + 1 if prev else 1)
    return entries.make(ONE.device, seq, time, kind, prev.id if prev else GENESIS, body)


A = link()
B = link(A)
C = link(B)
OTHER_B = link(A, '{"other":1}')
ABOUT = link(A, f'{{"p":"{SUBJECT}"}}')
ERASURE = link(ABOUT, entries.erasure(SUBJECT), ERASED)
JUMP = link(A, clock=entries.MAX_STEP + 2)


def bare(entry):
    return entry._replace(salt=None, body=None)


def holding(*held, lacking=()):
    return {
        ONE.device: {e.id: Held(e.seq, e.clock, e in lacking) for e in held},
    }


TABLE = {
    "nothing came": ((), (), (), {}),
    "new": ((), (), (A, B), {"new": [A, B]}),
    "in reverse": ((), (), (B, A), {"new": [A, B]}),
    "twice in one": ((), (), (A, A), {"new": [A], "held": 1}),
    "held already": ((A,), (), (A, B), {"new": [B], "held": 1}),
    "without its body": ((), (), (bare(A),), {"new": [bare(A)]}),
    "both with and without": ((), (), (bare(A), A), {"new": [A], "held": 1}),
    "a late body": ((A,), (A,), (A,), {"late": [A]}),
    "a late body twice": ((A,), (A,), (A, A), {"late": [A], "held": 1}),
    "still without": ((A,), (A,), (bare(A),), {"held": 1}),
    "a body nobody wants": ((A,), (), (A,), {"held": 1}),
    "a fork": ((A, B), (), (OTHER_B,), {"new": [OTHER_B], "forks": {ONE.device}}),
    "a jump": ((A,), (), (JUMP,), {"new": [JUMP], "suspects": {ONE.device: 2}}),
    "an erasure": (
        (A,),
        (),
        (ABOUT, ERASURE),
        {"new": [bare(ABOUT), ERASURE], "erased": {SUBJECT}, "stripped": {ABOUT.id}},
    ),
}


@pytest.mark.parametrize(("held", "lacking", "came", "expected"), TABLE.values(), ids=TABLE)
def test_a_decision(held, lacking, came, expected):
    nothing = {
        "new": [],
        "late": [],
        "held": 0,
        "forks": set(),
        "suspects": {},
        "erased": set(),
        "stripped": set(),
    }
    assert decide(holding(*held, lacking=lacking), came)._asdict() == nothing | expected


def test_an_erased_subject_stays_erased():
    decision = decide(holding(A), [ABOUT], {SUBJECT})
    assert (decision.new, decision.stripped) == ([bare(ABOUT)], {ABOUT.id})


@pytest.mark.parametrize("came", [[B], [C], [A, C]], ids=["the first", "two", "the middle"])
def test_something_missing_is_a_gap(came):
    with pytest.raises(ChainError, match="gap"):
        decide({}, came)


def test_a_fork_may_come_in_one_piece():
    assert decide({}, [A, B, OTHER_B]).forks == {ONE.device}


# -- every order ends the same ----------------------------------------------------------------


@pytest.fixture
def trio():
    made = [Simulated() for _ in range(3)]
    for one, two in itertools.combinations(made, 2):
        befriend(one, two)
        one.trust(two)
    yield made
    for one in made:
        one.close()


def written_pieces(writer, source):
    """Let a device write, and now and then erase; return what it would have sent each time."""
    pieces, before = [], writer.log.have()
    for _ in range(4):
        subject = f"{source.randrange(3):032x}"
        if source.random() < 0.3 and subject not in writer.log.erased():
            writer.write(1, f'{{"p":"{subject}"}}')
        if source.random() < 0.2:
            writer.writing(lambda log, _, subject=subject: log.erase(subject))
        writer.write(source.randrange(1, 4))
        pieces.append([e for s in writer.log.missing(before) for e in writer.log.read(s)])
        before = writer.log.have()
    return pieces


def deliver(reader, pieces):
    """Merge every piece, putting what comes too early back to the end."""
    pending = list(pieces)
    while pending:
        piece = pending.pop(0)
        with contextlib.suppress(ChainError):
            reader.writing(lambda log, _, piece=piece: log.merge(piece))
            continue
        pending.append(piece)


@pytest.mark.parametrize("seed", range(100))
def test_pieces_in_any_order_with_repeats_converge(seed):
    source = random.Random(seed)
    writers, readers = [Simulated() for _ in range(3)], [Simulated() for _ in range(2)]
    pieces = [piece for writer in writers for piece in written_pieces(writer, source)]
    for reader in readers:
        pending = pieces + source.sample(pieces, 3)
        source.shuffle(pending)
        deliver(reader, pending)
    one, two = readers
    assert one.standing() == two.standing()
    assert {e.id: e.body for e in one.log.since({})} == {e.id: e.body for e in two.log.since({})}
    one.log.verify()
    for device in writers + readers:
        device.close()


@pytest.mark.parametrize("seed", range(12))
def test_a_post_that_loses_doubles_cuts_and_reorders_still_converges(seed, trio):
    post = Post(seed, 0.3)
    source = random.Random(seed)
    for _ in range(40):
        one, two = source.sample(trio, 2)
        if source.random() < 0.5:
            one.write(source.randrange(1, 3))
        post.exchange(one, two)
    post.trouble = 0
    for _ in range(3):
        for one, two in itertools.permutations(trio, 2):
            answered(one, two)
    assert trio[0].standing() == trio[1].standing() == trio[2].standing()
    for one in trio:
        one.log.verify()


def answered(one, two):
    """Exchange once as over an address: a bundle there, the answer back."""
    have = one.peers.get(two.device).have
    taken = take(two, give(one, two.device, have).data)
    answer = give(two, one.device, taken.have, taken=taken)
    take(one, answer.data)


@pytest.mark.parametrize("seed", range(8))
def test_restored_copies_converge_and_lose_nothing(seed):
    source = random.Random(seed)
    central, laptop = Simulated(), Simulated()
    befriend(laptop, central)
    copies = [laptop]
    for _ in range(8):
        one = source.choice(copies)
        one.write(source.randrange(1, 4))
        if source.random() < 0.4 and len(copies) < 4:
            copies.append(source.choice(copies).copy())
        if source.random() < 0.6:
            answered(one, central)
    written = set().union(*(one.standing()[1] for one in copies))
    for one in copies * 3:
        answered(one, central)
    assert central.standing()[1] == written
    assert all(one.standing() == central.standing() for one in copies)
    central.log.verify()
    for one in (*copies, central):
        one.close()

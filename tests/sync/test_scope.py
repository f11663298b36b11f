"""Which chains go to a reader with a limit: by what their owner says they are about."""

import re

import pytest

from sync.entries import Have, sign_head
from sync.parcel import choose
from sync.replica import give, take
from sync.scope import concerns, known
from sync.stretches import stretches
from sync.topics import BLOCK, EVERYONE
from tests.sync.simulator import befriend

NOTHING = Have({}, {})


def topics_of(entry):
    """A word in capitals is a topic; without one it is for everyone."""
    return re.findall("[A-Z]+", entry.body) or [EVERYONE]


class Reader:
    """A limit that counts how often it is asked."""

    def __init__(self, *topics):
        self.topics, self.asked = frozenset(topics) | {EVERYONE}, 0

    def __call__(self, entry):
        self.asked += 1
        return not self.topics.isdisjoint(topics_of(entry))


class Unnamed(Reader):
    """The same limit, which names no topics: chains are read through."""

    def __getattribute__(self, name):
        if name == "topics" and not super().__getattribute__("asking"):
            raise AttributeError(name)
        return super().__getattribute__(name)

    asking = False

    def __call__(self, entry):
        self.asking = True
        try:
            return super().__call__(entry)
        finally:
            self.asking = False


@pytest.fixture
def central(new):
    one = new()
    one.log.topics_of = topics_of
    return one


@pytest.fixture
def writer(new, central):
    one = new()
    befriend(one, central)
    one.write(10, body='{"about":"NORTH"}')
    take(central, give(one, central.device, NOTHING).data)
    return one


@pytest.fixture
def reader(new, central):
    one = new()
    befriend(one, central)
    return one


def asked(central, reader, may_read):
    """How many entries central gives, and how often it asks about one."""
    central.reads = lambda _: may_read
    before = may_read.asked
    given = give(central, reader.device, NOTHING)
    return given.entries, may_read.asked - before


def test_a_chain_about_nothing_a_reader_may_read_is_not_read(central, writer, reader):
    assert asked(central, reader, Reader("SOUTH")) == (0, 0)
    assert asked(central, reader, Reader("NORTH")) == (10, 10)
    writer.write(1, body='{"about":"SOUTH"}')
    take(central, give(writer, central.device, central.log.have()).data)
    assert asked(central, reader, Reader("SOUTH"))[0] == 11


def test_a_limit_without_topics_has_chains_read_through(central, writer, reader):
    assert asked(central, reader, Unnamed("SOUTH")) == (0, 10)
    assert asked(central, reader, Unnamed("NORTH"))[0] == 10


def test_an_own_chain_always_comes_home(central, writer):
    assert asked(central, writer, Reader("SOUTH"))[0] == 10


def test_what_does_not_count_yet_is_about_nothing_yet(central, writer, reader, new):
    stranger = new()
    stranger.write(5, body='{"about":"NORTH"}')
    befriend(stranger, central)
    central.writing(lambda _, peers: peers.revoke(stranger.device))
    came = list(stranger.log.since({}))
    tip = stranger.log.tips()[stranger.device][0]
    signed = [(stranger.device, tip, sign_head(stranger.key, tip))]
    central.writing(
        lambda log, _: (log.merge(came, doubt=lambda _: "writer"), log.keep_heads(signed))
    )
    limit = Reader("NORTH")
    assert asked(central, reader, limit)[0] == 10  # the writer's, none of the stranger's
    central.writing(lambda log, _: log.take_in(stranger.device))
    assert asked(central, reader, limit)[0] == 15
    central.writing(lambda log, _: log.leave_out(stranger.device))
    assert asked(central, reader, limit)[0] == 10
    central.trust(stranger)
    central.writing(lambda log, _: log.take_in(stranger.device))
    assert asked(central, reader, limit)[0] == 15


def test_who_has_a_limit_is_told_of_the_chains_it_knows_and_no_other(central, writer, reader):
    def told(may_read, have=NOTHING):
        central.reads = lambda _: may_read
        give(central, reader.device, have)
        return set(take(reader, give(central, reader.device, have).data).have.tips)

    reader.write(1)
    take(central, give(reader, central.device, NOTHING).data)
    assert told(Reader("SOUTH")) == {reader.device}
    assert told(Reader("SOUTH"), writer.log.have()) == {reader.device, writer.device}
    assert told(Reader("NORTH")) == {reader.device, writer.device}
    assert told(None) == {reader.device, writer.device}


def test_topics_say_what_reading_every_chain_through_says(central, new):
    """Whatever came, was set aside, taken in, left out and erased."""
    subjects = [f"{n:032x}" for n in range(3)]
    laptops = [new() for _ in range(4)]
    for number, one in enumerate(laptops):
        befriend(one, central)
        one.write(1, body=f'{{"about":"NORTH","who":"{subjects[number % 3]}"}}')
        one.write(1, body=f'{{"about":"SOUTH","who":"{subjects[number % 2]}"}}')
        one.write(1, body='{"about":"WEST"}' if number % 2 else '{"about":"EAST"}')

    def agree():
        log = central.log
        for topics in ((), ("NORTH",), ("SOUTH", "EAST"), ("WEST",)):
            limit, through = Reader(*topics), Reader(*topics)
            found = {
                one.device for one in stretches(log.tables, log.tips(), {})
                if concerns(log, one, through)
            }  # fmt: skip
            assert known(log, "0" * 64, NOTHING, limit) == {"0" * 64} | found, topics
            through = Unnamed(*topics)
            for aside in (False, True):
                given, expected = (
                    choose(log, "0" * 64, NOTHING, one, aside=aside) for one in (limit, through)
                )
                assert given == expected, (topics, aside)

    for one in laptops[:3]:
        take(central, give(one, central.device, NOTHING).data)
        agree()
    came = list(laptops[3].log.since({}))
    central.writing(lambda log, _: log.merge(came, doubt=lambda _: "writer"))
    agree()
    for step in (
        lambda log, _: log.leave_out(laptops[3].device),
        lambda log, _: log.take_in(laptops[3].device),
        lambda log, _: log.leave_out(laptops[3].device),
        lambda log, _: log.erase(subjects[0]),
        lambda log, _: log.take_in(laptops[3].device),
        lambda log, _: log.erase(subjects[1]),
        lambda log, _: log.erase(subjects[2]),
        lambda log, _: log.topics.make_anew((e for _, e in log.arrivals()), topics_of, 2),
    ):
        central.writing(step)
        agree()
    assert (central.log.topics.are_of(2), central.log.topics.are_of(1)) == (True, False)


def test_a_body_that_may_be_read_later_is_found_wherever_it_stands(central, writer, reader):
    """In a chain of several blocks, of which the reader had the headers before."""
    writer.write(600, body='{"about":"NORTH"}')
    writer.write(1, body='{"about":"SOUTH"}')
    writer.write(300, body='{"about":"NORTH"}')
    writer.write(1, body='{"about":"WEST"}')
    take(central, give(writer, central.device, central.log.have()).data)
    central.reads = lambda _: Reader("SOUTH")
    take(reader, give(central, reader.device, NOTHING).data)
    assert reader.log.have().lacks == {writer.device: [(1, 610), (612, 912)]}
    west = Reader("SOUTH", "WEST")
    central.reads = lambda _: west
    taken = take(reader, give(central, reader.device, reader.log.have()).data)
    assert [entry.body for entry in taken.merged.late] == ['{"about":"WEST"}']
    assert west.asked < 2 * BLOCK
    north = Reader("NORTH")
    central.reads = lambda _: north
    assert give(central, reader.device, reader.log.have()).late == 910


def test_of_a_chain_that_goes_bare_no_body_is_read(central, writer, reader):
    """But for the blocks in which something may be read."""
    for count, about in ((600, "NORTH"), (1, "SOUTH"), (300, "NORTH")):
        writer.write(count, body=f'{{"about":"{about}"}}')
    take(central, give(writer, central.device, central.log.have()).data)
    south = Reader("SOUTH")
    assert asked(central, reader, south)[0] == 911
    assert 0 < south.asked <= BLOCK
    asked_of_all = Unnamed("SOUTH")
    parcels = [choose(central.log, reader.device, NOTHING, one) for one in (south, asked_of_all)]
    assert parcels[0] == parcels[1]
    assert [entry.body for entry in parcels[0].entries if entry.body] == ['{"about":"SOUTH"}']


def test_what_an_exchange_asks_does_not_grow_with_what_chains_hold(central, reader, new):
    """Counted in the database's own steps, with chains ten times as long the second time."""
    central.reads = lambda _: Reader("SOUTH")
    laptops = [new() for _ in range(5)]
    for one in laptops:
        befriend(one, central)
    costs = []
    for count in (30, 270):
        for one in laptops:
            one.write(count, body='{"about":"NORTH"}')
            take(central, give(one, central.device, central.log.have()).data)
        steps = 0

        def step():
            nonlocal steps
            steps += 1

        central.connection.set_progress_handler(step, 10)
        give(central, reader.device, NOTHING)
        central.connection.set_progress_handler(None, 10)
        costs.append(steps)
    assert costs[1] <= costs[0] * 1.2, costs

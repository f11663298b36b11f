from sync.entries import Have, sign_head
from sync.replica import give, take
from tests.sync.simulator import Simulated, befriend

NOTHING = Have({}, {})


class Reader:
    """A limit that counts how often it is asked."""

    def __init__(self, words, scope=None):
        self.words, self.asked = words, 0
        if scope:
            self.scope = scope

    def __call__(self, entry):
        self.asked += 1
        return any(word in entry.body for word in self.words)


def scene():
    central, writer, reader = Simulated(), Simulated(), Simulated()
    befriend(writer, central)
    befriend(reader, central)
    writer.write(10)
    take(central, give(writer, central.device, NOTHING).data)
    return central, writer, reader


def asked(central, reader, may_read):
    central.reads = lambda _: may_read
    before = may_read.asked
    given = give(central, reader.device, NOTHING)
    return given.entries, may_read.asked - before


def test_a_chain_without_interest_is_asked_once_for_a_scope():
    central, writer, reader = scene()
    nobody = Reader(["nothing"], scope="one")
    assert asked(central, reader, nobody) == (0, 10)
    assert asked(central, reader, nobody) == (0, 0)
    writer.write(2)
    take(central, give(writer, central.device, central.log.have()).data)
    assert asked(central, reader, nobody) == (0, 2)
    assert asked(central, reader, Reader(["n"], scope="two"))[0] == 12
    for one in (central, writer, reader):
        one.close()


def test_without_a_scope_nothing_is_remembered():
    central, writer, reader = scene()
    nobody = Reader(["nothing"])
    assert asked(central, reader, nobody) == asked(central, reader, nobody) == (0, 10)
    for one in (central, writer, reader):
        one.close()


def test_an_own_chain_always_comes_home():
    central, writer, reader = scene()
    assert asked(central, writer, Reader(["nothing"], scope="three"))[0] == 10
    for one in (central, writer, reader):
        one.close()


def test_what_does_not_count_yet_is_silent_for_now_only():
    central, writer, reader = scene()
    stranger = Simulated()
    writer_limit = Reader(["n"], scope="four")
    stranger.write(5)
    befriend(stranger, central)
    central.writing(lambda _, peers: peers.revoke(stranger.device))
    came = list(stranger.log.since({}))
    tip = stranger.log.tips()[stranger.device][0]
    signed = [(tip.id, sign_head(stranger.key, tip))]
    central.writing(
        lambda log, _: (log.merge(came, doubt=lambda _: "writer"), log.keep_heads(signed))
    )
    assert asked(central, reader, writer_limit)[0] == 10  # the writer's, none of the stranger's
    central.trust(stranger)
    assert asked(central, reader, writer_limit)[0] == 15
    for one in (central, writer, reader, stranger):
        one.close()

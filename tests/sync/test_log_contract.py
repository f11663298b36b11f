"""What a log promises, asked of SQLite and of PostgreSQL."""

import contextlib

import pytest

from sync import entries
from sync.aside import LEFT_OUT, TAKEN
from sync.entries import ERASED, GENESIS, Have, Head
from sync.errors import ChainError, LogError
from sync.keys import DeviceKey
from sync.log import Log, needs_new_key
from sync.parcel import choose
from tests.postgres import fresh
from tests.sync.conftest import open_sqlite

SUBJECT = "0123456789abcdef" * 2
OTHER = "f" * 32
KIND = "thing.happened"


@pytest.fixture(params=["sqlite", "postgres"])
def new_log(request):
    """Return a maker of empty logs: new_log(key=None)."""
    if request.param == "sqlite":
        opened = []

        def make(key=None):
            connection = open_sqlite()
            opened.append(connection)
            return Log(connection, key or DeviceKey.generate())
    else:
        pytest.importorskip("psycopg", reason="needs psycopg")
        from sync.postgres import PostgresLog, connect

        dsn = request.getfixturevalue("postgres_dsn")
        opened = []

        def make(key=None):
            connection = connect(fresh(dsn))
            opened.append(connection)
            return PostgresLog(connection, key or DeviceKey.generate())

    yield make
    for connection in opened:
        connection.close()


def about(subject):
    return f'{{"p":"{subject}"}}'


def fill(log, count, subject=None):
    return [log.append(KIND, about(subject) if subject else f'{{"n":{n}}}') for n in range(count)]


def get(log, entry):
    return log.get(entry.device, Head(entry.seq, entry.id))


def ids(log):
    return {entry.id for entry in log.since({})}


def test_an_empty_log_holds_nothing(new_log):
    log = new_log()
    log.verify()
    assert (log.heads(), log.count(), log.erased(), log.forked()) == ({}, 0, set(), set())
    assert list(log.since({})) == list(log.arrivals()) == []
    assert log.get(log.key.device, Head(1, "0" * 64)) is None
    assert log.have() == Have({}, {})


def test_what_is_appended_is_chained_and_found(new_log):
    log = new_log()
    first, second = fill(log, 2)
    assert (first.seq, first.prev, second.seq, second.prev) == (1, GENESIS, 2, first.id)
    assert second.clock == first.clock + 1
    assert log.heads() == {log.key.device: Head(2, second.id)}
    assert get(log, first) == first
    assert [entry for _, entry in log.arrivals()] == list(log.since({})) == [first, second]
    log.verify()


def test_since_gives_only_what_the_other_lacks(new_log):
    log = new_log()
    made = fill(log, 5)
    assert list(log.since({log.key.device: Head(3, made[2].id)})) == made[3:]
    assert list(log.since(log.heads())) == []
    assert list(log.since({log.key.device: Head(9, "9" * 64)})) == []


def test_merging_twice_changes_nothing(new_log):
    mine, yours = new_log(), new_log()
    made = fill(yours, 5)
    merged = mine.merge(yours.since({}))
    assert (merged.new, merged.held) == (made, 0)
    again = mine.merge(yours.since({}))
    assert (again.new, again.late, again.held) == ([], [], 5)
    assert mine.heads() == yours.heads()
    mine.verify()


def test_the_next_entry_comes_after_all_that_was_seen(new_log):
    mine, yours = new_log(), new_log()
    fill(yours, 5)
    mine.merge(yours.since({}))
    assert mine.append(KIND, "{}").clock == 6


def test_a_clock_that_jumps_is_accepted_flagged_and_not_followed(new_log):
    mine, rogue = new_log(), DeviceKey.generate()
    mine.merge([entries.make(rogue.device, 1, entries.MAX_NUMBER, KIND, GENESIS, "{}")])
    assert mine.suspects() == {rogue.device: 1}
    assert mine.append(KIND, "{}").clock == entries.MAX_STEP
    assert mine.append(KIND, "{}").clock == 2 * entries.MAX_STEP
    mine.verify()


STEP = entries.MAX_STEP


def test_a_clock_is_suspected_from_its_first_jump_on(new_log):
    key, log = DeviceKey.generate(), new_log()
    made = chain(key, 1, 1 + STEP, 2 + 2 * STEP, 3 + 2 * STEP, 9 + 4 * STEP)
    for piece in (made[:2], made[4:], made[3:], made[2:]):
        with contextlib.suppress(ChainError):
            log.merge(piece)
    assert log.suspects() == {key.device: 3}
    log.merge(made)
    assert log.suspects() == {key.device: 3}


@pytest.mark.parametrize("first", [0, 1, 2])
def test_of_a_fork_the_earliest_jump_counts_whichever_branch_came_first(new_log, first):
    key, log = DeviceKey.generate(), new_log()
    start = chain(key, 1, 2)
    branches = [
        [*start, *chain(key, 3, 4, 5, 9 * STEP, after=start[-1])],
        [*start, *chain(key, 3, 9 * STEP, after=start[-1])],
        [*start, *chain(key, 3, 4, 5, 6, after=start[-1])],
    ]
    for branch in branches[first:] + branches[:first]:
        log.merge(branch)
    assert log.forked() == {key.device}
    assert log.suspects() == {key.device: 4}


def chain(key, *clocks, after=None):
    made, prev = [], after.id if after else GENESIS
    for seq, clock in enumerate(clocks, after.seq + 1 if after else 1):
        made.append(entries.make(key.device, seq, clock, KIND, prev, "{}"))
        prev = made[-1].id
    return made


BAD_CHAINS = {
    "one missing": (lambda made: [made[0], made[2]], "gap"),
    "the first missing": (lambda made: made[1:], "gap"),
    "a tampered body": (lambda made: [made[0]._replace(body='{"b":1}')], "commitment_wrong"),
    "a tampered id": (lambda made: [made[0]._replace(id="1" * 64)], "id_wrong"),
}


@pytest.mark.parametrize(("change", "code"), BAD_CHAINS.values(), ids=BAD_CHAINS)
def test_a_broken_chain_is_refused(change, code, new_log):
    with pytest.raises(ChainError) as caught:
        new_log().merge(change(chain(DeviceKey.generate(), 1, 2, 3)))
    assert caught.value.code == code


def test_a_clock_that_stands_still_is_refused(new_log):
    with pytest.raises(ChainError) as caught:
        new_log().merge(chain(DeviceKey.generate(), 5, 5))
    assert caught.value.code == "clock_backwards"


def test_a_parent_of_another_device_is_a_gap(new_log):
    first = chain(DeviceKey.generate(), 1)[0]
    other = entries.make(DeviceKey.generate().device, 2, 2, KIND, first.id, "{}")
    with pytest.raises(ChainError, match="gap"):
        new_log().merge([first, other])


def test_entries_may_come_in_any_order(new_log):
    made = chain(DeviceKey.generate(), 1, 2, 3)
    log = new_log()
    log.merge(made[::-1] + made)
    assert log.count() == 3
    log.verify()


def test_an_unknown_kind_is_kept_and_passed_on(new_log):
    mine, yours, third = new_log(), new_log(), new_log()
    yours.append("later.invented", '{"x":[1,2]}')
    mine.merge(yours.since({}))
    third.merge(mine.since({}))
    assert next(third.since({})).kind == "later.invented"


# -- withheld and late bodies ------------------------------------------------------------------


def test_a_withheld_body_leaves_the_chain_whole(new_log):
    mine, yours = new_log(), new_log()
    made = fill(yours, 4)
    mine.merge(yours.since({}, lambda entry: entry.seq % 2 == 0))
    assert [entry.body for entry in mine.since({})] == [None, made[1].body, None, made[3].body]
    assert [entry for _, entry in mine.arrivals()] == [made[1], made[3]]
    assert mine.have().lacks == {yours.key.device: [(1, 1), (3, 3)]}
    mine.verify()


def test_a_late_body_arrives_after_what_was_there(new_log):
    mine, yours = new_log(), new_log()
    made = fill(yours, 4)
    mine.merge(yours.since({}, lambda entry: entry.seq % 2 == 0))
    seen = max(position for position, _ in mine.arrivals())
    merged = mine.merge(yours.since({}))
    assert (merged.new, merged.late, merged.held) == ([], [made[0], made[2]], 2)
    assert [entry for _, entry in mine.arrivals(seen)] == [made[0], made[2]]
    assert mine.have().lacks == {}
    mine.verify()


def test_a_late_body_far_back_comes_with_new_entries(new_log):
    mine, yours = new_log(), new_log()
    made = fill(yours, 300)
    mine.merge(yours.since({}, lambda entry: entry.seq > 1))
    more = fill(yours, 2)
    merged = mine.merge([made[0], *more])
    assert (merged.late, merged.new) == ([made[0]], more)
    mine.verify()


# -- erasure -----------------------------------------------------------------------------------


def test_an_erased_body_is_gone_and_the_chain_verifies(new_log):
    log = new_log()
    fill(log, 2, SUBJECT)
    kept = log.append(KIND, about(OTHER))
    erasure = log.erase(SUBJECT)
    assert [entry.body for entry in log.since({})] == [None, None, kept.body, erasure.body]
    assert log.erased() == {SUBJECT}
    assert log.have().lacks == {}
    log.verify()


def test_nothing_about_an_erased_subject_is_written_again(new_log):
    log = new_log()
    log.erase(SUBJECT)
    with pytest.raises(LogError, match="subject_erased"):
        log.append(KIND, about(SUBJECT))
    with pytest.raises(LogError, match="kind_reserved"):
        log.append(ERASED, entries.erasure(OTHER))
    with pytest.raises(ChainError, match="subject_malformed"):
        log.erase("somebody")
    assert log.count() == 1


@pytest.mark.parametrize("order", ["before", "after", "together", "late"])
def test_an_erasure_holds_whenever_it_comes(order, new_log):
    mine, yours, third = new_log(), new_log(), new_log()
    fill(yours, 2, SUBJECT)
    old = list(yours.since({}))
    third.merge(old)
    third.erase(SUBJECT)
    erasure = [entry for entry in third.since({}) if entry.kind == ERASED]
    if order == "before":
        mine.merge(erasure)
        merged = mine.merge(old)
        assert [entry.body for entry in merged.new] == [None, None]
    elif order == "after":
        mine.merge(old)
        assert mine.merge(erasure).erased == {SUBJECT}
    elif order == "together":
        merged = mine.merge(old + erasure)
        assert {entry.body for entry in merged.new} == {None, erasure[0].body}
    else:
        mine.merge(entry._replace(salt=None, body=None) for entry in old)
        mine.merge(erasure)
        assert [entry.body for entry in mine.merge(old).late] == [None, None]
    mine.merge(old)
    assert {entry.body for entry in mine.since({})} == {None, erasure[0].body}
    assert mine.have().lacks == {}
    assert [entry for _, entry in mine.arrivals()] == erasure
    mine.verify()


def test_positions_are_never_used_again(new_log):
    log = new_log()
    fill(log, 1)
    fill(log, 2, SUBJECT)
    before = max(position for position, _ in log.arrivals())
    log.erase(SUBJECT)
    later = log.append(KIND, "{}")
    assert [entry.id for _, entry in log.arrivals(before)][-1] == later.id
    assert len(list(log.arrivals(before))) == 2


def test_an_erasure_is_never_withheld(new_log):
    log = new_log()
    log.erase(SUBJECT)
    assert next(log.since({}, lambda _: False)).body is not None


# -- forks -------------------------------------------------------------------------------------


def meet(one, two):
    """Exchange until neither lacks anything; a fork of uneven branches takes two turns."""
    for turn in range(4):
        if not one.missing(two.have()) and not two.missing(one.have()):
            return turn
        one.merge(two.since(one.heads()))
        two.merge(one.since(two.heads()))
    raise AssertionError("they do not converge")


def restored(new_log, mine, count):
    """Return a log that was restored from a backup of `mine` made after `count` entries."""
    copy = new_log(mine.key)
    copy.merge(list(mine.since({}))[:count])
    return copy


def test_both_branches_of_a_fork_are_kept_and_flagged(new_log):
    mine = new_log()
    fill(mine, 4)
    copy = restored(new_log, mine, 2)
    fill(copy, 3)
    central = new_log()
    assert central.merge(mine.since({})).forks == set()
    assert central.merge(copy.since(central.heads())).forks == {mine.key.device}
    assert central.forked() == {mine.key.device}
    assert ids(central) == ids(mine) | ids(copy)
    central.verify()
    other = new_log()
    other.merge(copy.since({}))
    meet(other, mine)
    assert ids(other) == ids(central)
    assert other.heads() == central.heads()
    assert other.missing(central.have()) == central.missing(other.have()) == []


def test_the_holder_of_one_branch_is_sent_the_other(new_log):
    mine = new_log()
    fill(mine, 4)
    copy = restored(new_log, mine, 2)
    fill(copy, 3)
    central = new_log()
    central.merge(mine.since({}))
    central.merge(copy.since({}))
    assert {entry.id for entry in central.since(copy.heads())} == ids(mine) - ids(copy)
    assert {entry.id for entry in central.since(mine.heads())} == ids(copy) - ids(mine)


@pytest.mark.parametrize("written", [0, 1, 2, 3], ids=lambda n: f"{n} written since")
def test_a_restored_copy_goes_on_under_a_new_key(written, new_log):
    mine, central = new_log(), new_log()
    fill(mine, 4)
    central.merge(mine.since({}))
    copy = restored(new_log, mine, 2)
    fill(copy, written)
    assert needs_new_key(copy, central.have())
    assert not needs_new_key(mine, central.have())
    copy.renew(DeviceKey.generate())
    fresh = copy.append(KIND, "{}")
    assert fresh.seq == 1
    assert not needs_new_key(copy, central.have())
    meet(copy, central)
    assert ids(copy) == ids(central)
    assert central.forked() == ({mine.key.device} if written else set())
    copy.verify()


# -- whole ------------------------------------------------------------------------------------


def test_a_rollback_leaves_nothing_behind(new_log):
    log = new_log()
    first = fill(log, 1)[0]
    connection = log.tables.connection
    connection.execute("BEGIN")
    log.append(KIND, '{"lost":1}')
    connection.execute("ROLLBACK")
    assert log.heads() == {log.key.device: Head(1, first.id)}
    assert log.append(KIND, "{}").prev == first.id
    log.verify()


DAMAGE = {
    "a body changed": (
        "UPDATE log_bodies SET body = (SELECT b.body FROM log_bodies b WHERE b.position = 1)",
        "commitment_wrong",
    ),
    "a body cut": ("UPDATE log_bodies SET body = substr(body, 1, 0)", "body_malformed"),
    "a clock changed": ("UPDATE log_entries SET clock = clock + 1", "id_wrong"),
    "a tip moved": ("UPDATE log_tips SET entry = 1", "tips_wrong"),
    "a body lost": ("DELETE FROM log_bodies WHERE position = 2", "body_lost"),
}  # fmt: skip


@pytest.mark.parametrize(("sql", "code"), DAMAGE.values(), ids=DAMAGE)
def test_verify_finds_damage(sql, code, new_log):
    log = new_log()
    fill(log, 3)
    log.tables.run(sql)
    with pytest.raises((LogError, ChainError)) as caught:
        log.verify()
    assert caught.value.code == code


def test_chunks_are_seamless(new_log, monkeypatch):
    monkeypatch.setattr("sync.tables.CHUNK", 3)
    log = new_log()
    made = fill(log, 10)
    assert list(log.since({})) == made
    assert [entry for _, entry in log.arrivals(1)] == made[1:]
    log.verify()


def test_keys_are_accepted_again_after_reopening(new_log):
    log = new_log()
    fill(log, 2)
    again = type(log)(log.tables.connection, log.key)
    assert again.append(KIND, "{}").seq == 3


# -- what counts -------------------------------------------------------------------------------


def doubted(log, writer, count=3, why="writer"):
    """Let a log have entries that don't count."""
    fill(writer, count)
    return log.merge(writer.since({}), doubt=lambda _: why, via="a" * 64)


def arrived(log, after=0):
    return [(place, entry.id) for place, entry in log.arrivals(after)]


def test_what_does_not_count_is_kept_and_passed_on_and_never_arrives(new_log):
    log, writer = new_log(), new_log()
    own = log.append(KIND, "{}")
    merged = doubted(log, writer)
    assert (len(merged.new), merged.counts) == (3, [])
    assert [id for _, id in arrived(log)] == [own.id]
    assert log.heads().keys() == {log.key.device, writer.key.device}
    (group,) = log.aside.groups()
    assert (group.device, group.entries, group.via) == (writer.key.device, 3, "a" * 64)
    log.verify()


def test_what_comes_to_count_arrives_then_as_the_last(new_log):
    log, writer = new_log(), new_log()
    doubted(log, writer)
    log.append(KIND, "{}")
    (place, _), *_ = arrived(log)
    assert log.settle(set()) == set()
    assert arrived(log, place) == []
    log.settle({writer.key.device})
    assert [id for _, id in arrived(log, place)] == [e.id for e in writer.since({})]
    assert next(log.aside.groups()).standing == TAKEN
    log.verify()


def test_a_decision_is_for_what_has_come_and_can_be_undone(new_log):
    log, writer = new_log(), new_log()
    doubted(log, writer)
    assert log.take_in(writer.key.device) == 3
    assert log.take_in(writer.key.device) == 0
    doubted(log, writer, 2)
    assert len(arrived(log)) == 3
    assert log.aside.withdrawn() == 0
    assert log.leave_out(writer.key.device) == 5
    assert (arrived(log), log.aside.withdrawn()) == ([], 1)
    assert log.settle({writer.key.device}) == set()
    assert arrived(log) == []  # left out by a decision: being accepted doesn't undo it
    assert log.take_in(writer.key.device) == 5
    assert len(arrived(log)) == 5
    log.verify()


def test_who_is_sent_what_does_not_count_gets_it_bare_and_later_whole(new_log):
    log, writer, other = new_log(), new_log(), new_log()
    doubted(log, writer)
    tip = log.tips()[writer.key.device][0]
    log.keep_heads([(writer.key.device, tip, entries.sign_head(writer.key, tip))])
    given = choose(log, other.key.device, other.have())
    assert [entry.body for entry in given.entries] == [None] * 3
    assert all(e.body for e in choose(log, other.key.device, other.have(), aside=True).entries)
    other.merge(given.entries)
    assert other.have().lacks == {writer.key.device: [(1, 3)]}
    assert choose(log, other.key.device, other.have()).empty
    log.settle({writer.key.device})
    late = choose(log, other.key.device, other.have()).late
    assert other.merge(late).counts == late
    assert len(arrived(other)) == 3


def test_an_erasure_that_is_not_carried_out_drops_nothing_until_it_is(new_log):
    log, writer = new_log(), new_log()
    kept = log.append(KIND, about(SUBJECT))
    erasure = writer.erase(SUBJECT)
    log.may_erase = lambda asked, decided: {} if decided else {asked[0].entry.id: "many"}
    log.merge([erasure], doubt=lambda _: "unjudged")
    assert log.settle({writer.key.device}) == set()
    assert (log.erased(), get(log, kept).body) == (set(), about(SUBJECT))
    assert log.refuse(writer.key.device) == 1
    assert log.carry_out(writer.key.device) == set()
    assert log.carry_out(writer.key.device, standing=LEFT_OUT) == {SUBJECT}
    assert (log.erased(), get(log, kept).body) == ({SUBJECT}, None)
    assert [id for _, id in arrived(log)] == [erasure.id]
    later = log.append(KIND, "{}")
    assert [id for _, id in arrived(log, arrived(log)[0][0])] == [later.id]
    log.verify()


def test_a_rollback_undoes_a_decision_too(new_log):
    log, writer = new_log(), new_log()
    doubted(log, writer)
    connection = log.tables.connection
    connection.execute("BEGIN")
    log.take_in(writer.key.device)
    connection.execute("ROLLBACK")
    assert arrived(log) == []
    log.verify()


def test_topics_are_written_as_entries_count_and_looked_through_as_they_go(new_log):
    log, writer, stranger = new_log(), new_log(), new_log()
    log.topics_of = lambda entry: ["north"] if SUBJECT in entry.body else ["south"]
    own, other, third = (one.key.device for one in (log, writer, stranger))
    fill(writer, 2, SUBJECT)
    fill(writer, 1, OTHER)
    log.merge(list(writer.since({})))
    fill(stranger, 1, SUBJECT)
    log.merge(list(stranger.since({})), doubt=lambda _: "writer")
    fill(log, 1)
    assert log.topics.chains(["north"]) == {other}
    assert log.topics.chains(["north", "south"]) == {own, other}
    log.take_in(third)
    assert log.topics.chains(["north"]) == {other, third}
    log.leave_out(third)
    assert log.topics.chains(["north"]) == {other}
    log.erase(SUBJECT)
    assert log.topics.chains(["north"]) == {own}  # the erasure is for everyone
    assert log.topics.chains(["south"]) == {own, other}
    assert not log.topics.are_of(1)
    log.topics.make_anew([entry for _, entry in log.arrivals()], log.topics_of, 1)
    assert log.topics.are_of(1)
    assert log.topics.chains(["south"]) == {own, other}

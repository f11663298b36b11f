"""A central copy whose log lies on PostgreSQL: several processes, one log, the same tables."""

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner

from academy import actions, exchanging, projections, rules
from academy.cli import main
from academy.config import Config
from academy.errors import AcademyError
from academy.projections import people, workshops
from academy.store import database, opening
from academy.web.shared.house import House
from academy.web.shared.sentences import SENTENCES
from sync import central as answering
from sync.entries import ERASED, Have
from sync.replica import give, take
from tests.academy.conftest import PASSPHRASE
from tests.postgres import fresh

pytest.importorskip("psycopg", reason="needs psycopg")
NOWHERE = "postgresql://127.0.0.1:1/nothing?connect_timeout=1"


@pytest.fixture
def log_url(postgres_dsn):
    return fresh(postgres_dsn)


@pytest.fixture(autouse=True)
def _look_always(monkeypatch):
    from academy.store import shared

    monkeypatch.setattr(shared, "LOOK_EVERY", 0.0)


@pytest.fixture
def opened():
    """Stores to close at the end."""
    stores = []
    yield stores
    for store in stores:
        store.close()


@pytest.fixture
def one(tmp_path, log_url, opened):
    opened.append(opening.create(tmp_path / "one", PASSPHRASE, log_url))
    return opened[-1]


def copied(tmp_path, opened, name="two"):
    """A second process: the first is ended, its folder copied, both are started."""
    opened[0].close()
    shutil.copytree(tmp_path / "one", tmp_path / name)
    opened[0] = opening.unlock(tmp_path / "one", PASSPHRASE)
    opened.append(opening.unlock(tmp_path / name, PASSPHRASE))
    return opened[0], opened[-1]


@pytest.fixture
def both(tmp_path, one, opened):
    return copied(tmp_path, opened)


def planned(store, title="Leadership week"):
    return actions.plan_workshop(
        store,
        title=title,
        level="regional",
        country="KE",
        starts="2017-04-24",
        ends="2017-04-28",
        shape=rules.shape("five"),
    )


def digest(store):
    return projections.digest(store.tables())


def entries(store):
    with store.reading() as (log, _peers):
        log.verify()
        return log.count()


def let_in(laptop, central):
    """Make two copies know and trust each other."""
    central.writing(
        lambda _log, peers: (peers.meet(laptop.key.device, "North", "device"),
                             peers.trust(laptop.key.device))
    )  # fmt: skip
    laptop.writing(
        lambda _log, peers: (peers.meet(central.key.device, "", "central"),
                             peers.trust(central.key.device))
    )  # fmt: skip


def exchanged(laptop, central):
    """One round, without a network in between."""
    with laptop.reading() as (_log, peers):
        peer = peers.get(central.key.device)
    given = give(laptop, central.key.device, peer.have if peer else Have({}, {}))
    return take(laptop, answering.receive(central, given.data), sender=central.key.device)


def test_what_is_recorded_lies_on_the_server_and_is_read_here(one, log_url):
    workshop = planned(one)
    assert workshops.workshop(one.tables(), workshop)["title"] == "Leadership week"
    assert entries(one) == 11
    assert "log_entries" not in one.tables().db.table_names()
    one.close()
    assert not (one.folder / "store.db").read_bytes().startswith(b"SQLite format 3")


def test_an_opened_folder_finds_its_log_again(one, opened):
    workshop = planned(one)
    one.close()
    opened[0] = opening.unlock(one.folder, PASSPHRASE)
    assert opened[0].key.device == one.key.device
    assert workshops.workshop(opened[0].tables(), workshop)
    actions.register_person(opened[0], workshop=workshop, alias="Heron")
    assert entries(opened[0]) == 12


def test_two_processes_see_what_the_other_records(both):
    one, two = both
    workshop = planned(one)
    person = actions.register_person(two, workshop=workshop, alias="Heron")
    assert people.person(one.tables(), person, workshop)["alias"] == "Heron"
    with pytest.raises(AcademyError, match="alias_taken"):
        actions.register_person(one, workshop=workshop, alias="heron")
    assert digest(one) == digest(two)
    assert entries(one) == entries(two) == 12


def test_without_a_look_a_write_still_decides_on_what_the_other_recorded(both, monkeypatch):
    from academy.store import shared

    one, two = both
    workshop = planned(one)
    two.tables()
    monkeypatch.setattr(shared, "LOOK_EVERY", 3600.0)
    two.tables()
    actions.register_person(one, workshop=workshop, alias="Heron")
    assert two.tables().value("SELECT count(*) FROM people") == 0
    with pytest.raises(AcademyError, match="alias_taken"):
        actions.register_person(two, workshop=workshop, alias="Heron")
    actions.register_person(two, workshop=workshop, alias="Crane")
    assert two.tables().value("SELECT count(*) FROM people") == 2


def test_many_at_once_in_two_processes_are_all_kept_and_none_twice(both):
    workshop = planned(both[0])

    def join(number):
        store = both[number % 2]
        try:
            actions.register_person(store, workshop=workshop, alias=f"Heron {number // 2}")
        except AcademyError as refused:
            return refused.code
        return "kept"

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(join, range(60)))
    assert sorted(answers) == ["alias_taken"] * 30 + ["kept"] * 30
    assert digest(both[0]) == digest(both[1])
    assert entries(both[0]) == 11 + 30


def test_changes_that_wait_together_share_a_commit(one):
    workshop = planned(one)
    commits = []
    commit = one._shared.commit
    one._shared.commit = lambda: commits.append(commit())
    with ThreadPoolExecutor(30) as pool:
        list(pool.map(
            lambda n: actions.register_person(one, workshop=workshop, alias=f"Heron {n}"), range(30)
        ))  # fmt: skip
    assert one.tables().value("SELECT count(*) FROM people") == 30
    assert 0 < len(commits) < 30


def test_a_refused_change_writes_nothing_on_either_side(one):
    workshop = planned(one)
    before = entries(one), digest(one)

    def refuse(log, peers):
        log.append("thing.happened", "{}")
        peers.meet("a" * 64, "Stranger", "device")
        raise AcademyError("field_missing", field="alias")

    with pytest.raises(AcademyError, match="field_missing"):
        one.writing(refuse)
    assert (entries(one), digest(one)) == before
    with one.reading() as (_log, peers):
        assert peers.all() == []
    assert actions.register_person(one, workshop=workshop, alias="Heron")


class _DiskFull:
    """A connection whose next commit fails."""

    def __init__(self, connection):
        self._connection = connection
        self.failing = True

    def execute(self, sql, *values):
        if sql == "COMMIT" and self.failing:
            self.failing = False
            raise database.OperationalError("database or disk is full")
        return self._connection.execute(sql, *values)

    def __getattr__(self, name):
        return getattr(self._connection, name)


def test_what_the_server_has_but_this_disk_refused_is_said_and_shown_later(one):
    workshop = planned(one)
    one.writer._connection = _DiskFull(one.writer._connection)
    with pytest.raises(AcademyError, match="saved_not_shown"):
        actions.register_person(one, workshop=workshop, alias="Heron")
    assert [p["alias"] for p in people.people(one.tables(), workshop)] == ["Heron"]
    assert entries(one) == 12


def test_a_death_between_the_two_commits_is_healed_at_the_next_start(both, tmp_path, opened):
    one, two = both
    workshop = planned(one)
    two.close()
    behind = {path.name: path.read_bytes() for path in two.folder.iterdir()}
    opened[1] = two = opening.unlock(two.folder, PASSPHRASE)
    actions.register_person(two, workshop=workshop, alias="Heron")
    two.close()
    for path in two.folder.iterdir():
        path.unlink()
    for name, data in behind.items():  # as though the second commit had never come
        (two.folder / name).write_bytes(data)
    opened[1] = two = opening.unlock(two.folder, PASSPHRASE)
    assert two._reader().value("SELECT alias FROM people") == "Heron"
    assert digest(one) == digest(two)


def test_tables_of_another_version_are_folded_again_from_the_server(one, opened, monkeypatch):
    planned(one)
    before = digest(one)
    one.noting(lambda tables: tables.connection.execute("DELETE FROM sessions"))
    one.close()
    monkeypatch.setattr(projections, "VERSION", 99)
    opened[0] = opening.unlock(one.folder, PASSPHRASE)
    assert digest(opened[0]) == before


def test_another_log_in_its_place_is_folded_from_the_start(one, log_url):
    """As when the server was restored from a backup while this process ran on."""
    import psycopg

    workshop = planned(one)
    actions.register_person(one, workshop=workshop, alias="Heron")
    with psycopg.connect(log_url, autocommit=True) as connection:
        connection.execute("DELETE FROM log_tips; DELETE FROM log_bodies; DELETE FROM log_entries")
    other = planned(one, "Another week")
    assert [w["workshop"] for w in workshops.all_workshops(one.tables())] == [other]


def test_an_erasure_reaches_every_process(both):
    one, two = both
    workshop = planned(one)
    gone = actions.register_person(one, workshop=workshop, alias="Heron")
    actions.register_person(two, workshop=workshop, alias="Crane")
    assert digest(one) == digest(two)
    actions.erase_person(two, gone)
    for store in both:
        assert [p["alias"] for p in people.people(store.tables(), workshop)] == ["Crane"]
        with store.reading() as (log, _peers):
            assert log.erased() == {gone}
            assert not any(gone in (e.body or "") for _, e in log.arrivals() if e.kind != ERASED)
    assert digest(one) == digest(two)
    actions.register_person(one, workshop=workshop, alias="Stork")
    assert digest(one) == digest(two)


def test_a_laptop_exchanges_with_either_process(both, new_store):
    one, two = both
    laptop = new_store("laptop")
    let_in(laptop, one)
    workshop = planned(laptop)
    assert exchanged(laptop, one).receipted
    assert workshops.workshop(two.tables(), workshop)
    actions.register_person(laptop, workshop=workshop, alias="Heron")
    exchanged(laptop, two)
    actions.register_person(one, workshop=workshop, alias="Crane")
    exchanged(laptop, two)
    assert {p["alias"] for p in people.people(laptop.tables(), workshop)} == {"Heron", "Crane"}
    assert digest(one) == digest(two) == digest(laptop)
    assert exchanging.standing(laptop).not_sent == 0


def test_a_look_at_a_stick_leaves_nothing_on_either_side(both, new_store, tmp_path):
    first, second = both
    laptop, stick = new_store("laptop"), tmp_path / "stick"
    stick.mkdir()
    let_in(laptop, first)
    workshop = planned(laptop)
    exchanging.exchange(laptop, str(stick))
    planned(second, "Meanwhile")
    before = entries(second)
    (seen,) = exchanging.look(first, str(stick)).seen
    assert [one.title for one in seen.workshops.values()] == ["Leadership week"]
    for store in both:
        assert entries(store) == before
        assert workshops.workshop(store.tables(), workshop) is None
        assert store.folds_to_the_same()
    exchanging.exchange(first, str(stick), role="central")
    assert workshops.workshop(second.tables(), workshop) is not None


def test_bodies_that_come_late_reach_the_other_process(both, new_store):
    one, two = both
    north, south = new_store("north"), new_store("south")
    for laptop in (north, south):
        let_in(laptop, one)
    workshop = planned(north)
    actions.register_person(north, workshop=workshop, alias="Heron")
    with north.reading() as (log, _peers):
        withheld = list(log.since({}, lambda _entry: False))
    one.writing(lambda log, _peers: log.merge(withheld))
    assert digest(two) == digest(one) != digest(north)
    with north.reading() as (log, _peers):
        told = list(log.since({}))
    assert len(one.writing(lambda log, _peers: log.merge(told)).late) == 12
    assert digest(two) == digest(one) == digest(north)


def test_the_tables_are_those_of_a_central_copy_on_sqlite(both, new_store):
    one, two = both
    lone, north, south = new_store("lone"), new_store("north"), new_store("south")
    for laptop in (north, south):
        let_in(laptop, one)
        let_in(laptop, lone)
    week = planned(north)
    other = planned(south, "Another week")
    for laptop, workshop in ((north, week), (south, other)):
        for number in range(5):
            actions.register_person(laptop, workshop=workshop, alias=f"Heron {number}")
    for laptop, process in ((north, one), (south, two)):
        exchanged(laptop, process)
        exchanged(laptop, lone)
    assert digest(one) == digest(two) == digest(lone)
    with one.reading() as (log, _), lone.reading() as (same, _):
        assert log.tips() == same.tips()


def test_a_log_in_the_folder_moves_to_the_server(new_store, tmp_path, log_url, opened):
    lone, laptop = new_store("one"), new_store("laptop")
    let_in(laptop, lone)
    workshop = planned(laptop)
    exchanged(laptop, lone)
    gone = actions.register_person(lone, workshop=workshop, alias="Heron")
    actions.register_person(lone, workshop=workshop, alias="Stork")
    actions.erase_person(lone, gone)
    before, tips = digest(lone), exchanging.standing(lone).entries
    lone.close()
    opened.append(opening.unlock(tmp_path / "one", PASSPHRASE, log_url))
    moved, second = copied(tmp_path, opened)
    assert digest(moved) == digest(second) == before
    assert exchanging.standing(second).entries == tips
    assert [known.name for known in exchanging.known_devices(second)] == ["North"]
    actions.register_person(laptop, workshop=workshop, alias="Crane")
    exchanged(laptop, moved)
    assert exchanging.standing(laptop).not_sent == 0
    assert digest(second) == digest(moved)
    assert "log_bodies" not in moved.tables().db.table_names()


def test_a_log_is_one_central_copys(one, tmp_path, log_url, new_store):
    with pytest.raises(AcademyError, match="log_taken"):
        opening.create(tmp_path / "other", PASSPHRASE, log_url)
    assert not opening.exists(tmp_path / "other")
    new_store("lone").close()
    with pytest.raises(AcademyError, match="log_taken"):
        opening.unlock(tmp_path / "lone", PASSPHRASE, log_url)
    opening.unlock(tmp_path / "lone", PASSPHRASE).close()


def test_an_empty_server_is_not_taken_for_a_log_that_lay_elsewhere(one, opened, postgres_dsn):
    planned(one)
    before = digest(one)
    one.close()
    with pytest.raises(AcademyError, match="log_missing"):
        opening.unlock(one.folder, PASSPHRASE, fresh(postgres_dsn))
    opened[0] = opening.unlock(one.folder, PASSPHRASE)
    assert digest(opened[0]) == before


def test_a_command_uses_the_folder_of_a_process_that_serves(both, opened):
    one, two = both
    workshop = planned(two)
    opened.append(opening.unlock(one.folder, PASSPHRASE))
    actions.register_person(opened[2], workshop=workshop, alias="Heron")
    actions.register_person(one, workshop=workshop, alias="Crane")
    assert digest(one) == digest(two) == digest(opened[2])
    assert entries(one) == 13


def test_the_key_that_several_processes_share_stays(one):
    with pytest.raises(AcademyError, match="key_shared"):
        one.new_key()


def test_a_server_that_was_started_anew_is_found_again(one, log_url):
    import psycopg

    workshop = planned(one)
    with psycopg.connect(log_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND application_name = 'academy'"
        )
    assert people.people(one.tables(), workshop) == []
    assert actions.register_person(one, workshop=workshop, alias="Heron")
    assert entries(one) == 12


def test_a_reader_finds_it_again_too(both, log_url):
    import psycopg

    one, two = both
    workshop = planned(one)
    assert workshops.workshop(two.tables(), workshop)
    with psycopg.connect(log_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND application_name = 'academy'"
        )
    actions.register_person(one, workshop=workshop, alias="Heron")
    assert len(people.people(two.tables(), workshop)) == 1


def test_a_line_cut_in_the_middle_of_a_change_keeps_nothing_of_it(one):
    workshop = planned(one)

    def cut(log, _peers):
        log.append("thing.happened", "{}")
        one._shared._connection.pgconn.finish()
        log.append("thing.happened", "{}")

    with pytest.raises(AcademyError, match="log_unreachable"):
        one.writing(cut)
    assert entries(one) == 11
    assert actions.register_person(one, workshop=workshop, alias="Heron")


def test_a_server_that_is_away_is_said_in_a_sentence(one, tmp_path, monkeypatch):
    with pytest.raises(AcademyError, match="log_unreachable"):
        opening.check_log(NOWHERE)
    with pytest.raises(AcademyError, match="log_unreachable"):
        opening.create(tmp_path / "new", PASSPHRASE, NOWHERE)
    assert not opening.exists(tmp_path / "new")
    planned(one)
    monkeypatch.setattr(one._shared, "_address", NOWHERE)
    one._shared._connection.close()
    for line in one._shared._idle:
        line.connection.close()
    with pytest.raises(AcademyError, match="log_unreachable"):
        one.tables()
    with pytest.raises(AcademyError, match="log_unreachable"):
        planned(one)
    one.set_setting("wifi_name", "Room")  # what isn't for the log needs no server
    assert one.setting("wifi_name") == "Room"


def test_the_command_says_in_one_sentence_why_it_cannot_start(tmp_path, monkeypatch):
    import academy.store

    command = ["--folder", str(tmp_path / "new"), "central", "--log", NOWHERE]
    away = CliRunner().invoke(main, command)
    assert (away.exit_code, away.output.count("\n")) == (1, 1)
    assert "PostgreSQL" in away.output
    assert "127.0.0.1" not in away.output
    monkeypatch.delattr(academy.store, "shared", raising=False)
    monkeypatch.setitem(sys.modules, "academy.store.shared", None)
    missing = CliRunner().invoke(main, command)
    assert (missing.exit_code, missing.output.count("\n")) == (1, 1)
    assert "academy[central]" in missing.output


def test_the_house_sets_up_and_unlocks_where_it_was_told(tmp_path, log_url):
    (tmp_path / "courses").mkdir()
    house = House(Config(tmp_path / "one", tmp_path / "courses", central=True, log_url=log_url))
    workshop = planned(house.set_up(PASSPHRASE))
    house.lock()
    assert workshops.workshop(house.unlock(PASSPHRASE).tables(), workshop)
    assert "log_entries" not in house.need_store().tables().db.table_names()
    house.lock()


@pytest.mark.parametrize(
    "code",
    [
        "log_unreachable",
        "log_taken",
        "log_missing",
        "saved_not_shown",
        "key_shared",
        "postgres_missing",
    ],
)
def test_every_refusal_has_a_sentence(code):
    assert code in SENTENCES

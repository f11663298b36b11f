"""The store keeps its promises: encrypted, all or nothing, never replaced by an empty one."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from academy import actions, events, projections
from academy.errors import AcademyError
from academy.projections import Tables, attendance, people, workshops
from academy.store import Store, database, holders, opening, slots
from sync.log import Log
from tests.academy.conftest import PASSPHRASE
from tests.patience import PATIENCE
from tests.sync.test_upgrading import as_it_was


def test_the_file_is_encrypted_from_the_first_byte(store: Store, workshop: str):
    store.close()
    for path in store.folder.iterdir():
        content = path.read_bytes()
        assert b"Leadership" not in content, path.name
        assert b"SQLite format" not in content, path.name


def test_a_library_that_passes_over_the_key_is_refused_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("academy.store.database.dbapi2.connect", sqlite3.connect)
    with pytest.raises(AcademyError, match="cipher_missing"):
        database.connect(tmp_path / "plain.db", b"k" * 32, create=True)
    assert (tmp_path / "plain.db").stat().st_size == 0


def test_a_store_opens_again_with_its_passphrase_however_it_is_typed(store: Store, workshop: str):
    store.close()
    again = opening.unlock(store.folder, "  River LAMP stone  cloud seven ")
    assert workshops.workshop(again.tables(), workshop)["title"] == "Leadership week"
    assert again.key.device == store.key.device
    again.close()


@pytest.mark.parametrize(
    ("why", "damage", "passphrase", "code"),
    [
        ("wrong passphrase", None, "five other words are wrong", "passphrase_wrong"),
        ("damaged store", "store.db", PASSPHRASE, "store_unreadable"),
        ("damaged slots", "slots.json", PASSPHRASE, "store_unreadable"),
    ],
)
def test_a_store_that_cannot_be_read_is_left_as_it_is(
    store: Store, why: str, damage: str | None, passphrase: str, code: str
):
    store.close()
    if damage:
        (store.folder / damage).write_bytes(b"x" * 5000)
    before = {p.name: p.read_bytes() for p in store.folder.iterdir()}
    with pytest.raises(AcademyError, match=code):
        opening.unlock(store.folder, passphrase)
    assert {p.name: p.read_bytes() for p in store.folder.iterdir()} == before, why


def test_a_missing_store_is_never_replaced_by_an_empty_one(store: Store):
    store.close()
    for path in store.folder.glob("store.db*"):
        path.unlink()
    with pytest.raises(AcademyError, match="store_missing"):
        opening.unlock(store.folder, PASSPHRASE)
    with pytest.raises(AcademyError, match="already_set_up"):
        opening.create(store.folder, PASSPHRASE)
    assert not (store.folder / "store.db").exists()


def test_an_empty_store_is_no_new_one_and_its_write_ahead_log_stays(store: Store, workshop: str):
    """What a power cut or a failed copy leaves: 0 bytes, and beside it all that was written."""
    path = store.folder / database.FILE
    kept = path.with_name(f"{path.name}-wal").read_bytes()
    assert len(kept) > 4096
    store.close()
    path.write_bytes(b"")
    path.with_name(f"{path.name}-wal").write_bytes(kept)
    with pytest.raises(AcademyError, match="store_unreadable"):
        opening.unlock(store.folder, PASSPHRASE)
    assert path.stat().st_size == 0
    assert path.with_name(f"{path.name}-wal").read_bytes() == kept


def test_a_store_without_a_device_key_is_not_given_one(store: Store):
    store.noting(lambda t: t.connection.execute("DELETE FROM settings WHERE name = 'device_seeds'"))
    store.close()
    for _ in range(2):
        with pytest.raises(AcademyError, match="store_unreadable"):
            opening.unlock(store.folder, PASSPHRASE)


def test_what_a_newer_version_wrote_is_not_touched(store: Store, workshop: str):
    tables = store.tables()
    tables.connection.execute("UPDATE log_versions SET version = version + 1 WHERE what = 'log'")
    before = everything(tables)
    store.close()
    with pytest.raises(AcademyError, match="store_newer"):
        opening.unlock(store.folder, PASSPHRASE)
    key = slots.unlock(store.folder, PASSPHRASE)
    connection = database.connect(store.folder / database.FILE, key)
    assert everything(Tables(connection)) == before
    connection.close()


def everything(tables: Tables):
    names = [row["name"] for row in tables.rows("SELECT name FROM sqlite_master")]
    kept = [name for name in names if name in tables.db.table_names()]
    return names, {name: list(map(dict, tables.rows(f"SELECT * FROM [{name}]"))) for name in kept}


def test_one_flipped_bit_anywhere_is_found_when_the_store_is_opened(store: Store, workshop: str):
    path = store.folder / database.FILE
    rows = [{"alias": f"Heron {number}"} for number in range(400)]
    actions.register_list(store, workshop=workshop, rows=rows)
    store.close()
    whole = path.read_bytes()
    step = len(whole) // 40 + 13
    for at in range(0, len(whole), step):
        damaged = bytearray(whole)
        damaged[at] ^= 1 << at % 8
        path.write_bytes(damaged)
        with pytest.raises(AcademyError, match="store_unreadable"):
            opening.unlock(store.folder, PASSPHRASE)
        assert path.read_bytes() == damaged, at
    path.write_bytes(whole)
    opening.unlock(store.folder, PASSPHRASE).close()


@pytest.mark.parametrize("at", ["connect", "_prepare", "note_first"])
def test_a_set_up_that_was_cut_off_is_begun_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
):
    where = {"connect": database, "_prepare": Store, "note_first": holders}[at]

    def power_cut(*_args: object, **_more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(where, at, power_cut)
        with pytest.raises(KeyboardInterrupt):
            opening.create(tmp_path / "laptop", PASSPHRASE)
    assert not opening.exists(tmp_path / "laptop")
    made = opening.create(tmp_path / "laptop", PASSPHRASE)
    device = made.key.device
    made.close()
    again = opening.unlock(tmp_path / "laptop", PASSPHRASE)
    assert again.key.device == device
    again.close()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (13, "disk_full"), (778, "disk_full"), (4874, "disk_full"), (5, "store_busy"),
        (261, "store_busy"), (1032, "store_readonly"), (11, "store_unreadable"),
        (266, "store_unreadable"), (26, "store_unreadable"), (None, "store_unreadable"),
    ],
)  # fmt: skip
def test_an_error_is_told_by_its_code_and_not_by_its_words(code: int | None, said: str):
    error = database.Error("the disk is full of locked and readonly words")
    error.sqlite_errorcode = code
    assert database.refusal(error).code == said


def test_a_disk_without_room_is_called_full(store: Store, workshop: str):
    connection = store._written.connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    rows = [{"alias": f"Heron {number}", "organisation": "x" * 100} for number in range(499)]
    with pytest.raises(AcademyError, match="disk_full"):
        actions.register_list(store, workshop=workshop, rows=rows)
    assert people.people(store.tables(), workshop) == []


def test_a_short_passphrase_is_refused_and_nothing_is_set_up(tmp_path: Path):
    with pytest.raises(AcademyError, match="passphrase_short"):
        opening.create(tmp_path / "new", "short")
    assert not opening.exists(tmp_path / "new")


def test_two_organisers_open_the_same_store_with_a_passphrase_each(store: Store):
    store.add_passphrase("second", "table orange window seven cloud")
    with pytest.raises(AcademyError, match="slot_taken"):
        store.add_passphrase("second", "table orange window seven cloud")
    store.close()
    opening.unlock(store.folder, "table orange window seven cloud").close()


def test_a_refused_change_writes_nothing_and_disturbs_no_other(store: Store, workshop: str):
    def refuse(tables: projections.Tables):
        tables.connection.execute("INSERT INTO settings VALUES ('half', '1')")
        raise AcademyError("field_missing", field="alias")

    with pytest.raises(AcademyError, match="field_missing"):
        store.record(refuse)
    assert store.setting("half") is None
    assert actions.register_person(store, workshop=workshop, alias="Heron")


def test_fifty_writers_at_once_are_all_kept_and_share_commits(store: Store, workshop: str):
    commits: list[str] = []
    store.writer._connection.set_trace_callback(
        lambda sql: commits.append(sql) if sql == "COMMIT" else None
    )
    ready = threading.Barrier(50)

    def join(number: int) -> str:
        ready.wait()
        return actions.register_person(store, workshop=workshop, alias=f"Heron {number}")

    with ThreadPoolExecutor(50) as pool:
        people = list(pool.map(join, range(50)))
    store.writer._connection.set_trace_callback(None)
    assert len(set(people)) == 50
    assert store.tables().value("SELECT count(*) FROM people") == 50
    assert 0 < len(commits) < 50


def test_a_statement_is_understood_once_however_many_others_came_before(
    store: Store, workshop: str
):
    understood: list[object] = []
    sessions = [row["session"] for row in workshops.sessions(store.tables(), workshop)]
    person = actions.register_person(store, workshop=workshop, alias="Heron")

    def mark() -> None:
        session = sessions.pop()
        actions.mark_attendance(store, session=session, states={person: "present"}, way="code")

    def listen(*asked: object) -> int:
        understood.append(asked)
        return 0

    # SQLite asks it for every table and column that a statement names, when it is understood.
    store.noting(lambda tables: tables.connection.set_authorizer(listen))
    mark()
    assert understood
    understood.clear()
    mark()
    assert not understood


def test_threads_ask_by_one_connection_after_the_other_and_see_each_commit(
    store: Store, workshop: str, monkeypatch: pytest.MonkeyPatch
):
    opened: list[object] = []
    real = database.connect

    def connect(*asked: Any, **named: Any) -> Any:
        opened.append(asked)
        return real(*asked, **named)

    monkeypatch.setattr(database, "connect", connect)
    for number in range(20):
        alias = f"Heron {number}"
        person = actions.register_person(store, workshop=workshop, alias=alias)
        with ThreadPoolExecutor(1) as one:
            found = one.submit(lambda who: people.person(store.tables(), who, workshop), person)
            assert (found.result() or {})["alias"] == alias
    assert len(opened) <= 1


def test_what_is_read_at_one_moment_sees_no_commit_and_holds_up_nobody(store: Store, workshop: str):
    def count() -> int:
        return int(store.tables().value("SELECT count(*) FROM people"))

    with store.reading() as (log, _peers), store.reading() as (inner, _):
        before, entries = count(), log.count()
        with ThreadPoolExecutor(1) as other:
            other.submit(actions.register_person, store, workshop=workshop, alias="Ibis").result()
            assert other.submit(count).result() == before + 1
        assert (count(), log.count(), inner.count()) == (before, entries, entries)
    assert count() == before + 1


def test_a_closed_store_is_asked_nothing_more_and_what_is_being_asked_ends(store: Store):
    with store.reading() as (log, _peers):
        with ThreadPoolExecutor(1) as other:
            other.submit(store.close).result()
        assert log.count() >= 0
    with pytest.raises(AcademyError, match="store_locked"):
        store.tables().value("SELECT 1")


def test_a_transaction_that_cannot_begin_is_refused_and_the_next_one_is_tried(store: Store):
    class Readonly:
        in_transaction = False

        def execute(self, _sql: str):
            error = database.OperationalError("attempt to write a readonly database")
            error.sqlite_errorcode = 8
            raise error

    connection, store.writer._connection = store.writer._connection, Readonly()
    with pytest.raises(AcademyError, match="store_readonly"):
        store.set_setting("wifi_name", "Room")
    store.writer._connection = connection
    store.set_setting("wifi_name", "Room")
    assert store.setting("wifi_name") == "Room"


def test_one_alias_asked_for_by_many_at_once_is_given_once(store: Store, workshop: str):
    def join(_number: int) -> str:
        try:
            return actions.register_person(store, workshop=workshop, alias="Heron")
        except AcademyError as refused:
            return refused.code

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(join, range(20)))
    assert answers.count("alias_taken") == 19


def test_the_trainer_confirms_the_date_of_a_laptop_that_lives_in_another_year(store: Store):
    store.clock.tell(datetime.fromisoformat("2017-04-24").astimezone())
    assert store.now().astimezone().date().isoformat() == "2017-04-24"
    store.close()
    again = opening.unlock(store.folder, PASSPHRASE)
    assert again.now().astimezone().date().isoformat() == "2017-04-24"
    again.close()


def test_a_new_key_goes_on_where_the_old_one_stopped(store: Store, workshop: str):
    old = store.key.device
    store.new_key()
    actions.register_person(store, workshop=workshop, alias="Heron")
    with store.reading() as (log, _peers):
        log.verify()
        assert set(log.heads()) == {old, store.key.device}
    store.close()
    again = opening.unlock(store.folder, PASSPHRASE)
    assert again.key.device == store.key.device != old
    again.close()


def topics(opened: Store) -> list[tuple[str, int]]:
    with opened.reading() as (log, _peers):
        rows = log.tables.run("SELECT topic, device FROM log_topics ORDER BY topic, device")
        return [(topic, device) for topic, device in rows.fetchall()]


def test_a_store_whose_topics_are_of_another_version_names_them_when_it_is_opened(
    store: Store, workshop: str
):
    actions.link_organisations(store, "Umoja Collective", "Umoja")
    before = topics(store)
    assert [topic for topic, _ in before] == [workshop]
    store.noting(lambda tables: tables.connection.execute("DELETE FROM log_topics"))
    store.noting(
        lambda tables: tables.connection.execute("DELETE FROM log_versions WHERE what = 'topics'")
    )
    store.close()
    again = opening.unlock(store.folder, PASSPHRASE)
    assert topics(again) == before
    again.close()


def test_a_store_of_the_first_form_opens_with_all_that_it_held(store: Store, workshop: str):
    actions.register_list(
        store, workshop=workshop, rows=[{"alias": f"Heron {n}"} for n in range(9)]
    )
    with store.reading() as (log, _peers):
        before = [entry for _, entry in log.arrivals()]
    tables, names = projections.digest(store.tables()), topics(store)
    store.noting(lambda tables: as_it_was(Log(tables.connection, store.key)))
    store.close()
    again = opening.unlock(store.folder, PASSPHRASE)
    with again.reading() as (log, _peers):
        log.verify()
        assert [entry for _, entry in log.arrivals()] == before
    assert (projections.digest(again.tables()), topics(again)) == (tables, names)
    actions.register_person(again, workshop=workshop, alias="Ibis")
    assert again.folds_to_the_same()
    again.close()


def test_another_device_reads_only_the_workshops_it_takes_part_in(
    store: Store, workshop: str, new_store: Callable[[str], Store]
):
    other = new_store("other").key.device
    private = actions.plan_workshop(
        store,
        title="Elsewhere",
        level="national",
        country="UG",
        starts="2017-05-01",
        ends="2017-05-01",
    )
    actions.assign_device(store, workshop, other)
    actions.link_organisations(store, "Umoja Collective", "Umoja")
    may_read = store.may_read(other)
    assert may_read is not None
    with store.reading() as (log, _peers):
        told = [e for _, e in log.arrivals() if may_read(e)]
    assert told
    assert all(private not in (e.body or "") and "umoja" not in (e.body or "") for e in told)
    assert any(workshop in (e.body or "") for e in told)


def test_a_change_refused_among_others_leaves_no_gap_in_the_chain(store: Store, workshop: str):
    """What the writer keeps in mind of the chain's end is let go with what is undone."""
    first = workshops.sessions(store.tables(), workshop)[0]["session"]
    held, let = threading.Event(), threading.Event()

    def wait(tables: Tables) -> None:
        held.set()
        let.wait(PATIENCE)

    def mark(number: int) -> None:
        def decide(_tables: Tables) -> Iterator[events.Event]:
            yield events.AttendanceMarked(
                workshop, first, f"{number:032x}", "present", "grid", "2017-04-24T09:00"
            )
            if number % 3 == 1:
                raise AcademyError("changed_since")

        store.record(decide)

    with ThreadPoolExecutor(12) as pool:
        waiting = pool.submit(store.noting, wait)
        held.wait(PATIENCE)
        marking = [pool.submit(mark, number) for number in range(10)]
        let.set()
        waiting.result()
        refused = [one.exception() for one in marking]
    assert [one is not None for one in refused] == [number % 3 == 1 for number in range(10)]
    with store.reading() as (log, _peers):
        log.verify()
        assert len(log.tips()[store.key.device]) == 1
    assert len(attendance.session_states(store.tables(), first)) == 7
    assert store.folds_to_the_same()


def test_a_mark_takes_four_hundred_bytes_on_the_disk_at_most(store: Store, workshop: str):
    sessions = [row["session"] for row in workshops.sessions(store.tables(), workshop)]
    file = store.folder / database.FILE

    def size() -> int:
        store.noting_unseen(lambda _tables: None)
        return file.stat().st_size

    def marks(_tables: Tables) -> Iterator[events.Event]:
        for number in range(200):
            for session in sessions:
                yield events.AttendanceMarked(
                    workshop, session, f"{number:032x}", "present", "grid", "2017-04-24T09:00"
                )

    before = size()
    assert len(store.record(marks)) == 2_000
    assert (size() - before) / 2_000 <= 400

"""A backup: one file that only a passphrase opens, and another device once it is restored."""

import os
from errno import ENOSPC

import pytest

from academy import actions, projections
from academy.errors import AcademyError
from academy.projections import people
from academy.store import backups, opening
from tests.academy.conftest import PASSPHRASE
from tests.academy.courses_own import write

pytestmark = pytest.mark.usefixtures("cheap_passphrases")
OTHER = "lamp stone cloud seven river"


@pytest.fixture
def stick(tmp_path):
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


@pytest.fixture
def backup(store, workshop, stick):
    actions.register_list(
        store,
        workshop=workshop,
        rows=[{"alias": "Blue Heron", "organisation": "", "country": "KE"}],
    )
    write(store.folder / "courses" / "own-one", {"course.yaml": b"id: own-one\n"})
    write(store.folder / "courses", {".came/x/1.pack": b"x"})
    return backups.write(store, PASSPHRASE, stick)


def test_a_restored_copy_has_everything_and_is_another_device(store, workshop, backup, tmp_path):
    restored = backups.restore(backup, PASSPHRASE, tmp_path / "new")
    try:
        assert projections.digest(restored.tables()) == projections.digest(store.tables())
        assert [row["alias"] for row in people.people(restored.tables(), workshop)] == [
            "Blue Heron"
        ]
        assert restored.key.device != store.key.device
        with restored.reading() as (log, _peers):
            log.verify()
        assert (tmp_path / "new" / "courses" / "own-one" / "course.yaml").is_file()
        assert not list((tmp_path / "new").rglob(".*"))
        actions.register_person(
            restored, workshop=workshop, alias="Étoile", organisation="", country="CI"
        )
    finally:
        restored.close()
    opening.unlock(tmp_path / "new", PASSPHRASE).close()


def test_nothing_in_it_can_be_read_and_its_name_says_nothing(store, backup, stick):
    data = backup.read_bytes()
    assert backups.NAME.fullmatch(backup.name)
    assert [path.name for path in stick.iterdir()] == [backup.name]
    for clear in (
        b"Blue Heron",
        b"academy",
        b"store.db",
        b"own-one",
        b"SQLite",
        PASSPHRASE.encode(),
    ):
        assert clear not in data
    assert not list(store.folder.glob("backup*"))


def test_every_passphrase_of_the_store_opens_it_and_no_other(store, stick, tmp_path):
    store.add_passphrase("B", OTHER)
    backup = backups.write(store, OTHER, stick)
    with pytest.raises(AcademyError, match="passphrase_wrong"):
        backups.restore(backup, "five words that are wrong", tmp_path / "new")
    assert not opening.exists(tmp_path / "new")
    backups.restore(backup, PASSPHRASE, tmp_path / "new").close()


def test_whoever_cannot_open_it_makes_none(store, stick):
    with pytest.raises(AcademyError, match="passphrase_wrong"):
        backups.write(store, "five words that are wrong", stick)
    assert list(stick.iterdir()) == []


def test_a_store_that_is_there_is_not_written_over(store, backup):
    with pytest.raises(AcademyError, match="already_set_up"):
        backups.restore(backup, PASSPHRASE, store.folder)


def damaged(data):
    yield b""
    yield b"{}\n"
    yield data[:-1]
    yield data[: len(data) // 2]
    yield data + b"x"
    for at in (10, data.index(b"\n") + 3, data.index(b"\n") + 60, len(data) - 3):
        yield data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    yield os.urandom(3000)


def test_a_damaged_one_leaves_nothing(backup, tmp_path):
    data = backup.read_bytes()
    for number, wrong in enumerate(damaged(data)):
        file, folder = tmp_path / f"{number}.copy", tmp_path / f"new-{number}"
        file.write_bytes(wrong)
        with pytest.raises(AcademyError, match=r"backup_damaged|passphrase_wrong"):
            backups.restore(file, PASSPHRASE, folder)
        assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    ["../x", "/etc/x", "slots.json", "lock", "courses/../x", "courses/.came/x", "courses", "c:/x",
     "courses/a b", "inserts\\x", ""],
)  # fmt: skip
def test_a_file_outside_is_never_written(name):
    assert not backups._fit(name)


def test_what_is_written_meanwhile_is_in_it_whole_or_not_at_all(store, workshop, stick, tmp_path):
    """While others go on writing, a backup is the store at one moment."""
    from threading import Event, Thread

    stop = Event()

    def go_on():
        number = 0
        while not stop.is_set():
            number += 1
            actions.register_person(
                store, workshop=workshop, alias=f"A{number}", organisation="", country="KE"
            )

    writer = Thread(target=go_on)
    writer.start()
    try:
        made = [backups.write(store, PASSPHRASE, stick) for _ in range(3)]
    finally:
        stop.set()
        writer.join()
    for number, backup in enumerate(made):
        restored = backups.restore(backup, PASSPHRASE, tmp_path / f"new-{number}")
        assert restored.folds_to_the_same()
        restored.close()


def test_a_stick_that_fills_up_is_told_and_keeps_no_half(store, stick, monkeypatch):
    def full(*_):
        raise OSError(ENOSPC, "no room")

    monkeypatch.setattr(backups, "_seal", full)
    with pytest.raises(AcademyError, match="disk_full"):
        backups.write(store, PASSPHRASE, stick)
    assert list(stick.iterdir()) == []
    assert not list(store.folder.glob("backup*"))

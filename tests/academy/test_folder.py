"""Nothing that this device keeps can be read by another account of the computer."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from academy import folder
from academy.config import Config
from academy.courses import load
from academy.data import data_folder
from academy.errors import AcademyError
from academy.search import Index
from academy.store import Store
from academy.web.shared.house import House
from sync.address import Outbox
from tests.academy.conftest import PASSPHRASE


def open_to_others(root: Path) -> list[str]:
    """What under a folder, itself included, the group or others may do anything with."""
    return [
        f"{path.relative_to(root.parent)} {stat.filemode(path.lstat().st_mode)}"
        for path in (root, *root.rglob("*"))
        if not path.is_symlink() and path.lstat().st_mode & 0o077
    ]


@pytest.fixture
def careless() -> Iterator[None]:
    """An account whose own habit is to let everybody read and write."""
    before = os.umask(0)
    yield
    os.umask(before)


def test_the_store_its_slots_and_its_index_are_for_one_account_alone(tmp_path, careless):
    laptop = tmp_path / "laptop"
    Index(laptop / "search").refresh(load(data_folder("courses")))
    store = Store.create(laptop, PASSPHRASE)
    store.add_passphrase("second", "table orange window seven cloud")
    store.set_setting("wifi_name", "Room")
    assert {"store.db", "store.db-wal", "store.db-shm", "slots.json", "search"} == {
        path.name for path in laptop.iterdir()
    }
    assert open_to_others(laptop) == []
    store.close()


def test_a_process_that_keeps_to_itself_makes_nothing_others_can_read(tmp_path):
    """The sync floor's own folders too: it knows nothing of this room."""
    done = subprocess.run(
        [sys.executable, "-c", f"""
from pathlib import Path
from academy.folder import keep_to_ourselves
from sync.address import Outbox
keep_to_ourselves()
Outbox(Path({str(tmp_path)!r}) / "laptop", "d").keep(bytes(2 << 20))
import resource
assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
"""], umask=0, check=True)  # fmt: skip
    assert done.returncode == 0
    assert len(list((tmp_path / "laptop").rglob("*"))) == 2
    assert open_to_others(tmp_path / "laptop") == []


def test_without_it_they_would_be_open(tmp_path, careless):
    Outbox(tmp_path / "laptop", "d").keep(bytes(2 << 20))
    assert len(open_to_others(tmp_path / "laptop")) == 3


def test_what_was_left_open_is_closed_at_the_start_and_counted(tmp_path, careless):
    laptop = tmp_path / "laptop"
    (laptop / "search" / "index").mkdir(parents=True)
    (laptop / "search" / "index" / "words").write_bytes(b"public")
    (laptop / "slots.json").write_bytes(b"{}")
    (laptop / "slots.json").chmod(0o644)
    found = House(Config(laptop, data_folder("courses"))).folder
    assert found == folder.Found(closed=5)
    assert open_to_others(laptop) == []
    assert folder.close(laptop) == folder.Found()


def test_links_are_not_followed(tmp_path, careless):
    laptop, elsewhere = tmp_path / "laptop", tmp_path / "elsewhere"
    laptop.mkdir()
    elsewhere.mkdir()
    (elsewhere / "file").write_bytes(b"")
    (laptop / "folder").symlink_to(elsewhere)
    (laptop / "file").symlink_to(elsewhere / "file")
    assert folder.close(laptop).closed == 1
    assert len(open_to_others(elsewhere)) == 2


def test_a_folder_behind_a_link_is_closed_where_it_lies(tmp_path, careless):
    (tmp_path / "disk").mkdir()
    (tmp_path / "laptop").symlink_to(tmp_path / "disk")
    assert folder.close(tmp_path / "laptop").closed == 1
    assert open_to_others(tmp_path / "disk") == []


def test_a_disk_that_knows_no_owners_is_told(tmp_path, monkeypatch):
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "file").chmod(0o644)
    monkeypatch.setattr(os, "fchmod", lambda *_args: None)
    found = folder.close(tmp_path)
    assert found.still_open == 1
    assert not found.private


def test_what_belongs_to_another_account_is_told(tmp_path, monkeypatch):
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    assert folder.close(tmp_path).foreign == 1
    assert not folder.close(tmp_path).private


@pytest.mark.parametrize("told", ['"room\\x","S-1-5-21-1-2-3-1001"\n', "nothing of the kind"])
def test_on_windows_the_access_list_names_this_account_and_the_system_only(
    tmp_path, monkeypatch, told
):
    asked = []

    def run(words, **_options):
        asked.append([words[0].rsplit("/")[-1], *words[1:]])
        return subprocess.CompletedProcess(words, 0, told)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(folder, "WINDOWS", True)
    found = folder.close(tmp_path)
    monkeypatch.undo()
    assert found.private == ("S-1-" in told)
    if found.private:
        assert asked[-1] == [
            "icacls.exe", str(tmp_path), "/inheritance:r",
            "/grant:r", "*S-1-5-21-1-2-3-1001:(OI)(CI)F", "*S-1-5-18:(OI)(CI)F", "/Q",
        ]  # fmt: skip


@pytest.mark.parametrize("what", ["make", "new_file", "write"])
def test_a_folder_that_can_t_be_written_is_said(tmp_path, what):
    (tmp_path / "file").write_bytes(b"")
    act = {
        "make": lambda: folder.make(tmp_path / "file" / "folder"),
        "new_file": lambda: folder.new_file(tmp_path / "file" / "new"),
        "write": lambda: folder.write(tmp_path / "nowhere" / "file", b""),
    }[what]
    with pytest.raises(AcademyError, match="store_readonly"):
        act()


def test_a_file_is_replaced_whole_and_stays_private(tmp_path, careless):
    (tmp_path / "file").write_bytes(b"old")
    folder.write(tmp_path / "file", b"new")
    assert (tmp_path / "file").read_bytes() == b"new"
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        folder.new_file(tmp_path / "file")


def test_a_folder_is_held_by_one_process_which_the_other_can_name(tmp_path):
    with folder.hold(tmp_path / "laptop"):
        with pytest.raises(AcademyError) as refused:
            folder.hold(tmp_path / "laptop")
        assert refused.value.code == "folder_taken"
        assert refused.value.details["process"] == str(os.getpid())
        assert refused.value.details["address"] == ""
    folder.hold(tmp_path / "laptop").close()


def test_whoever_starts_a_second_one_is_told_where_the_first_is(tmp_path):
    with folder.hold(tmp_path / "laptop") as held:
        folder.tell(held, "http://127.0.0.1:8001")
        with pytest.raises(AcademyError) as refused:
            folder.hold(tmp_path / "laptop")
        assert refused.value.details["address"] == "http://127.0.0.1:8001"


@pytest.mark.parametrize("names", [[], ["lock"], [".git"], ["desktop.ini"], ["store.db", "letter"]])
def test_a_folder_of_ones_own_or_an_empty_one_is_taken(tmp_path, names):
    for name in names:
        (tmp_path / name).touch()
    folder.need_for_us(tmp_path, {"store.db"})
    folder.need_for_us(tmp_path / "new", {"store.db"})


def test_a_folder_with_other_things_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").touch()
    with pytest.raises(AcademyError, match="folder_strange"):
        folder.need_for_us(tmp_path, {"store.db"})

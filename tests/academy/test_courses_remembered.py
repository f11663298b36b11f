"""What a start remembers of the courses is what reading them says, and never anything older."""

import json
import os
import shutil

import pytest

from academy.courses import load, reader, remembered
from academy.courses.remembered import Remembered
from academy.data import data_folder
from tests.academy.test_courses_questions import pack


@pytest.fixture
def garden(tmp_path, monkeypatch):
    """A folder of courses that nobody has touched for a while; a second is long enough here."""
    folder = pack(tmp_path / "packs")
    monkeypatch.setattr(remembered, "_ONLY_THEN", 0)
    return folder


@pytest.fixture
def ours(tmp_path):
    """Our own courses, in another place than every house of a test reads them from."""
    folder = tmp_path / "ours"
    shutil.copytree(data_folder("courses"), folder)
    return folder


@pytest.fixture
def file(tmp_path):
    return tmp_path / remembered.FILE


def start(folder, file):
    """A start: the courses, and whether any page of them was read."""
    read, real = [], reader.read_course
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "read_course", lambda *how: (read.append(how), real(*how))[1])
        one = Remembered(folder, file)
        library = one.library(private=True)
        one.keep()
    return library, bool(read)


def test_what_is_remembered_of_our_courses_is_what_reading_them_says(ours, file, monkeypatch):
    monkeypatch.setattr(remembered, "_ONLY_THEN", 0)
    (first, read), (again, read_again) = start(ours, file), start(ours, file)
    assert (read, read_again) == (True, False)
    at_once = load(ours)
    for found in (first, again):
        assert found == at_once
        for one, other in zip(found.courses, at_once.courses, strict=True):
            assert list(one.versions) == list(other.versions)
            assert one.versions[one.original] is one
            for language in one.versions:
                assert one.versions[language] == other.versions[language]
                assert one.in_language(language).html == other.in_language(language).html


def edit(path):
    path.write_text(path.read_text("utf-8").replace("title: ", "title: Other ", 1), "utf-8")


def same_size_and_time(path):
    """What no look at size and day of change would show."""
    seen, text = path.stat(), path.read_text("utf-8")
    path.write_text(text.replace("title: ", "title:  ", 1)[:-1], "utf-8")
    assert path.stat().st_size == seen.st_size
    os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))


@pytest.mark.parametrize("change", [edit, same_size_and_time, lambda path: path.unlink()])
def test_a_course_that_changed_is_read_anew(garden, file, change):
    assert [start(garden, file)[1] for _ in range(3)] == [True, False, False]
    change(next((garden / "garden" / "en").glob("01-*.md")))
    found, read = start(garden, file)
    assert read
    assert found.fingerprint == load(garden, leave_out_broken=True).fingerprint


def test_so_it_is_when_a_file_comes_or_the_program_changes(garden, file, monkeypatch, tmp_path):
    assert [start(garden, file)[1] for _ in range(2)] == [True, False]
    shutil.copytree(garden / "garden" / "en", garden / "garden" / "fr", dirs_exist_ok=True)
    assert [start(garden, file)[1] for _ in range(2)] == [True, False]
    other = tmp_path / "newer" / "academy" / "courses" / "remembered.py"
    other.parent.mkdir(parents=True)
    other.write_text("", "utf-8")
    monkeypatch.setattr(remembered, "__file__", str(other))
    assert start(garden, file)[1]


def test_what_changed_a_moment_ago_is_not_remembered(garden, file, monkeypatch):
    monkeypatch.setattr(remembered, "_ONLY_THEN", 3 * 10**9)
    assert [start(garden, file)[1] for _ in range(2)] == [True, True]
    assert not file.exists()


def test_nothing_is_remembered_of_courses_that_are_broken_or_change_while_they_are_read(
    garden, file
):
    one = Remembered(garden, file)
    one.library(private=True)
    edit(next((garden / "garden" / "en").glob("01-*.md")))
    one.keep()
    assert not file.exists()
    next((garden / "garden" / "en").glob("01-*.md")).write_text("no front matter", "utf-8")
    found, _ = start(garden, file)
    assert found.broken
    assert not file.exists()


STRANGE = [
    b"", b"{}", b"\xff\n{}", b"[" * 100_000, b"null\nnull", b"HEAD\n{}", b"HEAD\n[]",
    b'HEAD\n{"Library":[]}', b'HEAD\n{"Library":[1,2,3,4,5,6]}', b'HEAD\n{"again":[0]}',
    b'HEAD\n{"os.system":["true"]}', b'HEAD\n{"Path":["/"]}', b'HEAD\n{"tuple":1}',
    b"HEAD\n" + b'{"tuple":[' * 50_000,
]  # fmt: skip


@pytest.mark.parametrize("strange", STRANGE, ids=range(len(STRANGE)))
def test_what_is_no_memory_of_ours_is_as_if_it_were_not_there(garden, file, strange):
    start(garden, file)
    head = file.read_bytes().partition(b"\n")[0]
    file.write_bytes(strange.replace(b"HEAD", head))
    found, read = start(garden, file)
    assert read
    assert found == load(garden)
    assert start(garden, file)[1] is False


def test_nothing_is_taken_through_a_link_or_where_others_can_write(garden, file, tmp_path):
    start(garden, file)
    elsewhere = tmp_path / "elsewhere.json"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    assert start(garden, file)[1]
    head, _, body = elsewhere.read_bytes().partition(b"\n")
    assert json.loads(head)["held"]
    assert b"garden" in body
    file.unlink()
    elsewhere.rename(file)
    told, real = [], Remembered._taken
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Remembered, "_taken", lambda one: (told.append(one), real(one))[1])
        assert Remembered(garden, file).library(private=False) == load(garden)
    assert told == []

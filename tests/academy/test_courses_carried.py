"""A pack travels as one signed file: shown first, then taken, and taken back."""

import hashlib
import json
import shutil
import zlib

import pytest

from academy import courses
from academy.courses.own import Own, carried, keeping, taking, with_own
from academy.courses.own.bench import work
from academy.courses.own.words import Words
from academy.errors import AcademyError
from sync.keys import DeviceKey
from tests.academy.courses_own import FACTS, PACKS, lesson, write

KEY = DeviceKey(bytes(range(32)))
SHIPPED = courses.load(PACKS)
GARDEN = sum(path.is_file() for path in (PACKS / "garden").rglob("*"))


@pytest.fixture
def here(tmp_path):
    return Own(PACKS, tmp_path / "here")


@pytest.fixture
def there(tmp_path):
    """Another network, which has adapted a section."""
    own = Own(PACKS, tmp_path / "there")
    adapt(own, "Here we start at the river.")
    return own


def adapt(own, text):
    at_work = work(own, SHIPPED, with_own(SHIPPED, own), "garden")
    keeping.save(at_work, "en", "soil", "training", Words("Training", text))


def text(own):
    return with_own(SHIPPED, own).course("garden").lesson("soil").section("training").text


def take(own, data):
    found = carried.unpack(data)
    return taking.take(own, SHIPPED, found, found.digest)


def signed(files, key=KEY, **changed):
    """A file as nobody of us would write it, rightly signed."""
    index = changed.pop("index", [[name, len(data)] for name, data in files])
    payload = json.dumps(index).encode() + b"\n" + b"".join(data for _, data in files)
    packed = changed.pop("packed_bytes", zlib.compress(payload))
    manifest = {
        "pack": 1, "from": key.device, "size": len(payload), "packed": len(packed),
        "sha256": hashlib.sha256(packed).hexdigest(), **changed,
    }  # fmt: skip
    line = json.dumps(manifest).encode()
    return line + b"\n" + key.sign(carried.ROLE, line) + packed


def test_a_pack_is_shown_then_taken_then_taken_back(here, there):
    data = carried.pack(KEY, there, "garden-own")
    found = carried.unpack(data)
    assert found.device == KEY.device
    offer = taking.look(here, SHIPPED, found)
    assert (offer.id, offer.version, offer.here, offer.instead) == ("garden-own", "1", None, ())
    assert (offer.course.licence, offer.moved, offer.added) == ("CC-BY-SA-4.0", 0, 3)
    assert [(one.slug, count) for one, count in offer.parts] == [("soil", 1)]
    assert "river" not in text(here)
    take(here, data)
    assert "river" in text(here)
    assert taking.taken(here, "garden-own").device == KEY.device
    taking.take_back(here, "garden-own")
    assert "river" not in text(here)
    assert taking.taken(here, "garden-own") is None


def test_taking_twice_changes_nothing(here, there):
    data = carried.pack(KEY, there, "garden-own")
    take(here, data)
    offer = take(here, data)
    assert offer.same
    taking.take_back(here, "garden-own")
    assert "river" not in text(here)


def test_what_was_ones_own_is_kept_and_comes_back(here, there):
    adapt(here, "Here we start on the roof.")
    (here.folder / "garden-own").rename(here.folder / "garden-roof")
    facts = here.folder / "garden-roof" / "course.yaml"
    facts.write_text(facts.read_text("utf-8").replace("garden-own", "garden-roof"), "utf-8")
    assert "roof" in text(here)
    offer = take(here, carried.pack(KEY, there, "garden-own"))
    assert offer.instead == ("garden-roof",)
    assert "river" in text(here)
    adapt(there, "Here we start at the lake.")
    take(here, carried.pack(KEY, there, "garden-own"))
    assert "lake" in text(here)
    taking.take_back(here, "garden-own")
    assert "river" in text(here)
    taking.take_back(here, "garden-own")
    assert "roof" in text(here)
    assert taking.taken(here, "garden-own") is None


def test_an_older_pack_is_refused_and_a_newer_one_shows_what_differs(here, there):
    old = carried.pack(KEY, there, "garden-own")
    adapt(there, "Here we start at the lake.")
    new = carried.pack(KEY, there, "garden-own")
    take(here, new)
    with pytest.raises(AcademyError, match="pack_older"):
        taking.look(here, SHIPPED, carried.unpack(old))
    assert "lake" in text(here)
    taking.take_back(here, "garden-own")
    take(here, old)
    offer = taking.look(here, SHIPPED, carried.unpack(new))
    assert (offer.here, offer.version, offer.changed, offer.added) == ("1", "2", 2, 0)


def test_what_was_shown_is_what_is_taken(here, there):
    shown = carried.unpack(carried.pack(KEY, there, "garden-own"))
    adapt(there, "Something else.")
    other = carried.unpack(carried.pack(KEY, there, "garden-own"))
    with pytest.raises(AcademyError, match="changed_since"):
        taking.take(here, SHIPPED, other, shown.digest)
    assert not (here.folder / "garden-own").exists()


def test_a_whole_pack_travels_too(here, there):
    shutil.copytree(PACKS / "garden", there.folder / "orchard")
    facts = there.folder / "orchard" / "course.yaml"
    facts.write_text(facts.read_text("utf-8").replace("id: garden", "id: orchard"), "utf-8")
    offer = take(here, carried.pack(KEY, there, "orchard"))
    assert (offer.overlay, offer.version, offer.files) == (None, "1.2.0", GARDEN)
    library = with_own(SHIPPED, here)
    assert [one.id for one in library.courses] == ["garden", "orchard"]
    assert library.picture("orchard", "plan.svg").read()


def test_its_name_says_nothing(there):
    data = carried.pack(KEY, there, "garden-own")
    assert carried.NAME.fullmatch(carried.file_name(data))
    assert b"garden" not in data


def test_a_changed_byte_is_refused_wherever_it_is(here, there):
    data = carried.pack(KEY, there, "garden-own")
    for at in [*range(0, 400, 7), len(data) - 1]:
        altered = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(AcademyError, match=r"pack_(damaged|unsigned|too_large)"):
            carried.unpack(altered)


HOSTILE = {
    "nothing": (b"", "pack_damaged"),
    "an archive": (b"PK\x03\x04" + b"x" * 100, "pack_damaged"),
    "no signature": (b'{"pack":1,"from":"x","size":1,"packed":1,"sha256":"x"}\n', "pack_unsigned"),
    "another role": (signed([], key=KEY).replace(b"pack", b"card"), "pack_damaged"),
    "another version": (signed([("a", b"b")], pack=2), "pack_damaged"),
    "another device's name": (
        signed([("a", b"b")], **{"from": DeviceKey(bytes(32)).device}), "pack_unsigned",
    ),
    "a size that is a word": (signed([("a", b"b")], size="9"), "pack_damaged"),
    "a size that is too small": (signed([("a", b"b")], size=3), "pack_damaged"),
    "a size beyond all sizes": (signed([("a", b"b")], size=2**40), "pack_too_large"),
    "a bomb": (
        signed([], packed_bytes=zlib.compress(b"\0" * 2**25), size=2**25), "pack_too_large",
    ),
    "a bomb that says it is small": (
        signed([], packed_bytes=zlib.compress(b"\0" * 2**25), size=1000), "pack_damaged",
    ),
    "something behind it": (signed([("a", b"b")]) + b"x", "pack_damaged"),
    "no list": (signed([], index={"a": 1}), "pack_damaged"),
    "a file that isn't there": (signed([], index=[["a", 5]]), "pack_damaged"),
    "a file of less than nothing": (
        signed([("a", b"b")], index=[["a", 2], ["b", -1]]), "pack_damaged",
    ),
    "a file twice": (signed([("a.md", b"b"), ("a.md", b"c")]), "pack_damaged"),
    "thousands of files": (signed([(f"{n}.md", b"") for n in range(2_100)]), "pack_damaged"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "code"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_pack_is_refused(data, code):
    with pytest.raises(AcademyError, match=code):
        carried.unpack(data)


NAMES = {
    "up": "../slots.json",
    "up from inside": "en/../../slots.json",
    "the root": "/etc/passwd",
    "a drive": "C:/x.md",
    "another way round": "en\\x.md",
    "hidden": ".taken/garden/note.json",
    "a device": "en/nul.md",
    "a stream": "a.md:b",
    "a control": "a\x1b[2K.md",
    "a line turned round": "a\u202e.md",
    "nothing": "",
    "a folder": "en/",
    "deep": "a/b/c/d/e/f.md",
    "long": "x" * 300,
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_that_leads_elsewhere_is_refused_before_anything_is_written(name, here):
    with pytest.raises(AcademyError, match="course_invalid") as refused:
        take(here, signed([("course.yaml", FACTS.encode()), (name, b"x")]))
    assert str(refused.value.details["file"]).isprintable()
    assert not here.folder.exists()


ONE = {
    "capitals": ["en/a.md", "en/A.md"],
    "a file that is a folder": ["en", "en/a.md"],
    "a folder that is a file": ["en/a.md", "EN"],
    "folders in capitals": ["en/a.md", "EN/b.md"],
}


@pytest.mark.parametrize("names", ONE.values(), ids=ONE)
def test_names_that_would_be_one_file_elsewhere_are_refused(names):
    with pytest.raises(AcademyError, match="course_invalid"):
        carried.unpack(signed([(name, b"x") for name in names]))


CONTENTS = {
    "no facts": ({"en/01-soil.md": lesson()}, "course.yaml"),
    "another id": ({"course.yaml": FACTS.replace("{id: garden", "{id: moon")},
                   "own/garden-own/course.yaml"),
    "an id that is a path": ({"course.yaml": FACTS.replace("garden-own", "../x")}, "course.yaml"),
    "YAML that means millions": ({"course.yaml": FACTS + "a: &a [x]\nb: *a\n"},
                                 "own/garden-own/course.yaml"),
    "a page of HTML": ({"course.yaml": FACTS, "x.html": "<script>"}, "own/garden-own/x.html"),
    "a picture that calls home": (
        {"course.yaml": FACTS,
         "media/a.svg": '<svg xmlns="http://www.w3.org/2000/svg"><image href="http://e.x/"/></svg>'},
        "own/garden-own/media/a.svg",
    ),
    "a mistake in a lesson": ({"course.yaml": FACTS, "en/01-soil.md": "---\n---\n\n## A\n"},
                              "own/garden-own/en/01-soil.md"),
    "a huge file": ({"course.yaml": FACTS, "en/01-soil.md": "x" * 300_000},
                    "own/garden-own/en/01-soil.md"),
}  # fmt: skip


@pytest.mark.parametrize(("files", "place"), CONTENTS.values(), ids=CONTENTS)
def test_a_pack_with_a_mistake_is_refused_by_file_and_line_and_leaves_nothing(files, place, here):
    data = signed([(name, text.encode()) for name, text in files.items()])
    with pytest.raises(AcademyError, match="course_invalid") as refused:
        take(here, data)
    assert refused.value.details["file"] == place
    assert list(here.folder.iterdir() if here.folder.exists() else ()) == []


def test_a_pack_does_not_take_the_place_of_a_course_that_came_with_the_program(here):
    files = {
        path.relative_to(PACKS / "garden").as_posix(): path.read_bytes()
        for path in (PACKS / "garden").rglob("*")
        if path.is_file()
    }
    with pytest.raises(AcademyError, match="course_invalid") as refused:
        take(here, signed(list(files.items())))
    assert "already" in refused.value.details["problem"]


def test_only_files_that_may_be_packs_are_looked_at_on_a_stick(tmp_path, there):
    data = carried.pack(KEY, there, "garden-own")
    name = carried.file_name(data)
    write(tmp_path / "stick", {name: data, "photo.jpg": b"x", "0123456789abcdef": b"x"})
    (tmp_path / "stick" / f"{'0' * 16}.pack").symlink_to("/etc/passwd")
    found = carried.on_a_stick(tmp_path / "stick")
    assert [path.name for path in found] == sorted([f"{'0' * 16}.pack", name])
    with pytest.raises(AcademyError, match="pack_damaged"):
        carried.read(found[0])
    with pytest.raises(AcademyError, match="pack_damaged"):
        carried.read(tmp_path / "stick" / "photo.jpg")
    assert carried.on_a_stick(tmp_path / "nothing") == []


def test_what_nobody_took_cannot_be_taken_back(there):
    with pytest.raises(AcademyError, match="pack_not_taken"):
        taking.take_back(there, "garden-own")


def test_altered_packs_rightly_signed_are_shown_or_refused(here):
    import random

    from tests.fuzzing.mutations import mutated

    source = random.Random(13)
    honest = {"course.yaml": FACTS.encode(), "en/01-soil.md": lesson(("A {#a}", "b")).encode()}
    before = SHIPPED.course("garden")
    for _ in range(25):
        name = source.choice(list(honest))
        files = {**honest, name: mutated(source, [honest[name]])}
        assert _looked_at(here, signed(list(files.items()))) in {
            "shown", "course_invalid", "pack_older", "pack_damaged",
        }  # fmt: skip
        assert with_own(SHIPPED, here).course("garden") == before
    assert [one for one in here.folder.iterdir() if one.name[0] != "."] == []


def _looked_at(own, data):
    try:
        taking.look(own, SHIPPED, carried.unpack(data))
    except AcademyError as error:
        return error.code
    return "shown"
